//! Reading views.

use notion_model::{Patch, limits};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::filter::{filter, sorts};
use crate::check::{At, Checked};
use crate::refusal::Refusal;

mod configuration;

/// The types of views.
const TYPES: [&str; 10] = [
    "table",
    "board",
    "list",
    "calendar",
    "timeline",
    "gallery",
    "form",
    "chart",
    "map",
    "dashboard",
];

/// Where a new view goes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Home {
    /// A tab of a database.
    Database(Uuid),
    /// A widget of a dashboard.
    Dashboard(Uuid),
    /// A tab of a new database that shows somebody else's data source.
    Linked { page: Uuid, after: Option<Uuid> },
}

/// Where among the views of a database.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Spot {
    Start,
    End,
    After(Uuid),
}

/// What create and update may say of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Look {
    pub(crate) filter: Patch<Value>,
    pub(crate) sorts: Patch<Value>,
    pub(crate) quick_filters: Patch<Map<String, Value>>,
    pub(crate) configuration: Option<Map<String, Value>>,
}

/// A view as a request makes it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewView {
    pub(crate) source: Uuid,
    pub(crate) name: String,
    pub(crate) kind: &'static str,
    pub(crate) home: Home,
    pub(crate) spot: Spot,
    pub(crate) look: Look,
}

/// The body of `POST /v1/views`.
pub(crate) fn new_view(body: &At<'_, '_>) -> Result<NewView, Refusal> {
    body.object()?;
    let source = body.key("data_source_id").uuid()?;
    let name = body.key("name").text(limits::TEXT)?.to_owned();
    let kind = body.key("type").word(&TYPES)?;
    let database = body.key("database_id").opt(At::uuid)?;
    let dashboard = body.key("view_id").opt(At::uuid)?;
    let linked = body.key("create_database").opt(linked)?;
    let spot = body.key("position").opt(spot)?.unwrap_or(Spot::End);
    body.key("placement").opt(placement)?;
    let look = look(body)?;
    let mut known = vec!["data_source_id", "name", "type", "database_id", "view_id"];
    known.extend(["create_database", "position", "placement"]);
    known.extend(LOOK);
    body.only(&known)?;
    let home = match (database, dashboard, linked) {
        (Some(id), None, None) => Home::Database(id),
        (None, Some(id), None) => Home::Dashboard(id),
        (None, None, Some(home)) => home,
        _ => {
            return Err(Refusal::validation(
                "Exactly one of database_id, view_id, or create_database must be provided.",
            ));
        }
    };
    if let Some(configuration) = &look.configuration {
        check_type(configuration, kind)?;
    }
    Ok(NewView { source, name, kind, home, spot, look })
}

fn linked(at: &At<'_, '_>) -> Checked<Home> {
    let parent = at.key("parent");
    let page = parent.key("page_id").uuid()?;
    parent.key("type").opt(|at| at.word(&["page_id"]))?;
    parent.only(&["type", "page_id"])?;
    let after = at.key("position").opt(|at| {
        at.key("type").word(&["after_block"])?;
        let id = at.key("block_id").uuid()?;
        at.only(&["type", "block_id"])?;
        Ok(id)
    })?;
    at.only(&["parent", "position"])?;
    Ok(Home::Linked { page, after })
}

fn spot(at: &At<'_, '_>) -> Checked<Spot> {
    at.object()?;
    let kind = at.key("type").word(&["start", "end", "after_view"])?;
    let (spot, known): (_, &[&str]) = match kind {
        "start" => (Spot::Start, &["type"]),
        "end" => (Spot::End, &["type"]),
        _ => (Spot::After(at.key("view_id").uuid()?), &["type", "view_id"]),
    };
    at.only(known)?;
    Ok(spot)
}

fn placement(at: &At<'_, '_>) -> Checked<()> {
    at.object()?;
    let kind = at.key("type").word(&["new_row", "existing_row"])?;
    let row = at.key("row_index");
    match kind {
        "existing_row" => drop(row.at_least(0)?),
        _ => drop(row.opt(|at| at.at_least(0))?),
    }
    at.only(&["type", "row_index"])
}

const LOOK: [&str; 4] = ["filter", "sorts", "quick_filters", "configuration"];

fn look(body: &At<'_, '_>) -> Checked<Look> {
    // What is kept is the JSON itself, once it was read.
    let kept = |at: &At<'_, '_>| at.value().cloned().unwrap_or_default();
    let filter = body.key("filter").patch(|at| filter(at).map(|_| kept(at)))?;
    let sorts = body.key("sorts").patch(|at| sorts(at).map(|_| kept(at)))?;
    let quick_filters = body.key("quick_filters").patch(|at| at.object().cloned())?;
    let configuration = body.key("configuration").maybe(|at| {
        configuration::check(at)?;
        at.object().cloned()
    })?;
    Ok(Look { filter, sorts, quick_filters, configuration })
}

/// The body of `PATCH /v1/views/{view_id}`: the new name, and the new look.
pub(crate) fn changed_view(
    body: &At<'_, '_>,
    kind: &str,
) -> Result<(Option<String>, Look), Refusal> {
    body.object()?;
    let name = body.key("name").opt(|at| at.text(limits::TEXT))?.map(str::to_owned);
    let look = look(body)?;
    if let Patch::Set(_) = look.sorts {
        // New views may be sorted by a time, those that are there by properties only.
        body.key("sorts").array(limits::FILTER_ENTRIES, |at| at.key("property").string())?;
    }
    // The type of a view cannot be changed, and naming one is no harm.
    let mut known = vec!["name", "type"];
    known.extend(LOOK);
    body.only(&known)?;
    if let Some(configuration) = &look.configuration {
        check_type(configuration, kind)?;
    }
    Ok((name, look))
}

fn check_type(configuration: &Map<String, Value>, kind: &str) -> Result<(), Refusal> {
    let named = configuration.get("type").and_then(Value::as_str).unwrap_or_default();
    if named == kind {
        return Ok(());
    }
    Err(Refusal::validation(format!(
        "Configuration type \"{named}\" does not match view type \"{kind}\""
    )))
}

/// Lays a configuration over the one that is there: `null` clears, lists are replaced whole.
pub(crate) fn configured(old: &Value, new: &Map<String, Value>) -> Value {
    let mut members = old.as_object().cloned().unwrap_or_default();
    for (key, value) in new {
        if value.is_null() {
            members.shift_remove(key);
        } else {
            members.insert(key.clone(), value.clone());
        }
    }
    Value::Object(members)
}

/// Lays quick filters over those that are there: `null` removes one.
pub(crate) fn quick_filtered(old: Option<&Value>, new: &Map<String, Value>) -> Option<Value> {
    let old = old.cloned().unwrap_or_else(|| json!({}));
    let merged = configured(&old, new);
    let is_empty = merged.as_object().is_none_or(Map::is_empty);
    (!is_empty).then_some(merged)
}
