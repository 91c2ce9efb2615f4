//! Tables.

use notion_model::request::{Block, BlockKind, Table};

use super::{Writer, inline::Setting};
use crate::RemarkKind;

impl Writer<'_> {
    pub(super) fn table(&mut self, table: Table, rows: &[Block]) {
        if table.has_row_header {
            let message = "Markdown has no header columns; the first column became a plain one";
            self.remark(RemarkKind::TableHeader, message);
        }
        self.only_rows(rows);
        let rows = rows.iter().filter_map(|it| match &it.kind {
            BlockKind::TableRow(row) => Some(row),
            _ => None,
        });
        // A table may say less than its rows have, and more than anyone would want.
        let longest = rows.clone().map(|it| it.cells.len()).max().unwrap_or_default();
        let width = usize::try_from(table.width).unwrap_or(1).clamp(1, 1000).max(longest);
        let mut rows = rows;
        let no_cells = Vec::new();
        let header = if table.has_column_header { rows.next() } else { None };
        if header.is_some_and(|it| it.cells.iter().all(Vec::is_empty)) {
            let message = "an empty header says that there is none; it was dropped";
            self.remark(RemarkKind::TableHeader, message);
        }
        // Without a header the first row must be there, but it may be empty.
        let header = header.map_or(&no_cells, |it| &it.cells);
        self.row(header, width);
        self.lines.push(&format!("|{}", " --- |".repeat(width)));
        for row in rows {
            self.row(&row.cells, width);
        }
    }

    /// Says that blocks in a table are lost that are no rows.
    pub(super) fn only_rows(&mut self, rows: &[Block]) {
        if rows.iter().any(|it| !matches!(it.kind, BlockKind::TableRow(_))) {
            self.remark(RemarkKind::BlockDropped, "what is no row of a table was dropped from it");
        }
    }

    pub(super) fn row(&mut self, cells: &[Vec<notion_model::request::RichText>], width: usize) {
        let mut line = String::from("|");
        for index in 0..width {
            let text = match cells.get(index) {
                Some(cell) => self.inline(cell, Setting::Cell),
                None => String::new(),
            };
            line.push(' ');
            line.push_str(&text);
            line.push_str(if text.is_empty() { "|" } else { " |" });
        }
        self.lines.push(&line);
    }
}
