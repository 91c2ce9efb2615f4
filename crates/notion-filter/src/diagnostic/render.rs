//! Draws a diagnostic under the line it is about, as plain text.

use std::fmt::Write as _;

use unicode_width::UnicodeWidthChar as _;

use super::{Diagnostic, Label};
use crate::span::Span;

/// A tab is drawn as this many spaces.
const TAB: usize = 4;

/// Longer lines are drawn in part: this many columns around the place in question.
const WINDOW: usize = 160;

/// Longer sources are shown in a `fix:` line only as far as the change reaches.
const LONG_FIX: usize = 200;

impl Diagnostic {
    /// The diagnostic as plain text, ending in a line break.
    ///
    /// `name` stands for the source in `--> name:line:column`; lines and columns count from 1, columns in
    /// characters. Carets stand under the characters as a terminal draws them: wide characters take two
    /// columns, combining marks none.
    pub fn render(&self, source: &str, name: &str) -> String {
        self.draw(source, name, self.fixed(source))
    }

    /// The diagnostic of a filter that stands in a larger text, such as a spec: the lines shown and the place
    /// named are those of the text, and `fix:` shows the filter alone.
    ///
    /// `at` is the byte of `text` at which `filter` begins; it has to stand there letter by letter.
    pub fn render_in(&self, filter: &str, text: &str, at: usize, name: &str) -> String {
        let at = crate::span::offset(at);
        let moved = |label: &Label| Label {
            span: Span::new(label.span.start.saturating_add(at), label.span.end.saturating_add(at)),
            text: label.text.clone(),
        };
        let mut placed = self.clone();
        placed.primary = moved(&self.primary);
        placed.secondary = self.secondary.iter().map(moved).collect();
        placed.draw(text, name, self.fixed(filter))
    }

    fn draw(&self, source: &str, name: &str, fixed: Option<String>) -> String {
        let mut out = String::new();
        self.write_to(&mut out, source, name, fixed);
        // Messages quote what was written, and must not steer the terminal either.
        let visible = |it: char| match it {
            '\n' | '\t' => it,
            other if other.is_control() || is_hidden(other) => '\u{FFFD}',
            other => other,
        };
        out.chars().map(visible).collect()
    }

    /// What the fix makes of the source, as far as it is worth showing.
    fn fixed(&self, source: &str) -> Option<String> {
        let fix = self.fix.as_ref()?;
        Some(if source.len() <= LONG_FIX {
            fix.apply(source)
        } else {
            // A long source would drown the change; show the lines it touches, or only the new text.
            fix.edits.iter().map(|edit| edit.text.as_str()).collect::<Vec<_>>().join(" … ")
        })
    }

    fn write_to(&self, out: &mut String, source: &str, name: &str, fixed: Option<String>) {
        let severity = self.severity().as_str();
        let lines = Lines::of(source);
        let place = lines.place(self.primary.span.start);
        let _ = writeln!(out, "{severity}[{}]: {}", self.code, self.message);

        let mut marked: Vec<Marked<'_>> = Vec::new();
        let labels = std::iter::once((&self.primary, '^'))
            .chain(self.secondary.iter().map(|label| (label, '-')));
        for (label, mark) in labels {
            let line = lines.place(label.span.start).line;
            match marked.iter_mut().find(|it| it.line == line) {
                Some(same) => same.labels.push((label, mark)),
                None => marked.push(Marked { line, labels: vec![(label, mark)] }),
            }
        }
        marked.sort_by_key(|it| it.line);

        let last = marked.last().map_or(place.line, |it| it.line);
        let gutter = (last + 1).to_string().len();
        let _ = writeln!(out, "{:gutter$}--> {name}:{}:{}", "", place.line + 1, place.column + 1);
        let _ = writeln!(out, "{:gutter$} |", "");
        let mut previous = None;
        for line in &marked {
            if previous.is_some_and(|it| it + 1 < line.line) {
                out.push_str("...\n");
            }
            line.draw(out, &lines, gutter);
            previous = Some(line.line);
        }
        if self.notes.is_empty() && self.helps.is_empty() && fixed.is_none() {
            return;
        }
        let _ = writeln!(out, "{:gutter$} |", "");
        for note in &self.notes {
            let _ = writeln!(out, "{:gutter$} = note: {note}", "");
        }
        for help in &self.helps {
            let _ = writeln!(out, "{:gutter$} = help: {help}", "");
        }
        if let Some(fixed) = fixed {
            let indent = format!("\n{:gutter$}         ", "");
            let fixed = fixed.replace('\r', "");
            let fixed = fixed.trim_end().replace('\n', &indent);
            let _ = writeln!(out, "{:gutter$} = fix:  {fixed}", "");
        }
    }
}

/// A line of the source with the labels that start in it.
struct Marked<'a> {
    line: usize,
    labels: Vec<(&'a Label, char)>,
}

impl Marked<'_> {
    fn draw(&self, out: &mut String, lines: &Lines<'_>, gutter: usize) {
        let (text, start) = lines.line(self.line);
        let view = View::of(text, self.labels.iter().map(|(label, _)| label.span), start);
        let _ = writeln!(out, "{:>gutter$} | {}", self.line + 1, view.text);

        let mut marks: Vec<(usize, usize, &str, char)> = self
            .labels
            .iter()
            .map(|(label, mark)| {
                let from = view.column(label.span.start);
                let to = view.column(label.span.end).max(from + 1);
                (from, to, label.text.as_str(), *mark)
            })
            .collect();
        marks.sort_unstable();

        let width = marks.iter().map(|mark| mark.1).max().unwrap_or(0);
        let mut row = vec![' '; width];
        // The primary label is drawn last, so that it wins where labels overlap.
        for (from, to, _, mark) in
            marks.iter().filter(|it| it.3 == '-').chain(marks.iter().filter(|it| it.3 == '^'))
        {
            row[*from..*to].fill(*mark);
        }
        let mut row: String = row.into_iter().collect();

        // The rightmost label stands beside its marks; the others hang below, from right to left.
        let mut hanging = marks;
        if let Some((_, _, text, _)) = hanging.pop()
            && !text.is_empty()
        {
            row.push(' ');
            row.push_str(text);
        }
        hanging.retain(|(_, _, text, _)| !text.is_empty());
        let _ = writeln!(out, "{:gutter$} | {row}", "");
        if hanging.is_empty() {
            return;
        }
        let bars = |count: usize| {
            let mut row = String::new();
            let mut column = 0;
            for (from, ..) in &hanging[..count] {
                if *from >= column {
                    let _ = write!(row, "{:1$}|", "", from - column);
                    column = from + 1;
                }
            }
            (row, column)
        };
        let _ = writeln!(out, "{:gutter$} | {}", "", bars(hanging.len()).0);
        for count in (0..hanging.len()).rev() {
            let (from, _, text, _) = hanging[count];
            let (row, column) = bars(count);
            let _ =
                writeln!(out, "{:gutter$} | {row}{:2$}{text}", "", "", from.saturating_sub(column));
        }
    }
}

/// Whether a character cannot be seen by itself; a joiner can, in the emoji it joins.
fn is_hidden(character: char) -> bool {
    !character.is_control()
        && !matches!(character, '\u{200C}' | '\u{200D}' | '\u{00AD}')
        && crate::lex::is_invisible(None, character)
}

/// What is drawn of a line, and where its characters end up.
struct View {
    text: String,
    /// Byte offset in the source and column of every drawn character, then of the end.
    columns: Vec<(u32, usize)>,
}

impl View {
    fn of(line: &str, spans: impl Iterator<Item = Span>, start: u32) -> Self {
        let chars: Vec<(u32, char)> = line
            .char_indices()
            .map(|(at, character)| (start + crate::span::offset(at), character))
            .collect();
        let (mut from, mut to) = (0, chars.len());
        if chars.len() > WINDOW {
            let first = spans.map(|span| span.start).min().unwrap_or(start);
            let middle = chars.partition_point(|(at, _)| *at < first);
            from = middle.saturating_sub(WINDOW / 2);
            to = (from + WINDOW).min(chars.len());
        }
        let mut view = Self { text: String::new(), columns: Vec::with_capacity(to - from + 1) };
        let mut column = 0;
        if from > 0 {
            view.text.push('…');
            column = 1;
        }
        for (at, character) in &chars[from..to] {
            view.columns.push((*at, column));
            match character {
                '\t' => {
                    view.text.push_str("    ");
                    column += TAB;
                }
                // A control character would move the terminal's cursor,
                // and a sign that turns the direction would draw the carets in another place.
                other if other.is_control() || is_hidden(*other) => {
                    view.text.push('\u{FFFD}');
                    column += 1;
                }
                other => {
                    view.text.push(*other);
                    column += other.width().unwrap_or(0);
                }
            }
        }
        let end = chars.get(to).map_or(start + crate::span::offset(line.len()), |(at, _)| *at);
        view.columns.push((end, column));
        if to < chars.len() {
            view.text.push('…');
        }
        view
    }

    /// The column of a byte offset; clipped to what is drawn.
    fn column(&self, at: u32) -> usize {
        let next = self.columns.partition_point(|(offset, _)| *offset < at);
        self.columns.get(next).or(self.columns.last()).map_or(0, |(_, column)| *column)
    }
}

/// The source cut into lines.
struct Lines<'a> {
    source: &'a str,
    starts: Vec<u32>,
}

/// A line and a column in characters, both counted from 0.
struct Place {
    line: usize,
    column: usize,
}

impl<'a> Lines<'a> {
    fn of(source: &'a str) -> Self {
        let breaks = source.bytes().enumerate().filter(|(_, byte)| *byte == b'\n');
        let starts =
            std::iter::once(0).chain(breaks.map(|(at, _)| crate::span::offset(at + 1))).collect();
        Self { source, starts }
    }

    fn place(&self, at: u32) -> Place {
        let line = self.starts.partition_point(|start| *start <= at).saturating_sub(1);
        let before = Span::new(self.starts[line], at).slice(self.source);
        Place { line, column: before.chars().count() }
    }

    fn line(&self, index: usize) -> (&'a str, u32) {
        let start = self.starts[index];
        let end = self.starts.get(index + 1).copied().unwrap_or(u32::MAX);
        let end = end.min(crate::span::offset(self.source.len()));
        (Span::new(start, end).slice(self.source).trim_end_matches(['\n', '\r']), start)
    }
}
