//! Dates as formulas compute with them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

use crate::world::date::{Span, is_day, normalised};

/// A date or a range of dates.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct DateValue {
    pub(crate) start: Point,
    pub(crate) end: Option<Point>,
}

/// A day, or a time of a day at an offset from UTC.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Point {
    pub(crate) local: DateTime,
    pub(crate) offset: Offset,
    /// Whether the time of the day is of no concern.
    pub(crate) is_day: bool,
}

impl DateValue {
    pub(crate) fn at(start: Point) -> Self {
        Self { start, end: None }
    }

    pub(crate) fn of(span: &Span) -> Option<Self> {
        let end = match &span.end {
            Some(end) => Some(Point::parse(end)?),
            None => None,
        };
        Some(Self { start: Point::parse(&span.start)?, end })
    }

    pub(crate) fn span(&self) -> Span {
        let end = self.end.map(|end| end.written().into());
        Span { start: self.start.written().into(), end }
    }
}

impl Point {
    /// An instant in UTC, to the minute.
    pub(crate) fn utc(instant: Timestamp) -> Self {
        let local = Offset::UTC.to_datetime(instant);
        Self { local: minute(local), offset: Offset::UTC, is_day: false }
    }

    /// Reads a date as it is kept, or any ISO 8601 date.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let text = normalised(text, None)?;
        if is_day(&text) {
            let local = text.parse::<jiff::civil::Date>().ok()?.to_datetime(jiff::civil::Time::MIN);
            return Some(Self { local, offset: Offset::UTC, is_day: true });
        }
        let pieces = jiff::fmt::temporal::Pieces::parse(&text).ok()?;
        let local = pieces.date().to_datetime(pieces.time()?);
        Some(Self { local, offset: pieces.to_numeric_offset()?, is_day: false })
    }

    /// The instant; of a day its midnight in UTC.
    pub(crate) fn instant(&self) -> Option<Timestamp> {
        self.offset.to_timestamp(self.local).ok()
    }

    /// The time on the clock in UTC; of a day its midnight.
    pub(crate) fn clock(&self) -> Option<DateTime> {
        Some(Offset::UTC.to_datetime(self.instant()?))
    }

    /// As it is kept and sent.
    pub(crate) fn written(&self) -> String {
        if self.is_day {
            return self.local.date().to_string();
        }
        let sign = if self.offset.is_negative() { '-' } else { '+' };
        let minutes = self.offset.seconds().unsigned_abs() / 60;
        let local = self.local.strftime("%Y-%m-%dT%H:%M:00.000");
        format!("{local}{sign}{:02}:{:02}", minutes / 60, minutes % 60)
    }
}

/// Without the seconds, which Notion drops.
pub(super) fn minute(local: DateTime) -> DateTime {
    local.with().second(0).subsec_nanosecond(0).build().unwrap_or(local)
}
