//! The value of one property of one row, as a world keeps it.

use serde::{Deserialize, Serialize};
use serde_json::Number;
use uuid::Uuid;

use super::date::Span;
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
