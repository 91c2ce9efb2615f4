//! A value written in a spec, before it is known which property it goes into.

use std::fmt;

use toml::de::DeValue;

/// A value as it was written in a spec or given as a flag. What it means depends on the property.
#[derive(Clone, Debug, PartialEq)]
pub enum Literal {
    /// Text: also names of options, people (name, e-mail or id), pages (id or URL) and ISO dates.
    Text(String),
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Float(f64),
    /// True or false.
    Flag(bool),
    /// A TOML date or date-time, in its own notation.
    Date(String),
    /// Several values, for properties that hold several.
    List(Vec<Self>),
}

impl Literal {
    /// Reads a TOML value; tables have no meaning here.
    pub(super) fn read(value: &DeValue<'_>) -> Option<Self> {
        Some(match value {
            DeValue::String(text) => Self::Text(text.to_string()),
            DeValue::Integer(number) => {
                Self::Integer(i64::from_str_radix(number.as_str(), number.radix()).ok()?)
            }
            DeValue::Float(number) => Self::Float(number.as_str().parse().ok()?),
            DeValue::Boolean(flag) => Self::Flag(*flag),
            DeValue::Datetime(date) => Self::Date(date.to_string()),
            DeValue::Array(items) => {
                // Lists of lists mean nothing to any property, so one level is enough.
                let items = items.iter().map(|item| match item.get_ref() {
                    DeValue::Array(_) => None,
                    item => Self::read(item),
                });
                Self::List(items.collect::<Option<_>>()?)
            }
            DeValue::Table(_) => return None,
        })
    }
}

impl fmt::Display for Literal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => write!(f, "{text:?}"),
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number}"),
            Self::Flag(flag) => write!(f, "{flag}"),
            Self::Date(date) => f.write_str(date),
            Self::List(items) => {
                f.write_str("[")?;
                for (index, item) in items.iter().enumerate() {
                    let comma = if index > 0 { ", " } else { "" };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
        }
    }
}
