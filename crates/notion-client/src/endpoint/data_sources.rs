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
use crate::paging::{Next, PagingError, Stand};
use crate::scan::Scan;

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
///
/// Rows that are there all the time are listed once, whatever else is created, edited, trashed or
/// restored meanwhile. A minute in which more than 10,000 rows were created is read in parts, and not
/// in order: by a unique ID if there is one, and else by whatever its rows differ in, which costs twice
/// the requests for that minute and may wait for a minute to be over. Rows that look alike in every
/// property that can be filtered end in an error.
pub fn query(data_source: DataSourceId, query: Query) -> QueryDataSource {
    let page_size = query.page_size;
    QueryDataSource { data_source, body: query, properties: Vec::new(), page_size, scan: None }
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
    /// How far it is listed, once it is.
    scan: Option<Scan>,
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
        // What tells rows apart may stand in any property.
        if self.scan.as_ref().is_some_and(Scan::is_probe) {
            return Vec::new();
        }
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
        let scan = self.scan.get_or_insert_with(|| Scan::new(self.body.clone()));
        self.body.sorts = scan.sorts();
        self.body.start_cursor = cursor;
        self.body.page_size = Some(self.page_size.map_or(size, |most| most.min(size)));
    }

    fn id(item: &Found) -> Option<Uuid> {
        Some(item.uuid())
    }

    fn rank(&self, item: &Found) -> Option<i64> {
        self.scan.as_ref()?.rank(parts(item).0)
    }

    fn pass(&mut self, item: &Found) {
        let (created, page) = parts(item);
        self.pass_row(created, page);
    }

    fn go_on(&mut self, stand: Stand) -> Result<Next, PagingError> {
        let Some(scan) = &mut self.scan else { return Err(PagingError::Incomplete) };
        let next = scan.go_on(stand)?;
        if matches!(next, Next::Part { .. }) {
            self.body.filter = scan.filter()?;
        }
        Ok(next)
    }

    fn begin_again(&mut self) -> Result<(), PagingError> {
        if let Some(scan) = &mut self.scan {
            scan.begin_again();
            self.body.filter = scan.filter()?;
        }
        Ok(())
    }

    fn is_probe(&self) -> bool {
        self.scan.as_ref().is_some_and(Scan::is_probe)
    }
}

/// When a row was created, and the row if it is a page.
fn parts(row: &Found) -> (Option<&Timestamp>, Option<&Page>) {
    match row {
        Found::Page(page) => (page.created_time.as_ref(), Some(page)),
        Found::DataSource(data_source) => (data_source.created_time.as_ref(), None),
        _ => (None, None),
    }
}

impl QueryDataSource {
    fn pass_row(&mut self, created: Option<&Timestamp>, page: Option<&Page>) {
        if let Some(scan) = &mut self.scan {
            scan.pass(created, page);
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

    fn rank(&self, item: &Page) -> Option<i64> {
        self.0.scan.as_ref()?.rank(item.created_time.as_ref())
    }

    fn pass(&mut self, item: &Page) {
        self.0.pass_row(item.created_time.as_ref(), Some(item));
    }

    fn go_on(&mut self, stand: Stand) -> Result<Next, PagingError> {
        self.0.go_on(stand)
    }

    fn begin_again(&mut self) -> Result<(), PagingError> {
        self.0.begin_again()
    }

    fn is_probe(&self) -> bool {
        self.0.is_probe()
    }
}
