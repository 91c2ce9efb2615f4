//! A world out of its records, and its records out of a world.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use jiff::Timestamp;
use uuid::Uuid;

use super::moment::Moment;
use super::record::{Block, DataSource, Database, Page, Parent, User};
use super::shelves::KINDS;
use super::{About, Key, Kind, World};
use crate::ids::IdSource;

/// One object of a world, on its way from the disk.
#[derive(Debug)]
pub(crate) enum Record {
    User(User),
    Page(Page),
    Block(Block),
    Database(Database),
    DataSource(DataSource),
    /// One of a kind that stands on a shelf, as it was written.
    Shelved(Kind, Box<str>),
}

impl Kind {
    /// The kind of that number, if there is one.
    pub(crate) fn of_number(number: i64) -> Option<Self> {
        [Self::User, Self::Page, Self::Block, Self::Database, Self::DataSource]
            .into_iter()
            .chain(KINDS.iter().copied())
            .find(|kind| *kind as i64 == number)
    }

    /// Reads a record of this kind.
    pub(crate) fn read(self, json: &str) -> Result<Record, serde_json::Error> {
        Ok(match self {
            Self::User => Record::User(serde_json::from_str(json)?),
            Self::Page => Record::Page(serde_json::from_str(json)?),
            Self::Block => Record::Block(serde_json::from_str(json)?),
            Self::Database => Record::Database(serde_json::from_str(json)?),
            Self::DataSource => Record::DataSource(serde_json::from_str(json)?),
            _ => Record::Shelved(self, json.into()),
        })
    }
}

impl World {
    /// The world that these records make.
    pub(crate) fn restore(
        about: About,
        ids: IdSource,
        now: Timestamp,
        records: impl IntoIterator<Item = Record>,
    ) -> Result<Self, serde_json::Error> {
        let mut world = Self::new(about, ids, now);
        let mut children: BTreeMap<Uuid, Vec<(u64, Uuid)>> = BTreeMap::new();
        let mut rows: BTreeMap<Uuid, Vec<(Moment, u64, Uuid)>> = BTreeMap::new();
        let mut pages = Vec::new();
        for record in records {
            match record {
                Record::User(user) => drop(world.users.insert(user.id, user)),
                Record::DataSource(source) => {
                    rows.entry(source.id).or_default();
                    world.sources.insert(source.id, source);
                }
                Record::Page(page) => {
                    if let Parent::DataSource(source) = page.parent {
                        let place = (page.stamp.created, page.rank, page.id);
                        rows.entry(source).or_default().push(place);
                        world.last_row = world.last_row.max(page.rank);
                    } else {
                        children.entry(page.parent.id()).or_default().push((page.rank, page.id));
                    }
                    pages.push(page);
                }
                Record::Block(block) => {
                    children.entry(block.parent.id()).or_default().push((block.rank, block.id));
                    world.blocks.insert(block.id, block);
                }
                Record::Shelved(kind, json) => drop(world.shelves.take(kind, &json)?),
                Record::Database(it) => {
                    children.entry(it.parent.id()).or_default().push((it.rank, it.id));
                    world.databases.insert(it.id, it);
                }
            }
        }
        // In the order in which queries look at them.
        pages.sort_by_key(|page: &Page| (page.stamp.created, page.rank, page.id));
        // Anew, so that what belongs to them lies in that order in memory too, and not in the
        // order of the file, which is that of their random ids.
        let in_order: Vec<Page> = pages.iter().map(Page::clone).collect();
        drop(pages);
        for page in in_order {
            world.pages.insert(page.id, page);
        }
        for (parent, mut siblings) in children {
            siblings.sort_unstable();
            world.children.insert(parent, siblings.into_iter().map(|(_, id)| id).collect());
        }
        for (source, mut rows) in rows {
            rows.sort_unstable();
            let slots = rows.into_iter().filter_map(|(_, _, id)| world.pages.slot(id)).collect();
            world.rows.insert(source, slots);
        }
        Ok(world)
    }

    /// Puts back what was uploaded.
    pub(crate) fn restore_bytes(&mut self, upload: Uuid, part: u32, bytes: Bytes) {
        self.bytes.insert((upload, part), bytes);
    }

    /// The record of an object as it is kept.
    pub(crate) fn record(&self, key: Key) -> Option<Result<String, serde_json::Error>> {
        Some(match key.kind {
            Kind::User => serde_json::to_string(self.user(key.id)?),
            Kind::Page => serde_json::to_string(self.page(key.id)?),
            Kind::Block => serde_json::to_string(self.block(key.id)?),
            Kind::Database => serde_json::to_string(self.database(key.id)?),
            Kind::DataSource => serde_json::to_string(self.source(key.id)?),
            _ => return self.shelves.record(key),
        })
    }

    /// Everything that is to be written where nothing was written before.
    pub(crate) fn all_keys(&self) -> BTreeSet<Key> {
        let keys = |kind, ids: Vec<Uuid>| ids.into_iter().map(move |id| Key { kind, id });
        keys(Kind::User, self.users.keys().copied().collect())
            .chain(keys(Kind::Page, self.pages.keys().copied().collect()))
            .chain(keys(Kind::Block, self.blocks.keys().copied().collect()))
            .chain(keys(Kind::Database, self.databases.keys().copied().collect()))
            .chain(keys(Kind::DataSource, self.sources.keys().copied().collect()))
            .chain(self.shelves.keys())
            .collect()
    }
}
