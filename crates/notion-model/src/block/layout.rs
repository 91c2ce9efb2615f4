//! Blocks that arrange others.

use crate::{Color, RichText, wire::wire_object};

wire_object! {
    /// A block without content of its own.
    pub struct Empty {}
}

wire_object! {
    /// A simple table.
    pub struct Table {
        /// The number of columns. Fixed once the table exists.
        required table_width: u32,
        /// Whether the first row is a header.
        defaulted has_column_header: bool,
        /// Whether the first column is a header.
        defaulted has_row_header: bool,
    }
}

wire_object! {
    /// A row of a table.
    pub struct TableRow {
        /// One rich text per column.
        required cells: Vec<Vec<RichText>>,
    }
}

wire_object! {
    /// A column.
    pub struct Column {
        /// Its share of the width, between 0 and 1, if one was set.
        optional width_ratio: Option<serde_json::Number>,
    }
}

wire_object! {
    /// The headings of the page.
    pub struct TableOfContents {
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// A page or database below this page. Its id is the block's.
    pub struct ChildTitle {
        /// Its title.
        required title: String,
    }
}
