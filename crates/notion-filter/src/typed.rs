//! A filter whose names and values are resolved: what the checker hands to the compiler.

use notion_model::query::{
    CheckboxCondition, Condition, DateCondition, Existence, Filter, FormulaCondition,
    MultiSelectCondition, NumberCondition, OptionCondition, PeopleCondition, RelationCondition,
    RollupCondition, RollupElement, TextCondition, TimestampKind, VerificationCondition,
};

use crate::logic::Logic;
use crate::schema::PropertyType;
use crate::span::Span;
use crate::syntax::Quantifier;

/// A condition on one property.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Typed {
    pub(crate) place: Place,
    /// What must be true of the value, or of the values that the quantifier counts.
    pub(crate) predicate: Logic<Atom>,
    /// What the author calls the property.
    pub(crate) written: Span,
    /// The operator.
    pub(crate) operator: Span,
    /// The whole condition.
    pub(crate) span: Span,
}

/// Where the tested value is found.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Place {
    Property(String, Kind),
    Timestamp(TimestampKind),
    Formula(String),
    /// The single result of a rollup.
    Rollup(String),
    /// The values of a rollup.
    List(String, Quantifier, Kind),
}

/// One test of one value, still without a place.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Atom {
    Text(TextCondition),
    Number(NumberCondition, Emptiness),
    Checkbox(bool),
    Option(OptionCondition),
    MultiSelect(MultiSelectCondition),
    Date(DateCondition, Emptiness),
    /// One of Notion's periods, with its two ends for when it has to be negated.
    Window(Box<Period>, Emptiness),
    People(PeopleCondition),
    Relation(RelationCondition),
    Files(Existence),
    Verification(VerificationCondition),
}

/// A period and its ends.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Period {
    pub(crate) window: DateCondition,
    pub(crate) from: DateCondition,
    pub(crate) to: DateCondition,
}

/// Whether there can be no value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Emptiness {
    Possible,
    Never,
}

/// The key under which a condition stands; the types of properties without what belongs to them.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Kind {
    Title,
    RichText,
    Url,
    Email,
    PhoneNumber,
    Number,
    UniqueId,
    Checkbox,
    Select,
    Status,
    MultiSelect,
    Date,
    CreatedTime,
    LastEditedTime,
    People,
    CreatedBy,
    LastEditedBy,
    Relation,
    Files,
    Verification,
}

impl Kind {
    /// None for formulas, rollups and what Notion has no filter for.
    pub(crate) const fn of(kind: &PropertyType) -> Option<Self> {
        Some(match kind {
            PropertyType::Title => Self::Title,
            PropertyType::RichText => Self::RichText,
            PropertyType::Url => Self::Url,
            PropertyType::Email => Self::Email,
            PropertyType::PhoneNumber => Self::PhoneNumber,
            PropertyType::Number => Self::Number,
            PropertyType::UniqueId { .. } => Self::UniqueId,
            PropertyType::Checkbox => Self::Checkbox,
            PropertyType::Select(_) => Self::Select,
            PropertyType::Status(..) => Self::Status,
            PropertyType::MultiSelect(_) => Self::MultiSelect,
            PropertyType::Date => Self::Date,
            PropertyType::CreatedTime => Self::CreatedTime,
            PropertyType::LastEditedTime => Self::LastEditedTime,
            PropertyType::People => Self::People,
            PropertyType::CreatedBy => Self::CreatedBy,
            PropertyType::LastEditedBy => Self::LastEditedBy,
            PropertyType::Relation => Self::Relation,
            PropertyType::Files => Self::Files,
            PropertyType::Verification => Self::Verification,
            PropertyType::Formula(_) | PropertyType::Rollup { .. } | PropertyType::Other(_) => {
                return None;
            }
        })
    }
}

impl Place {
    /// The filter that applies the test here.
    pub(crate) fn filter(&self, atom: Atom) -> Filter {
        match self {
            Self::Property(name, kind) => {
                Filter::property(name).passes(condition_on(*kind, atom)).into()
            }
            Self::Timestamp(kind) => Filter::timestamp(*kind, date(atom)),
            Self::Formula(name) => {
                let condition = match atom {
                    Atom::Text(test) => FormulaCondition::String(test),
                    Atom::Number(test, _) => FormulaCondition::Number(test),
                    Atom::Checkbox(wanted) => {
                        FormulaCondition::Checkbox(CheckboxCondition::Equals(wanted))
                    }
                    other => FormulaCondition::Date(date(other)),
                };
                Filter::property(name).passes(Condition::Formula(condition)).into()
            }
            Self::Rollup(name) => {
                let condition = match atom {
                    Atom::Number(test, _) => RollupCondition::Number(test),
                    other => RollupCondition::Date(date(other)),
                };
                Filter::property(name).passes(Condition::Rollup(condition)).into()
            }
            Self::List(name, quantifier, kind) => {
                let element = element(*kind, atom);
                let condition = match quantifier {
                    Quantifier::Any => RollupCondition::Any(element),
                    Quantifier::Every => RollupCondition::Every(element),
                    Quantifier::None => RollupCondition::None(element),
                };
                Filter::property(name).passes(Condition::Rollup(condition)).into()
            }
        }
    }
}

/// The condition that applies the test to a value of that kind.
pub(crate) fn condition_on(kind: Kind, atom: Atom) -> Condition {
    match atom {
        Atom::Text(test) => match kind {
            Kind::Title => Condition::Title(test),
            Kind::Url => Condition::Url(test),
            Kind::Email => Condition::Email(test),
            Kind::PhoneNumber => Condition::PhoneNumber(test),
            _ => Condition::RichText(test),
        },
        Atom::Number(test, _) if kind == Kind::UniqueId => Condition::UniqueId(test),
        Atom::Number(test, _) => Condition::Number(test),
        Atom::Checkbox(wanted) => Condition::Checkbox(CheckboxCondition::Equals(wanted)),
        Atom::Option(test) if kind == Kind::Status => Condition::Status(test),
        Atom::Option(test) => Condition::Select(test),
        Atom::MultiSelect(test) => Condition::MultiSelect(test),
        Atom::People(test) => match kind {
            Kind::CreatedBy => Condition::CreatedBy(test),
            Kind::LastEditedBy => Condition::LastEditedBy(test),
            _ => Condition::People(test),
        },
        Atom::Relation(test) => Condition::Relation(test),
        Atom::Files(test) => Condition::Files(test),
        Atom::Verification(test) => Condition::Verification(test),
        Atom::Date(..) | Atom::Window(..) => match kind {
            Kind::CreatedTime => Condition::CreatedTime(date(atom)),
            Kind::LastEditedTime => Condition::LastEditedTime(date(atom)),
            _ => Condition::Date(date(atom)),
        },
    }
}

/// In lists, everything like text is `rich_text`, every time `date` and everybody `people`.
fn element(kind: Kind, atom: Atom) -> RollupElement {
    match atom {
        Atom::Text(test) => RollupElement::RichText(test),
        Atom::Number(test, _) => RollupElement::Number(test),
        Atom::Checkbox(wanted) => RollupElement::Checkbox(CheckboxCondition::Equals(wanted)),
        Atom::Option(test) if kind == Kind::Status => RollupElement::Status(test),
        Atom::Option(test) => RollupElement::Select(test),
        Atom::MultiSelect(test) => RollupElement::MultiSelect(test),
        Atom::People(test) => RollupElement::People(test),
        Atom::Relation(test) => RollupElement::Relation(test),
        Atom::Files(test) => RollupElement::Files(test),
        other => RollupElement::Date(date(other)),
    }
}

/// The test of a date. The checker makes no other atoms for the places that ask.
fn date(atom: Atom) -> DateCondition {
    match atom {
        Atom::Date(test, _) => test,
        Atom::Window(period, _) => period.window,
        _ => DateCondition::IsNotEmpty,
    }
}
