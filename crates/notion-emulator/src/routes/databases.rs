//! Databases: create, retrieve, update. They are containers; the schema is their data source's.

use notion_model::Patch;
use serde_json::Value;

use super::pages::resolve_parent;
use super::{not_found, shown};
use crate::call::{Answer, Call};
use crate::check::{At, Checked};
use crate::refusal::Refusal;
use crate::render::View;
use crate::rules::icon::{cover_patch, icon_patch};
use crate::rules::parent::{NamedParent, parent};
use crate::rules::schema::{SchemaEdit, new_properties};
use crate::rules::text::rich_text;
use crate::semantics::attachments;
use crate::semantics::blocks::check_editable;
use crate::semantics::schema;
use crate::semantics::views;
use crate::world::World;
use crate::world::record::{DataSource, Database, Parent, apply};
use crate::world::text::Run;

/// `POST /v1/databases`
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let body = call.body();
    let (named, about, edits) = read_create(&body)?;
    let parent = resolve_parent(world, named)?;
    attachments::check(world, call.body)?;
    let change = schema::create(world, edits)?;
    let (id, source) = (world.ids.v4(), world.ids.v4());
    let rank = world.rank_at_end(parent);
    let stamp = world.stamp();
    let title = about.title.unwrap_or_default();
    let mut icon = None;
    apply(&mut icon, about.icon);
    let mut cover = None;
    apply(&mut cover, about.cover);
    world.add_database(Database {
        id,
        parent,
        rank,
        stamp,
        title: title.clone(),
        description: about.description.unwrap_or_default(),
        icon: icon.clone(),
        cover,
        is_inline: about.is_inline.unwrap_or(false),
        is_locked: false,
        in_trash: false,
        sources: vec![source],
    });
    let in_trash = false;
    let properties = Vec::new();
    world.add_source(DataSource { id: source, database: id, title, icon, in_trash, properties });
    change.apply(world, source);
    views::begin(world, id, source);
    world.touch(parent.id());
    let view = View::new(world, call.version);
    let answer = shown(world.database(id).map(|database| view.database(database)))?;
    Ok(answer.making(id, Vec::new()))
}

/// What create and update have in common.
#[derive(Debug, Default)]
struct About {
    title: Option<Vec<Run>>,
    description: Option<Vec<Run>>,
    is_inline: Option<bool>,
    icon: Patch<Box<Value>>,
    cover: Patch<Box<Value>>,
}

const ABOUT: [&str; 6] = ["parent", "title", "description", "is_inline", "icon", "cover"];

fn about(body: &At<'_, '_>) -> Checked<About> {
    Ok(About {
        title: body.key("title").opt(rich_text)?,
        description: body.key("description").opt(rich_text)?,
        is_inline: body.key("is_inline").opt(At::boolean)?,
        icon: icon_patch(&body.key("icon"))?,
        cover: cover_patch(&body.key("cover"))?,
    })
}

type Edits<'v> = Vec<(&'v str, SchemaEdit<'v>)>;

fn read_create<'v>(body: &At<'v, '_>) -> Checked<(NamedParent, About, Edits<'v>)> {
    body.object()?;
    let named = parent(&body.key("parent"), &["page_id", "workspace"])?;
    let about = about(body)?;
    let edits = body.key("initial_data_source").opt(|at| {
        let properties = at.key("properties");
        let edits = properties.opt(new_properties)?.unwrap_or_default();
        at.only(&["properties"])?;
        Ok(edits)
    })?;
    // A schema beside `initial_data_source` is that of an older version, and silently ignored.
    let mut known = ABOUT.to_vec();
    known.extend(["initial_data_source", "properties"]);
    body.only(&known)?;
    Ok((named, about, edits.unwrap_or_default()))
}

/// `GET /v1/databases/{database_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("database_id")?;
    call.only_query(&[])?;
    let database = world.database(id).ok_or_else(|| not_found(world, "database", id))?;
    Ok(Answer::of(View::new(world, call.version).database(database)))
}

/// `PATCH /v1/databases/{database_id}`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("database_id")?;
    call.only_query(&[])?;
    let body = call.body();
    body.object()?;
    let about = about(&body)?;
    let named = body.key("parent").opt(|at| parent(at, &["page_id", "workspace"]))?;
    let is_locked = body.key("is_locked").opt(At::boolean)?;
    let mut in_trash = None;
    for key in call.version.trash_keys() {
        in_trash = in_trash.or(body.key(key).opt(At::boolean)?);
    }
    let mut known = ABOUT.to_vec();
    known.push("is_locked");
    known.extend(call.version.trash_keys());
    body.only(&known)?;

    let database = world.database(id).ok_or_else(|| not_found(world, "database", id))?;
    let (old_parent, sources) = (database.parent, database.sources.clone());
    if in_trash.is_none() {
        check_editable(world, id)?;
    }
    attachments::check(world, call.body)?;
    let parent = named.map(|named| resolve_parent(world, named)).transpose()?;
    if let Some(Parent::Page(page)) = parent
        && world.is_within(page, id)
    {
        let message = format!("New parent {page} cannot be under the hierarchy of child {id}");
        return Err(Refusal::validation(message));
    }

    let retitled = about.title.is_some();
    if let Some(database) = world.database_mut(id) {
        if let Some(title) = &about.title {
            database.title.clone_from(title);
        }
        if let Some(description) = about.description {
            database.description = description;
        }
        apply(&mut database.icon, about.icon.clone());
        apply(&mut database.cover, about.cover);
        database.is_inline = about.is_inline.unwrap_or(database.is_inline);
        database.is_locked = is_locked.unwrap_or(database.is_locked);
        database.in_trash = in_trash.unwrap_or(database.in_trash);
    }
    // The title and icon of a database with one data source are also those of the data source.
    if let [only] = sources[..]
        && let Some(source) = world.source_mut(only)
    {
        if let Some(title) = about.title {
            source.title = title;
        }
        apply(&mut source.icon, about.icon);
    }
    // Neither a new description nor a lock or an icon counts as an edit.
    if retitled {
        world.touch_database(id);
    }
    if let Some(parent) = parent.filter(|parent| *parent != old_parent) {
        world.move_to(id, parent);
    }
    let view = View::new(world, call.version);
    shown(world.database(id).map(|database| view.database(database)))
}
