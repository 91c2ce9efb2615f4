//! Where the lines of a text begin, to turn byte offsets into lines and columns and back.

use std::{
    cell::{Cell, Ref, RefCell},
    ops::Range,
};

/// A line and a column, both counted from 1; the column counts characters, not bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LineColumn {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1, in characters.
    pub column: u32,
}

/// The byte offsets at which the lines of a text begin, as far as somebody asked.
///
/// A line ends with LF, CR LF or a lone CR, as in Markdown.
#[derive(Clone, Debug)]
pub(crate) struct LineIndex<'a> {
    text: &'a str,
    starts: RefCell<Vec<usize>>,
    /// Up to where line ends were looked for.
    looked: Cell<usize>,
    /// The line in which the last span begins, counted from 1: who asks for a span asks then for
    /// the line of its beginning.
    line: Cell<usize>,
    /// The place that was asked for last, and the characters before it in its line. Places are
    /// asked for in order, and a text may be one long line.
    last: Cell<(usize, usize)>,
}

impl<'a> LineIndex<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self {
            text,
            starts: RefCell::new(vec![0]),
            looked: Cell::new(0),
            line: Cell::new(1),
            last: Cell::new((0, 0)),
        }
    }

    /// The starts of lines up to the one that is wanted, or all if it is not there.
    fn starts(&self, is_wanted: impl Fn(&[usize]) -> bool) -> Ref<'_, Vec<usize>> {
        if !is_wanted(&self.starts.borrow()) {
            let mut starts = self.starts.borrow_mut();
            let (bytes, from) = (self.text.as_bytes(), self.looked.get());
            let is_end = |at: &usize| bytes[*at] == b'\n' || bytes.get(at + 1) != Some(&b'\n');
            let ends = memchr::memchr2_iter(b'\n', b'\r', &bytes[from..]).map(|at| from + at);
            self.looked.set(bytes.len());
            for end in ends.filter(is_end) {
                starts.push(end + 1);
                if is_wanted(&starts) {
                    self.looked.set(end + 1);
                    break;
                }
            }
        }
        self.starts.borrow()
    }

    /// The offset of a line and a column as the parser gives them: from 1, the column in bytes.
    ///
    /// A place outside of the text becomes the nearest one inside, on a character boundary.
    pub(crate) fn offset(&self, line: usize, byte_column: usize) -> usize {
        let starts = self.starts(|starts| starts.len() >= line);
        let Some(&start) = starts.get(line.saturating_sub(1)) else { return self.text.len() };
        self.text.floor_char_boundary(start.saturating_add(byte_column.saturating_sub(1)))
    }

    /// The span from one place to another one, both as the parser gives them, the end included.
    pub(crate) fn span(&self, start: (usize, usize), end: (usize, usize)) -> Range<usize> {
        let from = self.offset(start.0, start.1);
        self.line.set(start.0);
        let last = self.offset(end.0, end.1);
        let to = self.text[last..].chars().next().map_or(last, |it| last + it.len_utf8());
        from..to.max(from)
    }

    /// The line and the column of an offset.
    pub(crate) fn line_column(&self, offset: usize) -> LineColumn {
        let offset = self.text.floor_char_boundary(offset);
        let starts = self.starts(|starts| starts.last().is_some_and(|start| *start > offset));
        let line = self.line.get();
        let is_it = line > 0
            && starts.get(line - 1).is_some_and(|start| *start <= offset)
            && starts.get(line).is_none_or(|start| *start > offset);
        let line = if is_it { line } else { starts.partition_point(|&start| start <= offset) };
        let start = starts[line - 1];
        let (last, before) = self.last.get();
        let (from, before) =
            if (start..=offset).contains(&last) { (last, before) } else { (start, 0) };
        let before = before + self.text[from..offset].chars().count();
        self.last.set((offset, before));
        LineColumn { line: saturate(line), column: saturate(before + 1) }
    }
}

fn saturate(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_and_lines_agree() {
        let text = "ä\r\nb\rc\n\n😀x";
        let index = LineIndex::new(text);
        let place = |needle: &str| {
            let at = text.find(needle).unwrap();
            let it = index.line_column(at);
            (it.line, it.column)
        };
        assert_eq!(place("ä"), (1, 1));
        assert_eq!(place("b"), (2, 1));
        assert_eq!(place("c"), (3, 1));
        assert_eq!(place("x"), (5, 2));
        assert_eq!(&text[index.span((5, 1), (5, 4))], "😀");
        assert_eq!(&text[index.span((1, 1), (1, 2))], "ä");
        assert_eq!(index.span((9, 9), (9, 9)), text.len()..text.len());
        assert_eq!(index.offset(1, 2), 0, "inside a character is at its start");
        assert_eq!((place("😀"), place("x"), place("😀")), ((5, 1), (5, 2), (5, 1)));
    }

    #[test]
    fn an_empty_text_has_one_line() {
        let index = LineIndex::new("");
        assert_eq!(index.line_column(0), LineColumn { line: 1, column: 1 });
        assert_eq!(index.span((1, 1), (1, 0)), 0..0);
    }
}
