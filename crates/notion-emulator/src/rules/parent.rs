//! Reading parents.

use uuid::Uuid;

use crate::check::{At, Checked, Problem};

/// A parent as a request names it.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum NamedParent {
    Page(Uuid),
    DataSource(Uuid),
    Database(Uuid),
    Workspace,
}

/// One of the given kinds of parent, by its `type` or by its key.
pub(crate) fn parent(at: &At<'_, '_>, kinds: &[&'static str]) -> Checked<NamedParent> {
    let members = at.object()?;
    let named = at.key("type").opt(|at| at.word(kinds))?;
    let kind = named.or_else(|| kinds.iter().copied().find(|kind| members.contains_key(*kind)));
    let Some(kind) = kind else {
        let problems = kinds.iter().map(|kind| at.key(kind).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    let value = at.key(kind);
    let parent = match kind {
        "page_id" => NamedParent::Page(value.uuid()?),
        "data_source_id" => NamedParent::DataSource(value.uuid()?),
        "database_id" => NamedParent::Database(value.uuid()?),
        _ if value.boolean()? => NamedParent::Workspace,
        _ => return Err(value.should_be("`true`")),
    };
    // A parent that was read may be sent back: it names the database beside the data source.
    at.only(&["type", kind, "database_id"])?;
    Ok(parent)
}
