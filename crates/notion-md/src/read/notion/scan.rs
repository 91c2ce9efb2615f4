//! Finding Notion's block tags in a text, and putting a comment in the place of each.

use std::ops::Range;

use super::containers::Containers;
use crate::html::{self, Token};

/// The tags that stand for blocks or parts of them.
const TAGS: [&str; 45] = [
    "audio",
    "bookmark",
    "callout",
    "col",
    "colgroup",
    "column",
    "columns",
    "custom-block",
    "database",
    "embed",
    "equation",
    "external_object_instance",
    "file",
    "folder",
    "h1",
    "h2",
    "h3",
    "h4",
    "image",
    "li",
    "mail",
    "meeting-notes",
    "meeting-notes-section-notes",
    "meeting-notes-section-summary",
    "meeting-notes-section-transcript",
    "nmd",
    "ol",
    "p",
    "page",
    "pdf",
    "quote",
    "synced-block",
    "synced-block-reference",
    "tab",
    "table",
    "table-of-contents",
    "tabs",
    "td",
    "th",
    "todo",
    "toggle",
    "tr",
    "ul",
    "unknown",
    "video",
];

/// Those that hold nothing, even without the `/` at their end.
const EMPTY: [&str; 3] = ["col", "table-of-contents", "unknown"];

/// The kinds of the crate's own tag that stand in running text.
const INLINE: [&str; 3] = ["custom_emoji", "template_mention", "inline_equation"];

/// What the parser takes for nothing at the edges of a line.
const BLANK: [char; 2] = [' ', '\t'];

/// A text as the parser is given it.
#[derive(Debug)]
pub(in crate::read) struct Scanned {
    pub(in crate::read) text: String,
    /// The lines of it.
    pub(in crate::read) lines: Vec<Line>,
    /// What the comments stand for, by their number.
    pub(in crate::read) marks: Vec<Mark>,
    /// A character that is not in the source. It marks the comments, and stands before a `<` that
    /// the parser must not take for the beginning of a block.
    pub(in crate::read) sign: char,
    /// What the sign stands for where it marks no comment.
    pub(in crate::read) stands_for: &'static str,
}

/// Where a line of the parser's text stands in the source.
#[derive(Clone, Copy, Debug)]
pub(in crate::read) struct Line {
    pub(in crate::read) start: usize,
    pub(in crate::read) end: usize,
    /// How many bytes of the line come before what stands at `start`.
    pub(in crate::read) before: usize,
}

impl Line {
    /// The place in the source of a column of the line, from 1, in bytes.
    pub(in crate::read) fn offset(self, column: usize) -> usize {
        let into = column.saturating_sub(1).saturating_sub(self.before);
        (self.start + into).min(self.end.max(self.start))
    }
}

impl Scanned {
    /// The place in the source of a place in the parser's text, the end included.
    pub(in crate::read) fn span(
        &self,
        source: &str,
        start: (usize, usize),
        end: (usize, usize),
    ) -> Range<usize> {
        let offset = |(line, column): (usize, usize)| match self.lines.get(line.saturating_sub(1)) {
            Some(line) => source.floor_char_boundary(line.offset(column)),
            None => source.len(),
        };
        let (from, last) = (offset(start), offset(end));
        let to = source[last..].chars().next().map_or(last, |it| last + it.len_utf8());
        from..to.max(from)
    }
}

/// What a comment stands for.
#[derive(Debug)]
pub(in crate::read) struct Mark {
    pub(in crate::read) span: Range<usize>,
    pub(in crate::read) kind: MarkKind,
}

#[derive(Debug)]
pub(in crate::read) enum MarkKind {
    /// A tag that is closed later.
    Open,
    /// The closing tag of the mark with this number.
    Close(usize),
    /// A tag with nothing in it.
    Empty,
    /// A tag that is never closed, or not where it would have to be.
    Loose,
    /// The lines between two `$$`.
    Math(String),
}

/// Finds the block tags of a text.
pub(in crate::read) fn scan(source: &str) -> Scanned {
    let mut scanner = Scanner {
        source,
        out: String::with_capacity(source.len() + source.len() / 8),
        lines: Vec::new(),
        marks: Vec::new(),
        sign: unused_char(source),
        containers: Containers::default(),
        open: Vec::new(),
        counts: [0; TAGS.len()],
        fence: None,
    };
    let mut at = scanner.front_matter();
    while at < source.len() {
        at = scanner.line(at);
    }
    scanner.abandon(0);
    let Scanner { out, lines, marks, sign, .. } = scanner;
    Scanned { text: out, lines, marks, sign, stands_for: "" }
}

struct Scanner<'a> {
    source: &'a str,
    out: String,
    lines: Vec<Line>,
    marks: Vec<Mark>,
    sign: char,
    containers: Containers,
    /// The tags that are open.
    open: Vec<OpenTag>,
    /// How many of each tag are open.
    counts: [usize; TAGS.len()],
    fence: Option<Fence>,
}

struct OpenTag {
    mark: usize,
    name: usize,
    /// What stands before its line, which must stand before the closing tag, too.
    prefix: String,
    containers: usize,
}

/// A code block that is open.
pub(in crate::read) struct Fence {
    pub(in crate::read) char: char,
    pub(in crate::read) length: usize,
    pub(in crate::read) containers: usize,
}

impl Scanner<'_> {
    /// Copies what stands between two `---` at the head of the text; returns where it ends.
    fn front_matter(&mut self) -> usize {
        let start = if self.source.starts_with('\u{feff}') { 3 } else { 0 };
        let (first, mut at) = line_at(self.source, start);
        if self.source[first].trim_end() != "---" {
            return start;
        }
        while at < self.source.len() {
            let (line, next) = line_at(self.source, at);
            at = next;
            if self.source[line].trim_end() == "---" {
                let mut from = start;
                while from < at {
                    let (line, next) = line_at(self.source, from);
                    self.copy(line);
                    from = next;
                }
                return at;
            }
        }
        start
    }

    /// Reads the line that begins at `start`; returns where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let (range, next) = line_at(self.source, start);
        let line = &self.source[range.clone()];
        let (matched, at) = self.containers.matching(line);
        if let Some(fence) = &self.fence {
            if matched >= fence.containers {
                if fence.is_closed_by(&line[at..]) {
                    self.fence = None;
                }
                self.copy(range);
                return next;
            }
            self.fence = None;
        }
        self.containers.truncate(matched);
        self.abandon_outside();
        let Some(at) = self.containers.open(line, at) else {
            self.copy(range);
            return next;
        };
        let content = &line[at..];
        if let Some((char, length)) = fence_of(content) {
            self.fence = Some(Fence { char, length, containers: self.containers.len() });
            self.copy(range);
            return next;
        }
        if content.trim_end_matches(BLANK) == "$$"
            && let Some((math, after)) = self.math(next)
        {
            let prefix = line[..at].to_owned();
            let kind = MarkKind::Math(math);
            self.mark(&prefix, range.start + at..range.end, kind);
            return after;
        }
        if content.contains('<') {
            self.tags(range, at);
        } else {
            self.copy(range);
        }
        next
    }

    /// The lines of an equation from `at` on up to the `$$` that ends it, and where the line after
    /// that begins.
    fn math(&self, mut at: usize) -> Option<(String, usize)> {
        let mut math: Vec<&str> = Vec::new();
        while at < self.source.len() {
            let (range, next) = line_at(self.source, at);
            let line = &self.source[range];
            let (matched, content) = self.containers.matching(line);
            if matched < self.containers.len() {
                return None;
            }
            if line[content..].trim_matches(BLANK) == "$$" {
                return Some((math.join("\n"), next));
            }
            math.push(&line[content..]);
            at = next;
        }
        None
    }

    /// Reads a line whose content begins at `at` and may have tags in it.
    fn tags(&mut self, range: Range<usize>, at: usize) {
        let source = self.source;
        let line = &source[range.clone()];
        // What the first line begins with; markers of lists do not stand before the others.
        let mut prefix = line[..at].to_owned();
        let further: String =
            line[..at].chars().map(|it| if matches!(it, '>' | '\t') { it } else { ' ' }).collect();
        let (mut text, mut pos, mut any) = (at, at, false);
        while let Some(found) = line[pos..].find(['<', '`', '\\']) {
            pos += found;
            let rest = &line[pos..];
            if let Some(escaped) = rest.strip_prefix('\\') {
                pos += 1 + escaped.chars().next().map_or(0, char::len_utf8);
                continue;
            }
            if rest.starts_with('`') {
                pos += code_span(rest);
                continue;
            }
            let (token, length) = html::token(rest);
            let is_first = line[text..pos].trim_matches(BLANK).is_empty();
            let end = pos + length;
            let span = range.start + pos..range.start + end;
            match token {
                Token::Open(tag) if is_first => {
                    let Some(name) = tag_index(tag.name).filter(|_| !is_inline(tag)) else {
                        pos = end;
                        continue;
                    };
                    let mark = self.marks.len();
                    let is_empty = tag.closed || EMPTY.contains(&TAGS[name]);
                    self.mark(
                        &prefix,
                        span,
                        if is_empty { MarkKind::Empty } else { MarkKind::Open },
                    );
                    prefix.clone_from(&further);
                    if !is_empty {
                        let containers = self.containers.len();
                        self.counts[name] += 1;
                        self.open.push(OpenTag { mark, name, prefix: further.clone(), containers });
                    }
                }
                Token::Close(name) => {
                    let name = tag_index(name).filter(|it| self.counts[*it] > 0);
                    let Some((open, outer)) = name.and_then(|it| self.close(it)) else {
                        pos = end;
                        continue;
                    };
                    self.piece(&prefix, range.start + text..range.start + pos);
                    self.mark(&outer, span, MarkKind::Close(open));
                    prefix = outer;
                }
                // What follows may be escaped.
                Token::Text(_) => {
                    pos += 1;
                    continue;
                }
                Token::Open(_) | Token::Comment => {
                    pos = end;
                    continue;
                }
            }
            any = true;
            (text, pos) = (end, end);
        }
        if any {
            self.piece(&prefix, range.start + text..range.end);
        } else {
            self.piece_of_line(&prefix, range.start + at..range.end);
        }
    }

    /// Closes the innermost tag of a name; returns its mark and what stands before its line.
    fn close(&mut self, name: usize) -> Option<(usize, String)> {
        let at = self.open.iter().rposition(|it| it.name == name)?;
        self.abandon(at + 1);
        let tag = self.open.pop()?;
        self.counts[tag.name] -= 1;
        self.containers.truncate(tag.containers);
        Some((tag.mark, tag.prefix))
    }

    /// Gives up the tags that are open beyond `count`.
    fn abandon(&mut self, count: usize) {
        for tag in self.open.drain(count.min(self.open.len())..) {
            self.counts[tag.name] -= 1;
            self.marks[tag.mark].kind = MarkKind::Loose;
        }
    }

    /// Gives up the tags in containers that have ended.
    fn abandon_outside(&mut self) {
        let depth = self.containers.len();
        let inside = self.open.iter().rev().take_while(|it| it.containers > depth).count();
        self.abandon(self.open.len() - inside);
    }

    fn copy(&mut self, range: Range<usize>) {
        self.lines.push(Line { start: range.start, end: range.end, before: 0 });
        self.out.push_str(&self.source[range]);
        self.out.push('\n');
    }

    /// A line of its own for what stands between two tags, if anything does.
    fn piece(&mut self, prefix: &str, range: Range<usize>) {
        let text = &self.source[range.clone()];
        let start = range.end - text.trim_start_matches(BLANK).len();
        let end = start + text.trim_matches(BLANK).len();
        if start < end {
            self.piece_of_line(prefix, start..end);
        }
    }

    fn piece_of_line(&mut self, prefix: &str, range: Range<usize>) {
        let from = self.out.len();
        self.out.push_str(prefix);
        let text = &self.source[range.clone()];
        let mut rest = text.chars();
        let next = if rest.next() == Some('<') { rest.next() } else { None };
        if next.is_some_and(|it| it.is_ascii_alphabetic() || matches!(it, '/' | '!' | '?')) {
            self.out.push(self.sign);
        }
        let before = self.out.len() - from;
        self.out.push_str(text);
        self.out.push('\n');
        self.lines.push(Line { start: range.start, end: range.end, before });
    }

    /// A comment in the place of a tag.
    fn mark(&mut self, prefix: &str, span: Range<usize>, kind: MarkKind) {
        let number = self.marks.len().to_string();
        self.out.push_str(prefix);
        self.out.push_str("<!--");
        self.out.push(self.sign);
        self.out.push_str(&number);
        self.out.push_str("-->\n");
        self.lines.push(Line { start: span.start, end: span.end, before: prefix.len() });
        self.marks.push(Mark { span, kind });
    }
}

impl Fence {
    pub(in crate::read) fn is_closed_by(&self, line: &str) -> bool {
        let content = line.trim_start_matches(' ');
        let run = content.len() - content.trim_start_matches(self.char).len();
        line.len() - content.len() < 4 && run >= self.length && content[run..].trim().is_empty()
    }
}

/// The fence of a code block that a line begins with.
pub(in crate::read) fn fence_of(content: &str) -> Option<(char, usize)> {
    let char = content.chars().next().filter(|it| matches!(it, '`' | '~'))?;
    let rest = content.trim_start_matches(char);
    let length = content.len() - rest.len();
    (length > 2 && !(char == '`' && rest.contains('`'))).then_some((char, length))
}

/// The line that begins at `start`, without its end, and where the next one begins.
pub(in crate::read) fn line_at(source: &str, start: usize) -> (Range<usize>, usize) {
    let Some(at) = source[start..].find(['\n', '\r']) else {
        return (start..source.len(), source.len());
    };
    let end = start + at;
    let length = if source[end..].starts_with("\r\n") { 2 } else { 1 };
    (start..end, end + length)
}

/// The length of the code in backticks that a text begins with, or of the backticks alone.
pub(in crate::read) fn code_span(text: &str) -> usize {
    let run = |text: &str| text.len() - text.trim_start_matches('`').len();
    let length = run(text);
    let mut at = length;
    while let Some(found) = text[at..].find('`') {
        at += found;
        let closing = run(&text[at..]);
        at += closing;
        if closing == length {
            return at;
        }
    }
    length
}

fn tag_index(name: &str) -> Option<usize> {
    TAGS.iter().position(|it| *it == name)
}

/// Whether a tag of the crate's own stands in running text.
fn is_inline(tag: html::Tag<'_>) -> bool {
    tag.is("nmd") && tag.attribute("kind").is_some_and(|it| INLINE.contains(&it.as_str()))
}

/// A character for private use that is not in a text.
fn unused_char(text: &str) -> char {
    const FIRST: u32 = 0xe000;
    let mut used = vec![false; 6400];
    for char in text.chars() {
        let index = u32::from(char).wrapping_sub(FIRST) as usize;
        if let Some(it) = used.get_mut(index) {
            *it = true;
        }
    }
    let free = used.iter().position(|it| !it).and_then(|it| u32::try_from(it).ok());
    // A text with all of them is no text.
    free.and_then(|it| char::from_u32(FIRST + it)).unwrap_or('\u{f8ff}')
}
