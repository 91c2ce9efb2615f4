//! What lists break off before: there is more of it, though no exchange shows it.

use serde_json::Value;
use uuid::Uuid;

use super::build::Builder;
use super::{Exchange, id, schema, values};
use crate::ids::parse;
use crate::world::cell::Cell;
use crate::world::record::{Page, Parent, User};
use crate::world::schema::{PropertyKey, PropertyKind};

/// How many elements of a relation a page shows.
const SHOWN: usize = notion_model::limits::REFERENCES_SHOWN;

impl Builder<'_> {
    /// The next rows of queries and users of lists that nobody went on with, what pages do not show
    /// of long values, and values of pages that are not shown.
    pub(super) fn unread(&mut self, exchanges: &[Exchange]) {
        for exchange in exchanges.iter().filter(|exchange| exchange.is_done()) {
            let more = exchange.response["has_more"] == true;
            match exchange.segments()[..] {
                ["data_sources", source, "query"] if more => {
                    if let Some(source) = parse(source) {
                        self.next_row(source, exchange);
                    }
                }
                ["users"] if more && !is_continued(exchanges, exchange) => {
                    let rank = self.world.users().len() as u64;
                    let (id, name) = (self.world.ids.v4(), "".into());
                    let (email, email_verified, avatar_url) = (None, None, None);
                    let is_bot = false;
                    self.world.add_user(User {
                        id,
                        name,
                        email,
                        email_verified,
                        avatar_url,
                        is_bot,
                        rank,
                    });
                }
                ["pages", page, "properties", property] => {
                    if let Some(page) = parse(page) {
                        self.whole_value(page, property, exchange);
                    }
                }
                _ => {}
            }
        }
        let sightings = self.sightings;
        for (own, shown) in
            sightings.pages.iter().filter(|(own, _)| sightings.is_presupposed(**own))
        {
            let values = shown["properties"].as_object().into_iter().flat_map(|it| it.values());
            for value in values.filter(|value| value["has_more"] == true) {
                self.longer(*own, &schema::key(&value["id"]));
            }
        }
    }

    /// A row behind the last that a query shows. Where none shows it, it is like the last.
    fn next_row(&mut self, source: Uuid, exchange: &Exchange) {
        let Some(own) = exchange.cursor() else { return };
        let last = exchange.response["results"].as_array().and_then(|it| it.last());
        let last = last.and_then(|it| self.world.page(id(it, "id")?)).cloned();
        let is_there = self.world.page(own).is_some() || !self.sightings.is_presupposed(own);
        let Some(last) = last.filter(|_| !is_there) else { return };
        let parent = Parent::DataSource(source);
        let rank = last.rank.saturating_sub(1);
        self.world.add_page(Page { id: own, parent, rank, ..last });
    }

    /// The value of a property as it is read alone, in full.
    fn whole_value(&mut self, page: Uuid, property: &str, exchange: &Exchange) {
        let answer = &exchange.response;
        let is_list = answer["object"] == "list";
        let about = if is_list { &answer["property_item"] } else { answer };
        let Some(kind) = about["type"].as_str() else { return };
        let mut value = about.clone();
        let items: Vec<Value> = answer["results"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|item| item[kind].clone())
            .collect();
        if is_list && kind != "rollup" {
            value[kind] = Value::Array(items.clone());
        }
        let parent = self.world.page(page).map(|page| page.parent);
        let is_row = matches!(parent, Some(Parent::DataSource(_)));
        if parent.is_some()
            && !is_row
            && kind != "title"
            && !self.sightings.pages.contains_key(&page)
        {
            let source = self.world.ids.v4();
            self.add_source(source, None);
            self.world.move_to(page, Parent::DataSource(source));
        }
        let Some(Parent::DataSource(source)) = self.world.page(page).map(|page| page.parent) else {
            if kind == "title" && self.sightings.is_presupposed(page) {
                let title = super::text::runs(&value["title"]);
                if let Some(page) = self.world.page_mut(page) {
                    page.title = title;
                }
            }
            return;
        };
        let key = schema::key(&about["id"]);
        if !self.sightings.sources.contains_key(&source) {
            self.learn_value(source, property, &value);
        }
        let known = self.world.source(source).and_then(|it| it.property(&key)).cloned();
        let (Some(known), true) = (known, self.sightings.is_presupposed(page)) else { return };
        if let PropertyKind::Relation { target, .. } = known.kind {
            for item in items.iter().filter_map(|item| id(item, "id")) {
                self.add_page(item, Parent::DataSource(target), "");
            }
        }
        let shown = self.world.page(page).and_then(|page| page.cell(&key)).cloned();
        let is_more = matches!(&shown, Some(Cell::Relation(rows)) if rows.len() >= SHOWN);
        if shown.is_some() && !is_more {
            return;
        }
        if let Some(cell) = values::cell_as_shown(&mut self.world, &known.kind, &value) {
            let cell = self.without_made(cell);
            if let Some(page) = self.world.page_mut(page) {
                page.set_cell(&key, Some(cell));
            }
        }
    }

    /// One more row than a page shows of a relation, if no exchange shows which.
    fn longer(&mut self, page: Uuid, key: &PropertyKey) {
        let Some(kept) = self.world.page(page) else { return };
        let (Parent::DataSource(source), Some(Cell::Relation(rows))) =
            (kept.parent, kept.cell(key))
        else {
            return;
        };
        let kind = self.world.source(source).and_then(|it| it.property(key)).map(|it| &it.kind);
        let Some(PropertyKind::Relation { target, .. }) = kind else { return };
        if rows.len() != SHOWN {
            return;
        }
        let (target, mut rows) = (*target, rows.clone());
        let own = self.world.ids.page(self.world.now);
        self.add_page(own, Parent::DataSource(target), "");
        rows.push(own);
        if let Some(page) = self.world.page_mut(page) {
            page.set_cell(key, Some(Cell::Relation(rows)));
        }
    }

    /// Rows that the recording made are related by what it wrote.
    pub(super) fn without_made(&self, cell: Cell) -> Cell {
        match cell {
            Cell::Relation(rows) => Cell::Relation(
                rows.into_iter().filter(|row| self.sightings.is_presupposed(*row)).collect(),
            ),
            other => other,
        }
    }
}

/// Whether some exchange reads on where this one broke off.
fn is_continued(exchanges: &[Exchange], from: &Exchange) -> bool {
    let Some(cursor) = from.response["next_cursor"].as_str() else { return false };
    exchanges.iter().any(|it| it.path == from.path && it.parameter("start_cursor") == Some(cursor))
}
