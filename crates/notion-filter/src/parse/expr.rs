//! Conditions joined by `and`, `or`, `not` and parentheses, and going on after mistakes.

use nom::Err;

use super::clause::{self, Clauses, at_clause};
use super::condition::condition;
use super::recover;
use super::tokens::{Read, Tokens};
use super::{MAX_DEPTH, name};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::lex::{Kind, Token};
use crate::span::Span;
use crate::syntax::Expr;

/// Reads everything there is.
pub(super) fn query(input: Tokens<'_>) -> Clauses {
    let mut rest = where_word(input);
    let mut filter = None;
    if !rest.is_empty() && !clause::begins(rest) {
        let (after, expr) = expr(rest);
        rest = after;
        filter = Some(expr);
    }
    clause::clauses(rest).after(filter)
}

/// Skips a leading `where`, unless it is the name of a property.
fn where_word(input: Tokens<'_>) -> Tokens<'_> {
    let begins_filter = input.is_word(0, "where")
        && !input.skip(1).is_empty()
        && !name::at_test(input.skip(1))
        && !at_connector(input.skip(1));
    if begins_filter { input.skip(1) } else { input }
}

/// A connector, `and` or `or`, in words or signs.
pub(super) fn connector(input: Tokens<'_>) -> Option<(Connector, Token)> {
    let token = input.peek()?;
    let connector = match token.kind {
        Kind::And => Connector::And,
        Kind::Or => Connector::Or,
        Kind::Word if input.is_word(0, "and") => Connector::And,
        Kind::Word if input.is_word(0, "or") => Connector::Or,
        _ => return None,
    };
    Some((connector, token))
}

pub(super) fn at_connector(input: Tokens<'_>) -> bool {
    connector(input).is_some()
}

#[derive(Clone, Copy, Eq, PartialEq)]
pub(super) enum Connector {
    And,
    Or,
}

/// Reads conditions up to the end, a clause or the closing parenthesis of the level above.
///
/// One loop reads both levels: parts of an `and` are gathered until an `or` closes them.
pub(super) fn expr(input: Tokens<'_>) -> (Tokens<'_>, Expr) {
    let (after, mut last) = part(input, None);
    let (mut rest, mut next) = recover::next_connector(after);
    // Neither asks for memory before it has two parts: most levels are of one kind only.
    let mut all_of = Vec::new();
    let mut any_of = Vec::new();
    while let Some((connector, token)) = next {
        let (after, part) = part(rest, token);
        let before = std::mem::replace(&mut last, part);
        match connector {
            Connector::And => all_of.push(before),
            Connector::Or => any_of.push(join(std::mem::take(&mut all_of), before, Expr::And)),
        }
        (rest, next) = recover::next_connector(after);
    }
    let last = join(all_of, last, Expr::And);
    (rest, join(any_of, last, Expr::Or))
}

/// A group of these parts and the last one, which stands alone if there are no others.
fn join(mut parts: Vec<Expr>, last: Expr, as_group: fn(Vec<Expr>) -> Expr) -> Expr {
    if parts.is_empty() {
        return last;
    }
    parts.push(last);
    as_group(parts)
}

/// Reads one part and always returns one; after a mistake, everything up to the next connector is skipped.
fn part(input: Tokens<'_>, before: Option<Token>) -> (Tokens<'_>, Expr) {
    let stopped = match unary(input, before) {
        Ok((rest, expr)) => return (rest, expr),
        Err(Err::Failure(miss)) => input.resume(miss),
        // An unmatched parenthesis is complained about where it is skipped.
        Err(_) if input.is_at(Kind::Close) && input.depth() == 0 && before.is_none() => input,
        Err(_) => {
            input.report(missing_condition(input, before, before));
            input
        }
    };
    let rest = recover::skip_part(stopped);
    (rest, Expr::Error(recover::covered(input, rest)))
}

fn unary(input: Tokens<'_>, before: Option<Token>) -> Read<'_, Expr> {
    let mut rest = input;
    let mut sign = None;
    let mut negated = false;
    // Two signs cancel each other; counting them needs no recursion.
    while rest.is_at(Kind::Not) || rest.is_word(0, "not") {
        sign = rest.peek();
        negated = !negated;
        rest = rest.skip(1);
    }
    let (after, inner) = match primary(rest) {
        Err(Err::Error(_)) if sign.is_some() => {
            // `a or not`: what is one too many begins with the connector.
            return rest.fail(missing_condition(rest, sign, before));
        }
        other => other?,
    };
    Ok((
        after,
        match sign {
            Some(sign) if negated => Expr::Not(sign.span, Box::new(inner)),
            _ => inner,
        },
    ))
}

fn primary(input: Tokens<'_>) -> Read<'_, Expr> {
    match input.peek() {
        Some(token) if token.kind == Kind::Open => parenthesised(input, token),
        Some(_) if !clause::begins(input) && !at_connector(input) => condition(input),
        _ => input.miss(),
    }
}

fn parenthesised(input: Tokens<'_>, open: Token) -> Read<'_, Expr> {
    if input.depth() >= MAX_DEPTH {
        return input.fail(
            Diagnostic::new(
                Code::TooDeep,
                format!("filter is nested more than {MAX_DEPTH} levels deep"),
                open.span,
            )
            .label("one level too many"),
        );
    }
    let inside = input.skip(1);
    if let Some(close) = inside.peek().filter(|token| token.kind == Kind::Close) {
        inside.report(
            Diagnostic::new(
                Code::MissingCondition,
                "expected a condition between the parentheses",
                open.span.to(close.span),
            )
            .label("nothing in here"),
        );
        return Ok((inside.skip(1), Expr::Error(open.span.to(close.span))));
    }
    let depth = input.depth();
    inside.set_depth(depth + 1);
    let (rest, expr) = expr(inside);
    rest.set_depth(depth);
    if rest.is_at(Kind::Close) {
        return Ok((rest.skip(1), expr));
    }
    let place = recover::end_before(input, rest);
    rest.report(
        Diagnostic::new(Code::Parentheses, "unclosed `(`", open.span)
            .label("this `(` is never closed")
            .fix(Fix::insert(place, ")")),
    );
    Ok((rest, expr))
}

/// The complaint when a condition should stand before the next token; `before` is the last connector or
/// `not`, and `dangling` where that begins what could be taken out.
fn missing_condition(
    input: Tokens<'_>,
    before: Option<Token>,
    dangling: Option<Token>,
) -> Diagnostic {
    let source = input.source();
    let next = input.peek();
    let connector_next = connector(input).map(|(_, token)| token);
    match (before, connector_next) {
        // `and Status = Done`, `a = 1 and or b = 2`: the second sign is the one too many.
        (_, Some(next)) => {
            let word = next.span.slice(source);
            let after = input.skip(1).place();
            Diagnostic::new(
                Code::MissingCondition,
                format!("expected a condition before `{word}`"),
                next.span,
            )
            .label("nothing to the left of this")
            .fix(Fix::remove(Span::new(next.span.start, after.start)))
        }
        (Some(before), None) => {
            let word = before.span.slice(source);
            let place = input.place();
            let found = match next {
                None => "the filter ends here".to_owned(),
                Some(token) => format!("found `{}`", token.span.slice(source)),
            };
            let mut diagnostic = Diagnostic::new(
                Code::MissingCondition,
                format!("expected a condition after `{word}`"),
                place,
            )
            .label(found)
            .also(before.span, "");
            if next.is_some_and(|it| recover::is_relation(it.kind)) {
                diagnostic = diagnostic
                    .help("each condition begins with its property: write the name again");
            }
            let ends = next.is_none_or(|it| it.kind == Kind::Close) || at_clause(input);
            if let Some(dangling) = dangling.filter(|_| ends) {
                let gap = recover::blanks_before(source, dangling.span);
                diagnostic = diagnostic.fix(Fix::remove(gap.to(before.span)));
            }
            diagnostic
        }
        (None, None) => {
            let (what, label) = match next {
                None => ("the end of the filter".to_owned(), "expected a condition"),
                Some(token) => {
                    (format!("`{}`", token.span.slice(source)), "nothing to the left of this")
                }
            };
            Diagnostic::new(
                Code::MissingCondition,
                format!("expected a condition, found {what}"),
                input.place(),
            )
            .label(label)
        }
    }
}
