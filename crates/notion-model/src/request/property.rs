//! Property values, as they are written.

use serde::{
    Deserialize, Deserializer, Serialize, Serializer, de,
    ser::{SerializeMap as _, SerializeSeq as _},
};
use serde_json::{Number, Value};

use super::{File, RichText, rich_text::Single};
use crate::{Color, DateValue, PageId, UserId};

mod build;

/// The value of a property to be written. It replaces the old value whole.
///
/// The constructors make values of the common types; an empty arm clears: `Date(None)`.
//////
/// Computed types (formula, rollup, unique id, created and edited) are missing because nobody can
/// write them.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum PropertyValue {
    /// A title.
    Title(Vec<RichText>),
    /// A text.
    RichText(Vec<RichText>),
    /// A number; `None` clears it.
    Number(Option<Number>),
    /// An option; `None` clears it. A name that does not exist is added to the schema.
    Select(Option<OptionRef>),
    /// Options. Names that do not exist are added to the schema.
    MultiSelect(Vec<OptionRef>),
    /// An option that exists; `None` sets the default one.
    Status(Option<OptionRef>),
    /// A date; `None` clears it.
    Date(Option<DateValue>),
    /// People and groups.
    People(Vec<UserRef>),
    /// Files.
    Files(Vec<File>),
    /// Yes or no.
    Checkbox(bool),
    /// An address on the web; `None` clears it.
    Url(Option<String>),
    /// An e-mail address; `None` clears it.
    Email(Option<String>),
    /// A phone number; `None` clears it.
    PhoneNumber(Option<String>),
    /// Rows, at most 100 in one request.
    Relation(Vec<PageId>),
    /// A place, or a type that this crate does not know: the type and the raw value.
    Other(Box<str>, Value),
}

impl PropertyValue {
    /// The word that names the type.
    pub fn type_name(&self) -> &str {
        match self {
            Self::Title(_) => "title",
            Self::RichText(_) => "rich_text",
            Self::Number(_) => "number",
            Self::Select(_) => "select",
            Self::MultiSelect(_) => "multi_select",
            Self::Status(_) => "status",
            Self::Date(_) => "date",
            Self::People(_) => "people",
            Self::Files(_) => "files",
            Self::Checkbox(_) => "checkbox",
            Self::Url(_) => "url",
            Self::Email(_) => "email",
            Self::PhoneNumber(_) => "phone_number",
            Self::Relation(_) => "relation",
            Self::Other(type_name, _) => type_name,
        }
    }
}

/// An option, by name or id.
///
/// Notion refuses the id of an option that does not exist.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum OptionRef {
    /// By name: the only way across data sources.
    Name(String),
    /// By id, within one data source.
    Id(Box<str>),
    /// By name, and what it is to look like if it is added to the schema. Notion refuses a colour
    /// that an existing option does not have.
    New {
        /// The name.
        name: String,
        /// The colour; Notion's choice by default.
        color: Option<Color>,
        /// What it is for.
        description: Option<String>,
    },
}

impl From<&str> for OptionRef {
    fn from(name: &str) -> Self {
        Self::Name(name.to_owned())
    }
}

impl From<String> for OptionRef {
    fn from(name: String) -> Self {
        Self::Name(name)
    }
}

impl Serialize for OptionRef {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Name(name) => Single("name", name).serialize(to),
            Self::Id(id) => Single("id", id).serialize(to),
            Self::New { name, color, description } => {
                let mut map = to.serialize_map(None)?;
                map.serialize_entry("name", name)?;
                if let Some(color) = color {
                    map.serialize_entry("color", color)?;
                }
                if let Some(description) = description {
                    map.serialize_entry("description", description)?;
                }
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for OptionRef {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct Fields {
            name: Option<String>,
            id: Option<Box<str>>,
            color: Option<Color>,
            description: Option<String>,
        }
        match Fields::deserialize(from)? {
            // The rest says nothing new: an option was read, and is written as it came.
            Fields { id: Some(id), .. } => Ok(Self::Id(id)),
            Fields { name: Some(name), color: None, description: None, .. } => Ok(Self::Name(name)),
            Fields { name: Some(name), color, description, .. } => {
                Ok(Self::New { name, color, description })
            }
            _ => Err(de::Error::custom("an option has a `name` or an `id`")),
        }
    }
}

/// A person, a bot or a group.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum UserRef {
    /// A person or a bot.
    User(UserId),
    /// A group.
    Group(UserId),
}

impl From<UserId> for UserRef {
    fn from(id: UserId) -> Self {
        Self::User(id)
    }
}

impl UserRef {
    /// The id.
    pub const fn id(self) -> UserId {
        match self {
            Self::User(id) | Self::Group(id) => id,
        }
    }
}

impl Serialize for UserRef {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(2))?;
        map.serialize_entry(
            "object",
            match self {
                Self::User(_) => "user",
                Self::Group(_) => "group",
            },
        )?;
        map.serialize_entry("id", &self.id())?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for UserRef {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let user = crate::User::deserialize(from)?;
        Ok(match user.object {
            crate::UserObject::Group => Self::Group(user.id),
            _ => Self::User(user.id),
        })
    }
}

impl Serialize for PropertyValue {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let key = self.type_name();
        let mut map = to.serialize_map(Some(1))?;
        match self {
            Self::Title(it) | Self::RichText(it) => map.serialize_entry(key, it)?,
            Self::Number(it) => map.serialize_entry(key, it)?,
            Self::Select(it) | Self::Status(it) => map.serialize_entry(key, it)?,
            Self::MultiSelect(it) => map.serialize_entry(key, it)?,
            Self::Date(it) => map.serialize_entry(key, it)?,
            Self::People(it) => map.serialize_entry(key, it)?,
            Self::Files(it) => map.serialize_entry(key, it)?,
            Self::Checkbox(it) => map.serialize_entry(key, it)?,
            Self::Url(it) | Self::Email(it) | Self::PhoneNumber(it) => {
                map.serialize_entry(key, it)?;
            }
            Self::Relation(it) => map.serialize_entry(key, &PageRefs(it))?,
            Self::Other(_, value) => map.serialize_entry(key, value)?,
        }
        map.end()
    }
}

struct PageRefs<'a>(&'a [PageId]);

impl Serialize for PageRefs<'_> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut pages = to.serialize_seq(Some(self.0.len()))?;
        for page in self.0 {
            pages.serialize_element(&Single("id", page))?;
        }
        pages.end()
    }
}

impl<'de> Deserialize<'de> for PropertyValue {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        struct PageRef {
            id: PageId,
        }
        let mut fields = match Value::deserialize(from)? {
            Value::Object(fields) => fields,
            // A title may be written as its runs alone.
            runs @ Value::Array(_) => {
                return serde_json::from_value(runs).map(Self::Title).map_err(de::Error::custom);
            }
            _ => return Err(de::Error::custom("a value is an object")),
        };
        fields.remove("id");
        fields.remove("has_more");
        let type_name =
            match fields.remove("type") {
                Some(Value::String(type_name)) => type_name,
                _ => fields.keys().next().cloned().ok_or_else(|| {
                    de::Error::custom("a value stands under the name of its type")
                })?,
            };
        let value = fields
            .remove(&type_name)
            .ok_or_else(|| de::Error::custom(format_args!("`{type_name}` is missing")))?;
        let value = match type_name.as_str() {
            "title" => serde_json::from_value(value).map(Self::Title),
            "rich_text" => serde_json::from_value(value).map(Self::RichText),
            "number" => serde_json::from_value(value).map(Self::Number),
            "select" => serde_json::from_value(value).map(Self::Select),
            "multi_select" => serde_json::from_value(value).map(Self::MultiSelect),
            "status" => serde_json::from_value(value).map(Self::Status),
            "date" => {
                let date: Option<DateValue> =
                    serde_json::from_value(value).map_err(de::Error::custom)?;
                if let Some(text) = date.as_ref().and_then(DateValue::odd) {
                    return Err(de::Error::custom(crate::ParseDateError::new(text)));
                }
                Ok(Self::Date(date))
            }
            "people" => serde_json::from_value(value).map(Self::People),
            "files" => serde_json::from_value(value).map(Self::Files),
            "checkbox" => serde_json::from_value(value).map(Self::Checkbox),
            "url" => serde_json::from_value(value).map(Self::Url),
            "email" => serde_json::from_value(value).map(Self::Email),
            "phone_number" => serde_json::from_value(value).map(Self::PhoneNumber),
            "relation" => serde_json::from_value::<Vec<PageRef>>(value)
                .map(|it| Self::Relation(it.into_iter().map(|page| page.id).collect())),
            _ => Ok(Self::Other(type_name.into(), value)),
        };
        value.map_err(de::Error::custom)
    }
}
