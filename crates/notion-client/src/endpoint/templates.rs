//! The templates of a data source: pages from which rows are made.
//!
//! A page is made from one with [`CreatePage`](notion_model::request::CreatePage) and
//! [`ApplyTemplate`](notion_model::request::ApplyTemplate). See Notion's guide,
//! <https://developers.notion.com/docs/creating-pages-from-templates>.

use http::Method;
use notion_model::{DataSourceId, DataSourceTemplate, Guarded, List};
use serde::Deserialize;
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, paged};

/// The templates of a data source, the one for new rows among them.
pub const fn list(data_source: DataSourceId) -> ListTemplates {
    ListTemplates { data_source, name: None, cursor: None, size: None }
}

/// See [`list`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListTemplates {
    data_source: DataSourceId,
    name: Option<String>,
    cursor: Option<String>,
    size: Option<u32>,
}

impl ListTemplates {
    /// Only those with this text in their names, in large letters or small ones.
    pub fn named(mut self, name: impl Into<String>) -> Self {
        self.name = Some(name.into());
        self
    }
}

impl Endpoint for ListTemplates {
    type Output = List<DataSourceTemplate>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("data_sources/{}/templates", self.data_source)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let name = self.name.iter().map(|name| ("name", name.clone()));
        name.chain(paged(self.cursor.as_ref(), self.size)).collect()
    }

    // The answer is a list under another name, without `object` and `type`.
    fn read(answer: &[u8]) -> serde_json::Result<Self::Output> {
        #[derive(Deserialize)]
        struct Answer {
            templates: Vec<Guarded<DataSourceTemplate>>,
            next_cursor: Option<String>,
            has_more: bool,
            request_id: Option<Box<str>>,
        }
        let answer: Answer = serde_json::from_slice(answer)?;
        Ok(List {
            object: "list".into(),
            results: answer.templates,
            next_cursor: answer.next_cursor,
            has_more: answer.has_more,
            item_type: None,
            request_status: None,
            request_id: answer.request_id,
            extra: serde_json::Map::new(),
        })
    }
}

impl ListEndpoint for ListTemplates {
    type Item = DataSourceTemplate;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &DataSourceTemplate) -> Option<Uuid> {
        Some(item.id.uuid())
    }
}
