//! Users.

use serde_json::Value;

use crate::call::{Answer, Call, page_of_ids};
use crate::refusal::Refusal;
use crate::render::{self, View};
use crate::world::World;

/// `GET /v1/users`
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&["start_cursor", "page_size"])?;
    let (page, next) = page_of_ids(world.users().iter().map(|user| user.id), &call.paging()?)?;
    let view = View::new(world, call.version);
    let users = page.iter().filter_map(|id| world.user(*id));
    let users = users.map(|user| Value::Object(view.user(user))).collect();
    Ok(Answer::of(render::list("user", users, next)))
}

/// `GET /v1/users/me`
pub(super) fn me(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let me = world.about.integration.id;
    let view = View::new(world, call.version);
    let user = world.user(me).ok_or_else(|| Refusal::user_not_found(me))?;
    Ok(Answer::of(view.user(user)))
}

/// `GET /v1/users/{user_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("user_id")?;
    call.only_query(&[])?;
    let user = world.user(id).ok_or_else(|| Refusal::user_not_found(id))?;
    Ok(Answer::of(View::new(world, call.version).user(user)))
}
