//! Blocks: what pages are made of. A page is a block too, so its content is read and written here.

use http::Method;
use notion_model::request::{
    AppendChildren as Children, UpdateBlock as Update, Validate as _, Violations,
};
use notion_model::{ApiError, Block, BlockId, List};

use super::{Endpoint, ListEndpoint, Replay, paged, pages::is_in_trash};

/// A block by id, also one in the trash. A page's id gives its `child_page` block.
pub fn retrieve(block: impl Into<BlockId>) -> RetrieveBlock {
    RetrieveBlock { block: block.into() }
}

/// The direct children of a block or page, in order. For all levels, see
/// [`Client::block_tree`](crate::Client::block_tree).
pub fn children(parent: impl Into<BlockId>) -> ListChildren {
    ListChildren { parent: parent.into(), cursor: None, size: None }
}

/// Adds children to a block or page.
///
/// The answer begins with the new direct children, as many as were sent. When they were not put at
/// the end, all later children follow them.
pub fn append(parent: impl Into<BlockId>, children: Children) -> AppendChildren {
    AppendChildren { parent: parent.into(), body: children }
}

/// Changes the content of a block. Its type cannot change.
pub const fn update(block: BlockId, change: Update) -> UpdateBlock {
    UpdateBlock { block, body: change }
}

/// Moves a block, page or database to the trash.
pub fn delete(block: impl Into<BlockId>) -> DeleteBlock {
    DeleteBlock { block: block.into() }
}

/// Takes a block out of the trash.
pub fn restore(block: BlockId) -> UpdateBlock {
    update(block, Update { in_trash: Some(false), ..Update::default() })
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveBlock {
    block: BlockId,
}

impl Endpoint for RetrieveBlock {
    type Output = Block;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("blocks/{}", self.block)
    }
}

/// See [`children`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListChildren {
    parent: BlockId,
    cursor: Option<String>,
    size: Option<u32>,
}

impl Endpoint for ListChildren {
    type Output = List<Block>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("blocks/{}/children", self.parent)
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        paged(self.cursor.as_ref(), self.size)
    }
}

impl ListEndpoint for ListChildren {
    type Item = Block;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &Block) -> Option<uuid::Uuid> {
        Some(item.id.uuid())
    }
}

/// See [`append`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct AppendChildren {
    parent: BlockId,
    body: Children,
}

impl Endpoint for AppendChildren {
    type Output = List<Block>;
    type Body = Children;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        format!("blocks/{}/children", self.parent)
    }

    fn body(&self) -> Option<&Children> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }
}

/// See [`update`] and [`restore`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdateBlock {
    block: BlockId,
    body: Update,
}

impl Endpoint for UpdateBlock {
    type Output = Block;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("blocks/{}", self.block)
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

/// See [`delete`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct DeleteBlock {
    block: BlockId,
}

impl Endpoint for DeleteBlock {
    type Output = Block;
    type Body = ();
    const METHOD: Method = Method::DELETE;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("blocks/{}", self.block)
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(self.path())
    }

    fn is_done(&self, refusal: &ApiError) -> bool {
        is_in_trash(refusal)
    }
}
