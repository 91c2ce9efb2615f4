//! Views that were there before a recording, and queries of them.

use serde_json::{Value, json};
use uuid::Uuid;

use super::build::Builder;
use super::text::word;
use super::{Exchange, id};
use crate::ids::parse;
use crate::semantics::views::RANK_STEP;
use crate::world::record::Parent;
use crate::world::view::{View, ViewQuery};

impl Builder<'_> {
    /// The views that answers show or paths name, and what was found with them.
    pub(super) fn views(&mut self, exchanges: &[Exchange]) {
        let sightings = self.sightings;
        for (own, shown) in &sightings.views {
            if sightings.is_presupposed(*own) {
                self.view(*own, shown, None, None);
            }
        }
        let done = exchanges.iter().filter(|exchange| exchange.is_done());
        // Who deletes a view is told where it was; who asks it for rows is not.
        let told = |exchange: &&Exchange| exchange.response["parent"].is_object();
        for exchange in done.clone().filter(told).chain(done) {
            match exchange.segments()[..] {
                ["views"] if exchange.method == "GET" => {
                    let named = |key: &str| exchange.parameter(key).and_then(parse);
                    let (database, source) = (named("database_id"), named("data_source_id"));
                    for shown in exchange.response["results"].as_array().into_iter().flatten() {
                        if let Some(own) = id(shown, "id") {
                            self.view(own, shown, database, source);
                        }
                    }
                }
                ["views"] => {
                    if let Some(dashboard) = id(&exchange.request, "view_id") {
                        let shown = json!({ "type": "dashboard" });
                        let database = id(&exchange.response["parent"], "database_id");
                        self.view(dashboard, &shown, database, None);
                    }
                }
                ["views", own] => {
                    if let Some(own) = parse(own) {
                        self.view(own, &exchange.response, None, None);
                    }
                }
                ["views", own, "queries", ..] => {
                    if let Some(own) = parse(own) {
                        self.view(own, &Value::Null, None, None);
                        self.found(own, exchange);
                    }
                }
                _ => {}
            }
        }
    }

    /// A view as it is shown, which may be nothing but its id.
    fn view(&mut self, own: Uuid, shown: &Value, database: Option<Uuid>, source: Option<Uuid>) {
        let is_known = self.world.find::<View>(own).is_some();
        if is_known || !self.sightings.is_presupposed(own) {
            return;
        }
        let source = id(shown, "data_source_id").or(source);
        let database = id(&shown["parent"], "database_id").or(database);
        let of_source = source.and_then(|source| self.world.source(source));
        let database = database.or(of_source.map(|source| source.database));
        let database = database.unwrap_or_else(|| self.world.ids.v4());
        if let Some(source) = source {
            self.add_source(source, Some(database));
        }
        self.add_database(database, "");
        self.only_source(database);
        let first = self.world.database(database).and_then(|it| it.sources.first().copied());
        let kind = shown["type"].as_str().unwrap_or("table");
        let given = |key: &str| Some(shown[key].clone()).filter(|value| !value.is_null());
        let rank = self.world.views().last().map_or(0, |last| last.rank) + RANK_STEP;
        let view = View {
            id: own,
            rank,
            database,
            source: source.or(first).filter(|_| kind != "dashboard"),
            dashboard: id(shown, "dashboard_view_id"),
            name: word(shown.get("name").unwrap_or(&Value::from("Default view"))),
            kind: kind.into(),
            stamp: self.stamp(own, shown),
            filter: given("filter"),
            sorts: given("sorts"),
            quick_filters: given("quick_filters"),
            configuration: given("configuration").unwrap_or_else(|| json!({ "type": kind })),
        };
        self.world.put(view);
    }

    /// The rows that a query of a view found, and the query if it was made before.
    fn found(&mut self, view: Uuid, exchange: &Exchange) {
        let shown = exchange.response["results"].as_array().into_iter().flatten();
        let mut rows: Vec<Uuid> = shown.filter_map(|row| id(row, "id")).collect();
        rows.extend(exchange.cursor());
        let source = self.world.find::<View>(view).and_then(|view| view.source);
        if let Some(source) = source {
            for row in &rows {
                self.add_page(*row, Parent::DataSource(source), "");
            }
        }
        let ["views", _, "queries", query] = exchange.segments()[..] else { return };
        let Some(own) = parse(query).filter(|own| self.sightings.is_presupposed(*own)) else {
            return;
        };
        if let Some(known) = self.world.change::<ViewQuery>(own) {
            let new: Vec<Uuid> = rows.into_iter().filter(|row| !known.rows.contains(row)).collect();
            known.rows.extend(new);
        } else {
            let expires = jiff::Timestamp::MAX.into();
            self.world.put(ViewQuery { id: own, view, expires, rows });
        }
    }
}
