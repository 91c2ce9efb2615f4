//! The canonical form of dates.

use std::sync::LazyLock;

use jiff::{
    Unit,
    civil::DateTime,
    tz::{Offset, TimeZoneDatabase},
};
use serde::{Deserialize, Serialize};

use crate::{DateOrDateTime, DateValue};

/// The zones by name, as data of the program: nothing is read from the machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// Whether the name is one of the IANA time zone database.
pub(crate) fn is_zone(name: &str) -> bool {
    ZONES.get(name).is_ok()
}

/// A date or a range: days as they are, times floored to the minute and with an offset.
///
/// Notion keeps the offset that was written, so two times are the same if the offset is too. A time
/// without an offset is in the zone of the value, or else in UTC.
#[derive(Clone, Debug, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct DateRange {
    /// The date, or the start of the range.
    pub start: String,
    /// The end of the range.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<String>,
}

pub(super) fn range(date: &DateValue) -> DateRange {
    let zone = date.time_zone.as_deref();
    let moment = |it: &DateOrDateTime| moment(it, zone);
    DateRange { start: moment(&date.start), end: date.end.as_ref().map(moment) }
}

fn moment(date: &DateOrDateTime, zone: Option<&str>) -> String {
    let Some(at) = date.datetime() else { return date.to_string() };
    let minute = at.with().second(0).subsec_nanosecond(0).build().unwrap_or(at);
    let offset = match (date.offset(), zone) {
        (Some(offset), _) => Some(offset),
        (None, Some(zone)) => offset_in(minute, zone),
        (None, None) => Some(Offset::UTC),
    };
    match offset {
        Some(offset) => in_offset(minute, offset),
        // A zone that nobody knows, which Notion refuses.
        None => format!("{minute} {}", zone.unwrap_or_default()),
    }
}

/// The offset at that time on the clocks of a zone.
fn offset_in(at: DateTime, zone: &str) -> Option<Offset> {
    let zone = ZONES.get(zone).ok()?;
    let instant = zone.to_ambiguous_timestamp(at).compatible().ok()?;
    Some(zone.to_offset(instant))
}

fn in_offset(at: DateTime, offset: Offset) -> String {
    let rounded = offset.round(Unit::Minute).unwrap_or(offset);
    match rounded.to_timestamp(at) {
        Ok(instant) => DateOrDateTime::at_offset(instant, rounded).to_string(),
        Err(_) => format!("{at}{offset}"),
    }
}
