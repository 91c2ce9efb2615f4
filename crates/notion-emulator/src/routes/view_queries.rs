//! Queries of views: what a view shows, kept for a quarter of an hour.

use jiff::SignedDuration;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::not_found;
use crate::call::{Answer, Call, Paging, page_of_ids};
use crate::clock::later;
use crate::refusal::Refusal;
use crate::render::list as shown_list;
use crate::semantics::views;
use crate::world::World;
use crate::world::view::{View, ViewQuery};

/// How long what was found is kept.
const LIFETIME: SignedDuration = SignedDuration::from_mins(15);

/// `POST /v1/views/{view_id}/queries`
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let view = call.id("view_id")?;
    call.only_query(&[])?;
    let body = call.body();
    body.object()?;
    let size = call.body_paging()?.size;
    body.only(&["page_size"])?;
    let kept = world.find::<View>(view).ok_or_else(|| not_found(world, "view", view))?;
    let rows = views::rows(world, call.version, kept)?;
    let id = world.ids.v4();
    let expires = later(world.now, LIFETIME).into();
    let query = ViewQuery { id, view, expires, rows };
    let (page, next) = page_of(&query, &Paging { start: None, size, part: "body" })?;
    let members = [
        ("object", json!("view_query")),
        ("id", json!(id)),
        ("view_id", json!(view)),
        ("expires_at", json!(query.expires.to_millisecond())),
        ("total_count", json!(query.rows.len())),
        ("results", Value::Array(page)),
        ("next_cursor", json!(next)),
        ("has_more", json!(next.is_some())),
    ];
    world.put(query);
    let body: Map<_, _> = members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Ok(Answer::of(body).making(id, Vec::new()))
}

fn page_of(query: &ViewQuery, paging: &Paging) -> Result<(Vec<Value>, Option<String>), Refusal> {
    let (page, next) = page_of_ids(query.rows.iter().copied(), paging)?;
    Ok((page.iter().map(|id| json!({ "object": "page", "id": id })).collect(), next))
}

/// The query of that view, as long as it has not expired.
fn find<'w>(world: &'w World, call: &Call<'_>) -> Result<(Uuid, &'w ViewQuery), Refusal> {
    let (view, id) = (call.id("view_id")?, call.id("query_id")?);
    if world.find::<View>(view).is_none() {
        return Err(not_found(world, "view", view));
    }
    let query = world.find::<ViewQuery>(id);
    let query = query.filter(|it| it.view == view && it.expires > world.moment());
    query.map(|query| (id, query)).ok_or_else(|| not_found(world, "view_query", id))
}

/// `GET /v1/views/{view_id}/queries/{query_id}`
pub(super) fn results(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.id("view_id")?;
    call.id("query_id")?;
    call.only_query(&["start_cursor", "page_size"])?;
    let paging = call.paging()?;
    let (_, query) = find(world, call)?;
    let (page, next) = page_of(query, &paging)?;
    Ok(Answer::of(shown_list("page", page, next)))
}

/// `DELETE /v1/views/{view_id}/queries/{query_id}`
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.id("view_id")?;
    call.id("query_id")?;
    call.only_query(&[])?;
    let (id, _) = find(world, call)?;
    world.remove::<ViewQuery>(id);
    let members = [("object", json!("view_query")), ("id", json!(id)), ("deleted", json!(true))];
    let body: Map<_, _> = members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    Ok(Answer::of(body))
}
