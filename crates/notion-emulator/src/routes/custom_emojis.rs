//! The custom emojis of the workspace.

use serde_json::{Map, Value, json};

use crate::call::{Answer, Call, page_of_ids};
use crate::refusal::Refusal;
use crate::world::World;
use crate::world::emoji::Emoji;

/// `GET /v1/custom_emojis`: a list of its own shape; `name` finds the one of exactly that name.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&["name", "start_cursor", "page_size"])?;
    let name = call.parameter("name");
    let mut emojis: Vec<&Emoji> = world.all().collect();
    emojis.sort_by_key(|emoji| emoji.rank);
    let wanted = emojis.into_iter().filter(|emoji| name.is_none_or(|name| *emoji.name == *name));
    let (page, next) = page_of_ids(wanted.map(|emoji| emoji.id), &call.paging()?)?;
    let found: Value = page
        .iter()
        .filter_map(|id| world.find::<Emoji>(*id))
        .map(|emoji| json!({ "id": emoji.id, "name": emoji.name, "url": emoji.url }))
        .collect();
    let body = [
        ("object", json!("list")),
        ("type", json!("custom_emoji")),
        ("results", found),
        ("has_more", json!(next.is_some())),
        ("next_cursor", json!(next)),
    ];
    Ok(Answer::of(
        body.into_iter().map(|(key, value)| (key.to_owned(), value)).collect::<Map<_, _>>(),
    ))
}
