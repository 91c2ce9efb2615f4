//! The first layer: text to tokens, with blanks and comments gone.
//!
//! The lexer never fails. What it cannot accept it complains about, and then it hands on what was most
//! likely meant, so that the second layer can go on.

mod fault;
mod quoted;
mod word;

use nom::branch::alt;
use nom::bytes::complete::{tag, take_till, take_while1};
use nom::character::complete::anychar;
use nom::combinator::{eof, map, peek, value};
use nom::error::Error;
use nom::sequence::{preceded, terminated};
use nom::{IResult, Parser};

use crate::diagnostic::Diagnostics;
use crate::span::{Span, offset};

pub(crate) use quoted::{backquoted_text, quoted_text, write_quoted};
pub(crate) use word::{is_invisible, is_word_end};

/// A piece of the source; its text is looked up by its span.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Token {
    pub(crate) kind: Kind,
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
    let mut rest = blanks(source.trim_start_matches('\u{FEFF}'));
    while !rest.is_empty() {
        let start = offset(source.len() - rest.len());
        // Every character begins some token, so the lexer always moves; the guard keeps it from looping.
        let Ok((after, lexeme)) = lexeme(rest) else { break };
        let span = Span::new(start, offset(source.len() - after.len()));
        let kind = fault::report(source, lexeme, span, log);
        tokens.extend(kind.map(|kind| Token { kind, span }));
        rest = blanks(after);
    }
    tokens
}

/// What was found: a token, or something close to one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Lexeme {
    Token(Kind),
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
fn lexeme(input: &str) -> IResult<&str, Lexeme> {
    let first = input.as_bytes().first().copied().unwrap_or_default();
    match first {
        b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'@' => word::word(input),
        b'"' | b'\'' | b'`' => alt((quoted::quoted, word::word, any_other)).parse(input),
        _ if first.is_ascii() => alt((operator(first), word::word, any_other)).parse(input),
        _ => alt((operator(first), quoted::quoted, word::word, any_other)).parse(input),
    }
}

/// Operators that begin with this byte: ours, and those that people bring along from other languages.
fn operator<'a>(first: u8) -> impl Parser<&'a str, Output = Lexeme, Error = Error<&'a str>> {
    move |input: &'a str| match first {
        b'(' => sign(Kind::Open, "(").parse(input),
        b')' => sign(Kind::Close, ")").parse(input),
        b',' => sign(Kind::Comma, ",").parse(input),
        b':' => sign(Kind::Cast, "::").parse(input),
        b'^' => sign(Kind::StartsWith, "^=").parse(input),
        b'$' => sign(Kind::EndsWith, "$=").parse(input),
        b'*' => typo(Kind::Contains, "*=").parse(input),
        b'&' => alt((sign(Kind::And, "&&"), alone(Kind::And, "&"))).parse(input),
        b'|' => alt((sign(Kind::Or, "||"), alone(Kind::Or, "|"))).parse(input),
        b'~' => alt((typo(Kind::Contains, "~="), sign(Kind::Contains, "~"))).parse(input),
        b'>' => alt((sign(Kind::GreaterOrEqual, ">="), sign(Kind::Greater, ">"))).parse(input),
        b'<' => {
            alt((sign(Kind::LessOrEqual, "<="), sign(Kind::NotEqual, "<>"), sign(Kind::Less, "<")))
                .parse(input)
        }
        b'!' => alt((
            typo(Kind::NotEqual, "!=="),
            sign(Kind::NotEqual, "!="),
            sign(Kind::NotContains, "!~"),
            sign(Kind::Not, "!"),
        ))
        .parse(input),
        b'=' => alt((
            typo(Kind::Equal, "==="),
            sign(Kind::Equal, "=="),
            typo(Kind::Contains, "=~"),
            typo(Kind::GreaterOrEqual, "=>"),
            typo(Kind::LessOrEqual, "=<"),
            sign(Kind::Equal, "="),
        ))
        .parse(input),
        _ => alt((
            sign(Kind::NotEqual, "≠"),
            sign(Kind::LessOrEqual, "≤"),
            sign(Kind::GreaterOrEqual, "≥"),
        ))
        .parse(input),
    }
}

fn sign<'a>(
    kind: Kind,
    text: &'static str,
) -> impl Parser<&'a str, Output = Lexeme, Error = Error<&'a str>> {
    value(Lexeme::Token(kind), tag(text))
}

fn typo<'a>(
    meant: Kind,
    text: &'static str,
) -> impl Parser<&'a str, Output = Lexeme, Error = Error<&'a str>> {
    value(Lexeme::Typo(meant), tag(text))
}

/// A sign between blanks; elsewhere it is part of a word, as in `R&D`.
fn alone<'a>(
    meant: Kind,
    text: &'static str,
) -> impl Parser<&'a str, Output = Lexeme, Error = Error<&'a str>> {
    value(
        Lexeme::Typo(meant),
        terminated(tag(text), alt((peek(take_while1(char::is_whitespace)), eof))),
    )
}

/// Whatever else there is goes into a word, and the word is complained about.
fn any_other(input: &str) -> IResult<&str, Lexeme> {
    map(preceded(anychar, take_till(is_word_end)), |_| Lexeme::Token(Kind::Word)).parse(input)
}

#[cfg(test)]
mod tests;
