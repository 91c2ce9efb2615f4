//! The templates of a seed's data sources.

use serde_json::{Map, Value};
use uuid::Uuid;

use super::super::{SeedTemplate, shorthand};
use super::{Sower, nearest};
use crate::rules::block::seeded_children;
use crate::rules::icon::{cover, icon};
use crate::rules::text::rich_text;
use crate::semantics::blocks::{Place, append, check_content};
use crate::semantics::templates::check;
use crate::world::template::Template;

pub(super) fn sow(sower: &mut Sower, database: &str, source: Uuid, templates: Vec<SeedTemplate>) {
    for (rank, template) in (1..).zip(templates) {
        let place = format!("database \"{database}\", template {rank}");
        one(sower, &place, source, rank, template);
    }
}

fn one(sower: &mut Sower, place: &str, source: Uuid, rank: u64, template: SeedTemplate) {
    let id = template.id.unwrap_or_else(|| sower.world.ids.page(sower.world.now));
    let title = shorthand::text(&template.name);
    let title = sower.read(place, &title, rich_text).unwrap_or_default();
    let own_icon = template.icon.and_then(|it| sower.read(place, &it, icon)).flatten();
    let own_cover = template.cover.and_then(|it| sower.read(place, &it, cover));
    let properties = values(sower, place, source, template.properties);
    if let Err(refusal) = check(&mut sower.world, source, &properties) {
        sower.problem(place, refusal.message);
    }
    sower.world.put(Template {
        id,
        rank,
        source,
        title,
        is_default: template.is_default,
        icon: own_icon.map(Box::new),
        cover: own_cover.map(Box::new),
        properties,
    });
    let children = Value::Array(template.children);
    let blocks = sower.read(place, &children, seeded_children).unwrap_or_default();
    match check_content(&sower.world, &blocks) {
        Ok(()) => drop(append(&mut sower.world, id, blocks, Place::End)),
        Err(refusal) => sower.problem(place, refusal.message),
    }
}

/// The values as a request would send them.
fn values(sower: &mut Sower, place: &str, source: Uuid, values: Map<String, Value>) -> Value {
    let mut requests = Map::new();
    let Some(schema) = sower.world.source(source).cloned() else { return Value::Object(requests) };
    for (name, value) in values {
        let Some(property) = schema.find(&name) else {
            let known = schema.properties.iter().map(|property| property.name.as_ref());
            let help = nearest(&name, known);
            sower.problem(place, format!("there is no property \"{name}\"{help}"));
            continue;
        };
        match shorthand::value(property, value, &sower.names.users, &sower.names.rows) {
            Ok(value) => drop(requests.insert(name, value)),
            Err(unknown) => {
                sower.problem(place, format!("property \"{name}\": no key is \"{unknown}\""));
            }
        }
    }
    Value::Object(requests)
}
