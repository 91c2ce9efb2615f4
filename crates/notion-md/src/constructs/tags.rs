//! What only Notion's own Markdown has, besides what the blocks show.

use crate::Dialect::{self, V1, V2};

/// A dialect, and a text in it.
pub(super) const TAGS: &[(Dialect, &str)] = &[
    (V2, "<quote><p />\n\na\n</quote>"),
    (V2, "<ol><li>a</li></ol>"),
    (V2, "<callout icon=\"https://b.c/d.png\">a</callout>"),
    (V2, "<page url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\">a</page>"),
    (V2, "<database url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\">a</database>"),
    (V2, "<mention url=\"user://01234567-89ab-cdef-0123-456789abcdef\">a</mention>"),
    (V2, "<div>a</div>"),
    (V2, "<toggle>a"),
    (V1, "a\n\tb"),
    (V1, "- a\n\tb"),
    (V1, "> a\n> b"),
    (V1, "<callout icon=\"🎯\">\n\t<empty-block/>\n\ta\n</callout>"),
    (V1, "::: callout {icon=\"🎯\"}\n\ta\n:::"),
    (V1, "| a |\n| - |\n| b |"),
    (V1, "<page url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\">a</page>"),
    (V1, "<unknown url=\"https://b.c\" alt=\"bookmark\"/>"),
    (V1, "a <b>b</b>"),
    (V1, "<div>a</div>"),
];
