//! What a formula computes with.

use uuid::Uuid;

use super::date::DateValue;

/// A value. Rows, people and files can be counted and compared, but not shown as results.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Value {
    /// Nothing: a number, a date or a choice that is not there.
    Empty,
    Number(f64),
    Text(String),
    Boolean(bool),
    Date(DateValue),
    List(Vec<Self>),
    Person(Uuid),
    Page(Uuid),
    File(Box<str>),
}

/// Why there is no value.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Stop {
    /// Notion knows the answer, this one does not.
    Unsupported,
    /// The formula does not fit the properties that it names.
    Broken,
}

impl Value {
    /// What `empty` says, which counts zero, no text and unchecked boxes.
    pub(crate) fn is_empty(&self) -> bool {
        match self {
            Self::Empty | Self::Boolean(false) => true,
            Self::Number(number) => *number == 0.0,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// Whether there is no value at all, which is what rollups count.
    pub(crate) fn is_missing(&self) -> bool {
        match self {
            Self::Empty => true,
            Self::Text(text) => text.is_empty(),
            Self::List(items) => items.is_empty(),
            _ => false,
        }
    }

    /// A number in its usual writing, and text; of other things Notion's words are not known.
    pub(crate) fn words(&self) -> Result<String, Stop> {
        match self {
            Self::Empty => Ok(String::new()),
            Self::Text(text) => Ok(text.clone()),
            Self::Number(number) => Ok(super::numbers::written(*number)),
            Self::Boolean(value) => Ok(value.to_string()),
            Self::Date(_) | Self::List(_) | Self::Person(_) | Self::Page(_) | Self::File(_) => {
                Err(Stop::Unsupported)
            }
        }
    }
}
