//! Operators on numbers and unique ids.

use notion_model::query::NumberCondition;
use serde_json::Number;

use crate::check::Checker;
use crate::check::target::Subject;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::logic::Logic;
use crate::schema::PropertyType;
use crate::syntax::{Comparison, Test, TestKind, Value};
use crate::typed::{Atom, Emptiness};

const NUMBER_HELP: &str =
    "numbers are compared with `=`, `!=`, `<`, `<=`, `>`, `>=`, `in (…)` and `between`";

impl Checker<'_> {
    pub(super) fn number_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        let is_id = matches!(subject.kind, PropertyType::UniqueId { .. });
        let emptiness = if is_id { Emptiness::Never } else { Emptiness::Possible };
        let atom = move |condition| Logic::Leaf(Atom::Number(condition, emptiness));
        let read = |checker: &mut Self, value: &Value| {
            if is_id { checker.unique_id(subject, value) } else { checker.number(subject, value) }
        };
        match &test.kind {
            TestKind::Compare(comparison, value) => {
                let condition: fn(Number) -> NumberCondition = match comparison {
                    Comparison::Equal => NumberCondition::Equals,
                    Comparison::Less => NumberCondition::LessThan,
                    Comparison::LessOrEqual => NumberCondition::LessThanOrEqualTo,
                    Comparison::Greater => NumberCondition::GreaterThan,
                    Comparison::GreaterOrEqual => NumberCondition::GreaterThanOrEqualTo,
                    _ => return self.wrong(subject, test, "numbers", &[NUMBER_HELP]),
                };
                Some(atom(condition(read(self, value)?)))
            }
            TestKind::In(list) => self.any_of(&list.items, |it, value| {
                Some(atom(NumberCondition::Equals(read(it, value)?)))
            }),
            TestKind::Between(low, high) => {
                let (from, to) = (read(self, low), read(self, high));
                let (from, to) = (from?, to?);
                if from.as_f64() > to.as_f64() {
                    self.report(empty_range(low, high, self.source));
                }
                Some(Logic::And(vec![
                    atom(NumberCondition::GreaterThanOrEqualTo(from)),
                    atom(NumberCondition::LessThanOrEqualTo(to)),
                ]))
            }
            TestKind::Empty if is_id => self.never_empty(test, "an ID", "every page has one", None),
            TestKind::Empty => Some(atom(NumberCondition::IsEmpty)),
            _ => self.wrong(subject, test, "numbers", &[NUMBER_HELP]),
        }
    }
}

/// `between 9 and 2`.
pub(in crate::check) fn empty_range(low: &Value, high: &Value, source: &str) -> Diagnostic {
    let (first, last) = (low.span.slice(source), high.span.slice(source));
    Diagnostic::new(Code::EmptyRange, "this range is empty", low.span.to(high.span))
        .label("the first value is larger than the second")
        .fix(Fix::replace(low.span, last).and_replace(high.span, first))
}
