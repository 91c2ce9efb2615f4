//! What a search finds, and what a wiki has as rows: a page or a data source.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serialize, de};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::{DataSource, Page};

/// A result of a search, or a row of a wiki.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Found {
    /// A page.
    Page(Box<Page>),
    /// A data source.
    DataSource(Box<DataSource>),
}

impl Found {
    /// The title without annotations.
    pub fn title(&self) -> String {
        match self {
            Self::Page(page) => page.title(),
            Self::DataSource(data_source) => data_source.title(),
        }
    }

    /// The id, of whatever kind it is.
    pub const fn uuid(&self) -> Uuid {
        match self {
            Self::Page(page) => page.id.uuid(),
            Self::DataSource(data_source) => data_source.id.uuid(),
        }
    }
}

impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(borrow)]
            object: Cow<'a, str>,
        }
        let raw = Box::<RawValue>::deserialize(from)?;
        let found =
            serde_json::from_str::<Named<'_>>(raw.get()).and_then(|named| match &*named.object {
                "page" => serde_json::from_str(raw.get()).map(Self::Page),
                "data_source" => serde_json::from_str(raw.get()).map(Self::DataSource),
                other => Err(de::Error::unknown_variant(other, &["page", "data_source"])),
            });
        found.map_err(de::Error::custom)
    }
}
