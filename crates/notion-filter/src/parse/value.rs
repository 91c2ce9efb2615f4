//! Values and lists of values, as written; what they mean is decided later.

use super::MAX_LIST;
use super::clause::at_clause;
use super::expr::at_connector;
use super::name::{join_spans, join_words};
use super::recover::is_relation;
use super::tokens::{Read, Tokens};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::lex::{Kind, Token, backquoted_text, quoted_text, write_quoted};
use crate::span::Span;
use crate::syntax::{List, Value, ValueKind};

/// A value after an operator.
pub(super) fn value(input: Tokens<'_>, operator: Span) -> Read<'_, Value> {
    match one(input) {
        Err(nom::Err::Error(_)) => missing(input, operator),
        other => other,
    }
}

/// A value, if one stands here.
fn one(input: Tokens<'_>) -> Read<'_, Value> {
    let Some(token) = input.peek() else { return input.miss() };
    match token.kind {
        Kind::Quoted | Kind::CurlyQuoted => {
            let text = quoted_text(input.text(token)).into_owned();
            Ok((input.skip(1), Value { text, kind: ValueKind::Quoted, span: token.span }))
        }
        Kind::Backquoted => {
            let text = backquoted_text(input.text(token)).to_owned();
            input.report(
                Diagnostic::new(Code::BackquotedValue, "backquotes are for names", token.span)
                    .label("this is a value")
                    .help("use straight quotes for values")
                    .fix(Fix::replace(token.span, write_quoted(&text))),
            );
            Ok((input.skip(1), Value { text, kind: ValueKind::Quoted, span: token.span }))
        }
        Kind::Word | Kind::Not if !at_connector(input) => match wrapper(input) {
            Some(kind) => wrapped(input, kind),
            None if at_mention(input, token) => mention(input, token),
            None => Ok(bare(input)),
        },
        _ => input.miss(),
    }
}

/// Words up to a connector, a clause, a comma or a parenthesis.
fn bare(input: Tokens<'_>) -> (Tokens<'_>, Value) {
    let mut rest = input.skip(1);
    while (rest.is_at(Kind::Word) || rest.is_at(Kind::Not))
        && !at_connector(rest)
        && !at_clause(rest)
    {
        rest = rest.skip(1);
    }
    // `Status = Done Priority = High`: the last words are the name of the next condition.
    let next = rest.peek();
    let words = input.until(rest);
    if words.len() > 1 && next.is_some_and(|it| is_relation(it.kind) || it.kind == Kind::Cast) {
        rest = input.skip(words.len() - name_length(input, words));
    }
    let words = input.until(rest);
    let value =
        Value { text: join_words(input, words), kind: ValueKind::Bare, span: join_spans(words) };
    (rest, value)
}

/// How many of the last words are a property's name; one, if nobody knows.
fn name_length(input: Tokens<'_>, words: &[Token]) -> usize {
    const LONGEST_NAME: usize = 8;
    let longest = (words.len() - 1).min(LONGEST_NAME);
    (1..=longest)
        .rev()
        .find(|length| input.is_property(&join_words(input, &words[words.len() - length..])))
        .unwrap_or(1)
}

/// `page(`, `user(` or `group(`.
fn wrapper(input: Tokens<'_>) -> Option<ValueKind> {
    if input.ahead(1)?.kind != Kind::Open {
        return None;
    }
    [("page", ValueKind::Page), ("user", ValueKind::User), ("group", ValueKind::Group)]
        .into_iter()
        .find(|(name, _)| input.is_word(0, name))
        .map(|(_, kind)| kind)
}

fn wrapped(input: Tokens<'_>, kind: ValueKind) -> Read<'_, Value> {
    let inside = input.skip(2);
    let (rest, value) = match one(inside) {
        // A wrapper in a wrapper means nothing, and refusing it keeps this from recursing.
        Ok((_, inner)) if !matches!(inner.kind, ValueKind::Bare | ValueKind::Quoted) => {
            return inside.fail(
                Diagnostic::new(Code::MissingValue, "expected a name or an ID", inner.span)
                    .label("not inside another wrapper"),
            );
        }
        Err(nom::Err::Error(_)) => {
            return inside.fail_past_list(missing_value(inside, input.place()));
        }
        other => other?,
    };
    if rest.is_at(Kind::Comma) {
        let word = input.place().slice(input.source());
        return rest.fail_past_list(
            Diagnostic::new(Code::Parentheses, "expected `)`, found `,`", rest.place())
                .label(format!("`{word}(…)` takes one name"))
                .help(format!("to test for several values write `in ({word}(…), {word}(…))`")),
        );
    }
    if !rest.is_at(Kind::Close) {
        let open = input.skip(1).place();
        let end = value.span.after();
        rest.report(
            Diagnostic::new(Code::Parentheses, "unclosed `(`", open)
                .label("this `(` is never closed")
                .fix(Fix::insert(end, ")")),
        );
        return Ok((rest, Value { kind, span: input.place().to(value.span), ..value }));
    }
    let span = input.place().to(rest.place());
    Ok((rest.skip(1), Value { kind, span, ..value }))
}

/// `@"…"`, without a blank between.
fn at_mention(input: Tokens<'_>, token: Token) -> bool {
    input.text(token) == "@"
        && input.ahead(1).is_some_and(|next| {
            matches!(next.kind, Kind::Quoted | Kind::CurlyQuoted)
                && next.span.start == token.span.end
        })
}

fn mention(input: Tokens<'_>, sign: Token) -> Read<'_, Value> {
    let Some(quoted) = input.ahead(1) else { return input.miss() };
    let text = quoted_text(input.text(quoted)).into_owned();
    let span = sign.span.to(quoted.span);
    Ok((input.skip(2), Value { text, kind: ValueKind::Mention, span }))
}

fn missing<T>(input: Tokens<'_>, operator: Span) -> Read<'_, T> {
    let diagnostic = missing_value(input, operator);
    let after = input.skip(1);
    if at_connector(input) && (after.is_empty() || after.is_at(Kind::Close)) {
        // `Name = or`: nothing follows that it could connect, so it was meant as the value.
        let word = input.place();
        let quoted = write_quoted(word.slice(input.source()));
        return after.fail(diagnostic.fix(Fix::replace(word, quoted)));
    }
    input.fail(diagnostic)
}

fn missing_value(input: Tokens<'_>, operator: Span) -> Diagnostic {
    let written = operator.slice(input.source());
    let found = match input.peek() {
        None => "the end of the filter".to_owned(),
        Some(token) => format!("`{}`", input.text(token)),
    };
    let mut diagnostic = Diagnostic::new(
        Code::MissingValue,
        format!("expected a value after `{written}`, found {found}"),
        input.place(),
    )
    .label("expected a value")
    .also(operator, "");
    if at_connector(input) {
        diagnostic = diagnostic.help(format!("to mean the word {found}, quote it"));
    }
    if input.is_at(Kind::Open) {
        diagnostic = diagnostic.help("to test for several values use `in (…)`");
        if matches!(written, "=" | "==") {
            diagnostic = diagnostic.fix(Fix::replace(operator, "in"));
        }
    }
    diagnostic
}

/// Values in parentheses.
pub(super) fn list(input: Tokens<'_>, operator: Span) -> Read<'_, List> {
    let Some(open) = input.peek().filter(|token| token.kind == Kind::Open) else {
        return input.fail(
            Diagnostic::new(
                Code::MissingValue,
                format!("expected `(` after `{}`", operator.slice(input.source())),
                input.place(),
            )
            .label("expected a list in parentheses")
            .also(operator, ""),
        );
    };
    let mut rest = input.skip(1);
    let mut items: Vec<Value> = Vec::new();
    loop {
        if let Some(close) = rest.peek().filter(|token| token.kind == Kind::Close) {
            let span = open.span.to(close.span);
            if items.is_empty() {
                return rest.skip(1).fail(
                    Diagnostic::new(Code::EmptyList, "empty list", span)
                        .label("expected at least one value"),
                );
            }
            return Ok((rest.skip(1), List { items, span }));
        }
        if rest.is_empty() || at_clause(rest) {
            let end = super::recover::end_before(input, rest);
            return rest.fail(
                Diagnostic::new(Code::Parentheses, "unclosed `(`", open.span)
                    .label("this list is never closed")
                    .fix(Fix::insert(end, ")")),
            );
        }
        let (after, item) = match one(rest) {
            Err(nom::Err::Error(_)) => {
                return rest.fail_past_list(missing_value(rest, open.span));
            }
            other => other?,
        };
        if items.len() == MAX_LIST {
            let message = format!("list has more than {MAX_LIST} values");
            let diagnostic =
                Diagnostic::new(Code::TooLong, message, item.span).label("one value too many");
            return after.fail_past_list(diagnostic);
        }
        items.push(item);
        rest = separator(after, &items);
    }
}

/// Reads a comma; where there is none, complains and goes on as if there were one.
fn separator<'a>(input: Tokens<'a>, items: &[Value]) -> Tokens<'a> {
    let Some(token) = input.peek() else { return input };
    if token.kind == Kind::Comma {
        return input.skip(1);
    }
    if token.kind == Kind::Close || at_clause(input) {
        return input;
    }
    let last = items.last().map(|item| item.span).unwrap_or_default();
    let diagnostic = Diagnostic::new(
        Code::ListSeparator,
        "expected `,` between the values of the list",
        token.span,
    )
    .also(last, "");
    if at_connector(input) {
        let word = input.text(token);
        let gap = super::recover::blanks_before(input.source(), token.span);
        input.report(
            diagnostic
                .label("not a separator")
                .help(format!("to mean the word `{word}`, quote the value"))
                .fix(Fix::replace(gap.to(token.span), ",")),
        );
        return input.skip(1);
    }
    if matches!(token.kind, Kind::Word | Kind::Quoted | Kind::CurlyQuoted | Kind::Backquoted) {
        input.report(diagnostic.label("next value").fix(Fix::insert(last.after(), ",")));
        return input;
    }
    input.report(diagnostic.label("unexpected"));
    input.skip(1)
}
