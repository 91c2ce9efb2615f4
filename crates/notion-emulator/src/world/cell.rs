//! The value of one property of one row, as a world keeps it.

use serde::{Deserialize, Serialize};
use serde_json::Number;
use uuid::Uuid;

use super::date::Span;
use super::moment::Moment;
use super::text::Run;

/// A value that is not empty. Options are kept by id, so renaming one renames it everywhere.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Cell {
    Text(Vec<Run>),
    Number(Number),
    Option(Box<str>),
    Options(Vec<Box<str>>),
    Date(Span),
    People(Vec<Uuid>),
    Files(Vec<FileItem>),
    Checked,
    /// A URL, an e-mail address, a phone number.
    Plain(Box<str>),
    Relation(Vec<Uuid>),
    UniqueId(u64),
    /// A computed value as it was shown by another Notion, where nobody knows how it is computed.
    Shown(Box<serde_json::Value>),
    Place(Box<Place>),
    Verified(Box<Verified>),
}

/// A place on earth, its degrees as they were sent.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Place {
    pub(crate) lat: Number,
    pub(crate) lon: Number,
    /// `name`, `address`, `aws_place_id` and `google_place_id`.
    pub(crate) words: [Option<Box<str>>; 4],
}

impl Place {
    /// The keys of `words`.
    pub(crate) const WORDS: [&str; 4] = ["name", "address", "aws_place_id", "google_place_id"];
}

/// Who vouches for a page, and how long.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Verified {
    pub(crate) by: Uuid,
    pub(crate) from: Moment,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) until: Option<Moment>,
}

/// A file of a files property.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct FileItem {
    pub(crate) name: Box<str>,
    #[serde(flatten)]
    pub(crate) place: FilePlace,
}

/// Where a file is.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FilePlace {
    /// Elsewhere.
    Url(Box<str>),
    /// Here: an upload that is attached.
    Upload(Uuid),
}

/// A computed number as it is sent; none, if it is not finite.
pub(crate) fn js_float(number: f64) -> Option<Number> {
    Number::from_f64(number).map(|number| js_number(&number))
}

/// A number as JavaScript keeps it: `1.0` reads back as `1`.
pub(crate) fn js_number(number: &Number) -> Number {
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        #[expect(clippy::cast_possible_truncation, reason = "a whole number below 2^53 fits")]
        Some(value) if value.fract() == 0.0 && value.abs() <= EXACT => Number::from(value as i64),
        Some(value) => Number::from_f64(value).unwrap_or_else(|| number.clone()),
        None => number.clone(),
    }
}
