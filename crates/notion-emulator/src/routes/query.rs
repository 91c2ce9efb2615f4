//! Querying a data source.

use serde_json::{Value, json};

use super::not_found;
use crate::call::{Answer, Call};
use crate::check::{At, Checked};
use crate::query::Query;
use crate::refusal::Refusal;
use crate::render::{Selection, View, list};
use crate::rules::filter::{filter, sorts};
use crate::version::Version;
use crate::world::World;

/// `POST /v1/data_sources/{data_source_id}/query`
pub(super) fn query(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("data_source_id")?;
    call.only_query(&["filter_properties", "filter_properties[]"])?;
    let (mut query, shows_pages) = read(call)?;
    let source = world.source(id).ok_or_else(|| not_found(world, "data_source", id))?;
    query.fit(source)?;
    let selection = call.filter_properties();
    if let Some(stale) = selection.iter().find(|it| source.find(it).is_none()) {
        let message =
            format!("The filter_properties contain a malformed schema: invalid attribute: {stale}");
        return Err(Refusal::validation(message));
    }
    let view = View::new(world, call.version);
    let found = query.run(&view, source)?;
    let selection = Selection::new(selection);
    let known = world.known();
    let rows = found.rows.iter().filter_map(|id| known.page(world.page(*id)?));
    let rows = rows.filter(|_| shows_pages);
    let rows = rows.map(|row| Value::Object(view.page(row, &selection))).collect();
    let mut body = list("page_or_data_source", rows, found.next_cursor);
    if found.is_cut {
        let reason = "query_result_limit_reached";
        let status = json!({ "type": "incomplete", "incomplete_reason": reason });
        body.insert("request_status".into(), status);
    }
    Ok(Answer::of(body))
}

/// The query, and whether it wants pages at all: no data source stands among rows here.
fn read(call: &Call<'_>) -> Checked<(Query, bool)> {
    let body = call.body();
    body.object()?;
    let paging = call.body_paging()?;
    let mut in_trash = body.key("in_trash").opt(At::boolean)?;
    let mut known = vec![
        "filter",
        "sorts",
        "start_cursor",
        "page_size",
        "in_trash",
        "is_archived",
        "result_type",
    ];
    if call.version == Version::V2025_09_03 {
        in_trash = in_trash.or(body.key("archived").opt(At::boolean)?);
        known.push("archived");
    }
    let result_type =
        body.key("result_type").opt(|at| at.word(&["page", "data_source"]))?.unwrap_or("page");
    let query = Query {
        filter: body.key("filter").opt(filter)?,
        sorts: body.key("sorts").opt(sorts)?.unwrap_or_default(),
        in_trash: in_trash.unwrap_or(false),
        is_archived: body.key("is_archived").opt(At::boolean)?,
        start: paging.start,
        size: paging.size,
    };
    body.only(&known)?;
    Ok((query, result_type == "page"))
}
