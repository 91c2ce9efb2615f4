//! What an update does to one field: keep it, clear it, set it.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// What an update does to one field.
///
/// ```
/// use notion_model::{Patch, request::{Icon, UpdatePage}};
///
/// let update = UpdatePage { icon: Patch::Clear, ..UpdatePage::default() };
/// assert_eq!(serde_json::to_string(&update)?, r#"{"icon":null}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Patch<T> {
    /// Leaves the field as it is: nothing is sent.
    #[default]
    Keep,
    /// Empties the field: `null` is sent.
    Clear,
    /// Writes the field.
    Set(T),
}

impl<T> Patch<T> {
    /// Whether nothing is sent.
    pub const fn is_keep(&self) -> bool {
        matches!(self, Self::Keep)
    }
}

/// `None` clears the field.
impl<T> From<Option<T>> for Patch<T> {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Clear, Self::Set)
    }
}

/// For fields marked `#[serde(default, skip_serializing_if = "Patch::is_keep")]`: without the
/// second, `Keep` is written as `null`, which would clear the field.
impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Set(value) => value.serialize(to),
            Self::Keep | Self::Clear => to.serialize_none(),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Option::deserialize(from).map(Self::from)
    }
}
