//! Property names: quoted, backquoted, or bare words up to an operator.

use super::expr::at_connector;
use super::recover::is_relation;
use super::tokens::{Read, Tokens, kind, word};
use crate::diagnostic::{Code, Diagnostic};
use crate::lex::{Kind, Token, backquoted_text, is_invisible, quoted_text};
use crate::span::Span;
use crate::syntax::{Cast, Name, Reference};
use nom::Parser as _;
use nom::sequence::delimited;

/// Words that begin a period, as in `in past week`.
pub(super) const PERIODS: &[&str] = &["this", "past", "next", "last"];

/// A name that ends where an operator begins, perhaps with a type.
pub(super) fn reference(input: Tokens<'_>) -> Read<'_, Reference> {
    let (rest, name) = name(input, at_operator)?;
    with_cast(rest, name)
}

/// A name in a clause, where there are no operators: it ends where `ends` says.
pub(super) fn reference_until(
    input: Tokens<'_>,
    ends: fn(Tokens<'_>) -> bool,
) -> Read<'_, Reference> {
    let (rest, name) = name(input, ends)?;
    with_cast(rest, name)
}

pub(super) fn name(input: Tokens<'_>, ends: fn(Tokens<'_>) -> bool) -> Read<'_, Name> {
    let Some(token) = input.peek() else { return input.miss() };
    if input.is_word(0, "prop") && input.ahead(1).is_some_and(|it| it.kind == Kind::Open) {
        return prop(input);
    }
    match token.kind {
        Kind::Word => Ok(bare_name(input, ends)),
        _ => quoted_name(input),
    }
}

fn quoted_name(input: Tokens<'_>) -> Read<'_, Name> {
    let Some(token) = input.peek() else { return input.miss() };
    let text = match token.kind {
        Kind::Quoted | Kind::CurlyQuoted => quoted_text(input.text(token)).into_owned(),
        Kind::Backquoted => backquoted_text(input.text(token)).to_owned(),
        _ => return input.miss(),
    };
    Ok((input.skip(1), Name { text, quoted: true, span: token.span }))
}

/// `prop("Name")`, as Notion's formulas have it.
fn prop(input: Tokens<'_>) -> Read<'_, Name> {
    let parsed: Read<'_, Name> =
        delimited((word("prop"), kind(Kind::Open)), quoted_name, kind(Kind::Close)).parse(input);
    match parsed {
        Ok((rest, name)) => {
            let span = join_spans(input.until(rest));
            Ok((rest, Name { span, ..name }))
        }
        Err(_) => input.skip(2).fail_past_list(
            Diagnostic::new(
                Code::UnknownProperty,
                "expected a quoted name and `)` after `prop(`",
                input.skip(2).place(),
            )
            .label("expected a name in quotes")
            .help("write `prop(\"Name\")`, or only the name"),
        ),
    }
}

fn bare_name(input: Tokens<'_>, ends: fn(Tokens<'_>) -> bool) -> (Tokens<'_>, Name) {
    // The first word is never an operator, so that `Is protein rich?` is a name.
    let mut rest = input.skip(1);
    while rest.is_at(Kind::Word) && !ends(rest) {
        rest = rest.skip(1);
    }
    let words = input.until(rest);
    (rest, Name { text: join_words(input, words), quoted: false, span: join_spans(words) })
}

fn with_cast(input: Tokens<'_>, name: Name) -> Read<'_, Reference> {
    if !input.is_at(Kind::Cast) {
        let span = name.span;
        return Ok((input, Reference { name, cast: None, span }));
    }
    let after = input.skip(1);
    match after.peek() {
        Some(token) if token.kind == Kind::Word => {
            let text = after.text(token).to_ascii_lowercase();
            let span = name.span.to(token.span);
            let cast = Some(Cast { text, span: token.span });
            Ok((after.skip(1), Reference { name, cast, span }))
        }
        _ => after.fail(
            Diagnostic::new(Code::CastSyntax, "expected a type after `::`", after.place())
                .label("expected a type")
                .also(input.place(), "")
                .help("for example `::number`, `::status` or `::formula.date`"),
        ),
    }
}

/// Whether an operator, a connector or a clause begins at the next token, given that a name stands before.
pub(super) fn at_operator(input: Tokens<'_>) -> bool {
    at_test(input) || super::clause::at_clause(input)
}

/// Whether an operator or a connector begins at the next token, given that a name stands before.
pub(super) fn at_test(input: Tokens<'_>) -> bool {
    let Some(token) = input.peek() else { return false };
    if token.kind != Kind::Word {
        return is_relation(token.kind) || token.kind == Kind::Cast;
    }
    let is = |word: &str| input.is_word(0, word);
    // Most words of names do not even begin like an operator.
    match token.initial {
        b'i' if is("is") => true,
        b'i' if is("in") => {
            input.ahead(1).is_some_and(|it| it.kind == Kind::Open) || at_period_or_group(input, 1)
        }
        b'a' if is("and") => true,
        b'a' if is("after") => at_value(input.skip(1)),
        b'o' if is("or") => true,
        b'o' if is("on") => input.is_word(1, "or") && input.is_any_word(2, &["before", "after"]),
        b'w' if is("within") => at_period_or_group(input, 1),
        b'n' if is("not") => {
            let words = ["in", "contains", "has", "between", "starts", "ends", "equals"];
            input.is_any_word(1, &words)
                || (input.is_word(1, "within") && at_period_or_group(input, 2))
        }
        b'c' if is("contains") => at_value(input.skip(1)),
        b'h' if is("has") => at_value(input.skip(1)),
        b'b' if is("between") || is("before") => at_value(input.skip(1)),
        b'e' if is("equals") => at_value(input.skip(1)),
        b'e' if is("ends") => input.is_word(1, "with"),
        b's' if is("starts") => input.is_word(1, "with"),
        b'd' if is("does") => input.is_word(1, "not"),
        _ => false,
    }
}

pub(super) fn at_period_or_group(input: Tokens<'_>, ahead: usize) -> bool {
    input.is_any_word(ahead, PERIODS) || input.is_word(ahead, "group")
}

fn at_value(input: Tokens<'_>) -> bool {
    let Some(token) = input.peek() else { return false };
    match token.kind {
        Kind::Quoted | Kind::CurlyQuoted | Kind::Backquoted | Kind::Open => true,
        Kind::Word => !at_connector(input) && !input.is_word(0, "is"),
        _ => false,
    }
}

/// Words as one text: single blanks where there were blanks, nothing where there were none.
pub(super) fn join_words(input: Tokens<'_>, words: &[Token]) -> String {
    let written = join_spans(words).slice(input.source());
    // Nearly all names and values are one word. For the others, asking for memory is most of the work, so it
    // is asked for once.
    let mut text = String::with_capacity(written.len());
    if let [_] = words {
        text.push_str(written);
    } else {
        let mut end = None;
        for token in words {
            if end.is_some_and(|end| end != token.span.start) {
                text.push(' ');
            }
            text.push_str(input.text(*token));
            end = Some(token.span.end);
        }
    }
    // Invisible characters were complained about; without them the name can still be found.
    if !text.is_ascii() {
        let mut previous = None;
        text.retain(|character| {
            let keep = !is_invisible(previous, character);
            previous = Some(character);
            keep
        });
    }
    text
}

pub(super) fn join_spans(words: &[Token]) -> Span {
    match (words.first(), words.last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => Span::default(),
    }
}
