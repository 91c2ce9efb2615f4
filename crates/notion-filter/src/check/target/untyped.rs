//! Targets without a schema: the type comes from a cast, or from the shape of the value.

use super::{Subject, noun};
use crate::check::Checker;
use crate::check::given::Given;
use crate::check::reading::Reading;
use crate::diagnostic::{Code, Diagnostic};
use crate::schema::PropertyType;
use crate::syntax::{Comparison, Target, Test, TestKind};
use crate::typed::{Kind, Place};

impl Checker<'_> {
    pub(super) fn untyped(
        &mut self,
        given: Option<Given>,
        target: &Target,
        test: Option<&Test>,
    ) -> Option<Subject> {
        let name = target.reference.name.text.clone();
        let subject = |kind: PropertyType, place| {
            let noun = noun(&kind);
            Some(Subject {
                place,
                kind,
                name: name.clone(),
                noun,
                written: target.span,
                whole_list: None,
            })
        };
        if let Some(given) = given {
            return match (given, target.quantifier) {
                (Given::Own(given), Some((quantifier, _))) => {
                    let kind = Kind::of(&given)?;
                    subject(given, Place::List(name.clone(), quantifier, kind))
                }
                (Given::Own(given), None) => {
                    let kind = Kind::of(&given)?;
                    subject(given, Place::Property(name.clone(), kind))
                }
                (Given::Formula(given), None) => {
                    subject(given.as_property(), Place::Formula(name.clone()))
                }
                (Given::Rollup(given), None) => subject(given, Place::Rollup(name.clone())),
                (_, Some(_)) => {
                    self.no_quantifier(target, &name, "a single value")?;
                    None
                }
            };
        }
        let read = match test {
            None => Some(Reading::Checkbox),
            Some(test) => Reading::of(test, self),
        };
        let kind = read.map(Reading::property).or_else(|| self.assumed(test));
        let Some((kind, key)) = kind.and_then(|kind| {
            let key = Kind::of(&kind)?;
            Some((kind, key))
        }) else {
            let written = target.reference.span.slice(self.source);
            self.report(
                Diagnostic::new(
                    Code::TypeUnknown,
                    format!("the type of `{name}` is not known"),
                    target.span,
                )
                .label("without a schema, this comparison fits several types")
                .help(format!(
                    "add the type, for example `{written}::status` or `{written}::rich_text`"
                )),
            );
            return None;
        };
        match target.quantifier {
            Some((quantifier, _)) => subject(kind, Place::List(name.clone(), quantifier, key)),
            None => subject(kind, Place::Property(name.clone(), key)),
        }
    }

    /// The type that is to be taken where a comparison fits several.
    fn assumed(&self, test: Option<&Test>) -> Option<PropertyType> {
        match test?.kind {
            TestKind::Compare(Comparison::Equal, _)
            | TestKind::In(_)
            | TestKind::Has(..)
            | TestKind::Empty => self.schema.assumed().cloned(),
            _ => None,
        }
    }
}
