//! What the searches of a recording found: search lags behind what is there.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use super::order::Order;
use super::sightings::Sightings;
use super::{Exchange, id};
use crate::routes::search::is_found;

/// The results of searches, as far as they say more than what is there.
#[derive(Debug, Default)]
pub(super) struct Searched {
    /// What was found first is what was edited last, as long as the recording has not edited it.
    pub(super) order: Order,
    edited: BTreeSet<Uuid>,
    /// What was found although it was in the trash, and whether the last search still did.
    pub(super) lingering: Vec<(Uuid, bool)>,
    found: BTreeSet<Uuid>,
    /// What was not found although it was there.
    pub(super) overlooked: BTreeSet<Uuid>,
    /// What of it later searches found, in that order.
    pub(super) caught_up: Vec<Uuid>,
}

impl Searched {
    /// Learns from all exchanges, of which it is known what they show.
    pub(super) fn of(sightings: &Sightings<'_>, exchanges: &[Exchange]) -> Self {
        let mut searched = Self::default();
        for exchange in exchanges.iter().filter(|exchange| exchange.is_done()) {
            searched.note(sightings, exchange);
        }
        searched
    }

    fn note(&mut self, sightings: &Sightings<'_>, exchange: &Exchange) {
        if !matches!(exchange.segments()[..], ["search"]) {
            if exchange.method != "GET" && !exchange.path.ends_with("/query") {
                self.note_edit(exchange);
            }
            return;
        }
        if exchange.request.get("sort").is_none() {
            let found = exchange.shown().filter_map(|object| id(object, "id"));
            self.order.note(found.filter(|id| !self.edited.contains(id)));
        }
        if exchange.request["filter"]["in_trash"] != true {
            self.note_lingering(sightings, exchange);
            self.note_overlooked(sightings, exchange);
        }
    }

    /// Whatever a change names may have been changed.
    fn note_edit(&mut self, exchange: &Exchange) {
        let named = exchange.segments().into_iter().filter_map(crate::ids::parse);
        self.edited.extend(named);
        for object in exchange.shown() {
            let parent = &object["parent"];
            let ids = [id(object, "id"), id(parent, "page_id"), id(parent, "database_id")];
            self.edited.extend(ids.into_iter().flatten());
            let sources = object["data_sources"].as_array().into_iter().flatten();
            self.edited.extend(sources.filter_map(|source| id(source, "id")));
        }
    }

    fn note_lingering(&mut self, sightings: &Sightings<'_>, exchange: &Exchange) {
        let results = || exchange.response["results"].as_array().into_iter().flatten();
        let kind = &exchange.request["filter"]["value"];
        for (own, still) in &mut self.lingering {
            let is_source = sightings.sources.contains_key(own);
            if kind.is_null() || (kind == "data_source") == is_source {
                *still = results().any(|object| id(object, "id") == Some(*own));
            }
        }
        for object in results().filter(|object| object["in_trash"] == true) {
            if let Some(own) = id(object, "id").filter(|own| sightings.is_presupposed(*own))
                && self.lingering.iter().all(|(known, _)| *known != own)
            {
                self.lingering.push((own, true));
            }
        }
    }

    /// What was there, and would have been found if search had known.
    fn note_overlooked(&mut self, sightings: &Sightings<'_>, exchange: &Exchange) {
        let found: BTreeSet<Uuid> =
            exchange.shown().filter_map(|object| id(object, "id")).collect();
        let late = found.iter().filter(|own| self.overlooked.contains(*own));
        let late: Vec<Uuid> = late.filter(|own| !self.caught_up.contains(*own)).copied().collect();
        self.caught_up.extend(late);
        let is_part =
            exchange.response["has_more"] == true || exchange.request.get("start_cursor").is_some();
        if is_part {
            return;
        }
        self.found.extend(&found);
        let query = exchange.request["query"].as_str().unwrap_or_default();
        let wanted = exchange.request["filter"]["value"].as_str();
        let pages = sightings.pages.iter().filter(|_| wanted != Some("data_source"));
        let sources = sightings.sources.iter().filter(|_| wanted != Some("page"));
        for (own, shown) in pages.chain(sources) {
            let is_there = sightings.is_presupposed(*own)
                && !self.edited.contains(own)
                && shown["in_trash"] == false
                && is_found(query, &title(shown));
            if is_there && !found.contains(own) && !self.found.contains(own) {
                self.overlooked.insert(*own);
            }
        }
    }
}

/// The title of a page or data source as text.
fn title(shown: &Value) -> String {
    let values = shown["properties"].as_object().into_iter().flat_map(|it| it.values());
    let mut titles = values.filter(|value| value["type"] == "title").map(|it| &it["title"]);
    let runs = match shown["object"].as_str() {
        Some("page") => titles.next(),
        _ => Some(&shown["title"]),
    };
    let runs = runs.and_then(Value::as_array).into_iter().flatten();
    runs.filter_map(|run| run["plain_text"].as_str()).collect()
}
