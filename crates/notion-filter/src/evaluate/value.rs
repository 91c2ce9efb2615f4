//! What the value of a property is to a condition: its text, its number, its day, …
//!
//! A value of another kind than the condition asks for is empty to it.

use std::borrow::Cow;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::Offset;
use notion_model::{
    DateOrDateTime, DateValue, FormulaValueKind, PageId, PropertyValueKind, RollupValueKind,
    UserId, plain_text,
};
use serde_json::Number;

/// A day, or an instant.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Moment {
    Day(Date),
    Instant(Timestamp),
}

impl Moment {
    /// The day; of an instant the day in UTC, as Notion compares.
    pub(super) fn day(self) -> Date {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => Offset::UTC.to_datetime(instant).date(),
        }
    }

    /// Whole minutes since 1970, which is as far as Notion looks; a day counts from midnight UTC.
    pub(super) fn minute(self) -> i64 {
        match self {
            Self::Instant(instant) => instant.as_second().div_euclid(60),
            Self::Day(day) => {
                let midnight = day.to_datetime(jiff::civil::Time::midnight());
                // The days of year 1 to 9999 all are instants, but for the very last hours.
                Offset::UTC.to_timestamp(midnight).map_or(i64::MAX, |it| it.as_second() / 60)
            }
        }
    }
}

impl Moment {
    /// `None` for what is no date.
    pub(super) fn of(date: &DateOrDateTime) -> Option<Self> {
        date.instant().map(Self::Instant).or_else(|| date.date().map(Self::Day))
    }
}

/// The plain text; no text is the empty text.
pub(super) fn text(value: Option<&PropertyValueKind>) -> Cow<'_, str> {
    match value {
        Some(PropertyValueKind::Title(runs) | PropertyValueKind::RichText(runs)) => match &runs[..]
        {
            [only] => Cow::Borrowed(only.plain_text()),
            runs => Cow::Owned(plain_text(runs)),
        },
        Some(
            PropertyValueKind::Url(text)
            | PropertyValueKind::Email(text)
            | PropertyValueKind::PhoneNumber(text),
        ) => Cow::Borrowed(text.as_deref().unwrap_or_default()),
        Some(PropertyValueKind::Formula(formula)) => match &formula.kind {
            FormulaValueKind::String(text) => Cow::Borrowed(text.as_deref().unwrap_or_default()),
            _ => Cow::Borrowed(""),
        },
        _ => Cow::Borrowed(""),
    }
}

/// The number; of a unique id the number without the prefix.
pub(super) fn number(value: Option<&PropertyValueKind>) -> Option<Cow<'_, Number>> {
    match value? {
        PropertyValueKind::Number(number) => number.as_ref().map(Cow::Borrowed),
        PropertyValueKind::UniqueId(id) => id.number.map(|it| Cow::Owned(Number::from(it))),
        PropertyValueKind::Formula(formula) => match &formula.kind {
            FormulaValueKind::Number(number) => number.as_ref().map(Cow::Borrowed),
            _ => None,
        },
        PropertyValueKind::Rollup(rollup) => match &rollup.kind {
            RollupValueKind::Number(number) => number.as_ref().map(Cow::Borrowed),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn checkbox(value: Option<&PropertyValueKind>) -> bool {
    match value {
        Some(PropertyValueKind::Checkbox(checked)) => *checked,
        Some(PropertyValueKind::Formula(formula)) => {
            matches!(formula.kind, FormulaValueKind::Boolean(Some(true)))
        }
        _ => false,
    }
}

/// The name of the chosen option.
pub(super) fn option(value: Option<&PropertyValueKind>) -> Option<&str> {
    match value? {
        PropertyValueKind::Select(option) | PropertyValueKind::Status(option) => {
            option.as_ref().map(|it| it.name.as_str())
        }
        _ => None,
    }
}

/// The names of all chosen options.
pub(super) fn options(value: Option<&PropertyValueKind>) -> Vec<&str> {
    match value {
        Some(PropertyValueKind::MultiSelect(options)) => {
            options.iter().map(|it| it.name.as_str()).collect()
        }
        _ => Vec::new(),
    }
}

/// The date; of a range its start, which is what Notion compares.
pub(super) fn moment(value: Option<&PropertyValueKind>) -> Option<Moment> {
    let start = |date: &Option<DateValue>| date.as_ref().and_then(|it| Moment::of(&it.start));
    match value? {
        PropertyValueKind::Date(date) => start(date),
        PropertyValueKind::CreatedTime(time) | PropertyValueKind::LastEditedTime(time) => {
            time.instant().map(Moment::Instant)
        }
        PropertyValueKind::Formula(formula) => match &formula.kind {
            FormulaValueKind::Date(date) => start(date),
            _ => None,
        },
        PropertyValueKind::Rollup(rollup) => match &rollup.kind {
            RollupValueKind::Date(date) => start(date),
            _ => None,
        },
        _ => None,
    }
}

pub(super) fn users(value: Option<&PropertyValueKind>) -> Vec<UserId> {
    match value {
        Some(PropertyValueKind::People(users)) => users.iter().map(|it| it.id).collect(),
        Some(PropertyValueKind::CreatedBy(user) | PropertyValueKind::LastEditedBy(user)) => {
            vec![user.id]
        }
        _ => Vec::new(),
    }
}

pub(super) fn pages(value: Option<&PropertyValueKind>) -> Vec<PageId> {
    match value {
        Some(PropertyValueKind::Relation(pages)) => pages.iter().map(|it| it.id).collect(),
        _ => Vec::new(),
    }
}

pub(super) fn has_files(value: Option<&PropertyValueKind>) -> bool {
    matches!(value, Some(PropertyValueKind::Files(files)) if !files.is_empty())
}
