//! Operators on text.

use notion_model::query::TextCondition;

use super::leaf;
use crate::check::Checker;
use crate::check::target::Subject;
use crate::diagnostic::{Code, Diagnostic};
use crate::logic::Logic;
use crate::syntax::{Comparison, Test, TestKind, Value, ValueKind};
use crate::typed::Atom;

impl Checker<'_> {
    pub(super) fn text_test(&mut self, subject: &Subject, test: &Test) -> Option<Logic<Atom>> {
        const HELP: &str = "text is compared with `=`, `!=`, `~` (contains), `^=` (starts \
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
                            "pages with a value are found with `{property} is not empty`"
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
                .help(format!("pages without a value are found with `{property} is {not}empty`"))
                .help(format!("to look for the text, quote it: `\"{text}\"`")),
            );
        }
        if text.is_empty() {
            return leaf(Atom::Text(TextCondition::IsEmpty));
        }
        leaf(Atom::Text(TextCondition::Equals(text)))
    }
}
