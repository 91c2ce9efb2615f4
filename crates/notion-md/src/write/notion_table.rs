//! Tables in Notion's second dialect: with pipes where they can say it, else with tags.

use notion_model::request::{Block, BlockKind, RichText, Table};

use super::{Writer, inline::Setting};
use crate::tag::TagText;

impl Writer<'_> {
    pub(super) fn notion_table(&mut self, table: Table, rows: &[Block]) {
        let cells = |it: &'_ Block| match &it.kind {
            BlockKind::TableRow(row) => row.cells.len(),
            _ => usize::MAX,
        };
        let width = usize::try_from(table.width).unwrap_or(usize::MAX);
        let is_even = rows.iter().all(|it| cells(it) == width);
        // A header without any text would say that there is none.
        let has_header = table.has_column_header
            && rows.first().is_some_and(|it| match &it.kind {
                BlockKind::TableRow(row) => !row.cells.iter().all(Vec::is_empty),
                _ => false,
            });
        if has_header && !table.has_row_header && is_even {
            return self.table(table, rows);
        }
        let mut tag = TagText::new("table");
        if table.has_column_header {
            tag.set("header-row", "true");
        }
        if table.has_row_header {
            tag.set("header-column", "true");
        }
        self.only_rows(rows);
        self.lines.push(&tag.open());
        for (index, row) in rows.iter().enumerate() {
            if let BlockKind::TableRow(row) = &row.kind {
                let is_header = index == 0 && table.has_column_header;
                self.notion_row(&row.cells, if is_header { "th" } else { "td" });
            }
        }
        self.lines.push(&tag.close());
    }

    pub(super) fn notion_row(&mut self, cells: &[Vec<RichText>], name: &'static str) {
        let tag = TagText::new(name);
        self.lines.push("<tr>");
        for cell in cells {
            let text = self.inline(cell, Setting::TagCell);
            self.lines.push(&format!("{}{text}{}", tag.open(), tag.close()));
        }
        self.lines.push("</tr>");
    }
}
