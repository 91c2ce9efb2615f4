//! Reading dates: of date properties and of date mentions.

use jiff::tz::TimeZone;

use crate::check::{At, Checked};
use crate::world::date::{Span, is_day, normalised};

/// `{"start", "end"?, "time_zone"?}`, rewritten as the service rewrites it.
pub(crate) fn span(at: &At<'_, '_>) -> Checked<Span> {
    at.object()?;
    let zone = at.key("time_zone").maybe(|at| {
        let name = at.string()?;
        TimeZone::get(name).map_err(|_| at.should_be("a valid IANA time zone"))
    })?;
    let day = |at: &At<'_, '_>| {
        let text = at.string()?;
        normalised(text, zone.as_ref()).ok_or_else(|| at.should_be("a valid ISO 8601 date string"))
    };
    let start = day(&at.key("start"))?;
    let end_at = at.key("end");
    let end = end_at.maybe(day)?;
    if let Some(end) = &end {
        if is_day(end) != is_day(&start) {
            let wish = if is_day(&start) { "a date without a time" } else { "a date with a time" };
            return Err(end_at.should_be(&format!("{wish}, as `start` is")));
        }
        if instant(end) < instant(&start) {
            return Err(end_at.should_be("after `start`"));
        }
    }
    at.only(&["start", "end", "time_zone"])?;
    Ok(Span { start: start.into(), end: end.map(Into::into) })
}

/// What two rewritten dates are compared by: days as texts, date-times as instants.
fn instant(text: &str) -> (Option<jiff::Timestamp>, &str) {
    match text.parse() {
        Ok(instant) if !is_day(text) => (Some(instant), ""),
        _ => (None, text),
    }
}
