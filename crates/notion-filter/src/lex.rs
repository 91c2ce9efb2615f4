//! The first layer: text to tokens, with blanks and comments gone.
//!
//! The lexer never fails. What it cannot accept it complains about, and then it hands on what was most
//! likely meant, so that the second layer can go on.

mod fault;
mod quoted;
mod word;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_till};
use nom::character::complete::anychar;
use nom::combinator::{map, value};
use nom::error::{Error, ErrorKind};
use nom::sequence::preceded;
use nom::{Err, IResult, Parser as _};

use crate::diagnostic::Diagnostics;
use crate::span::{Span, offset};

use quoted::NeverClosed;
pub(crate) use quoted::{backquoted_text, quoted_text, write_quoted};
pub(crate) use word::{is_invisible, is_word_end};

/// A piece of the source; its text is looked up by its span.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
    /// The first letter of a word in lower case, which tells most words from keywords; 0 for all other kinds.
    pub(crate) initial: u8,
    pub(crate) span: Span,
}

/// The kinds of tokens.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Kind {
    Word,
    Quoted,
    /// Text between typographic quotes, after a complaint.
    CurlyQuoted,
    Backquoted,
    Open,
    Close,
    Comma,
    Cast,
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    Contains,
    NotContains,
    StartsWith,
    EndsWith,
    And,
    Or,
    Not,
}

/// All tokens of the source.
pub(crate) fn lex(source: &str, log: &mut Diagnostics) -> Vec<Token> {
    let mut tokens = Vec::with_capacity(source.len() / 5 + 4);
    let never_closed = NeverClosed::default();
    let mut rest = blanks(source.trim_start_matches('\u{FEFF}'));
    while !rest.is_empty() {
        let start = offset(source.len() - rest.len());
        // Every character begins some token, so the lexer always moves; the guard keeps it from looping.
        let Ok((after, lexeme)) = lexeme(rest, &never_closed) else { break };
        let span = Span::new(start, offset(source.len() - after.len()));
        let kind = match lexeme {
            Lexeme::Token(kind) => Some(kind),
            other => fault::report(source, other, span, log),
        };
        tokens.extend(kind.map(|kind| Token { kind, initial: initial(kind, rest), span }));
        rest = blanks(after);
    }
    tokens
}

/// The first letter of a word in lower case, else 0.
fn initial(kind: Kind, text: &str) -> u8 {
    match (kind, text.as_bytes()) {
        (Kind::Word, [first, ..]) => first.to_ascii_lowercase(),
        _ => 0,
    }
}

/// What was found: a token, or something close to one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Lexeme {
    /// A token that nothing can be wrong with.
    Token(Kind),
    /// A token whose characters have to be looked at once more.
    Doubtful(Kind),
    /// An operator of another language, and the one of ours that is meant.
    Typo(Kind),
    /// Quoted text that is never closed.
    Unterminated(Kind),
}

/// Skips blanks and comments: `--`, a blank, and everything up to the end of the line.
fn blanks(mut input: &str) -> &str {
    loop {
        // Mostly there is one blank or none, which needs no look at Unicode's tables.
        let trimmed = input.strip_prefix(' ').unwrap_or(input);
        input = match trimmed.as_bytes().first() {
            Some(first) if first.is_ascii_graphic() => trimmed,
            _ => trimmed.trim_start(),
        };
        let Some(comment) = input.strip_prefix("--") else { return input };
        if comment.chars().next().is_some_and(|next| !next.is_whitespace()) {
            return input;
        }
        input = comment.find('\n').map_or("", |end| &comment[end..]);
    }
}

/// Every lexeme is known by its first byte, so that only the parsers of that byte are tried.
fn lexeme<'a>(input: &'a str, never_closed: &NeverClosed) -> IResult<&'a str, Lexeme> {
    let first = input.as_bytes().first().copied().unwrap_or_default();
    let quoted = |input| quoted::quoted(input, never_closed);
    match first {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'@' => {
            alt((word::plain, word::word)).parse(input)
        }
        b'"' | b'\'' | b'`' => alt((quoted, word::word, any_other)).parse(input),
        _ if first.is_ascii() => alt((sign, word::word, any_other)).parse(input),
        _ => alt((mathematical, quoted, word::word, any_other)).parse(input),
    }
}

/// Operators in signs: ours, and those that people bring along from other languages.
///
/// A table over bytes, the longest first: conditions are full of signs, and trying them one by one was a
/// fifth of the lexer's time.
#[expect(clippy::match_same_arms, reason = "a table with one line for each sign")]
fn sign(input: &str) -> IResult<&str, Lexeme> {
    use Lexeme::{Token, Typo};
    let (lexeme, length) = match input.as_bytes() {
        [b'(', ..] => (Token(Kind::Open), 1),
        [b')', ..] => (Token(Kind::Close), 1),
        [b',', ..] => (Token(Kind::Comma), 1),
        [b':', b':', ..] => (Token(Kind::Cast), 2),
        [b'^', b'=', ..] => (Token(Kind::StartsWith), 2),
        [b'$', b'=', ..] => (Token(Kind::EndsWith), 2),
        [b'*', b'=', ..] => (Typo(Kind::Contains), 2),
        [b'&', b'&', ..] => (Token(Kind::And), 2),
        [b'|', b'|', ..] => (Token(Kind::Or), 2),
        [b'&', ..] if is_alone(input) => (Typo(Kind::And), 1),
        [b'|', ..] if is_alone(input) => (Typo(Kind::Or), 1),
        [b'~', b'=', ..] => (Typo(Kind::Contains), 2),
        [b'~', ..] => (Token(Kind::Contains), 1),
        [b'>', b'=', ..] => (Token(Kind::GreaterOrEqual), 2),
        [b'>', ..] => (Token(Kind::Greater), 1),
        [b'<', b'=', ..] => (Token(Kind::LessOrEqual), 2),
        [b'<', b'>', ..] => (Token(Kind::NotEqual), 2),
        [b'<', ..] => (Token(Kind::Less), 1),
        [b'!', b'=', b'=', ..] => (Typo(Kind::NotEqual), 3),
        [b'!', b'=', ..] => (Token(Kind::NotEqual), 2),
        [b'!', b'~', ..] => (Token(Kind::NotContains), 2),
        [b'!', ..] => (Token(Kind::Not), 1),
        [b'=', b'=', b'=', ..] => (Typo(Kind::Equal), 3),
        [b'=', b'=', ..] => (Token(Kind::Equal), 2),
        [b'=', b'~', ..] => (Typo(Kind::Contains), 2),
        [b'=', b'>', ..] => (Typo(Kind::GreaterOrEqual), 2),
        [b'=', b'<', ..] => (Typo(Kind::LessOrEqual), 2),
        [b'=', ..] => (Token(Kind::Equal), 1),
        _ => return Err(Err::Error(Error::new(input, ErrorKind::Tag))),
    };
    Ok((&input[length..], lexeme))
}

/// Whether the sign stands between blanks; elsewhere it is part of a word, as in `R&D`.
fn is_alone(input: &str) -> bool {
    input[1..].chars().next().is_none_or(char::is_whitespace)
}

/// Signs of comparison as mathematicians write them.
fn mathematical(input: &str) -> IResult<&str, Lexeme> {
    alt((
        value(Lexeme::Token(Kind::NotEqual), tag("≠")),
        value(Lexeme::Token(Kind::LessOrEqual), tag("≤")),
        value(Lexeme::Token(Kind::GreaterOrEqual), tag("≥")),
    ))
    .parse(input)
}

/// Whatever else there is goes into a word, and the word is complained about.
fn any_other(input: &str) -> IResult<&str, Lexeme> {
    map(preceded(anychar, take_till(is_word_end)), |_| Lexeme::Doubtful(Kind::Word)).parse(input)
}

#[cfg(test)]
mod tests;
