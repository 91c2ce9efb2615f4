//! One condition: a property, an operator, and its values.

use super::clause::at_clause;
use super::expr::at_connector;
use super::habit::{not_an_operator, sign_for};
use super::name::{at_test, join_spans, reference};
use super::operator::test;
use super::recover::blanks_before;
use super::tokens::{Read, Tokens};
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::lex::{Kind, Token, quoted_text, write_quoted};
use crate::span::Span;
use crate::syntax::{Condition, Expr, Quantifier, Target};

/// A property with its test, or a yes/no property alone.
pub(super) fn condition(input: Tokens<'_>) -> Read<'_, Expr> {
    let (rest, target) = target(input)?;
    let (rest, test) = if at_test(rest) && !at_connector(rest) && !at_clause(rest) {
        let (rest, test) = test(rest)?;
        (rest, Some(test))
    } else {
        missing_operator(rest, &target)?;
        (rest, None)
    };
    let span = join_spans(input.until(rest));
    Ok((rest, Expr::Condition(Box::new(Condition { target, test, span }))))
}

/// `ref`, or `any(ref)`, `every(ref)`, `none(ref)`.
fn target(input: Tokens<'_>) -> Read<'_, Target> {
    let Some((quantifier, word)) = quantifier(input) else {
        let (rest, reference) = reference(input)?;
        let span = reference.span;
        return Ok((rest, Target { quantifier: None, reference, span }));
    };
    let inside = input.skip(2);
    let (rest, reference) = match reference(inside) {
        Err(nom::Err::Error(_)) => {
            let name = quantifier.as_str();
            return inside.fail_past_list(
                Diagnostic::new(
                    Code::UnknownProperty,
                    format!("expected a property inside `{name}(…)`"),
                    inside.place(),
                )
                .label("expected a name"),
            );
        }
        other => other?,
    };
    if rest.is_at(Kind::Close) {
        let span = word.span.to(rest.place());
        let target = Target { quantifier: Some((quantifier, word.span)), reference, span };
        return Ok((rest.skip(1), target));
    }
    let open = input.skip(1).place();
    let written = word.span.slice(input.source());
    let diagnostic =
        Diagnostic::new(Code::Parentheses, "expected `)` after the property", rest.place())
            .label("the parentheses hold only the name of the property")
            .also(open, "")
            .help(format!("write the comparison behind them: `{written}(…) = …`"));
    rest.fail_past_list(diagnostic)
}

pub(super) fn quantifier(input: Tokens<'_>) -> Option<(Quantifier, Token)> {
    let token = input.peek()?;
    if token.kind != Kind::Word || input.ahead(1)?.kind != Kind::Open {
        return None;
    }
    let quantifier = match input.text(token).to_ascii_lowercase().as_str() {
        "any" | "some" => Quantifier::Any,
        "every" | "all" => Quantifier::Every,
        "none" => Quantifier::None,
        _ => return None,
    };
    Some((quantifier, token))
}

/// Complains if what follows a property is a value or a parenthesis.
fn missing_operator<'a>(input: Tokens<'a>, target: &Target) -> Read<'a, ()> {
    let source = input.source();
    let Some(token) = input.peek() else { return Ok((input, ())) };
    let property = target.span.slice(source);
    let touches = blanks_before(source, token.span).is_empty();
    let blank = if touches { " " } else { "" };
    let diagnostic = || {
        Diagnostic::new(
            Code::MissingOperator,
            format!("expected an operator after `{property}`"),
            token.span,
        )
        .also(target.span, "this is a property")
    };
    match token.kind {
        Kind::Quoted | Kind::CurlyQuoted | Kind::Backquoted => {
            if let Some((rest, name)) = name_with_quotes(input, target) {
                let message = "a name that contains quotes has to be quoted";
                let quoted = write_quoted(name.slice(source));
                return rest.fail(
                    Diagnostic::new(Code::MissingOperator, message, name)
                        .label("this is a property")
                        .fix(Fix::replace(name, quoted)),
                );
            }
            if let Some(like) = operator_word(input, target) {
                return input.skip(1).fail(like);
            }
            let fix = Fix::insert(token.span, format!("{blank}= "));
            input.skip(1).fail(diagnostic().label("found a value").fix(fix))
        }
        Kind::Open => {
            let rest = super::recover::skip_list(input.skip(1));
            let (rest, span) = match rest.peek() {
                Some(close) => (rest.skip(1), token.span.to(close.span)),
                None => (rest, token.span),
            };
            let mut diagnostic = diagnostic().label("found a list");
            diagnostic.primary.span = Span { start: token.span.start, ..span };
            rest.fail(
                diagnostic.help(format!("to test for several values write `{property} in (…)`")),
            )
        }
        Kind::Comma => list_without_parentheses(input, target),
        _ => Ok((input, ())),
    }
}

/// `Name LIKE "x"`: a word that is an operator elsewhere.
fn operator_word(input: Tokens<'_>, target: &Target) -> Option<Diagnostic> {
    let name = target.span.slice(input.source());
    let (_, word) = name.rsplit_once(char::is_whitespace)?;
    let sign = sign_for(word)?;
    let place = Span::new(target.span.end - crate::span::offset(word.len()), target.span.end);
    let diagnostic = not_an_operator(word, place, sign);
    let quoted = input.peek().filter(|it| it.kind == Kind::Quoted)?;
    let text = quoted_text(input.text(quoted));
    // `'%x%'` means what `~ "x"` means; a pattern with signs in the middle has no equal.
    let bare = text.trim_matches('%');
    let sign = match (text.starts_with('%'), text.ends_with('%')) {
        (true, true) => "~",
        (false, true) => "^=",
        (true, false) => "$=",
        (false, false) => return Some(diagnostic),
    };
    let fix = Fix::replace(place.to(quoted.span), format!("{sign} {}", write_quoted(bare)));
    let mut diagnostic = diagnostic.fix(fix);
    diagnostic.primary.text = format!("did you mean `{sign}`?");
    Some(diagnostic)
}

/// `The "best" log`, if that is known to be a property.
fn name_with_quotes<'a>(input: Tokens<'a>, target: &Target) -> Option<(Tokens<'a>, Span)> {
    /// A property's name has fewer pieces than this.
    const PIECES: usize = 12;
    /// And fewer bytes. Every piece begins further names, so looking up longer ones would take long.
    const BYTES: u32 = 200;
    let source = input.source();
    (1..PIECES)
        .map_while(|length| {
            let rest = input.skip(length);
            let name = target.span.to(input.until(rest).last()?.span);
            (name.end - name.start <= BYTES).then_some((rest, name))
        })
        .find(|(_, name)| input.is_property(name.slice(source)))
}

/// `Status in Done, Blocked`, if `Status` is known to be a property.
fn list_without_parentheses<'a>(input: Tokens<'a>, target: &Target) -> Read<'a, ()> {
    let source = input.source();
    let name = target.span.slice(source);
    let Some((property, first)) = name.split_once(" in ") else { return Ok((input, ())) };
    if target.quantifier.is_some() || !input.is_property(property) {
        return Ok((input, ()));
    }
    let start = target.span.end - crate::span::offset(first.len());
    let rest = super::recover::skip_part(input);
    let end = super::recover::end_before(input, rest);
    let values = Span::new(start, end.end);
    rest.fail(
        Diagnostic::new(Code::MissingOperator, "expected `(` after `in`", values)
            .label("the values stand in parentheses")
            .fix(Fix::replace(values, format!("({})", values.slice(source)))),
    )
}
