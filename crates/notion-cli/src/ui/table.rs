//! Tables for people: one line a row, as wide as the terminal and no wider.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, presets};

/// A table that grows row by row.
#[derive(Debug)]
pub(crate) struct Table {
    inner: comfy_table::Table,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let mut inner = comfy_table::Table::new();
        inner.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─')));
        inner.set_header(header);
        Self { inner }
    }

    /// Adds a row.
    pub(crate) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.inner.add_row(cells.into_iter().map(Into::<String>::into));
    }

    /// Aligns a column of numbers.
    pub(crate) fn numbers(&mut self, column: usize) {
        if let Some(column) = self.inner.column_mut(column) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }

    /// The lines of the table. Cells are broken only where the columns would not hold them.
    pub(crate) fn lay_out(mut self, columns: Option<u16>) -> String {
        if let Some(columns) = columns {
            self.inner.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
        }
        self.inner.trim_fmt()
    }
}
