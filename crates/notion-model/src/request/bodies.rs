//! The bodies of requests.

use serde::{Deserialize, Serialize, Serializer, ser::SerializeMap as _};

use super::{
    Block, BlockKind, File, Icon, IntoRichText, PropertyChange, PropertySchema, PropertyValue,
    RichText, rich_text::Single,
};
use crate::{BlockId, DataSourceId, DatabaseId, PageId, Patch, Properties, query::Direction};

/// Where a new page or database is to hang.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Parent {
    /// Under a page.
    Page(PageId),
    /// In a data source, as a row.
    DataSource(DataSourceId),
    /// In a database, as a data source.
    Database(DatabaseId),
    /// At the top of the workspace. Not for internal connections.
    Workspace,
}

impl From<PageId> for Parent {
    fn from(id: PageId) -> Self {
        Self::Page(id)
    }
}

impl From<DataSourceId> for Parent {
    fn from(id: DataSourceId) -> Self {
        Self::DataSource(id)
    }
}

impl From<DatabaseId> for Parent {
    fn from(id: DatabaseId) -> Self {
        Self::Database(id)
    }
}

impl Serialize for Parent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        match self {
            Self::Page(id) => {
                map.serialize_entry("type", "page_id")?;
                map.serialize_entry("page_id", id)?;
            }
            Self::DataSource(id) => {
                map.serialize_entry("type", "data_source_id")?;
                map.serialize_entry("data_source_id", id)?;
            }
            Self::Database(id) => {
                map.serialize_entry("type", "database_id")?;
                map.serialize_entry("database_id", id)?;
            }
            Self::Workspace => {
                map.serialize_entry("type", "workspace")?;
                map.serialize_entry("workspace", &true)?;
            }
        }
        map.end()
    }
}

/// `POST /v1/pages`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreatePage {
    /// Where it is to hang.
    pub parent: Parent,
    /// Its properties by name or id. Under a page only `title` counts.
    #[serde(skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties<PropertyValue>,
    /// Its icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture at its top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
    /// Its content, at most 100 blocks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub children: Vec<Block>,
}

impl CreatePage {
    /// An empty page, under a page or in a data source.
    pub fn new(parent: impl Into<Parent>) -> Self {
        Self {
            parent: parent.into(),
            properties: Properties::default(),
            icon: None,
            cover: None,
            children: Vec::new(),
        }
    }
}

/// `PATCH /v1/pages/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpdatePage {
    /// The properties that change, by name or id. A value is replaced whole.
    #[serde(skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties<PropertyValue>,
    /// Its icon.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub icon: Patch<Icon>,
    /// The picture at its top.
    #[serde(skip_serializing_if = "Patch::is_keep")]
    pub cover: Patch<File>,
    /// Moves it to the trash or back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Archives it or takes it back, which is not the trash.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_archived: Option<bool>,
    /// Keeps people from changing it in the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Deletes its content. Cannot be undone through the API.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub erase_content: Option<bool>,
}

/// `POST /v1/pages/{id}/move`.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub struct MovePage {
    /// Where it is to hang: under a page or in a data source.
    pub parent: Parent,
}

/// `PATCH /v1/blocks/{id}/children`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct AppendChildren {
    /// The blocks, at most 100.
    pub children: Vec<Block>,
    /// Where they go; at the end by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub position: Option<Position>,
}

/// Where new blocks go.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Position {
    /// Before all others.
    Start,
    /// After all others.
    End,
    /// After a child of the same parent.
    After(BlockId),
}

impl Serialize for Position {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match self {
            Self::Start => map.serialize_entry("type", "start")?,
            Self::End => map.serialize_entry("type", "end")?,
            Self::After(id) => {
                map.serialize_entry("type", "after_block")?;
                map.serialize_entry("after_block", &Single("id", id))?;
            }
        }
        map.end()
    }
}

/// `PATCH /v1/blocks/{id}`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UpdateBlock {
    /// The new content. The type cannot change, children stay as they are.
    pub kind: Option<BlockKind>,
    /// Moves it to the trash or back.
    pub in_trash: Option<bool>,
}

impl Serialize for UpdateBlock {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        #[derive(Serialize)]
        struct Fields<'a> {
            #[serde(flatten)]
            kind: Option<&'a BlockKind>,
            #[serde(skip_serializing_if = "Option::is_none")]
            in_trash: Option<bool>,
        }
        Fields { kind: self.kind.as_ref(), in_trash: self.in_trash }.serialize(to)
    }
}

/// `POST /v1/databases`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateDatabase {
    /// Where it is to hang: under a page, or at the top of the workspace.
    pub parent: Parent,
    /// Its title, and that of its data source.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<RichText>,
    /// What it is for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub description: Vec<RichText>,
    /// Whether it is shown inside its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_inline: Option<bool>,
    /// Its first data source.
    pub initial_data_source: InitialDataSource,
    /// Its icon.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture at its top.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
}

/// The first data source of a database.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct InitialDataSource {
    /// Its properties by name. Without a title property, Notion adds one called `Name`.
    pub properties: Properties<PropertySchema>,
}

impl CreateDatabase {
    /// A database with a title and the properties of its data source.
    pub fn new(
        parent: impl Into<Parent>,
        title: impl IntoRichText,
        properties: Properties<PropertySchema>,
    ) -> Self {
        Self {
            parent: parent.into(),
            title: title.into_rich_text(),
            description: Vec::new(),
            is_inline: None,
            initial_data_source: InitialDataSource { properties },
            icon: None,
            cover: None,
        }
    }
}

/// `PATCH /v1/databases/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpdateDatabase {
    /// Where it is to hang.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Vec<RichText>>,
    /// What it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<Vec<RichText>>,
    /// Whether it is shown inside its page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_inline: Option<bool>,
    /// Moves it to the trash or back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Keeps people from changing it in the app.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub is_locked: Option<bool>,
    /// Its icon. Notion does not say that it can be cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub icon: Option<Icon>,
    /// The picture at its top. Notion does not say that it can be cleared.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<File>,
}

/// `POST /v1/data_sources`.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CreateDataSource {
    /// The database it is to be in.
    pub parent: Parent,
    /// Its properties by name.
    pub properties: Properties<PropertySchema>,
    /// Its title.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub title: Vec<RichText>,
}

/// `PATCH /v1/data_sources/{id}`.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct UpdateDataSource {
    /// Its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<Vec<RichText>>,
    /// The properties that change, by name or id.
    #[serde(skip_serializing_if = "Properties::is_empty")]
    pub properties: Properties<PropertyChange>,
    /// Moves it to the trash or back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// The database it is to be in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<Parent>,
}

/// `POST /v1/search`: pages and data sources by title. The index lags behind.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Search {
    /// Words of the title; everything that is visible without.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// Only pages, or only data sources.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub filter: Option<SearchFilter>,
    /// By the last edit; the last edited first by default.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sort: Option<SearchSort>,
    /// Where to go on: the `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_cursor: Option<String>,
    /// How many at most, from 1 to 100.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

/// What a search looks for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SearchFilter(pub SearchObject);

/// Pages or data sources.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchObject {
    /// Only pages.
    Page,
    /// Only data sources.
    DataSource,
}

impl Serialize for SearchFilter {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("property", "object")?;
        map.serialize_entry("value", &self.0)?;
        map.end()
    }
}

/// By the last edit, in a direction.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct SearchSort(pub Direction);

impl Serialize for SearchSort {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("timestamp", "last_edited_time")?;
        map.serialize_entry("direction", &self.0)?;
        map.end()
    }
}
