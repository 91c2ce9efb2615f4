//! What is said of that which is too long, with the limits that there are.

use notion_model::limits::{EQUATION, RICH_TEXT_ITEMS, URL};

pub(crate) fn equation_as_code() -> String {
    format!("an equation of more than {EQUATION} UTF-16 units became code")
}

pub(crate) fn marks_dropped() -> String {
    format!("annotations were dropped from a text of more than {RICH_TEXT_ITEMS} runs")
}

pub(crate) fn link_dropped() -> String {
    format!("a link of more than {URL} UTF-16 units was dropped")
}

pub(crate) fn address_as_text() -> String {
    format!("an address of more than {URL} UTF-16 units became text")
}

pub(crate) fn heading_divided() -> String {
    format!("a heading of more than {RICH_TEXT_ITEMS} runs goes on in a paragraph")
}

pub(crate) const CAPTION_CUT: &str = "a caption longer than Notion takes was cut off";
pub(crate) const CODE_DIVIDED: &str = "a code block too long for one block was divided";
