//! What the beginning and the end of a line say about its block.

use super::scan::BLANK;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::read) enum LineKind {
    Paragraph,
    Heading(u8),
    Bullet,
    Number(u32),
    ToDo { checked: bool },
    Quote,
}

/// What a line without its indentation is, and where its text begins.
pub(super) fn marker(content: &str) -> (LineKind, usize) {
    let hashes = content.len() - content.trim_start_matches('#').len();
    if (1..=6).contains(&hashes) && ends_marker(&content[hashes..]) {
        return (LineKind::Heading(u8::try_from(hashes).unwrap_or(6)), hashes);
    }
    if content.starts_with('>') {
        return (LineKind::Quote, 1);
    }
    if content.starts_with(['-', '*', '+']) && ends_marker(&content[1..]) {
        let text = content[1..].trim_start_matches(BLANK);
        let at = content.len() - text.len();
        let checked = match text.get(..3) {
            Some("[ ]") => Some(false),
            Some("[x]" | "[X]") => Some(true),
            _ => None,
        };
        return match checked.filter(|_| ends_marker(&text[3..])) {
            Some(checked) => (LineKind::ToDo { checked }, at + 3),
            None => (LineKind::Bullet, 1),
        };
    }
    let digits = content.bytes().take_while(u8::is_ascii_digit).count();
    if (1..10).contains(&digits)
        && content[digits..].starts_with(['.', ')'])
        && ends_marker(&content[digits + 1..])
    {
        return (LineKind::Number(content[..digits].parse().unwrap_or(1)), digits + 1);
    }
    (LineKind::Paragraph, 0)
}

fn ends_marker(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(BLANK)
}

/// Divides a text from the attributes in braces at its end: `text {color="red"}`.
pub(super) fn suffix(content: &str) -> (&str, Option<&str>) {
    let attributes = || {
        let inner = content.strip_suffix('}')?;
        let at = inner.rfind('{')?;
        let attributes = &inner[at + 1..];
        let is_known = ["color=\"", "toggle=\""].iter().any(|it| attributes.starts_with(it));
        let backslashes = inner[..at].len() - inner[..at].trim_end_matches('\\').len();
        (is_known && attributes.ends_with('"') && backslashes % 2 == 0).then_some((at, attributes))
    };
    match attributes() {
        Some((at, attributes)) => (content[..at].trim_end_matches(BLANK), Some(attributes)),
        None => (content, None),
    }
}

/// How many columns an indentation has.
pub(super) fn columns(indent: &str) -> usize {
    indent
        .bytes()
        .fold(0, |column, byte| if byte == b'\t' { (column / 4 + 1) * 4 } else { column + 1 })
}

/// A line without the indentation that it shares with the first line of its block.
pub(super) fn without_indent<'t>(line: &'t str, indent: &str) -> &'t str {
    let shared = line.bytes().zip(indent.bytes()).take_while(|it| it.0 == it.1).count();
    &line[shared..]
}
