//! What a condition is about: the place of a value, and the type by which it is tested.

use notion_model::query::TimestampKind;

use super::Checker;
use super::reading::Reading;
use super::reference::Referent;
use crate::compile::PropertyKeys;
use crate::diagnostic::{Code, Diagnostic, Fix};
use crate::logic::Logic;
use crate::schema::{FormulaType, Property, PropertyType, RollupFunction};
use crate::span::Span;
use crate::suggest::nearest;
use crate::syntax::{Cast, Quantifier, Target, Test, TestKind};
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

/// A type given with `::`.
enum Given {
    Own(PropertyType),
    Formula(FormulaType),
    Rollup(PropertyType),
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
                    Some(Given::Own(given)) => Some(self.formula_type(&given, property, target)?),
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

    fn rollup(
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
                .label("its related data source is not in the schema")
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

    fn untyped(
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
        let Some(read) = read else {
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
        let kind = read.property();
        let key = Kind::of(&kind)?;
        match target.quantifier {
            Some((quantifier, _)) => subject(kind, Place::List(name.clone(), quantifier, key)),
            None => subject(kind, Place::Property(name.clone(), key)),
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
            .help(format!("for example `{written} = …` or `{written} is not empty`")),
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

    fn given(&mut self, cast: &Cast) -> Option<Given> {
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
            const NAMES: &[&str] = &[
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
            let mut diagnostic = Diagnostic::new(
                Code::CastUnknown,
                format!("there is no type `{}`", cast.text),
                cast.span,
            )
            .label("unknown type");
            diagnostic = match nearest(&cast.text, NAMES.iter().copied())[..] {
                [only] => diagnostic
                    .help(format!("did you mean `{only}`?"))
                    .fix(Fix::replace(cast.span, only)),
                _ => diagnostic.help(format!("types: {}", NAMES.join(", "))),
            };
            self.report(diagnostic);
        }
        found
    }

    fn formula_type(
        &mut self,
        given: &PropertyType,
        property: &Property,
        target: &Target,
    ) -> Option<FormulaType> {
        match FormulaType::of_property(given) {
            Some(result) => Some(result),
            None => self.mismatch(target, property),
        }
    }

    /// The result of a formula, guessed from what it is compared with.
    fn guessed(
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
                .label("Notion's schema does not say what a formula returns")
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

fn needs_quantifier(target: &Target, property: &Property, source: &str) -> Diagnostic {
    let written = target.reference.span.slice(source);
    Diagnostic::new(
        Code::NeedsQuantifier,
        format!("`{}` is a list; say which of its values must match", property.name),
        target.span,
    )
    .label("rollup that shows original values")
    .help(format!("`any({written})` – at least one value matches"))
    .help(format!("`every({written})` – all match, and there is at least one"))
    .help(format!("`none({written})` – no value matches"))
    .fix(Fix::replace(target.span, format!("any({written})")))
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
