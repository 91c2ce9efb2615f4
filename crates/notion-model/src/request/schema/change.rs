//! What an update of a data source does to one property: set it, rename it, remove it.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};
use serde_json::{Map, Value};

use super::{PropertySchema, PropertySchemaKind};
use crate::Patch;

/// What an update of a data source does to one of its properties.
///
/// ```
/// use notion_model::request::{PropertyChange, PropertySchema};
///
/// let check = |change: PropertyChange, json: &str| {
///     assert_eq!(serde_json::to_string(&change).unwrap(), json);
///     assert_eq!(serde_json::from_str::<PropertyChange>(json).unwrap(), change);
/// };
/// check(PropertySchema::date().into(), r#"{"type":"date","date":{}}"#);
/// check(PropertyChange::rename("Deadline"), r#"{"name":"Deadline"}"#);
/// check(PropertyChange::Remove, "null");
/// check(
///     PropertySchema::date().renamed("Deadline").without_description().into(),
///     r#"{"name":"Deadline","description":null,"type":"date","date":{}}"#,
/// );
/// ```
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyChange {
    /// Adds the property, or gives an existing one this type; a name and a description may go with
    /// it. Values stay where the type stays or where they make sense in the new one.
    Set(PropertyUpdate),
    /// Renames it. Its id and values stay.
    Rename(String),
    /// Removes it with its values. The title cannot be removed.
    Remove,
}

/// The type that a property is to have, and what else changes with it.
///
/// Notion takes a new description only together with the type, so to describe a property, set the
/// type that it has.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyUpdate {
    /// Its new name. `None`: the name it has, or for a new one the name it is called by.
    pub name: Option<String>,
    /// What it is for, in words, at most 280 UTF-16 units and not empty.
    pub description: Patch<String>,
    /// Its type and what belongs to it.
    pub kind: PropertySchemaKind,
}

impl PropertyChange {
    /// Adds a property, or gives an existing one a type.
    pub fn set(property: impl Into<PropertyUpdate>) -> Self {
        Self::Set(property.into())
    }

    /// Renames a property.
    pub fn rename(name: impl Into<String>) -> Self {
        Self::Rename(name.into())
    }
}

impl PropertyUpdate {
    /// The same update, which also renames the property.
    #[must_use]
    pub fn renamed(self, name: impl Into<String>) -> Self {
        Self { name: Some(name.into()), ..self }
    }

    /// The same update, which also takes away the description.
    #[must_use]
    pub fn without_description(self) -> Self {
        Self { description: Patch::Clear, ..self }
    }
}

impl PropertySchema {
    /// This type for a property that exists, which is renamed at once.
    #[must_use]
    pub fn renamed(self, name: impl Into<String>) -> PropertyUpdate {
        PropertyUpdate::from(self).renamed(name)
    }

    /// This type for a property that exists, whose description is taken away at once.
    #[must_use]
    pub fn without_description(self) -> PropertyUpdate {
        PropertyUpdate::from(self).without_description()
    }
}

/// A schema without a description leaves that of an existing property as it is.
impl From<PropertySchema> for PropertyUpdate {
    fn from(schema: PropertySchema) -> Self {
        let description = schema.description.map_or(Patch::Keep, Patch::Set);
        Self { name: None, description, kind: schema.kind }
    }
}

impl From<PropertyUpdate> for PropertyChange {
    fn from(update: PropertyUpdate) -> Self {
        Self::Set(update)
    }
}

impl From<PropertySchema> for PropertyChange {
    fn from(schema: PropertySchema) -> Self {
        Self::set(schema)
    }
}

impl Serialize for PropertyChange {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = match self {
            Self::Remove => return to.serialize_none(),
            Self::Rename(_) | Self::Set(_) => to.serialize_map(None)?,
        };
        match self {
            Self::Remove => {}
            Self::Rename(name) => map.serialize_entry("name", name)?,
            Self::Set(PropertyUpdate { name, description, kind }) => {
                if let Some(name) = name {
                    map.serialize_entry("name", name)?;
                }
                if !description.is_keep() {
                    map.serialize_entry("description", description)?;
                }
                map.serialize_entry("type", kind.type_name())?;
                map.serialize_entry(kind.type_name(), &kind.payload())?;
            }
        }
        map.end()
    }
}

/// Reads what is written, and what was read: `id` is passed over.
impl<'de> Deserialize<'de> for PropertyChange {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let Some(mut fields) = Option::<Map<String, Value>>::deserialize(from)? else {
            return Ok(Self::Remove);
        };
        fields.remove("id");
        let name = fields.remove("name").map(serde_json::from_value::<String>);
        let name = name.transpose().map_err(de::Error::custom)?;
        let description = fields.remove("description").map(serde_json::from_value);
        let description = description.transpose().map_err(de::Error::custom)?;
        match (name, description) {
            (Some(name), None) if fields.is_empty() => Ok(Self::Rename(name)),
            (_, Some(_)) if fields.is_empty() => {
                Err(de::Error::custom("a description goes only with the type of the property"))
            }
            (name, description) => {
                let kind = PropertySchemaKind::take(fields).map_err(de::Error::custom)?;
                let description = description.unwrap_or_default();
                Ok(Self::Set(PropertyUpdate { name, description, kind }))
            }
        }
    }
}

#[cfg(test)]
mod tests;
