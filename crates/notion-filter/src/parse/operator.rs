//! Operators in signs and words, each with the values it takes.

use super::clause::at_clause;
use super::expr::at_connector;
use super::name::at_period_or_group;
use super::recover::is_relation;
use super::tokens::{Read, Tokens};
use super::value::{list, value};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::lex::Kind;
use crate::span::Span;
use crate::syntax::{Comparison, Test, TestKind, Which};

/// Reads an operator and its values. The caller has seen that an operator begins here.
pub(super) fn test(input: Tokens<'_>) -> Read<'_, Test> {
    let Some(token) = input.peek() else { return input.miss() };
    if is_relation(token.kind) {
        return relation(input, token.kind, token.span);
    }
    let start = token.span;
    if input.is_word(0, "is") {
        return is(input.skip(1), start);
    }
    if input.is_word(0, "does") {
        return does_not(input.skip(2), start.to(input.skip(1).place()));
    }
    if input.is_word(0, "not") {
        let (rest, test) = positive(input.skip(1), start)?;
        return Ok((rest, Test { negated: true, ..test }));
    }
    positive(input, start)
}

fn relation(input: Tokens<'_>, kind: Kind, operator: Span) -> Read<'_, Test> {
    use Comparison as C;
    let (negated, comparison) = match kind {
        Kind::NotEqual => (true, C::Equal),
        Kind::Less => (false, C::Less),
        Kind::LessOrEqual => (false, C::LessOrEqual),
        Kind::Greater => (false, C::Greater),
        Kind::GreaterOrEqual => (false, C::GreaterOrEqual),
        Kind::Contains => (false, C::Contains),
        Kind::NotContains => (true, C::Contains),
        Kind::StartsWith => (false, C::StartsWith),
        Kind::EndsWith => (false, C::EndsWith),
        _ => (false, C::Equal),
    };
    compare(input.skip(1), comparison, negated, operator)
}

fn compare(
    input: Tokens<'_>,
    comparison: Comparison,
    negated: bool,
    operator: Span,
) -> Read<'_, Test> {
    let (rest, value) = value(input, operator)?;
    let kind = TestKind::Compare(comparison, value);
    Ok((rest, Test { negated, kind, operator }))
}

/// What may follow `is`: `empty`, `checked`, any word operator, or a value.
fn is(input: Tokens<'_>, is: Span) -> Read<'_, Test> {
    let negated = input.is_word(0, "not");
    let (rest, start) = if negated { (input.skip(1), is.to(input.place())) } else { (input, is) };
    if let Some(kind) = state(rest) {
        let operator = start.to(rest.place());
        return Ok((rest.skip(1), Test { negated, kind, operator }));
    }
    if let Some(token) = rest.peek().filter(|token| is_relation(token.kind)) {
        let (after, test) = relation(rest.skip(0), token.kind, start.to(token.span))?;
        return Ok((after, Test { negated: negated != test.negated, ..test }));
    }
    if at_positive(rest) {
        let (after, test) = positive(rest, start)?;
        return Ok((after, Test { negated, ..test }));
    }
    compare(rest, Comparison::Equal, negated, start)
}

/// `empty`, `checked` or `unchecked`, if the condition ends behind it; else it begins a value.
fn state(input: Tokens<'_>) -> Option<TestKind> {
    let kind = if input.is_word(0, "empty") {
        TestKind::Empty
    } else if input.is_word(0, "checked") {
        TestKind::Checked(true)
    } else if input.is_word(0, "unchecked") {
        TestKind::Checked(false)
    } else {
        return None;
    };
    let after = input.skip(1);
    let ends = after.peek().is_none_or(|token| matches!(token.kind, Kind::Close | Kind::Comma))
        || at_connector(after)
        || at_clause(after);
    ends.then_some(kind)
}

/// Whether a word operator begins here, given that `is` or `not` stands before it.
fn at_positive(input: Tokens<'_>) -> bool {
    let before_value = |ahead: usize| {
        input.ahead(ahead).is_some_and(|it| matches!(it.kind, Kind::Word | Kind::Quoted))
    };
    (input.is_word(0, "in")
        && (input.ahead(1).is_some_and(|it| it.kind == Kind::Open) || at_period_or_group(input, 1)))
        || (input.is_word(0, "within") && at_period_or_group(input, 1))
        || (input.is_any_word(0, &["before", "after", "between"]) && before_value(1))
        || (input.is_word(0, "on") && input.is_word(1, "or"))
        || (input.is_any_word(0, &["starts", "ends"]) && input.is_word(1, "with"))
}

/// A word operator in its positive form; `start` is where the operator began.
fn positive(input: Tokens<'_>, start: Span) -> Read<'_, Test> {
    let operator = start.to(input.place());
    let done = |rest, kind, operator| Ok((rest, Test { negated: false, kind, operator }));
    let after = input.skip(1);
    if input.is_word(0, "in") || input.is_word(0, "within") {
        if input.is_word(0, "in") && !at_period_or_group(input, 1) {
            let (rest, list) = list(after, operator)?;
            return done(rest, TestKind::In(list), operator);
        }
        let (rest, value) = value(after, operator)?;
        return done(rest, TestKind::Within(value), operator);
    }
    if input.is_any_word(0, &["contains", "has"]) {
        return contains(after, operator);
    }
    if input.is_word(0, "between") {
        return between(after, operator);
    }
    if input.is_any_word(0, &["starts", "ends"]) {
        let comparison =
            if input.is_word(0, "starts") { Comparison::StartsWith } else { Comparison::EndsWith };
        if !after.is_word(0, "with") {
            return after.fail(
                Diagnostic::new(
                    Code::OperatorTypo,
                    format!("expected `with` after `{}`", operator.slice(input.source())),
                    after.place(),
                )
                .label("expected `with`"),
            );
        }
        return compare(after.skip(1), comparison, false, operator.to(after.place()));
    }
    if input.is_word(0, "on") {
        let comparison = if input.is_word(2, "before") {
            Comparison::LessOrEqual
        } else {
            Comparison::GreaterOrEqual
        };
        let word = input.skip(2).place();
        return compare(input.skip(3), comparison, false, operator.to(word));
    }
    let comparison = if input.is_word(0, "before") {
        Comparison::Less
    } else if input.is_word(0, "after") {
        Comparison::Greater
    } else {
        Comparison::Equal
    };
    compare(after, comparison, false, operator)
}

/// What may follow `contains` or `has`: `any`, `all` or `none` with a list, or a value.
fn contains(input: Tokens<'_>, operator: Span) -> Read<'_, Test> {
    let which = [("any", Which::Any), ("all", Which::All), ("none", Which::None)]
        .into_iter()
        .find(|(name, _)| input.is_word(0, name))
        .filter(|_| input.ahead(1).is_some_and(|it| it.kind == Kind::Open));
    let Some((_, which)) = which else {
        if input.is_at(Kind::Open) {
            return input.fail(
                Diagnostic::new(
                    Code::MissingValue,
                    format!("expected a value after `{}`", operator.slice(input.source())),
                    input.place(),
                )
                .label("expected a value")
                .help("for several values write `has any (…)`, `has all (…)` or `has none (…)`")
                .fix(Fix::insert(input.place(), "any ")),
            );
        }
        return compare(input, Comparison::Contains, false, operator);
    };
    let operator = operator.to(input.place());
    let (rest, list) = list(input.skip(1), operator)?;
    Ok((rest, Test { negated: false, kind: TestKind::Has(which, list), operator }))
}

fn between(input: Tokens<'_>, operator: Span) -> Read<'_, Test> {
    let (rest, low) = value(input, operator)?;
    if !at_connector(rest) || !rest.is_word(0, "and") {
        let mut diagnostic = Diagnostic::new(
            Code::Between,
            "`between` needs two values joined by `and`",
            rest.place(),
        )
        .label("expected `and …`")
        .also(operator, "");
        if rest.is_at(Kind::Comma) {
            // Without a blank behind it, the word would run together with the value.
            let comma = rest.place();
            let after = rest.source().get(comma.end as usize..).unwrap_or_default();
            let joins = after.starts_with(|it: char| !it.is_whitespace());
            let word = if joins { " and " } else { " and" };
            diagnostic = diagnostic.fix(Fix::replace(comma, word));
        }
        return rest.fail(diagnostic);
    }
    let (rest, high) = value(rest.skip(1), operator)?;
    Ok((rest, Test { negated: false, kind: TestKind::Between(low, high), operator }))
}

/// What may follow `does not`: the verbs without their `s`, too.
fn does_not(input: Tokens<'_>, start: Span) -> Read<'_, Test> {
    let operator = start.to(input.place());
    let after = input.skip(1);
    let read = if input.is_any_word(0, &["contain", "contains", "have", "has", "include"]) {
        contains(after, operator)
    } else if input.is_any_word(0, &["equal", "equals"]) {
        compare(after, Comparison::Equal, false, operator)
    } else if input.is_any_word(0, &["start", "starts"]) && input.is_word(1, "with") {
        let operator = operator.to(after.place());
        compare(after.skip(1), Comparison::StartsWith, false, operator)
    } else if input.is_any_word(0, &["end", "ends"]) && input.is_word(1, "with") {
        let operator = operator.to(after.place());
        compare(after.skip(1), Comparison::EndsWith, false, operator)
    } else {
        return input.fail(
            Diagnostic::new(
                Code::OperatorTypo,
                "expected `contain`, `have`, `equal`, `start with` or `end with` after `does not`",
                input.place(),
            )
            .label("not an operator")
            .also(start, ""),
        );
    };
    let (rest, test) = read?;
    Ok((rest, Test { negated: true, ..test }))
}
