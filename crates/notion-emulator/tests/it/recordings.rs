//! Worlds out of recordings: what is told of them is there again, and nothing else.

use std::time::Duration;

use notion_emulator::{Emulator, Fault, ManualClock, Plan, Seed};
use serde_json::{Value, json};

use crate::support::{NOW, Notion, VERSION, run};

/// A world that writes down what it is asked.
fn recording(file: &std::path::Path) -> Notion {
    let clock = ManualClock::new(NOW.parse().unwrap());
    let seed = json!({
        "pages": [{ "key": "home", "title": "Home" }, { "key": "other", "title": "Other" }],
        "databases": [{
            "key": "tasks", "title": "Tasks", "parent": "home",
            "properties": {
                "Name": { "title": {} },
                "Note": { "rich_text": {} },
                "Next": { "relation": { "data_source_id": "tasks", "single_property": {} } },
                "Stage": { "status": {} },
            },
            "rows": [
                { "key": "first", "properties": { "Name": "First" } },
                { "key": "second", "properties": { "Name": "Second", "Next": ["first"] } },
            ],
            "templates": [{ "name": "Weekly", "is_default": true }],
        }],
        "custom_emojis": [{ "name": "ours", "url": "https://a.example/ours.png" }],
    });
    let builder = Emulator::builder().clock(clock.clone()).seed(3).record(file).plan(Plan::Paid);
    let emulator = builder.world(Seed::from_value(seed).unwrap()).build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

/// A world out of some lines of a recording.
fn again(lines: &[&str]) -> Notion {
    let clock = ManualClock::new(NOW.parse().unwrap());
    let seed = Seed::parse(&lines.join("\n")).unwrap();
    let builder = Emulator::builder().clock(clock.clone()).seed(4).world(seed);
    let lag = Fault::on("POST", "/v1/search").lag(Duration::MAX);
    let emulator = builder.faults(vec![lag]).build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

/// Asks what a line asks, and compares what comes: the whole answer of reads, the status of others.
async fn check(notion: &Notion, line: &str) {
    let exchange: Value = serde_json::from_str(line).unwrap();
    let query = exchange["query"].as_array().unwrap().iter();
    let query: Vec<String> = query
        .map(|it| format!("{}={}", it[0].as_str().unwrap(), it[1].as_str().unwrap()))
        .collect();
    let path = exchange["path"].as_str().unwrap().trim_start_matches("/v1/");
    let path =
        if query.is_empty() { path.to_owned() } else { format!("{path}?{}", query.join("&")) };
    let method = exchange["method"].as_str().unwrap();
    let body = Some(&exchange["request"]).filter(|body| !body.is_null());
    let reply = notion.send(notion.request(method, &path, body)).await;
    assert_eq!(reply.status, exchange["status"], "{line}\n{}", reply.body);
    if method == "GET" {
        let (mut ours, mut recorded) = (reply.body, exchange["response"].clone());
        for answer in [&mut ours, &mut recorded] {
            answer.as_object_mut().unwrap().remove("request_id");
        }
        assert_eq!(ours, recorded, "{line}");
    }
}

/// Everything of which an exchange alone tells what it presupposes.
#[tokio::test]
async fn every_exchange_finds_what_it_presupposes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("recording.jsonl");
    let notion = recording(&file);
    let home = notion.home();
    let id = |key: &str| notion.emulator.page(key).unwrap().to_string();
    let (other, first, second) = (id("other"), id("first"), id("second"));
    let tasks = notion.emulator.data_source("tasks").unwrap().to_string();
    let database = notion.emulator.database("tasks").unwrap().to_string();
    let text = |text: &str| json!({ "paragraph": { "rich_text": [run(text)] } });

    // Blocks: siblings that are only named, tables and columns that are only put into.
    let children = format!("blocks/{home}/children");
    let table = json!({ "table": { "table_width": 2, "children": [
        { "table_row": { "cells": [[run("a")], []] } }
    ] } });
    let columns = json!({ "column_list": { "children": [
        { "column": { "children": [text("left")] } }, { "column": { "children": [] } },
    ] } });
    let made = json!({ "children": [text("one"), table, columns, text("two")] });
    let made = notion.patch(&children, made).await.ok().body["results"].clone();
    let block = |at: usize| made[at]["id"].as_str().unwrap().to_owned();
    let after = |id: &str| json!({ "type": "after_block", "after_block": { "id": id } });
    let between = json!({ "children": [text("between")], "position": after(&block(0)) });
    notion.patch(&children, between).await.ok();
    let rows = notion.get(&format!("blocks/{}/children", block(1))).await.ok();
    let row = json!({ "table_row": { "cells": [[], []] } });
    let below = json!({ "children": [row], "position": after(rows.body["results"][0]["id"].as_str().unwrap()) });
    notion.patch(&format!("blocks/{}/children", block(1)), below).await.ok();
    let column = json!({ "children": [{ "column": { "children": [] } }] });
    notion.patch(&format!("blocks/{}/children", block(2)), column).await.ok();
    notion.get(&format!("{children}?page_size=2")).await.ok();
    notion.get(&format!("{children}?start_cursor={}", block(3))).await.ok();

    // Pages: moves, long values, Markdown.
    let to = json!({ "parent": { "page_id": other } });
    let page = json!({ "parent": { "page_id": home }, "properties": { "title": [run("Page")] } });
    let page = notion.post("pages", page).await.ok().id();
    notion.post(&format!("pages/{page}/move"), to).await.ok();
    let body =
        json!({ "type": "replace_content", "replace_content": { "new_str": "# Plan\nText" } });
    notion.patch(&format!("pages/{page}/markdown"), body).await.ok();
    notion.get(&format!("pages/{page}/markdown")).await.ok();
    let body = json!({ "type": "update_content", "update_content": { "content_updates": [
        { "old_str": "Text", "new_str": "Words" }
    ] } });
    notion.patch(&format!("pages/{page}/markdown"), body).await.ok();
    notion.get(&format!("pages/{second}/properties/title")).await.ok();
    let schema = notion.get(&format!("data_sources/{tasks}")).await.ok().body["properties"].clone();
    let next = schema["Next"]["id"].as_str().unwrap().replace('%', "%25");
    notion.get(&format!("pages/{second}/properties/{next}")).await.ok();
    notion
        .get(&format!(
            "pages/{second}/properties/{}",
            schema["Stage"]["id"].as_str().unwrap().replace('%', "%25")
        ))
        .await
        .ok();

    // Data sources: filters over what no answer shows, pages of queries, changes of the schema.
    let query = format!("data_sources/{tasks}/query");
    let nothing = json!({ "filter": { "property": "Note", "rich_text": { "contains": "x" } } });
    notion.post(&query, nothing).await.ok();
    notion.post(&query, json!({ "page_size": 1 })).await.ok();
    let renamed = json!({ "properties": { "Note": { "name": "Remark" }, "Next": null } });
    notion.patch(&format!("data_sources/{tasks}"), renamed).await.ok();
    notion.get(&format!("data_sources/{tasks}/templates")).await.ok();

    // Views and their queries.
    notion.get(&format!("views?database_id={database}")).await.ok();
    let view = json!({
        "data_source_id": tasks, "name": "By name", "type": "table", "database_id": database,
    });
    let view = notion.post("views", view).await.ok().id();
    notion.get(&format!("views/{view}")).await.ok();
    notion.patch(&format!("views/{view}"), json!({ "name": "Renamed" })).await.ok();
    let found = notion.post(&format!("views/{view}/queries"), json!({})).await.ok().id();
    notion.get(&format!("views/{view}/queries/{found}")).await.ok();
    notion.delete(&format!("views/{view}")).await.ok();

    // Uploads, and what is attached.
    let upload = json!({ "mode": "multi_part", "filename": "film.mp4", "number_of_parts": 2 });
    let upload = notion.post("file_uploads", upload).await.ok().id();
    notion.get(&format!("file_uploads/{upload}")).await.ok();
    notion.get("file_uploads").await.ok();

    // Comments and their discussions.
    let comment = json!({ "parent": { "page_id": first }, "rich_text": [run("Well")] });
    let comment = notion.post("comments", comment).await.ok();
    let discussion = comment.body["discussion_id"].clone();
    let reply = json!({ "discussion_id": discussion, "rich_text": [run("Indeed")] });
    notion.post("comments", reply).await.ok();
    notion.get(&format!("comments?block_id={first}")).await.ok();
    notion
        .patch(&format!("comments/{}", comment.id()), json!({ "rich_text": [run("So")] }))
        .await
        .ok();
    notion.delete(&format!("comments/{}", comment.id())).await.ok();
    notion.get("custom_emojis").await.ok();

    let recorded = std::fs::read_to_string(&file).unwrap();
    assert_eq!(recorded.lines().count(), 36);
    for line in recorded.lines() {
        check(&again(&[line]), line).await;
    }
}

/// What another answer told of an object before a change was answered with it.
#[tokio::test]
async fn what_was_told_before_a_change_is_believed() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("recording.jsonl");
    let notion = recording(&file);
    let tasks = notion.emulator.data_source("tasks").unwrap().to_string();
    let database = notion.emulator.database("tasks").unwrap().to_string();
    notion.get(&format!("data_sources/{tasks}")).await.ok();
    let retitled = json!({ "title": [run("Renamed")], "description": [run("New")] });
    notion.patch(&format!("databases/{database}"), retitled).await.ok();
    notion.get(&format!("data_sources/{tasks}")).await.ok();

    let recorded = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = recorded.lines().collect();
    let notion = again(&lines);
    for line in lines {
        check(&notion, line).await;
    }
}

/// Search did not know yet what was there.
#[tokio::test]
async fn search_lags_as_it_did() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("recording.jsonl");
    let notion = recording(&file);
    let home = notion.home();
    notion.get(&format!("pages/{home}")).await.ok();
    notion.post("search", json!({ "query": "Home" })).await.ok();
    let recorded = std::fs::read_to_string(&file).unwrap();
    let lines: Vec<&str> = recorded.lines().collect();
    let mut missed: Value = serde_json::from_str(lines[1]).unwrap();
    missed["response"]["results"] = json!([]);
    let missed = missed.to_string();
    let notion = again(&[&missed, lines[0], lines[1]]);
    let found = async |query: &str| {
        let found = notion.post("search", json!({ "query": query })).await.ok();
        found.body["results"].as_array().unwrap().len()
    };
    assert_eq!(found("Home").await, 0);
    assert!(notion.emulator.catch_up());
    assert_eq!(found("Home").await, 1);
}

/// Nobody hangs below himself, whatever a recording says.
#[tokio::test]
async fn a_circle_is_cut() {
    let ids = ["38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "38c9ce7b-60a4-8114-b301-ddc78a46ec5e"];
    let page = |own: usize| {
        let title = json!({ "id": "title", "type": "title", "title": [] });
        let page = json!({
            "object": "page", "id": ids[own], "in_trash": false,
            "parent": { "type": "page_id", "page_id": ids[1 - own] },
            "properties": { "title": title },
        });
        json!({ "method": "GET", "path": format!("/v1/pages/{}", ids[own]), "status": 200, "response": page })
    };
    let lines = [page(0).to_string(), page(1).to_string()];
    let notion = again(&[&lines[0], &lines[1]]);
    let found = notion.post("search", json!({})).await.ok();
    assert_eq!(found.results().len(), 2);
}
