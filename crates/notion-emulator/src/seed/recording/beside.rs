//! What stands beside the pages of a recording: comments and custom emojis.

use jiff::Timestamp;
use serde_json::Value;

use super::build::parent_in;
use super::sightings::Sightings;
use super::text::{runs, word};
use super::{Exchange, id};
use crate::world::World;
use crate::world::comment::{Comment, DisplayName};
use crate::world::emoji::Emoji;
use crate::world::moment::Moment;

/// Adds the comments that were there before the recording, in the order in which they are listed.
pub(super) fn comments(world: &mut World, exchanges: &[Exchange], sightings: &Sightings<'_>) {
    for exchange in exchanges.iter().filter(|exchange| exchange.status == 200) {
        let answer = &exchange.response;
        let listed = answer["results"].as_array().into_iter().flatten();
        for shown in listed.chain([answer]).filter(|it| it["object"] == "comment") {
            let Some(own) = id(shown, "id").filter(|own| sightings.is_presupposed(*own)) else {
                continue;
            };
            if world.find::<Comment>(own).is_none() {
                comment(world, own, shown);
            }
        }
    }
}

fn comment(world: &mut World, own: uuid::Uuid, shown: &Value) {
    let now = world.moment();
    let time = |key: &str| -> Option<Moment> {
        Some(shown[key].as_str()?.parse::<Timestamp>().ok()?.into())
    };
    let created = time("created_time").unwrap_or(now);
    let name = &shown["display_name"];
    let name = match name["type"].as_str() {
        Some("custom") => DisplayName::Custom(word(&name["resolved_name"])),
        Some("user") => DisplayName::User,
        _ => DisplayName::Integration,
    };
    let comment = Comment {
        id: own,
        rank: world.next_comment_rank(),
        discussion: id(shown, "discussion_id").unwrap_or(own),
        parent: parent_in(&shown["parent"]),
        created,
        created_by: id(&shown["created_by"], "id").unwrap_or(world.about.integration.id),
        edited: time("last_edited_time").unwrap_or(created),
        text: runs(&shown["rich_text"]),
        name,
        attachments: Vec::new(),
    };
    world.put(comment);
}

/// Adds the custom emojis that an answer shows, wherever they stand.
pub(super) fn emojis(world: &mut World, answer: &Value) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| emojis(world, item)),
        Value::Object(members) => {
            let listed = answer["results"].as_array().into_iter().flatten();
            let listed = listed.filter(|_| answer["type"] == "custom_emoji");
            for shown in listed.chain(members.get("custom_emoji")) {
                emoji(world, shown);
            }
            members.values().for_each(|member| emojis(world, member));
        }
        _ => {}
    }
}

fn emoji(world: &mut World, shown: &Value) {
    let (Some(own), Some(name)) = (id(shown, "id"), shown["name"].as_str()) else { return };
    if world.find::<Emoji>(own).is_none() {
        let rank = world.all::<Emoji>().count() as u64;
        world.put(Emoji { id: own, rank, name: name.into(), url: word(&shown["url"]) });
    }
}
