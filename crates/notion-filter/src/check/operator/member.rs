//! Operators on properties that hold any number of things, and on states of verification.

use notion_model::query::{
    MultiSelectCondition, OneOrMany, PeopleCondition, RelationCondition, VerificationCondition,
};

use super::leaf;
use crate::check::Checker;
use crate::check::target::Subject;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::evaluate::fold;
use crate::logic::Logic;
use crate::schema::PropertyType;
use crate::suggest::{listed, nearest};
use crate::syntax::{Comparison, Test, TestKind, Value, Which};
use crate::typed::Atom;

impl Checker<'_> {
    /// Multi-selects, people and relations: everything is about membership.
    pub(super) fn member_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
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

    pub(super) fn verification_test(
        &mut self,
        subject: &Subject,
        test: &Test,
    ) -> Option<Logic<Atom>> {
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
}
