//! The filter of a query: conditions, and `and`s and `or`s of them.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de,
    ser::{self, SerializeMap as _},
};
use serde_json::{Map, Value};

use crate::query::{Condition, DateCondition};

/// Which rows a query lists.
///
/// Start with [`Filter::property`] and join tests with [`Test::and`](super::Test::and) and
/// [`Test::or`](super::Test::or): they cannot build what Notion refuses. The arms hold whatever was
/// read. Notion accepts two levels of groups, a group at the root and groups in it; it has no
/// negation, but most tests have their opposite (`does_not_equal`), which also holds for empty
/// values.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Filter {
    /// All of them hold.
    And(Vec<Self>),
    /// At least one of them holds.
    Or(Vec<Self>),
    /// A property's value is tested.
    Property(PropertyFilter),
    /// A time of the page itself is tested.
    Timestamp(TimestampFilter),
}

/// A test of a property's value.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct PropertyFilter {
    /// The property, by name or id.
    pub property: String,
    /// The test, which must suit the property's type.
    pub condition: Condition,
}

/// A test of a time of the page itself. Needs no property.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct TimestampFilter {
    /// Which time.
    pub timestamp: TimestampKind,
    /// The test.
    pub condition: DateCondition,
}

/// A time of the page itself.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TimestampKind {
    /// When it was made.
    CreatedTime,
    /// When it was last changed.
    LastEditedTime,
}

impl TimestampKind {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::CreatedTime => "created_time",
            Self::LastEditedTime => "last_edited_time",
        }
    }
}

/// The deepest filter that is read or written. Notion accepts two levels; this is a bound on
/// recursion.
const MAX_DEPTH: usize = 64;

impl Filter {
    /// A test of a time of the page itself that is only known at run time, see
    /// [`created_time`](Self::created_time).
    pub const fn timestamp(timestamp: TimestampKind, condition: DateCondition) -> Self {
        Self::Timestamp(TimestampFilter { timestamp, condition })
    }

    /// How many levels of groups there are.
    pub fn depth(&self) -> usize {
        // A list of open groups instead of recursion: filters of any depth are measured.
        let mut open = vec![(self, 0)];
        let mut deepest = 0;
        while let Some((filter, above)) = open.pop() {
            if let Self::And(filters) | Self::Or(filters) = filter {
                deepest = deepest.max(above + 1);
                open.extend(filters.iter().map(|it| (it, above + 1)));
            }
        }
        deepest
    }

    fn from_value(value: Value, depth: usize) -> Result<Self, String> {
        let Value::Object(mut map) = value else {
            return Err("a filter is an object".to_owned());
        };
        if depth > MAX_DEPTH {
            return Err(format!("a filter has at most {MAX_DEPTH} levels"));
        }
        for (key, group) in [("and", Self::And as fn(Vec<Self>) -> Self), ("or", Self::Or)] {
            if let Some(value) = map.remove(key) {
                nothing_else(&map)?;
                let Value::Array(filters) = value else {
                    return Err(format!("`{key}` is a list of filters"));
                };
                let filters: Result<_, _> =
                    filters.into_iter().map(|it| Self::from_value(it, depth + 1)).collect();
                return Ok(group(filters?));
            }
        }
        // The type may be spelled out beside the condition, where it says nothing new. Notion takes
        // no other word than the key of the condition.
        if let Some(type_name) = map.remove("type")
            && !type_name.as_str().is_some_and(|it| map.contains_key(it))
        {
            return Err(format!("the `type` {type_name} is not the key of the condition"));
        }
        if let Some(timestamp) = map.remove("timestamp") {
            let timestamp: TimestampKind =
                serde_json::from_value(timestamp).map_err(|it| it.to_string())?;
            let condition = map
                .remove(timestamp.as_str())
                .ok_or_else(|| format!("the condition stands under `{}`", timestamp.as_str()))?;
            nothing_else(&map)?;
            let condition = serde_json::from_value(condition).map_err(|it| it.to_string())?;
            return Ok(Self::Timestamp(TimestampFilter { timestamp, condition }));
        }
        let Some(Value::String(property)) = map.remove("property") else {
            return Err("a filter has `property`, `timestamp`, `and` or `or`".to_owned());
        };
        let condition = serde_json::from_value(Value::Object(map)).map_err(|it| it.to_string())?;
        Ok(Self::Property(PropertyFilter { property, condition }))
    }
}

fn nothing_else(map: &Map<String, Value>) -> Result<(), String> {
    match map.keys().next() {
        Some(key) => Err(format!("`{key}` is not expected here")),
        None => Ok(()),
    }
}

/// Fails for groups that are nested more than 64 levels deep.
impl Serialize for Filter {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        Nested(self, 0).serialize(to)
    }
}

/// A filter in so many groups.
struct Nested<'a>(&'a Filter, usize);

struct Group<'a>(&'a [Filter], usize);

impl Serialize for Group<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.0.iter().map(|filter| Nested(filter, self.1)))
    }
}

impl Serialize for Nested<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let Self(filter, depth) = *self;
        if depth > MAX_DEPTH {
            return Err(ser::Error::custom(format_args!(
                "a filter has at most {MAX_DEPTH} levels"
            )));
        }
        let mut map = to.serialize_map(None)?;
        match filter {
            Filter::And(filters) => map.serialize_entry("and", &Group(filters, depth + 1))?,
            Filter::Or(filters) => map.serialize_entry("or", &Group(filters, depth + 1))?,
            Filter::Property(it) => {
                map.serialize_entry("property", &it.property)?;
                it.condition.write(&mut map)?;
            }
            Filter::Timestamp(it) => {
                map.serialize_entry("timestamp", &it.timestamp)?;
                map.serialize_entry(it.timestamp.as_str(), &it.condition)?;
            }
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Filter {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Self::from_value(Value::deserialize(from)?, 0).map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn filters_are_read_and_written_back() {
        for filter in [
            json!({"property": "Name", "title": {"starts_with": "Q3 "}}),
            json!({"property": "Estimate", "number": {"greater_than_or_equal_to": 1000.5}}),
            json!({"property": "Status", "status": {"does_not_equal": ["Done", "Cancelled"]}}),
            json!({"property": "Deadline", "date": {"past_month": {}}}),
            json!({"timestamp": "created_time", "created_time": {"before": "2026-06-27"}}),
            json!({"property": "Score", "formula": {"number": {"is_empty": true}}}),
            json!({"property": "Names", "rollup": {"any": {"rich_text": {"contains": "beta"}}}}),
            json!({"property": "First", "rollup": {"date": {"next_month": {}}}}),
            json!({"property": "Verified", "verification": {"does_not_equal": "verified"}}),
            json!({"and": [
                {"property": "Archived", "checkbox": {"equals": true}},
                {"or": [
                    {"property": "Tags", "multi_select": {"contains": "bug"}},
                    {"property": "Owner", "people": {"is_not_empty": true}},
                    {"property": "Attachments", "files": {"is_empty": true}},
                    {"property": "ID", "unique_id": {"greater_than": -1}},
                    {"property": "Project", "relation": {"contains": "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa"}},
                ]},
            ]}),
        ] {
            let read: Filter = serde_json::from_value(filter.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), filter);
        }
    }

    #[test]
    fn a_type_may_repeat_the_key() {
        for (spelled, plain) in [
            (
                json!({"property": "Name", "type": "title", "title": {"equals": "a"}}),
                json!({"property": "Name", "title": {"equals": "a"}}),
            ),
            (
                json!({"timestamp": "created_time", "type": "created_time", "created_time": {"past_week": {}}}),
                json!({"timestamp": "created_time", "created_time": {"past_week": {}}}),
            ),
        ] {
            let read: Filter = serde_json::from_value(spelled).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), plain);
        }
    }

    #[test]
    fn what_is_no_filter_is_refused() {
        for filter in [
            json!({}),
            json!({"and": [], "or": []}),
            json!({"property": "Name"}),
            json!({"property": "Name", "title": {"equals": "a", "contains": "b"}}),
            json!({"property": "Name", "title": {"is_empty": false}}),
            json!({"property": "Name", "hologram": {"equals": "a"}}),
            json!({"property": "Name", "type": "number", "title": {"equals": "a"}}),
            json!({"property": "Name", "type": null, "title": {"equals": "a"}}),
            json!({"timestamp": "created_time", "type": "date", "created_time": {"is_empty": true}}),
        ] {
            assert!(serde_json::from_value::<Filter>(filter.clone()).is_err(), "{filter}");
        }
    }
}
