//! Properties of a data source as a world keeps them.

pub(crate) use notion_model::limits::OPTION_COLORS;
use std::cmp::Ordering;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use super::rollup::Rollup;
use crate::formula::Formula;

/// The raw id of a property. Sorted as Notion sorts properties: short ids first, then by bytes.
#[derive(Clone, Deserialize, Eq, PartialEq, Serialize)]
#[serde(from = "Box<str>", into = "Box<str>")]
pub(crate) struct PropertyKey(Id);

/// Almost all ids are short, and every value of every row has one: kept in place, they are
/// compared without a look elsewhere.
#[derive(Clone, Eq, PartialEq)]
enum Id {
    Short { length: u8, bytes: [u8; SHORT] },
    Long(Box<str>),
}

/// How long an id may be that is kept in place.
const SHORT: usize = 14;

impl From<Box<str>> for PropertyKey {
    fn from(raw: Box<str>) -> Self {
        Self::new(raw)
    }
}

impl From<PropertyKey> for Box<str> {
    fn from(key: PropertyKey) -> Self {
        key.raw().into()
    }
}

impl std::fmt::Debug for PropertyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.raw().fmt(f)
    }
}

impl PropertyKey {
    pub(crate) fn new(raw: impl AsRef<str>) -> Self {
        let raw = raw.as_ref();
        let mut bytes = [0; SHORT];
        Self(match (bytes.get_mut(..raw.len()), u8::try_from(raw.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(raw.as_bytes());
                Id::Short { length, bytes }
            }
            _ => Id::Long(raw.into()),
        })
    }

    /// The id of every title property.
    pub(crate) fn title() -> Self {
        Self::new("title")
    }

    pub(crate) fn is_title(&self) -> bool {
        self.raw() == "title"
    }

    pub(crate) fn raw(&self) -> &str {
        match &self.0 {
            Id::Long(raw) => raw,
            Id::Short { length, bytes } => {
                let bytes = bytes.get(..usize::from(*length)).unwrap_or_default();
                // It was a text when it was put there.
                std::str::from_utf8(bytes).unwrap_or_default()
            }
        }
    }

    /// The id as it is sent: percent-encoded as `encodeURIComponent` does.
    pub(crate) fn encoded(&self) -> String {
        utf8_percent_encode(self.raw(), ENCODED).to_string()
    }
}

/// What `encodeURIComponent` encodes.
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'!')
    .remove(b'~')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');

impl Ord for PropertyKey {
    fn cmp(&self, other: &Self) -> Ordering {
        let (own, other) = (self.raw(), other.raw());
        own.len().cmp(&other.len()).then_with(|| own.cmp(other))
    }
}

impl PartialOrd for PropertyKey {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// A property of a data source.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Property {
    pub(crate) key: PropertyKey,
    pub(crate) name: Box<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<Box<str>>,
    pub(crate) kind: PropertyKind,
}

/// The type of a property, and what its type is configured with.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PropertyKind {
    Title,
    RichText,
    Number { format: Box<str> },
    Select(Vec<Choice>),
    MultiSelect(Vec<Choice>),
    Status { options: Vec<Choice>, groups: Vec<Group> },
    Date,
    People,
    Files,
    Checkbox,
    Url,
    Email,
    PhoneNumber,
    Relation { target: Uuid, dual: Option<PropertyKey> },
    UniqueId { prefix: Option<Box<str>>, last: u64 },
    CreatedTime,
    CreatedBy,
    LastEditedTime,
    LastEditedBy,
    Formula(Formula),
    Rollup(Box<Rollup>),
    Place,
    Verification,
    Button,
}

impl PropertyKind {
    /// The word in `type`.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::RichText => "rich_text",
            Self::Number { .. } => "number",
            Self::Select(_) => "select",
            Self::MultiSelect(_) => "multi_select",
            Self::Status { .. } => "status",
            Self::Date => "date",
            Self::People => "people",
            Self::Files => "files",
            Self::Checkbox => "checkbox",
            Self::Url => "url",
            Self::Email => "email",
            Self::PhoneNumber => "phone_number",
            Self::Relation { .. } => "relation",
            Self::UniqueId { .. } => "unique_id",
            Self::CreatedTime => "created_time",
            Self::CreatedBy => "created_by",
            Self::LastEditedTime => "last_edited_time",
            Self::LastEditedBy => "last_edited_by",
            Self::Formula(_) => "formula",
            Self::Rollup(_) => "rollup",
            Self::Place => "place",
            Self::Verification => "verification",
            Self::Button => "button",
        }
    }

    /// The options of a select, multi-select or status.
    pub(crate) fn choices(&self) -> &[Choice] {
        match self {
            Self::Select(options) | Self::MultiSelect(options) | Self::Status { options, .. } => {
                options
            }
            _ => &[],
        }
    }

    /// The option of that id.
    pub(crate) fn choice(&self, id: &str) -> Option<&Choice> {
        self.choices().iter().find(|choice| &*choice.id == id)
    }

    /// The status of a row that says nothing: the first option of the first group that has one.
    pub(crate) fn default_status(&self) -> Option<&Choice> {
        let Self::Status { options, groups } = self else { return None };
        let first = groups.first().and_then(|group| group.option_ids.first());
        first.and_then(|id| self.choice(id)).or(options.first())
    }
}

/// An option of a select, multi-select or status.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Choice {
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) color: OptionColor,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) description: Option<Box<str>>,
}

/// A group of status options.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Group {
    pub(crate) id: Box<str>,
    pub(crate) name: Box<str>,
    pub(crate) color: OptionColor,
    pub(crate) option_ids: Vec<Box<str>>,
}

/// The colour of an option, one of [`OPTION_COLORS`].
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(transparent)]
pub(crate) struct OptionColor(pub(crate) &'static str);

impl<'de> Deserialize<'de> for OptionColor {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let name = String::deserialize(from)?;
        let known = OPTION_COLORS.iter().find(|known| **known == name);
        known
            .map(|known| Self(known))
            .ok_or_else(|| D::Error::unknown_variant(&name, OPTION_COLORS))
    }
}

/// Every number format that Notion is known to take.
pub(crate) const NUMBER_FORMATS: &[&str] = &[
    "number",
    "number_with_commas",
    "percent",
    "dollar",
    "canadian_dollar",
    "australian_dollar",
    "singapore_dollar",
    "euro",
    "pound",
    "yen",
    "ruble",
    "rupee",
    "won",
    "yuan",
    "real",
    "lira",
    "rupiah",
    "franc",
    "hong_kong_dollar",
    "new_zealand_dollar",
    "krona",
    "norwegian_krone",
    "mexican_peso",
    "rand",
    "new_taiwan_dollar",
    "danish_krone",
    "zloty",
    "baht",
    "forint",
    "koruna",
    "shekel",
    "chilean_peso",
    "philippine_peso",
    "dirham",
    "colombian_peso",
    "riyal",
    "ringgit",
    "leu",
    "argentine_peso",
    "uruguayan_peso",
    "peruvian_sol",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_encoded_as_recorded() {
        for (raw, encoded) in
            [("Ur]X", "Ur%5DX"), ("kQ~y", "kQ~y"), ("?B:W", "%3FB%3AW"), ("o_yF", "o_yF")]
        {
            assert_eq!(PropertyKey::new(raw).encoded(), encoded);
        }
    }

    #[test]
    fn short_ids_come_first() {
        let mut keys = ["verification", "title", "zzzz", "AAAA", "aaaa"].map(PropertyKey::new);
        keys.sort();
        assert_eq!(keys, ["AAAA", "aaaa", "zzzz", "title", "verification"].map(PropertyKey::new));
    }
}
