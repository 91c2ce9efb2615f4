//! Canonical values: two values are equal exactly where Notion would call them the same.
//!
//! Notion rewrites what it stores. It merges runs of text, floors times to the minute, turns time
//! zones into offsets, signs the addresses of files anew with every read, and forgets the order of
//! options, people and related rows. What was sent and what comes back can therefore only be
//! compared in this form.

use std::collections::BTreeSet;

use jiff::{Unit, tz::Offset};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Annotations, DateOrDateTime, DateValue, File, FileKind, PropertyValueKind, SelectOption,
    request,
    request::{FileSource, Mention, OptionRef, RichTextKind},
};

/// A value in the form in which it is compared, stored and hashed.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Canonical {
    /// A title or a text: neighbours that look the same are one run, empty runs are gone.
    Text(Vec<Run>),
    /// A number, as its shortest decimal form. `-0` is `0`.
    Number(Option<String>),
    /// The name of an option.
    Option(Option<String>),
    /// The names of options, in no order.
    Options(BTreeSet<String>),
    /// A date or a range.
    Date(Option<DateRange>),
    /// Ids of people or rows, in no order.
    Ids(BTreeSet<Uuid>),
    /// Files by name and place; the order counts.
    Files(Vec<(String, String)>),
    /// Yes or no.
    Checkbox(bool),
    /// A URL, an e-mail address or a phone number. An empty text is no value.
    Line(Option<String>),
    /// A value of another type, as JSON.
    Other(String),
}

/// A run of text that looks the same throughout.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Run {
    /// The text; of a mention or an equation, what identifies it.
    pub text: String,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// How it looks, and whether it is more than text: `bold red`, `equation`, `mention page`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub style: String,
}

/// A date or a range, floored to the minute.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct DateRange {
    /// The date, or the start of the range.
    pub start: String,
    /// The end of the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

impl Canonical {
    /// The canonical form of a value that was read. `None` for values that were read in part.
    pub fn of(value: &crate::PropertyValue) -> Option<Self> {
        if value.is_cut() { None } else { Some(Self::of_kind(&value.kind)) }
    }

    /// The canonical form of a value to be written, as it will be once Notion stored it.
    ///
    /// Options count by name: a reference by id has to be looked up first, and is kept as the id.
    pub fn of_request(value: &request::PropertyValue) -> Self {
        use request::PropertyValue as Value;
        let option = |it: &OptionRef| match it {
            OptionRef::Name(name) => name.clone(),
            OptionRef::Id(id) => id.to_string(),
        };
        match value {
            Value::Title(it) | Value::RichText(it) => Self::Text(runs(it.iter())),
            Value::Number(it) => Self::Number(it.as_ref().map(number)),
            Value::Select(it) | Value::Status(it) => Self::Option(it.as_ref().map(option)),
            Value::MultiSelect(it) => Self::Options(it.iter().map(option).collect()),
            Value::Date(it) => Self::Date(it.as_ref().map(date)),
            Value::People(it) => Self::Ids(it.iter().map(|user| user.id().uuid()).collect()),
            Value::Files(it) => Self::Files(it.iter().map(new_file).collect()),
            Value::Checkbox(it) => Self::Checkbox(*it),
            Value::Url(it) | Value::Email(it) | Value::PhoneNumber(it) => {
                Self::Line(line(it.as_deref()))
            }
            Value::Relation(it) => Self::Ids(it.iter().map(|page| page.uuid()).collect()),
            Value::Other(_, value) => Self::Other(value.to_string()),
        }
    }

    fn of_kind(kind: &PropertyValueKind) -> Self {
        use PropertyValueKind as Value;
        let option = |it: &SelectOption| it.name.clone();
        match kind {
            Value::Title(it) | Value::RichText(it) => Self::Text(read_runs(it)),
            Value::Number(it) => Self::Number(it.as_ref().map(number)),
            Value::Select(it) | Value::Status(it) => Self::Option(it.as_ref().map(option)),
            Value::MultiSelect(it) => Self::Options(it.iter().map(option).collect()),
            Value::Date(it) => Self::Date(it.as_ref().map(date)),
            Value::People(it) => Self::Ids(it.iter().map(|user| user.id.uuid()).collect()),
            Value::Files(it) => Self::Files(it.iter().map(read_file).collect()),
            Value::Checkbox(it) => Self::Checkbox(*it),
            Value::Url(it) | Value::Email(it) | Value::PhoneNumber(it) => {
                Self::Line(line(it.as_deref()))
            }
            Value::Relation(it) => Self::Ids(it.iter().map(|row| row.id.uuid()).collect()),
            other => Self::Other(json(other)),
        }
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
            Self::Other(it) => it == "null",
        }
    }
}

fn json(kind: &PropertyValueKind) -> String {
    struct Payload<'a>(&'a PropertyValueKind);
    impl Serialize for Payload<'_> {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            use serde::ser::SerializeMap as _;

            use crate::wire::Union as _;
            let mut map = to.serialize_map(None)?;
            self.0.write(&mut map)?;
            map.end()
        }
    }
    // A value that was read from JSON can be written as JSON.
    serde_json::to_string(&Payload(kind)).unwrap_or_default()
}

/// The canonical form of a rich text that was read.
fn read_runs(read: &[crate::RichText]) -> Vec<Run> {
    let carried: Vec<_> = read.iter().filter_map(|it| it.to_request().value).collect();
    runs(carried.iter())
}

fn runs<'a>(rich_text: impl Iterator<Item = &'a request::RichText>) -> Vec<Run> {
    let mut merged: Vec<Run> = Vec::new();
    for it in rich_text {
        let run = run(it);
        match merged.last_mut() {
            _ if run.text.is_empty() => {}
            Some(last) if is_text(it) && last.link == run.link && last.style == run.style => {
                last.text.push_str(&run.text);
            }
            _ => merged.push(run),
        }
    }
    merged
}

fn is_text(run: &request::RichText) -> bool {
    matches!(run.kind, RichTextKind::Text { .. })
}

fn run(run: &request::RichText) -> Run {
    let (text, link, kind) = match &run.kind {
        RichTextKind::Text { content, link } => (content.clone(), link.clone(), None),
        RichTextKind::Equation(expression) => (expression.clone(), None, Some("equation")),
        RichTextKind::Mention(mention) => {
            let (text, kind) = match mention {
                Mention::User(id) => (id.to_string(), "mention user"),
                Mention::Page(id) => (id.to_string(), "mention page"),
                Mention::Database(id) => (id.to_string(), "mention database"),
                Mention::Date(it) => {
                    let range = date(it);
                    let end = range.end.map_or(String::new(), |end| format!("/{end}"));
                    (range.start + &end, "mention date")
                }
                Mention::CustomEmoji(it) => (it.id.to_string(), "mention custom_emoji"),
                Mention::Template(it) => {
                    (serde_json::Value::Object(it.clone()).to_string(), "mention template")
                }
            };
            (text, None, Some(kind))
        }
    };
    Run { text, link, style: style(kind, &run.annotations) }
}

fn style(kind: Option<&str>, it: &Annotations) -> String {
    let marks = [
        ("bold", it.bold),
        ("italic", it.italic),
        ("strikethrough", it.strikethrough),
        ("underline", it.underline),
        ("code", it.code),
    ];
    let mut words: Vec<&str> = kind.into_iter().collect();
    words.extend(marks.iter().filter(|(_, is_set)| *is_set).map(|(word, _)| *word));
    if !it.color.is_default() {
        words.push(it.color.as_str());
    }
    words.join(" ")
}

fn number(number: &serde_json::Number) -> String {
    match number.as_f64() {
        // Negative zero is zero. `1e21` and `1000000000000000000000` print the same as `f64`s.
        Some(0.0) => "0".to_owned(),
        Some(it) if number.is_f64() && it.fract() == 0.0 && it.abs() < 9e15 => format!("{it:.0}"),
        _ => number.to_string(),
    }
}

fn date(date: &DateValue) -> DateRange {
    let zone = date.time_zone.as_deref();
    let moment = |it: &DateOrDateTime| {
        let Some(at) = it.datetime() else { return it.date().to_string() };
        let minute = at.with().second(0).subsec_nanosecond(0).build().unwrap_or(at);
        match (it.offset(), zone) {
            (Some(offset), _) => in_offset(minute, offset),
            // The offset of a zone by name is in a database that this crate does not have.
            (None, Some(zone)) => format!("{minute} {zone}"),
            (None, None) => in_offset(minute, Offset::UTC),
        }
    };
    DateRange { start: moment(&date.start), end: date.end.as_ref().map(moment) }
}

fn in_offset(at: jiff::civil::DateTime, offset: Offset) -> String {
    let rounded = offset.round(Unit::Minute).unwrap_or(offset);
    match rounded.to_timestamp(at) {
        Ok(instant) => DateOrDateTime::at_offset(instant, rounded).to_string(),
        Err(_) => format!("{at}{offset}"),
    }
}

fn line(line: Option<&str>) -> Option<String> {
    line.filter(|it| !it.is_empty()).map(str::to_owned)
}

fn new_file(file: &request::File) -> (String, String) {
    let place = match &file.source {
        FileSource::External(url) => url.clone(),
        FileSource::Upload(id) => id.to_string(),
        FileSource::Hosted(it) => without_signature(&it.url),
    };
    (file.name.clone().unwrap_or_default(), place)
}

fn read_file(file: &File) -> (String, String) {
    let place = match &file.kind {
        FileKind::External(it) => it.url.clone(),
        FileKind::File(it) => without_signature(&it.url),
        FileKind::FileUpload(it) => it.id.to_string(),
        FileKind::Unknown(it) => it.payload.as_ref().map_or(String::new(), ToString::to_string),
    };
    (file.name.clone().unwrap_or_default(), place)
}

/// The part of a signed address that stays the same from read to read.
fn without_signature(url: &str) -> String {
    url.split_once('?').map_or(url, |(path, _)| path).to_owned()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;
    use crate::PropertyValue;

    #[track_caller]
    fn check_same(sent: Value, read: Value) {
        let sent: request::PropertyValue = serde_json::from_value(sent).unwrap();
        let read: PropertyValue = serde_json::from_value(read).unwrap();
        assert_eq!(Some(Canonical::of_request(&sent)), Canonical::of(&read));
    }

    #[test]
    fn what_notion_rewrites_is_the_same() {
        check_same(
            json!({"date": {"start": "2026-07-25T16:57:28.513237Z"}}),
            json!({"id": "a", "type": "date", "date": {
                "start": "2026-07-25T16:57:00.000+00:00", "end": null, "time_zone": null}}),
        );
        check_same(
            json!({"rich_text": [{"text": {"content": "a"}}, {"text": {"content": ""}},
                {"text": {"content": "b"}}, {"text": {"content": "c"}, "annotations": {"bold": true}}]}),
            json!({"id": "a", "type": "rich_text", "rich_text": [
                {"type": "text", "text": {"content": "ab", "link": null}, "plain_text": "ab",
                    "annotations": {"bold": false, "color": "default"}, "href": null},
                {"type": "text", "text": {"content": "c", "link": null}, "plain_text": "c",
                    "annotations": {"bold": true, "color": "default"}, "href": null}]}),
        );
        check_same(
            json!({"multi_select": [{"name": "b"}, {"name": "a"}]}),
            json!({"id": "a", "type": "multi_select", "multi_select": [
                {"id": "1", "name": "a", "color": "red"}, {"id": "2", "name": "b", "color": "blue"}]}),
        );
        check_same(json!({"url": ""}), json!({"id": "a", "type": "url", "url": null}));
        check_same(json!({"number": -0.0}), json!({"id": "a", "type": "number", "number": 0}));
        check_same(json!({"number": 42.0}), json!({"id": "a", "type": "number", "number": 42}));
    }

    #[test]
    fn a_value_that_was_cut_has_no_canonical_form() {
        let cut: PropertyValue = serde_json::from_value(
            json!({"id": "a", "type": "relation", "relation": [], "has_more": true}),
        )
        .unwrap();
        assert_eq!(Canonical::of(&cut), None);
    }

    #[test]
    fn what_notion_tells_apart_is_different() {
        let canonical =
            |value: Value| Canonical::of_request(&serde_json::from_value(value).unwrap());
        for (a, b) in [
            (
                json!({"date": {"start": "2026-07-01"}}),
                json!({"date": {"start": "2026-07-01T00:00:00Z"}}),
            ),
            (
                json!({"date": {"start": "2026-07-01T10:00:00Z"}}),
                json!({"date": {"start": "2026-07-01T10:01:00Z"}}),
            ),
            (
                json!({"title": [{"text": {"content": "a"}}]}),
                json!({"title": [{"text": {"content": "A"}}]}),
            ),
            (
                json!({"rich_text": [{"text": {"content": "x"}}]}),
                json!({"rich_text": [{"equation": {"expression": "x"}}]}),
            ),
            (json!({"number": 0.1}), json!({"number": 0.2})),
        ] {
            assert_ne!(canonical(a), canonical(b));
        }
    }
}
