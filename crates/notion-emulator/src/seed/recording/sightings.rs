//! What the answers of a recording show, and which of it was made by the recording itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use super::{Exchange, id};

/// Objects as they were shown first, by id.
#[derive(Debug, Default)]
pub(super) struct Sightings<'e> {
    pub(super) pages: BTreeMap<Uuid, &'e Value>,
    pub(super) blocks: BTreeMap<Uuid, &'e Value>,
    pub(super) databases: BTreeMap<Uuid, &'e Value>,
    pub(super) sources: BTreeMap<Uuid, &'e Value>,
    /// What the exchanges made, whose children and rows they made as well.
    pub(super) made: BTreeSet<Uuid>,
    /// The place of everything among its siblings: the order of the lists that show it.
    pub(super) places: BTreeMap<Uuid, usize>,
    /// How far from the latest edit each object is that an unsorted search found.
    pub(super) edited: BTreeMap<Uuid, usize>,
    /// Rows of unsorted queries, newest first.
    pub(super) newest: Vec<Uuid>,
    /// What searches found although it was in the trash, and whether the last search still did.
    pub(super) lingering: Vec<(Uuid, bool)>,
    /// Who made or changed what the first write wrote.
    editor: Option<Uuid>,
    /// What was shown first by the exchange that put it into the trash.
    pub(super) trashed: BTreeSet<Uuid>,
}

impl<'e> Sightings<'e> {
    pub(super) fn of(exchanges: &'e [Exchange]) -> Self {
        let mut sightings = Self::default();
        for exchange in exchanges.iter().filter(|exchange| exchange.status == 200) {
            sightings.note_made(exchange);
            sightings.note_trashed(exchange);
            let answer = &exchange.response;
            sightings.see(answer);
            for object in answer["results"].as_array().into_iter().flatten() {
                sightings.see(object);
            }
            sightings.note_order(exchange);
            sightings.note_lingering(exchange);
        }
        sightings
    }

    /// Whether the thing was there before the recording.
    pub(super) fn is_presupposed(&self, id: Uuid) -> bool {
        !self.made.contains(&id)
    }

    /// Who made what the exchanges made.
    pub(super) fn author(&self) -> Option<Uuid> {
        let shown = self.pages.iter().chain(&self.sources).chain(&self.blocks);
        let mut made = shown.filter(|(own, _)| self.made.contains(*own));
        made.find_map(|(_, object)| id(&object["created_by"], "id")).or(self.editor)
    }

    fn note_made(&mut self, exchange: &'e Exchange) {
        let answer = &exchange.response;
        match (exchange.method.as_str(), exchange.segments().as_slice()) {
            ("POST", ["pages" | "data_sources" | "comments" | "views" | "file_uploads"]) => {
                self.made.extend(id(answer, "id"));
                self.editor = self.editor.or(id(&answer["created_by"], "id"));
            }
            ("POST", ["databases"]) => {
                self.made.extend(id(answer, "id"));
                let sources = answer["data_sources"].as_array().into_iter().flatten();
                self.made.extend(sources.filter_map(|source| id(source, "id")));
            }
            ("PATCH", ["blocks", _, "children"]) => {
                // New blocks come first, then their later siblings.
                let count = exchange.request["children"].as_array().map_or(0, Vec::len);
                let new = answer["results"].as_array().into_iter().flatten().take(count);
                let new: Vec<Uuid> = new.filter_map(|block| id(block, "id")).collect();
                self.made.extend(new.into_iter().filter(|id| !self.blocks.contains_key(id)));
            }
            _ => {}
        }
    }

    fn note_trashed(&mut self, exchange: &'e Exchange) {
        let says = |key: &str| exchange.request[key] == true;
        let trashes = exchange.method == "DELETE"
            || (exchange.method == "PATCH" && (says("in_trash") || says("archived")));
        if matches!(exchange.method.as_str(), "PATCH" | "DELETE") {
            self.editor = self.editor.or(id(&exchange.response["last_edited_by"], "id"));
        }
        let Some(own) = id(&exchange.response, "id").filter(|_| trashes) else { return };
        let seen = self.pages.contains_key(&own)
            || self.blocks.contains_key(&own)
            || self.databases.contains_key(&own)
            || self.sources.contains_key(&own);
        if !seen {
            self.trashed.insert(own);
        }
    }

    fn see(&mut self, object: &'e Value) {
        let Some(own) = id(object, "id") else { return };
        let parent = &object["parent"];
        let above = parent["type"].as_str().and_then(|kind| id(parent, kind));
        if above.is_some_and(|above| self.made.contains(&above)) {
            self.made.insert(own);
        }
        let kind = object["object"].as_str().unwrap_or_default();
        // Of something in part, such as a page whose content is not shown, there is nothing to keep.
        let seen = match kind {
            "page" if object.get("properties").is_some() => &mut self.pages,
            "block" if object.get("type").is_some() => &mut self.blocks,
            "database" if object.get("title").is_some() => &mut self.databases,
            "data_source" if object.get("properties").is_some() => &mut self.sources,
            _ => return,
        };
        seen.entry(own).or_insert(object);
    }

    fn note_lingering(&mut self, exchange: &'e Exchange) {
        let is_search = matches!(exchange.segments()[..], ["search"]);
        let in_trash = &exchange.request["filter"]["in_trash"];
        if !is_search || *in_trash == true {
            return;
        }
        let results = || exchange.response["results"].as_array().into_iter().flatten();
        let kind = &exchange.request["filter"]["value"];
        for (own, still) in &mut self.lingering {
            let is_source = self.sources.contains_key(own);
            if kind.is_null() || (kind == "data_source") == is_source {
                *still = results().any(|object| id(object, "id") == Some(*own));
            }
        }
        for object in results().filter(|object| object["in_trash"] == true) {
            if let Some(own) = id(object, "id").filter(|own| self.is_presupposed(*own))
                && self.lingering.iter().all(|(known, _)| *known != own)
            {
                self.lingering.push((own, true));
            }
        }
    }

    fn note_order(&mut self, exchange: &'e Exchange) {
        let results = exchange.response["results"].as_array().into_iter().flatten();
        let shown = results.filter_map(|object| id(object, "id"));
        match (exchange.method.as_str(), exchange.segments().as_slice()) {
            ("GET", ["blocks", _, "children"]) => {
                let next = self.places.len();
                for (index, id) in shown.enumerate() {
                    self.places.entry(id).or_insert(next + index);
                }
            }
            ("POST", ["search"]) if exchange.request.get("sort").is_none() => {
                for (index, id) in shown.enumerate() {
                    self.edited.entry(id).or_insert(index);
                }
            }
            ("POST", ["data_sources", _, "query"]) if exchange.request.get("sorts").is_none() => {
                let new: Vec<Uuid> = shown.filter(|id| !self.newest.contains(id)).collect();
                self.newest.extend(new);
            }
            _ => {}
        }
    }
}
