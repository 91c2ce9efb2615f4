//! Types that the author gives with `::`, and what formulas are taken to return without one.

use super::Checker;
use super::reading::Reading;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::schema::{FormulaType, Property, PropertyType};
use crate::suggest::nearest;
use crate::syntax::{Cast, Target, Test, TestKind};

/// A type given with `::`.
pub(super) enum Given {
    Own(PropertyType),
    Formula(FormulaType),
    Rollup(PropertyType),
}

/// The types that are offered, each by its first name.
pub(crate) const CAST_NAMES: &[&str] = &[
    "title",
    "rich_text",
    "number",
    "checkbox",
    "select",
    "status",
    "multi_select",
    "date",
    "people",
    "files",
    "url",
    "email",
    "phone_number",
    "relation",
    "created_by",
    "created_time",
    "last_edited_by",
    "last_edited_time",
    "unique_id",
    "verification",
    "formula.string",
    "formula.number",
    "formula.checkbox",
    "formula.date",
    "rollup.number",
    "rollup.date",
];

impl Checker<'_> {
    pub(super) fn given(&mut self, cast: &Cast) -> Option<Given> {
        let found = match cast.text.split_once('.') {
            None => PropertyType::named(&cast.text).map(Given::Own),
            Some(("formula", result)) => PropertyType::named(result)
                .and_then(|it| FormulaType::of_property(&it))
                .map(Given::Formula),
            Some(("rollup", result)) => PropertyType::named(result)
                .filter(|it| matches!(it, PropertyType::Number | PropertyType::Date))
                .map(Given::Rollup),
            Some(_) => None,
        };
        if found.is_none() {
            let mut diagnostic = Diagnostic::new(
                Code::CastUnknown,
                format!("there is no type `{}`", cast.text),
                cast.span,
            )
            .label("unknown type");
            if self.log.is_full() {
                self.report(diagnostic);
                return None;
            }
            diagnostic = match nearest(&cast.text, CAST_NAMES.iter().copied())[..] {
                [only] => diagnostic
                    .help(format!("did you mean `{only}`?"))
                    .fix(Fix::replace(cast.span, only)),
                _ => diagnostic.help(format!("types: {}", CAST_NAMES.join(", "))),
            };
            self.report(diagnostic);
        }
        found
    }

    /// The result of a formula, guessed from what it is compared with.
    pub(super) fn guessed(
        &mut self,
        property: &Property,
        target: &Target,
        test: Option<&Test>,
    ) -> Option<FormulaType> {
        let read = match test {
            None => Some(FormulaType::Checkbox),
            Some(test) if matches!(test.kind, TestKind::Empty) => None,
            Some(test) => Some(match Reading::of(test, self) {
                Some(Reading::Number) => FormulaType::Number,
                Some(Reading::Checkbox) => FormulaType::Checkbox,
                Some(Reading::Date) => FormulaType::Date,
                _ => FormulaType::Text,
            }),
        };
        let written = target.reference.span.slice(self.source);
        let name = &property.name;
        let Some(read) = read else {
            self.report(
                Diagnostic::new(
                    Code::UnknownFormulaType,
                    format!("the result type of the formula `{name}` is not known"),
                    target.span,
                )
                .label("what a formula returns is not part of what Notion tells")
                .help(format!("add it: `{written}::string`, `::number`, `::checkbox` or `::date`")),
            );
            return None;
        };
        let word = read.as_str();
        self.report(
            Diagnostic::new(
                Code::FormulaGuessed,
                format!("the formula `{name}` is taken to return a {word}"),
                target.span,
            )
            .label("guessed from the comparison")
            .help(format!("to be sure, write `{written}::{word}`"))
            .fix(Fix::insert(target.reference.span.after(), format!("::{word}"))),
        );
        Some(read)
    }
}
