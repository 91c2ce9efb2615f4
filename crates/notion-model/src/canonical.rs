//! Canonical values: two values are equal exactly where Notion would call them the same.
//!
//! Notion rewrites what it stores. It merges runs of text, floors times to the minute, turns time
//! zones into offsets, signs the addresses of files anew with every read, and forgets the order of
//! options, people and related rows. What was sent and what comes back can therefore only be
//! compared in this form.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    File, FileKind, FormulaValueKind, PropertySchemaKind, PropertyValueKind, RollupValueKind,
    SelectOption, request,
    request::{FileSource, OptionRef},
};

mod date;
mod json;
mod text;

pub use date::DateRange;
pub(crate) use date::is_zone;
pub use text::Run;

use json::{json, number};

/// A value in the form in which it is compared, stored and hashed.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Canonical {
    /// A title or a text: neighbours that look the same are one run, empty runs are gone, and
    /// letters with accents are composed (NFC). White space counts.
    Text(Vec<Run>),
    /// A number, as the shortest decimal form of what Notion stores: a 64-bit float. `-0` is `0`.
    Number(Option<String>),
    /// The name of an option.
    Option(Option<String>),
    /// The names of options, in no order.
    Options(BTreeSet<String>),
    /// A date or a range.
    Date(Option<DateRange>),
    /// Ids of people or rows, in no order.
    Ids(BTreeSet<Uuid>),
    /// Files by name and place; the order counts. Of a file in Notion, the place is its address
    /// without the signature.
    Files(Vec<(String, String)>),
    /// Yes or no.
    Checkbox(bool),
    /// A URL, an e-mail address, a phone number, or a text that Notion computed. An empty text is
    /// no value.
    Line(Option<String>),
    /// A value of another type, as JSON with sorted keys and without nulls.
    Other(String),
}

impl Canonical {
    /// The canonical form of a value that was read. `None` for values that were read in part.
    ///
    /// What Notion computed has the form of what came out: a formula that yields a number is a
    /// number, the time at which a row was made is a date.
    pub fn of(value: &crate::PropertyValue) -> Option<Self> {
        if value.is_cut() { None } else { Some(Self::of_kind(&value.kind)) }
    }

    /// The canonical form of a value to be written, as it will be once Notion stored it.
    ///
    /// Options count by name: a reference by id is kept as the id, see
    /// [`of_request_in`](Self::of_request_in). A file to be uploaded is its upload, which Notion
    /// answers as a file with an address nobody can foresee.
    pub fn of_request(value: &request::PropertyValue) -> Self {
        use request::PropertyValue as Value;
        let option = |it: &OptionRef| match it {
            OptionRef::Name(name) | OptionRef::New { name, .. } => name.clone(),
            OptionRef::Id(id) => id.to_string(),
        };
        match value {
            Value::Title(it) | Value::RichText(it) => Self::Text(text::written(it)),
            Value::Number(it) => Self::Number(it.as_ref().map(number)),
            Value::Select(it) | Value::Status(it) => Self::Option(it.as_ref().map(option)),
            Value::MultiSelect(it) => Self::Options(it.iter().map(option).collect()),
            Value::Date(it) => Self::Date(it.as_ref().map(date::range)),
            Value::People(it) => Self::Ids(it.iter().map(|user| user.id().uuid()).collect()),
            Value::Files(it) => Self::Files(it.iter().map(new_file).collect()),
            Value::Checkbox(it) => Self::Checkbox(*it),
            Value::Url(it) | Value::Email(it) | Value::PhoneNumber(it) => {
                Self::Line(line(it.as_deref()))
            }
            Value::Relation(it) => Self::Ids(it.iter().map(|page| page.uuid()).collect()),
            Value::Other(kind, value) if &**kind == "verification" => {
                // What is no verification, Notion refuses: then any form will do.
                let read = Option::<crate::Verification>::deserialize(value);
                Self::Other(read.map_or_else(|_| json(value), |it| json::verification(it.as_ref())))
            }
            Value::Other(_, value) => Self::Other(json(value)),
        }
    }

    /// The same with the property's schema, which names the options that are referred to by id, and
    /// tells which one a cleared status falls back to.
    pub fn of_request_in(value: &request::PropertyValue, schema: &PropertySchemaKind) -> Self {
        use request::PropertyValue as Value;
        let (options, fallback) = match schema {
            PropertySchemaKind::Select(it) | PropertySchemaKind::MultiSelect(it) => {
                (&*it.options, None)
            }
            PropertySchemaKind::Status(it) => {
                let first = it.groups.first().and_then(|it| it.option_ids.first());
                (&*it.options, first.cloned().map(OptionRef::Id))
            }
            _ => (&[][..], None),
        };
        let name = |it: &OptionRef| match it {
            OptionRef::Id(id) => {
                let option = options.iter().find(|it| it.id == *id);
                option.map_or_else(|| id.to_string(), |it| it.name.clone())
            }
            OptionRef::Name(name) | OptionRef::New { name, .. } => name.clone(),
        };
        match value {
            Value::Select(it) => Self::Option(it.as_ref().map(name)),
            Value::Status(it) => Self::Option(it.as_ref().or(fallback.as_ref()).map(name)),
            Value::MultiSelect(it) => Self::Options(it.iter().map(name).collect()),
            _ => Self::of_request(value),
        }
    }

    fn of_kind(kind: &PropertyValueKind) -> Self {
        use PropertyValueKind as Value;
        let option = |it: &SelectOption| {
            if it.name.is_empty() { it.id.to_string() } else { it.name.clone() }
        };
        match kind {
            Value::Title(it) | Value::RichText(it) => Self::Text(text::read(it)),
            Value::Number(it) => Self::Number(it.as_ref().map(number)),
            Value::Select(it) | Value::Status(it) => Self::Option(it.as_ref().map(option)),
            Value::MultiSelect(it) => Self::Options(it.iter().map(option).collect()),
            Value::Date(it) => Self::Date(it.as_ref().map(date::range)),
            Value::People(it) => Self::Ids(it.iter().map(|user| user.id.uuid()).collect()),
            Value::Files(it) => Self::Files(it.iter().map(read_file).collect()),
            Value::Checkbox(it) => Self::Checkbox(*it),
            Value::Url(it) | Value::Email(it) | Value::PhoneNumber(it) => {
                Self::Line(line(it.as_deref()))
            }
            Value::Relation(it) => Self::Ids(it.iter().map(|row| row.id.uuid()).collect()),
            Value::Formula(it) => match &it.kind {
                FormulaValueKind::String(it) => Self::Line(line(it.as_deref())),
                FormulaValueKind::Number(it) => Self::Number(it.as_ref().map(number)),
                FormulaValueKind::Boolean(Some(it)) => Self::Checkbox(*it),
                FormulaValueKind::Boolean(None) => Self::nothing(),
                FormulaValueKind::Date(it) => Self::Date(it.as_ref().map(date::range)),
                FormulaValueKind::Unknown(it) => Self::unknown(it),
            },
            Value::Rollup(it) => match &it.kind {
                RollupValueKind::Number(it) => Self::Number(it.as_ref().map(number)),
                RollupValueKind::Date(it) => Self::Date(it.as_ref().map(date::range)),
                // As deep as the JSON that was read, which is bounded.
                RollupValueKind::Array(it) => {
                    let values: Vec<_> = it.iter().map(|it| Self::of_kind(&it.kind)).collect();
                    Self::Other(serde_json::to_string(&values).unwrap_or_default())
                }
                RollupValueKind::Unknown(it) => Self::unknown(it),
            },
            Value::UniqueId(it) => Self::Line(it.number.map(|number| match &it.prefix {
                Some(prefix) => format!("{prefix}-{number}"),
                None => number.to_string(),
            })),
            Value::CreatedTime(it) | Value::LastEditedTime(it) => {
                Self::Date(Some(date::range(&it.to_date().into())))
            }
            Value::CreatedBy(it) | Value::LastEditedBy(it) => Self::Ids([it.id.uuid()].into()),
            Value::Verification(it) => Self::Other(json::verification(it.as_deref())),
            Value::Place(it) => Self::Other(json(&serde_json::to_value(it).unwrap_or_default())),
            Value::Button(_) => Self::nothing(),
            Value::Unknown(it) => Self::unknown(it),
        }
    }

    fn nothing() -> Self {
        Self::Other("null".to_owned())
    }

    fn unknown(unknown: &crate::Unknown) -> Self {
        unknown.payload.as_ref().map_or_else(Self::nothing, |it| Self::Other(json(it)))
    }

    /// Whether the value is what an untouched property holds.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(it) => it.is_empty(),
            Self::Number(it) | Self::Option(it) | Self::Line(it) => it.is_none(),
            Self::Options(it) => it.is_empty(),
            Self::Date(it) => it.is_none(),
            Self::Ids(it) => it.is_empty(),
            Self::Files(it) => it.is_empty(),
            Self::Checkbox(it) => !it,
            Self::Other(it) => matches!(&**it, "null" | "[]" | r#"{"state":"unverified"}"#),
        }
    }
}

fn line(line: Option<&str>) -> Option<String> {
    line.filter(|it| !it.is_empty()).map(str::to_owned)
}

fn new_file(file: &request::File) -> (String, String) {
    let place = match &file.source {
        FileSource::External(url) => url.clone(),
        FileSource::Upload(id) => upload(*id),
        FileSource::Hosted(it) => hosted(&it.url),
    };
    (file.name.clone().unwrap_or_default(), place)
}

fn read_file(file: &File) -> (String, String) {
    let place = match &file.kind {
        FileKind::External(it) => it.url.clone(),
        FileKind::File(it) => hosted(&it.url),
        FileKind::FileUpload(it) => upload(it.id),
        FileKind::Unknown(it) => it.payload.as_ref().map_or_else(String::new, json),
    };
    (file.name.clone().unwrap_or_default(), place)
}

fn upload(id: crate::FileUploadId) -> String {
    format!("upload:{id}")
}

/// The part of a signed address that stays the same from read to read.
fn hosted(url: &str) -> String {
    format!("file:{}", url.split(['?', '#']).next().unwrap_or_default())
}

#[cfg(test)]
mod tests;
