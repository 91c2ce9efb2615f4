//! Dates as Notion rewrites them when they are written: minutes, an offset, no time zone.

use jiff::fmt::temporal::{Pieces, PiecesOffset};
use jiff::tz::{Offset, TimeZone};
use serde::{Deserialize, Serialize};

/// A date or a range of dates, each as it is read back.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Span {
    pub(crate) start: Box<str>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) end: Option<Box<str>>,
}

/// Reads an ISO 8601 date or date-time and writes it as Notion reads it back.
///
/// A date stays a date. A date-time loses its seconds and gets an offset: its own, else that of
/// `zone` at that time, else `+00:00`.
pub(crate) fn normalised(text: &str, zone: Option<&TimeZone>) -> Option<String> {
    let pieces = Pieces::parse(text).ok()?;
    let date = pieces.date();
    if date.year() < 0 {
        return None;
    }
    let Some(time) = pieces.time() else {
        // Jiff would also read `20260701`, which Notion refuses.
        return (text.len() == 10).then(|| date.to_string());
    };
    let local = date.to_datetime(time);
    let offset = match (pieces.offset(), zone) {
        (Some(PiecesOffset::Numeric(given)), None) => given.offset(),
        (Some(PiecesOffset::Zulu) | None, None) => Offset::UTC,
        (None, Some(zone)) => local.to_zoned(zone.clone()).ok()?.offset(),
        (Some(given), Some(zone)) => {
            let own = match given {
                PiecesOffset::Numeric(given) => given.offset(),
                _ => Offset::UTC,
            };
            let there = own.to_timestamp(local).ok()?.to_zoned(zone.clone());
            return Some(written(there.datetime(), there.offset()));
        }
        (Some(_), None) => return None,
    };
    Some(written(local, offset))
}

fn written(local: jiff::civil::DateTime, offset: Offset) -> String {
    let sign = if offset.is_negative() { '-' } else { '+' };
    let minutes = offset.seconds().unsigned_abs() / 60;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    format!("{}{sign}{hours:02}:{minutes:02}", local.strftime("%Y-%m-%dT%H:%M:00.000"))
}

/// Whether this is a day rather than an instant.
pub(crate) fn is_day(text: &str) -> bool {
    !text.contains('T')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, zone: Option<&str>, expected: Option<&str>) {
        let zone = zone.map(|name| TimeZone::get(name).unwrap());
        assert_eq!(normalised(text, zone.as_ref()).as_deref(), expected, "{text}");
    }

    #[test]
    fn dates_are_rewritten_as_recorded() {
        check("2026-07-01", None, Some("2026-07-01"));
        check("2024-11-25T14:08:00Z", None, Some("2024-11-25T14:08:00.000+00:00"));
        check("2024-11-25T14:08:59.999", None, Some("2024-11-25T14:08:00.000+00:00"));
        check("2022-02-22T09:00:00+09:00", None, Some("2022-02-22T09:00:00.000+09:00"));
        check("2026-07-01T20:00-03:30", None, Some("2026-07-01T20:00:00.000-03:30"));
        check(
            "2026-06-27T18:01:15.377824",
            Some("Europe/London"),
            Some("2026-06-27T18:01:00.000+01:00"),
        );
        check("1592-03-14T00:01:15Z", Some("UTC"), Some("1592-03-14T00:01:00.000+00:00"));
    }

    #[test]
    fn what_is_no_iso_date_is_refused() {
        for text in ["2022/01/02", "tomorrow", "", "2026-02-30", "20260701", "2026-07", "12:30"] {
            check(text, None, None);
        }
    }
}
