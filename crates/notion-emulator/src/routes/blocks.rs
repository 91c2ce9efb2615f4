//! Blocks: retrieve, list and append children, update, trash.

use serde_json::Value;
use uuid::Uuid;

use super::{not_found, shown};
use crate::call::{Answer, Call, Paging, page_of_ids};
use crate::check::{At, Checked};
use crate::refusal::Refusal;
use crate::render::{View, list};
use crate::rules::block::{BlockChange, NewBlock, change, check_changed_links, children};
use crate::semantics::attachments;
use crate::semantics::blocks::{
    Place, append, check_append, check_cell_count, check_editable, check_label,
};
use crate::version::Version;
use crate::world::World;
use crate::world::block_type::{Children, Part};
use crate::world::record::Block;

/// Whether a page, a block or a database has this id.
fn exists(world: &World, id: Uuid) -> Result<(), Refusal> {
    world.parent_of(id).map(drop).ok_or_else(|| not_found(world, "block", id))
}

/// `GET /v1/blocks/{block_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("block_id")?;
    call.only_query(&[])?;
    exists(world, id)?;
    shown(View::new(world, call.version).block(id))
}

/// `GET /v1/blocks/{block_id}/children`
pub(super) fn list_children(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("block_id")?;
    call.only_query(&["start_cursor", "page_size"])?;
    let paging = call.paging()?;
    exists(world, id)?;
    if world.is_trashed(id) && world.page(id).is_some() {
        return Err(not_found(world, "block", id));
    }
    let holder = match world.block(id).and_then(|block| block.part("synced_from")) {
        // A copy shows what its original holds.
        Some(Part::SyncedFrom(Some(original))) => *original,
        _ => id,
    };
    let (page, next) = page_of_ids(world.live_children(holder), &paging)?;
    Ok(Answer::of(list("block", blocks(world, call.version, &page), next)))
}

fn blocks(world: &World, version: Version, ids: &[Uuid]) -> Vec<Value> {
    let view = View::new(world, version);
    ids.iter().filter_map(|id| view.block(*id)).map(Value::Object).collect()
}

/// `PATCH /v1/blocks/{block_id}/children`
///
/// Answers with the new blocks and all later siblings: none at the end, all of them at the start.
pub(super) fn append_children(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("block_id")?;
    call.only_query(&[])?;
    let (new, place) = read_append(&call.body(), call.version)?;
    exists(world, id)?;
    check_append(world, id, &new, place)?;
    attachments::check(world, call.body)?;
    let made = append(world, id, new, place);
    if !made.is_empty() {
        world.touch(id);
    }
    let from_first = world.live_children(id).skip_while(|child| Some(child) != made.first());
    let all = Paging { start: None, size: notion_model::limits::PAGE_SIZE as usize, part: "body" };
    let tail: Vec<Uuid> = if made.is_empty() { Vec::new() } else { from_first.collect() };
    let (page, next) = page_of_ids(tail, &all)?;
    let answer = Answer::of(list("block", blocks(world, call.version, &page), next));
    Ok(answer.making(id, made))
}

fn read_append(body: &At<'_, '_>, version: Version) -> Checked<(Vec<NewBlock>, Place)> {
    body.object()?;
    let new = children(&body.key("children"))?;
    let place = body.key("position").opt(position)?;
    let after = body.key("after");
    let old = match version {
        Version::V2025_09_03 => after.opt(At::uuid)?.map(Place::After),
        Version::V2026_03_11 => None,
    };
    match version {
        Version::V2025_09_03 if place.is_some() && old.is_some() => {
            return Err(after.not_present());
        }
        Version::V2025_09_03 => body.only(&["children", "position", "after"])?,
        Version::V2026_03_11 => body.only(&["children", "position"])?,
    }
    Ok((new, place.or(old).unwrap_or(Place::End)))
}

fn position(at: &At<'_, '_>) -> Checked<Place> {
    at.object()?;
    let kind = at.key("type").word(&["after_block", "start", "end"])?;
    match kind {
        "after_block" => {
            let block = at.key("after_block");
            let id = block.key("id").uuid()?;
            block.only(&["id"])?;
            at.only(&["type", "after_block"])?;
            Ok(Place::After(id))
        }
        kind => {
            at.only(&["type", kind])?;
            Ok(if kind == "start" { Place::Start } else { Place::End })
        }
    }
}

/// `PATCH /v1/blocks/{block_id}`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("block_id")?;
    call.only_query(&[])?;
    let request = change(&call.body(), call.version.trash_keys())?;
    exists(world, id)?;
    let restores = request.in_trash == Some(false) && !world.is_below_trash(id);
    if !restores && (request.payload.is_some() || request.in_trash == Some(false)) {
        check_editable(world, id)?;
    }
    check_change(world, id, &request)?;
    attachments::check(world, call.body)?;
    if let Some((_, parts)) = request.payload
        && let Some(mut block) = world.block(id).cloned()
    {
        for (key, part) in parts {
            // A link to a page is taken, answered with 200, and leads where it did.
            if !matches!(part, Part::Target(..)) {
                block.set_part(&key, part);
            }
        }
        if block.kind.name == "file" {
            attachments::name_file_block(world, &mut block.parts);
        }
        if let Some(kept) = world.block_mut(id) {
            *kept = block;
        }
    }
    if let Some(in_trash) = request.in_trash {
        world.set_trash(id, in_trash);
    }
    world.touch(id);
    shown(View::new(world, call.version).block(id))
}

/// Whether a change suits the block it is for.
fn check_change(world: &World, id: Uuid, request: &BlockChange) -> Result<(), Refusal> {
    let Some((kind, parts)) = &request.payload else { return Ok(()) };
    let Some(block) = world.block(id) else {
        let found = if world.page(id).is_some() { "child_page" } else { "child_database" };
        return Err(Refusal::validation(format!(
            "Block type {found} cannot be updated with {}.",
            kind.name
        )));
    };
    if block.kind.name != kind.name {
        return Err(Refusal::validation(format!(
            "Block type cannot be changed: expected {}, found {}.",
            block.kind.name, kind.name
        )));
    }
    check_changed_links(kind, parts)?;
    for (key, part) in parts {
        match part {
            Part::Flag(false) if &**key == "is_toggleable" => check_untoggle(world, block)?,
            Part::Cells(cells) => {
                let table = world.block(block.parent.id());
                if let Some(Part::Count(width)) = table.and_then(|it| it.part("table_width")) {
                    check_cell_count(*width, cells.len())?;
                }
            }
            part => {
                let in_tab = world.block(block.parent.id()).is_some_and(|it| it.kind.name == "tab");
                check_label(kind, part, in_tab)?;
            }
        }
    }
    Ok(())
}

/// A heading that has children cannot lose its toggle.
fn check_untoggle(world: &World, block: &Block) -> Result<(), Refusal> {
    let has_children = block.kind.children == Children::IfToggleable
        && world.live_children(block.id).next().is_some();
    if has_children {
        return Err(Refusal::validation(
            "A toggleable heading with children cannot be made non-toggleable.",
        ));
    }
    Ok(())
}

/// `DELETE /v1/blocks/{block_id}`: into the trash, which is all there is.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("block_id")?;
    call.only_query(&[])?;
    exists(world, id)?;
    world.set_trash(id, true);
    world.touch(id);
    shown(View::new(world, call.version).block(id))
}
