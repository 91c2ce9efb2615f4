//! Where a new or moved object is to hang.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use crate::{DataSourceId, DatabaseId, PageId};

/// Where a new page, database or data source is to hang, or one that moves.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Parent {
    /// Under a page: a page or a database.
    Page(PageId),
    /// In a data source: a page, which becomes a row.
    DataSource(DataSourceId),
    /// In a database: a data source, or a row of its only data source.
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

impl Parent {
    /// The word in `type`.
    pub const fn type_name(self) -> &'static str {
        match self {
            Self::Page(_) => "page_id",
            Self::DataSource(_) => "data_source_id",
            Self::Database(_) => "database_id",
            Self::Workspace => "workspace",
        }
    }
}

impl Serialize for Parent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry("type", self.type_name())?;
        match self {
            Self::Page(id) => map.serialize_entry(self.type_name(), id)?,
            Self::DataSource(id) => map.serialize_entry(self.type_name(), id)?,
            Self::Database(id) => map.serialize_entry(self.type_name(), id)?,
            Self::Workspace => map.serialize_entry(self.type_name(), &true)?,
        }
        map.end()
    }
}

/// The `type` may be left out.
impl<'de> Deserialize<'de> for Parent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            page_id: Option<PageId>,
            data_source_id: Option<DataSourceId>,
            database_id: Option<DatabaseId>,
            workspace: Option<bool>,
        }
        Ok(match Fields::deserialize(from)? {
            // Answers name the database beside the data source.
            Fields { data_source_id: Some(id), page_id: None, workspace: None, .. } => {
                Self::DataSource(id)
            }
            Fields { page_id: Some(id), database_id: None, workspace: None, .. } => Self::Page(id),
            Fields { database_id: Some(id), workspace: None, .. } => Self::Database(id),
            Fields { page_id: None, workspace: Some(true), .. } => Self::Workspace,
            _ => {
                return Err(de::Error::custom(
                    "a parent has one of `page_id`, `data_source_id`, `database_id` and \
                     `workspace: true`",
                ));
            }
        })
    }
}
