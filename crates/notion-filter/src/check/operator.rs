//! What an operator means on a type: the table of the language, read row by row.

mod member;
mod number;
mod option;
mod text;

pub(super) use number::empty_range;

use notion_model::query::{DateCondition, Existence};

use super::Checker;
use super::target::{Subject, noun};
use crate::diagnostic::{Code, Diagnostic};
use crate::logic::Logic;
use crate::schema::PropertyType;
use crate::syntax::{Comparison, Test, TestKind, Value};
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
            TestKind::Empty => leaf(Atom::Date(DateCondition::IsEmpty, emptiness)),
            _ => {
                let property = subject.written.slice(self.source);
                let month = self.env.today();
                let (first, last) = (month.first_of_month(), month.last_of_month());
                let help = format!(
                    "a stretch of time is written `{property} = this month` or `{property} between {first} and {last}`"
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
        let help =
            format!("files are asked for with `{name} is empty` and `{name} is not empty` only");
        self.wrong(subject, test, &subject.class(), &[&help])
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
