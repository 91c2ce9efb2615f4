//! The templates of a data source.

use serde_json::{Map, Value, json};

use super::not_found;
use crate::call::{Answer, Call, page_of_ids};
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::template::Template;

/// `GET /v1/data_sources/{data_source_id}/templates`: a list of its own shape; `name` is part of a
/// name, in any case.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let source = call.id("data_source_id")?;
    call.only_query(&["name", "start_cursor", "page_size"])?;
    let paging = call.paging()?;
    if world.source(source).is_none() {
        return Err(not_found(world, "data_source", source));
    }
    let wanted = call.parameter("name").map(str::to_lowercase);
    let templates = world.templates(source);
    let name = |template: &Template| world.plain(&template.title);
    let found = templates.into_iter().filter(|template| {
        wanted.as_ref().is_none_or(|wanted| name(template).to_lowercase().contains(wanted))
    });
    let (page, next) = page_of_ids(found.map(|template| template.id), &paging)?;
    let shown: Value = page
        .iter()
        .filter_map(|id| world.find::<Template>(*id))
        .map(|it| json!({ "id": it.id, "name": name(it), "is_default": it.is_default }))
        .collect();
    let mut body = Map::new();
    body.insert("templates".into(), shown);
    body.insert("has_more".into(), json!(next.is_some()));
    body.insert("next_cursor".into(), json!(next));
    Ok(Answer { has_request_id: false, ..Answer::of(body) })
}
