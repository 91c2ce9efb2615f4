//! What requests name, which has to be there for them to be answered.

use serde_json::Value;
use uuid::Uuid;

use super::build::{Builder, parent_in};
use super::text::word;
use super::{Exchange, id};
use crate::ids::parse;
use crate::world::block_type::{Part, block_type};
use crate::world::comment::{Comment, DisplayName};
use crate::world::emoji::Emoji;
use crate::world::record::{Block, Parent};
use crate::world::upload::{State, Upload};

impl Builder<'_> {
    /// Everything that paths, parameters and bodies name. Of a request that was refused for what it
    /// says, only what it is about.
    pub(super) fn asked(&mut self, exchanges: &[Exchange]) {
        for exchange in exchanges {
            if exchange.is_done() || exchange.status == 400 {
                self.in_path(exchange);
            }
            if exchange.is_done() {
                self.in_query(exchange);
                self.in_body(&exchange.request);
                self.filtered(exchange);
            }
        }
    }

    /// Blocks after which others are put are known to hang there, whatever they hold themselves.
    pub(super) fn named_siblings(&mut self, exchanges: &[Exchange]) {
        for exchange in exchanges.iter().filter(|it| it.is_done() && it.after_block().is_some()) {
            self.in_path(exchange);
        }
    }

    fn in_path(&mut self, exchange: &Exchange) {
        match exchange.segments()[..] {
            ["blocks", block, "children"] => self.holder(exchange, block),
            ["pages", page, ..] | ["blocks", page] => {
                if let Some(page) = parse(page) {
                    self.add_page(page, Parent::Workspace, "");
                }
            }
            ["data_sources", source, ..] => {
                if let Some(source) = parse(source) {
                    self.add_source(source, None);
                }
            }
            ["databases", database] => {
                if let Some(database) = parse(database) {
                    self.add_database(database, "");
                }
            }
            _ => {}
        }
    }

    fn in_query(&mut self, exchange: &Exchange) {
        for (key, value) in &exchange.query {
            match (key.as_str(), parse(value)) {
                ("block_id", Some(id)) => self.add_page(id, Parent::Workspace, ""),
                ("database_id", Some(id)) => self.add_database(id, ""),
                ("data_source_id", Some(id)) => self.add_source(id, None),
                _ => {}
            }
        }
    }

    /// What children are listed of or put into, and the sibling that they are put after.
    fn holder(&mut self, exchange: &Exchange, holder: &str) {
        let Some(holder) = parse(holder) else { return };
        let child = &exchange.request["children"][0];
        let cells = child["table_row"]["cells"].as_array();
        let kind = if child.get("column").is_some() {
            "column_list"
        } else if cells.is_some() {
            "table"
        } else if !child["paragraph"]["icon"].is_null() {
            "tab"
        } else {
            "toggle"
        };
        if kind == "toggle" {
            self.add_parent(&exchange.response["results"][0]["parent"]);
            self.add_page(holder, Parent::Workspace, "");
        } else {
            self.add_block(holder, kind, Parent::Workspace);
        }
        if let Some(cells) = cells {
            self.widen(holder, cells.len());
        }
        for sibling in exchange.after_block().into_iter().chain(exchange.cursor()) {
            self.add_child(sibling, holder);
        }
    }

    /// The width of a table, of which only a row is known.
    pub(super) fn widen(&mut self, table: Uuid, cells: usize) {
        if let Some(table) =
            self.world.block_mut(table).filter(|it| it.part("table_width").is_none())
        {
            table.set_part("table_width", Part::Count(cells as u64));
        }
    }

    /// A child of which only the place is known.
    pub(super) fn add_child(&mut self, own: Uuid, holder: Uuid) {
        let parent = match self.world.page(holder) {
            Some(_) => Parent::Page(holder),
            None => Parent::Block(holder),
        };
        let kind = match self.world.block(holder).map(|block| block.kind.name) {
            Some("column_list") => "column",
            Some("table") => "table_row",
            _ => "paragraph",
        };
        self.add_block(own, kind, parent);
    }

    /// A block of which only the type is known, if that.
    pub(super) fn add_block(&mut self, own: Uuid, name: &str, parent: Parent) {
        let Some(kind) = block_type(name) else { return };
        if self.world.parent_of(own).is_some() || !self.sightings.is_presupposed(own) {
            return;
        }
        let stamp = self.world.stamp();
        let mut parts = super::blocks::parts(&mut self.world, kind, &Value::Null);
        if name == "synced_block" {
            parts = vec![("synced_from".into(), Part::SyncedFrom(None))];
        }
        let rank = self.rank(own, parent);
        self.world.add_block(Block { id: own, parent, rank, stamp, in_trash: false, kind, parts });
    }

    /// Whatever a body names by its id.
    fn in_body(&mut self, body: &Value) {
        match body {
            Value::Array(items) => items.iter().for_each(|item| self.in_body(item)),
            Value::Object(members) => {
                let source = id(body, "data_source_id");
                let database = id(body, "database_id");
                if let Some(source) = source {
                    self.add_source(source, database);
                }
                if let Some(database) = database {
                    self.add_database(database, "");
                    self.only_source(database);
                }
                if let Some(page) = id(body, "page_id") {
                    self.add_page(page, Parent::Workspace, "");
                }
                if let Some(block) = id(body, "block_id") {
                    self.add_block(block, "paragraph", Parent::Workspace);
                }
                if let Some(original) = id(&body["synced_from"], "block_id") {
                    self.add_block(original, "synced_block", Parent::Workspace);
                }
                let mention = &body["mention"];
                if let Some(page) = id(&mention["page"], "id") {
                    self.add_page(page, Parent::Workspace, "");
                }
                if let Some(database) = id(&mention["database"], "id") {
                    self.add_database(database, "");
                }
                let upload = id(&body["file_upload"], "id");
                if let Some(upload) = upload.or_else(|| id(body, "file_upload_id")) {
                    self.add_upload(upload);
                }
                let emoji = &body["custom_emoji"];
                if let (Some(own), Some(name)) = (id(emoji, "id"), emoji["name"].as_str())
                    && self.world.find::<Emoji>(own).is_none()
                {
                    let rank = self.world.all::<Emoji>().count() as u64;
                    let url = word(&emoji["url"]);
                    self.world.put(Emoji { id: own, rank, name: name.into(), url });
                }
                members.values().for_each(|member| self.in_body(member));
            }
            _ => {}
        }
    }

    /// A database that stands for its data source has one.
    pub(super) fn only_source(&mut self, database: Uuid) {
        if self.world.database(database).is_some_and(|it| it.sources.is_empty())
            && self.sightings.is_presupposed(database)
        {
            let source = self.world.ids.v4();
            self.add_source(source, Some(database));
        }
    }

    /// A file that was uploaded before, of which nothing is known.
    fn add_upload(&mut self, own: Uuid) {
        if self.world.find::<Upload>(own).is_none() && self.sightings.is_presupposed(own) {
            let mut upload = super::files::pending(&self.world, own);
            upload.state = State::Uploaded;
            upload.parts = [(1, 0)].into();
            self.world.put(upload);
        }
    }

    /// The properties that filters and sorts name, which nothing else shows where nothing is found.
    fn filtered(&mut self, exchange: &Exchange) {
        let ["data_sources", source, "query"] = exchange.segments()[..] else { return };
        let Some(source) = parse(source).filter(|it| self.sightings.is_presupposed(*it)) else {
            return;
        };
        if self.sightings.sources.contains_key(&source) {
            return;
        }
        let mut named = Vec::new();
        conditions(&exchange.request["filter"], &mut named);
        let sorts = exchange.request["sorts"].as_array().into_iter().flatten();
        named.extend(sorts.filter_map(|sort| Some((sort["property"].as_str()?, "rich_text"))));
        for (name, kind) in named {
            self.learn_property(source, name, kind);
        }
    }

    /// The first comments of discussions that are gone on with, and that the recording did not begin.
    pub(super) fn originals(&mut self, exchanges: &[Exchange]) {
        let mut begun: Vec<Uuid> = Vec::new();
        for exchange in exchanges.iter().filter(|exchange| exchange.is_done()) {
            let ("POST", ["comments"]) = (exchange.method.as_str(), &exchange.segments()[..])
            else {
                continue;
            };
            match id(&exchange.request, "discussion_id") {
                None => begun.extend(id(&exchange.response, "discussion_id")),
                Some(discussion) if !begun.contains(&discussion) => {
                    self.original(discussion, &exchange.response["parent"]);
                }
                Some(_) => {}
            }
        }
    }

    fn original(&mut self, discussion: Uuid, parent: &Value) {
        if self.world.comments().iter().any(|it| it.discussion == discussion) {
            return;
        }
        let own = self.world.ids.comment(self.world.now);
        let now = self.world.moment();
        let comment = Comment {
            id: own,
            rank: self.world.next_comment_rank(),
            discussion,
            parent: parent_in(parent),
            created: now,
            created_by: self.world.about.integration.id,
            edited: now,
            text: Vec::new(),
            name: DisplayName::Integration,
            attachments: Vec::new(),
        };
        self.world.put(comment);
    }
}

/// The properties that a filter names, each with the type of its condition.
fn conditions<'f>(filter: &'f Value, found: &mut Vec<(&'f str, &'f str)>) {
    for compound in ["and", "or"] {
        let parts = filter[compound].as_array().into_iter().flatten();
        parts.for_each(|part| conditions(part, found));
    }
    if let (Some(name), Some(members)) = (filter["property"].as_str(), filter.as_object()) {
        let mut kinds = members.keys().filter(|key| *key != "property" && *key != "type");
        found.extend(kinds.next().map(|kind| (name, kind.as_str())));
    }
}
