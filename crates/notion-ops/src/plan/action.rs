//! What an op does, as data.

use notion_model::{
    BlockId, DataSourceId, PageId, Properties,
    request::{Block, BlockChange, File, Icon, PropertySchema, PropertyValue},
};
use serde::{Deserialize, Serialize};

use crate::id::OpId;

/// What an op does.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Action {
    /// Creates a page, with its content.
    CreatePage(Box<CreatePage>),
    /// Writes properties of a page.
    UpdatePage(Box<UpdatePage>),
    /// Moves a page to the trash.
    TrashPage {
        /// The page.
        page: PageId,
    },
    /// Takes a page back from the trash.
    RestorePage {
        /// The page.
        page: PageId,
    },
    /// Changes the content of a page.
    EditContent(Box<EditContent>),
    /// Creates a database with one data source.
    CreateDatabase(Box<CreateDatabase>),
    /// Adds properties to a data source.
    ExpandSchema {
        /// The data source.
        data_source: DataSourceId,
        /// The new properties by name.
        properties: Properties<PropertySchema>,
    },
    /// Writes down that two pages belong together. Nothing is sent.
    Link {
        /// The page that follows.
        target: PageId,
    },
    /// Forgets that two pages belong together. Nothing is sent.
    Unlink {
        /// The page that followed.
        target: PageId,
    },
}

/// The data of [`Action::CreatePage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreatePage {
    /// Where.
    pub parent: Owner,
    /// Its properties by name, the marker's included.
    pub properties: Properties<PropertyValue>,
    /// Its icon.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture at its top.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
    /// Its content, at any depth.
    #[serde(default, skip_serializing_if = "Vec::is_empty", with = "crate::tree")]
    pub content: Vec<Block>,
    /// How it is recognised if nobody knows whether it was created.
    pub marked: Marked,
}

/// Where a new page goes.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Owner {
    /// A data source: the page is a row.
    DataSource(DataSourceId),
    /// The data source of the database that another op creates.
    Created(OpId),
    /// A page.
    Page(PageId),
}

/// How a new page is recognised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marked {
    /// By a text property that no other row has this value in.
    Property {
        /// The property's name.
        property: String,
        /// The value.
        value: String,
    },
    /// By its title among the children of its parent, because pages below pages have no properties.
    Title {
        /// The title.
        title: String,
        /// Children with that title that were there before.
        known: Vec<PageId>,
    },
}

/// The data of [`Action::UpdatePage`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct UpdatePage {
    /// The page.
    pub page: PageId,
    /// The properties that change, by name.
    pub properties: Properties<PropertyValue>,
}

/// The data of [`Action::EditContent`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EditContent {
    /// The page.
    pub page: PageId,
    /// Its properties that change, by name.
    #[serde(default)]
    pub properties: Properties<PropertyValue>,
    /// What is done to its blocks, in this order.
    pub edits: Vec<Edit>,
    /// The content that it has afterwards, for looking whether it has.
    #[serde(with = "crate::tree")]
    pub content: Vec<Block>,
}

/// One thing that is done to the blocks of a page.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "edit", rename_all = "snake_case")]
pub enum Edit {
    /// Changes a block, which keeps its id, its children and its comments.
    Update {
        /// The block.
        block: BlockId,
        /// What changes.
        change: BlockChange,
    },
    /// Puts new blocks between two that are there.
    Insert(InsertBlocks),
    /// Deletes a block and what is in it.
    Delete {
        /// The block.
        block: BlockId,
        /// How many blocks these are.
        count: usize,
    },
}

/// The data of [`Edit::Insert`].
///
/// Between both neighbours there is nothing but what this puts there, which is how it is recognised
/// if nobody knows whether it was done.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct InsertBlocks {
    /// The block they go into. `None`: the page.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<BlockId>,
    /// The block they follow. `None`: they come first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<BlockId>,
    /// The block that follows them. `None`: they come last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<BlockId>,
    /// The blocks.
    #[serde(with = "crate::tree")]
    pub blocks: Vec<Block>,
}

/// The data of [`Action::CreateDatabase`].
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CreateDatabase {
    /// The page it is created in.
    pub parent: PageId,
    /// Its title, by which it is recognised if nobody knows whether it was created.
    pub title: String,
    /// Databases with that title that were there before.
    pub known: Vec<BlockId>,
    /// The properties of its data source.
    pub properties: Properties<PropertySchema>,
}

impl Action {
    /// The verb, for people.
    pub const fn verb(&self) -> &'static str {
        match self {
            Self::CreatePage(_) => "create",
            Self::UpdatePage(_) => "update",
            Self::TrashPage { .. } => "trash",
            Self::RestorePage { .. } => "restore",
            Self::EditContent(_) => "edit",
            Self::CreateDatabase(_) => "database",
            Self::ExpandSchema { .. } => "schema",
            Self::Link { .. } => "link",
            Self::Unlink { .. } => "unlink",
        }
    }

    /// Whether nothing is sent.
    pub const fn is_local(&self) -> bool {
        matches!(self, Self::Link { .. } | Self::Unlink { .. })
    }

    /// The page that exists already and is written.
    pub const fn page(&self) -> Option<PageId> {
        match self {
            Self::UpdatePage(it) => Some(it.page),
            Self::EditContent(it) => Some(it.page),
            Self::TrashPage { page } | Self::RestorePage { page } => Some(*page),
            Self::CreatePage(_)
            | Self::CreateDatabase(_)
            | Self::ExpandSchema { .. }
            | Self::Link { .. }
            | Self::Unlink { .. } => None,
        }
    }

    /// What must be written by one op at a time. `None` for what is new: creates run side by side.
    ///
    /// Pages below a page are recognised by being new children of it, so that their parent is theirs
    /// alone for the time.
    pub fn container(&self) -> Option<uuid::Uuid> {
        match self {
            Self::CreatePage(it) => match it.parent {
                Owner::Page(page) => Some(page.uuid()),
                Owner::DataSource(_) | Owner::Created(_) => None,
            },
            Self::CreateDatabase(it) => Some(it.parent.uuid()),
            Self::ExpandSchema { data_source, .. } => Some(data_source.uuid()),
            Self::UpdatePage(_)
            | Self::EditContent(_)
            | Self::TrashPage { .. }
            | Self::RestorePage { .. } => self.page().map(PageId::uuid),
            Self::Link { .. } | Self::Unlink { .. } => None,
        }
    }
}
