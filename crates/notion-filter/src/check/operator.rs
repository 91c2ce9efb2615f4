//! What an operator means on a type: the table of the language, read row by row.

use notion_model::query::{
    Existence, MultiSelectCondition, NumberCondition, OneOrMany, OptionCondition, PeopleCondition,
    RelationCondition, TextCondition, VerificationCondition,
};
use serde_json::Number;

use super::Checker;
use super::target::{Subject, noun};
use crate::compile::MultiValue;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::evaluate::fold;
use crate::logic::Logic;
use crate::schema::PropertyType;
use crate::suggest::{listed, nearest, quote_value};
use crate::syntax::{Comparison, Test, TestKind, Value, ValueKind, Which};
use crate::typed::{Atom, Emptiness};

impl Checker<'_> {
    /// What the test means; complains if the type does not have the operator or the value.
    pub(super) fn predicate(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        self.positive(subject, test).map(|it| it.negated_if(test.negated))
    }

    fn positive(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        if let TestKind::Checked(checked) = test.kind {
            if subject.kind != PropertyType::Checkbox {
                return self.wrong(subject, test, &subject.class(), &[]);
            }
            return leaf(Atom::Checkbox(checked));
        }
        match &subject.kind {
            kind if kind.is_text() => self.text_test(subject, test),
            PropertyType::Number | PropertyType::UniqueId { .. } => self.number_test(subject, test),
            PropertyType::Checkbox => self.checkbox_test(subject, test),
            PropertyType::Select(_) | PropertyType::Status(..) => self.option_test(subject, test),
            PropertyType::Date | PropertyType::CreatedTime | PropertyType::LastEditedTime => {
                self.date_test(subject, test)
            }
            PropertyType::Files => self.files_test(subject, test),
            PropertyType::Verification => self.verification_test(subject, test),
            _ => self.member_test(subject, test),
        }
    }

    fn text_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        const HELP: &str = "Notion can only compare text with `=`, `!=`, `~` (contains), `^=` (starts \
                            with) and `$=` (ends with)";
        match &test.kind {
            TestKind::Compare(Comparison::Equal, value) => self.text_equals(subject, value, test),
            TestKind::Compare(comparison, value) => {
                let condition = match comparison {
                    Comparison::Contains => TextCondition::Contains,
                    Comparison::StartsWith => TextCondition::StartsWith,
                    Comparison::EndsWith => TextCondition::EndsWith,
                    _ => return self.wrong(subject, test, "text", &[HELP]),
                };
                let text = self.text(subject, value)?;
                if text.is_empty() {
                    let operator = test.operator.slice(self.source);
                    let property = subject.written.slice(self.source);
                    self.report(
                        Diagnostic::new(
                            Code::MatchesEverything,
                            format!("`{operator} \"\"` matches everything"),
                            value.span,
                        )
                        .label("empty text")
                        .help(format!(
                            "to find pages with any value write `{property} is not empty`"
                        )),
                    );
                    return None;
                }
                leaf(Atom::Text(condition(text)))
            }
            TestKind::In(list) => {
                self.any_of(&list.items, |it, value| it.text_equals(subject, value, test))
            }
            TestKind::Empty => leaf(Atom::Text(TextCondition::IsEmpty)),
            _ => self.wrong(subject, test, "text", &[HELP]),
        }
    }

    fn text_equals(
        &mut self,
        subject: &Subject,
        value: &Value,
        test: &Test,
    ) -> Option<Logic<Atom>> {
        let text = self.text(subject, value)?;
        if value.kind == ValueKind::Bare && text.eq_ignore_ascii_case("null") {
            let property = subject.written.slice(self.source);
            let not = if test.negated { "not " } else { "" };
            self.report(
                Diagnostic::new(
                    Code::NullText,
                    format!("this compares `{}` with the text \"{text}\"", subject.name),
                    value.span,
                )
                .label("plain text here")
                .help(format!("for pages without a value write `{property} is {not}empty`"))
                .help(format!("to keep the text, quote it: `\"{text}\"`")),
            );
        }
        if text.is_empty() {
            return leaf(Atom::Text(TextCondition::IsEmpty));
        }
        leaf(Atom::Text(TextCondition::Equals(text)))
    }

    fn number_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
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

    fn checkbox_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        let property = subject.written.slice(self.source).to_owned();
        match &test.kind {
            TestKind::Compare(Comparison::Equal, value) => {
                leaf(Atom::Checkbox(self.truth(subject, value)?))
            }
            TestKind::Empty => {
                let help = format!("write `not {property}` for unchecked");
                self.never_empty(test, "a checkbox", "always checked or unchecked", Some(help))
            }
            _ => {
                let help =
                    format!("write `{property}` for checked and `not {property}` for unchecked");
                self.wrong(subject, test, "a checkbox", &[&help])
            }
        }
    }

    fn option_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
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
            (_, MultiValue::Array) => Some(equals(OneOrMany::Many(chosen))),
            (_, MultiValue::Expand) => {
                Some(Logic::Or(chosen.into_iter().map(|it| equals(OneOrMany::One(it))).collect()))
            }
        }
    }

    /// Multi-selects, people and relations: everything is about membership.
    fn member_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        match &test.kind {
            TestKind::Compare(Comparison::Equal | Comparison::Contains, value) => {
                self.contains(subject, value, test)
            }
            TestKind::In(list) | TestKind::Has(Which::Any, list) => {
                self.any_of(&list.items, |it, value| it.contains(subject, value, test))
            }
            TestKind::Has(Which::None, list) => self
                .any_of(&list.items, |it, value| it.contains(subject, value, test))
                .map(Logic::negated),
            TestKind::Has(Which::All, list) => {
                let Logic::Or(parts) =
                    self.any_of(&list.items, |it, value| it.contains(subject, value, test))?
                else {
                    return None;
                };
                Some(Logic::And(parts))
            }
            TestKind::Empty => leaf(match &subject.kind {
                PropertyType::MultiSelect(_) => Atom::MultiSelect(MultiSelectCondition::IsEmpty),
                PropertyType::Relation => Atom::Relation(RelationCondition::IsEmpty),
                _ => Atom::People(PeopleCondition::IsEmpty),
            }),
            _ => {
                let help = "it can be tested with `has …`, `has any (…)`, `has all (…)`, `has none (…)` \
                            and `is empty`";
                self.wrong(subject, test, &subject.class(), &[help])
            }
        }
    }

    fn contains(&mut self, subject: &Subject, value: &Value, test: &Test) -> Option<Logic<Atom>> {
        match &subject.kind {
            PropertyType::MultiSelect(_) => {
                let mut options = self.options_of(subject, value, test)?;
                let name = options.pop()?;
                leaf(Atom::MultiSelect(MultiSelectCondition::Contains(OneOrMany::One(name))))
            }
            PropertyType::Relation => leaf(Atom::Relation(self.page(subject, value)?)),
            _ => leaf(Atom::People(self.person(subject, value)?)),
        }
    }

    fn date_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        let emptiness =
            if subject.kind.is_never_empty() { Emptiness::Never } else { Emptiness::Possible };
        match &test.kind {
            TestKind::Compare(
                comparison @ (Comparison::Equal
                | Comparison::Less
                | Comparison::LessOrEqual
                | Comparison::Greater
                | Comparison::GreaterOrEqual),
                value,
            ) => self.compare_date(subject, *comparison, value, test),
            TestKind::Within(value) => self.compare_date(subject, Comparison::Equal, value, test),
            TestKind::In(list) => self.any_of(&list.items, |it, value| {
                it.compare_date(subject, Comparison::Equal, value, test)
            }),
            TestKind::Between(low, high) => self.date_between(subject, low, high, test),
            TestKind::Empty => {
                leaf(Atom::Date(notion_model::query::DateCondition::IsEmpty, emptiness))
            }
            _ => {
                let property = subject.written.slice(self.source);
                let month = self.env.today();
                let (first, last) = (month.first_of_month(), month.last_of_month());
                let help = format!(
                    "for a whole period write `{property} = this month` or `{property} between {first} and {last}`"
                );
                self.wrong(subject, test, "dates", &[&help])
            }
        }
    }

    fn files_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        if matches!(test.kind, TestKind::Empty) {
            return leaf(Atom::Files(Existence::IsEmpty));
        }
        let name = subject.written.slice(self.source);
        let help = format!("Notion can only test `{name} is empty` and `{name} is not empty`");
        self.wrong(subject, test, &subject.class(), &[&help])
    }

    fn verification_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        match &test.kind {
            TestKind::Compare(Comparison::Equal, value) => self.verification(subject, value),
            TestKind::In(list) => {
                self.any_of(&list.items, |it, value| it.verification(subject, value))
            }
            TestKind::Empty => {
                let help = format!(
                    "for pages that were never verified write `{} = none`",
                    subject.written.slice(self.source)
                );
                self.never_empty(test, "a verification", "always in one of its states", Some(help))
            }
            _ => {
                self.wrong(subject, test, &subject.class(), &["it can be tested with `=` and `!=`"])
            }
        }
    }

    fn verification(&mut self, subject: &Subject, value: &Value) -> Option<Logic<Atom>> {
        const STATES: &[&str] = &["verified", "expired", "none"];
        if let Some(state) = STATES.iter().find(|it| *fold(&value.text) == ***it) {
            return leaf(Atom::Verification(VerificationCondition::Status((*state).to_owned())));
        }
        let mut diagnostic = Diagnostic::new(
            Code::UnknownOption,
            format!("`{}` has no state `{}`", subject.name, value.text),
            value.span,
        )
        .label("unknown state");
        if let [only] = nearest(&value.text, STATES.iter().copied())[..] {
            diagnostic = diagnostic.fix(Fix::replace(value.span, only));
        }
        self.report(diagnostic.help(format!("states: {}", listed(STATES.iter().copied()))));
        None
    }

    /// One part for each value; all values are read even if one is wrong.
    fn any_of(
        &mut self,
        items: &[Value],
        mut read: impl FnMut(&mut Self, &Value) -> Option<Logic<Atom>>,
    ) -> Option<Logic<Atom>> {
        let parts: Vec<_> = items.iter().map(|item| read(self, item)).collect();
        parts.into_iter().collect::<Option<Vec<_>>>().map(Logic::Or)
    }

    fn wrong<T>(
        &mut self,
        subject: &Subject,
        test: &Test,
        class: &str,
        helps: &[&str],
    ) -> Option<T> {
        let operator = test.operator.slice(self.source);
        let mut diagnostic = Diagnostic::new(
            Code::OperatorType,
            format!("`{operator}` does not work on {class}"),
            test.operator,
        )
        .label(format!("`{}` is {}", subject.name, subject.noun));
        for help in helps {
            diagnostic = diagnostic.help(*help);
        }
        self.report(diagnostic);
        None
    }

    /// Orderings and `~` on options: shows which options would have been meant, but never takes them, since
    /// their order is nobody's promise.
    fn wrong_on_option<T>(&mut self, subject: &Subject, test: &Test) -> Option<T> {
        let property = subject.written.slice(self.source);
        let names: &[String] = super::option::names(&subject.kind).map_or(&[], |it| &it.names);
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
                    helps.push("Notion filters cannot compare options by rank".to_owned());
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
                    "list the options instead, e.g. `{property} in ({})` (schema order)",
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

    fn never_empty<T>(
        &mut self,
        test: &Test,
        what: &str,
        why: &str,
        help: Option<String>,
    ) -> Option<T> {
        let message = format!("{what} is never empty");
        let diagnostic = Diagnostic::new(Code::NeverEmpty, message, test.operator).label(why);
        self.report(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
        None
    }
}

const NUMBER_HELP: &str =
    "numbers are compared with `=`, `!=`, `<`, `<=`, `>`, `>=`, `in (…)` and `between`";

impl Subject {
    /// What the type is called in "does not work on …".
    fn class(&self) -> String {
        match &self.kind {
            kind if kind.is_text() => "text".to_owned(),
            kind if kind.is_date() => "dates".to_owned(),
            PropertyType::Number | PropertyType::UniqueId { .. } => "numbers".to_owned(),
            PropertyType::Checkbox => "a checkbox".to_owned(),
            other => noun(other),
        }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "every arm of the tables above ends in an option")]
fn leaf(atom: Atom) -> Option<Logic<Atom>> {
    Some(Logic::Leaf(atom))
}

/// `between 9 and 2`.
pub(super) fn empty_range(low: &Value, high: &Value, source: &str) -> Diagnostic {
    let (first, last) = (low.span.slice(source), high.span.slice(source));
    Diagnostic::new(Code::EmptyRange, "this range is empty", low.span.to(high.span))
        .label("the first value is larger than the second")
        .fix(Fix::replace(low.span, last).and_replace(high.span, first))
}
