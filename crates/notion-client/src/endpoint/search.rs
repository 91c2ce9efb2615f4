//! Search: pages and data sources by words of their titles. Notion's index lags behind.

use http::Method;
use notion_model::List;
use notion_model::request::{Search, Validate as _, Violations};
use uuid::Uuid;

pub use notion_model::Found;

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

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }
}

impl ListEndpoint for SearchTitles {
    type Item = Found;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.body.start_cursor = cursor;
        self.body.page_size = Some(self.page_size.map_or(size, |most| most.min(size)));
    }

    fn id(item: &Found) -> Option<Uuid> {
        Some(item.uuid())
    }
}
