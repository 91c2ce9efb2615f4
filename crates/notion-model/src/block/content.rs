//! Blocks that hold something other than text.

use crate::{
    BlockId, CommentId, DatabaseId, PageId, RichText,
    wire::{wire_object, wire_union},
};

wire_object! {
    /// Program text.
    pub struct Code {
        /// What stands below it.
        defaulted caption: Vec<RichText>,
        /// The program text.
        required rich_text: Vec<RichText>,
        /// One of the 90 names that Notion knows, in lower case.
        required language: Box<str>,
    }
}

wire_object! {
    /// A page on the web.
    pub struct Website {
        /// What stands below it.
        defaulted caption: Vec<RichText>,
        /// Its address.
        required url: String,
    }
}

wire_object! {
    /// A preview of a page on the web.
    pub struct Preview {
        /// Its address.
        required url: String,
    }
}

wire_object! {
    /// A link to an object of the workspace.
    pub struct LinkToPage {}
    /// Where it leads.
    tagged target: LinkToPageTarget {}
}

wire_union! {
    /// Where a link leads.
    pub enum LinkToPageTarget {
        /// To a page.
        Page(PageId) = "page_id",
        /// To a database.
        Database(DatabaseId) = "database_id",
        /// To a comment.
        Comment(CommentId) = "comment_id",
    }
}

wire_object! {
    /// A block that is shown in several places, or one of those places.
    pub struct SyncedBlock {
        /// `None` for the original, whose children are shown elsewhere too.
        nullable synced_from: Option<SyncedFrom>,
    }
}

wire_object! {
    /// The original of a synced block.
    pub struct SyncedFrom {}
    /// What it is.
    tagged original: SyncedFromKind {}
}

wire_union! {
    /// What is shown in several places.
    pub enum SyncedFromKind {
        /// A block, which is an original itself.
        Block(BlockId) = "block_id",
    }
}

impl SyncedFrom {
    /// The original block. `None` for originals of a kind this crate does not know.
    pub const fn block_id(&self) -> Option<BlockId> {
        match &self.original {
            SyncedFromKind::Block(id) => Some(*id),
            SyncedFromKind::Unknown(_) => None,
        }
    }
}

wire_object! {
    /// What the API says of a block that it does not show.
    pub struct UnsupportedBlock {
        /// Its type in the app: `button`, `form`, `drive`, …
        optional block_type: Option<Box<str>>,
    }
}
