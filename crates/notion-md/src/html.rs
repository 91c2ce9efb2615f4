//! Reading the HTML that people put into Markdown: tags, attributes and entities.

/// One tag or comment, as it stands in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `<name …>` or `<name …/>`.
    Open(Tag<'a>),
    /// `</name>`.
    Close(&'a str),
    /// `<!-- … -->`, a declaration or a processing instruction.
    Comment,
    /// Everything else, entities not decoded.
    Text(&'a str),
}

/// An opening tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Tag<'a> {
    /// The name as written, in any case.
    pub(crate) name: &'a str,
    attributes: &'a str,
    /// Whether it ends with `/>`.
    pub(crate) closed: bool,
}

/// Reads the next token from the start of `html`; also says how many bytes it has, at least 1
/// unless `html` is empty.
pub(crate) fn token(html: &str) -> (Token<'_>, usize) {
    if let Some(found) = markup(html) {
        return found;
    }
    // A `<` that begins no markup is text; the text ends before the next one that might.
    let skip = usize::from(html.starts_with('<'));
    let end = html[skip..].find('<').map_or(html.len(), |at| at + skip);
    (Token::Text(&html[..end]), end)
}

fn markup(html: &str) -> Option<(Token<'_>, usize)> {
    let rest = html.strip_prefix('<')?;
    if let Some(rest) = rest.strip_prefix("!--") {
        // `<!-->` and `<!--->` are whole comments.
        let end = if rest.starts_with('>') {
            1
        } else if rest.starts_with("->") {
            2
        } else {
            rest.find("-->").map_or(rest.len(), |at| at + 3)
        };
        return Some((Token::Comment, 4 + end));
    }
    for (start, close) in [("?", "?>"), ("![CDATA[", "]]>"), ("!", ">")] {
        if rest.starts_with(start) {
            let end = rest.find(close).map_or(rest.len(), |at| at + close.len());
            return Some((Token::Comment, 1 + end));
        }
    }
    let (rest, closing) = rest.strip_prefix('/').map_or((rest, false), |it| (it, true));
    if !rest.starts_with(|it: char| it.is_ascii_alphabetic()) {
        return None;
    }
    let is_name = |it: char| it.is_ascii_alphanumeric() || matches!(it, '-' | '_');
    let (name, rest) = rest.split_at(rest.find(|it| !is_name(it)).unwrap_or(rest.len()));
    let end = tag_end(rest)?;
    let length = html.len() - rest.len() + end + 1;
    if closing {
        return Some((Token::Close(name), length));
    }
    let attributes = &rest[..end];
    let (attributes, closed) =
        attributes.strip_suffix('/').map_or((attributes, false), |it| (it, true));
    if attributes.starts_with(|it: char| !it.is_whitespace()) {
        return None;
    }
    Some((Token::Open(Tag { name, attributes, closed }), length))
}

/// Where the `>` is that ends a tag, outside of quotes.
fn tag_end(text: &str) -> Option<usize> {
    let mut quote = None;
    let mut after_equals = false;
    for (at, byte) in text.bytes().enumerate() {
        match (quote, byte) {
            (None, b'>') => return Some(at),
            (None, b'<') => return None,
            (None, b'"' | b'\'') if after_equals => quote = Some(byte),
            (Some(open), _) if open == byte => quote = None,
            _ => {}
        }
        after_equals = byte == b'=' || (after_equals && byte.is_ascii_whitespace());
    }
    None
}

impl<'a> Tag<'a> {
    pub(crate) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// The value of an attribute, entities decoded; empty for one without a value.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        self.attributes().find(|it| it.0.eq_ignore_ascii_case(name)).map(|it| decode(it.1))
    }

    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&'a str, &'a str)> {
        let mut rest = self.attributes;
        std::iter::from_fn(move || {
            rest = rest.trim_start();
            if rest.is_empty() {
                return None;
            }
            let end = rest.find(|it: char| it.is_whitespace() || it == '=').unwrap_or(rest.len());
            // A stray `=` must not stop the reading.
            let end = end.max(rest.chars().next().map_or(0, char::len_utf8));
            let name = &rest[..end];
            rest = rest[end..].trim_start();
            let Some(value) = rest.strip_prefix('=') else { return Some((name, "")) };
            let value = value.trim_start();
            let (value, tail) = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => {
                    let value = &value[1..];
                    value.split_once(quote).unwrap_or((value, ""))
                }
                _ => value.split_at(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            rest = tail;
            Some((name, value))
        })
    }
}

/// Decodes numeric entities and the few named ones that people write in HTML.
pub(crate) fn decode(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let (char, length) = entity(rest).unwrap_or(('&', 1));
        decoded.push(char);
        rest = &rest[length..];
    }
    decoded.push_str(rest);
    decoded
}

/// The entity at the start of a text, and its length in bytes.
fn entity(text: &str) -> Option<(char, usize)> {
    let end = text.bytes().take(12).position(|it| it == b';')?;
    let name = text.get(1..end)?;
    let char = if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        char::from_u32(code).filter(|it| *it != '\0').unwrap_or(char::REPLACEMENT_CHARACTER)
    } else {
        match name {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            "apos" => '\'',
            "nbsp" => '\u{a0}',
            "copy" => '©',
            "mdash" => '—',
            "ndash" => '–',
            "hellip" => '…',
            "times" => '×',
            "middot" => '·',
            "bull" => '•',
            "rarr" => '→',
            "larr" => '←',
            _ => return None,
        }
    };
    Some((char, end + 1))
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;

    fn check(html: &str) -> String {
        let mut rest = html;
        let mut out = String::new();
        while !rest.is_empty() {
            let (token, length) = token(rest);
            match token {
                Token::Open(tag) => {
                    let end = if tag.closed { "/" } else { "" };
                    let attributes: Vec<_> =
                        tag.attributes().map(|it| format!("{}={}", it.0, decode(it.1))).collect();
                    write!(out, "<{end}{} {}>", tag.name, attributes.join(",")).unwrap();
                }
                Token::Close(name) => write!(out, "</{name}>").unwrap(),
                Token::Comment => out.push_str("<!>"),
                Token::Text(text) => write!(out, "{text:?}").unwrap(),
            }
            rest = &rest[length..];
        }
        out
    }

    #[test]
    fn reads_tags() {
        insta::assert_snapshot!(check("<B>a</b >"), @r#"<B >"a"</b>"#);
        insta::assert_snapshot!(
            check("<img src='a>b' alt=x\n width = \"3\" hidden/>"),
            @"</img src=a>b,alt=x,width=3,hidden=>"
        );
        insta::assert_snapshot!(check("<a href=\"?a&amp;b\">"), @"<a href=?a&b>");
        insta::assert_snapshot!(check("x<!-- a > b -->y<!DOCTYPE html>"), @r#""x"<!>"y"<!>"#);
        insta::assert_snapshot!(check("<!-->a"), @r#"<!>"a""#);
    }

    #[test]
    fn what_is_no_tag_is_text() {
        insta::assert_snapshot!(check("a < b <3 <c"), @r#""a ""< b ""<3 ""<c""#);
        insta::assert_snapshot!(check("<!-- open"), @"<!>");
        insta::assert_snapshot!(check("<a =\"x\">"), @r#"<a ==,"x"=>"#);
    }

    #[test]
    fn decodes_entities() {
        assert_eq!(
            decode("a &lt;&#65;&#x1F600;&nbsp;&foo; & &#0;"),
            "a <A😀\u{a0}&foo; & \u{fffd}"
        );
    }
}
