//! One page of results and its cursor.

use std::{fmt, marker::PhantomData};

use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, value::RawValue};

use crate::wire::{open_enum, wire_object};

/// One page of a list, as every listing, query and search answers.
///
/// `T` is what the list holds; an item that cannot be read as one does not cost the others, see
/// [`Guarded`].
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct List<T> {
    /// Always `list`.
    pub object: Box<str>,
    /// The items, at most 100.
    pub results: Vec<Guarded<T>>,
    /// Where the next page begins; `None` on the last.
    pub next_cursor: Option<String>,
    /// Whether there is a next page.
    pub has_more: bool,
    /// What the list holds: `block`, `page_or_data_source`, `user`, …
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub item_type: Option<Box<str>>,
    /// Whether the answer is complete. Only sent when a query was cut at 10,000 rows.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_status: Option<RequestStatus>,
    /// Notion's id of the answer.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<Box<str>>,
    /// Everything else, such as the empty object under the name of the item type.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
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

// By hand, because `flatten` would buffer every row, and because what is there as `null` is kept.
impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_map(ListVisitor(PhantomData))
    }
}

struct ListVisitor<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for ListVisitor<T> {
    type Value = List<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<List<T>, A::Error> {
        let (mut object, mut results) = (None, None);
        let (mut next_cursor, mut has_more) = (None, None);
        let (mut item_type, mut request_status, mut request_id) = (None, None, None);
        let mut extra = Map::new();
        while let Some(key) = map.next_key::<String>()? {
            let fresh = match key.as_str() {
                "object" => object.replace(map.next_value()?).is_none(),
                "results" => results.replace(map.next_value()?).is_none(),
                "next_cursor" => next_cursor.replace(map.next_value()?).is_none(),
                "has_more" => has_more.replace(map.next_value()?).is_none(),
                "type" => optional(&mut item_type, &mut map, &key, &mut extra)?,
                "request_status" => optional(&mut request_status, &mut map, &key, &mut extra)?,
                "request_id" => optional(&mut request_id, &mut map, &key, &mut extra)?,
                _ => extra.insert(key.clone(), map.next_value()?).is_none(),
            };
            if !fresh {
                return Err(A::Error::custom(format_args!("`{key}` is there twice")));
            }
        }
        Ok(List {
            object: object.unwrap_or_else(|| "list".into()),
            results: results.ok_or_else(|| A::Error::missing_field("results"))?,
            next_cursor: next_cursor.ok_or_else(|| A::Error::missing_field("next_cursor"))?,
            has_more: has_more.ok_or_else(|| A::Error::missing_field("has_more"))?,
            item_type,
            request_status,
            request_id,
            extra,
        })
    }
}

/// Reads a field that is usually left out when it is empty; a `null` in its place goes to `extra`.
/// Answers whether it was the first of its name.
fn optional<'de, V: Deserialize<'de>, A: MapAccess<'de>>(
    field: &mut Option<V>,
    map: &mut A,
    key: &str,
    extra: &mut Map<String, Value>,
) -> Result<bool, A::Error> {
    let fresh = match map.next_value()? {
        Some(value) => field.replace(value).is_none() && !extra.contains_key(key),
        None => field.is_none() && extra.insert(key.to_owned(), Value::Null).is_none(),
    };
    Ok(fresh)
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
