//! Values of the common types, in a word each.

use serde_json::Number;

use super::{OptionRef, PropertyValue, UserRef};
use crate::{DateValue, PageId, request::IntoRichText};

/// ```
/// use notion_model::{DateOrDateTime, decimal, request::PropertyValue};
///
/// PropertyValue::title("Write it down");
/// PropertyValue::number(3);
/// PropertyValue::number(decimal(2.5)?);
/// PropertyValue::multi_select(["bug", "ui"]);
/// PropertyValue::date("2026-07-01".parse::<DateOrDateTime>()?);
/// // Clears the property. Which one, is said by its type.
/// PropertyValue::Date(None);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
impl PropertyValue {
    /// A title.
    pub fn title(text: impl IntoRichText) -> Self {
        Self::Title(text.into_rich_text())
    }

    /// A text.
    pub fn text(text: impl IntoRichText) -> Self {
        Self::RichText(text.into_rich_text())
    }

    /// A number. [`decimal`](crate::decimal) makes one of a float.
    pub fn number(number: impl Into<Number>) -> Self {
        Self::Number(Some(number.into()))
    }

    /// An option by name. A name that does not exist is added to the schema.
    pub fn select(name: impl Into<OptionRef>) -> Self {
        Self::Select(Some(name.into()))
    }

    /// Options by name. Names that do not exist are added to the schema.
    pub fn multi_select(names: impl IntoIterator<Item: Into<OptionRef>>) -> Self {
        Self::MultiSelect(names.into_iter().map(Into::into).collect())
    }

    /// A status by name, which must exist.
    pub fn status(name: impl Into<OptionRef>) -> Self {
        Self::Status(Some(name.into()))
    }

    /// A date, a time, or a range of them.
    pub fn date(date: impl Into<DateValue>) -> Self {
        Self::Date(Some(date.into()))
    }

    /// People, at most 100.
    pub fn people(people: impl IntoIterator<Item: Into<UserRef>>) -> Self {
        Self::People(people.into_iter().map(Into::into).collect())
    }

    /// Rows of a data source, at most 100.
    pub fn relation(rows: impl IntoIterator<Item = PageId>) -> Self {
        Self::Relation(rows.into_iter().collect())
    }

    /// An address on the web, at most 2000 UTF-16 units.
    pub fn url(url: impl Into<String>) -> Self {
        Self::Url(Some(url.into()))
    }

    /// An e-mail address, at most 200 UTF-16 units.
    pub fn email(address: impl Into<String>) -> Self {
        Self::Email(Some(address.into()))
    }

    /// A phone number in any form, at most 200 UTF-16 units.
    pub fn phone_number(number: impl Into<String>) -> Self {
        Self::PhoneNumber(Some(number.into()))
    }
}
