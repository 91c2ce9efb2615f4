//! What a condition is about: the place of a value, and the type by which it is tested.

mod rollup;
mod untyped;

use notion_model::query::TimestampKind;

use super::Checker;
use super::given::Given;
use super::reference::Referent;
use crate::compile::PropertyKeys;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::logic::Logic;
use crate::schema::{FormulaType, Property, PropertyType, RollupFunction};
use crate::span::Span;
use crate::syntax::{Target, Test};
use crate::typed::{Atom, Kind, Place};

/// What is tested.
pub(super) struct Subject {
    pub(super) place: Place,
    /// The type that decides about operators and values; of a list, the type of its values.
    pub(super) kind: PropertyType,
    /// The property as its author calls it.
    pub(super) name: String,
    /// What it is, such as `a select property`.
    pub(super) noun: String,
    pub(super) written: Span,
    /// Set where the whole list is asked whether it is empty, which needs no quantifier.
    pub(super) whole_list: Option<Kind>,
}

impl Checker<'_> {
    /// Finds out what is tested; complains if Notion could not test it.
    pub(super) fn target(&mut self, target: &Target, test: Option<&Test>) -> Option<Subject> {
        let given = match &target.reference.cast {
            Some(cast) => Some(self.given(cast)?),
            None => None,
        };
        match self.refer(&target.reference, test)? {
            Referent::Timestamp(kind) => self.timestamp(kind, target),
            Referent::Property(property) => self.of_property(property, given, target, test),
            Referent::Untyped => self.untyped(given, target, test),
        }
    }

    fn timestamp(&mut self, kind: TimestampKind, target: &Target) -> Option<Subject> {
        let property = match kind {
            TimestampKind::CreatedTime => PropertyType::CreatedTime,
            TimestampKind::LastEditedTime => PropertyType::LastEditedTime,
        };
        let name = target.reference.name.text.clone();
        self.no_quantifier(target, &name, "a time of the page itself")?;
        Some(Subject {
            place: Place::Timestamp(kind),
            kind: property,
            name,
            noun: "a time of the page itself".to_owned(),
            written: target.span,
            whole_list: None,
        })
    }

    fn of_property(
        &mut self,
        property: &Property,
        given: Option<Given>,
        target: &Target,
        test: Option<&Test>,
    ) -> Option<Subject> {
        match &property.kind {
            PropertyType::Formula(result) => {
                self.no_quantifier(target, &property.name, "a formula")?;
                let result = match given {
                    None => *result,
                    Some(Given::Formula(given)) => Some(given),
                    Some(Given::Own(own)) => match FormulaType::of_property(&own) {
                        Some(result) => Some(result),
                        None => return self.mismatch(target, property),
                    },
                    Some(Given::Rollup(_)) => return self.mismatch(target, property),
                };
                let result = match result {
                    Some(result) => result,
                    None => self.guessed(property, target, test)?,
                };
                Some(self.subject(property, target, result.as_property(), Place::Formula))
            }
            PropertyType::Rollup { function, target: shown } => {
                self.rollup(property, function, shown.as_deref(), given, target, test)
            }
            PropertyType::Other(name) => {
                self.report(
                    Diagnostic::new(
                        Code::NotFilterable,
                        format!("`{}` cannot be filtered", property.name),
                        target.span,
                    )
                    .label(format!("Notion has no filter for {name} properties")),
                );
                None
            }
            own => {
                self.no_quantifier(target, &property.name, &noun(own))?;
                match given {
                    None => {}
                    Some(Given::Own(given)) if given.type_name() == own.type_name() => {}
                    Some(_) => return self.mismatch(target, property),
                }
                let kind = Kind::of(own)?;
                Some(
                    self.subject(property, target, own.clone(), |name| Place::Property(name, kind)),
                )
            }
        }
    }

    fn subject(
        &self,
        property: &Property,
        target: &Target,
        kind: PropertyType,
        place: impl FnOnce(String) -> Place,
    ) -> Subject {
        Subject {
            place: place(self.key(property)),
            noun: property_noun(&property.kind, &kind),
            kind,
            name: property.name.clone(),
            written: target.span,
            whole_list: None,
        }
    }

    /// By what Notion is told which property is meant.
    pub(super) fn key(&self, property: &Property) -> String {
        match (self.options.property_keys, &property.id) {
            (PropertyKeys::Id, Some(id)) => id.clone(),
            _ => property.name.clone(),
        }
    }

    /// What a property that stands alone means.
    pub(super) fn alone(&mut self, subject: &Subject) -> Option<Logic<Atom>> {
        if subject.kind == PropertyType::Checkbox {
            return Some(Logic::Leaf(Atom::Checkbox(true)));
        }
        let written = subject.written.slice(self.source);
        self.report(
            Diagnostic::new(
                Code::NotYesNo,
                format!("`{}` is not a yes/no property", subject.name),
                subject.written,
            )
            .label(format!("{} needs a comparison", subject.noun))
            .help(if subject.kind == PropertyType::Files {
                format!("for example `{written} is not empty`")
            } else {
                format!("for example `{written} = …` or `{written} is not empty`")
            }),
        );
        None
    }

    fn no_quantifier(&mut self, target: &Target, name: &str, what: &str) -> Option<()> {
        let Some((quantifier, word)) = target.quantifier else { return Some(()) };
        let mut diagnostic = Diagnostic::new(
            Code::QuantifierOnOther,
            format!("`{}(…)` needs a rollup, but `{name}` is {what}", quantifier.as_str()),
            word,
        )
        .label("remove the quantifier");
        if what.contains("multi-select") || what.contains("people") || what.contains("relation") {
            diagnostic = diagnostic.help(format!(
                "{what} is tested with `has any (…)`, `has all (…)` or `has none (…)`"
            ));
        }
        self.report(diagnostic);
        None
    }

    fn mismatch<T>(&mut self, target: &Target, property: &Property) -> Option<T> {
        if let Some(cast) = &target.reference.cast {
            let name = target.reference.name.span;
            self.report(
                Diagnostic::new(
                    Code::CastMismatch,
                    format!("`{}` is not of the type `{}`", property.name, cast.text),
                    cast.span,
                )
                .label(format!("it is {}", property_noun(&property.kind, &property.kind)))
                .fix(Fix::remove(Span::new(name.end, cast.span.end))),
            );
        }
        None
    }
}

/// What a property is, with what it computes.
fn property_noun(own: &PropertyType, result: &PropertyType) -> String {
    match own {
        PropertyType::Formula(_) => match FormulaType::of_property(result) {
            Some(result) => format!("a formula that returns a {}", result.as_str()),
            None => "a formula".to_owned(),
        },
        PropertyType::Rollup { function, .. } => match function {
            RollupFunction::List(_) => "a rollup that shows values".to_owned(),
            other => format!("a rollup that computes `{}`", other.as_str()),
        },
        other => noun(other),
    }
}

/// What a property of that type is called, with its article.
pub(super) fn noun(kind: &PropertyType) -> String {
    let name = match kind {
        PropertyType::RichText => "a text",
        PropertyType::Url => "a URL",
        PropertyType::Email => "an email",
        PropertyType::PhoneNumber => "a phone",
        PropertyType::MultiSelect(_) => "a multi-select",
        PropertyType::CreatedBy => "a created-by",
        PropertyType::CreatedTime => "a created-time",
        PropertyType::LastEditedBy => "a last-edited-by",
        PropertyType::LastEditedTime => "a last-edited-time",
        PropertyType::UniqueId { .. } => "an ID",
        other => return format!("a {} property", other.type_name()),
    };
    format!("{name} property")
}
