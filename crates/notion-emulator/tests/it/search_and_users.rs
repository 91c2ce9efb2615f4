//! Search by title, and users.

use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use notion_emulator::Fault;
use serde_json::{Value, json};

use crate::support::{self, Notion, title};

async fn found(notion: &Notion, body: Value) -> Vec<String> {
    let found = notion.post("search", body).await.ok();
    assert_eq!(found.body["type"], "page_or_data_source");
    found
        .results()
        .iter()
        .map(|it| match it["object"].as_str() {
            Some("page") => title(it),
            _ => it["title"][0]["plain_text"].as_str().unwrap_or_default().to_owned(),
        })
        .collect()
}

#[tokio::test]
async fn any_word_of_a_title_is_found_the_newest_first() {
    let notion = Notion::new();
    for name in ["Markdown Test", "Comments", "Embed/Inline"] {
        notion.page(name).await;
        notion.clock.advance(SignedDuration::from_mins(1));
    }
    notion.table(json!({})).await;
    assert_eq!(found(&notion, json!({ "query": "Tests" })).await, ["Markdown Test"]);
    let query = "inline comment";
    assert_eq!(found(&notion, json!({ "query": query })).await, ["Embed/Inline", "Comments"]);
    assert!(found(&notion, json!({ "query": "This should have no results" })).await.is_empty());
    assert!(found(&notion, json!({ "query": notion.home() })).await.is_empty());
    let sources = json!({ "filter": { "property": "object", "value": "data_source" } });
    assert_eq!(found(&notion, sources).await, ["Table"]);
    let sort = json!({ "timestamp": "last_edited_time", "direction": "ascending" });
    let pages = json!({
        "filter": { "property": "object", "value": "page" }, "sort": sort, "page_size": 2,
    });
    assert_eq!(found(&notion, pages).await, ["Markdown Test", "Comments"]);
}

#[tokio::test]
async fn the_trash_is_searched_on_its_own() {
    let notion = Notion::new();
    let page = notion.page("Old plan").await;
    notion.patch(&format!("pages/{page}"), json!({ "in_trash": true })).await.ok();
    assert!(found(&notion, json!({ "query": "plan" })).await.is_empty());
    let trash = json!({ "query": "plan", "filter": { "in_trash": true } });
    assert_eq!(found(&notion, trash).await, ["Old plan"]);
}

#[tokio::test]
async fn wrong_searches_are_refused() {
    let notion = Notion::new();
    let check = async |body: Value| notion.post("search", body).await.refusal();
    assert_snapshot!(check(json!({ "query": 5 })).await, @"400 validation_error: body failed validation: body.query should be a string or `undefined`, instead was `5`.");
    assert_snapshot!(check(json!({ "query": null })).await, @"400 validation_error: body failed validation: body.query should be a string or `undefined`, instead was `null`.");
    assert_snapshot!(check(json!({ "filter": "page" })).await, @r#"400 validation_error: body failed validation: body.filter should be an object or `undefined`, instead was `"page"`."#);
    assert_snapshot!(check(json!({ "filter": { "property": "object", "value": "database" } })).await, @r#"400 validation_error: body failed validation: body.filter.value should be `"page"` or `"data_source"`, instead was `"database"`."#);
    let sort = json!({ "timestamp": "last_edited_time", "direction": "up" });
    assert_snapshot!(check(json!({ "sort": sort })).await, @r#"400 validation_error: body failed validation: body.sort.direction should be `"ascending"`, `"descending"`, or `undefined`, instead was `"up"`."#);
    let sort = json!({ "timestamp": "created_time", "direction": "ascending" });
    assert_snapshot!(check(json!({ "sort": sort })).await, @r#"400 validation_error: body.sort.timestamp should be "last_edited_time" when sorting by timestamp."#);
    assert_snapshot!(check(json!({ "start_cursor": "bogus" })).await, @r#"400 validation_error: body failed validation: body.start_cursor should be a valid uuid or `undefined`, instead was `"bogus"`."#);
}

#[tokio::test]
async fn the_bot_acts_for_a_person() {
    let notion = Notion::new();
    let me = notion.get("users/me").await.ok();
    assert_snapshot!(me.shown(), @r#"
    {
      "object": "user",
      "id": "<id>",
      "name": "Local integration",
      "avatar_url": null,
      "type": "bot",
      "bot": {
        "owner": {
          "type": "user",
          "user": {
            "object": "user",
            "id": "<id>",
            "name": "You",
            "avatar_url": null,
            "type": "person",
            "person": {
              "email": "you@local.example"
            }
          }
        },
        "workspace_name": "Local workspace",
        "workspace_id": "<id>",
        "workspace_limits": {
          "max_file_upload_size_in_bytes": 5242880
        }
      },
      "request_id": "<id>"
    }
    "#);
    let users = notion.get("users").await.ok();
    let names: Vec<&Value> = users.results().iter().map(|user| &user["name"]).collect();
    assert_eq!(names, ["You", "Local integration"]);
    let you = notion.emulator.user("you").unwrap();
    assert_eq!(notion.get(&format!("users/{you}")).await.ok().body["name"], "You");
    let unknown = notion.get("users/00000000-0000-4000-8000-000000000001").await;
    assert_snapshot!(unknown.refusal(), @"404 object_not_found: Could not find user with ID: 00000000-0000-4000-8000-000000000001. Make sure your integration has capabilities to read user information. With those capabilities, only members and guests in the integration's workspace are visible.");
    let emojis = notion.get("custom_emojis").await.ok();
    assert_eq!(emojis.body["type"], "custom_emoji");
}

#[tokio::test]
async fn search_may_lag_behind() {
    let (builder, clock) = support::builder();
    let lag = Fault::on("POST", "/v1/search").lag(Duration::from_secs(5));
    let emulator = builder.faults(vec![lag]).build().unwrap();
    let notion = Notion { emulator, clock, version: support::VERSION };
    let found = async || {
        let found = notion.post("search", json!({ "query": "boats" })).await.ok();
        found.results().len()
    };
    let page = notion.page("Boats").await;
    assert_eq!(found().await, 0, "it is not indexed yet");
    notion.clock.advance(SignedDuration::from_secs(5));
    assert_eq!(found().await, 1);
    notion.delete(&format!("blocks/{page}")).await.ok();
    assert_eq!(found().await, 1, "it lingers in the trash");
    assert!(notion.emulator.catch_up());
    assert_eq!(found().await, 0);
    assert!(!notion.emulator.catch_up(), "nothing is left to take in");
}
