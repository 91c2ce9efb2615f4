//! Where an object hangs.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};
use serde_json::{Map, Value};

use crate::{BlockId, DataSourceId, DatabaseId, PageId};

/// Where a page, a block, a database or a data source hangs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Parent {
    /// Under a page.
    Page(PageId),
    /// In a data source: it is a row.
    DataSource {
        /// The data source.
        data_source: DataSourceId,
        /// The database that holds the data source.
        database: Option<DatabaseId>,
    },
    /// In a database: a data source, or a row read with an old version.
    Database(DatabaseId),
    /// Under a block.
    Block(BlockId),
    /// At the top of the workspace.
    Workspace,
    /// A kind this crate does not know, kept whole.
    Unknown(Map<String, Value>),
}

impl Serialize for Parent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Self::Unknown(whole) = self {
            return whole.serialize(to);
        }
        let mut map = to.serialize_map(None)?;
        match self {
            Self::Page(id) => {
                map.serialize_entry("type", "page_id")?;
                map.serialize_entry("page_id", id)?;
            }
            Self::DataSource { data_source, database } => {
                map.serialize_entry("type", "data_source_id")?;
                map.serialize_entry("data_source_id", data_source)?;
                if let Some(database) = database {
                    map.serialize_entry("database_id", database)?;
                }
            }
            Self::Database(id) => {
                map.serialize_entry("type", "database_id")?;
                map.serialize_entry("database_id", id)?;
            }
            Self::Block(id) => {
                map.serialize_entry("type", "block_id")?;
                map.serialize_entry("block_id", id)?;
            }
            Self::Workspace => {
                map.serialize_entry("type", "workspace")?;
                map.serialize_entry("workspace", &true)?;
            }
            Self::Unknown(_) => {}
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Parent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // Five short fields at most: a buffer costs nothing here, and keeps what is unknown whole.
        let whole = Map::deserialize(from)?;
        Self::from_map(&whole)
            .map_or_else(|| Ok(Self::Unknown(whole)), |it| it.map_err(de::Error::custom))
    }
}

impl Parent {
    /// `None` for a parent of an unknown kind or with unknown fields.
    fn from_map(map: &Map<String, Value>) -> Option<Result<Self, crate::ParseIdError>> {
        let text = |key: &str| map.get(key).and_then(Value::as_str);
        let known = |fields: usize| (map.len() == fields).then_some(());
        match text("type")? {
            "page_id" => {
                known(2)?;
                Some(text("page_id")?.parse().map(Self::Page))
            }
            "data_source_id" => {
                let database = text("database_id");
                known(2 + usize::from(database.is_some()))?;
                let data_source = text("data_source_id")?.parse();
                let database = database.map(str::parse).transpose();
                Some(data_source.and_then(|data_source| {
                    Ok(Self::DataSource { data_source, database: database? })
                }))
            }
            "database_id" => {
                known(2)?;
                Some(text("database_id")?.parse().map(Self::Database))
            }
            "block_id" => {
                known(2)?;
                Some(text("block_id")?.parse().map(Self::Block))
            }
            "workspace" => {
                known(2)?;
                map.get("workspace")?.as_bool().filter(|it| *it)?;
                Some(Ok(Self::Workspace))
            }
            _ => None,
        }
    }
}
