//! Reading which template a request wants.

use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::check::{At, Checked};

/// A template as a request names it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Wanted {
    /// Which one; the default one of the data source, if it is not said.
    pub(crate) id: Option<Uuid>,
    /// Where `@today` and `@now` are.
    pub(crate) zone: TimeZone,
}

/// `none` (on create only), `default` or `template_id`, with a time zone.
pub(crate) fn template(at: &At<'_, '_>, creates: bool) -> Checked<Option<Wanted>> {
    at.object()?;
    let kinds: &[&'static str] =
        if creates { &["none", "default", "template_id"] } else { &["default", "template_id"] };
    let kind = at.key("type").word(kinds)?;
    if kind == "none" {
        at.only(&["type"])?;
        return Ok(None);
    }
    let id = (kind == "template_id").then(|| at.key("template_id").uuid()).transpose()?;
    let zone = at.key("timezone").opt(|at| {
        let name = at.string()?;
        TimeZone::get(name).map_err(|_| at.should_be("a valid IANA time zone"))
    })?;
    let known: &[&str] =
        if id.is_some() { &["type", "template_id", "timezone"] } else { &["type", "timezone"] };
    at.only(known)?;
    Ok(Some(Wanted { id, zone: zone.unwrap_or(TimeZone::UTC) }))
}
