//! Going on after a mistake: what may follow a condition, and where to pick up again.

use super::clause::at_clause;
use super::expr::{Connector, connector};
use super::tokens::Tokens;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::lex::{Kind, Token};
use crate::span::Span;

/// After a condition: the connector to the next one, or none at the end of the level.
///
/// Whatever else stands there is complained about. Where a new condition seems to begin, the answer is an
/// `and` without a token, so that the rest is still read and checked.
pub(super) fn next_connector(
    input: Tokens<'_>,
) -> (Tokens<'_>, Option<(Connector, Option<Token>)>) {
    let mut rest = input;
    loop {
        if let Some((connector, token)) = connector(rest) {
            return (rest.skip(1), Some((connector, Some(token))));
        }
        let Some(token) = rest.peek() else { return (rest, None) };
        if at_clause(rest) || (token.kind == Kind::Close && rest.depth() > 0) {
            return (rest, None);
        }
        match token.kind {
            Kind::Close => {
                rest.report(
                    Diagnostic::new(Code::Parentheses, "unmatched `)`", token.span)
                        .label("no matching `(`")
                        .fix(Fix::remove(token.span)),
                );
                rest = rest.skip(1);
            }
            Kind::Open if is_call(rest, token) => {
                let close = rest.skip(1).place();
                rest.report(
                    Diagnostic::new(
                        Code::Parentheses,
                        "there are no functions here",
                        token.span.to(close),
                    )
                    .label("leave this out")
                    .fix(Fix::remove(token.span.to(close))),
                );
                rest = rest.skip(2);
            }
            Kind::Comma if let Some((after, number)) = thousands(input, rest) => {
                rest.report(commas_in_number(rest.source(), number));
                rest = after;
            }
            Kind::Comma => {
                rest.report_with(|| stray_comma(rest, token));
                let after = rest.skip(1);
                if after.is_empty() || (after.is_at(Kind::Close) && after.depth() > 0) {
                    return (after, None);
                }
                return (after, Some((Connector::And, Some(token))));
            }
            Kind::Word
            | Kind::Quoted
            | Kind::CurlyQuoted
            | Kind::Backquoted
            | Kind::Open
            | Kind::Not => {
                rest.report_with(|| missing_connector(rest, token));
                return (rest, Some((Connector::And, None)));
            }
            _ => {
                rest.report(
                    Diagnostic::new(
                        Code::MissingConnector,
                        format!(
                            "expected `and`, `or` or the end of the filter, found `{}`",
                            rest.text(token)
                        ),
                        token.span,
                    )
                    .label("unexpected"),
                );
                rest = skip_part(rest);
            }
        }
    }
}

/// The `()` of `now()`.
fn is_call(input: Tokens<'_>, open: Token) -> bool {
    let touches = open.span.start > 0 && blanks_before(input.source(), open.span).is_empty();
    touches && input.skip(1).is_at(Kind::Close)
}

/// `1,000` or `1,000,000.5`: digits before the comma, and groups of three digits behind it.
fn thousands<'a>(start: Tokens<'a>, comma: Tokens<'a>) -> Option<(Tokens<'a>, Span)> {
    /// No number has more groups, and every comma of a longer row would have to be followed to its end.
    const MOST_GROUPS: usize = 40;
    let source = start.source();
    let before = Span::new(0, comma.place().start).slice(source);
    let first =
        before.rsplit(|it: char| !it.is_ascii_digit()).next().filter(|it| !it.is_empty())?;
    let from = comma.place().start - crate::span::offset(first.len());
    let mut rest = comma;
    let mut end = comma.place().start;
    let mut groups = 0;
    while rest.is_at(Kind::Comma) && rest.place().start == end && groups < MOST_GROUPS {
        groups += 1;
        let group = rest.skip(1).peek().filter(|it| it.span.start == end + 1)?;
        let digits = rest.text(group).split('.').next().unwrap_or_default();
        if digits.len() != 3 || !digits.bytes().all(|it| it.is_ascii_digit()) {
            return None;
        }
        end = group.span.end;
        rest = rest.skip(2);
    }
    Some((rest, Span::new(from, end)))
}

fn commas_in_number(source: &str, number: Span) -> Diagnostic {
    let plain = number.slice(source).replace(',', "");
    let spaced = number.slice(source).replace(',', "_");
    Diagnostic::new(Code::ValueType, "numbers cannot contain commas", number)
        .label("thousands separator")
        .help(format!("write `{plain}` or `{spaced}`"))
        .fix(Fix::replace(number, plain))
}

fn stray_comma(input: Tokens<'_>, comma: Token) -> Diagnostic {
    let source = input.source();
    let diagnostic = Diagnostic::new(
        Code::MissingConnector,
        "expected `and`, `or` or the end of the filter, found `,`",
        comma.span,
    )
    .label("unexpected")
    .help("commas stand between the values of a list, as in `in (a, b)`");
    if input.skip(1).is_empty() {
        return diagnostic.fix(Fix::remove(comma.span));
    }
    let gap = blanks_before(source, comma.span);
    let blank = if input.skip(1).place().start == comma.span.end { " " } else { "" };
    diagnostic.fix(Fix::replace(gap.to(comma.span), format!(" and{blank}")))
}

fn missing_connector(input: Tokens<'_>, token: Token) -> Diagnostic {
    let mut diagnostic = Diagnostic::new(
        Code::MissingConnector,
        format!("expected `and` or `or` before `{}`", input.text(token)),
        token.span,
    )
    .label("a new condition starts here");
    // The operator shows why this is taken for a condition.
    if let Some(operator) = input.ahead(1).filter(|it| is_relation(it.kind)) {
        diagnostic = diagnostic.also(operator.span, "");
    }
    let touches = blanks_before(input.source(), token.span).is_empty();
    diagnostic.fix(Fix::insert(token.span, if touches { " and " } else { "and " }))
}

pub(super) fn is_relation(kind: Kind) -> bool {
    matches!(
        kind,
        Kind::Equal
            | Kind::NotEqual
            | Kind::Less
            | Kind::LessOrEqual
            | Kind::Greater
            | Kind::GreaterOrEqual
            | Kind::Contains
            | Kind::NotContains
            | Kind::StartsWith
            | Kind::EndsWith
    )
}

/// Skips to the next connector, clause or closing parenthesis of the same level.
pub(super) fn skip_part(input: Tokens<'_>) -> Tokens<'_> {
    let mut rest = input;
    let mut open = 0_usize;
    while let Some(token) = rest.peek() {
        match token.kind {
            Kind::Open => open += 1,
            Kind::Close if open == 0 => return rest,
            Kind::Close => open -= 1,
            _ if open == 0 && (connector(rest).is_some() || at_clause(rest)) => return rest,
            _ => {}
        }
        rest = rest.skip(1);
    }
    rest
}

/// Skips to the parenthesis that closes the list this is in.
pub(super) fn skip_list(input: Tokens<'_>) -> Tokens<'_> {
    let mut rest = input;
    let mut open = 0_usize;
    while let Some(token) = rest.peek() {
        match token.kind {
            Kind::Open => open += 1,
            Kind::Close if open == 0 => return rest,
            Kind::Close => open -= 1,
            _ => {}
        }
        rest = rest.skip(1);
    }
    rest
}

/// The characters from one place to a later one.
pub(super) fn covered(from: Tokens<'_>, to: Tokens<'_>) -> Span {
    match (from.until(to).first(), from.until(to).last()) {
        (Some(first), Some(last)) => first.span.to(last.span),
        _ => from.place().before(),
    }
}

/// The place just after the last token that was read.
pub(super) fn end_before(from: Tokens<'_>, to: Tokens<'_>) -> Span {
    from.until(to).last().map_or(to.place().before(), |last| last.span.after())
}

/// The blanks in front of a span.
pub(super) fn blanks_before(source: &str, span: Span) -> Span {
    let before = Span::new(0, span.start).slice(source);
    Span::new(crate::span::offset(before.trim_end().len()), span.start)
}
