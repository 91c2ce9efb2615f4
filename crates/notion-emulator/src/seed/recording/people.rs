//! Users of a recording, and the integration that sent it.

use std::collections::BTreeMap;

use serde_json::Value;
use uuid::Uuid;

use super::sightings::Sightings;
use super::{Exchange, id};
use crate::world::record::User;
use crate::world::{Plan, World};

/// Adds the users that answers show, and lets the world be of the integration that asked.
pub(super) fn add(world: &mut World, exchanges: &[Exchange], sightings: &Sightings<'_>) {
    let mut users: BTreeMap<Uuid, User> = BTreeMap::new();
    // Lists of users say in which order they come; what is shown elsewhere comes behind them.
    let lists = exchanges.iter().filter(|it| it.path == "/v1/users");
    let mut me = None;
    for exchange in lists.chain(exchanges) {
        collect(&exchange.response, &mut users, &mut me);
    }
    for exchange in exchanges {
        commentators(&exchange.response, &mut users);
    }
    if exchanges.iter().any(|it| it.is_done() && it.request["mode"] == "multi_part") {
        // Only who pays may send files in parts.
        world.about.plan = Plan::Paid;
    }
    if let Some(me) = me {
        introduce(world, me);
    } else {
        let integration = &mut world.about.integration;
        integration.id = sightings.author().unwrap_or(integration.id);
        let name = exchanges.iter().find_map(|it| integration_name(&it.response));
        integration.name = name.unwrap_or_else(|| integration.name.clone());
    }
    let own = &mut world.about.integration;
    let rank = users.len() as u64;
    let user = users.entry(own.id).or_insert_with(|| User {
        id: own.id,
        name: own.name.as_str().into(),
        email: None,
        email_verified: None,
        avatar_url: None,
        is_bot: true,
        rank,
    });
    match me.and_then(|me| me["name"].as_str()) {
        Some(name) => user.name = name.into(),
        None => own.name = user.name.to_string(),
    }
    for user in users.into_values() {
        world.add_user(user);
    }
}

/// Every full user in an answer, wherever it stands. The bot of which more is said is the one that
/// asks.
fn collect<'e>(answer: &'e Value, users: &mut BTreeMap<Uuid, User>, me: &mut Option<&'e Value>) {
    match answer {
        Value::Array(items) => items.iter().for_each(|item| collect(item, users, me)),
        Value::Object(members) => {
            if members.get("object").is_some_and(|object| object == "user")
                && let (Some(id), Some(name)) = (id(answer, "id"), answer.get("name"))
            {
                if answer["bot"].as_object().is_some_and(|about| !about.is_empty()) {
                    me.get_or_insert(answer);
                }
                let rank = users.len() as u64;
                users.entry(id).or_insert_with(|| User {
                    id,
                    name: name.as_str().unwrap_or_default().into(),
                    email: answer["person"]["email"].as_str().map(Into::into),
                    email_verified: answer["person"]["email_verified"].as_bool(),
                    avatar_url: answer["avatar_url"].as_str().map(Into::into),
                    is_bot: answer["type"] == "bot",
                    rank,
                });
            }
            members.values().for_each(|member| collect(member, users, me));
        }
        _ => {}
    }
}

/// The integrations and people that comments are shown as written by.
fn commentators(answer: &Value, users: &mut BTreeMap<Uuid, User>) {
    let listed = answer["results"].as_array().into_iter().flatten();
    for comment in listed.chain([answer]).filter(|it| it["object"] == "comment") {
        let shown = &comment["display_name"];
        let kind = shown["type"].as_str().filter(|kind| *kind != "custom");
        let name = kind.and(shown["resolved_name"].as_str());
        if let (Some(id), Some(name)) = (id(&comment["created_by"], "id"), name) {
            let rank = users.len() as u64;
            users.entry(id).or_insert_with(|| User {
                id,
                name: name.into(),
                email: None,
                email_verified: None,
                avatar_url: None,
                is_bot: kind == Some("integration"),
                rank,
            });
        }
    }
}

/// The bot says who it is, where it is and whom it acts for.
fn introduce(world: &mut World, me: &Value) {
    let about = &mut world.about;
    about.integration.id = id(me, "id").unwrap_or(about.integration.id);
    if let Some(name) = me["name"].as_str() {
        name.clone_into(&mut about.integration.name);
    }
    let bot = &me["bot"];
    about.workspace = id(bot, "workspace_id").unwrap_or(about.workspace);
    if let Some(name) = bot["workspace_name"].as_str() {
        name.clone_into(&mut about.workspace_name);
    }
    about.person = id(&bot["owner"]["user"], "id");
    let most = bot["workspace_limits"]["max_file_upload_size_in_bytes"].as_u64();
    if most.is_some_and(|most| most > Plan::Free.file_bytes()) {
        about.plan = Plan::Paid;
    }
}

/// The name that a refusal gives the integration.
fn integration_name(answer: &Value) -> Option<String> {
    let (_, rest) = answer["message"].as_str()?.split_once("your integration \"")?;
    Some(rest.split_once('"')?.0.to_owned())
}
