//! Data sources: a schema, and rows to be queried.

use http::Method;
use notion_model::query::Query;
use notion_model::request::{
    CreateDataSource as Body, UpdateDataSource as Update, Validate as _, Violations,
};
use notion_model::{
    DataSource, DataSourceId, Found, Guarded, List, Odd, Page, PageObject, PropertyId, Timestamp,
};
use serde_json::value::{RawValue, to_raw_value};
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

/// The rows of a data source: pages, and in a wiki data sources too.
///
/// Where every row has to be a page, [`pages_only`](QueryDataSource::pages_only) answers pages, and
/// any other row is an error.
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

    /// The same query where every row has to be a page. Nothing else is sent: a data source among
    /// the rows, which only a wiki has, is an item that cannot be read ([`Guarded::Odd`]) and an
    /// error of [`Listing::collect`], so it can neither be taken for a page nor be missed.
    ///
    /// To ask Notion itself for nothing but pages, set [`Query::result_type`].
    ///
    /// [`Guarded::Odd`]: notion_model::Guarded::Odd
    /// [`Listing::collect`]: crate::Listing::collect
    pub const fn pages_only(self) -> QueryPages {
        QueryPages(self)
    }
}

impl Endpoint for QueryDataSource {
    type Output = List<Found>;
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
    type Item = Found;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        if self.window.is_none() {
            let window = Window::new(self.body.clone());
            self.body.sorts = window.sorts();
            self.window = Some(window);
        }
        self.body.start_cursor = cursor;
        self.body.page_size = Some(self.page_size.map_or(size, |most| most.min(size)));
    }

    fn id(item: &Found) -> Option<Uuid> {
        Some(item.uuid())
    }

    fn pass(&mut self, last: &Found) {
        let created = match last {
            Found::Page(page) => page.created_time.as_ref(),
            Found::DataSource(data_source) => data_source.created_time.as_ref(),
            _ => None,
        };
        self.pass_time(created);
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

impl QueryDataSource {
    fn pass_time(&mut self, created: Option<&Timestamp>) {
        if let Some(window) = &mut self.window {
            window.pass(created.map(ToString::to_string));
        }
    }
}

/// See [`QueryDataSource::pages_only`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct QueryPages(QueryDataSource);

impl Endpoint for QueryPages {
    type Output = List<Page>;
    type Body = Query;
    const METHOD: Method = QueryDataSource::METHOD;
    const REPLAY: Replay = QueryDataSource::REPLAY;

    fn path(&self) -> String {
        self.0.path()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        Endpoint::query(&self.0)
    }

    fn body(&self) -> Option<&Query> {
        self.0.body()
    }

    fn check(&self) -> Result<(), Violations> {
        self.0.check()
    }

    // What a data source has in common with a page is enough to be read as one.
    fn sift(answer: &mut List<Page>) {
        for row in &mut answer.results {
            let Guarded::Item(page) = &*row else { continue };
            if page.object == PageObject::Page {
                continue;
            }
            let reason = format!("the row is a {}, not a page: {}", page.object.as_str(), page.id);
            let raw = to_raw_value(page).unwrap_or_else(|_| RawValue::NULL.to_owned());
            *row = Guarded::Odd(Odd { raw, reason: reason.into() });
        }
    }
}

impl ListEndpoint for QueryPages {
    type Item = Page;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.0.turn_to(cursor, size);
    }

    fn id(item: &Page) -> Option<Uuid> {
        Some(item.id.uuid())
    }

    fn pass(&mut self, last: &Page) {
        self.0.pass_time(last.created_time.as_ref());
    }

    fn narrow(&mut self) -> Result<(), PagingError> {
        self.0.narrow()
    }
}
