//! Working with dates. What depends on a time zone is read in UTC, as the API does.

use jiff::civil::DateTime;
use jiff::{Span, Timestamp, Unit};

use super::date::{DateValue, Point, minute};
use super::value::{Stop, Value};
use super::words::text;

/// The present minute, or the present day.
pub(super) fn now(now: Timestamp, is_day: bool) -> Value {
    let mut point = Point::utc(now);
    if is_day {
        point = Point { local: point.local.date().to_datetime(jiff::civil::Time::MIN), ..point };
    }
    Value::Date(DateValue::at(Point { is_day, ..point }))
}

/// The result of a function of dates, `None` if it is none.
pub(super) fn call(name: &str, args: &[Value]) -> Option<Result<Value, Stop>> {
    Some(match (name, args) {
        ("minute" | "hour" | "day" | "date" | "week" | "month" | "year", [value]) => {
            of_clock(value, |clock| part(name, clock))
        }
        ("timestamp", [value]) => point(value).map(|point| {
            #[expect(clippy::cast_precision_loss, reason = "no year has that many milliseconds")]
            let milliseconds = |it: Timestamp| Value::Number(it.as_millisecond() as f64);
            point.and_then(|it| it.instant()).map_or(Value::Empty, milliseconds)
        }),
        ("fromTimestamp", [Value::Number(number)]) => from_timestamp(*number),
        ("dateAdd" | "dateSubtract", [value, amount, unit]) => {
            shifted(value, amount, unit, name == "dateSubtract")
        }
        ("dateBetween", [left, right, unit]) => between(left, right, unit),
        ("dateRange", [start, end]) => range(start, end),
        ("dateStart" | "start", [value]) => {
            point(value).map(|it| it.map_or(Value::Empty, |it| Value::Date(DateValue::at(it))))
        }
        ("dateEnd" | "end", [Value::Date(date)]) => {
            Ok(Value::Date(DateValue::at(date.end.unwrap_or(date.start))))
        }
        ("dateEnd" | "end" | "fromTimestamp", [Value::Empty]) => Ok(Value::Empty),
        ("formatDate", [value, pattern]) => match point(value) {
            Ok(None) => Ok(Value::Text(String::new())),
            Ok(Some(at)) => text(pattern).and_then(|it| formatted(at, it)).map(Value::Text),
            Err(stop) => Err(stop),
        },
        ("parseDate", [value]) => text(value).and_then(|text| match Point::parse(text) {
            Some(point) => Ok(Value::Date(DateValue::at(point))),
            None if text.is_empty() => Ok(Value::Empty),
            None => Err(Stop::Unsupported),
        }),
        _ => return None,
    })
}

/// The start of a date.
fn point(value: &Value) -> Result<Option<Point>, Stop> {
    match value {
        Value::Date(date) => Ok(Some(date.start)),
        Value::Empty => Ok(None),
        _ => Err(Stop::Broken),
    }
}

fn of_clock(value: &Value, work: impl Fn(DateTime) -> f64) -> Result<Value, Stop> {
    let clock = point(value)?.and_then(|point| point.clock());
    Ok(clock.map_or(Value::Empty, |clock| Value::Number(work(clock))))
}

/// A part of a date. Weeks begin on Monday, which is day 1.
fn part(name: &str, clock: DateTime) -> f64 {
    f64::from(match name {
        "minute" => i16::from(clock.minute()),
        "hour" => i16::from(clock.hour()),
        "day" => i16::from(clock.weekday().to_monday_one_offset()),
        "date" => i16::from(clock.day()),
        "week" => i16::from(clock.date().iso_week_date().week()),
        "month" => i16::from(clock.month()),
        _ => clock.year(),
    })
}

fn from_timestamp(number: f64) -> Result<Value, Stop> {
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    let milliseconds =
        if number.abs() < 8.64e15 { number as i64 } else { return Ok(Value::Empty) };
    let instant = Timestamp::from_millisecond(milliseconds).map_err(|_| Stop::Unsupported)?;
    Ok(Value::Date(DateValue::at(Point::utc(instant))))
}

/// So many of a unit, and whether the unit is smaller than a day.
fn span(amount: i64, unit: &str) -> Result<(Span, bool), Stop> {
    let span = Span::new();
    let made = match unit {
        "years" => span.try_years(amount),
        "quarters" => span.try_months(amount.saturating_mul(3)),
        "months" => span.try_months(amount),
        "weeks" => span.try_weeks(amount),
        "days" => span.try_days(amount),
        "hours" => span.try_hours(amount),
        "minutes" => span.try_minutes(amount),
        _ => return Err(Stop::Unsupported),
    };
    Ok((made.map_err(|_| Stop::Unsupported)?, matches!(unit, "hours" | "minutes")))
}

fn shifted(value: &Value, amount: &Value, unit: &Value, back: bool) -> Result<Value, Stop> {
    let amount = match amount {
        Value::Number(number) if number.fract() == 0.0 && number.abs() < 1e9 => *number,
        Value::Empty => return Ok(Value::Empty),
        _ => return Err(Stop::Unsupported),
    };
    let date = match value {
        // What becomes of the end of a range is not known.
        Value::Date(date) if date.end.is_some() => return Err(Stop::Unsupported),
        Value::Date(date) => date,
        Value::Empty => return Ok(Value::Empty),
        _ => return Err(Stop::Broken),
    };
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked")]
    let amount = if back { -amount as i64 } else { amount as i64 };
    let (span, is_time) = span(amount, text(unit)?)?;
    let local = date.start.local.checked_add(span).map_err(|_| Stop::Unsupported)?;
    if local.year() < 0 {
        return Err(Stop::Unsupported);
    }
    let is_day = date.start.is_day && !is_time;
    Ok(Value::Date(DateValue::at(Point { local, is_day, ..date.start })))
}

/// How many whole units lie between two dates; negative if the first is the earlier.
fn between(left: &Value, right: &Value, unit: &Value) -> Result<Value, Stop> {
    let (Some(left), Some(right)) = (point(left)?, point(right)?) else { return Ok(Value::Empty) };
    let (Some(left), Some(right)) = (left.clock(), right.clock()) else {
        return Err(Stop::Unsupported);
    };
    let (left, right) = (minute(left), minute(right));
    let (largest, size) = match text(unit)? {
        "years" => (Unit::Year, 1),
        "quarters" => (Unit::Month, 3),
        "months" => (Unit::Month, 1),
        "weeks" => (Unit::Day, 7),
        "days" => (Unit::Day, 1),
        "hours" => (Unit::Hour, 1),
        "minutes" => (Unit::Minute, 1),
        _ => return Err(Stop::Unsupported),
    };
    let span = right.until((largest, left)).map_err(|_| Stop::Unsupported)?;
    let count = match largest {
        Unit::Year => i64::from(span.get_years()),
        Unit::Month => i64::from(span.get_months()),
        Unit::Day => i64::from(span.get_days()),
        Unit::Hour => i64::from(span.get_hours()),
        _ => span.get_minutes(),
    };
    #[expect(clippy::cast_precision_loss, reason = "there are not that many minutes")]
    Ok(Value::Number((count / size) as f64))
}

fn range(start: &Value, end: &Value) -> Result<Value, Stop> {
    let (Some(start), Some(end)) = (point(start)?, point(end)?) else { return Ok(Value::Empty) };
    if start.is_day != end.is_day || end.instant() < start.instant() {
        return Err(Stop::Unsupported);
    }
    Ok(Value::Date(DateValue { start, end: Some(end) }))
}

/// The patterns of `formatDate`, longer ones first, and what jiff calls them.
const PATTERNS: [(&str, &str); 21] = [
    ("YYYY", "%Y"),
    ("MMMM", "%B"),
    ("dddd", "%A"),
    ("MMM", "%b"),
    ("ddd", "%a"),
    ("YY", "%y"),
    ("MM", "%m"),
    ("DD", "%d"),
    ("HH", "%H"),
    ("hh", "%I"),
    ("mm", "%M"),
    ("ss", "%S"),
    ("WW", "%V"),
    ("M", "%-m"),
    ("D", "%-d"),
    ("H", "%-H"),
    ("h", "%-I"),
    ("m", "%-M"),
    ("W", "%-V"),
    ("A", "%p"),
    ("a", "%P"),
];

/// A date by a pattern. Letters that are no known pattern, and stand in no brackets, are not guessed at.
fn formatted(point: Point, pattern: &str) -> Result<String, Stop> {
    let mut written = String::new();
    let mut rest = pattern;
    while let Some(first) = rest.chars().next() {
        if let Some((words, after)) = rest.strip_prefix('[').and_then(|it| it.split_once(']')) {
            written.push_str(words);
            rest = after;
            continue;
        }
        if !first.is_alphabetic() {
            written.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        }
        // A run of one letter is one pattern: `MMMMM` is none, and `Do` is another.
        let run = rest.find(|it| it != first).unwrap_or(rest.len());
        let (_, meant) =
            PATTERNS.iter().find(|(it, _)| *it == &rest[..run]).ok_or(Stop::Unsupported)?;
        if rest[run..].starts_with('o') {
            return Err(Stop::Unsupported);
        }
        written.push_str(&point.local.strftime(meant).to_string());
        rest = &rest[run..];
    }
    Ok(written)
}
