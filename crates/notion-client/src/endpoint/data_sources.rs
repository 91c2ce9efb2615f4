//! Data sources: a schema, and rows to be queried.

use http::Method;
use notion_model::query::Query;
use notion_model::request::{
    CreateDataSource as Body, UpdateDataSource as Update, Validate as _, Violations,
};
use notion_model::{DataSource, DataSourceId, List, Page, PropertyId};
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, pages::filter_properties};
use crate::paging::PagingError;
use crate::window::Window;

/// Makes another data source in a database.
pub const fn create(data_source: Body) -> CreateDataSource {
    CreateDataSource { body: data_source }
}

/// A data source by id: its schema. The id of its database is another one.
pub const fn retrieve(data_source: DataSourceId) -> RetrieveDataSource {
    RetrieveDataSource { data_source }
}

/// Changes title and schema of a data source.
pub const fn update(data_source: DataSourceId, change: Update) -> UpdateDataSource {
    UpdateDataSource { data_source, body: change }
}

/// The rows of a data source.
///
/// Sent with [`Client::send`](crate::Client::send), this is one page, exactly as asked for. Listed
/// with [`Client::list`](crate::Client::list), it is every row, also behind the 10,000th, where
/// Notion ends: a query without an order is sorted by creation, oldest first, and goes on by creation
/// time. With an order that does not begin with the creation time, a longer list ends in an error.
pub fn query(data_source: DataSourceId, query: Query) -> QueryDataSource {
    let page_size = query.page_size;
    QueryDataSource { data_source, body: query, properties: Vec::new(), page_size, window: None }
}

/// See [`create`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreateDataSource {
    body: Body,
}

impl Endpoint for CreateDataSource {
    type Output = DataSource;
    type Body = Body;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        "data_sources".to_owned()
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        resource.map(|id| format!("data_sources/{id}"))
    }
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveDataSource {
    data_source: DataSourceId,
}

impl Endpoint for RetrieveDataSource {
    type Output = DataSource;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("data_sources/{}", self.data_source)
    }
}

/// See [`update`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdateDataSource {
    data_source: DataSourceId,
    body: Update,
}

impl Endpoint for UpdateDataSource {
    type Output = DataSource;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    /// A property that is renamed by its old name is not there the second time; every other change
    /// describes a state, and Notion refuses what does not fit without doing anything.
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("data_sources/{}", self.data_source)
    }

    fn body(&self) -> Option<&Update> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(self.path())
    }
}

/// See [`query`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct QueryDataSource {
    data_source: DataSourceId,
    body: Query,
    properties: Vec<PropertyId>,
    page_size: Option<u32>,
    window: Option<Window>,
}

impl QueryDataSource {
    /// Reads only these properties of each row.
    pub fn only(mut self, properties: impl IntoIterator<Item = PropertyId>) -> Self {
        self.properties = properties.into_iter().collect();
        self
    }
}

impl Endpoint for QueryDataSource {
    type Output = List<Page>;
    type Body = Query;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("data_sources/{}/query", self.data_source)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.properties)
    }

    fn body(&self) -> Option<&Query> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }
}

impl ListEndpoint for QueryDataSource {
    type Item = Page;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        if self.window.is_none() {
            let window = Window::new(self.body.clone());
            self.body.sorts = window.sorts();
            self.window = Some(window);
        }
        self.body.start_cursor = cursor;
        self.body.page_size = Some(self.page_size.map_or(size, |most| most.min(size)));
    }

    fn id(item: &Page) -> Option<Uuid> {
        Some(item.id.uuid())
    }

    fn pass(&mut self, last: &Page) {
        if let Some(window) = &mut self.window {
            window.pass(last.created_time.as_ref().map(ToString::to_string));
        }
    }

    fn narrow(&mut self) -> Result<(), PagingError> {
        let Some(window) = &mut self.window else {
            return Err(PagingError::Incomplete);
        };
        window.narrow()?;
        self.body.filter = window.filter()?;
        Ok(())
    }
}
