//! Every size that Notion enforces: the one table that the client, the Markdown compiler and the
//! emulator share.
//!
//! Lengths of text are counted in UTF-16 code units, as JavaScript does: `👋` counts two.

/// The content of one text run, in UTF-16 code units.
pub const TEXT: usize = 2000;
/// The URL of a link, an external file, a bookmark or an embed, in UTF-16 code units.
pub const URL: usize = 2000;
/// The expression of an equation, in UTF-16 code units.
pub const EQUATION: usize = 1000;
/// The runs of one rich-text array.
pub const RICH_TEXT_ITEMS: usize = 100;
/// The blocks of one `children` array, rows of a table included.
pub const CHILDREN: usize = 100;
/// The blocks of one request, on all levels together.
pub const BLOCKS_PER_REQUEST: usize = 1000;
/// The size of a request's body in bytes.
pub const BODY_BYTES: usize = 500_000;
/// The levels of blocks in one request. A column list may reach one level deeper.
pub const DEPTH: usize = 3;
/// The items of one page of a list.
pub const PAGE_SIZE: usize = 100;
/// The rows that one query lists, over all its pages.
pub const QUERY_ROWS: usize = 10_000;
/// The references (relations, people, mentions) that a page shows of one property.
pub const REFERENCES_SHOWN: usize = 25;
/// The options, people, relations or files in one write of a property.
pub const PROPERTY_ITEMS: usize = 100;
/// The options of a select property in one request.
pub const OPTIONS: usize = 100;
/// The name of an option, in UTF-16 code units; commas are not allowed in it.
pub const OPTION_NAME: usize = 100;
/// An e-mail address or a phone number, in UTF-16 code units.
pub const EMAIL: usize = 200;
/// The description of a property, in UTF-16 code units.
pub const PROPERTY_DESCRIPTION: usize = 280;
/// The entries of one `and` or `or` in a filter.
pub const FILTER_ENTRIES: usize = 100;
/// The levels of `and` and `or` in a filter.
pub const FILTER_DEPTH: usize = 2;
/// The name of a file in bytes, its extension included.
pub const FILE_NAME_BYTES: usize = 900;

/// The length of a text as Notion counts it.
///
/// ```
/// assert_eq!(notion_model::limits::utf16_len("a👋"), 3);
/// ```
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
