//! Tables.

use comrak::nodes::{Node, NodeTable, NodeValue, Sourcepos, TableAlignment};
use notion_model::request::Block;

use super::{Reader, build};
use crate::{RemarkKind, fit};

impl Reader<'_> {
    /// Says of a table that Notion does not take that it will be divided, see
    /// [`read`](super::read).
    pub(super) fn check_table(&mut self, table: &Block, place: Sourcepos) {
        if !fit::fits(table) {
            self.remark(RemarkKind::TableChanged, place, fit::DIVIDED);
        }
    }

    /// The parser has already made every row as wide as the first one.
    pub(super) fn table(&mut self, node: Node<'_>, table: &NodeTable, place: Sourcepos) -> Block {
        if table.alignments.iter().any(|it| *it != TableAlignment::None) {
            let message = "the alignment of the columns was dropped";
            self.remark(RemarkKind::AlignmentDropped, place, message);
        }
        let mut has_header = false;
        let mut rows = Vec::new();
        for row in node.children() {
            let mut cells = Vec::with_capacity(table.num_columns);
            cells.extend(row.children().map(|cell| self.line(cell)));
            let is_header = matches!(row.data().value, NodeValue::TableRow(true));
            // Markdown cannot leave the header out. An empty one says that there is none.
            if is_header {
                has_header = cells.iter().any(|it| !it.is_empty());
                if !has_header && row.next_sibling().is_some() {
                    continue;
                }
            }
            rows.push(build::row(cells));
        }
        let width = u32::try_from(table.num_columns).unwrap_or(u32::MAX);
        let table = build::table(width, has_header, rows);
        self.check_table(&table, place);
        table
    }
}
