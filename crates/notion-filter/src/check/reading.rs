//! What the shape of a value says about the type of its property, where no schema says it.

use super::Checker;
use super::{date, value};
use crate::schema::OptionNames;
use crate::schema::PropertyType;
use crate::syntax::{Comparison, Test, TestKind, Value, ValueKind};

/// A type that a value can only be of.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Reading {
    Number,
    Checkbox,
    Date,
    People,
    Relation,
    Status,
    Text,
}

impl Reading {
    /// None where several types are possible.
    pub(super) fn of(test: &Test, checker: &Checker<'_>) -> Option<Self> {
        match &test.kind {
            TestKind::Compare(
                Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith,
                value,
            ) => Self::of_value(value, checker)
                .filter(|it| matches!(it, Self::People | Self::Relation))
                .or(Some(Self::Text)),
            TestKind::Compare(_, value) => Self::of_value(value, checker),
            TestKind::Within(value) if value.kind == ValueKind::Group => Some(Self::Status),
            TestKind::Within(_) => Some(Self::Date),
            TestKind::In(list) | TestKind::Has(_, list) => {
                let mut readings = list.items.iter().map(|it| Self::of_value(it, checker));
                let first = readings.next()??;
                readings.all(|it| it == Some(first)).then_some(first)
            }
            TestKind::Between(low, high) => {
                let low = Self::of_value(low, checker)?;
                (Self::of_value(high, checker)? == low).then_some(low)
            }
            TestKind::Checked(_) => Some(Self::Checkbox),
            TestKind::Empty => None,
        }
    }

    fn of_value(value: &Value, checker: &Checker<'_>) -> Option<Self> {
        match value.kind {
            ValueKind::Quoted => None,
            ValueKind::Mention | ValueKind::User => Some(Self::People),
            ValueKind::Page => Some(Self::Relation),
            ValueKind::Group => Some(Self::Status),
            ValueKind::Bare => {
                let text = value.text.as_str();
                if text == "me" || (text.starts_with('@') && text.len() > 1) {
                    Some(Self::People)
                } else if text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false") {
                    Some(Self::Checkbox)
                } else if value::number(text).is_ok() {
                    Some(Self::Number)
                } else if date::read(text, checker.env).is_ok() {
                    Some(Self::Date)
                } else {
                    None
                }
            }
        }
    }

    pub(super) fn property(self) -> PropertyType {
        match self {
            Self::Number => PropertyType::Number,
            Self::Checkbox => PropertyType::Checkbox,
            Self::Date => PropertyType::Date,
            Self::People => PropertyType::People,
            Self::Relation => PropertyType::Relation,
            Self::Status => PropertyType::Status(OptionNames::some::<String>([]), Vec::new()),
            Self::Text => PropertyType::RichText,
        }
    }
}
