//! Views: create, retrieve, list, update, delete.

use notion_model::Patch;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{not_found, shown};
use crate::call::{Answer, Call, page_of_ids};
use crate::check::At;
use crate::refusal::Refusal;
use crate::render::{View, list as shown_list};
use crate::rules::view::{Home, Look, Spot, changed_view, configured, new_view, quick_filtered};
use crate::semantics::blocks::{Place, check_append, check_editable};
use crate::semantics::views::{RANK_STEP, by_id, query_of};
use crate::world::World;
use crate::world::record::{DataSource, Database, Parent};
use crate::world::view::View as Kept;

/// `POST /v1/views`
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let new = new_view(&call.body())?;
    let Some(source) = world.source(new.source).cloned() else {
        return Err(not_found(world, "data_source", new.source));
    };
    let (database, dashboard) = match new.home {
        Home::Database(id) if world.database(id).is_none() => {
            return Err(not_found(world, "database", id));
        }
        Home::Database(id) => (id, None),
        Home::Dashboard(id) => match world.find::<Kept>(id) {
            None => return Err(not_found(world, "view", id)),
            Some(view) if *view.kind != *"dashboard" => {
                let message = format!("View {id} is not a dashboard.");
                return Err(Refusal::validation(message));
            }
            Some(view) => (view.database, Some(id)),
        },
        Home::Linked { page, after } => (linked(world, &source, page, after, true)?, None),
    };
    if let Home::Database(_) | Home::Dashboard(_) = new.home {
        check_editable(world, database)?;
    }
    let rank = rank(world, database, new.spot)?;
    let mut look = Looked::default();
    look.change(&source, &new.look)?;
    let database = match new.home {
        Home::Linked { page, after } => linked(world, &source, page, after, false)?,
        _ => database,
    };
    let id = world.ids.view(world.now);
    // Some types have no configuration without a property: by which to group, or a date.
    let needs_more = ["board", "calendar", "timeline", "chart"].contains(&new.kind);
    let mut configuration = json!({ "type": new.kind });
    match &look.configuration {
        Some(given) => configuration = configured(&configuration, given),
        None if needs_more => configuration = Value::Null,
        None => {}
    }
    let stamp = world.stamp();
    world.put(Kept {
        id,
        rank,
        database,
        source: (new.kind != "dashboard").then_some(source.id),
        dashboard,
        name: new.name.into(),
        kind: new.kind.into(),
        stamp,
        filter: look.filter,
        sorts: look.sorts,
        quick_filters: look.quick_filters,
        configuration,
    });
    Ok(retrieved(world, call, id)?.making(id, Vec::new()))
}

/// The database block that shows somebody else's data source; only looked into if it is a trial.
fn linked(
    world: &mut World,
    source: &DataSource,
    page: Uuid,
    after: Option<Uuid>,
    is_trial: bool,
) -> Result<Uuid, Refusal> {
    if world.page(page).is_none() {
        return Err(not_found(world, "page", page));
    }
    if is_trial {
        check_append(world, page, &[], after.map_or(Place::End, Place::After))?;
        return Ok(Uuid::nil());
    }
    let parent = Parent::Page(page);
    let rank = match after {
        None => world.rank_at_end(parent),
        Some(_) => world.ranks_after(page, after, 1).first().copied().unwrap_or_default(),
    };
    let id = world.ids.v4();
    let stamp = world.stamp();
    world.add_database(Database {
        id,
        parent,
        rank,
        stamp,
        title: source.title.clone(),
        description: Vec::new(),
        icon: None,
        cover: None,
        is_inline: true,
        is_locked: false,
        in_trash: false,
        sources: vec![source.id],
    });
    world.touch(page);
    Ok(id)
}

/// The rank of a new view among those of its database.
fn rank(world: &World, database: Uuid, spot: Spot) -> Result<u64, Refusal> {
    let views = world.views();
    let ranks: Vec<(Uuid, u64)> =
        views.iter().filter(|it| it.database == database).map(|it| (it.id, it.rank)).collect();
    let at = match spot {
        Spot::Start => 0,
        Spot::End => ranks.len(),
        Spot::After(view) => match ranks.iter().position(|(id, _)| *id == view) {
            Some(at) => at + 1,
            None => return Err(not_found(world, "view", view)),
        },
    };
    let low = at.checked_sub(1).map_or(0, |before| ranks[before].1);
    let high = ranks.get(at).map_or(low.saturating_add(2 * RANK_STEP), |(_, rank)| *rank);
    Ok(low + (high - low) / 2)
}

/// How a view is to look, with everything in it checked and named by id.
#[derive(Default)]
struct Looked {
    filter: Option<Value>,
    sorts: Option<Value>,
    quick_filters: Option<Value>,
    configuration: Option<Map<String, Value>>,
}

impl Looked {
    fn of(view: &Kept) -> Self {
        Self {
            filter: view.filter.clone(),
            sorts: view.sorts.clone(),
            quick_filters: view.quick_filters.clone(),
            configuration: None,
        }
    }

    fn change(&mut self, source: &DataSource, look: &Look) -> Result<(), Refusal> {
        let Look { filter, sorts, quick_filters, configuration } = look;
        query_of(source, set(filter), set(sorts), None)?;
        change(&mut self.filter, filter, |filter| by_id(source, filter));
        change(&mut self.sorts, sorts, |sorts| by_id(source, sorts));
        match quick_filters {
            Patch::Keep => {}
            Patch::Clear => self.quick_filters = None,
            Patch::Set(quick) => {
                let quick = quick_by_id(source, quick)?;
                self.quick_filters = quick_filtered(self.quick_filters.as_ref(), &quick);
                query_of(source, None, None, self.quick_filters.as_ref())?;
            }
        }
        self.configuration = configuration
            .as_ref()
            .map(|it| by_id(source, &Value::Object(it.clone())))
            .and_then(|it| it.as_object().cloned());
        Ok(())
    }
}

fn set(patch: &Patch<Value>) -> Option<&Value> {
    match patch {
        Patch::Set(value) => Some(value),
        Patch::Keep | Patch::Clear => None,
    }
}

fn change(field: &mut Option<Value>, patch: &Patch<Value>, read: impl Fn(&Value) -> Value) {
    match patch {
        Patch::Keep => {}
        Patch::Clear => *field = None,
        Patch::Set(value) => *field = Some(read(value)),
    }
}

fn quick_by_id(
    source: &DataSource,
    quick: &Map<String, Value>,
) -> Result<Map<String, Value>, Refusal> {
    quick
        .iter()
        .map(|(name, condition)| {
            let property = source.find(name).ok_or_else(|| {
                let message = format!("Could not find property with name or id: {name}");
                Refusal::validation(message)
            })?;
            Ok((property.key.encoded(), condition.clone()))
        })
        .collect()
}

fn retrieved(world: &World, call: &Call<'_>, id: Uuid) -> Result<Answer, Refusal> {
    let view = View::new(world, call.version);
    shown(world.find::<Kept>(id).map(|kept| view.data_view(kept)))
}

fn find(world: &World, id: Uuid) -> Result<&Kept, Refusal> {
    world.find::<Kept>(id).ok_or_else(|| not_found(world, "view", id))
}

/// `GET /v1/views/{view_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("view_id")?;
    call.only_query(&[])?;
    find(world, id)?;
    retrieved(world, call, id)
}

/// `GET /v1/views`: the ids of the views of a database, or of a data source wherever it is shown.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&["database_id", "data_source_id", "start_cursor", "page_size"])?;
    let keys = ["database_id", "data_source_id"];
    let given = keys
        .iter()
        .filter_map(|key| call.parameter(key).map(|text| ((*key).to_owned(), Value::from(text))));
    let wrapped = Value::Object(given.collect());
    let query = At::root("query", Some(&wrapped));
    let (database_at, source_at) = (query.key("database_id"), query.key("data_source_id"));
    let (database, source) = (database_at.opt(At::uuid)?, source_at.opt(At::uuid)?);
    if database.is_none() && source.is_none() {
        return Err(database_at.missing().or(source_at.missing()).into());
    }
    let paging = call.paging()?;
    if let Some(id) = database.filter(|id| world.database(*id).is_none()) {
        return Err(not_found(world, "database", id));
    }
    if let Some(id) = source.filter(|id| world.source(*id).is_none()) {
        return Err(not_found(world, "data_source", id));
    }
    let views = world.views();
    let wanted = views.iter().filter(|view| {
        database.is_none_or(|id| view.database == id)
            && source.is_none_or(|id| view.source == Some(id))
    });
    let (page, next) = page_of_ids(wanted.map(|view| view.id), &paging)?;
    let found = page.iter().map(|id| json!({ "object": "view", "id": id })).collect();
    Ok(Answer::of(shown_list("view", found, next)))
}

/// `PATCH /v1/views/{view_id}`
pub(super) fn update(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("view_id")?;
    call.only_query(&[])?;
    let kind = world.find::<Kept>(id).map_or_else(|| "table".into(), |view| view.kind.clone());
    let (name, look) = changed_view(&call.body(), &kind)?;
    let view = find(world, id)?;
    let mut looked = Looked::of(view);
    if let Some(source) = view.source.and_then(|source| world.source(source)) {
        looked.change(source, &look)?;
    }
    let stamp = world.stamp();
    if let Some(view) = world.change::<Kept>(id) {
        (view.stamp.edited, view.stamp.edited_by) = (stamp.edited, stamp.edited_by);
        if let Some(name) = name {
            view.name = name.into();
        }
        view.filter = looked.filter;
        view.sorts = looked.sorts;
        view.quick_filters = looked.quick_filters;
        if let Some(configuration) = &looked.configuration {
            view.configuration = configured(&view.configuration, configuration);
        }
    }
    retrieved(world, call, id)
}

/// `DELETE /v1/views/{view_id}`: answers with what is left to say of it.
pub(super) fn delete(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("view_id")?;
    call.only_query(&[])?;
    let mut answer = find(world, id).and_then(|_| retrieved(world, call, id))?;
    answer.body.retain(|key, _| ["object", "id", "parent", "type"].contains(&key.as_str()));
    let widgets: Vec<Uuid> =
        world.all::<Kept>().filter(|it| it.dashboard == Some(id)).map(|it| it.id).collect();
    for widget in widgets {
        world.remove::<Kept>(widget);
    }
    world.remove::<Kept>(id);
    Ok(answer)
}
