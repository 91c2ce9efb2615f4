//! Operators on select and status properties.

use notion_model::limits::FILTER_ENTRIES;
use notion_model::query::{OneOrMany, OptionCondition};

use super::leaf;
use crate::check::Checker;
use crate::check::option::names;
use crate::check::target::Subject;
use crate::compile::MultiValue;
use crate::evaluate::fold;
use crate::logic::Logic;
use crate::suggest::quote_value;
use crate::syntax::{Comparison, Test, TestKind};
use crate::typed::Atom;

impl Checker<'_> {
    pub(super) fn option_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        let chosen = match &test.kind {
            TestKind::Compare(Comparison::Equal, value) | TestKind::Within(value) => {
                self.options_of(subject, value, test)?
            }
            TestKind::In(list) => self.options_in(subject, list, test)?,
            TestKind::Empty => return leaf(Atom::Option(OptionCondition::IsEmpty)),
            _ => return self.wrong_on_option(subject, test),
        };
        let equals = |names| Logic::Leaf(Atom::Option(OptionCondition::Equals(names)));
        match (&chosen[..], self.options.multi_value) {
            ([only], _) => Some(equals(OneOrMany::One(only.clone()))),
            (_, MultiValue::Array) if chosen.len() <= FILTER_ENTRIES => {
                Some(equals(OneOrMany::Many(chosen)))
            }
            // No list in a filter may be longer.
            (_, MultiValue::Array) => {
                let lists = chosen.chunks(FILTER_ENTRIES).map(|names| match names {
                    [only] => OneOrMany::One(only.clone()),
                    several => OneOrMany::Many(several.to_vec()),
                });
                Some(Logic::Or(lists.map(equals).collect()))
            }
            (_, MultiValue::Expand) => {
                Some(Logic::Or(chosen.into_iter().map(|it| equals(OneOrMany::One(it))).collect()))
            }
        }
    }

    /// Orderings and `~` on options: shows which options would have been meant, but never takes them, since
    /// their order is nobody's promise.
    fn wrong_on_option<T>(&mut self, subject: &Subject, test: &Test) -> Option<T> {
        let property = subject.written.slice(self.source);
        let names: &[String] = names(&subject.kind).map_or(&[], |it| &it.names);
        let mut helps = Vec::new();
        if let TestKind::Compare(comparison, value) = &test.kind {
            let folded = fold(&value.text);
            let place = names.iter().position(|it| fold(it) == folded);
            let matching: Vec<&String> = match comparison {
                Comparison::Contains => {
                    names.iter().filter(|it| fold(it).contains(&*folded)).collect()
                }
                Comparison::StartsWith => {
                    names.iter().filter(|it| fold(it).starts_with(&*folded)).collect()
                }
                Comparison::EndsWith => {
                    names.iter().filter(|it| fold(it).ends_with(&*folded)).collect()
                }
                _ => {
                    helps.push("options have no rank that Notion could compare".to_owned());
                    let range = match (comparison, place) {
                        (Comparison::Less, Some(place)) => &names[..place],
                        (Comparison::LessOrEqual, Some(place)) => &names[..=place],
                        (Comparison::Greater, Some(place)) => &names[place + 1..],
                        (Comparison::GreaterOrEqual, Some(place)) => &names[place..],
                        _ => &[],
                    };
                    range.iter().collect()
                }
            };
            let quoted: Vec<_> = matching.iter().map(|it| quote_value(it)).collect();
            match (&quoted[..], place) {
                ([], _) => {}
                ([only], None) => helps.push(format!("did you mean `{property} = {only}`?")),
                (several, _) => helps.push(format!(
                    "name those you mean, for instance `{property} in ({})` (in the order they stand)",
                    several.join(", ")
                )),
            }
        }
        if let TestKind::Has(..) = test.kind {
            helps.push(format!("it has one option at most: write `{property} in (…)`"));
        }
        let helps: Vec<&str> = helps.iter().map(String::as_str).collect();
        let class = subject.class();
        self.wrong(subject, test, &class, &helps)
    }
}
