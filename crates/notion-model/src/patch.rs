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
///
/// A read request tells the three apart too:
///
/// ```
/// use notion_model::{Patch, request::{Icon, UpdatePage}};
///
/// let icon = |body| serde_json::from_str::<UpdatePage>(body).map(|it| it.icon);
/// assert_eq!(icon("{}")?, Patch::Keep);
/// assert_eq!(icon(r#"{"icon":null}"#)?, Patch::Clear);
/// let pin = r#"{"icon":{"type":"emoji","emoji":"📌"}}"#;
/// assert_eq!(icon(pin)?, Patch::Set(Icon::emoji("📌")));
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

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::{
        TableView,
        request::{UpdateDataSource, UpdatePage, UpdateView},
    };

    /// Absent, `null` and a value come back as they were read.
    fn check<T: serde::de::DeserializeOwned + serde::Serialize>(field: &str, set: &Value) {
        for value in [None, Some(Value::Null), Some(set.clone())] {
            let mut body = json!({});
            if let Some(value) = value {
                body[field] = value;
            }
            let read: T = serde_json::from_value(body.clone()).unwrap();
            assert_eq!(serde_json::to_value(read).unwrap(), body, "{field}");
        }
    }

    #[test]
    fn each_field_tells_keeping_clearing_and_setting_apart() {
        let icon = json!({"type": "emoji", "emoji": "📌"});
        let cover = json!({"type": "external", "external": {"url": "https://example.com"}});
        check::<UpdatePage>("icon", &icon);
        check::<UpdatePage>("cover", &cover);
        check::<UpdateDataSource>("icon", &icon);
        check::<UpdateView>("filter", &json!({"property": "a", "checkbox": {"equals": true}}));
        let sort = json!([{"property": "a", "direction": "ascending"}]);
        check::<UpdateView>("sorts", &sort);
        check::<UpdateView>("quick_filters", &json!({"a": {"checkbox": {"equals": true}}}));
        check::<TableView>("properties", &json!([{"property_id": "a"}]));
        check::<TableView>("wrap_cells", &json!(true));
    }
}
