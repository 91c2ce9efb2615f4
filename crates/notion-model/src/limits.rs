//! Every size that Notion enforces, and every closed list of words: the one table that the client,
//! the Markdown compiler and the emulator share.
//!
//! Lengths of text are counted in UTF-16 code units, as JavaScript does: `👋` counts two. Lists are
//! counted in items, files and bodies in bytes.
//!
//! What stands in a request is checked before it is sent, by
//! [`Validate`](crate::request::Validate). What is not a matter of one request's body (the rows of
//! a query over all its pages, the sizes of files, the pace of requests) says where it is checked.

// Text.

/// The content of one text run, in UTF-16 code units.
pub const TEXT: usize = 2000;
/// The URL of a link, an external file, a bookmark or an embed, in UTF-16 code units.
pub const URL: usize = 2000;
/// The expression of an equation, in UTF-16 code units.
pub const EQUATION: usize = 1000;
/// The runs of one rich-text array: a text, a caption, a cell, a title, a description.
pub const RICH_TEXT_ITEMS: usize = 100;

// Requests and blocks.

/// The size of a request's body in bytes.
pub const BODY_BYTES: usize = 500_000;
/// The blocks of one request, on all levels together, rows of tables included.
pub const BLOCKS_PER_REQUEST: usize = 1000;
/// The blocks of one `children` array, rows of a table included.
pub const CHILDREN: usize = 100;
/// The levels of blocks in one request. A column list may reach one level deeper.
pub const DEPTH: usize = 3;
/// The fewest columns of a column list.
pub const COLUMNS_MIN: usize = 2;
/// The fewest columns of a table.
pub const TABLE_COLUMNS_MIN: usize = 1;
/// The most columns of a table: its rows are lists of cells, and lists hold a hundred.
pub const TABLE_COLUMNS: usize = 100;
/// The fewest rows of a new table.
pub const TABLE_ROWS_MIN: usize = 1;
/// The fewest labels of a new block of tabs.
pub const TABS_MIN: usize = 1;

// Values of properties.

/// The options, people, relations or files in one write of a property.
pub const PROPERTY_ITEMS: usize = 100;
/// The name of an option, in UTF-16 code units; commas are not allowed in it.
///
/// Notion's description of its API says 2000 in one place; its answers say 100.
pub const OPTION_NAME: usize = 100;
/// The id of an option, in UTF-16 code units.
pub const OPTION_ID: usize = 100;
/// An e-mail address, in UTF-16 code units.
pub const EMAIL: usize = 200;
/// A phone number, in UTF-16 code units.
pub const PHONE_NUMBER: usize = 200;
/// The references (relations, people, mentions) that a page shows of one property.
///
/// A bound on answers, not on requests: what reads a whole property follows the property's items.
pub const REFERENCES_SHOWN: usize = 25;

// Schemas.

/// The options of a select property in one request.
pub const OPTIONS: usize = 100;
/// The description of a property, in UTF-16 code units. An empty one is refused too.
pub const PROPERTY_DESCRIPTION: usize = 280;
/// The title properties of a data source. Notion adds one where it is missing.
pub const TITLE_PROPERTIES: usize = 1;
/// The unique ids of a data source.
pub const UNIQUE_ID_PROPERTIES: usize = 1;
/// The size of a data source's schema in bytes that Notion recommends. Nothing refuses more.
pub const SCHEMA_BYTES: usize = 50_000;

// Lists, queries and searches.

/// The items of one page of a list.
pub const PAGE_SIZE: u32 = 100;
/// The rows that one query lists, over all its pages. Whoever follows the pages checks it: the
/// answer says `incomplete` then.
pub const QUERY_ROWS: usize = 10_000;
/// The entries of one `and` or `or` in a filter, and of a list of options to compare with.
pub const FILTER_ENTRIES: usize = 100;
/// The levels of `and` and `or` in a filter.
pub const FILTER_DEPTH: usize = 2;

// Comments and files.

/// The files attached to one comment.
pub const COMMENT_ATTACHMENTS: usize = 3;
/// The name of a file in bytes, its extension included.
pub const FILE_NAME_BYTES: usize = 900;
/// The size of a file in bytes in a free workspace. `GET /v1/users/me` tells that of a workspace,
/// which whoever uploads checks.
pub const FILE_BYTES_FREE: u64 = 5 << 20;
/// The size of a file in bytes in a workspace that is paid for.
pub const FILE_BYTES_PAID: u64 = 5 << 30;
/// The parts of one upload. Newer documents say 10,000.
pub const UPLOAD_PARTS: usize = 1000;
/// The size of a file that is uploaded in one part, and of one part of several, in bytes. Whoever
/// sends the bytes checks it.
pub const UPLOAD_PART_BYTES: u64 = 20 * 1024 * 1024;
/// The least size of a part in bytes, unless it is the last one. Whoever sends the bytes checks it.
pub const UPLOAD_PART_BYTES_MIN: u64 = 5 * 1024 * 1024;

/// The records of a page that one answer in Markdown shows, about. The answer says `truncated`
/// then, which whoever reads it checks.
pub const MARKDOWN_RECORDS: usize = 20_000;

// Pace. Checked by the client, which waits, and by Notion, which says how long.

/// The requests of one connection in a minute, on most plans.
pub const REQUESTS_PER_MINUTE: u32 = 180;
/// The requests of one connection in a minute, on the plans Business and Enterprise.
pub const REQUESTS_PER_MINUTE_BUSINESS: u32 = 600;

// Words. Any other is refused.

/// The colours of an option: those of text.
pub const OPTION_COLORS: &[&str] =
    &["default", "gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"];

/// The colours of runs of text and of blocks: those of options, and each as a background.
pub const COLORS: &[&str] = &[
    "default",
    "gray",
    "brown",
    "orange",
    "yellow",
    "green",
    "blue",
    "purple",
    "pink",
    "red",
    "default_background",
    "gray_background",
    "brown_background",
    "orange_background",
    "yellow_background",
    "green_background",
    "blue_background",
    "purple_background",
    "pink_background",
    "red_background",
];

/// The colours of Notion's own icons.
pub const ICON_COLORS: &[&str] =
    &["gray", "lightgray", "brown", "yellow", "orange", "green", "blue", "purple", "pink", "red"];

/// The types of properties that Notion computes, or that are no values at all. Their values are
/// read only; a write of one is refused.
pub const COMPUTED_PROPERTIES: &[&str] = &[
    "formula",
    "rollup",
    "unique_id",
    "created_time",
    "created_by",
    "last_edited_time",
    "last_edited_by",
    "button",
];

/// What a verification can be written as. That it has expired is for Notion to find out.
pub const VERIFICATION_STATES: &[&str] = &["verified", "unverified"];

/// What a verification can be filtered by.
pub const VERIFICATION_FILTERS: &[&str] = &["verified", "expired", "none"];

/// The words that a filter takes in place of a date. There are no others, such as `this_month`.
pub const RELATIVE_DATES: &[&str] = &[
    "today",
    "tomorrow",
    "yesterday",
    "one_week_ago",
    "one_week_from_now",
    "one_month_ago",
    "one_month_from_now",
];

/// What a rollup can compute.
pub const ROLLUP_FUNCTIONS: &[&str] = &[
    "count",
    "count_values",
    "empty",
    "not_empty",
    "unique",
    "show_unique",
    "percent_empty",
    "percent_not_empty",
    "sum",
    "average",
    "median",
    "min",
    "max",
    "range",
    "earliest_date",
    "latest_date",
    "date_range",
    "checked",
    "unchecked",
    "percent_checked",
    "percent_unchecked",
    "count_per_group",
    "percent_per_group",
    "show_original",
];

/// The languages of code blocks. Any other name is refused, aliases such as `ts` too.
pub const CODE_LANGUAGES: &[&str] = &[
    "abap",
    "abc",
    "agda",
    "arduino",
    "ascii art",
    "assembly",
    "bash",
    "basic",
    "bnf",
    "c",
    "c#",
    "c++",
    "clojure",
    "coffeescript",
    "coq",
    "css",
    "dart",
    "dhall",
    "diff",
    "docker",
    "ebnf",
    "elixir",
    "elm",
    "erlang",
    "f#",
    "flow",
    "fortran",
    "gherkin",
    "glsl",
    "go",
    "graphql",
    "groovy",
    "haskell",
    "hcl",
    "html",
    "idris",
    "java",
    "javascript",
    "json",
    "julia",
    "kotlin",
    "latex",
    "less",
    "lisp",
    "livescript",
    "llvm ir",
    "lua",
    "makefile",
    "markdown",
    "markup",
    "matlab",
    "mathematica",
    "mermaid",
    "nix",
    "notion formula",
    "objective-c",
    "ocaml",
    "pascal",
    "perl",
    "php",
    "plain text",
    "powershell",
    "prolog",
    "protobuf",
    "purescript",
    "python",
    "r",
    "racket",
    "reason",
    "ruby",
    "rust",
    "sass",
    "scala",
    "scheme",
    "scss",
    "shell",
    "smalltalk",
    "solidity",
    "sql",
    "swift",
    "toml",
    "typescript",
    "vb.net",
    "verilog",
    "vhdl",
    "visual basic",
    "webassembly",
    "xml",
    "yaml",
    "java/c/c++/c#",
];

/// The length of a text as Notion counts it.
///
/// ```
/// assert_eq!(notion_model::limits::utf16_len("a👋"), 3);
/// ```
pub fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}
