//! Search, as it is asked for.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use crate::query::Direction;

/// `POST /v1/search`: pages and data sources by title. The index lags behind.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct Search {
    /// Words of the title; everything that is visible without.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub query: Option<String>,
    /// What is looked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<SearchFilter>,
    /// In which order; what was edited last comes first by default.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sort: Option<SearchSort>,
    /// Where to go on: the `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_cursor: Option<String>,
    /// How many at most, from 1 to 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
}

/// What a search looks for.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub struct SearchFilter {
    /// Only pages, or only data sources.
    pub object: Option<SearchObject>,
    /// Only what is in the trash, or only what is not.
    pub in_trash: Option<bool>,
}

impl From<SearchObject> for SearchFilter {
    fn from(object: SearchObject) -> Self {
        Self { object: Some(object), in_trash: None }
    }
}

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
        let mut map = to.serialize_map(None)?;
        if let Some(object) = self.object {
            map.serialize_entry("property", "object")?;
            map.serialize_entry("value", &object)?;
        }
        if let Some(in_trash) = self.in_trash {
            map.serialize_entry("in_trash", &in_trash)?;
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for SearchFilter {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            property: Option<Box<str>>,
            value: Option<SearchObject>,
            in_trash: Option<bool>,
        }
        let Fields { property, value, in_trash } = Fields::deserialize(from)?;
        match (property.as_deref(), value) {
            (Some("object"), Some(_)) | (None, None) => Ok(Self { object: value, in_trash }),
            _ => Err(de::Error::custom("a search filters by the property `object` only")),
        }
    }
}

/// The order of what a search finds.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum SearchSort {
    /// By the last edit.
    LastEdited(Direction),
    /// By how well it fits.
    Relevance,
}

impl Serialize for SearchSort {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        match self {
            Self::LastEdited(direction) => {
                map.serialize_entry("timestamp", "last_edited_time")?;
                map.serialize_entry("direction", direction)?;
            }
            Self::Relevance => map.serialize_entry("property", "relevance")?,
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for SearchSort {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            timestamp: Option<Box<str>>,
            property: Option<Box<str>>,
            direction: Option<Direction>,
        }
        let Fields { timestamp, property, direction } = Fields::deserialize(from)?;
        match (timestamp.as_deref(), property.as_deref(), direction) {
            (Some("last_edited_time"), None, Some(direction)) => Ok(Self::LastEdited(direction)),
            (None, Some("relevance"), None) => Ok(Self::Relevance),
            _ => Err(de::Error::custom(
                "a search is sorted by the timestamp `last_edited_time` or by `relevance`",
            )),
        }
    }
}
