//! Times and dates, kept as they were written.

use std::{fmt, str::FromStr};

use jiff::{
    Unit, Zoned,
    civil::{Date, DateTime},
    tz::Offset,
};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::{Key, wire_object};

/// A time that Notion's server set: of creation, of the last edit, of expiry.
///
/// Pages, blocks and data sources carry whole minutes, databases and views milliseconds. A text in
/// an answer that is no time is kept too, see [`odd`](Self::odd).
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
    /// Without an instant it is no time at all.
    Other(Box<(Option<jiff::Timestamp>, Box<str>)>),
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

    /// The instant. `None` for what is [no time](Self::odd).
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        match &self.0 {
            Spelling::Zulu(at) | Spelling::Offset(at) => {
                jiff::Timestamp::from_millisecond(*at).ok()
            }
            Spelling::Other(other) => other.0,
        }
    }

    /// The text that stands in an answer in place of a time, if it is none that this crate can
    /// read. A strange time must not cost its page.
    pub fn odd(&self) -> Option<&str> {
        match &self.0 {
            Spelling::Other(other) if other.0.is_none() => Some(&other.1),
            Spelling::Zulu(_) | Spelling::Offset(_) | Spelling::Other(_) => None,
        }
    }

    /// The same as a date with a time, in UTC.
    pub(crate) fn to_date(&self) -> DateOrDateTime {
        match self.instant() {
            Some(instant) => instant.into(),
            None => DateOrDateTime(Form::Odd(self.to_string().into())),
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
        let (at, zone) = match &self.0 {
            Spelling::Zulu(at) => (*at, "Z"),
            Spelling::Offset(at) => (*at, "+00:00"),
            Spelling::Other(other) => return f.write_str(&other.1),
        };
        let instant = jiff::Timestamp::from_millisecond(at).map_err(|_| fmt::Error)?;
        write_datetime(f, Offset::UTC.to_datetime(instant))?;
        f.write_str(zone)
    }
}

/// Years before year 0 have six digits.
fn write_date(f: &mut fmt::Formatter<'_>, date: Date) -> fmt::Result {
    let (sign, width) = if date.year() < 0 { ("-", 6) } else { ("", 4) };
    let year = date.year().unsigned_abs();
    write!(f, "{sign}{year:0width$}-{:02}-{:02}", date.month(), date.day())
}

fn write_datetime(f: &mut fmt::Formatter<'_>, at: DateTime) -> fmt::Result {
    write_date(f, at.date())?;
    write!(f, "T{:02}:{:02}:{:02}.{:03}", at.hour(), at.minute(), at.second(), at.millisecond())
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
        Ok(Self(Spelling::Other(Box::new((Some(instant), text.into())))))
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
    let [sign, h1, h2, b':', m1 @ b'0'..=b'5', m2] = zone.as_bytes() else { return None };
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
/// [`Canonical`](crate::Canonical), or by time with [`cmp_time`](Self::cmp_time). A text in an
/// answer that is no date is kept too, see [`odd`](Self::odd).
///
/// ```
/// use jiff::civil::date;
/// use notion_model::{DateOrDateTime, DateValue};
///
/// let kickoff = date(2026, 7, 1).at(9, 0, 0, 0).in_tz("Europe/Lisbon")?;
/// assert_eq!(DateOrDateTime::from(kickoff.clone()).to_string(), "2026-07-01T09:00:00.000+01:00");
/// assert_eq!(DateOrDateTime::from(date(2026, 7, 1)).to_string(), "2026-07-01");
///
/// let week = DateValue::from(kickoff).until(date(2026, 7, 5));
/// assert_eq!(week.end.unwrap().date(), Some(date(2026, 7, 5)));
/// # Ok::<(), jiff::Error>(())
/// ```
#[derive(Clone, Eq, PartialEq)]
pub struct DateOrDateTime(Form);

#[derive(Clone, Eq, PartialEq)]
enum Form {
    Date(Date),
    /// A time with milliseconds and a numeric offset, which is how Notion answers.
    Instant(DateTime, Offset),
    /// Apart, because it is large and rare.
    Other(Box<Other>),
    /// No date at all.
    Odd(Box<str>),
}

#[derive(Clone, Eq, PartialEq)]
struct Other {
    date: Date,
    time: Option<DateTime>,
    offset: Option<Offset>,
    text: Box<str>,
}

impl DateOrDateTime {
    /// The day that is written, in whatever offset is written. `None` for what is
    /// [no date](Self::odd).
    pub fn date(&self) -> Option<Date> {
        match &self.0 {
            Form::Date(date) => Some(*date),
            Form::Other(other) => Some(other.date),
            Form::Instant(at, _) => Some(at.date()),
            Form::Odd(_) => None,
        }
    }

    /// The text that stands in an answer in place of a date, if it is none that this crate can
    /// read: a date beyond the year 9999, for one. A strange date must not cost its page.
    pub fn odd(&self) -> Option<&str> {
        match &self.0 {
            Form::Odd(text) => Some(text),
            Form::Date(_) | Form::Instant(..) | Form::Other(_) => None,
        }
    }

    /// Which of two dates comes first. A day counts from its midnight in UTC, a time without an
    /// offset is in UTC, and what is no date comes last.
    ///
    /// This is no `Ord`: one instant has many spellings, which are equal here and nowhere else.
    pub fn cmp_time(&self, other: &Self) -> std::cmp::Ordering {
        // The last hours of the calendar are no instants: civil times in UTC are compared.
        let key = |it: &Self| match it.instant() {
            Some(instant) => (false, Some(Offset::UTC.to_datetime(instant))),
            None => (it.date().is_none(), it.datetime().or(it.date().map(DateTime::from))),
        };
        key(self).cmp(&key(other))
    }

    /// The day and time that are written, if there is a time.
    pub fn datetime(&self) -> Option<DateTime> {
        match &self.0 {
            Form::Date(_) | Form::Odd(_) => None,
            Form::Instant(at, _) => Some(*at),
            Form::Other(other) => other.time,
        }
    }

    /// The offset that is written, if there is one.
    pub fn offset(&self) -> Option<Offset> {
        match &self.0 {
            Form::Date(_) | Form::Odd(_) => None,
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
        self.date().is_some() && self.datetime().is_none()
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

/// The instant with the offset of its zone. Notion does not keep the name of the zone.
impl From<Zoned> for DateOrDateTime {
    fn from(at: Zoned) -> Self {
        Self::at_offset(at.timestamp(), at.offset())
    }
}

impl DateOrDateTime {
    /// The instant in Notion's own form, with an offset. What is shorter than a millisecond is
    /// dropped, and the offset is rounded to minutes: there is no way to write more.
    pub fn at_offset(instant: jiff::Timestamp, offset: Offset) -> Self {
        let offset = offset.round(Unit::Minute).unwrap_or(Offset::UTC);
        let at = offset.to_datetime(instant);
        let nanosecond = at.subsec_nanosecond() / 1_000_000 * 1_000_000;
        Self(Form::Instant(at.with().subsec_nanosecond(nanosecond).build().unwrap_or(at), offset))
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
        let date = pieces.date();
        if pieces.time().is_none() {
            // A year before year 0 makes a day longer. Jiff would also read `20260701`.
            let day = Self(Form::Date(date));
            return if day.to_string() == text { Ok(day) } else { Err(error()) };
        }
        if pieces.time_zone_annotation().is_some() {
            return Err(error());
        }
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
            Form::Date(date) => write_date(f, *date),
            Form::Instant(at, offset) => {
                write_datetime(f, *at)?;
                let minutes = offset.seconds() / 60;
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
            }
            Form::Other(other) => f.write_str(&other.text),
            Form::Odd(text) => f.write_str(text),
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

/// A single time in UTC.
impl From<jiff::Timestamp> for DateValue {
    fn from(instant: jiff::Timestamp) -> Self {
        DateOrDateTime::from(instant).into()
    }
}

/// A single time with the offset of its zone.
impl From<Zoned> for DateValue {
    fn from(at: Zoned) -> Self {
        DateOrDateTime::from(at).into()
    }
}

impl DateValue {
    /// The range from this start to an end, which Notion wants to be of the same form, a day or a
    /// time.
    #[must_use]
    pub fn until(self, end: impl Into<DateOrDateTime>) -> Self {
        Self { end: Some(end.into()), ..self }
    }

    /// The text in it that is no date, if there is one.
    pub fn odd(&self) -> Option<&str> {
        self.start.odd().or_else(|| self.end.as_ref()?.odd())
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
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.chars().take(120).collect::<String>().into() }
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Unlike [`FromStr`], it keeps what is no time, see [`Timestamp::odd`].
impl<'de> Deserialize<'de> for Timestamp {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Key::deserialize(from)?.0;
        Ok(text.parse().unwrap_or_else(|_| Self(Spelling::Other(Box::new((None, text.into()))))))
    }
}

impl Serialize for DateOrDateTime {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

/// Unlike [`FromStr`], it keeps what is no date, see [`DateOrDateTime::odd`].
impl<'de> Deserialize<'de> for DateOrDateTime {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = Key::deserialize(from)?.0;
        Ok(text.parse().unwrap_or_else(|_| Self(Form::Odd(text.into()))))
    }
}

#[cfg(test)]
mod tests;
