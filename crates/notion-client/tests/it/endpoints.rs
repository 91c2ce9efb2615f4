//! Pages, blocks, databases, searches, users: every call with all that its body may hold, for the
//! local Notion to take and for the official types to judge.

use notion_client::{Endpoint, blocks, data_sources, databases, pages, search, templates, users};
use notion_model::request::{CreatePage, Parent, UpdateBlock};
use notion_model::{BlockKind, Found, PropertyId, PropertyItems};
use serde::de::DeserializeOwned;
use serde_json::{Value, json};

use crate::session::{Session, chain};

/// A body, as one would write it. It has to say all of it again.
fn body<T: DeserializeOwned + serde::Serialize>(json: Value) -> T {
    let body: T = serde_json::from_value(json.clone()).unwrap();
    let again = serde_json::to_string(&body).unwrap();
    for key in json.as_object().unwrap().keys() {
        assert!(again.contains(&format!("\"{key}\"")), "{key} is missing in {again}");
    }
    body
}

async fn send<E: Endpoint>(session: &Session, endpoint: E) -> E::Output {
    match session.client.send(endpoint).await {
        Ok(output) => output,
        Err(error) => panic!("{}", chain(&error)),
    }
}

fn text(text: &str) -> Value {
    json!([{ "type": "text", "text": { "content": text } }])
}

fn emoji() -> Value {
    json!({ "type": "emoji", "emoji": "🌱" })
}

fn picture() -> Value {
    json!({ "type": "external", "external": { "url": "https://example.org/cover.png" } })
}

/// A schema of every type that can be written.
fn schema() -> Value {
    json!({
        "Name": { "title": {} },
        "Notes": { "rich_text": {} },
        "Height": { "number": { "format": "percent" } },
        "Kind": { "select": { "options": [{ "name": "Tree", "color": "green" }] } },
        "Tags": { "multi_select": { "options": [{ "name": "old" }, { "name": "tall" }] } },
        "Planted": { "date": {} },
        "Who": { "people": {} },
        "Photos": { "files": {} },
        "Alive": { "checkbox": {} },
        "Link": { "url": {} },
        "Mail": { "email": {} },
        "Phone": { "phone_number": {} },
        "Twice": { "formula": { "expression": "prop(\"Height\") * 2" } },
        "ID": { "unique_id": { "prefix": "TREE" } },
        "Made": { "created_time": {} },
        "Maker": { "created_by": {} },
    })
}

fn values(session: &Session) -> Value {
    let ada = session.emulator.user("ada").unwrap();
    json!({
        "Name": { "title": text("Oak") },
        "Notes": { "rich_text": text("In the corner") },
        "Height": { "number": 0.5 },
        "Kind": { "select": { "name": "Tree" } },
        "Tags": { "multi_select": [{ "name": "old" }, { "name": "tall" }] },
        "Planted": { "date": { "start": "2026-11-02", "end": "2026-11-03" } },
        "Who": { "people": [{ "id": ada }] },
        "Photos": { "files": [{ "name": "oak.png", "external": { "url": "https://example.org/oak.png" } }] },
        "Alive": { "checkbox": true },
        "Link": { "url": "https://example.org" },
        "Mail": { "email": "oak@example.org" },
        "Phone": { "phone_number": "112" },
    })
}

#[tokio::test(start_paused = true)]
async fn databases_and_their_rows() {
    let session = Session::new();
    let garden = body(json!({
        "parent": { "type": "page_id", "page_id": session.page("home") },
        "title": text("Garden"), "description": text("What grows"), "is_inline": true,
        "icon": emoji(), "cover": picture(), "initial_data_source": { "properties": schema() },
    }));
    let garden = send(&session, databases::create(garden)).await;
    let trees = garden.data_sources[0].id;
    let change = body(json!({
        "title": text("The garden"), "description": text("What grew"), "is_inline": false,
        "is_locked": true, "icon": emoji(), "cover": picture(), "in_trash": false,
    }));
    send(&session, databases::update(garden.id, change)).await;
    assert!(send(&session, databases::retrieve(garden.id)).await.is_locked);

    let other = body(json!({
        "parent": { "type": "database_id", "database_id": garden.id },
        "title": text("Bushes"), "icon": emoji(),
        "properties": { "Name": { "title": {} }, "Next to": { "relation": {
            "data_source_id": trees, "type": "single_property", "single_property": {},
        } } },
    }));
    let bushes = send(&session, data_sources::create(other)).await;
    let change = body(json!({
        "title": text("All bushes"), "icon": emoji(),
        "properties": { "Name": { "name": "Bush" }, "Soil": { "rich_text": {} } },
    }));
    send(&session, data_sources::update(bushes.id, change)).await;
    let schema = send(&session, data_sources::retrieve(bushes.id)).await.properties;
    assert!(schema.get("Bush").is_some() && schema.get("Soil").is_some());
    assert_eq!(session.client.list(templates::list(trees)).collect().await.unwrap(), []);

    let oak: CreatePage = body(json!({
        "parent": { "type": "data_source_id", "data_source_id": trees },
        "properties": values(&session), "icon": emoji(), "cover": picture(),
        "children": [{ "type": "paragraph", "paragraph": { "rich_text": text("Green") } }],
    }));
    let oak = send(&session, pages::create(oak)).await;
    let change = body(json!({
        "properties": values(&session), "icon": null, "cover": null, "is_locked": false,
    }));
    send(&session, pages::update(oak.id, change)).await;
    let titles = [PropertyId::from("title")];
    assert_eq!(
        send(&session, pages::retrieve(oak.id).only(titles.clone())).await.properties.len(),
        1
    );
    let title = send(&session, pages::property(oak.id, titles[0].clone())).await;
    assert!(matches!(title, PropertyItems::List(_)));
    let listed = session.client.list(pages::property_items(oak.id, titles[0].clone()));
    assert_eq!(listed.collect().await.unwrap().len(), 1);

    let query = body(json!({
        "filter": { "and": [
            { "property": "Alive", "checkbox": { "equals": true } },
            { "or": [
                { "property": "Height", "number": { "greater_than": 0.1 } },
                { "timestamp": "created_time", "created_time": { "past_week": {} } },
            ] },
        ] },
        "sorts": [
            { "property": "Name", "direction": "ascending" },
            { "timestamp": "last_edited_time", "direction": "descending" },
        ],
        "page_size": 10, "in_trash": false, "result_type": "page",
    }));
    let found = send(&session, data_sources::query(trees, query).only(titles)).await;
    assert!(matches!(found.items().next(), Some(Found::Page(page)) if page.id == oak.id));

    send(&session, pages::move_to(oak.id, Parent::DataSource(bushes.id))).await;
    assert!(send(&session, pages::trash(oak.id)).await.in_trash);
    assert!(!send(&session, pages::restore(oak.id)).await.in_trash);
    assert!(send(&session, databases::trash(garden.id)).await.in_trash);
}

#[tokio::test(start_paused = true)]
async fn blocks_searches_and_people() {
    let session = Session::new();
    let plan = session.page("plan");
    let first = session.client.list(blocks::children(plan)).collect().await.unwrap().remove(0);
    let added = body(json!({
        "children": [
            { "type": "heading_1", "heading_1": { "rich_text": text("More"), "color": "red", "is_toggleable": true } },
            { "type": "to_do", "to_do": { "rich_text": text("Seeds"), "checked": true, "color": "default" } },
            { "type": "code", "code": { "rich_text": text("let x = 1;"), "language": "rust", "caption": text("Code") } },
            { "type": "table", "table": { "table_width": 1, "has_column_header": true, "has_row_header": false,
                "children": [{ "type": "table_row", "table_row": { "cells": [text("Cell")] } }] } },
        ],
        "position": { "type": "after_block", "after_block": { "id": first.id } },
    }));
    let added = send(&session, blocks::append(plan, added)).await;
    let heading = added.items().next().unwrap().id;
    let change: UpdateBlock = body(json!({
        "heading_1": { "rich_text": text("Even more"), "color": "blue", "is_toggleable": false },
    }));
    send(&session, blocks::update(heading, change)).await;
    let read = send(&session, blocks::retrieve(heading)).await;
    assert!(matches!(read.kind, BlockKind::Heading1(_)));
    assert!(send(&session, blocks::delete(heading)).await.in_trash);
    assert!(!send(&session, blocks::restore(heading)).await.in_trash);
    assert_eq!(session.client.block_tree(plan).await.unwrap().len(), 7);

    let found = session.client.list(search::search(body(json!({
        "query": "Plan", "filter": { "property": "object", "value": "page" },
        "sort": { "timestamp": "last_edited_time", "direction": "ascending" },
    }))));
    assert_eq!(found.collect().await.unwrap().len(), 1);

    let people = session.client.list(users::list()).collect().await.unwrap();
    let ada = session.emulator.user("ada").unwrap();
    assert!(people.iter().any(|it| it.id == ada));
    assert_eq!(send(&session, users::retrieve(ada)).await.name.as_deref(), Some("Ada"));
    assert!(send(&session, users::me()).await.bot.is_some());
}
