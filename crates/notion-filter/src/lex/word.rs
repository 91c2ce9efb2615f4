//! Words: everything that is not a blank, a quote, a parenthesis, a comma or an operator.

use nom::error::{Error, ErrorKind};
use nom::{Err, IResult};

use super::{Kind, Lexeme};

/// Reads a word of ASCII letters, digits, `_`, `-` and `.`, as most are: nothing can be wrong with it.
pub(super) fn plain(input: &str) -> IResult<&str, Lexeme> {
    let is_plain = |it: u8| it.is_ascii_alphanumeric() || matches!(it, b'_' | b'-' | b'.');
    let length = input.bytes().position(|it| !is_plain(it)).unwrap_or(input.len());
    match input.as_bytes().get(length) {
        None | Some(b' ' | b'\n' | b'(' | b')' | b',') if length > 0 => {
            Ok((&input[length..], Lexeme::Token(Kind::Word)))
        }
        _ => Err(Err::Error(Error::new(input, ErrorKind::TakeWhile1))),
    }
}

/// Reads a word of at least one character.
pub(super) fn word(input: &str) -> IResult<&str, Lexeme> {
    let length = if input.starts_with("http://") || input.starts_with("https://") {
        url_length(input)
    } else {
        word_length(input)
    };
    if length == 0 {
        return Err(Err::Error(Error::new(input, ErrorKind::TakeWhile1)));
    }
    Ok((&input[length..], Lexeme::Doubtful(Kind::Word)))
}

/// A character that is never part of a word.
pub(crate) fn is_word_end(character: char) -> bool {
    character.is_whitespace()
        || matches!(
            character,
            '(' | ')' | ',' | '"' | '`' | '=' | '<' | '>' | '~' | '≠' | '≤' | '≥'
        )
}

/// Characters that nobody can see and that make two equal-looking names differ.
///
/// Joiners between characters beyond ASCII are allowed: emoji and several scripts need them.
pub(crate) fn is_invisible(previous: Option<char>, character: char) -> bool {
    match character {
        '\u{200C}' | '\u{200D}' => previous.is_none_or(|it| it.is_ascii()),
        '\u{00AD}'
        | '\u{061C}'
        | '\u{180E}'
        | '\u{200B}'
        | '\u{200E}'
        | '\u{200F}'
        | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2069}'
        | '\u{FEFF}' => true,
        other => other.is_control() && !other.is_whitespace(),
    }
}

fn word_length(input: &str) -> usize {
    let bytes = input.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        if byte.is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let Some(character) = input[at..].chars().next() else { break };
        let next = bytes.get(at + character.len_utf8());
        let ends = match character {
            '!' => matches!(next, Some(b'=' | b'~')),
            '^' | '$' => next == Some(&b'='),
            '&' => next == Some(&b'&'),
            '|' => next == Some(&b'|'),
            ':' => next == Some(&b':'),
            other => is_word_end(other),
        };
        if ends {
            break;
        }
        at += character.len_utf8();
    }
    at
}

/// Addresses contain `=`, `&` and `,`, so they end later than other words.
fn url_length(input: &str) -> usize {
    for (at, character) in input.char_indices() {
        let ends = match character {
            ')' | '"' => true,
            ',' => input[at + 1..].chars().next().is_none_or(char::is_whitespace),
            other => other.is_whitespace(),
        };
        if ends {
            return at;
        }
    }
    input.len()
}
