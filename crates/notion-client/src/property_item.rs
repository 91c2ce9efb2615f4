//! What the endpoint of one property answers: a value, or a list of elements.

use notion_model::{List, PageRef, PropertyId, PropertyValue, RichText, User};
use serde::{Deserialize, Deserializer, de};
use serde_json::{Map, Value};

/// The value of one property: whole, or the first page of its elements.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropertyAnswer {
    /// A value that is not a list.
    Value(Box<PropertyValue>),
    /// A title, text, people, a relation or a rollup: the first elements.
    List(Box<List<PropertyItem>>),
}

/// One element of a property that is a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PropertyItem {
    /// The property.
    pub id: PropertyId,
    /// The element.
    pub kind: PropertyItemKind,
}

/// An element by the type of its property.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropertyItemKind {
    /// A run of a title.
    Title(RichText),
    /// A run of a text.
    RichText(RichText),
    /// A person, bot or group.
    People(User),
    /// A related page.
    Relation(PageRef),
    /// Any other value, as rollups hold them.
    Value(PropertyValue),
}

impl<'de> Deserialize<'de> for PropertyAnswer {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let whole = Map::deserialize(from)?;
        let is_list = whole.get("object").and_then(Value::as_str) == Some("list");
        let whole = Value::Object(whole);
        if is_list {
            serde_json::from_value(whole).map(|it| Self::List(Box::new(it)))
        } else {
            serde_json::from_value(whole).map(|it| Self::Value(Box::new(it)))
        }
        .map_err(de::Error::custom)
    }
}

impl<'de> Deserialize<'de> for PropertyItem {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut whole = Map::deserialize(from)?;
        let id = whole.get("id").and_then(Value::as_str).map(PropertyId::from);
        let id = id.ok_or_else(|| de::Error::missing_field("id"))?;
        let type_name = whole.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let element = match &*type_name {
            "title" | "rich_text" | "people" | "relation" => whole.remove(&type_name),
            _ => None,
        };
        let kind = match (&*type_name, element) {
            ("title", Some(it)) => serde_json::from_value(it).map(PropertyItemKind::Title),
            ("rich_text", Some(it)) => serde_json::from_value(it).map(PropertyItemKind::RichText),
            ("people", Some(it)) => serde_json::from_value(it).map(PropertyItemKind::People),
            ("relation", Some(it)) => serde_json::from_value(it).map(PropertyItemKind::Relation),
            _ => serde_json::from_value(Value::Object(whole)).map(PropertyItemKind::Value),
        };
        kind.map(|kind| Self { id, kind }).map_err(de::Error::custom)
    }
}
