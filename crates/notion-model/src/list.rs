//! One page of results and its cursor.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::DeserializeOwned};
use serde_json::value::RawValue;

use crate::wire::{open_enum, wire_object};

/// One page of a list, as every listing, query and search answers.
///
/// `T` is what the list holds; an item that cannot be read as one does not cost the others, see
/// [`Guarded`].
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(bound(deserialize = "T: DeserializeOwned", serialize = "T: Serialize"))]
pub struct List<T> {
    /// Always `list`.
    #[serde(default = "list_word")]
    pub object: Box<str>,
    /// The items, at most 100.
    pub results: Vec<Guarded<T>>,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
    /// Whether there is a next page.
    pub has_more: bool,
    /// What the list holds: `block`, `page_or_data_source`, `user`, …
    #[serde(rename = "type", default, skip_serializing_if = "Option::is_none")]
    pub item_type: Option<Box<str>>,
    /// Whether the answer is complete. Only sent when a query was cut at 10,000 rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_status: Option<RequestStatus>,
    /// Notion's id of the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Box<str>>,
    /// Everything else, such as the empty object under the name of the item type.
    #[serde(flatten)]
    pub extra: serde_json::Map<String, serde_json::Value>,
}

fn list_word() -> Box<str> {
    "list".into()
}

impl<T> List<T> {
    /// The items that could be read.
    pub fn items(&self) -> impl Iterator<Item = &T> {
        self.results.iter().filter_map(|it| match it {
            Guarded::Item(item) => Some(item),
            Guarded::Odd(_) => None,
        })
    }
}

wire_object! {
    /// Whether a list holds all there is.
    pub struct RequestStatus {
        /// `complete` or `incomplete`.
        required r#type: Completeness,
        /// Why it is incomplete: `query_result_limit_reached`.
        optional incomplete_reason: Option<Box<str>>,
    }
}

open_enum! {
    /// Whether a list holds all there is.
    pub enum Completeness {
        /// Everything that matches was listed.
        Complete = "complete",
        /// The list was cut, see `incomplete_reason`.
        Incomplete = "incomplete",
    }
}

/// An item of a list, or what arrived in its place.
///
/// One strange row must not cost us the other ninety-nine.
#[derive(Clone, Debug, PartialEq)]
pub enum Guarded<T> {
    /// The item.
    Item(T),
    /// Something this crate cannot read.
    Odd(Odd),
}

/// What could not be read, whole, and why.
#[derive(Clone, Debug)]
pub struct Odd {
    /// The JSON as it came.
    pub raw: Box<RawValue>,
    /// What was wrong with it.
    pub reason: Box<str>,
}

impl PartialEq for Odd {
    fn eq(&self, other: &Self) -> bool {
        self.raw.get() == other.raw.get()
    }
}

impl<T> Guarded<T> {
    /// The item, or what is wrong with what came.
    ///
    /// # Errors
    ///
    /// When the item could not be read.
    pub fn into_result(self) -> Result<T, Odd> {
        match self {
            Self::Item(item) => Ok(item),
            Self::Odd(odd) => Err(odd),
        }
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for Guarded<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let raw = Box::<RawValue>::deserialize(from)?;
        Ok(match serde_json::from_str(raw.get()) {
            Ok(item) => Self::Item(item),
            Err(error) => Self::Odd(Odd { raw, reason: error.to_string().into() }),
        })
    }
}

impl<T: Serialize> Serialize for Guarded<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Item(item) => item.serialize(to),
            Self::Odd(odd) => odd.raw.serialize(to),
        }
    }
}
