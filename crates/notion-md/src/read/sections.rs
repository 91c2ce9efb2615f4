//! Where a long text can be cut: into sections that mean by themselves what they mean in the whole.
//!
//! A line that begins with a letter or a `#` behind an empty line ends every container that may be open,
//! but for a fence and some HTML. Those are followed here as well as lines can tell; what the parser
//! makes of the sections shows whether that was right.

use std::ops::Range;

/// Lines of a text that belong together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Section {
    /// Its bytes.
    pub(super) span: Range<usize>,
    /// How many lines stand before it.
    pub(super) line: usize,
    /// How many lines it has.
    pub(super) lines: usize,
}

/// The sections of a text, each of at least so many bytes but for the last one.
pub(super) fn sections(text: &str, least: usize) -> Vec<Section> {
    let mut sections = Vec::new();
    let mut scan = Scan::default();
    let head = front_matter(text);
    let mut current = Section { span: 0..0, line: 0, lines: 0 };
    let mut start = 0;
    for end in memchr::memchr_iter(b'\n', text.as_bytes()).map(|it| it + 1).chain([text.len()]) {
        if start == end {
            break;
        }
        let begins = start >= head && scan.line(&text[start..end]);
        if begins && start - current.span.start >= least {
            let line = current.line + current.lines;
            current.span.end = start;
            sections
                .push(std::mem::replace(&mut current, Section { span: start..0, line, lines: 0 }));
        }
        current.lines += 1;
        start = end;
    }
    current.span.end = text.len();
    sections.push(current);
    sections
}

/// How many bytes the front matter of a text has, without its last line end. The parser prefers an
/// end with CR LF, wherever it stands.
pub(super) fn front_matter(text: &str) -> usize {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    let Some(rest) = bare.strip_prefix("---") else { return 0 };
    let Some(rest) = rest.strip_prefix("\r\n").or(rest.strip_prefix('\n')) else { return 0 };
    let ends = ["\n---\r\n", "\n---\n", "\n---"];
    let end = ends.into_iter().find_map(|it| rest.find(it)).map(|at| at + "\n---".len());
    let is_line =
        |end: &usize| matches!(rest.as_bytes()[*end..], [] | [b'\n', ..] | [b'\r', b'\n', ..]);
    end.filter(is_line).map_or(0, |end| text.len() - rest.len() + end)
}

/// What goes on behind empty lines, whatever stands there.
#[derive(Clone, Copy)]
enum Open {
    /// A fence of so many of a character.
    Fence(u8, usize),
    /// Something that a line with this ends.
    Until(&'static str),
}

/// What is known of the lines so far.
#[derive(Default)]
struct Scan {
    open: Option<Open>,
    /// Whether the line before is empty, and there is one.
    behind_empty: bool,
    /// Whether the last line that is not empty may be the end of HTML.
    behind_html: bool,
}

impl Scan {
    /// Looks at the next line; returns whether a section may begin with it.
    fn line(&mut self, line: &str) -> bool {
        // To the parser, a form feed is no blank.
        let content = line.trim_matches([' ', '\t', '\r', '\n']);
        if content.is_empty() {
            self.behind_empty = true;
            return false;
        }
        let first = line.as_bytes()[0];
        let begins = self.open.is_none()
            && self.behind_empty
            && !self.behind_html
            && (first.is_ascii_alphabetic() || first == b'#' || first >= 0x80)
            && !line.starts_with('\u{feff}');
        self.behind_empty = false;
        self.behind_html = content.contains('>');
        match self.open {
            Some(Open::Until(end)) if has(content, end) => self.open = None,
            Some(Open::Fence(fence, length)) => {
                let (it, count) = row(content);
                if it == fence && count >= length && count == content.len() {
                    self.open = None;
                }
            }
            Some(Open::Until(_)) => {}
            None => self.open = opened(content),
        }
        begins
    }
}

/// The first byte of a text and how often it stands there in a row.
fn row(text: &str) -> (u8, usize) {
    let first = text.as_bytes()[0];
    (first, text.bytes().take_while(|it| *it == first).count())
}

/// What a line opens that only a certain line ends.
fn opened(content: &str) -> Option<Open> {
    match row(content) {
        (b'`', count) if count >= 3 && !content[count..].contains('`') => {
            Some(Open::Fence(b'`', count))
        }
        (b'~', count) if count >= 3 => Some(Open::Fence(b'~', count)),
        (b'<', _) => {
            let kinds = [
                ("<!--", "-->"),
                ("<?", "?>"),
                ("<![CDATA[", "]]>"),
                ("<!", ">"),
                ("<script", "</script>"),
                ("<pre", "</pre>"),
                ("<style", "</style>"),
                ("<textarea", "</textarea>"),
            ];
            let (_, end) = kinds.into_iter().find(|it| {
                content.get(..it.0.len()).is_some_and(|start| start.eq_ignore_ascii_case(it.0))
            })?;
            (!has(content, end)).then_some(Open::Until(end))
        }
        _ => None,
    }
}

/// Whether a line holds a text, in large letters or in small ones.
fn has(line: &str, wanted: &str) -> bool {
    line.contains(wanted)
        || (wanted.starts_with("</") && line.to_ascii_lowercase().contains(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let sections = sections(text, 1);
        let texts: Vec<_> = sections.iter().map(|it| &text[it.span.clone()]).collect();
        assert_eq!(texts, expected);
        for section in &sections {
            assert_eq!(section.line, text[..section.span.start].matches('\n').count());
            assert_eq!(section.lines, text[section.span.clone()].lines().count());
        }
    }

    #[test]
    fn sections_begin_where_nothing_goes_on() {
        check("a\n\nb\n\n# c\nd\n", &["a\n\n", "b\n\n", "# c\nd\n"]);
        check("- a\n\n  b\n\n- c\n\nd", &["- a\n\n  b\n\n- c\n\n", "d"]);
        check("```\n\na\n\n```\n\nb\n", &["```\n\na\n\n```\n\n", "b\n"]);
        check("<!--\n\na\n\n-->\n\nb\n\nc\n", &["<!--\n\na\n\n-->\n\nb\n\n", "c\n"]);
        check("---\na: b\n\nc: d\n---\n\ne\n", &["---\na: b\n\nc: d\n---\n\n", "e\n"]);
        check("a\r\n\r\nb", &["a\r\n\r\n", "b"]);
        check("", &[""]);
    }
}
