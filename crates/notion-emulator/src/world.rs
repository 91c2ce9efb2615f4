//! The content of a local Notion: users, pages, blocks, databases, data sources and their order.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use jiff::Timestamp;
use notion_model::limits;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::fault::Alterations;
use crate::ids::IdSource;
use crate::refusal::Integration;

use self::capability::Capabilities;

pub(crate) mod block_type;
pub(crate) mod capability;
pub(crate) mod cell;
pub(crate) mod comment;
pub(crate) mod date;
pub(crate) mod emoji;
pub(crate) mod grant;
pub(crate) mod index;
pub(crate) mod jobs;
pub(crate) mod moment;
mod pages;
mod plain;
pub(crate) mod record;
pub(crate) mod restore;
pub(crate) mod rollup;
pub(crate) mod schema;
pub(crate) mod shelves;
pub(crate) mod task;
pub(crate) mod template;
pub(crate) mod text;
pub(crate) mod tree;
pub(crate) mod upload;
pub(crate) mod view;
pub(crate) mod watch;

use index::Index;
use jobs::Jobs;
use moment::Moment;
use pages::Pages;
pub(crate) use pages::Slot;
use record::{Block, DataSource, Database, Page, Parent, Stamp, User};
use shelves::Shelves;
use watch::{Was, Watch};

/// Everything a local Notion knows.
///
/// Objects are reached by id; the order of siblings is kept beside them and follows from their
/// ranks, so it is not stored. Objects are changed through the `*_mut` methods, which note what
/// has to be written to disk.
#[derive(Debug)]
pub(crate) struct World {
    pub(crate) about: About,
    pub(crate) ids: IdSource,
    /// The time of the request that is being answered.
    pub(crate) now: Timestamp,
    /// Where this Notion is reached, as the client that asks sees it: addresses of files begin so.
    pub(crate) base: String,
    /// What faults make of the request that is being answered.
    pub(crate) alterations: Alterations,
    pages: Pages,
    blocks: BTreeMap<Uuid, Block>,
    databases: BTreeMap<Uuid, Database>,
    sources: BTreeMap<Uuid, DataSource>,
    users: BTreeMap<Uuid, User>,
    /// Pages, blocks and databases below a page, a block or the workspace (nil), trash included.
    children: BTreeMap<Uuid, Vec<Uuid>>,
    /// Rows of a data source, oldest first, trash included.
    rows: BTreeMap<Uuid, Vec<Slot>>,
    /// The largest rank of any row: ranks of rows say in which order they were made.
    last_row: u64,
    shelves: Shelves,
    /// What was uploaded, by upload and part.
    bytes: BTreeMap<(Uuid, u32), Bytes>,
    changed: BTreeSet<Key>,
    /// How objects were before they were changed, if anybody wants to know.
    watch: Option<Watch>,
    /// What searches and queries know less of than is there.
    index: Index,
    jobs: Jobs,
    new_bytes: BTreeSet<(Uuid, u32)>,
}

/// What a world is called and whom its token stands for.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct About {
    pub(crate) workspace: Uuid,
    pub(crate) workspace_name: String,
    /// What the addresses of its pages begin with, see [`SITE`].
    pub(crate) site: String,
    pub(crate) integration: Integration,
    pub(crate) capabilities: Capabilities,
    /// The person for whom the token acts, whom `me` means in filters.
    pub(crate) person: Option<Uuid>,
    pub(crate) plan: Plan,
    /// Names that a seed gave to objects.
    pub(crate) keys: BTreeMap<String, Uuid>,
}

/// What addresses begin with unless a recording says otherwise. Some workspaces are found under
/// `https://app.notion.com/p/`.
pub(crate) const SITE: &str = "https://www.notion.so/";

/// What the workspace pays for, which decides how large its files may be.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Plan {
    /// Files of at most 5 MiB, in one part.
    #[default]
    Free,
    /// Files of at most 5 GiB, in parts if they have more than 20 MiB.
    Paid,
}

impl Plan {
    /// The size of the largest file in bytes.
    pub(crate) fn file_bytes(self) -> u64 {
        match self {
            Self::Free => limits::FILE_BYTES_FREE,
            Self::Paid => limits::FILE_BYTES_PAID,
        }
    }
}

/// Names one object of a world.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Key {
    pub(crate) kind: Kind,
    pub(crate) id: Uuid,
}

/// The kinds of objects that a world keeps. The numbers are those of the file.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Kind {
    User = 1,
    Page = 2,
    Block = 3,
    Database = 4,
    DataSource = 5,
    Upload = 6,
    Comment = 7,
    Emoji = 8,
    Connection = 9,
    Grant = 10,
    Task = 11,
    View = 12,
    ViewQuery = 13,
    Template = 14,
}

impl World {
    pub(crate) fn new(about: About, ids: IdSource, now: Timestamp) -> Self {
        Self {
            about,
            ids,
            now,
            base: String::from("https://api.notion.com"),
            alterations: Alterations::default(),
            pages: Pages::default(),
            blocks: BTreeMap::new(),
            databases: BTreeMap::new(),
            sources: BTreeMap::new(),
            users: BTreeMap::new(),
            children: BTreeMap::new(),
            rows: BTreeMap::new(),
            last_row: 0,
            shelves: Shelves::default(),
            bytes: BTreeMap::new(),
            changed: BTreeSet::new(),
            watch: None,
            index: Index::default(),
            jobs: Jobs::default(),
            new_bytes: BTreeSet::new(),
        }
    }

    /// The present moment.
    pub(crate) fn moment(&self) -> Moment {
        self.now.into()
    }

    /// The stamp of an object that is made now.
    pub(crate) fn stamp(&self) -> Stamp {
        let (now, me) = (self.moment(), self.about.integration.id);
        Stamp { created: now, created_by: me, edited: now, edited_by: me }
    }

    pub(crate) fn page(&self, id: Uuid) -> Option<&Page> {
        self.pages.get(&id)
    }

    /// The page in that place.
    pub(crate) fn page_at(&self, slot: Slot) -> Option<&Page> {
        self.pages.at(slot)
    }

    pub(crate) fn block(&self, id: Uuid) -> Option<&Block> {
        self.blocks.get(&id)
    }

    pub(crate) fn database(&self, id: Uuid) -> Option<&Database> {
        self.databases.get(&id)
    }

    pub(crate) fn source(&self, id: Uuid) -> Option<&DataSource> {
        self.sources.get(&id)
    }

    pub(crate) fn user(&self, id: Uuid) -> Option<&User> {
        self.users.get(&id)
    }

    pub(crate) fn pages(&self) -> impl Iterator<Item = &Page> {
        self.pages.values()
    }

    pub(crate) fn sources(&self) -> impl Iterator<Item = &DataSource> {
        self.sources.values()
    }

    /// All users in the order in which they came.
    pub(crate) fn users(&self) -> Vec<&User> {
        let mut users: Vec<&User> = self.users.values().collect();
        users.sort_by_key(|user| user.rank);
        users
    }

    pub(crate) fn page_mut(&mut self, id: Uuid) -> Option<&mut Page> {
        let page = self.pages.get_mut(&id)?;
        if self.changed.insert(Key { kind: Kind::Page, id }) {
            Watch::note(&mut self.watch, Kind::Page, id, || Was::Page(Box::new(page.clone())));
        }
        Some(page)
    }

    pub(crate) fn block_mut(&mut self, id: Uuid) -> Option<&mut Block> {
        let block = self.blocks.get_mut(&id)?;
        if self.changed.insert(Key { kind: Kind::Block, id }) {
            Watch::note(&mut self.watch, Kind::Block, id, || Was::Block(Box::new(block.clone())));
        }
        Some(block)
    }

    pub(crate) fn database_mut(&mut self, id: Uuid) -> Option<&mut Database> {
        let database = self.databases.get_mut(&id)?;
        if self.changed.insert(Key { kind: Kind::Database, id }) {
            Watch::note(&mut self.watch, Kind::Database, id, || {
                Was::Database(Box::new(database.clone()))
            });
        }
        Some(database)
    }

    pub(crate) fn source_mut(&mut self, id: Uuid) -> Option<&mut DataSource> {
        let source = self.sources.get_mut(&id)?;
        if self.changed.insert(Key { kind: Kind::DataSource, id }) {
            Watch::note(&mut self.watch, Kind::DataSource, id, || {
                Was::Source(Box::new(source.clone()))
            });
        }
        Some(source)
    }

    /// What was changed since the last call.
    pub(crate) fn take_changes(&mut self) -> BTreeSet<Key> {
        std::mem::take(&mut self.changed)
    }

    /// Which bytes came since the last call.
    pub(crate) fn take_new_bytes(&mut self) -> BTreeSet<(Uuid, u32)> {
        std::mem::take(&mut self.new_bytes)
    }

    /// Whether anything was changed since the last [`World::take_changes`].
    pub(crate) fn is_changed(&self) -> bool {
        !self.changed.is_empty()
    }

    pub(crate) fn add_user(&mut self, user: User) {
        self.changed.insert(Key { kind: Kind::User, id: user.id });
        self.users.insert(user.id, user);
    }

    /// Notes that an object comes that was not there.
    fn begins(&mut self, kind: Kind, id: Uuid) {
        if self.changed.insert(Key { kind, id }) {
            Watch::note(&mut self.watch, kind, id, || Was::Nothing);
        }
    }

    pub(crate) fn add_source(&mut self, source: DataSource) {
        self.begins(Kind::DataSource, source.id);
        self.rows.entry(source.id).or_default();
        self.sources.insert(source.id, source);
    }

    /// Puts a new page in its place: among the rows of its data source, or where its rank says.
    pub(crate) fn add_page(&mut self, page: Page) {
        self.begins(Kind::Page, page.id);
        let (id, parent) = (page.id, page.parent);
        self.pages.insert(id, page);
        self.link(id, parent);
    }

    pub(crate) fn add_block(&mut self, block: Block) {
        self.begins(Kind::Block, block.id);
        let (id, parent) = (block.id, block.parent);
        self.blocks.insert(id, block);
        self.link(id, parent);
    }

    pub(crate) fn add_database(&mut self, database: Database) {
        self.begins(Kind::Database, database.id);
        let (id, parent) = (database.id, database.parent);
        self.databases.insert(id, database);
        self.link(id, parent);
    }

    /// The page that holds a block, or the page itself.
    pub(crate) fn page_above(&self, id: Uuid) -> Option<Uuid> {
        let mut at = id;
        loop {
            if self.pages.contains_key(&at) {
                return Some(at);
            }
            at = match self.parent_of(at)? {
                Parent::Page(id) | Parent::Block(id) => id,
                Parent::DataSource(_) | Parent::Workspace => return None,
            };
        }
    }

    /// Notes that the content of a block or page was changed: it and its page are edited now.
    pub(crate) fn touch(&mut self, id: Uuid) {
        let (now, me) = (self.moment(), self.about.integration.id);
        if self.blocks.contains_key(&id)
            && let Some(block) = self.block_mut(id)
        {
            (block.stamp.edited, block.stamp.edited_by) = (now, me);
        }
        if let Some(page) = self.page_above(id).and_then(|page| self.page_mut(page)) {
            (page.stamp.edited, page.stamp.edited_by) = (now, me);
        }
    }

    /// Notes that the title or schema of a database was changed.
    pub(crate) fn touch_database(&mut self, id: Uuid) {
        let (now, me) = (self.moment(), self.about.integration.id);
        if let Some(database) = self.database_mut(id) {
            (database.stamp.edited, database.stamp.edited_by) = (now, me);
        }
    }
}
