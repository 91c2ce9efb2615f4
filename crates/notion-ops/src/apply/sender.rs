//! What the executor needs from whatever reaches Notion: few calls, and honest failures.

use jiff::Timestamp;
use notion_model::{
    Block, BlockId, DataSourceId, Page, PageId, Properties,
    request::{self, BlockChange, Position, PropertySchema, PropertyValue},
};
use uuid::Uuid;

use crate::report::{Cause, Requests, Stop};

/// A request of a step.
#[derive(Clone, Debug, PartialEq)]
pub enum Call {
    /// Creates a page.
    CreatePage(Box<request::CreatePage>),
    /// Creates a database.
    CreateDatabase(Box<request::CreateDatabase>),
    /// Puts blocks among the children of a page or block.
    Append {
        /// The page or block.
        to: BlockId,
        /// Where among the children.
        position: Position,
        /// The blocks.
        children: Vec<request::Block>,
    },
    /// Writes properties of a page.
    UpdatePage {
        /// The page.
        page: PageId,
        /// The properties.
        properties: Properties<PropertyValue>,
    },
    /// Moves a page to the trash or takes it back.
    TrashPage {
        /// The page.
        page: PageId,
        /// Whether it is in the trash afterwards.
        in_trash: bool,
    },
    /// Adds or changes properties of a data source.
    UpdateSchema {
        /// The data source.
        data_source: DataSourceId,
        /// The properties.
        properties: Properties<PropertySchema>,
    },
    /// Changes a block, which keeps its children.
    UpdateBlock {
        /// The block.
        block: BlockId,
        /// What changes.
        change: BlockChange,
    },
    /// Deletes a block with its children.
    DeleteBlock(BlockId),
}

impl Call {
    /// Whether sending it twice does its work twice.
    pub const fn is_once(&self) -> bool {
        matches!(self, Self::CreatePage(_) | Self::CreateDatabase(_) | Self::Append { .. })
    }
}

/// What came back from a call that did its work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Answer {
    /// What was created or changed: the page; the database and its data source; the new blocks.
    pub ids: Vec<Uuid>,
    /// The page as it is now, if the call answers with it.
    pub page: Option<Box<Page>>,
}

/// Why a call did not simply succeed, in the words of what has to happen next.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It was not done and never will be: this op has failed.
    Failed(Cause),
    /// Its page is gone, not shared, or in the trash: this op is out of date.
    Gone(Cause),
    /// It was not done; it may be tried again later.
    Later(Cause),
    /// Nobody knows whether it was done.
    Unknown(Cause),
    /// It was done; only the answer is missing. Says what was created as far as that is known.
    Committed(Vec<Uuid>),
    /// Nothing else will work either.
    Stop(Stop),
}

/// Reaches Notion for the executor.
///
/// The client is one; tests have smaller ones. Calls that are not [`Call::is_once`] may be repeated
/// by the sender itself.
pub trait Sender: Sync {
    /// Sends a call that writes.
    fn send(&self, call: &Call) -> impl Future<Output = Result<Answer, Refusal>> + Send;

    /// The rows of a data source whose text property has one of these values, the oldest first, with
    /// the value.
    fn find(
        &self,
        data_source: DataSourceId,
        property: &str,
        values: &[String],
    ) -> impl Future<Output = Result<Vec<(String, PageId)>, Refusal>> + Send;

    /// The children of a page or block, in order.
    fn children(&self, of: BlockId) -> impl Future<Output = Result<Vec<Block>, Refusal>> + Send;

    /// The data source of a database.
    fn data_source_of(
        &self,
        database: BlockId,
    ) -> impl Future<Output = Result<Option<Uuid>, Refusal>> + Send;

    /// The rows that were edited at or after a time.
    fn edited_since(
        &self,
        data_source: DataSourceId,
        time: Timestamp,
    ) -> impl Future<Output = Result<Vec<Page>, Refusal>> + Send;

    /// How many requests were sent so far.
    fn requests(&self) -> Requests;
}
