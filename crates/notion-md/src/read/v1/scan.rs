//! Finding the blocks of a text line by line, and gathering the running text for the parser.

use std::{borrow::Cow, ops::Range};

use super::{
    marker::{LineKind, columns, marker, suffix, without_indent},
    pipes::{cells, is_delimiter},
};
use crate::{
    html::{self, Token},
    read::notion::{Fence, Line, Scanned, code_span, fence_of, line_at},
};

/// What is nothing at the edges of a line.
pub(super) const BLANK: [char; 2] = [' ', '\t'];

/// The tags that stand for blocks or parts of them.
const TAGS: [&str; 25] = [
    "audio",
    "callout",
    "col",
    "colgroup",
    "column",
    "columns",
    "database",
    "details",
    "file",
    "image",
    "meeting-notes",
    "notes",
    "page",
    "pdf",
    "summary",
    "synced_block",
    "synced_block_reference",
    "table",
    "table_of_contents",
    "td",
    "th",
    "tr",
    "transcript",
    "unknown",
    "video",
];

/// Those that hold nothing, even without the `/` at their end.
const EMPTY: [&str; 3] = ["col", "table_of_contents", "unknown"];

/// One thing that a line says.
#[derive(Debug)]
pub(in crate::read) struct Event<'a> {
    /// How many columns its line is indented.
    pub(super) indent: usize,
    /// Its line in the parser's text, from 1, and how long that is.
    pub(super) line: usize,
    pub(super) length: usize,
    pub(super) kind: EventKind<'a>,
}

#[derive(Debug)]
pub(in crate::read) enum EventKind<'a> {
    /// A block with its text, which is the next one in the parser's text unless it is empty, and
    /// its attributes.
    Line {
        kind: LineKind,
        has_text: bool,
        attributes: Option<&'a str>,
    },
    /// A text between two tags; it is the next one in the parser's text.
    Text,
    /// A tag that is closed later.
    Open {
        name: &'static str,
        source: Cow<'a, str>,
    },
    /// A tag with nothing in it.
    Empty {
        name: &'static str,
        source: &'a str,
    },
    /// The end of the tag with this number, as it was written.
    Close {
        open: usize,
        source: &'a str,
    },
    /// The end of a toggle without its tag, because what follows is not indented.
    Ended {
        open: usize,
    },
    /// A tag that is never closed, or not where it would have to be.
    Loose(Cow<'a, str>),
    /// Columns of a table with pipes are aligned.
    Aligned,
    Divider,
    Code {
        info: &'a str,
        text: String,
        closed: bool,
    },
    Math(String),
}

/// Reads the lines of a text.
pub(in crate::read) fn scan(source: &str) -> (Scanned, Vec<Event<'_>>) {
    let mut scanner = Scanner {
        source,
        out: String::with_capacity(source.len() + source.len() / 8),
        lines: Vec::new(),
        sign: unused_control(source),
        events: Vec::new(),
        open: Vec::new(),
        counts: [0; TAGS.len()],
        colons: 0,
        ended: 0,
    };
    let mut at = if source.starts_with('\u{feff}') { 3 } else { 0 };
    while at < source.len() {
        at = scanner.line(at);
    }
    scanner.abandon(0);
    let Scanner { out, lines, sign, events, .. } = scanner;
    (Scanned { text: out, lines, marks: Vec::new(), sign, stands_for: "_" }, events)
}

struct Scanner<'a> {
    source: &'a str,
    out: String,
    lines: Vec<Line>,
    /// What stands in for `_`, which means nothing in this dialect but something to the parser.
    sign: char,
    events: Vec<Event<'a>>,
    /// The tags that are open.
    open: Vec<OpenTag>,
    /// How many of each tag are open.
    counts: [usize; TAGS.len()],
    /// How many of the open tags were opened with `:::`.
    colons: usize,
    /// How many toggles ended before their tag.
    ended: usize,
}

struct OpenTag {
    event: usize,
    name: usize,
    indent: usize,
    /// Whether it was opened with `:::`.
    colons: bool,
}

impl<'a> Scanner<'a> {
    /// Reads the line that begins at `start`; returns where the next one begins.
    fn line(&mut self, start: usize) -> usize {
        let source = self.source;
        let (range, next) = line_at(source, start);
        let line = &source[range.clone()];
        let content = line.trim_start_matches(BLANK);
        let at = range.end - content.len();
        let lead = &source[range.start..at];
        let content = content.trim_end_matches(BLANK);
        let range = at..at + content.len();
        if content.is_empty() {
            return next;
        }
        let indent = columns(lead);
        self.end_before(indent, content, &range);
        if let Some((char, length)) = fence_of(content) {
            let info = content[length..].trim_matches(BLANK);
            return self.code(&Fence { char, length, containers: 0 }, info, lead, range, next);
        }
        if content == "$$"
            && let Some((math, after)) = self.math(lead, next)
        {
            self.event(indent, range, EventKind::Math(math));
            return after;
        }
        if is_divider(content) {
            self.event(indent, range, EventKind::Divider);
        } else if content.starts_with(":::") && self.colons(indent, content, &range) {
        } else if content.starts_with('|')
            && let Some(after) = self.pipes(indent, &range, next)
        {
            return after;
        } else if !(content.contains('<') && self.tags(indent, range.clone())) {
            self.marked(indent, range);
        }
        next
    }

    /// Ends the tags that a line with this indentation cannot be in.
    fn end_before(&mut self, indent: usize, content: &str, range: &Range<usize>) {
        while let Some(last) = self.open.last() {
            let is_toggle = TAGS[last.name] == "details";
            let belongs = content.starts_with("<summary") || content.starts_with("</details");
            if last.indent > indent + 1 {
                self.abandon(self.open.len() - 1);
            } else if is_toggle && indent < last.indent + 2 && !belongs {
                // What is not indented is not in the toggle.
                let open = last.event;
                self.counts[last.name] -= 1;
                self.open.pop();
                self.ended += 1;
                self.event(indent, range.start..range.start, EventKind::Ended { open });
            } else {
                return;
            }
        }
    }

    fn code(
        &mut self,
        fence: &Fence,
        info: &'a str,
        lead: &str,
        range: Range<usize>,
        mut at: usize,
    ) -> usize {
        let mut text = String::new();
        let mut closed = false;
        while at < self.source.len() && !closed {
            let (line, next) = line_at(self.source, at);
            let line = without_indent(&self.source[line], lead);
            closed = fence.is_closed_by(line);
            if !closed {
                text.push_str(line);
                text.push('\n');
            }
            at = next;
        }
        self.event(columns(lead), range, EventKind::Code { info, text, closed });
        at
    }

    /// The lines of an equation from `at` on up to the `$$` that ends it, and where the line after
    /// that begins.
    fn math(&self, lead: &str, mut at: usize) -> Option<(String, usize)> {
        let mut math: Vec<&str> = Vec::new();
        while at < self.source.len() {
            let (range, next) = line_at(self.source, at);
            let line = without_indent(&self.source[range], lead);
            if line.trim_matches(BLANK) == "$$" {
                return Some((math.join("\n"), next));
            }
            math.push(line);
            at = next;
        }
        None
    }

    /// Reads the older form of callouts, `::: callout {icon="…"}` up to `:::`.
    fn colons(&mut self, indent: usize, content: &'a str, range: &Range<usize>) -> bool {
        let rest = content[3..].trim_matches(BLANK);
        if rest.is_empty() {
            if self.colons == 0 {
                return false;
            }
            let Some(at) = self.open.iter().rposition(|it| it.colons) else { return false };
            self.close_at(indent, at, range.clone());
            return true;
        }
        let Some(rest) = rest.strip_prefix("callout") else { return false };
        let rest = rest.trim_matches(BLANK);
        let inner = rest.strip_prefix('{').and_then(|it| it.strip_suffix('}'));
        if inner.is_none() && !rest.is_empty() {
            return false;
        }
        let source = format!("<callout {}>", inner.unwrap_or_default());
        let Some(name) = tag_index("callout") else { return false };
        self.open(indent, name, Cow::Owned(source), range.clone(), true);
        true
    }

    /// Reads a table with pipes; returns where the line after it begins.
    fn pipes(&mut self, indent: usize, range: &Range<usize>, next: usize) -> Option<usize> {
        let source = self.source;
        let content_at = |at: usize| {
            let (line, next) = line_at(source, at);
            let text = source[line.clone()].trim_matches(BLANK);
            let start = line.end - source[line.clone()].trim_start_matches(BLANK).len();
            (start..start + text.len(), next)
        };
        let (delimiter, mut at) = content_at(next);
        if next >= source.len() || !is_delimiter(&source[delimiter.clone()]) {
            return None;
        }
        let header = cells(&source[range.clone()]);
        let has_header = header.iter().any(|it| !it.is_empty());
        let tag = if has_header { "<table header-row=\"true\">" } else { "<table>" };
        let table = self.open_synthetic(indent, "table", tag, range);
        if source[delimiter.clone()].contains(':') {
            self.event(indent, delimiter, EventKind::Aligned);
        }
        if has_header {
            self.row(indent, range.start, &header);
        }
        while at < source.len() {
            let (row, next) = content_at(at);
            if !source[row.clone()].starts_with('|') {
                break;
            }
            let cells = cells(&source[row.clone()]);
            self.row(indent, row.start, &cells);
            at = next;
        }
        self.event(indent, range.clone(), EventKind::Close { open: table, source: "" });
        Some(at)
    }

    fn row(&mut self, indent: usize, start: usize, cells: &[Range<usize>]) {
        let at = start..start;
        let row = self.open_synthetic(indent, "tr", "<tr>", &at);
        for cell in cells {
            let open = self.open_synthetic(indent, "td", "<td>", &at);
            self.text(indent, start + cell.start..start + cell.end);
            self.event(indent, at.clone(), EventKind::Close { open, source: "" });
        }
        self.event(indent, at, EventKind::Close { open: row, source: "" });
    }

    /// A tag that does not stand in the text, and will be closed for sure.
    fn open_synthetic(
        &mut self,
        indent: usize,
        name: &'static str,
        tag: &'static str,
        range: &Range<usize>,
    ) -> usize {
        let source = Cow::Borrowed(tag);
        self.event(indent, range.clone(), EventKind::Open { name, source });
        self.events.len() - 1
    }

    /// Reads a line that may have tags of blocks in it; `false` if it has none.
    fn tags(&mut self, indent: usize, range: Range<usize>) -> bool {
        let source = self.source;
        let line = &source[range.clone()];
        let (mut text, mut pos, mut any) = (0, 0, false);
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
            let end = pos + length;
            let span = range.start + pos..range.start + end;
            let is_first = line[text..pos].trim_matches(BLANK).is_empty();
            match token {
                Token::Open(tag) if is_first => {
                    let Some(name) = tag_index(tag.name) else {
                        pos = end;
                        continue;
                    };
                    if tag.closed || EMPTY.contains(&TAGS[name]) {
                        let source = &line[pos..end];
                        self.event(indent, span, EventKind::Empty { name: TAGS[name], source });
                    } else {
                        self.open(indent, name, Cow::Borrowed(&line[pos..end]), span, false);
                    }
                }
                Token::Close(name) => {
                    let name = tag_index(name);
                    if name.is_some_and(|it| TAGS[it] == "details")
                        && is_first
                        && self.ended > 0
                        && name.is_none_or(|it| self.counts[it] == 0)
                    {
                        self.ended -= 1;
                    } else {
                        let name = name.filter(|it| self.counts[*it] > 0);
                        let open =
                            name.and_then(|name| self.open.iter().rposition(|it| it.name == name));
                        let Some(open) = open else {
                            pos = end;
                            continue;
                        };
                        if any {
                            self.piece(indent, range.start + text..range.start + pos);
                        } else if !is_first {
                            self.marked(indent, range.start..range.start + pos);
                        }
                        self.close_at(indent, open, span);
                    }
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
            self.piece(indent, range.start + text..range.end);
        }
        any
    }

    fn open(
        &mut self,
        indent: usize,
        name: usize,
        source: Cow<'a, str>,
        span: Range<usize>,
        colons: bool,
    ) {
        self.counts[name] += 1;
        self.colons += usize::from(colons);
        self.open.push(OpenTag { event: self.events.len(), name, indent, colons });
        self.event(indent, span, EventKind::Open { name: TAGS[name], source });
    }

    /// Closes an open tag, and gives up those in it.
    fn close_at(&mut self, indent: usize, at: usize, span: Range<usize>) {
        self.abandon(at + 1);
        let Some(tag) = self.open.pop() else { return };
        self.counts[tag.name] -= 1;
        self.colons -= usize::from(tag.colons);
        let source = &self.source[span.clone()];
        self.event(indent, span, EventKind::Close { open: tag.event, source });
    }

    /// Gives up the tags that are open beyond `count`.
    fn abandon(&mut self, count: usize) {
        for tag in self.open.drain(count.min(self.open.len())..) {
            self.counts[tag.name] -= 1;
            self.colons -= usize::from(tag.colons);
            let kind = &mut self.events[tag.event].kind;
            if let EventKind::Open { source, .. } = kind {
                *kind = EventKind::Loose(std::mem::take(source));
            }
        }
    }

    /// A line by itself: a marker, a text, and attributes.
    fn marked(&mut self, indent: usize, range: Range<usize>) {
        let content = &self.source[range.clone()];
        if let Some(attributes) = empty_block(content) {
            let kind = LineKind::Paragraph;
            let attributes = Some(attributes);
            let kind = EventKind::Line { kind, has_text: false, attributes };
            return self.event(indent, range, kind);
        }
        let (kind, at) = marker(content);
        let (text, attributes) = suffix(&content[at..]);
        let start = range.start + at + text.len() - text.trim_start_matches(BLANK).len();
        let text = text.trim_matches(BLANK);
        let has_text = !text.is_empty();
        let kind = EventKind::Line { kind, has_text, attributes };
        if has_text {
            self.run(start..start + text.len());
            let line = self.lines.len();
            // The block is all of its line, and its text only a part of that.
            self.events.push(Event { indent, line, length: text.len() + 2, kind });
        } else {
            self.event(indent, range, kind);
        }
    }

    /// A text between two tags, if there is any.
    fn piece(&mut self, indent: usize, range: Range<usize>) {
        let text = &self.source[range.clone()];
        let start = range.end - text.trim_start_matches(BLANK).len();
        let end = start + text.trim_matches(BLANK).len();
        if start < end {
            self.text(indent, start..end);
        }
    }

    fn text(&mut self, indent: usize, range: Range<usize>) {
        let length = range.len() + 2;
        self.run(range);
        let line = self.lines.len();
        self.events.push(Event { indent, line, length, kind: EventKind::Text });
    }

    /// Something without a text: the parser gets an empty line for it.
    fn event(&mut self, indent: usize, range: Range<usize>, kind: EventKind<'a>) {
        let length = range.len();
        self.lines.push(Line { start: range.start, end: range.end, before: 0 });
        self.out.push('\n');
        self.events.push(Event { indent, line: self.lines.len(), length, kind });
    }

    /// A text for the parser.
    fn run(&mut self, range: Range<usize>) {
        self.out.push_str("# ");
        let mut rest = &self.source[range.clone()];
        while let Some(at) = rest.find(['_', '\\', '<', ']']) {
            let (before, tail) = rest.split_at(at);
            self.out.push_str(before);
            // The parser does not take the sign in addresses, and needs none there.
            let kept = match tail.as_bytes() {
                [b'_', ..] => {
                    self.out.push(self.sign);
                    rest = &tail[1..];
                    continue;
                }
                [b'\\', ..] => 1 + tail[1..].chars().next().map_or(0, char::len_utf8),
                [b'<', next, ..] if next.is_ascii_alphabetic() => {
                    tail.find('>').unwrap_or(tail.len())
                }
                [b']', b'(', ..] => destination(tail),
                _ => 1,
            };
            self.out.push_str(&tail[..kept]);
            rest = &tail[kept..];
        }
        self.out.push_str(rest);
        self.out.push_str(" #\n");
        self.lines.push(Line { start: range.start, end: range.end, before: 2 });
    }
}

/// How long the address of a link is that stands behind `](`, with that.
fn destination(text: &str) -> usize {
    let rest = &text[2..];
    if rest.starts_with('<') {
        return 2 + rest.find('>').unwrap_or(rest.len());
    }
    let mut depth = 0_usize;
    let mut is_escaped = false;
    let end = rest.bytes().position(|byte| {
        match byte {
            _ if is_escaped => {
                is_escaped = false;
                return false;
            }
            b'\\' => is_escaped = true,
            b'(' => depth += 1,
            b')' if depth == 0 => return true,
            b')' => depth -= 1,
            b' ' | b'\t' => return true,
            _ => {}
        }
        false
    });
    2 + end.unwrap_or(rest.len())
}

fn tag_index(name: &str) -> Option<usize> {
    TAGS.iter().position(|it| *it == name)
}

/// The attributes of `<empty-block/>`, if a line is nothing else.
fn empty_block(content: &str) -> Option<&str> {
    let rest = content.strip_prefix("<empty-block")?;
    let is_whole =
        matches!(html::token(content), (Token::Open(_), length) if length == content.len());
    let attributes = rest.strip_suffix('>').map(|it| it.strip_suffix('/').unwrap_or(it))?;
    is_whole.then_some(attributes)
}

fn is_divider(content: &str) -> bool {
    content.len() > 2
        && (content.bytes().all(|it| it == b'-') || content.bytes().all(|it| it == b'*'))
}

/// A control character of one byte that is not in a text.
fn unused_control(text: &str) -> char {
    let is_used = |it: u8| memchr::memchr(it, text.as_bytes()).is_some();
    // A text with all of them is no text; an underscore in it may mark something.
    let free = (1..=8).chain(14..=31).find(|it| !is_used(*it));
    char::from(free.unwrap_or(b'_'))
}
