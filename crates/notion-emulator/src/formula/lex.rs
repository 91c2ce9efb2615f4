//! The words of a formula.

use std::ops::Range;

use crate::world::schema::PropertyKey;

/// One word and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Token {
    pub(super) word: Word,
    pub(super) span: Range<usize>,
}

#[derive(Clone, Debug, PartialEq)]
pub(super) enum Word {
    Number(f64),
    Text(Box<str>),
    Name(Box<str>),
    Property(PropertyKey),
    Sign(&'static str),
}

/// The text is no formula; formulas are not told why, because Notion does not say either.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct NoFormula;

/// How a reference to a property begins and ends.
pub(super) const REFERENCE: &str = "{{notion:block_property:";
pub(super) const REFERENCE_END: &str = "}}";

/// Longer signs first, so that `==` is not `=` twice.
const SIGNS: [&str; 23] = [
    "==", "!=", ">=", "<=", "&&", "||", "(", ")", "[", "]", ",", ".", "+", "-", "*", "/", "%", "^",
    "<", ">", "?", ":", "!",
];

/// The words of a text.
pub(super) fn words(text: &str) -> Result<Vec<Token>, NoFormula> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        if first.is_whitespace() {
            at += first.len_utf8();
        } else if rest.starts_with("/*") {
            at += rest.find("*/").ok_or(NoFormula)? + 2;
        } else {
            let (word, length) = word(rest, first)?;
            tokens.push(Token { word, span: at..at + length });
            at += length;
        }
    }
    Ok(tokens)
}

fn word(rest: &str, first: char) -> Result<(Word, usize), NoFormula> {
    if let Some(inner) = rest.strip_prefix(REFERENCE) {
        let end = inner.find(REFERENCE_END).ok_or(NoFormula)?;
        // The data source and the workspace follow; the first id says it all.
        let id = inner[..end].split(':').next().filter(|id| !id.is_empty()).ok_or(NoFormula)?;
        let raw = notion_model::PropertyId::from(id).decoded();
        let length = REFERENCE.len() + end + REFERENCE_END.len();
        return Ok((Word::Property(PropertyKey::new(raw)), length));
    }
    if first == '"' {
        return quoted(rest);
    }
    if first.is_ascii_digit() {
        let length = number(rest);
        let value = rest[..length].parse().map_err(|_| NoFormula)?;
        return Ok((Word::Number(value), length));
    }
    if first.is_alphabetic() || first == '_' {
        let is_inner = |it: char| it.is_alphanumeric() || it == '_';
        let length = rest.find(|it| !is_inner(it)).unwrap_or(rest.len());
        return Ok((Word::Name(rest[..length].into()), length));
    }
    let sign = SIGNS.into_iter().find(|sign| rest.starts_with(sign)).ok_or(NoFormula)?;
    Ok((Word::Sign(sign), sign.len()))
}

/// A text in quotes, and its length with them.
fn quoted(rest: &str) -> Result<(Word, usize), NoFormula> {
    let mut text = String::new();
    let mut letters = rest.char_indices().skip(1);
    while let Some((at, letter)) = letters.next() {
        match letter {
            '"' => return Ok((Word::Text(text.into()), at + 1)),
            '\\' => match letters.next().ok_or(NoFormula)?.1 {
                'n' => text.push('\n'),
                't' => text.push('\t'),
                escaped @ ('"' | '\\') => text.push(escaped),
                other => text.extend(['\\', other]),
            },
            other => text.push(other),
        }
    }
    Err(NoFormula)
}

/// The length of the number that the text begins with.
fn number(rest: &str) -> usize {
    let digits = |from: usize| {
        let bytes = rest.as_bytes()[from..].iter();
        from + bytes.take_while(|it| it.is_ascii_digit()).count()
    };
    let mut end = digits(0);
    // `2.length()` is no fraction.
    if rest[end..].starts_with('.') && digits(end + 1) > end + 1 {
        end = digits(end + 1);
    }
    if rest[end..].starts_with(['e', 'E']) {
        let sign = usize::from(rest[end + 1..].starts_with(['+', '-']));
        let exponent = digits(end + 1 + sign);
        if exponent > end + 1 + sign {
            end = exponent;
        }
    }
    end
}
