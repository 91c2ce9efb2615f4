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
use nom::combinator::{map, value, verify};
use nom::sequence::preceded;
use nom::{IResult, Parser as _};

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
        input = input.trim_start();
        let Some(comment) = input.strip_prefix("--") else { return input };
        if comment.chars().next().is_some_and(|next| !next.is_whitespace()) {
            return input;
        }
        input = comment.find('\n').map_or("", |end| &comment[end..]);
    }
}

fn lexeme(input: &str) -> IResult<&str, Lexeme> {
    // Most tokens are words, and a look at one character tells that the other parsers cannot match.
    if input.starts_with(|first: char| first.is_alphanumeric()) {
        return word::word(input);
    }
    alt((typo, operator, quoted::quoted, word::word, any_other)).parse(input)
}

fn operator(input: &str) -> IResult<&str, Lexeme> {
    map(
        alt((
            value(Kind::Open, tag("(")),
            value(Kind::Close, tag(")")),
            value(Kind::Comma, tag(",")),
            value(Kind::Cast, tag("::")),
            value(Kind::And, tag("&&")),
            value(Kind::Or, tag("||")),
            value(Kind::NotContains, tag("!~")),
            value(Kind::NotEqual, alt((tag("!="), tag("<>"), tag("≠")))),
            value(Kind::LessOrEqual, alt((tag("<="), tag("≤")))),
            value(Kind::GreaterOrEqual, alt((tag(">="), tag("≥")))),
            value(Kind::Less, tag("<")),
            value(Kind::Greater, tag(">")),
            value(Kind::StartsWith, tag("^=")),
            value(Kind::EndsWith, tag("$=")),
            value(Kind::Contains, tag("~")),
            value(Kind::Equal, alt((tag("=="), tag("=")))),
            value(Kind::Not, tag("!")),
        )),
        Lexeme::Token,
    )
    .parse(input)
}

/// Operators that other languages have.
fn typo(input: &str) -> IResult<&str, Lexeme> {
    let alone = |sign: &'static str| {
        verify(preceded(tag(sign), word::rest), |after: &str| {
            after.starts_with(|next: char| next.is_whitespace()) || after.is_empty()
        })
        .map(move |_| ())
    };
    let longer = map(
        alt((
            value(Kind::Equal, tag("===")),
            value(Kind::NotEqual, tag("!==")),
            value(Kind::Contains, alt((tag("=~"), tag("~="), tag("*=")))),
            value(Kind::GreaterOrEqual, tag("=>")),
            value(Kind::LessOrEqual, tag("=<")),
        )),
        Lexeme::Typo,
    );
    let single =
        map(alt((value(Kind::And, alone("&")), value(Kind::Or, alone("|")))), Lexeme::Typo);
    alt((longer, single)).parse(input)
}

/// Whatever else there is goes into a word, and the word is complained about.
fn any_other(input: &str) -> IResult<&str, Lexeme> {
    map(preceded(anychar, take_till(is_word_end)), |_| Lexeme::Token(Kind::Word)).parse(input)
}

#[cfg(test)]
mod tests;
