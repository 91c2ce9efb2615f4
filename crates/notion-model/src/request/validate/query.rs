//! Checks of queries: the size of a filter, and of a page of the answer.

use super::{Checks, Problem, Unit};
use crate::{
    limits,
    query::{
        Condition, Filter, MultiSelectCondition, OneOrMany, OptionCondition, RollupCondition,
        RollupElement,
    },
};

impl<'a> Checks<'a> {
    pub(in crate::request) fn page_size(&mut self, size: Option<u32>) {
        if let Some(size) = size {
            self.at("page_size", |checks| {
                checks.at_most(size as usize, limits::PAGE_SIZE as usize, Unit::Number);
            });
        }
    }

    /// Each call goes one level down, and what is too deep is not followed.
    pub(in crate::request) fn filter(&mut self, filter: &'a Filter, level: usize) {
        let (key, filters) = match filter {
            Filter::And(filters) => ("and", filters),
            Filter::Or(filters) => ("or", filters),
            Filter::Property(it) => {
                return self.at(it.condition.operator(), |checks| checks.condition(&it.condition));
            }
            Filter::Timestamp(_) => return,
        };
        self.at(key, |checks| {
            if level == limits::FILTER_DEPTH {
                let size = level + filter.depth();
                let limit = limits::FILTER_DEPTH;
                return checks.add(Problem::TooLong { size, limit, unit: Unit::Levels });
            }
            checks.each(filters, limits::FILTER_ENTRIES, |checks, it| {
                checks.filter(it, level + 1);
            });
        });
    }

    /// Only comparisons with several options have a length.
    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Select(it) | Condition::Status(it) => self.option_condition(it),
            Condition::MultiSelect(it) => self.options_condition(it),
            Condition::Rollup(it) => self.at(it.operator(), |checks| match it {
                RollupCondition::Any(of)
                | RollupCondition::Every(of)
                | RollupCondition::None(of) => {
                    checks.at(of.operator(), |checks| match of {
                        RollupElement::Select(it) | RollupElement::Status(it) => {
                            checks.option_condition(it);
                        }
                        RollupElement::MultiSelect(it) => checks.options_condition(it),
                        _ => {}
                    });
                }
                RollupCondition::Number(_) | RollupCondition::Date(_) => {}
            }),
            _ => {}
        }
    }

    fn option_condition(&mut self, condition: &'a OptionCondition) {
        match condition {
            OptionCondition::Equals(names) | OptionCondition::DoesNotEqual(names) => {
                self.at(condition.operator(), |checks| checks.names(names));
            }
            OptionCondition::IsEmpty | OptionCondition::IsNotEmpty => {}
        }
    }

    fn options_condition(&mut self, condition: &'a MultiSelectCondition) {
        match condition {
            MultiSelectCondition::Contains(names) | MultiSelectCondition::DoesNotContain(names) => {
                self.at(condition.operator(), |checks| checks.names(names));
            }
            MultiSelectCondition::IsEmpty | MultiSelectCondition::IsNotEmpty => {}
        }
    }

    fn names(&mut self, names: &'a OneOrMany) {
        if let OneOrMany::Many(names) = names {
            self.each(names, limits::FILTER_ENTRIES, |_, _| {});
        }
    }
}
