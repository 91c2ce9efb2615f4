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

/// The fewest columns of a column list.
pub const COLUMNS_MIN: usize = 2;

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
