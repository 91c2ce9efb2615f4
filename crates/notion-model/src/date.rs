//! Times and dates, kept as they were written.

use std::{fmt, str::FromStr};

use jiff::{
    civil::{Date, DateTime},
    tz::Offset,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::{Key, wire_object};

/// A time that Notion's server set: of creation, of the last edit, of expiry.
///
/// Pages, blocks and data sources carry whole minutes, databases and views milliseconds.
#[derive(Clone, Eq, PartialEq)]
pub struct Timestamp(Spelling);

/// How the instant was written. The two forms Notion uses are whole milliseconds since 1970 and
/// need no other memory: every page carries two of them.
#[derive(Clone, Eq, PartialEq)]
enum Spelling {
    /// `2026-06-27T16:49:00.000Z`.
    Zulu(i64),
    /// `2026-06-27T16:49:02.556+00:00`.
    Offset(i64),
    Other(Box<(jiff::Timestamp, Box<str>)>),
}

impl Timestamp {
    /// The form of pages, blocks and data sources: `2026-06-27T16:49:00.000Z`.
    /// What is shorter than a millisecond is dropped.
    pub fn zulu(instant: jiff::Timestamp) -> Self {
        Self(Spelling::Zulu(milliseconds(instant)))
    }

    /// The form of databases and views: `2026-06-27T16:49:02.556+00:00`.
    /// What is shorter than a millisecond is dropped.
    pub fn with_offset(instant: jiff::Timestamp) -> Self {
        Self(Spelling::Offset(milliseconds(instant)))
    }

    /// The instant.
    #[expect(clippy::missing_panics_doc, reason = "what is kept was an instant before")]
    pub fn instant(&self) -> jiff::Timestamp {
        match &self.0 {
            Spelling::Zulu(at) | Spelling::Offset(at) => {
                jiff::Timestamp::from_millisecond(*at).expect("it was an instant when it was kept")
            }
            Spelling::Other(other) => other.0,
        }
    }
}

/// Whole milliseconds since 1970, floored as a clock shows them.
fn milliseconds(instant: jiff::Timestamp) -> i64 {
    let whole = instant.as_millisecond();
    // Instants before 1970 count backwards.
    if instant.subsec_nanosecond() % 1_000_000 < 0 { whole - 1 } else { whole }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let zone = match &self.0 {
            Spelling::Zulu(_) => "Z",
            Spelling::Offset(_) => "+00:00",
            Spelling::Other(other) => return f.write_str(&other.1),
        };
        let at = Offset::UTC.to_datetime(self.instant());
        write_datetime(f, at)?;
        f.write_str(zone)
    }
}

fn write_datetime(f: &mut fmt::Formatter<'_>, at: DateTime) -> fmt::Result {
    write!(
        f,
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}",
        at.year(),
        at.month(),
        at.day(),
        at.hour(),
        at.minute(),
        at.second(),
        at.millisecond(),
    )
}

impl FromStr for Timestamp {
    type Err = ParseDateError;

    #[inline]
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        // The last days of the calendar are no instants any more.
        if let Some((at, zone)) = notion_form(text)
            && at.year() < 9999
        {
            match zone {
                "Z" => return Ok(Self(Spelling::Zulu(since_1970(at)))),
                "+00:00" => return Ok(Self(Spelling::Offset(since_1970(at)))),
                _ => {}
            }
        }
        let instant = text.parse().map_err(|_| ParseDateError::new(text))?;
        Ok(Self(Spelling::Other(Box::new((instant, text.into())))))
    }
}

/// Reads a time in the one form in which Notion writes times, `2026-06-27T16:49:02.556` and a zone,
/// which is returned as it stands. Rows carry several of them, and a general parser takes longer
/// than all the rest of a row.
fn notion_form(text: &str) -> Option<(DateTime, &str)> {
    let (at, zone) = text.split_at_checked(23)?;
    let bytes = at.as_bytes();
    let punctuation = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':'), (16, b':'), (19, b'.')];
    if punctuation.iter().any(|&(at, byte)| bytes[at] != byte) {
        return None;
    }
    let number = |range: std::ops::Range<usize>| {
        bytes[range].iter().try_fold(0i16, |number, byte| {
            byte.is_ascii_digit().then(|| number * 10 + i16::from(byte - b'0'))
        })
    };
    let small = |range| number(range).and_then(|it| i8::try_from(it).ok());
    let at = DateTime::new(
        number(0..4)?,
        small(5..7)?,
        small(8..10)?,
        small(11..13)?,
        small(14..16)?,
        small(17..19)?,
        i32::from(number(20..23)?) * 1_000_000,
    );
    Some((at.ok()?, zone))
}

/// Milliseconds since 1970 of a time in UTC: `Offset::UTC.to_timestamp` without its general case.
fn since_1970(at: DateTime) -> i64 {
    // Years that begin in March, so that the day that comes and goes is the last.
    let (year, month) = (i64::from(at.year()), i64::from(at.month()));
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    let day_of_year = (153 * month + 2) / 5 + i64::from(at.day()) - 1;
    let leap_days = year.div_euclid(4) - year.div_euclid(100) + year.div_euclid(400);
    let days = 365 * year + leap_days + day_of_year - 719_468;
    let minutes = (days * 24 + i64::from(at.hour())) * 60 + i64::from(at.minute());
    (minutes * 60 + i64::from(at.second())) * 1000 + i64::from(at.millisecond())
}

/// Reads an offset of whole minutes: `+01:00`.
fn notion_offset(zone: &str) -> Option<Offset> {
    let [sign, h1, h2, b':', m1, m2] = zone.as_bytes() else { return None };
    let digit = |byte: &u8| byte.is_ascii_digit().then(|| i32::from(byte - b'0'));
    let seconds = (digit(h1)? * 10 + digit(h2)?) * 3600 + (digit(m1)? * 10 + digit(m2)?) * 60;
    match sign {
        b'+' => Offset::from_seconds(seconds).ok(),
        // `-00:00` is spelled differently from what it would be written as.
        b'-' if seconds != 0 => Offset::from_seconds(-seconds).ok(),
        _ => None,
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Timestamp({self})")
    }
}

/// A day, or a day and a time, as it stands in a date property or a date mention.
///
/// What was written is kept, the offset included. Notion floors times to the minute and turns a
/// time zone into an offset, so what comes back is not what was sent: compare with
/// [`Canonical`](crate::Canonical).
#[derive(Clone, Eq, PartialEq)]
pub struct DateOrDateTime(Form);

#[derive(Clone, Eq, PartialEq)]
enum Form {
    Date(Date),
    /// A time with milliseconds and a numeric offset, which is how Notion answers.
    Instant(DateTime, Offset),
    /// Apart, because it is large and rare.
    Other(Box<Other>),
}

#[derive(Clone, Eq, PartialEq)]
struct Other {
    date: Date,
    time: Option<DateTime>,
    offset: Option<Offset>,
    text: Box<str>,
}

impl DateOrDateTime {
    /// The day that is written, in whatever offset is written.
    pub fn date(&self) -> Date {
        match &self.0 {
            Form::Date(date) => *date,
            Form::Other(other) => other.date,
            Form::Instant(at, _) => at.date(),
        }
    }

    /// The day and time that are written, if there is a time.
    pub fn datetime(&self) -> Option<DateTime> {
        match &self.0 {
            Form::Date(_) => None,
            Form::Instant(at, _) => Some(*at),
            Form::Other(other) => other.time,
        }
    }

    /// The offset that is written, if there is one.
    pub fn offset(&self) -> Option<Offset> {
        match &self.0 {
            Form::Date(_) => None,
            Form::Instant(_, offset) => Some(*offset),
            Form::Other(other) => other.offset,
        }
    }

    /// The instant that is meant, if there is a time. Without an offset it is read as UTC, as
    /// Notion does.
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        let at = self.datetime()?;
        self.offset().unwrap_or(Offset::UTC).to_timestamp(at).ok()
    }

    /// Whether it is a day without a time.
    pub fn is_date_only(&self) -> bool {
        self.datetime().is_none()
    }
}

impl From<Date> for DateOrDateTime {
    fn from(date: Date) -> Self {
        Self(Form::Date(date))
    }
}

/// The instant in Notion's own form, in UTC.
impl From<jiff::Timestamp> for DateOrDateTime {
    fn from(instant: jiff::Timestamp) -> Self {
        Self::at_offset(instant, Offset::UTC)
    }
}

impl DateOrDateTime {
    /// The instant in Notion's own form, with an offset.
    pub fn at_offset(instant: jiff::Timestamp, offset: Offset) -> Self {
        Self(Form::Instant(offset.to_datetime(instant), offset))
    }
}

impl FromStr for DateOrDateTime {
    type Err = ParseDateError;

    /// Reads ISO 8601: `2026-07-01`, `2026-07-01T09:00`, with `Z` or an offset or neither.
    fn from_str(text: &str) -> Result<Self, ParseDateError> {
        let error = || ParseDateError::new(text);
        if let Some((at, zone)) = notion_form(text)
            && let Some(offset) = notion_offset(zone)
        {
            return Ok(Self(Form::Instant(at, offset)));
        }
        if text.len() == 10 {
            let date = text.parse().map_err(|_| error())?;
            return Ok(Self(Form::Date(date)));
        }
        let pieces =
            jiff::fmt::temporal::DateTimeParser::new().parse_pieces(text).map_err(|_| error())?;
        if pieces.time_zone_annotation().is_some() || pieces.time().is_none() {
            return Err(error());
        }
        let date = pieces.date();
        let time = pieces.time().map(|time| date.to_datetime(time));
        let offset = pieces.offset().map(|offset| match offset {
            jiff::fmt::temporal::PiecesOffset::Numeric(it) => it.offset(),
            // `Z` and whatever jiff may add.
            _ => Offset::UTC,
        });
        Ok(Self(Form::Other(Box::new(Other { date, time, offset, text: text.into() }))))
    }
}

impl fmt::Display for DateOrDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.0 {
            Form::Date(date) => {
                write!(f, "{:04}-{:02}-{:02}", date.year(), date.month(), date.day())
            }
            Form::Instant(at, offset) => {
                write_datetime(f, *at)?;
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            Form::Other(other) => f.write_str(&other.text),
        }
    }
}

impl fmt::Debug for DateOrDateTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DateOrDateTime({self})")
    }
}

wire_object! {
    /// A date or a range of dates: the value of a date property or a date mention.
    pub struct DateValue {
        /// The date, or the start of the range.
        required start: DateOrDateTime,
        /// The end of the range.
        nullable end: Option<DateOrDateTime>,
        /// The zone that `start` and `end` are in, if they carry no offset. Notion never answers
        /// with one: it turns it into an offset.
        nullable time_zone: Option<Box<str>>,
    }
}

/// A single day.
impl From<Date> for DateValue {
    fn from(day: Date) -> Self {
        DateOrDateTime::from(day).into()
    }
}

/// A single date. The end and the zone are not sent.
impl From<DateOrDateTime> for DateValue {
    fn from(start: DateOrDateTime) -> Self {
        Self { start, end: None, time_zone: None, wire: crate::Wire::default() }
    }
}

/// A text that is no ISO 8601 date or date-time.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("`{text}` is no date; write `2026-07-01`, or `2026-07-01T09:00:00+02:00` for a time")]
pub struct ParseDateError {
    text: Box<str>,
}

impl ParseDateError {
    fn new(text: &str) -> Self {
        Self { text: text.chars().take(120).collect::<String>().into() }
    }
}

macro_rules! as_text {
    ($($name:ident),*) => { $(
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Key::deserialize(from)?.0.parse().map_err(serde::de::Error::custom)
            }
        }
    )* };
}

as_text!(Timestamp, DateOrDateTime);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_spelling_survives() {
        for text in [
            "2026-07-01",
            "2026-06-27T18:01:00.000+01:00",
            "2026-06-27T18:01:15.377824",
            "2024-11-25T14:08:00Z",
            "2024-11-25T14:08:00.000Z",
            "1592-03-14T00:01:00.000+00:00",
            "2022-02-22T09:00:00.000-03:30",
        ] {
            assert_eq!(text.parse::<DateOrDateTime>().unwrap().to_string(), text);
        }
        for text in
            ["2026-06-27T16:49:00.000Z", "2026-06-27T16:49:02.556+00:00", "2026-06-27T16:49:02Z"]
        {
            assert_eq!(text.parse::<Timestamp>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn the_quick_calendar_agrees_with_the_slow_one() {
        let mut at = DateTime::new(1, 1, 1, 23, 59, 59, 7_000_000).unwrap();
        let end = DateTime::new(9999, 1, 1, 0, 0, 0, 0).unwrap();
        while at < end {
            let expected = Offset::UTC.to_timestamp(at).unwrap().as_millisecond();
            assert_eq!(since_1970(at), expected, "{at}");
            at = at.checked_add(jiff::Span::new().days(13).minutes(101)).unwrap();
        }
    }

    #[test]
    fn what_is_no_date_is_refused() {
        for text in ["", "2022/01/02", "tomorrow", "2026-02-30", "2026-07-01 ", "20260701"] {
            assert!(text.parse::<DateOrDateTime>().is_err(), "{text}");
        }
    }

    #[test]
    fn the_instant_counts_the_offset() {
        let at: DateOrDateTime = "2026-06-27T18:01:00.000+01:00".parse().unwrap();
        assert_eq!(at.instant().unwrap().to_string(), "2026-06-27T17:01:00Z");
        assert!(!at.is_date_only());
        assert_eq!(at.date().to_string(), "2026-06-27");
    }
}
