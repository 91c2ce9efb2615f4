//! Pages: create, retrieve, update, trash.

use notion_md::Dialect;
use notion_model::Patch;
use serde_json::Value;
use uuid::Uuid;

use super::{async_tasks, not_found, shown};
use crate::call::{Answer, Call};
use crate::check::{At, Checked};
use crate::refusal::Refusal;
use crate::render::{Selection, View};
use crate::rules::block::{NewBlock, children};
use crate::rules::icon::{cover_patch, icon_patch};
use crate::rules::markdown;
use crate::rules::parent::{NamedParent, parent};
use crate::rules::property::{Given, properties};
use crate::rules::template::{Wanted, template};
use crate::semantics::attachments;
use crate::semantics::blocks::{self, Place, check_append, check_editable};
use crate::semantics::cells::Writing;
use crate::semantics::markdown::new_blocks;
use crate::semantics::templates;
use crate::world::World;
use crate::world::block_type::Part;
use crate::world::cell::Cell;
use crate::world::record::{Page, Parent, apply};
use crate::world::schema::{PropertyKey, PropertyKind};
use crate::world::text::Run;

/// `POST /v1/pages`
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&["filter_properties", "filter_properties[]"])?;
    let request = read_create(&call.body())?;
    if request.allow_async {
        let operation = "POST /v1/pages";
        return async_tasks::accept(world, operation, |world| made(world, call, request));
    }
    made(world, call, request)
}

fn made(world: &mut World, call: &Call<'_>, mut request: Create) -> Result<Answer, Refusal> {
    let named = match request.parent {
        None if world.about.person.is_none() => {
            return Err(call.body().key("parent").missing().into());
        }
        named => named.unwrap_or(NamedParent::Workspace),
    };
    let parent = resolve_parent(world, named)?;
    attachments::check(world, call.body)?;
    request.take_markdown(world)?;
    let template = match &request.template {
        Some(wanted) => Some((templates::resolve(world, parent, wanted)?, wanted.zone.clone())),
        None => None,
    };
    let id = world.ids.page(world.now);
    let content = match parent {
        Parent::DataSource(source) => Content::row(world, source, request.properties)?,
        _ => Content::plain(request.properties)?,
    };
    check_new_children(world, &request.children)?;
    let rank = match (request.position, parent) {
        (None, _) => world.rank_at_end(parent),
        (Some(_), Parent::Workspace | Parent::DataSource(_) | Parent::Block(_)) => {
            let message = "position is only supported when the parent is a page.";
            return Err(Refusal::validation(message));
        }
        (Some(place), Parent::Page(parent)) => {
            check_append(world, parent, &[], place)?;
            let after = match place {
                Place::Start => None,
                Place::End => world.all_children(parent).last().copied(),
                Place::After(sibling) => Some(sibling),
            };
            world.ranks_after(parent, after, 1).first().copied().unwrap_or_default()
        }
    };
    let stamp = world.stamp();
    let (mut icon, mut cover) = (None, None);
    apply(&mut icon, request.icon);
    apply(&mut cover, request.cover);
    world.add_page(Page {
        id,
        parent,
        rank,
        stamp,
        title: content.title,
        icon,
        cover,
        in_trash: false,
        is_archived: false,
        is_locked: false,
        cells: Vec::new(),
    });
    if let (Parent::DataSource(source), Some(writing)) = (parent, content.writing) {
        writing.apply(world, id, source);
        number(world, id, source);
    }
    blocks::append(world, id, request.children, Place::End);
    if let Parent::Page(parent) | Parent::Block(parent) = parent {
        world.touch(parent);
    }
    let selection = Selection::new(call.filter_properties());
    let view = View::new(world, call.version);
    let answer = shown(world.page(id).map(|page| view.page(page, &selection)))?;
    // The answer shows the page as it is before the template gets to it.
    if let Some((template, zone)) = template {
        templates::begin(world, id, template, zone);
    }
    Ok(answer.making(id, Vec::new()))
}

/// New blocks of a new page stand at its top level, wherever the page itself will hang.
fn check_new_children(world: &World, children: &[NewBlock]) -> Result<(), Refusal> {
    blocks::check_top_level(children)?;
    blocks::check_content(world, children)?;
    blocks::check_labels(children, false)
}

struct Create {
    parent: Option<NamedParent>,
    properties: Vec<(String, Given)>,
    icon: Patch<Box<Value>>,
    cover: Patch<Box<Value>>,
    children: Vec<NewBlock>,
    markdown: Option<(String, Dialect)>,
    allow_async: bool,
    template: Option<Wanted>,
    position: Option<Place>,
}

impl Create {
    /// Puts what the Markdown says in place of children. Without a title, a heading of the first
    /// level at its head is the title.
    fn take_markdown(&mut self, world: &World) -> Result<(), Refusal> {
        let Some((text, dialect)) = self.markdown.take() else { return Ok(()) };
        self.children = new_blocks(world, &text, dialect)?;
        let is_titled = self.properties.iter().any(|(_, it)| matches!(it, Given::Title(_)));
        let is_head = self.children.first().is_some_and(|it| it.kind.name == "heading_1");
        if !is_titled && is_head {
            let head = self.children.remove(0);
            let title = head.parts.into_iter().find_map(|(_, part)| match part {
                Part::Text(runs) => Some(runs),
                _ => None,
            });
            self.properties.push(("title".to_owned(), Given::Title(title.unwrap_or_default())));
            let rest = std::mem::take(&mut self.children);
            self.children = head.children.into_iter().chain(rest).collect();
        }
        Ok(())
    }
}

fn read_create(body: &At<'_, '_>) -> Checked<Create> {
    body.object()?;
    let parents = ["page_id", "data_source_id", "database_id", "workspace"];
    // A token that acts for a person may leave the parent out, which means the workspace.
    let named = body.key("parent").opt(|at| parent(at, &parents))?;
    let properties = body.key("properties").opt(properties)?.unwrap_or_default();
    let template = body.key("template").opt(|at| template(at, true))?.flatten();
    let (markdown_at, async_at) = (body.key("markdown"), body.key("allow_async"));
    let version_at = body.key("markdown_version");
    let markdown = markdown_at.opt(At::string)?;
    let dialect = markdown::version(&version_at)?;
    let allow_async = async_at.opt(At::boolean)?.unwrap_or(false);
    if template.is_some() && markdown.is_some() {
        return Err(markdown_at.not_present());
    }
    if markdown.is_none() && version_at.is_present() {
        return Err(version_at.not_present());
    }
    if markdown.is_none() && allow_async {
        return Err(async_at.not_present());
    }
    for other in ["children", "content"] {
        if (markdown.is_some() || template.is_some()) && body.key(other).is_present() {
            return Err(body.key(other).not_present());
        }
    }
    let blocks = body.key("children").opt(children)?;
    let content = body.key("content").opt(children)?;
    let request = Create {
        parent: named,
        properties: properties.into_iter().map(|(key, it)| (key.to_owned(), it)).collect(),
        icon: icon_patch(&body.key("icon"))?,
        cover: cover_patch(&body.key("cover"))?,
        children: blocks.or(content).unwrap_or_default(),
        markdown: markdown.map(|text| (text.to_owned(), dialect)),
        allow_async,
        template,
        position: body.key("position").opt(page_position)?,
    };
    body.only(&[
        "parent",
        "properties",
        "icon",
        "cover",
        "children",
        "content",
        "position",
        "template",
        "markdown",
        "markdown_version",
        "allow_async",
    ])?;
    Ok(request)
}

/// `page_start`, `page_end` or `after_block`, with names of its own.
fn page_position(at: &At<'_, '_>) -> Checked<Place> {
    at.object()?;
    Ok(match at.key("type").word(&["after_block", "page_start", "page_end"])? {
        "page_start" => Place::Start,
        "page_end" => Place::End,
        _ => Place::After(at.key("after_block").key("id").uuid()?),
    })
}

/// The place that a parent names, which has to exist and not to be in the trash.
pub(super) fn resolve_parent(world: &World, named: NamedParent) -> Result<Parent, Refusal> {
    match named {
        NamedParent::Page(id) => {
            if world.page(id).is_none() {
                return Err(not_found(world, "page", id));
            }
            check_editable(world, id)?;
            Ok(Parent::Page(id))
        }
        NamedParent::DataSource(id) => {
            let Some(source) = world.source(id) else {
                return Err(not_found(world, "data_source", id));
            };
            check_editable(world, source.database)?;
            if source.in_trash {
                return Err(Refusal::validation(
                    "Can't edit block that is archived. You must unarchive the block before \
                     editing.",
                ));
            }
            Ok(Parent::DataSource(id))
        }
        NamedParent::Database(id) => {
            let Some(database) = world.database(id) else {
                return Err(not_found(world, "database", id));
            };
            match database.sources[..] {
                [only] => resolve_parent(world, NamedParent::DataSource(only)),
                _ => Err(several_sources(id, &database.sources)),
            }
        }
        NamedParent::Workspace if world.about.person.is_some() => Ok(Parent::Workspace),
        NamedParent::Workspace => Err(Refusal::validation(
            "Internal integrations aren't owned by a single user, so creating workspace-level \
             private pages is not supported.",
        )),
    }
}

fn several_sources(database: Uuid, sources: &[Uuid]) -> Refusal {
    let message = "Databases with multiple data sources are not supported in this API version.";
    let mut refusal = Refusal::validation(message);
    refusal.with("error_type", "multiple_data_sources_for_database".into());
    refusal.with("database_id", database.to_string().into());
    refusal.with("child_data_source_ids", sources.iter().map(Uuid::to_string).collect());
    refusal.with("minimum_api_version", "2025-09-03".into());
    refusal
}

/// What a new page says: its title, and the other values of a row.
struct Content {
    title: Vec<Run>,
    writing: Option<Writing>,
}

impl Content {
    fn row(world: &mut World, source: Uuid, given: Vec<(String, Given)>) -> Result<Self, Refusal> {
        let given = given.iter().map(|(key, it)| (key.as_str(), it.clone())).collect();
        let writing = Writing::of(world, source, given)?;
        Ok(Self { title: Vec::new(), writing: Some(writing) })
    }

    fn plain(given: Vec<(String, Given)>) -> Result<Self, Refusal> {
        Ok(Self { title: plain_title(given)?.unwrap_or_default(), writing: None })
    }
}

/// The title of a page that is no row, which has no other property.
fn plain_title(given: Vec<(String, Given)>) -> Result<Option<Vec<Run>>, Refusal> {
    let unknown: Vec<String> = given
        .iter()
        .filter(|(key, _)| key != "title")
        .map(|(key, _)| format!("{key} is not a property that exists."))
        .collect();
    if !unknown.is_empty() {
        return Err(Refusal::validation(unknown.join(" ")));
    }
    match given.into_iter().next() {
        None => Ok(None),
        Some((_, Given::Title(title))) => Ok(Some(title)),
        Some(_) => Err(Refusal::validation("title is expected to be title.")),
    }
}

/// Gives a new row its number, if its data source counts rows.
fn number(world: &mut World, page: Uuid, source: Uuid) {
    let mut numbers: Vec<(PropertyKey, u64)> = Vec::new();
    let counts = world.source(source).is_some_and(|source| {
        source.properties.iter().any(|it| matches!(it.kind, PropertyKind::UniqueId { .. }))
    });
    if !counts {
        return;
    }
    if let Some(source) = world.source_mut(source) {
        for property in &mut source.properties {
            if let PropertyKind::UniqueId { last, .. } = &mut property.kind {
                *last += 1;
                numbers.push((property.key.clone(), *last));
            }
        }
    }
    if let Some(page) = world.page_mut(page) {
        for (key, number) in numbers {
            page.set_cell(&key, Some(Cell::UniqueId(number)));
        }
    }
}

/// `GET /v1/pages/{page_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("page_id")?;
    call.only_query(&["filter_properties", "filter_properties[]"])?;
    let page = world.page(id).ok_or_else(|| not_found(world, "page", id))?;
    let selection = Selection::new(call.filter_properties());
    Ok(Answer::of(View::new(world, call.version).page(page, &selection)))
}

/// `PATCH /v1/pages/{page_id}`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("page_id")?;
    call.only_query(&["filter_properties", "filter_properties[]"])?;
    let request = read_update(&call.body(), call.version.trash_keys())?;
    let page = world.page(id).ok_or_else(|| not_found(world, "page", id))?;
    let parent = page.parent;
    // Restoring is the one change that something in the trash takes.
    let restores = request.in_trash == Some(false);
    if request.changes_something() && (!restores || world.is_below_trash(id)) {
        check_editable(world, id)?;
    }
    attachments::check(world, call.body)?;
    let (title, writing) = match parent {
        Parent::DataSource(source) => {
            let given = request.properties.iter().map(|(key, it)| (key.as_str(), it.clone()));
            (None, Some((Writing::of(world, source, given.collect())?, source)))
        }
        _ => (plain_title(request.properties.clone())?, None),
    };
    let template = match &request.template {
        Some(wanted) => Some((templates::resolve(world, parent, wanted)?, wanted.zone.clone())),
        None => None,
    };
    if request.erase_content {
        for block in world.all_children(id).to_vec() {
            world.set_trash(block, true);
        }
    }
    let edits_content = request.edits();
    if let Some(page) = world.page_mut(id) {
        page.title = title.unwrap_or_else(|| page.title.clone());
        apply(&mut page.icon, request.icon);
        apply(&mut page.cover, request.cover);
        page.is_locked = request.is_locked.unwrap_or(page.is_locked);
        page.is_archived = request.is_archived.unwrap_or(page.is_archived);
        page.in_trash = request.in_trash.unwrap_or(page.in_trash);
    }
    if let Some((writing, source)) = writing {
        writing.apply(world, id, source);
    }
    if edits_content {
        world.touch(id);
    }
    let selection = Selection::new(call.filter_properties());
    let view = View::new(world, call.version);
    let answer = shown(world.page(id).map(|page| view.page(page, &selection)))?;
    if let Some((template, zone)) = template {
        templates::begin(world, id, template, zone);
    }
    Ok(answer)
}

struct Update {
    properties: Vec<(String, Given)>,
    icon: Patch<Box<Value>>,
    cover: Patch<Box<Value>>,
    is_locked: Option<bool>,
    is_archived: Option<bool>,
    in_trash: Option<bool>,
    erase_content: bool,
    template: Option<Wanted>,
}

impl Update {
    /// Whether anything but the trash flag is to be changed.
    fn edits(&self) -> bool {
        !self.properties.is_empty()
            || !self.icon.is_keep()
            || !self.cover.is_keep()
            || self.is_locked.is_some()
            || self.is_archived.is_some()
            || self.in_trash.is_some()
            || self.erase_content
            || self.template.is_some()
    }

    fn changes_something(&self) -> bool {
        self.edits() && self.in_trash != Some(true)
    }
}

fn read_update(body: &At<'_, '_>, trash: &[&'static str]) -> Checked<Update> {
    body.object()?;
    let properties = body.key("properties").opt(properties)?.unwrap_or_default();
    let template = body.key("template").opt(|at| template(at, false))?.flatten();
    let mut in_trash = None;
    for key in trash {
        in_trash = in_trash.or(body.key(key).opt(At::boolean)?);
    }
    let request = Update {
        properties: properties.into_iter().map(|(key, it)| (key.to_owned(), it)).collect(),
        icon: icon_patch(&body.key("icon"))?,
        cover: cover_patch(&body.key("cover"))?,
        is_locked: body.key("is_locked").opt(At::boolean)?,
        is_archived: body.key("is_archived").opt(At::boolean)?,
        in_trash,
        erase_content: body.key("erase_content").opt(At::boolean)?.unwrap_or(false),
        template,
    };
    let mut known =
        vec!["properties", "icon", "cover", "is_locked", "is_archived", "erase_content"];
    known.push("template");
    known.extend(trash);
    body.only(&known)?;
    Ok(request)
}
