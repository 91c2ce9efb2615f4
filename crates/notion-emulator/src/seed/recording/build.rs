//! Objects of a world out of the objects of answers.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde_json::Value;
use uuid::Uuid;

use super::files::icon;
use super::sightings::Sightings;
use super::text::{runs, word};
use super::{Exchange, before, blocks, id, people, schema, values};
use crate::world::block_type::{block_type, known_type};
use crate::world::record::{Block, DataSource, Database, Page, Parent, Stamp};
use crate::world::schema::{Property, PropertyKind};
use crate::world::text::Run;
use crate::world::tree::RANK_STEP;
use crate::world::{SITE, World};

/// A world that grows by what a recording presupposes.
#[derive(Debug)]
pub(super) struct Builder<'e> {
    pub(super) world: World,
    pub(super) sightings: &'e Sightings<'e>,
}

impl<'e> Builder<'e> {
    pub(super) fn new(world: World, sightings: &'e Sightings<'e>) -> Self {
        Self { world, sightings }
    }

    pub(super) fn build(mut self, exchanges: &[Exchange]) -> World {
        let sightings = self.sightings;
        people::add(&mut self.world, exchanges, sightings);
        self.world.about.site = site(exchanges);
        for (id, shown) in
            sightings.databases.iter().filter(|(id, _)| sightings.is_presupposed(**id))
        {
            self.database(*id, &before::database(sightings, *id, shown));
        }
        for (id, shown) in sightings.sources.iter().filter(|(id, _)| sightings.is_presupposed(**id))
        {
            self.source(*id, &before::source(sightings, *id, shown));
        }
        self.referred_sources();
        for (id, shown) in sightings.pages.iter().filter(|(id, _)| sightings.is_presupposed(**id)) {
            self.page(*id, &before::page(sightings, *id, shown));
        }
        for (id, shown) in sightings.blocks.iter().filter(|(id, _)| sightings.is_presupposed(**id))
        {
            self.block(*id, shown);
        }
        self.named_siblings(exchanges);
        self.referred_objects(exchanges);
        self.uploads();
        self.asked(exchanges);
        self.unread(exchanges);
        self.world.untangle();
        self.texts(exchanges);
        self.hidden_children(exchanges);
        self.views(exchanges);
        for exchange in exchanges.iter().filter(|exchange| exchange.is_done()) {
            self.beside(exchange);
            let ids = &mut self.world.ids;
            schema::colors(&exchange.response, &mut |name, color| ids.settle_color(name, color));
        }
        self.originals(exchanges);
        let searched = &sightings.searched;
        if !searched.lingering.is_empty() {
            self.world.linger(&searched.lingering);
        }
        if !searched.overlooked.is_empty() {
            self.world.overlook(&searched.overlooked, &searched.caught_up);
        }
        self.world
    }

    fn is_new(&self, id: Uuid) -> bool {
        self.sightings.is_presupposed(id)
    }

    /// Whether an object was in the trash before the recording.
    pub(super) fn in_trash(&self, own: Uuid, shown: &Value) -> bool {
        shown["in_trash"] == true && !self.sightings.trashed.contains(&own)
    }

    pub(super) fn stamp(&self, own: Uuid, shown: &Value) -> Stamp {
        let default = self.world.stamp();
        let time = |key: &str| shown[key].as_str()?.parse::<Timestamp>().ok();
        let created = time("created_time").map_or(default.created, Into::into);
        // Answers show minutes: what was edited in the same one keeps the order of the search.
        let edited = time("last_edited_time").map(|edited| {
            let behind =
                self.sightings.edited.get(&own).map_or(0, |place| 59_000 - (*place).min(59_000));
            let behind = jiff::SignedDuration::from_millis(i64::try_from(behind).unwrap_or(0));
            edited.saturating_add(behind).unwrap_or(edited)
        });
        Stamp {
            created,
            created_by: id(&shown["created_by"], "id").unwrap_or(default.created_by),
            edited: edited.map_or(created, Into::into),
            edited_by: id(&shown["last_edited_by"], "id").unwrap_or(default.edited_by),
        }
    }

    /// The place of an object among its siblings.
    pub(super) fn rank(&self, own: Uuid, parent: Parent) -> u64 {
        if let Parent::DataSource(_) = parent {
            let newest = &self.sightings.newest;
            return newest.get(&own).map_or(0, |place| (newest.len() - place) as u64);
        }
        match self.sightings.places.get(&own) {
            Some(place) => (*place as u64 + 1).saturating_mul(RANK_STEP),
            None if self.sightings.from_middle.contains(&parent.id()) => 0,
            None => self.world.rank_at_end(parent),
        }
    }

    fn database(&mut self, own: Uuid, shown: &Value) {
        let parent = parent_in(&shown["parent"]);
        let names = shown["data_sources"].as_array().into_iter().flatten();
        let sources: Vec<Uuid> = names.clone().filter_map(|it| id(it, "id")).collect();
        let sources: Vec<Uuid> = sources.into_iter().filter(|id| self.is_new(*id)).collect();
        let mut stamp = self.stamp(own, shown);
        // A database does not say who made it; its data source does.
        if let Some(source) = sources.iter().find_map(|it| self.sightings.sources.get(it)) {
            let authors = self.stamp(own, source);
            (stamp.created_by, stamp.edited_by) = (authors.created_by, authors.edited_by);
        }
        let title = titled(&shown["title"]);
        for (source, name) in sources.iter().zip(names) {
            if !self.sightings.sources.contains_key(source) {
                let title = match name["name"].as_str() {
                    Some(name) if name != UNTITLED => vec![Run::text(name)],
                    _ => Vec::new(),
                };
                self.world.add_source(empty_source(*source, own, title));
            }
        }
        let database = Database {
            id: own,
            parent,
            rank: self.rank(own, parent),
            stamp,
            title,
            description: runs(&shown["description"]),
            icon: icon(&mut self.world, &shown["icon"]),
            cover: icon(&mut self.world, &shown["cover"]),
            is_inline: shown["is_inline"] == true,
            is_locked: shown["is_locked"] == true,
            in_trash: self.in_trash(own, shown),
            sources,
        };
        self.world.add_database(database);
    }

    fn source(&mut self, own: Uuid, shown: &Value) {
        let Some(database) = id(&shown["parent"], "database_id") else { return };
        let title = runs(&shown["title"]);
        self.add_database_of(database, shown);
        let properties = shown["properties"].as_object().into_iter().flat_map(|it| it.values());
        let mut source = DataSource {
            icon: icon(&mut self.world, &shown["icon"]),
            in_trash: self.in_trash(own, shown),
            ..empty_source(own, database, title)
        };
        source.properties.clear();
        for property in properties.filter_map(schema::property) {
            source.add(property);
        }
        self.count_rows(&mut source);
        self.put(source);
    }

    /// Enters a data source into its database.
    pub(super) fn put(&mut self, source: DataSource) {
        let (own, database) = (source.id, source.database);
        self.world.add_source(source);
        if let Some(database) = self.world.database_mut(database)
            && !database.sources.contains(&own)
        {
            database.sources.push(own);
        }
    }

    /// The next row that is made gets the number that the recording shows.
    pub(super) fn count_rows(&self, source: &mut DataSource) {
        let own = source.id;
        for property in &mut source.properties {
            let PropertyKind::UniqueId { last, .. } = &mut property.kind else { continue };
            let rows = self
                .sightings
                .pages
                .iter()
                .filter(|(_, page)| id(&page["parent"], "data_source_id") == Some(own));
            let numbers = rows.filter_map(|(id, page)| {
                let number = page["properties"][&*property.name]["unique_id"]["number"].as_u64()?;
                Some((self.is_new(*id), number))
            });
            let (old, new): (Vec<_>, Vec<_>) = numbers.partition(|(is_old, _)| *is_old);
            let highest = old.into_iter().map(|(_, number)| number).max().unwrap_or(0);
            let next = new.into_iter().map(|(_, number)| number).min();
            *last = next.map_or(highest, |next| next.saturating_sub(1).max(highest));
        }
    }

    fn page(&mut self, own: Uuid, shown: &Value) {
        let parent = parent_in(&shown["parent"]);
        let properties = shown["properties"].as_object();
        let title = properties.into_iter().flat_map(|it| it.values());
        let title = title.filter(|it| it["type"] == "title").map(|it| runs(&it["title"])).next();
        let mut cells = Vec::new();
        if let Parent::DataSource(source) = parent
            && let Some(source) = self.world.source(source).cloned()
        {
            // How a value follows from others is not known where only rows are shown.
            let is_shown = self.sightings.sources.contains_key(&source.id);
            let cell = if is_shown { values::cell } else { values::cell_as_shown };
            for (name, value) in properties.into_iter().flatten() {
                let key = schema::key(&value["id"]);
                let found = source.property(&key).or_else(|| source.find(name));
                let cell = found.and_then(|it| Some((it, cell(&mut self.world, &it.kind, value)?)));
                cells.extend(
                    cell.map(|(property, cell)| (property.key.clone(), self.without_made(cell))),
                );
            }
        }
        let page = Page {
            id: own,
            parent,
            rank: self.rank(own, parent),
            stamp: self.stamp(own, shown),
            title: title.unwrap_or_default(),
            icon: icon(&mut self.world, &shown["icon"]),
            cover: icon(&mut self.world, &shown["cover"]),
            in_trash: self.in_trash(own, shown),
            is_archived: shown["is_archived"] == true,
            is_locked: shown["is_locked"] == true,
            cells,
        };
        self.world.add_page(page);
    }

    fn block(&mut self, own: Uuid, shown: &Value) {
        let name = shown["type"].as_str().unwrap_or_default();
        let payload = &shown[name];
        let title = || match payload["title"].as_str() {
            Some(title) if !title.is_empty() && title != UNTITLED => vec![Run::text(title)],
            _ => Vec::new(),
        };
        let parent = parent_in(&shown["parent"]);
        let (rank, stamp) = (self.rank(own, parent), self.stamp(own, shown));
        let in_trash = self.in_trash(own, shown);
        if let Some(kind) = known_type(name) {
            let parts = blocks::parts(&mut self.world, kind, payload);
            self.world.add_block(Block { id: own, parent, rank, stamp, in_trash, kind, parts });
        } else if name == "child_page" && self.world.page(own).is_none() {
            self.world.add_page(Page { rank, stamp, in_trash, ..empty_page(own, parent, title()) });
        } else if name == "child_database" && self.world.database(own).is_none() {
            self.world.add_database(Database {
                rank,
                stamp,
                in_trash,
                ..empty_database(own, parent, title())
            });
        }
    }

    /// Lets what is said to have children have some, where no exchange shows them.
    fn hidden_children(&mut self, exchanges: &[Exchange]) {
        let mut listed: BTreeSet<Uuid> = BTreeSet::new();
        for exchange in exchanges {
            if let ["blocks", holder, "children"] = exchange.segments()[..] {
                listed.extend(crate::ids::parse(holder));
            }
        }
        let Some(paragraph) = block_type("paragraph") else { return };
        let sightings = self.sightings;
        let holders = sightings.blocks.iter().filter(|(id, block)| {
            let is_old = sightings.is_presupposed(**id);
            block["has_children"] == true && is_old && !listed.contains(id)
        });
        for (holder, shown) in holders {
            if self.world.live_children(*holder).next().is_some() {
                continue;
            }
            let parent = match shown["type"].as_str() {
                Some("child_page") => Parent::Page(*holder),
                Some("child_database") => continue,
                _ => Parent::Block(*holder),
            };
            let stamp = self.stamp(*holder, shown);
            let id = self.world.ids.page(stamp.created.timestamp());
            let parts = blocks::parts(&mut self.world, paragraph, &Value::Null);
            let (rank, in_trash, kind) = (RANK_STEP, false, paragraph);
            self.world.add_block(Block { id, parent, rank, stamp, in_trash, kind, parts });
        }
    }

    /// A page of which only the title is known, if that.
    pub(super) fn add_page(&mut self, own: Uuid, parent: Parent, title: &str) {
        if self.world.parent_of(own).is_none() && self.is_new(own) {
            let stamp = self.world.stamp();
            let rank = self.rank(own, parent);
            let title = if title.is_empty() { Vec::new() } else { vec![Run::text(title)] };
            self.world.add_page(Page { rank, stamp, ..empty_page(own, parent, title) });
        }
    }

    /// A database of which only the title is known, if that.
    pub(super) fn add_database(&mut self, own: Uuid, title: &str) {
        if self.world.database(own).is_none() && self.is_new(own) {
            let (stamp, rank) = (self.world.stamp(), self.rank(own, Parent::Workspace));
            let title = if title.is_empty() { Vec::new() } else { vec![Run::text(title)] };
            let empty = empty_database(own, Parent::Workspace, title);
            self.world.add_database(Database { rank, stamp, ..empty });
        }
    }

    /// A database of which one of its data sources tells.
    pub(super) fn add_database_of(&mut self, own: Uuid, source: &Value) {
        if self.world.database(own).is_some() || !self.is_new(own) {
            return;
        }
        let parent = parent_in(&source["database_parent"]);
        let block = self.sightings.blocks.get(&own).map(|block| &block["child_database"]["title"]);
        let title = match block.and_then(Value::as_str) {
            Some(UNTITLED) => Vec::new(),
            Some(title) => vec![Run::text(title)],
            None => runs(&source["title"]),
        };
        let database = Database {
            id: own,
            parent,
            rank: self.rank(own, parent),
            stamp: self.source_stamp(source),
            title,
            description: runs(&source["description"]),
            icon: icon(&mut self.world, &source["icon"]),
            cover: icon(&mut self.world, &source["cover"]),
            is_inline: source["is_inline"] == true,
            is_locked: false,
            in_trash: self.in_trash(own, source),
            sources: Vec::new(),
        };
        self.world.add_database(database);
    }

    fn source_stamp(&self, source: &Value) -> Stamp {
        let own = id(source, "id").unwrap_or(Uuid::nil());
        self.stamp(own, source)
    }

    /// A data source of which no more than a title property is known.
    pub(super) fn add_source(&mut self, own: Uuid, database: Option<Uuid>) {
        if self.world.source(own).is_some() || !self.is_new(own) {
            return;
        }
        let database = database.unwrap_or_else(|| self.world.ids.v4());
        self.add_database(database, "");
        let source = empty_source(own, database, Vec::new());
        self.put(source);
    }
}

/// Where an object hangs.
pub(super) fn parent_in(value: &Value) -> Parent {
    match value["type"].as_str().and_then(|kind| Some((kind, id(value, kind)?))) {
        Some(("page_id", id)) => Parent::Page(id),
        Some(("block_id", id)) => Parent::Block(id),
        Some(("data_source_id", id)) => Parent::DataSource(id),
        _ => Parent::Workspace,
    }
}

/// What answers call a database without a title.
pub(super) const UNTITLED: &str = "New database";

/// The title of a database, which is empty where answers show the one that stands for none.
fn titled(value: &Value) -> Vec<Run> {
    let runs = runs(value);
    if runs == [Run::text(UNTITLED)] { Vec::new() } else { runs }
}

fn empty_page(id: Uuid, parent: Parent, title: Vec<Run>) -> Page {
    Page {
        id,
        parent,
        rank: 0,
        stamp: nobody(),
        title,
        icon: None,
        cover: None,
        in_trash: false,
        is_archived: false,
        is_locked: false,
        cells: Vec::new(),
    }
}

fn empty_database(id: Uuid, parent: Parent, title: Vec<Run>) -> Database {
    Database {
        id,
        parent,
        rank: 0,
        stamp: nobody(),
        title,
        description: Vec::new(),
        icon: None,
        cover: None,
        is_inline: false,
        is_locked: false,
        in_trash: false,
        sources: Vec::new(),
    }
}

fn empty_source(id: Uuid, database: Uuid, title: Vec<Run>) -> DataSource {
    let title_property = Property {
        key: crate::world::schema::PropertyKey::title(),
        name: word(&Value::from("Name")),
        description: None,
        kind: PropertyKind::Title,
    };
    let properties = vec![title_property];
    DataSource { id, database, title, icon: None, in_trash: false, properties }
}

fn nobody() -> Stamp {
    let never = Timestamp::UNIX_EPOCH.into();
    Stamp { created: never, created_by: Uuid::nil(), edited: never, edited_by: Uuid::nil() }
}

/// What the addresses of pages and databases begin with, in front of title and id.
fn site(exchanges: &[Exchange]) -> String {
    let answers = exchanges.iter().map(|exchange| &exchange.response);
    let objects = answers.flat_map(|answer| {
        let listed = answer["results"].as_array().into_iter().flatten();
        listed.chain([answer])
    });
    let mut sites = objects.filter_map(|object| {
        let kinds = ["page", "database", "data_source", "view"];
        let kind = object["object"].as_str().filter(|kind| kinds.contains(kind));
        let (site, _) = kind.and(object["url"].as_str())?.rsplit_once('/')?;
        Some(format!("{site}/"))
    });
    sites.next().unwrap_or_else(|| SITE.to_owned())
}
