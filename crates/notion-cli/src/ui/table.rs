//! Tables for people: one line a row if the terminal is wide enough, else one line a cell.

use comfy_table::{CellAlignment, ContentArrangement, LineStyle, presets};

/// How wide a column is at least before its cells are broken into crumbs.
const READABLE: usize = 10;

/// A table that grows row by row.
#[derive(Debug)]
pub(crate) struct Table {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// The columns of numbers.
    numbers: Vec<usize>,
}

impl Table {
    /// A table with these columns.
    pub(crate) fn new<'a>(header: impl IntoIterator<Item = &'a str>) -> Self {
        let header = header.into_iter().map(str::to_owned).collect();
        Self { header, rows: Vec::new(), numbers: Vec::new() }
    }

    /// Adds a row.
    pub(crate) fn row<T: Into<String>>(&mut self, cells: impl IntoIterator<Item = T>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }

    /// Aligns a column of numbers.
    pub(crate) fn numbers(&mut self, column: usize) {
        self.numbers.push(column);
    }

    /// The lines of the table. Cells are broken only where the columns would not hold them.
    pub(crate) fn lay_out(self, columns: Option<u16>) -> String {
        let mut inner = comfy_table::Table::new();
        if let Some(columns) = columns {
            inner.set_content_arrangement(ContentArrangement::Dynamic).set_width(columns);
            if self.least_width() > usize::from(columns) {
                return self.cell_by_cell(inner);
            }
        }
        inner.load_style(presets::NOTHING.header_separator(LineStyle::none().fill('─')));
        inner.set_header(self.header);
        inner.add_rows(self.rows);
        for column in self.numbers {
            if let Some(column) = inner.column_mut(column) {
                column.set_cell_alignment(CellAlignment::Right);
            }
        }
        inner.trim_fmt()
    }

    /// How wide the table must be to be readable.
    fn least_width(&self) -> usize {
        let widths = self.header.iter().enumerate().map(|(at, name)| {
            let cells = self.rows.iter().filter_map(|row| row.get(at));
            let widest = cells.chain([name]).map(|cell| cell.chars().count()).max();
            widest.unwrap_or_default().min(READABLE) + 2
        });
        widths.sum()
    }

    /// The name of a column beside each of its cells, and an empty line between the rows.
    fn cell_by_cell(self, mut inner: comfy_table::Table) -> String {
        inner.load_style(presets::NOTHING);
        for (at, row) in self.rows.into_iter().enumerate() {
            if at > 0 {
                inner.add_row([""]);
            }
            inner.add_rows(self.header.iter().cloned().zip(row).map(|(name, cell)| [name, cell]));
        }
        inner.trim_fmt()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let mut table = Table::new(["Name", "Who", "Deadline", "Hours"]);
        table.row(["Write the test plan for the display", "Elif Yıldız", "2026-11-05", "3"]);
        table.row(["Label printer", "", "2026-11-06", "12"]);
        table.numbers(3);
        table
    }

    #[test]
    fn as_wide_as_the_terminal() {
        insta::assert_snapshot!(table().lay_out(None), @"
         Name                                 Who          Deadline    Hours
        ─────────────────────────────────────────────────────────────────────
         Write the test plan for the display  Elif Yıldız  2026-11-05      3
         Label printer                                     2026-11-06     12
        ");
        insta::assert_snapshot!(table().lay_out(Some(60)), @"
         Name                     Who          Deadline    Hours
        ─────────────────────────────────────────────────────────
         Write the test plan for  Elif Yıldız  2026-11-05      3
         the display
         Label printer                         2026-11-06     12
        ");
    }

    #[test]
    fn what_would_be_crumbs_is_one_line_a_cell() {
        insta::assert_snapshot!(table().lay_out(Some(40)), @"
        Name      Write the test plan for the
                  display
        Who       Elif Yıldız
        Deadline  2026-11-05
        Hours     3

        Name      Label printer
        Who
        Deadline  2026-11-06
        Hours     12
        ");
    }
}
