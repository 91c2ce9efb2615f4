//! What is known of the property at the cursor.

use crate::check::timestamp;
use crate::parse::cursor::Subject;
use crate::schema::{Found, PropertyType, RollupFunction, Schema};

/// What a condition is about.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum About {
    /// A value of this type, of a property or of a list that is counted.
    Value(PropertyType),
    /// A list whose values have to be counted first.
    List,
    /// A property whose type nobody knows.
    Unknown,
    /// No property.
    Nothing,
}

impl About {
    pub(super) fn of(subject: &Subject, schema: &Schema) -> Self {
        if let Some(cast) = &subject.cast {
            let name = cast.rsplit('.').next().unwrap_or(cast);
            return PropertyType::named(name).map_or(Self::Unknown, Self::Value);
        }
        let found = match schema.find(&subject.name.text) {
            Found::One(property) => Some(&property.kind),
            _ => None,
        };
        let own = subject.name.text.starts_with('@') || found.is_none();
        if own && timestamp(&subject.name).is_some() {
            return Self::Value(PropertyType::CreatedTime);
        }
        match found {
            None if schema.is_untyped() => Self::Unknown,
            None => Self::Nothing,
            Some(PropertyType::Formula(Some(result))) => Self::Value(result.as_property()),
            Some(PropertyType::Formula(None)) => Self::Unknown,
            Some(PropertyType::Rollup { function, target }) => match function {
                RollupFunction::Number(_) => Self::Value(PropertyType::Number),
                RollupFunction::Date(_) => Self::Value(PropertyType::Date),
                RollupFunction::List(_) if subject.quantifier.is_none() => Self::List,
                RollupFunction::List(_) => {
                    target.as_deref().cloned().map_or(Self::Unknown, Self::Value)
                }
                RollupFunction::Other(_) => Self::Nothing,
            },
            Some(other) => Self::Value(other.clone()),
        }
    }
}

/// The type of a property in words, with what is behind formulas and rollups.
pub(super) fn detail(kind: &PropertyType) -> String {
    match kind {
        PropertyType::Formula(Some(result)) => format!("formula, {}", result.as_str()),
        PropertyType::Rollup { function, target } => match (function, target) {
            (RollupFunction::List(_), Some(target)) => {
                format!("rollup, list of {}", target.type_name())
            }
            (function, _) => format!("rollup, {}", function.as_str()),
        },
        other => other.type_name().to_owned(),
    }
}

/// The operators that work on a type, each with what it means; without a type those of every type.
pub(super) fn operators(about: &About) -> Vec<(&'static str, &'static str)> {
    const EQUALS: &[(&str, &str)] = &[("=", "equals"), ("!=", "does not equal")];
    const ORDER: &[(&str, &str)] =
        &[("<", "less"), ("<=", "at most"), (">", "greater"), (">=", "at least")];
    const TIMES: &[(&str, &str)] = &[
        ("<", "before"),
        ("<=", "on or before"),
        (">", "after"),
        (">=", "on or after"),
        ("before", ""),
        ("on or before", ""),
        ("after", ""),
        ("on or after", ""),
    ];
    const TEXT: &[(&str, &str)] = &[
        ("~", "contains"),
        ("!~", "does not contain"),
        ("^=", "starts with"),
        ("$=", "ends with"),
        ("contains", ""),
        ("does not contain", ""),
        ("starts with", ""),
        ("ends with", ""),
    ];
    const IN: &[(&str, &str)] = &[("in (", "one of"), ("not in (", "none of")];
    const RANGE: &[(&str, &str)] =
        &[("between", "both ends included"), ("not between", "outside, or empty")];
    const PERIODS: &[(&str, &str)] = &[
        ("in this week", "period"),
        ("in past week", "period"),
        ("in next week", "period"),
        ("in this month", "period"),
        ("in past month", "period"),
        ("in next month", "period"),
        ("in this quarter", "period"),
        ("in this year", "period"),
        ("in past year", "period"),
        ("in next year", "period"),
    ];
    const MEMBER: &[(&str, &str)] = &[
        ("has", "contains"),
        ("does not have", "does not contain"),
        ("~", "contains"),
        ("!~", "does not contain"),
        ("has any (", "at least one of"),
        ("has all (", "all of"),
        ("has none (", "none of"),
    ];
    const EMPTY: &[(&str, &str)] = &[("is empty", "no value"), ("is not empty", "any value")];
    const CHECKED: &[(&str, &str)] = &[("is checked", ""), ("is unchecked", "")];
    const GROUP: &[(&str, &str)] = &[("in group(", "a group of the status")];
    use PropertyType as T;
    let parts: &[&[(&str, &str)]] = match about {
        About::Nothing => &[],
        About::List => &[EMPTY],
        About::Unknown => &[EQUALS, TEXT, ORDER, IN, EMPTY, RANGE, PERIODS, CHECKED],
        About::Value(kind) => match kind {
            kind if kind.is_text() => &[EQUALS, TEXT, IN, EMPTY],
            T::Number => &[EQUALS, ORDER, RANGE, IN, EMPTY],
            T::UniqueId { .. } => &[EQUALS, ORDER, RANGE, IN],
            T::Checkbox => &[EQUALS, CHECKED],
            T::Select(_) => &[EQUALS, IN, EMPTY],
            T::Status(_, groups) if groups.is_empty() => &[EQUALS, IN, EMPTY],
            T::Status(..) => &[EQUALS, IN, GROUP, EMPTY],
            T::MultiSelect(_) | T::People | T::CreatedBy | T::LastEditedBy | T::Relation => {
                &[EQUALS, MEMBER, IN, EMPTY]
            }
            T::Date | T::CreatedTime | T::LastEditedTime => {
                &[EQUALS, TIMES, PERIODS, RANGE, IN, EMPTY]
            }
            T::Files => &[EMPTY],
            T::Verification => &[EQUALS, IN],
            _ => &[],
        },
    };
    parts.concat()
}
