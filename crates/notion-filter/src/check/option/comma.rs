//! Options with a comma in their name, written without quotes: the grammar ends the value at the comma.

use super::names;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::evaluate::fold;
use crate::lex::write_quoted;
use crate::schema::{Found, Schema};
use crate::span::{Span, offset};
use crate::syntax::{Comparison, Condition, Expr, Query, TestKind, ValueKind};

/// Offers quotes where a comma was complained about that belongs to the name of an option.
///
/// Reading knows no options and takes the comma for one between conditions; what it and the check offer
/// for the pieces is taken back.
pub(crate) fn quote_commas(diagnostics: &mut [Diagnostic], query: &Query, schema: &Schema) {
    let source = &*query.source;
    for index in 0..diagnostics.len() {
        let Some(Diagnostic { code: Code::MissingConnector, primary, .. }) = diagnostics.get(index)
        else {
            continue;
        };
        let comma = primary.span;
        if comma.slice(source) != "," {
            continue;
        }
        let Some((option, place)) =
            query.filter.as_ref().and_then(|it| option_at(it, comma, source, schema))
        else {
            continue;
        };
        for other in diagnostics.iter_mut() {
            if place.start <= other.primary.span.start && other.primary.span.end <= place.end {
                other.fix = None;
            }
        }
        if let Some(diagnostic) = diagnostics.get_mut(index) {
            diagnostic.helps = vec![format!("quote the option `{option}`, which has a comma")];
            diagnostic.fix = Some(Fix::replace(place, write_quoted(option)));
        }
    }
}

/// The option whose name the comma belongs to, and where it is written.
fn option_at<'a>(
    expr: &Expr,
    comma: Span,
    source: &str,
    schema: &'a Schema,
) -> Option<(&'a str, Span)> {
    match expr {
        Expr::And(parts) | Expr::Or(parts) => {
            parts.iter().find_map(|it| option_at(it, comma, source, schema))
        }
        Expr::Not(_, inner) => option_at(inner, comma, source, schema),
        Expr::Condition(condition) => option_of(condition, comma, source, schema),
        Expr::Error(_) => None,
    }
}

fn option_of<'a>(
    condition: &Condition,
    comma: Span,
    source: &str,
    schema: &'a Schema,
) -> Option<(&'a str, Span)> {
    let TestKind::Compare(Comparison::Equal | Comparison::Contains, value) =
        &condition.test.as_ref()?.kind
    else {
        return None;
    };
    let start = value.span.start;
    let between = source.get(value.span.end as usize..comma.start as usize)?;
    if value.kind != ValueKind::Bare || !between.trim().is_empty() {
        return None;
    }
    let Found::One(property) = schema.find(&condition.target.reference.name.text) else {
        return None;
    };
    let rest = source.get(start as usize..)?;
    let begins = |name: &str| {
        let length: usize = rest.chars().take(name.chars().count()).map(char::len_utf8).sum();
        let end = start + offset(length);
        let after = rest.get(length..)?;
        // `Sel = x, y = true` means two conditions.
        let is_name = after.trim_start().starts_with(|it| "=<>!~^$:≠≤≥".contains(it));
        let goes_on = is_name || after.starts_with(char::is_alphanumeric);
        let is_it = end > comma.start && !goes_on && fold(rest.get(..length)?) == fold(name);
        is_it.then(|| Span::new(start, end))
    };
    let options = names(&property.kind)?.names.iter();
    let found = options.filter_map(|it| Some((it.as_str(), begins(it)?)));
    found.max_by_key(|(_, place)| place.end)
}
