//! Property schemas, as they are written.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};
use serde_json::{Map, Value, json};

use crate::{Color, DataSourceId};

mod build;
mod change;

pub use change::{PropertyChange, PropertyUpdate};

/// A property to be added, or the type an existing one is to have.
#[derive(Clone, Debug, PartialEq)]
pub struct PropertySchema {
    /// What it is for, in words, at most 280 UTF-16 units.
    pub description: Option<String>,
    /// Its type and what belongs to it.
    pub kind: PropertySchemaKind,
}

impl From<PropertySchemaKind> for PropertySchema {
    fn from(kind: PropertySchemaKind) -> Self {
        Self { description: None, kind }
    }
}

/// The type of a property and what belongs to it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropertySchemaKind {
    /// A number and how it is shown: `number`, `percent`, `euro`, …
    Number(Option<Box<str>>),
    /// One of some options. `None` leaves the options as they are; a list replaces them.
    Select(Option<Vec<NewOption>>),
    /// Several of some options. As for `Select`.
    MultiSelect(Option<Vec<NewOption>>),
    /// One of some options in groups. New options join the group To-do.
    Status(Option<Vec<NewOption>>),
    /// A formula.
    Formula(String),
    /// Rows of a data source.
    Relation(RelationSchema),
    /// Computed from the rows of a relation.
    Rollup(RollupSchema),
    /// A number that counts up, and how it begins.
    UniqueId(Option<Box<str>>),
    /// A type without anything that belongs to it: `title`, `rich_text`, `date`, `people`, `files`,
    /// `checkbox`, `url`, `email`, `phone_number`, `created_time`, …
    Plain(Box<str>),
}

impl PropertySchemaKind {
    /// A type without anything that belongs to it.
    pub fn plain(type_name: &str) -> Self {
        Self::Plain(type_name.into())
    }

    /// The word in `type`.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Number(_) => "number",
            Self::Select(_) => "select",
            Self::MultiSelect(_) => "multi_select",
            Self::Status(_) => "status",
            Self::Formula(_) => "formula",
            Self::Relation(_) => "relation",
            Self::Rollup(_) => "rollup",
            Self::UniqueId(_) => "unique_id",
            Self::Plain(type_name) => type_name,
        }
    }
}

/// An option to be added, or one that is to stay.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub struct NewOption {
    /// The option that is meant, if it exists; otherwise it is found by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<Box<str>>,
    /// Its name, without commas, at most 100 UTF-16 units.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its colour. That of an existing option cannot be changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<Color>,
    /// What it means, in words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl From<&str> for NewOption {
    fn from(name: &str) -> Self {
        Self { name: Some(name.to_owned()), ..Self::default() }
    }
}

/// Which rows a relation leads to.
#[derive(Clone, Debug, PartialEq)]
pub struct RelationSchema {
    /// The data source the rows are in.
    pub data_source_id: DataSourceId,
    /// Whether the other side gets a property too, and how it is called. `None`: only this side.
    pub dual: Option<Option<String>>,
}

/// What a rollup computes.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct RollupSchema {
    /// `sum`, `count`, `show_original`, …
    pub function: Box<str>,
    /// The relation of this row, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation_property_name: Option<String>,
    /// The relation of this row, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation_property_id: Option<String>,
    /// The property of the related rows, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollup_property_name: Option<String>,
    /// The property of the related rows, by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rollup_property_id: Option<String>,
}

impl PropertySchemaKind {
    /// The type that these fields name, in `type` or by its own key.
    fn take(mut fields: Map<String, Value>) -> Result<Self, serde_json::Error> {
        let type_name = match fields.remove("type") {
            Some(Value::String(type_name)) => type_name,
            _ => fields
                .keys()
                .next()
                .cloned()
                .ok_or_else(|| de::Error::custom("a property has a type"))?,
        };
        let payload = fields.remove(&type_name).unwrap_or_else(|| json!({}));
        Self::from_payload(&type_name, payload)
    }

    fn payload(&self) -> Value {
        match self {
            Self::Number(Some(format)) => json!({ "format": format }),
            Self::Select(Some(options))
            | Self::MultiSelect(Some(options))
            | Self::Status(Some(options)) => json!({ "options": options }),
            Self::Formula(expression) => json!({ "expression": expression }),
            Self::Relation(it) => {
                let id = it.data_source_id;
                match &it.dual {
                    None => json!({
                        "data_source_id": id, "type": "single_property", "single_property": {},
                    }),
                    Some(None) => json!({
                        "data_source_id": id, "type": "dual_property", "dual_property": {},
                    }),
                    Some(Some(name)) => json!({
                        "data_source_id": id, "type": "dual_property",
                        "dual_property": { "synced_property_name": name },
                    }),
                }
            }
            Self::Rollup(it) => json!(it),
            Self::UniqueId(Some(prefix)) => json!({ "prefix": prefix }),
            Self::Number(None)
            | Self::Select(None)
            | Self::MultiSelect(None)
            | Self::Status(None)
            | Self::UniqueId(None)
            | Self::Plain(_) => json!({}),
        }
    }

    fn from_payload(type_name: &str, payload: Value) -> Result<Self, serde_json::Error> {
        #[derive(Deserialize)]
        struct OptionsFields {
            options: Option<Vec<NewOption>>,
        }
        #[derive(Deserialize)]
        struct NumberFields {
            format: Option<Box<str>>,
        }
        #[derive(Deserialize)]
        struct FormulaFields {
            #[serde(default)]
            expression: String,
        }
        #[derive(Deserialize)]
        struct UniqueIdFields {
            prefix: Option<Box<str>>,
        }
        #[derive(Deserialize)]
        struct RelationFields {
            data_source_id: DataSourceId,
            dual_property: Option<DualFields>,
        }
        #[derive(Deserialize)]
        struct DualFields {
            synced_property_name: Option<String>,
        }
        let options =
            |payload| serde_json::from_value::<OptionsFields>(payload).map(|fields| fields.options);
        Ok(match type_name {
            "number" => Self::Number(serde_json::from_value::<NumberFields>(payload)?.format),
            "select" => Self::Select(options(payload)?),
            "multi_select" => Self::MultiSelect(options(payload)?),
            "status" => Self::Status(options(payload)?),
            "formula" => {
                Self::Formula(serde_json::from_value::<FormulaFields>(payload)?.expression)
            }
            "relation" => {
                let fields: RelationFields = serde_json::from_value(payload)?;
                Self::Relation(RelationSchema {
                    data_source_id: fields.data_source_id,
                    dual: fields.dual_property.map(|it| it.synced_property_name),
                })
            }
            "rollup" => Self::Rollup(serde_json::from_value(payload)?),
            "unique_id" => {
                Self::UniqueId(serde_json::from_value::<UniqueIdFields>(payload)?.prefix)
            }
            _ => Self::Plain(type_name.into()),
        })
    }
}

impl Serialize for PropertySchema {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if let Some(description) = &self.description {
            map.serialize_entry("description", description)?;
        }
        map.serialize_entry("type", self.kind.type_name())?;
        map.serialize_entry(self.kind.type_name(), &self.kind.payload())?;
        map.end()
    }
}

/// Reads what is written, and what was read: `id` and `name` are passed over.
impl<'de> Deserialize<'de> for PropertySchema {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let mut fields = Map::deserialize(from)?;
        fields.remove("id");
        fields.remove("name");
        let description = match fields.remove("description") {
            Some(Value::String(description)) => Some(description),
            _ => None,
        };
        let kind = PropertySchemaKind::take(fields).map_err(de::Error::custom)?;
        Ok(Self { description, kind })
    }
}
