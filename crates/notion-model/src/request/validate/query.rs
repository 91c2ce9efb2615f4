//! Checks of queries: the size of a filter, what it compares with, and a page of the answer.

use std::str::FromStr;

use super::{Checks, Problem, Unit};
use crate::{
    DateOrDateTime, PageId, UserId, limits,
    query::{
        Condition, DateCondition, Filter, FormulaCondition, MultiSelectCondition, OneOrMany,
        OptionCondition, PeopleCondition, RelationCondition, RollupCondition, RollupElement,
        VerificationCondition,
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
            Filter::Timestamp(it) => {
                return self
                    .at(it.timestamp.as_str(), |checks| checks.date_condition(&it.condition));
            }
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

    /// What a property is compared with. Texts, numbers and checkboxes are whatever they are.
    fn condition(&mut self, condition: &'a Condition) {
        match condition {
            Condition::Select(it) | Condition::Status(it) => self.option_condition(it),
            Condition::MultiSelect(it) => self.options_condition(it),
            Condition::Date(it) | Condition::CreatedTime(it) | Condition::LastEditedTime(it) => {
                self.date_condition(it);
            }
            Condition::People(it) | Condition::CreatedBy(it) | Condition::LastEditedBy(it) => {
                self.people_condition(it);
            }
            Condition::Relation(it) => self.relation_condition(it),
            Condition::Verification(it) => self.verification_condition(it),
            Condition::Formula(it) => self.at(it.operator(), |checks| match it {
                FormulaCondition::Date(it) => checks.date_condition(it),
                FormulaCondition::String(_)
                | FormulaCondition::Checkbox(_)
                | FormulaCondition::Number(_) => {}
            }),
            Condition::Rollup(it) => self.at(it.operator(), |checks| match it {
                RollupCondition::Any(of)
                | RollupCondition::Every(of)
                | RollupCondition::None(of) => {
                    checks.at(of.operator(), |checks| checks.element(of));
                }
                RollupCondition::Date(it) => checks.date_condition(it),
                RollupCondition::Number(_) => {}
            }),
            Condition::Title(_)
            | Condition::RichText(_)
            | Condition::Url(_)
            | Condition::Email(_)
            | Condition::PhoneNumber(_)
            | Condition::Number(_)
            | Condition::UniqueId(_)
            | Condition::Checkbox(_)
            | Condition::Files(_) => {}
        }
    }

    fn element(&mut self, element: &'a RollupElement) {
        match element {
            RollupElement::Select(it) | RollupElement::Status(it) => self.option_condition(it),
            RollupElement::MultiSelect(it) => self.options_condition(it),
            RollupElement::Date(it) => self.date_condition(it),
            RollupElement::People(it) => self.people_condition(it),
            RollupElement::Relation(it) => self.relation_condition(it),
            RollupElement::RichText(_)
            | RollupElement::Number(_)
            | RollupElement::Checkbox(_)
            | RollupElement::Files(_) => {}
        }
    }

    /// Notion's own types: an ISO 8601 date or one of seven words.
    fn date_condition(&mut self, condition: &'a DateCondition) {
        if let Some(text) = condition.date()
            && !limits::RELATIVE_DATES.contains(&text)
            && text.parse::<DateOrDateTime>().is_err()
        {
            let problem = Problem::Date { text: text.into() };
            self.at(condition.operator(), |checks| checks.add(problem));
        }
    }

    /// Notion's own types: an id or `me`.
    fn people_condition(&mut self, condition: &'a PeopleCondition) {
        let (PeopleCondition::Contains(id) | PeopleCondition::DoesNotContain(id)) = condition
        else {
            return;
        };
        if id != "me" {
            self.at(condition.operator(), |it| it.id::<UserId>(id, "the id of a user or `me`"));
        }
    }

    fn relation_condition(&mut self, condition: &'a RelationCondition) {
        if let RelationCondition::Contains(id) | RelationCondition::DoesNotContain(id) = condition {
            self.at(condition.operator(), |it| it.id::<PageId>(id, "the id of a page"));
        }
    }

    fn verification_condition(&mut self, condition: &'a VerificationCondition) {
        let (VerificationCondition::Status(state) | VerificationCondition::DoesNotEqual(state)) =
            condition;
        self.at(condition.operator(), |it| it.word(state, limits::VERIFICATION_FILTERS));
    }

    fn id<T: FromStr>(&mut self, text: &str, wanted: &'static str) {
        if text.parse::<T>().is_err() {
            self.add(Problem::Id { text: text.into(), wanted });
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
