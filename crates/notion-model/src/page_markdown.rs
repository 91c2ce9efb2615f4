//! The content of a page as Notion's Markdown.

use crate::{
    BlockId, PageId,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// The content of a page as Notion's Markdown: the body, without title and properties.
    pub struct PageMarkdown {
        /// Always `page_markdown`.
        required object: Box<str>,
        /// The page, or the block that was asked for.
        required id: PageId,
        /// The text, without a newline at its end.
        required markdown: String,
        /// Whether the page was too large to be shown whole.
        defaulted truncated: bool,
        /// The blocks that Markdown could not show, or that were left out.
        defaulted unknown_block_ids: Vec<BlockId>,
        /// What Notion's parser changed or ignored.
        optional warnings: Option<Vec<serde_json::Value>>,
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// A dialect of Notion's Markdown.
    pub enum MarkdownVersion {
        /// One block a line; the default of the API versions up to 2026-03-11.
        V1 = "v1",
        /// CommonMark and GFM with Notion's tags. A preview, the default of later versions.
        V2 = "v2",
    }
}
