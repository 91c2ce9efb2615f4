//! Numbers that can be sent.

use serde_json::Number;

/// A float as a number of JSON, for values and filters. Integers need no conversion.
///
/// ```
/// use notion_model::{decimal, request::PropertyValue};
///
/// let estimate = PropertyValue::number(decimal(2.5)?);
/// assert!(decimal(f64::NAN).is_err());
/// # Ok::<(), notion_model::NotFinite>(())
/// ```
///
/// # Errors
///
/// For infinities and what is not a number: JSON has no word for them. Written as `null`, they
/// would clear the property.
pub fn decimal(float: f64) -> Result<Number, NotFinite> {
    Number::from_f64(float).ok_or(NotFinite)
}

/// A float that is infinite or not a number.
#[derive(Clone, Copy, Debug, Eq, PartialEq, thiserror::Error)]
#[error("the number is not finite; Notion takes no such number, clear the property instead")]
pub struct NotFinite;
