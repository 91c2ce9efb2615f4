//! The order of a query's rows.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use crate::query::TimestampKind;

/// One key of the order.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct Sort {
    /// By what.
    pub key: SortKey,
    /// Upwards or downwards.
    pub direction: Direction,
}

/// What rows are ordered by.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum SortKey {
    /// A property, by name or id.
    Property(String),
    /// A time of the page itself.
    Timestamp(TimestampKind),
}

/// Upwards or downwards.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Smallest first.
    #[default]
    Ascending,
    /// Largest first.
    Descending,
}

impl Sort {
    /// By a property, upwards.
    pub fn property(name: impl Into<String>) -> Self {
        Self { key: SortKey::Property(name.into()), direction: Direction::Ascending }
    }

    /// By a time of the page itself, upwards.
    pub const fn timestamp(kind: TimestampKind) -> Self {
        Self { key: SortKey::Timestamp(kind), direction: Direction::Ascending }
    }

    /// Smallest first.
    #[must_use]
    pub fn ascending(self) -> Self {
        Self { direction: Direction::Ascending, ..self }
    }

    /// Largest first.
    #[must_use]
    pub fn descending(self) -> Self {
        Self { direction: Direction::Descending, ..self }
    }
}

impl Serialize for Sort {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        match &self.key {
            SortKey::Property(name) => map.serialize_entry("property", name)?,
            SortKey::Timestamp(kind) => map.serialize_entry("timestamp", kind)?,
        }
        map.serialize_entry("direction", &self.direction)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Sort {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            property: Option<String>,
            timestamp: Option<TimestampKind>,
            direction: Direction,
        }
        let Fields { property, timestamp, direction } = Fields::deserialize(from)?;
        let key = match (property, timestamp) {
            (Some(name), None) => SortKey::Property(name),
            (None, Some(kind)) => SortKey::Timestamp(kind),
            _ => return Err(de::Error::custom("a sort has either `property` or `timestamp`")),
        };
        Ok(Self { key, direction })
    }
}
