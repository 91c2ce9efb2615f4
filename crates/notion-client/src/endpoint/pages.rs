//! Pages. A row of a data source is a page.

use http::Method;
use notion_model::request::{
    CreatePage as Body, MovePage as MoveBody, PageContent, Parent, UpdatePage as Update,
    Validate as _, Violations,
};
use notion_model::{ApiError, List, Page, PageId, PropertyId, PropertyItem, PropertyItems};

use super::{Endpoint, ListEndpoint, Replay, paged};
use crate::task::OrTask;

/// Makes a page, and answers when it is made. An `allow_async` of its Markdown is not sent: see
/// [`create_async`].
pub const fn create(mut page: Body) -> CreatePage {
    allow_async(&mut page, false);
    CreatePage { body: page }
}

/// Makes a page from Markdown. Notion may answer before it is made; what is wrong with the Markdown
/// may then be told by the task only. [`Client::finish`](crate::Client::finish) waits for it.
///
/// Content other than Markdown is made at once.
pub const fn create_async(mut page: Body) -> CreatePageAsync {
    allow_async(&mut page, true);
    CreatePageAsync(CreatePage { body: page })
}

const fn allow_async(page: &mut Body, allowed: bool) {
    if let PageContent::Markdown { allow_async, .. } = &mut page.content {
        *allow_async = allowed;
    }
}

/// A page by id, also one in the trash.
pub const fn retrieve(page: PageId) -> RetrievePage {
    RetrievePage { page, properties: Vec::new() }
}

/// Changes properties, icon, cover and marks of a page.
pub const fn update(page: PageId, change: Update) -> UpdatePage {
    UpdatePage { page, body: change }
}

/// Moves a page to the trash.
pub fn trash(page: PageId) -> UpdatePage {
    update(page, Update { in_trash: Some(true), ..Update::default() })
}

/// Takes a page out of the trash.
pub fn restore(page: PageId) -> UpdatePage {
    update(page, Update { in_trash: Some(false), ..Update::default() })
}

/// Moves a page under another page or into a data source.
pub const fn move_to(page: PageId, parent: Parent) -> MovePage {
    MovePage { page, body: MoveBody { parent } }
}

/// The value of one property. Lists (title, text, people, relations, rollups) come in pages.
pub const fn property(page: PageId, property: PropertyId) -> RetrieveProperty {
    RetrieveProperty { page, property }
}

/// The elements of a property that is a list: all of a relation, where the page shows only 25.
pub const fn property_items(page: PageId, property: PropertyId) -> ListPropertyItems {
    ListPropertyItems { page, property, cursor: None, size: None }
}

/// See [`create`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreatePage {
    body: Body,
}

impl Endpoint for CreatePage {
    type Output = Page;
    type Body = Body;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        "pages".to_owned()
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        resource.map(|id| format!("pages/{id}"))
    }
}

/// See [`create_async`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreatePageAsync(CreatePage);

impl Endpoint for CreatePageAsync {
    type Output = OrTask<Page>;
    type Body = Body;
    const METHOD: Method = CreatePage::METHOD;
    const REPLAY: Replay = CreatePage::REPLAY;

    fn path(&self) -> String {
        self.0.path()
    }

    fn body(&self) -> Option<&Body> {
        self.0.body()
    }

    fn check(&self) -> Result<(), Violations> {
        self.0.check()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        self.0.read_back(resource)
    }
}

/// See [`retrieve`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrievePage {
    page: PageId,
    properties: Vec<PropertyId>,
}

impl RetrievePage {
    /// Reads only these properties.
    pub fn only(mut self, properties: impl IntoIterator<Item = PropertyId>) -> Self {
        self.properties = properties.into_iter().collect();
        self
    }
}

impl Endpoint for RetrievePage {
    type Output = Page;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("pages/{}", self.page)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        filter_properties(&self.properties)
    }
}

/// See [`update`], [`trash`] and [`restore`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdatePage {
    page: PageId,
    body: Update,
}

impl Endpoint for UpdatePage {
    type Output = Page;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("pages/{}", self.page)
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

    fn is_done(&self, refusal: &ApiError) -> bool {
        self.body.in_trash == Some(true) && is_in_trash(refusal)
    }
}

/// See [`move_to`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct MovePage {
    page: PageId,
    body: MoveBody,
}

impl Endpoint for MovePage {
    type Output = Page;
    type Body = MoveBody;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("pages/{}/move", self.page)
    }

    fn body(&self) -> Option<&MoveBody> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(format!("pages/{}", self.page))
    }

    fn is_done(&self, refusal: &ApiError) -> bool {
        refusal.message.contains("New parent must be different from the current parent")
    }
}

/// See [`property`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveProperty {
    page: PageId,
    property: PropertyId,
}

impl Endpoint for RetrieveProperty {
    type Output = PropertyItems;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        property_path(self.page, &self.property)
    }
}

/// See [`property_items`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListPropertyItems {
    page: PageId,
    property: PropertyId,
    cursor: Option<String>,
    size: Option<u32>,
}

impl Endpoint for ListPropertyItems {
    type Output = List<PropertyItem>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        property_path(self.page, &self.property)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        paged(self.cursor.as_ref(), self.size)
    }
}

impl ListEndpoint for ListPropertyItems {
    type Item = PropertyItem;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }
}

/// In a path, an id must be encoded exactly once; most come encoded, those in rollups do not.
fn property_path(page: PageId, property: &PropertyId) -> String {
    format!("pages/{page}/properties/{}", PropertyId::encode(&property.decoded()))
}

/// The parameters that keep answers to some properties. The ids are encoded like any value.
pub(super) fn filter_properties(properties: &[PropertyId]) -> Vec<(&'static str, String)> {
    properties.iter().map(|id| ("filter_properties", id.decoded())).collect()
}

/// Whether Notion refuses because the object, or what it is in, is in the trash.
pub(super) fn is_in_trash(refusal: &ApiError) -> bool {
    refusal.status == 400 && refusal.message.starts_with("Can't edit block that is archived")
}
