//! What the answers of a recording show, and which of it was made by the recording itself.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use uuid::Uuid;

use super::order::Order;
use super::searched::Searched;
use super::{Exchange, id};

/// Objects as they were shown first, by id.
#[derive(Debug, Default)]
pub(super) struct Sightings<'e> {
    pub(super) pages: BTreeMap<Uuid, &'e Value>,
    /// Pages as often as they were shown.
    pub(super) every_page: Vec<&'e Value>,
    pub(super) blocks: BTreeMap<Uuid, &'e Value>,
    pub(super) databases: BTreeMap<Uuid, &'e Value>,
    pub(super) sources: BTreeMap<Uuid, &'e Value>,
    pub(super) views: BTreeMap<Uuid, &'e Value>,
    pub(super) uploads: BTreeMap<Uuid, &'e Value>,
    /// The exchange that showed an object first, by kind: a database is also a block.
    first: BTreeMap<(&'static str, Uuid), &'e Exchange>,
    /// How many exchanges came before that.
    when: BTreeMap<(&'static str, Uuid), usize>,
    /// What the exchanges made, whose children and rows they made as well.
    pub(super) made: BTreeSet<Uuid>,
    /// The place of everything among its siblings: the order of the lists that show it.
    pub(super) places: BTreeMap<Uuid, usize>,
    /// How far from the latest edit each object is that an unsorted search found.
    pub(super) edited: BTreeMap<Uuid, usize>,
    /// The place of rows in unsorted queries, newest first.
    pub(super) newest: BTreeMap<Uuid, usize>,
    /// The place of uploads in lists of them, newest first.
    pub(super) uploaded: BTreeMap<Uuid, usize>,
    /// What searches found or did not find, against what was there.
    pub(super) searched: Searched,
    /// What has children before the first that a list of them showed.
    pub(super) from_middle: BTreeSet<Uuid>,
    /// Who made or changed what the first write wrote.
    editor: Option<Uuid>,
    has_written: bool,
    /// Who changed last what was read after a write, which may be whoever wrote.
    late_editor: Option<Uuid>,
    /// What was shown first by the exchange that put it into the trash.
    pub(super) trashed: BTreeSet<Uuid>,
}

/// The lists of a recording, as long as it is read.
#[derive(Debug, Default)]
struct Lists {
    siblings: Order,
    rows: Order,
    uploads: Order,
    from_middle: BTreeSet<Uuid>,
    /// What was listed at all.
    listed: BTreeSet<Uuid>,
}

impl<'e> Sightings<'e> {
    pub(super) fn of(exchanges: &'e [Exchange]) -> Self {
        let mut sightings = Self::default();
        let mut lists = Lists::default();
        for (at, exchange) in exchanges.iter().enumerate().filter(|(_, it)| it.is_done()) {
            sightings.note_made(exchange);
            sightings.note_trashed(exchange);
            for object in exchange.shown() {
                sightings.see(at, exchange, object);
            }
            lists.note(exchange);
        }
        // What a search did not find may be shown later.
        sightings.searched = Searched::of(&sightings, exchanges);
        sightings.edited = sightings.searched.order.places();
        sightings.places = lists.siblings.places();
        sightings.from_middle = lists.from_middle;
        sightings.newest = lists.rows.places();
        sightings.uploaded = lists.uploads.places();
        sightings
    }

    /// Whether the thing was there before the recording.
    pub(super) fn is_presupposed(&self, id: Uuid) -> bool {
        !self.made.contains(&id)
    }

    /// The exchange that showed an object of this kind first.
    pub(super) fn first(&self, kind: &'static str, id: Uuid) -> Option<&'e Exchange> {
        self.first.get(&(kind, id)).copied()
    }

    /// Whether the first was shown before the second was.
    pub(super) fn is_before(
        &self,
        first: (&'static str, Uuid),
        second: (&'static str, Uuid),
    ) -> bool {
        let (first, second) = (self.when.get(&first), self.when.get(&second));
        first.zip(second).is_some_and(|(first, second)| first < second)
    }

    /// Who made what the exchanges made.
    pub(super) fn author(&self) -> Option<Uuid> {
        let shown = self.pages.iter().chain(&self.sources).chain(&self.blocks);
        let mut made = shown.filter(|(own, _)| self.made.contains(*own));
        let made = made.find_map(|(_, object)| id(&object["created_by"], "id"));
        made.or(self.editor).or(self.late_editor)
    }

    fn note_made(&mut self, exchange: &'e Exchange) {
        let answer = &exchange.response;
        match (exchange.method.as_str(), exchange.segments().as_slice()) {
            ("POST", ["pages" | "data_sources" | "comments" | "views" | "file_uploads"]) => {
                self.made.extend(id(answer, "id"));
                self.editor = self.editor.or(id(&answer["created_by"], "id"));
            }
            ("POST", ["views", _, "queries"]) => self.made.extend(id(answer, "id")),
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
        let is_move = matches!(exchange.segments()[..], ["pages", _, "move"]);
        if is_move || matches!(exchange.method.as_str(), "PATCH" | "DELETE") {
            self.has_written = true;
            let answer = &exchange.response;
            // Nobody changes the comments of others.
            let own = if answer["object"] == "comment" { "created_by" } else { "last_edited_by" };
            self.editor = self.editor.or(id(&answer[own], "id"));
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

    fn see(&mut self, at: usize, exchange: &'e Exchange, object: &'e Value) {
        let Some(own) = id(object, "id") else { return };
        let parent = &object["parent"];
        let above = parent["type"].as_str().and_then(|kind| id(parent, kind));
        if above.is_some_and(|above| self.made.contains(&above)) {
            self.made.insert(own);
        }
        if object["object"] == "page" {
            self.every_page.push(object);
        }
        // Of something in part, such as a page whose content is not shown, there is nothing to keep.
        let (kind, seen) = match object["object"].as_str().unwrap_or_default() {
            "page" if object.get("properties").is_some() => ("page", &mut self.pages),
            "block" if object.get("type").is_some() => ("block", &mut self.blocks),
            "database" if object.get("title").is_some() => ("database", &mut self.databases),
            "data_source" if object.get("properties").is_some() => {
                ("data_source", &mut self.sources)
            }
            "view" if object.get("name").is_some() => ("view", &mut self.views),
            "file_upload" if object.get("status").is_some() => ("file_upload", &mut self.uploads),
            _ => return,
        };
        let first = seen.entry(own).or_insert(object);
        // Databases do not say who changed them; what is shown later may.
        let editor = id(&object["last_edited_by"], "id");
        if editor != id(&first["last_edited_by"], "id") {
            self.editor = self.editor.or(editor);
        }
        if exchange.method == "GET" && self.has_written {
            self.late_editor = editor.or(self.late_editor);
        }
        self.first.entry((kind, own)).or_insert(exchange);
        self.when.entry((kind, own)).or_insert(at);
    }
}

impl Lists {
    fn note(&mut self, exchange: &Exchange) {
        let results = exchange.response["results"].as_array().into_iter().flatten();
        let shown = results.filter_map(|object| id(object, "id"));
        match (exchange.method.as_str(), exchange.segments().as_slice()) {
            ("GET", ["blocks", holder, "children"]) => {
                if let Some(holder) = crate::ids::parse(holder)
                    && self.listed.insert(holder)
                    && exchange.parameter("start_cursor").is_some()
                {
                    self.from_middle.insert(holder);
                }
                self.siblings.note(shown.chain(exchange.cursor()));
            }
            ("PATCH", ["blocks", _, "children"]) => {
                let before = exchange.after_block();
                self.siblings.note(before.into_iter().chain(shown).chain(exchange.cursor()));
            }
            ("POST", ["data_sources", _, "query"]) if exchange.request.get("sorts").is_none() => {
                self.rows.note(shown.chain(exchange.cursor()));
            }
            ("GET", ["file_uploads"]) => self.uploads.note(shown.chain(exchange.cursor())),
            (_, ["views", _, "queries", ..]) => self.rows.note(shown.chain(exchange.cursor())),
            _ => {}
        }
    }
}
