//! Quoted text: `"…"` and `'…'` with escapes, and backquoted names without.

use std::borrow::Cow;
use std::cell::Cell;
use std::fmt::Write as _;

use nom::error::{Error, ErrorKind};
use nom::{Err, IResult};

use super::{Kind, Lexeme};

/// Typographic quotes that people paste from documents, each with its closing partners.
const CURLY: &[(char, &[char])] = &[
    ('“', &['”', '“']),
    ('”', &['”']),
    ('„', &['“', '”']),
    ('«', &['»']),
    ('»', &['«']),
    ('‘', &['’']),
    ('’', &['’']),
    ('‚', &['‘', '’']),
];

/// Typographic quotes that do not close in what is left of the text, by their places in [`CURLY`].
///
/// Looking for the other quote once more from every one of them would take quadratic time.
#[derive(Default)]
pub(super) struct NeverClosed(Cell<[bool; CURLY.len()]>);

/// Reads a quoted text with its quotes, closed or not.
pub(super) fn quoted<'a>(input: &'a str, never: &NeverClosed) -> IResult<&'a str, Lexeme> {
    let no_match = || Err::Error(Error::new(input, ErrorKind::Char));
    let first = input.chars().next().ok_or_else(no_match)?;
    let (kind, length) = match first {
        '"' | '\'' => (Kind::Quoted, closing(input, first)),
        '`' => (Kind::Backquoted, input[1..].find('`').map(|at| at + 2)),
        curly => {
            let which = CURLY.iter().position(|(open, _)| *open == curly).ok_or_else(no_match)?;
            let mut known = never.0.get();
            if known[which] {
                return Err(no_match());
            }
            let open = curly.len_utf8();
            let Some(close) = curly_closing(&input[open..], CURLY[which].1) else {
                known[which] = true;
                never.0.set(known);
                return Err(no_match());
            };
            let partner = input[open + close..].chars().next().map_or(0, char::len_utf8);
            (Kind::CurlyQuoted, Some(open + close + partner))
        }
    };
    Ok(match length {
        Some(length) => (&input[length..], Lexeme::Doubtful(kind)),
        None => ("", Lexeme::Unterminated(kind)),
    })
}

/// Where a typographic quote closes; within a word, as in `it’s`, it is an apostrophe.
fn curly_closing(text: &str, partners: &[char]) -> Option<usize> {
    text.match_indices(partners)
        .find(|(at, partner)| {
            let after = text[at + partner.len()..].chars().next();
            *partner != "’" || !after.is_some_and(char::is_alphanumeric)
        })
        .map(|(at, _)| at)
}

/// The number of bytes up to and including the closing quote.
fn closing(input: &str, quote: char) -> Option<usize> {
    let mut characters = input.char_indices().skip(1);
    while let Some((at, character)) = characters.next() {
        if character == '\\' {
            characters.next();
        } else if character == quote {
            return Some(at + 1);
        }
    }
    None
}

/// An escape: where it begins within the text, its length, and what it stands for.
pub(super) struct Escape {
    pub(super) at: usize,
    pub(super) length: usize,
    /// None if there is no such escape.
    pub(super) character: Option<char>,
}

/// All escapes of a text between quotes.
pub(super) fn escapes(text: &str) -> impl Iterator<Item = Escape> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let at = done + text[done..].find('\\')?;
        let (length, character) = escape(&text[at..]);
        done = at + length;
        Some(Escape { at, length, character })
    })
}

fn escape(text: &str) -> (usize, Option<char>) {
    let Some(letter) = text[1..].chars().next() else { return (1, None) };
    let simple = match letter {
        '"' | '\'' | '\\' => Some(letter),
        'n' => Some('\n'),
        't' => Some('\t'),
        'r' => Some('\r'),
        _ => None,
    };
    if letter == 'u' && text[2..].starts_with('{') {
        // No code has more digits, and looking any further from every escape would take quadratic time.
        const MOST_DIGITS: usize = 6;
        let inside = &text[3..];
        let close = inside.bytes().take(MOST_DIGITS + 1).position(|it| it == b'}');
        let code = close.and_then(|close| u32::from_str_radix(&inside[..close], 16).ok());
        return match (close, code.and_then(char::from_u32)) {
            (Some(close), Some(character)) => (3 + close + 1, Some(character)),
            _ => (2, None),
        };
    }
    (1 + letter.len_utf8(), simple)
}

/// What a quoted token says, given the token with its quotes.
pub(crate) fn quoted_text(token: &str) -> Cow<'_, str> {
    let quote = token.chars().next().map_or(0, char::len_utf8);
    let closing = closing_quote(token, quote);
    let text = token.get(quote..token.len() - closing).unwrap_or_default();
    if !text.contains('\\') {
        return Cow::Borrowed(text);
    }
    let mut said = String::with_capacity(text.len());
    let mut done = 0;
    for escape in escapes(text) {
        said.push_str(&text[done..escape.at]);
        done = escape.at + escape.length;
        match escape.character {
            Some(character) => said.push(character),
            None => said.push_str(&text[escape.at..done]),
        }
    }
    said.push_str(&text[done..]);
    Cow::Owned(said)
}

/// The bytes of the closing quote; none if the text is never closed.
fn closing_quote(token: &str, quote: usize) -> usize {
    match token.chars().next() {
        Some(first @ ('"' | '\'')) => usize::from(closing(token, first).is_some()),
        Some('`') => usize::from(token.len() > 1 && token.ends_with('`')),
        _ => token.get(quote..).and_then(|it| it.chars().next_back()).map_or(0, char::len_utf8),
    }
}

/// What a backquoted token says.
pub(crate) fn backquoted_text(token: &str) -> &str {
    token.trim_matches('`')
}

/// Writes a text between straight double quotes, with escapes where they are needed.
pub(crate) fn write_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            other if super::is_invisible(None, other) => {
                let _ = write!(out, "\\u{{{:X}}}", u32::from(other));
            }
            other => out.push(other),
        }
    }
    out.push('"');
    out
}
