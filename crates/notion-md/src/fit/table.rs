//! Tables with more columns, and rows with more text, than Notion takes.

use notion_model::{
    limits::{RICH_TEXT_ITEMS, TABLE_COLUMNS, TABLE_COLUMNS_MIN},
    request::{Block, BlockKind, RichText, TableRow},
};

use super::divide::{TEXT_BYTES, json_bytes, least_bytes};

/// What is said of a table that does not fit, whatever does not.
pub(crate) const DIVIDED: &str =
    "the table has more columns or a longer row than Notion takes; the rest follows in others";

/// Whether Notion takes a table and its rows as they are. Other blocks are taken.
pub(crate) fn fits(block: &Block) -> bool {
    let BlockKind::Table(table) = &block.kind else { return true };
    let width = table.width as usize;
    (TABLE_COLUMNS_MIN..=TABLE_COLUMNS).contains(&width)
        && !block.children.is_empty()
        && block.children.iter().all(|it| match &it.kind {
            BlockKind::TableRow(row) => row.cells.len() == width && row_fits(row),
            _ => true,
        })
}

/// Makes the tables among blocks, and below them, fit.
pub(crate) fn divide_tables(blocks: &mut Vec<Block>) {
    // A list of open work instead of recursion: trees may have any depth.
    let mut open = vec![blocks];
    while let Some(siblings) = open.pop() {
        if !siblings.iter().all(fits) {
            *siblings = std::mem::take(siblings).into_iter().flat_map(divide_table).collect();
        }
        open.extend(siblings.iter_mut().map(|it| &mut it.children));
    }
}

/// A table as several: of a hundred columns each, one below the other. A row with too much text
/// goes on in the next row.
pub(crate) fn divide_table(block: Block) -> Vec<Block> {
    if fits(&block) {
        return vec![block];
    }
    let (kind, children) = block.into_parts();
    let BlockKind::Table(mut table) = kind else { return Vec::new() };
    let mut rows: Vec<Vec<Vec<RichText>>> = Vec::with_capacity(children.len().max(1));
    for child in children {
        if let BlockKind::TableRow(row) = child.into_parts().0 {
            rows.push(row.cells);
        }
    }
    // As wide as its widest row; what was promised and is nowhere is not missed.
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    let width = width.max((table.width as usize).min(TABLE_COLUMNS)).max(TABLE_COLUMNS_MIN);
    if rows.is_empty() {
        rows.push(Vec::new());
    }
    for row in &mut rows {
        row.resize(width, Vec::new());
    }
    let mut tables = Vec::new();
    for start in (0..width).step_by(TABLE_COLUMNS) {
        let columns = TABLE_COLUMNS.min(width - start);
        table.width = u32::try_from(columns).unwrap_or(u32::MAX);
        let cells = |row: &mut Vec<Vec<RichText>>| {
            row[start..start + columns].iter_mut().map(std::mem::take).collect()
        };
        let rows = rows.iter_mut().flat_map(|row| divide_row(cells(row)));
        tables.push(Block::new(BlockKind::Table(table)).with_children(rows));
        // Only the first column of all is at the head of the rows.
        table.has_row_header = false;
    }
    tables
}

fn row_fits(row: &TableRow) -> bool {
    row.cells.iter().all(|it| it.len() <= RICH_TEXT_ITEMS)
        // Escaped, a byte of text may have six in JSON.
        && (row.cells.iter().flatten().map(least_bytes).sum::<usize>() < TEXT_BYTES / 6
            || row.cells.iter().flatten().map(json_bytes).sum::<usize>() <= TEXT_BYTES)
}

/// A row as several: what does not fit into the first one stands in the same columns of the next.
fn divide_row(cells: Vec<Vec<RichText>>) -> Vec<Block> {
    let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
    let width = cells.len();
    let whole = TableRow { cells };
    if row_fits(&whole) {
        return vec![row(whole.cells)];
    }
    let mut rest: Vec<_> = whole.cells.into_iter().map(Vec::into_iter).collect();
    let mut rows = Vec::new();
    while rest.iter().any(|it| it.len() > 0) {
        let mut cells = vec![Vec::new(); width];
        let mut bytes = 0;
        for (cell, runs) in cells.iter_mut().zip(&mut rest) {
            while cell.len() < RICH_TEXT_ITEMS
                && let Some(next) = runs.as_slice().first()
            {
                let more = json_bytes(next);
                if bytes > 0 && bytes + more > TEXT_BYTES {
                    break;
                }
                bytes += more;
                cell.extend(runs.next());
            }
        }
        rows.push(row(cells));
    }
    rows
}
