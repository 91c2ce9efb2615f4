//! Blocks that are text.

use crate::{Color, Icon, RichText, wire::wire_object};

wire_object! {
    /// A paragraph.
    pub struct Paragraph {
        /// Its text.
        required rich_text: Vec<RichText>,
        /// The icon of a tab, if the paragraph is a tab's label.
        nullable icon: Option<Icon>,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// A heading.
    pub struct Heading {
        /// Its text.
        required rich_text: Vec<RichText>,
        /// Whether it unfolds. Only such a heading has children.
        defaulted is_toggleable: bool,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// A block that is text and a colour: a bulleted item, a toggle, a quote.
    pub struct TextBlock {
        /// Its text.
        required rich_text: Vec<RichText>,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// An item of a numbered list. Its number is not stored: neighbours count up.
    pub struct NumberedListItem {
        /// Its text.
        required rich_text: Vec<RichText>,
        /// The number of the first item, if it is not 1. Cannot be written.
        optional list_start_index: Option<i64>,
        /// `numbers`, `letters` or `roman`. Cannot be written.
        optional list_format: Option<Box<str>>,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// An item to be checked off.
    pub struct ToDo {
        /// Its text.
        required rich_text: Vec<RichText>,
        /// Whether it is done.
        defaulted checked: bool,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// Text beside an icon.
    pub struct Callout {
        /// Its text.
        required rich_text: Vec<RichText>,
        /// Its icon.
        nullable icon: Option<Icon>,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// A button that inserts its children.
    pub struct Template {
        /// Its label.
        required rich_text: Vec<RichText>,
    }
}
