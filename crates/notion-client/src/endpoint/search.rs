//! Search: pages and data sources by words of their titles. Notion's index lags behind.

use http::Method;
use notion_model::request::Search;
use notion_model::{DataSource, List, Page};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay};

/// Looks for pages and data sources. Any word of the title suffices, and what was edited last comes
/// first, so look through the answer for the title that was meant.
pub fn search(search: Search) -> SearchTitles {
    let page_size = search.page_size;
    SearchTitles { body: search, page_size }
}

/// See [`search`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct SearchTitles {
    body: Search,
    page_size: Option<u32>,
}

/// What a search finds.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Found {
    /// A page.
    Page(Box<Page>),
    /// A data source.
    DataSource(Box<DataSource>),
}

impl Endpoint for SearchTitles {
    type Output = List<Found>;
    type Body = Search;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "search".to_owned()
    }

    fn body(&self) -> Option<&Search> {
        Some(&self.body)
    }
}

impl ListEndpoint for SearchTitles {
    type Item = Found;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.body.start_cursor = cursor;
        self.body.page_size = Some(self.page_size.map_or(size, |most| most.min(size)));
    }

    fn id(item: &Found) -> Option<Uuid> {
        Some(match item {
            Found::Page(page) => page.id.uuid(),
            Found::DataSource(data_source) => data_source.id.uuid(),
        })
    }
}

impl Found {
    /// The title without annotations.
    pub fn title(&self) -> String {
        match self {
            Self::Page(page) => page.title(),
            Self::DataSource(data_source) => data_source.title(),
        }
    }
}

impl<'de> Deserialize<'de> for Found {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Named<'a> {
            #[serde(borrow)]
            object: std::borrow::Cow<'a, str>,
        }
        let raw = Box::<RawValue>::deserialize(from)?;
        let found =
            serde_json::from_str::<Named<'_>>(raw.get()).and_then(|named| match &*named.object {
                "page" => serde_json::from_str(raw.get()).map(|page| Self::Page(Box::new(page))),
                "data_source" => {
                    serde_json::from_str(raw.get()).map(|it| Self::DataSource(Box::new(it)))
                }
                other => Err(serde::de::Error::unknown_variant(other, &["page", "data_source"])),
            });
        found.map_err(serde::de::Error::custom)
    }
}
