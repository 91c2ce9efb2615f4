//! Views: how a database shows a data source, and the rows that a view shows.
//!
//! See Notion's reference, <https://developers.notion.com/reference/view>.

use http::Method;
use notion_model::request::{
    CreateView as Body, CreateViewQuery as QueryBody, UpdateView as Update, Validate as _,
    Violations,
};
use notion_model::{
    DataSourceId, DatabaseId, List, PagePointer, PropertyId, View, ViewId, ViewQuery,
};
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, paged};

/// Makes a view: a tab of a database, a widget of a dashboard, or a linked database with one view.
/// Its filter may have groups in groups and no deeper, as that of a query.
pub const fn create(view: Body) -> CreateView {
    CreateView { body: view }
}

/// A view by id.
pub const fn retrieve(view: ViewId) -> RetrieveView {
    RetrieveView { view }
}

/// The views of a database, in the order of its tabs. Only their ids are told.
pub const fn list(database: DatabaseId) -> ListViews {
    ListViews { of: ("database_id", database.uuid()), cursor: None, size: None }
}

/// The views that show a data source, in all databases. Only their ids are told.
pub const fn list_showing(data_source: DataSourceId) -> ListViews {
    ListViews { of: ("data_source_id", data_source.uuid()), cursor: None, size: None }
}

/// Changes a view. What its configuration does not name stays, except that properties that are not
/// named are hidden where any are; the type cannot change.
pub const fn update(view: ViewId, change: Update) -> UpdateView {
    UpdateView { view, body: change }
}

/// Deletes a view, and with a dashboard its widgets. Only id, parent and type are answered.
///
/// After an attempt whose answer was lost, "not found" may well be the work of that attempt:
/// [`Client::get_opt`](crate::Client::get_opt) takes it for `None`.
pub const fn delete(view: ViewId) -> DeleteView {
    DeleteView { view }
}

/// Finds the rows that a view shows, and keeps what was found for 15 minutes: [`rows`] lists it,
/// and [`delete_query`] forgets it earlier. The answer holds the first rows.
pub const fn query(view: ViewId, query: QueryBody) -> CreateViewQuery {
    CreateViewQuery { view, body: query }
}

/// All rows that a query of a view found, from the first on. Only their ids are told.
pub fn rows(view: ViewId, query: &ViewQuery) -> ListViewRows {
    ListViewRows { view, query: query.id.clone(), cursor: None, size: None }
}

/// Forgets what a query of a view found.
pub fn delete_query(view: ViewId, query: &ViewQuery) -> DeleteViewQuery {
    DeleteViewQuery { view, query: query.id.clone() }
}

/// See [`create`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreateView {
    body: Body,
}

impl Endpoint for CreateView {
    type Output = View;
    type Body = Body;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        "views".to_owned()
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        resource.map(|id| format!("views/{id}"))
    }
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveView {
    view: ViewId,
}

impl Endpoint for RetrieveView {
    type Output = View;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("views/{}", self.view)
    }
}

/// See [`list`] and [`list_showing`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListViews {
    of: (&'static str, Uuid),
    cursor: Option<String>,
    size: Option<u32>,
}

impl Endpoint for ListViews {
    type Output = List<View>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "views".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![(self.of.0, self.of.1.to_string())];
        query.extend(paged(self.cursor.as_ref(), self.size));
        query
    }
}

impl ListEndpoint for ListViews {
    type Item = View;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &View) -> Option<Uuid> {
        Some(item.id.uuid())
    }
}

/// See [`update`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdateView {
    view: ViewId,
    body: Update,
}

impl Endpoint for UpdateView {
    type Output = View;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("views/{}", self.view)
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

/// See [`delete`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct DeleteView {
    view: ViewId,
}

impl Endpoint for DeleteView {
    type Output = View;
    type Body = ();
    const METHOD: Method = Method::DELETE;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("views/{}", self.view)
    }
}

/// See [`query`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreateViewQuery {
    view: ViewId,
    body: QueryBody,
}

impl Endpoint for CreateViewQuery {
    type Output = ViewQuery;
    type Body = QueryBody;
    const METHOD: Method = Method::POST;
    /// A query that nobody reads is gone after 15 minutes.
    const REPLAY: Replay = Replay::Leak;

    fn path(&self) -> String {
        format!("views/{}/queries", self.view)
    }

    fn body(&self) -> Option<&QueryBody> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }
}

/// See [`rows`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListViewRows {
    view: ViewId,
    query: Box<str>,
    cursor: Option<String>,
    size: Option<u32>,
}

impl Endpoint for ListViewRows {
    type Output = List<PagePointer>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        query_path(self.view, &self.query)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        paged(self.cursor.as_ref(), self.size)
    }
}

impl ListEndpoint for ListViewRows {
    type Item = PagePointer;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &PagePointer) -> Option<Uuid> {
        Some(item.id.uuid())
    }
}

/// See [`delete_query`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct DeleteViewQuery {
    view: ViewId,
    query: Box<str>,
}

impl Endpoint for DeleteViewQuery {
    type Output = ViewQuery;
    type Body = ();
    const METHOD: Method = Method::DELETE;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        query_path(self.view, &self.query)
    }
}

/// The id of a query is a text of Notion's, so it is kept from leading elsewhere.
fn query_path(view: ViewId, query: &str) -> String {
    format!("views/{view}/queries/{}", PropertyId::encode(query))
}
