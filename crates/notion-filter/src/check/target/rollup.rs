//! Rollups: a single number or date, or a list whose values are counted by a quantifier.

use super::{Subject, noun};
use crate::check::Checker;
use crate::check::given::Given;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::schema::{Property, PropertyType, RollupFunction};
use crate::syntax::{Quantifier, Target, Test, TestKind};
use crate::typed::{Kind, Place};

impl Checker<'_> {
    pub(super) fn rollup(
        &mut self,
        property: &Property,
        function: &RollupFunction,
        shown: Option<&PropertyType>,
        given: Option<Given>,
        target: &Target,
        test: Option<&Test>,
    ) -> Option<Subject> {
        let single = match function {
            RollupFunction::Number(_) => PropertyType::Number,
            RollupFunction::Date(_) => PropertyType::Date,
            RollupFunction::List(_) => {
                return self.list(property, shown, given, target, test);
            }
            RollupFunction::Other(name) => {
                self.report(
                    Diagnostic::new(
                        Code::NotFilterable,
                        format!("`{}` cannot be filtered", property.name),
                        target.span,
                    )
                    .label(format!("it is not known how Notion filters rollups with `{name}`")),
                );
                return None;
            }
        };
        if let Some((quantifier, word)) = target.quantifier {
            let what = if single == PropertyType::Date { "date" } else { "number" };
            let name = target.reference.span.slice(self.source);
            self.report(
                Diagnostic::new(
                    Code::QuantifierOnSingle,
                    format!(
                        "`{}(…)` needs a list, but `{}` is a single {what}",
                        quantifier.as_str(),
                        property.name
                    ),
                    word,
                )
                .label("remove the quantifier")
                .note(format!("the rollup computes `{}`", function.as_str()))
                .fix(Fix::replace(target.span, name)),
            );
            return None;
        }
        match given {
            None => {}
            Some(Given::Own(given) | Given::Rollup(given)) if given == single => {}
            Some(_) => return self.mismatch(target, property),
        }
        Some(self.subject(property, target, single, Place::Rollup))
    }

    fn list(
        &mut self,
        property: &Property,
        shown: Option<&PropertyType>,
        given: Option<Given>,
        target: &Target,
        test: Option<&Test>,
    ) -> Option<Subject> {
        let element = match (given, shown) {
            (None, shown) => shown.cloned(),
            (Some(Given::Own(given)), Some(shown)) if given.type_name() == shown.type_name() => {
                Some(shown.clone())
            }
            (Some(Given::Own(given)), None) => Some(given),
            (Some(_), _) => return self.mismatch(target, property),
        };
        // Whether a list is empty needs no quantifier; any other question does.
        let asks_for_empty = test.is_some_and(|it| matches!(it.kind, TestKind::Empty));
        let quantifier = match target.quantifier {
            Some((quantifier, _)) => quantifier,
            None if asks_for_empty => Quantifier::None,
            None => {
                self.report(needs_quantifier(target, property, self.source));
                return None;
            }
        };
        let Some(element) = element else {
            let written = target.span.slice(self.source);
            let name = target.reference.span.slice(self.source);
            let typed = written.replacen(name, &format!("{name}::select"), 1);
            self.report(
                Diagnostic::new(
                    Code::UnknownRollupType,
                    format!("the value type of the rollup `{}` is not known", property.name),
                    target.span,
                )
                .label("nothing seen so far tells what its values are")
                .help(format!("add the type: `{typed}`")),
            );
            return None;
        };
        let kind =
            Kind::of(&element).filter(|kind| !matches!(kind, Kind::UniqueId | Kind::Verification));
        let Some(kind) = kind else {
            self.report(
                Diagnostic::new(
                    Code::NotFilterable,
                    format!("`{}` cannot be filtered", property.name),
                    target.span,
                )
                .label(format!(
                    "Notion has no filter for rollups over {} properties",
                    element.type_name()
                )),
            );
            return None;
        };
        let mut subject =
            self.subject(property, target, element, |name| Place::List(name, quantifier, kind));
        subject.noun = format!("a list of values of {}", noun(&subject.kind));
        subject.whole_list = target.quantifier.is_none().then_some(kind);
        Some(subject)
    }
}

fn needs_quantifier(target: &Target, property: &Property, source: &str) -> Diagnostic {
    let written = target.reference.span.slice(source);
    Diagnostic::new(
        Code::NeedsQuantifier,
        format!("`{}` is a list; say which of its values must match", property.name),
        target.span,
    )
    .label("rollup that shows original values")
    .help(format!("`any({written})` asks for one value that matches, or more"))
    .help(format!("`every({written})` asks that all of them match, and that there are any"))
    .help(format!("`none({written})` asks that not one of them matches"))
    .fix(Fix::replace(target.span, format!("any({written})")))
}
