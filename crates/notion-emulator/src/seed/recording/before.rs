//! What an object was like before the recording, where the answer to a change shows it first.
//!
//! Most changes can be made again without a difference: whoever sets a title that is set changes
//! nothing. These cannot, or other objects told what it was before.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::sightings::Sightings;
use super::{Exchange, id};

/// A database, of which its data sources and its block tell as well.
pub(super) fn database(sightings: &Sightings<'_>, own: Uuid, shown: &Value) -> Value {
    let mut before = shown.clone();
    let this = ("database", own);
    let sources = shown["data_sources"].as_array().map_or(&[][..], Vec::as_slice);
    let mut told: Vec<&str> = vec!["description", "is_inline", "cover"];
    if sources.len() == 1 {
        told.extend(["title", "icon"]);
    }
    for source in sources.iter().filter_map(|it| id(it, "id")) {
        if sightings.is_before(("data_source", source), this)
            && let Some(earlier) = sightings.sources.get(&source)
        {
            for key in &told {
                before[*key] = earlier[*key].clone();
            }
        }
    }
    if sightings.is_before(("block", own), this)
        && let Some(title) = sightings.blocks.get(&own).map(|it| &it["child_database"]["title"])
    {
        retitle(&mut before["title"], title);
    }
    before
}

/// A page, whose block tells its title as well.
pub(super) fn page(sightings: &Sightings<'_>, own: Uuid, shown: &Value) -> Value {
    let mut before = shown.clone();
    let this = ("page", own);
    if sightings.is_before(("block", own), this)
        && let Some(title) = sightings.blocks.get(&own).map(|it| &it["child_page"]["title"])
        && let Some(properties) = before["properties"].as_object_mut()
    {
        for property in properties.values_mut().filter(|it| it["type"] == "title") {
            retitle(&mut property["title"], title);
        }
    }
    let moved = sightings
        .first("page", own)
        .is_some_and(|exchange| matches!(exchange.segments()[..], ["pages", _, "move"]));
    if moved {
        before["parent"] = json!({ "type": "workspace", "workspace": true });
    }
    before
}

/// A data source, which its database named, and whose properties were renamed, removed or added.
pub(super) fn source(sightings: &Sightings<'_>, own: Uuid, shown: &Value) -> Value {
    let mut before = shown.clone();
    let this = ("data_source", own);
    if let Some(database) = id(&shown["parent"], "database_id")
        && sightings.is_before(("database", database), this)
        && let Some(database) = sightings.databases.get(&database)
    {
        let named = database["data_sources"].as_array().into_iter().flatten();
        let mut named = named.filter(|it| id(it, "id") == Some(own));
        if let Some(name) = named.next().map(|it| &it["name"]) {
            retitle(&mut before["title"], name);
        }
    }
    let changed = sightings.first("data_source", own).filter(|it| it.method == "PATCH");
    if let Some(edits) = changed.and_then(|it| it.request["properties"].as_object())
        && let Some(properties) = before["properties"].as_object_mut()
    {
        for (key, edit) in edits {
            undo(sightings, own, properties, key, edit);
        }
    }
    before
}

/// Gives a rich text another content, if it is another.
fn retitle(title: &mut Value, wanted: &Value) {
    let Some(wanted) = wanted.as_str() else { return };
    let runs = title.as_array().into_iter().flatten();
    let plain: String = runs.filter_map(|run| run["plain_text"].as_str()).collect();
    let is_untitled = wanted == super::build::UNTITLED && plain.is_empty();
    if plain != wanted && !is_untitled {
        *title = json!([{ "type": "text", "text": { "content": wanted, "link": null } }]);
    }
}

/// Takes one change of a schema back.
fn undo(
    sightings: &Sightings<'_>,
    own: Uuid,
    properties: &mut Map<String, Value>,
    key: &str,
    edit: &Value,
) {
    let is_it = |property: &Value| {
        let id = property["id"].as_str().unwrap_or_default();
        id == key || notion_model::PropertyId::from(id).decoded() == key
    };
    if edit.is_null() {
        // Of what is gone nothing is known, and nothing more is asked.
        if !properties.contains_key(key) && !properties.values().any(is_it) {
            let gone = json!({ "id": key, "name": key, "type": "rich_text", "rich_text": {} });
            properties.insert(key.to_owned(), gone);
        }
        return;
    }
    let name = edit["name"].as_str().unwrap_or(key);
    let Some(property) = properties.get(name) else { return };
    if is_new(sightings, own, property) {
        properties.shift_remove(name);
        return;
    }
    let old =
        if is_it(property) { named_before(sightings, own, property) } else { Some(key.into()) };
    if let Some(old) = old.filter(|old| old != name)
        && let Some(mut property) = properties.shift_remove(name)
    {
        property["name"] = Value::from(old.as_str());
        properties.insert(old, property);
    }
}

/// What the other side of a relation called a property before.
fn named_before(sightings: &Sightings<'_>, own: Uuid, property: &Value) -> Option<String> {
    let others = sightings
        .sources
        .iter()
        .filter(|(other, _)| sightings.is_before(("data_source", **other), ("data_source", own)));
    let mut relations = others.flat_map(|(_, source)| {
        let properties = source["properties"].as_object().into_iter().flat_map(Map::values);
        properties.map(|it| &it["relation"])
    });
    let found = relations.find_map(|relation| {
        let dual = &relation["dual_property"];
        let is_this = id(relation, "data_source_id") == Some(own)
            && dual["synced_property_id"] == property["id"];
        dual["synced_property_name"].as_str().filter(|_| is_this)
    });
    found.map(str::to_owned)
}

/// Whether rows, or the other side of a relation, were shown without the property before.
fn is_new(sightings: &Sightings<'_>, own: Uuid, property: &Value) -> bool {
    let this = ("data_source", own);
    let holds = |properties: &Value, key: &Value| {
        properties.as_object().is_some_and(|it| it.values().any(|other| other["id"] == *key))
    };
    let is_whole = |page: Uuid| {
        let shown = sightings.first("page", page);
        shown.is_some_and(|it: &Exchange| it.parameter("filter_properties").is_none())
    };
    let rows = sightings.pages.iter().any(|(page, shown)| {
        id(&shown["parent"], "data_source_id") == Some(own)
            && sightings.is_before(("page", *page), this)
            && is_whole(*page)
            && !holds(&shown["properties"], &property["id"])
    });
    let relation = &property["relation"];
    let other_side = || {
        let target = id(relation, "data_source_id")?;
        let back = relation["dual_property"].get("synced_property_id")?;
        let shown = sightings.sources.get(&target)?;
        let is_before = target != own && sightings.is_before(("data_source", target), this);
        Some(is_before && !holds(&shown["properties"], back))
    };
    rows || other_side().unwrap_or(false)
}
