//! What stands beside the pages of a recording: comments, custom emojis, templates and tasks.

use jiff::Timestamp;
use serde_json::Value;

use super::build::{Builder, parent_in};
use super::text::{runs, word};
use super::{Exchange, id};
use crate::ids::parse;
use crate::world::World;
use crate::world::comment::{Comment, DisplayName};
use crate::world::emoji::Emoji;
use crate::world::moment::Moment;
use crate::world::task::{Outcome, Task};
use crate::world::template::Template;
use crate::world::text::Run;

impl Builder<'_> {
    /// Adds what an exchange shows and none made, in the order in which it is listed.
    pub(super) fn beside(&mut self, exchange: &Exchange) {
        for shown in exchange.shown().filter(|it| it["object"] == "comment") {
            self.add_parent(&shown["parent"]);
            let Some(own) = id(shown, "id").filter(|own| self.sightings.is_presupposed(*own))
            else {
                continue;
            };
            if self.world.find::<Comment>(own).is_none() {
                comment(&mut self.world, own, shown);
            }
        }
        emojis(&mut self.world, &exchange.response);
        match exchange.segments()[..] {
            ["data_sources", source, "templates"] => {
                let listed = exchange.response["templates"].as_array().into_iter().flatten();
                for (source, shown) in listed.filter_map(|shown| Some((parse(source)?, shown))) {
                    self.template(source, id(shown, "id"), shown);
                }
            }
            ["pages"] => {
                let source = id(&exchange.response["parent"], "data_source_id");
                let wanted = &exchange.request["template"];
                let template = id(wanted, "template_id");
                if let Some((source, template)) = source.zip(template) {
                    self.template(source, Some(template), &Value::Null);
                }
                let is_default = |source: &uuid::Uuid| {
                    wanted["type"] == "default"
                        && self.world.templates(*source).iter().all(|it| !it.is_default)
                };
                if let Some(source) = source.filter(is_default) {
                    let own = self.world.ids.v4();
                    self.template(source, Some(own), &serde_json::json!({ "is_default": true }));
                }
            }
            ["async_tasks", _] => self.task(exchange),
            _ => {}
        }
    }

    fn template(&mut self, source: uuid::Uuid, own: Option<uuid::Uuid>, shown: &Value) {
        let Some(own) = own.filter(|own| self.world.find::<Template>(*own).is_none()) else {
            return;
        };
        let name = word(&shown["name"]);
        let template = Template {
            id: own,
            rank: self.world.templates(source).len() as u64 + 1,
            source,
            title: if name.is_empty() { Vec::new() } else { vec![Run::text(&name)] },
            is_default: shown["is_default"] == true,
            icon: None,
            cover: None,
            properties: Value::Object(serde_json::Map::new()),
        };
        self.world.put(template);
    }

    /// A task that is over. One that is not is taken to be accepted right now.
    fn task(&mut self, exchange: &Exchange) {
        let shown = &exchange.response;
        let hex = shown["id"].as_str().and_then(|name| name.strip_prefix("task_"));
        let Some(own) = hex.and_then(|hex| uuid::Uuid::try_parse(hex).ok()) else { return };
        let made = self.world.find::<Task>(own).is_some();
        let outcome = match shown["status"].as_str() {
            _ if made => return,
            Some("succeeded") => Outcome::Succeeded(shown["result"].clone()),
            Some("failed") => Outcome::Failed(shown["error"].clone()),
            _ => return,
        };
        // Long enough ago to be over, and not so long that it is forgotten.
        let ago = jiff::SignedDuration::from_mins(1);
        let created = self.world.now.saturating_sub(ago).unwrap_or(self.world.now).into();
        let operation = word(&shown["operation"]["name"]);
        self.world.put(Task { id: own, created, operation, outcome });
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
fn emojis(world: &mut World, answer: &Value) {
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
