//! Comments: create, retrieve, list, update, delete.

use serde_json::Value;
use uuid::Uuid;

use super::{not_found, shown};
use crate::call::{Answer, Call, page_of_ids};
use crate::check::At;
use crate::refusal::Refusal;
use crate::render::{View, list as shown_list};
use crate::rules::comment::{Target, changed_comment, new_comment};
use crate::semantics::attachments;
use crate::semantics::blocks::check_editable;
use crate::world::World;
use crate::world::comment::Comment;
use crate::world::record::Parent;

/// `POST /v1/comments`
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let new = new_comment(&call.body())?;
    let (parent, discussion) = place(world, new.target)?;
    check_editable(world, parent.id())?;
    attachments::check(world, call.body)?;
    let discussion = discussion.unwrap_or_else(|| world.ids.discussion(world.now));
    let id = world.ids.comment(world.now);
    let now = world.moment();
    world.put(Comment {
        id,
        rank: world.next_comment_rank(),
        discussion,
        parent,
        created: now,
        created_by: world.about.integration.id,
        edited: now,
        text: new.text,
        name: new.name,
        attachments: new.attachments,
    });
    Ok(retrieved(world, call, id)?.making(id, Vec::new()))
}

/// What a comment is about, and the discussion that it joins: a page has one of its own, which all
/// comments about the page share; a block has any number.
fn place(world: &World, target: Target) -> Result<(Parent, Option<Uuid>), Refusal> {
    let in_discussion = |test: &dyn Fn(&Comment) -> bool| {
        let comments = world.comments();
        comments.into_iter().find(|comment| test(comment)).map(|it| (it.parent, it.discussion))
    };
    match target {
        Target::Discussion(id) => in_discussion(&|comment| comment.discussion == id)
            .map(|(parent, _)| (parent, Some(id)))
            .ok_or_else(|| not_found(world, "discussion", id)),
        Target::Block(id) if world.page(id).is_none() => match world.parent_of(id) {
            Some(_) => Ok((Parent::Block(id), None)),
            None => Err(not_found(world, "block", id)),
        },
        Target::Page(id) | Target::Block(id) => {
            if world.page(id).is_none() {
                return Err(not_found(world, "page", id));
            }
            let parent = Parent::Page(id);
            let found = in_discussion(&|comment| comment.parent == parent);
            Ok((parent, found.map(|(_, discussion)| discussion)))
        }
    }
}

fn find(world: &World, id: Uuid) -> Result<&Comment, Refusal> {
    world.find::<Comment>(id).ok_or_else(|| not_found(world, "comment", id))
}

fn retrieved(world: &World, call: &Call<'_>, id: Uuid) -> Result<Answer, Refusal> {
    let view = View::new(world, call.version);
    shown(world.find(id).map(|comment| view.comment(comment)))
}

/// `GET /v1/comments/{comment_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("comment_id")?;
    call.only_query(&[])?;
    find(world, id)?;
    retrieved(world, call, id)
}

/// `GET /v1/comments`: those about one page or block, not about what is in it, oldest first.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&["block_id", "start_cursor", "page_size"])?;
    let given = call.parameter("block_id").map(|text| ("block_id".to_owned(), Value::from(text)));
    let wrapped = Value::Object(given.into_iter().collect());
    let id = At::root("query", Some(&wrapped)).key("block_id").uuid()?;
    let paging = call.paging()?;
    if world.parent_of(id).is_none() {
        return Err(not_found(world, "block", id));
    }
    let comments = world.comments();
    let about = comments.iter().filter(|comment| comment.parent.id() == id);
    let (page, next) = page_of_ids(about.map(|comment| comment.id), &paging)?;
    let view = View::new(world, call.version);
    let found = page.iter().filter_map(|id| world.find::<Comment>(*id));
    let found = found.map(|comment| Value::Object(view.comment(comment))).collect();
    Ok(Answer::of(shown_list("comment", found, next)))
}

/// Only its own comments are a connection's to change.
fn check_own(world: &World, id: Uuid) -> Result<(), Refusal> {
    if find(world, id)?.created_by == world.about.integration.id {
        return Ok(());
    }
    let mut refusal = Refusal::of_status(403);
    "API token does not have access to this resource.".clone_into(&mut refusal.message);
    Err(refusal)
}

/// `PATCH /v1/comments/{comment_id}`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("comment_id")?;
    call.only_query(&[])?;
    let text = changed_comment(&call.body())?;
    check_own(world, id)?;
    let now = world.moment();
    if let Some(comment) = world.change::<Comment>(id) {
        comment.text = text;
        comment.edited = now;
    }
    retrieved(world, call, id)
}

/// `DELETE /v1/comments/{comment_id}`: answers with the comment as it was.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("comment_id")?;
    call.only_query(&[])?;
    check_own(world, id)?;
    let answer = retrieved(world, call, id)?;
    world.remove::<Comment>(id);
    Ok(answer)
}
