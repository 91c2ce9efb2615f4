//! Tables with pipes, which Notion never writes in this dialect but takes.

use std::ops::Range;

use super::scan::BLANK;
use crate::read::notion::code_span;

/// Whether a line divides the header of a table from its rows.
pub(super) fn is_delimiter(content: &str) -> bool {
    content.starts_with('|')
        && content.contains('-')
        && content.bytes().all(|it| matches!(it, b'|' | b'-' | b':' | b' ' | b'\t'))
}

/// Where the cells of a row are in it, without the white space around them.
pub(super) fn cells(row: &str) -> Vec<Range<usize>> {
    let mut cells = Vec::new();
    let (mut start, mut at) = (1, 1);
    while let Some(found) = row.get(at..).and_then(|it| it.find(['|', '\\', '`'])) {
        at += found;
        match row.as_bytes()[at] {
            b'|' => {
                cells.push(trimmed(row, start..at));
                at += 1;
                start = at;
            }
            b'\\' => at += 1 + row[at + 1..].chars().next().map_or(0, char::len_utf8),
            _ => at += code_span(&row[at..]),
        }
    }
    let last = trimmed(row, start.min(row.len())..row.len());
    if !last.is_empty() {
        cells.push(last);
    }
    cells
}

fn trimmed(row: &str, range: Range<usize>) -> Range<usize> {
    let text = &row[range.clone()];
    let start = range.end - text.trim_start_matches(BLANK).len();
    start..start + text.trim_matches(BLANK).len()
}
