//! Data sources: create, retrieve, update the schema, move, trash.

use super::{not_found, shown};
use crate::call::{Answer, Call};
use crate::check::At;
use crate::refusal::Refusal;
use crate::render::View;
use crate::rules::icon::{icon, icon_patch};
use crate::rules::parent::{NamedParent, parent};
use crate::rules::schema::{edits, new_properties};
use crate::rules::text::rich_text;
use crate::semantics::attachments;
use crate::semantics::blocks::check_editable;
use crate::semantics::schema;
use crate::world::World;
use crate::world::record::{DataSource, apply};

/// `POST /v1/data_sources`: another one in a database.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let body = call.body();
    body.object()?;
    let named = parent(&body.key("parent"), &["database_id"])?;
    let edits = new_properties(&body.key("properties"))?;
    let title = body.key("title").opt(rich_text)?.unwrap_or_default();
    let icon = body.key("icon").maybe(icon)?.flatten().map(Box::new);
    body.only(&["parent", "properties", "title", "icon"])?;

    let NamedParent::Database(database) = named else {
        return Err(Refusal::internal("The parent is not a database."));
    };
    if world.database(database).is_none() {
        return Err(not_found(world, "database", database));
    }
    check_editable(world, database)?;
    attachments::check(world, call.body)?;
    let change = schema::create(world, edits)?;
    let id = world.ids.added_data_source(world.now);
    let (in_trash, properties) = (false, Vec::new());
    world.add_source(DataSource { id, database, title, icon, in_trash, properties });
    if let Some(database) = world.database_mut(database) {
        database.sources.push(id);
    }
    change.apply(world, id);
    let view = View::new(world, call.version);
    let answer = shown(world.source(id).map(|source| view.source(source)))?;
    Ok(answer.making(id, Vec::new()))
}

/// `GET /v1/data_sources/{data_source_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("data_source_id")?;
    call.only_query(&[])?;
    let source = world.source(id).ok_or_else(|| not_found(world, "data_source", id))?;
    Ok(Answer::of(View::new(world, call.version).source(source)))
}

/// `PATCH /v1/data_sources/{data_source_id}`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("data_source_id")?;
    call.only_query(&[])?;
    let body = call.body();
    body.object()?;
    if body.key("description").is_present() {
        return Err(Refusal::validation(
            "The description property is not supported for data sources. Use the Update Database \
             API instead.",
        ));
    }
    let title = body.key("title").opt(rich_text)?;
    let icon = icon_patch(&body.key("icon"))?;
    let edits = body.key("properties").opt(edits)?.unwrap_or_default();
    let target = body.key("parent").opt(|at| parent(at, &["database_id"]))?;
    let mut in_trash = None;
    for key in call.version.trash_keys() {
        in_trash = in_trash.or(body.key(key).opt(At::boolean)?);
    }
    let mut known = vec!["title", "icon", "properties", "parent"];
    known.extend(call.version.trash_keys());
    body.only(&known)?;

    let source = world.source(id).ok_or_else(|| not_found(world, "data_source", id))?;
    let (home, trashed) = (source.database, source.in_trash);
    let edits_something = title.is_some() || !icon.is_keep() || !edits.is_empty();
    if edits_something && in_trash != Some(false) {
        check_editable(world, home)?;
        if trashed {
            return Err(Refusal::validation(
                "Can't edit block that is archived. You must unarchive the block before editing.",
            ));
        }
    }
    attachments::check(world, call.body)?;
    let target = match target {
        Some(NamedParent::Database(target)) => {
            if world.database(target).is_none() {
                return Err(not_found(world, "database", target));
            }
            check_editable(world, target)?;
            if world.is_below_source(target, id) {
                return Err(Refusal::validation(format!(
                    "New parent {target} cannot be under the hierarchy of child {id}"
                )));
            }
            Some(target).filter(|target| *target != home)
        }
        _ => None,
    };
    let change = schema::update(world, id, edits)?;

    if title.is_some() || !change.is_empty() {
        world.touch_database(home);
    }
    change.apply(world, id);
    let is_only = world.database(home).is_some_and(|database| database.sources == [id]);
    if let Some(source) = world.source_mut(id) {
        if let Some(title) = &title {
            source.title.clone_from(title);
        }
        apply(&mut source.icon, icon.clone());
        source.in_trash = in_trash.unwrap_or(source.in_trash);
    }
    // The title and icon of a database with one data source are also those of the data source.
    if is_only && let Some(database) = world.database_mut(home) {
        if let Some(title) = title {
            database.title = title;
        }
        apply(&mut database.icon, icon);
    }
    if let Some(target) = target {
        relocate(world, id, home, target);
    }
    let view = View::new(world, call.version);
    shown(world.source(id).map(|source| view.source(source)))
}

/// Moves a data source into another database, to the end of its list.
fn relocate(world: &mut World, id: uuid::Uuid, home: uuid::Uuid, target: uuid::Uuid) {
    if let Some(home) = world.database_mut(home) {
        home.sources.retain(|source| *source != id);
    }
    if let Some(target) = world.database_mut(target) {
        target.sources.push(id);
    }
    if let Some(source) = world.source_mut(id) {
        source.database = target;
    }
}
