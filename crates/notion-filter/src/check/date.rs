//! Dates as they are written: days, instants and periods.
//!
//! ```text
//! day     = YYYY-MM-DD | ( today | tomorrow | yesterday ) { sign n unit } | sign n unit | Notion's words
//! instant = YYYY-MM-DD ( T | blank ) hh:mm [ :ss ] [ Z | ±hh:mm ] | now { sign n unit } | sign n time-unit
//! period  = ( this | past | next | last ) [ n ] unit
//! ```

mod complaint;
mod period;
mod relative;
mod test;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::fmt::temporal::{DateTimeParser, PiecesOffset};
use jiff::tz::Offset;

use crate::env::Env;
pub(super) use period::Period;

/// The largest offset from UTC in seconds that standards allow for; real ones end at 14 hours.
const FARTHEST: i32 = 18 * 3600;

/// What a text means as a date.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum Meaning {
    Day(Day),
    Instant(Instant),
    Period(Period),
}

/// A whole day.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Day {
    pub(super) date: Date,
    /// Notion's own word for it, if it was written relative to today and there is one.
    pub(super) word: Option<&'static str>,
}

/// A point in time, with the offset in which it is written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct Instant {
    pub(super) at: Timestamp,
    pub(super) offset: Offset,
}

/// Why a text is no date.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) enum NoDate {
    /// A date of the right form that no calendar has.
    NotInCalendar,
    /// A time of day, or an offset, that no clock shows: what is wrong with it.
    NotOnClock(&'static str),
    /// Digits and slashes or dots: the ISO dates that could be meant.
    NotIso(Vec<String>),
    /// `5m`: minutes or months?
    AmbiguousUnit,
    /// Hours added to a day.
    TimeOnDay(String),
    /// `last week`: the calendar's or the rolling one?
    AmbiguousPeriod(&'static str),
    /// A period of a kind that neither Notion nor we have.
    UnknownPeriod,
    /// `3 days ago`, `in 2 weeks`: how it is written here.
    Phrase(String),
    /// Outside the years 1 to 9999.
    OutOfRange,
    Other,
}

/// Reads a date. Blanks between words are single.
pub(super) fn read(text: &str, env: &Env<'_>) -> Result<Meaning, NoDate> {
    let meaning = read_any(text, env)?;
    let first = match &meaning {
        Meaning::Day(day) => day.date,
        Meaning::Instant(instant) => instant.offset.to_datetime(instant.at).date(),
        Meaning::Period(period) => period.first.min(period.last),
    };
    // The calendar of the computer goes further back than what can be written in four digits.
    if first.year() < 1 { Err(NoDate::OutOfRange) } else { Ok(meaning) }
}

fn read_any(text: &str, env: &Env<'_>) -> Result<Meaning, NoDate> {
    if text.starts_with(|it: char| it.is_ascii_digit()) {
        return absolute(text, env);
    }
    let lower = text.to_lowercase();
    if let Some(period) = period::read(&lower, env) {
        return period.map(Meaning::Period);
    }
    relative::read(&lower, env)
}

/// `2026-07-01`, or with a time; a time without an offset is in the zone of the environment.
fn absolute(text: &str, env: &Env<'_>) -> Result<Meaning, NoDate> {
    if text.len() == 10 && is_shaped(text, "dddd-dd-dd") {
        let date = text.parse().map_err(|_| NoDate::NotInCalendar)?;
        return Ok(Meaning::Day(Day { date, word: None }));
    }
    let has_time = text.get(..10).is_some_and(|it| is_shaped(it, "dddd-dd-dd"))
        && text.get(10..11).is_some_and(|it| matches!(it, "T" | "t" | " "))
        && text.get(11..16).is_some_and(|it| is_shaped(it, "dd:dd"));
    if !has_time {
        return Err(complaint::no_date(text));
    }
    // A blank before the offset is common and harmless.
    let compact = format!("{}T{}", &text[..10], text[11..].replace(' ', ""));
    let pieces = DateTimeParser::new().parse_pieces(&compact).map_err(|_| {
        if text[..10].parse::<Date>().is_err() {
            NoDate::NotInCalendar
        } else {
            complaint::no_time(&text[11..16])
        }
    })?;
    let (Some(time), None) = (pieces.time(), pieces.time_zone_annotation()) else {
        return Err(NoDate::Other);
    };
    let civil = pieces.date().to_datetime(time);
    let instant = match pieces.offset() {
        Some(PiecesOffset::Numeric(offset)) => {
            let offset = offset.offset();
            if offset.seconds().abs() > FARTHEST {
                return Err(NoDate::NotOnClock("offsets go from -18:00 to +18:00"));
            }
            let at = offset.to_timestamp(civil).map_err(|_| NoDate::OutOfRange)?;
            Instant { at, offset }
        }
        Some(_) => {
            let at = Offset::UTC.to_timestamp(civil).map_err(|_| NoDate::OutOfRange)?;
            Instant { at, offset: Offset::UTC }
        }
        None => {
            // In a gap the time moves forward, in a fold the earlier one is taken.
            let at = env.zone.to_timestamp(civil).map_err(|_| NoDate::OutOfRange)?;
            Instant::of(at, env)
        }
    };
    Ok(Meaning::Instant(instant))
}

/// A day or a time of the calendar as compiling writes it: times are cut to the minute, and one without an
/// offset is UTC, as it is to Notion. None if it is neither.
pub(crate) fn calendar_date(text: &str) -> Option<String> {
    match absolute(text, &Env::at(Timestamp::UNIX_EPOCH)).ok()? {
        Meaning::Day(day) => Some(day.date.to_string()),
        Meaning::Instant(instant) => Some(instant.to_operand()),
        Meaning::Period(_) => None,
    }
}

/// Whether a text has the shape: `d` stands for a digit, everything else for itself.
fn is_shaped(text: &str, shape: &str) -> bool {
    text.len() == shape.len()
        && text.bytes().zip(shape.bytes()).all(|(byte, shape)| match shape {
            b'd' => byte.is_ascii_digit(),
            other => byte == other,
        })
}

impl Instant {
    /// A time as it is in the zone of the environment.
    pub(super) fn of(at: Timestamp, env: &Env<'_>) -> Self {
        Self { at, offset: env.zone.to_offset(at) }
    }

    /// The time as Notion is told it: cut to the minute, and never without an offset.
    pub(super) fn to_operand(self) -> String {
        let civil = self.offset.to_datetime(self.at);
        let text = civil.strftime("%Y-%m-%dT%H:%M:00");
        let minutes = self.offset.seconds() / 60;
        if minutes == 0 {
            return format!("{text}Z");
        }
        let sign = if minutes < 0 { '-' } else { '+' };
        format!("{text}{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
    }
}
