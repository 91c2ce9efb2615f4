//! From what was written to what it means: names are looked up, values are read by the property's type.
//!
//! The checker visits every condition and reports everything that is wrong. It knows the schema and the
//! environment, and no grammar.

mod clause;
mod date;
mod given;
mod hint;
mod operator;
mod option;
mod reading;
mod reference;
mod target;
mod value;

use notion_model::query::Sort;

pub(crate) use date::calendar_date;
pub(crate) use given::CAST_NAMES;
pub(crate) use option::quote_commas;
pub(crate) use reference::timestamp;
pub(crate) use value::number;

use crate::compile::Options;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix};
use crate::env::Env;
use crate::explain::{Resolution, Resolved, Trace, TracedSubject};
use crate::logic::Logic;
use crate::quantify::any_value;
use crate::schema::{PropertyType, Schema};
use crate::span::Span;
use crate::suggest::quote_value;
use crate::syntax::{Comparison, Condition, Expr, Query, TestKind};
use crate::typed::Typed;

/// A query that means something.
#[derive(Clone, Debug)]
pub(crate) struct Checked {
    pub(crate) filter: Option<Logic<Typed>>,
    pub(crate) sorts: Vec<Sort>,
    pub(crate) select: Vec<String>,
}

/// Checks everything; the answer is complete only if no error was reported.
pub(crate) fn check(
    query: &Query,
    schema: &Schema,
    env: &Env<'_>,
    options: &Options,
) -> (Checked, Diagnostics) {
    let mut checker = Checker::new(&query.source, schema, env, options);
    (checker.whole(query), checker.log)
}

/// The same, with what was found out on the way.
pub(crate) fn check_tracing(
    query: &Query,
    schema: &Schema,
    env: &Env<'_>,
    options: &Options,
) -> (Checked, Trace) {
    let mut checker = Checker::new(&query.source, schema, env, options);
    checker.trace = Some(Trace::default());
    (checker.whole(query), checker.trace.unwrap_or_default())
}

/// What every part of the check needs.
struct Checker<'a> {
    source: &'a str,
    schema: &'a Schema,
    env: &'a Env<'a>,
    options: &'a Options,
    log: Diagnostics,
    /// Kept only for explanations.
    trace: Option<Trace>,
}

impl<'a> Checker<'a> {
    fn new(source: &'a str, schema: &'a Schema, env: &'a Env<'a>, options: &'a Options) -> Self {
        Self { source, schema, env, options, log: Diagnostics::default(), trace: None }
    }
}

impl Checker<'_> {
    fn whole(&mut self, query: &Query) -> Checked {
        let filter = query.filter.as_ref().and_then(|expr| self.expr(expr));
        let sorts = self.order(&query.order);
        let select = self.select(&query.select);
        Checked { filter, sorts, select }
    }

    /// Keeps what a part of the text was found to be, if anybody wants to know.
    fn resolved(&mut self, span: Span, what: Resolved, meaning: impl FnOnce() -> String) {
        if let Some(trace) = &mut self.trace {
            let written = span.slice(self.source).to_owned();
            trace.resolved.push(Resolution { span, written, what, meaning: meaning() });
        }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.log.push(diagnostic);
    }

    /// None if anything in it is wrong. All parts are visited in any case.
    fn expr(&mut self, expr: &Expr) -> Option<Logic<Typed>> {
        match expr {
            Expr::And(parts) => self.parts(parts, "and").map(Logic::And),
            Expr::Or(parts) => self.parts(parts, "or").map(Logic::Or),
            Expr::Not(_, inner) => self.expr(inner).map(Logic::negated),
            Expr::Condition(condition) => self.condition(condition),
            Expr::Error(_) => None,
        }
    }

    fn parts(&mut self, parts: &[Expr], connector: &str) -> Option<Vec<Logic<Typed>>> {
        let mut checked = Vec::with_capacity(parts.len());
        let mut rest = parts;
        while let [part, after @ ..] = rest {
            checked.push(self.expr(part));
            rest = after;
            // `Status = Done or Blocked or Cancelled`: the values behind a condition are one mistake.
            if let Expr::Condition(condition) = part {
                let values = self.values_behind(condition, after, connector);
                rest = &after[values..];
                checked.extend((values > 0).then_some(None));
            }
        }
        checked.into_iter().collect()
    }

    fn condition(&mut self, condition: &Condition) -> Option<Logic<Typed>> {
        let name = &condition.target.reference.name;
        // Once the log is full, one mistake more is counted, whichever it is; this one takes long to find.
        if !self.log.is_full()
            && self.stands_alone(condition)
            && !name.quoted
            && let Some(diagnostic) = self.missing_operator(name)
        {
            self.report(diagnostic);
            return None;
        }
        let subject = self.target(&condition.target, condition.test.as_ref())?;
        if let Some(trace) = &mut self.trace {
            trace.subjects.push(TracedSubject {
                condition: condition.span,
                name: subject.name.clone(),
                noun: subject.noun.clone(),
            });
        }
        let written = subject.written;
        let operator = condition.test.as_ref().map_or(condition.span, |test| test.operator);
        if let (Some(kind), Some(test)) = (subject.whole_list, &condition.test) {
            // Here the negation is about the list; everywhere else it is about the value.
            let predicate = any_value(kind);
            let span = condition.span;
            let empty = Typed { place: subject.place, predicate, written, operator, span };
            return Some(Logic::Leaf(empty).negated_if(test.negated));
        }
        let predicate = match &condition.test {
            Some(test) => self.predicate(&subject, test)?,
            None => self.alone(&subject)?,
        };
        let span = condition.span;
        Some(Logic::Leaf(Typed { place: subject.place, predicate, written, operator, span }))
    }

    /// Whether there is only a name, and nobody knows it.
    fn stands_alone(&self, condition: &Condition) -> bool {
        let name = &condition.target.reference.name;
        condition.test.is_none()
            && condition.target.quantifier.is_none()
            && !self.schema.is_untyped()
            && !self.schema.has(&name.text)
            && timestamp(name).is_none()
    }

    /// How many of the next parts are only further values for the condition before them; complains about
    /// them together.
    fn values_behind(&mut self, condition: &Condition, parts: &[Expr], connector: &str) -> usize {
        let Some(test) = &condition.test else { return 0 };
        let TestKind::Compare(Comparison::Equal | Comparison::Contains, value) = &test.kind else {
            return 0;
        };
        let Some(property) = self.lookup(&condition.target.reference.name.text) else { return 0 };
        let Some(options) = option::names(&property.kind).filter(|it| !it.open) else { return 0 };
        let value_of = |part: &Expr| match part {
            Expr::Condition(it) if self.stands_alone(it) => {
                let name = &it.target.reference.name;
                option::find(options, &name.text).ok().map(|option| (name.span, option))
            }
            _ => None,
        };
        let values: Vec<_> = parts.iter().map_while(value_of).collect();
        let (Some((first, option)), Some((last, _))) = (values.first(), values.last()) else {
            return 0;
        };
        let written = condition.target.span.slice(self.source);
        let operator = match (connector, &property.kind, test.negated) {
            ("or", _, false) => Some("in"),
            ("and", _, true) => Some("not in"),
            ("and", PropertyType::MultiSelect(_), false) => Some("has all"),
            _ => None,
        };
        let mut diagnostic = Diagnostic::new(
            Code::ValueAsCondition,
            format!("`{option}` is a value of `{}`, not a condition", property.name),
            *first,
        )
        .label("expected a full condition here")
        .also(condition.target.span, "")
        .help(format!("to test for several values use `{}`", operator.unwrap_or("in")));
        if let Some(operator) = operator {
            let mut list = value.span.slice(self.source).to_owned();
            for (_, option) in &values {
                list.push_str(", ");
                list.push_str(&quote_value(option));
            }
            let list = format!("{written} {operator} ({list})");
            diagnostic = diagnostic.fix(Fix::replace(condition.span.to(*last), list));
        }
        self.report(diagnostic);
        values.len()
    }
}
