//! Worlds that begin with a seed.

use insta::assert_snapshot;
use notion_emulator::{Builder, Emulator, ManualClock, Seed};
use serde_json::{Value, json};

use crate::support::{NOW, Notion, Reply, VERSION, run, title};

#[tokio::test]
async fn a_seed_becomes_a_world() {
    let notion = Notion::seeded(json!({
        "now": "2026-11-02T09:00:00Z",
        "me": "ada",
        "users": [{ "key": "ada", "name": "Ada" }],
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [
            {
                "key": "tasks",
                "title": "Tasks",
                "parent": "home",
                "properties": {
                    "Name": { "title": {} },
                    "Who": { "people": {} },
                    "Project": { "relation": { "data_source_id": "projects", "single_property": {} } },
                },
                "rows": [
                    { "created": "2026-10-01T08:00:00Z", "properties": { "Name": "First" } },
                    {
                        "created": "2026-10-02T08:00:00Z",
                        "properties": { "Name": "Second", "Who": ["ada"], "Project": ["bike"] },
                    },
                ],
            },
            {
                "key": "projects",
                "title": "Projects",
                "parent": "home",
                "rows": [{ "key": "bike", "properties": { "Name": "Bike" } }],
            },
        ],
    }));
    let tasks = notion.emulator.data_source("tasks").unwrap();
    let mine = json!({ "filter": { "property": "Who", "people": { "contains": "me" } } });
    let found = notion.post(&format!("data_sources/{tasks}/query"), mine).await.ok();
    assert_eq!(found.results().iter().map(title).collect::<Vec<_>>(), ["Second"]);
    assert_eq!(found.results()[0]["created_time"], "2026-10-02T08:00:00.000Z");
    let bike = notion.emulator.page("bike").unwrap().to_string();
    assert_eq!(found.results()[0]["properties"]["Project"]["relation"], json!([{ "id": bike }]));
}

#[test]
fn what_is_wrong_with_a_seed_is_listed_whole() {
    let seed = Seed::from_value(json!({
        "me": "eda",
        "users": [{ "key": "ada", "name": "Ada" }],
        "pages": [{ "key": "home", "title": "Home", "parent": "hme" }],
        "databases": [{
            "key": "tasks",
            "title": "Tasks",
            "parent": "home",
            "properties": { "Name": { "title": {} }, "Who": { "people": {} }, "Done": { "checkbox": {} } },
            "rows": [
                { "properties": { "Nam": "First" } },
                { "key": "second", "properties": { "Who": ["adda"], "Done": "yes" } },
            ],
        }],
    }));
    let error = Emulator::builder().world(seed.unwrap()).build().unwrap_err();
    assert_snapshot!(error, @r#"
    the world cannot be made:
    me: no user has the key "eda", did you mean "ada"?
    page "home": no page above has the key "hme"
    database "tasks", row "1": there is no property "Nam", did you mean "Name"?
    database "tasks", row "second": property "Who": no key is "adda", did you mean "ada"?
    database "tasks", row "second": properties failed validation: properties.Done.checkbox should be a boolean, instead was `"yes"`.
    "#);
    let error = Seed::parse("{\n  \"pags\": []\n}").unwrap_err();
    assert_snapshot!(error, @"the world cannot be read: unknown field `pags`, expected one of `now`, `me`, `workspace`, `integration`, `plan`, `users`, `pages`, `databases`, `comments`, `custom_emojis`, `connections` at line 2 column 8");
}

#[tokio::test]
async fn a_recording_becomes_the_world_that_it_presupposes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("recording.jsonl");
    let seed = json!({
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [{
            "key": "tasks", "title": "Tasks", "parent": "home",
            "properties": {
                "Name": { "title": {} },
                "Stage": { "select": { "options": [{ "name": "Open", "color": "red" }] } },
                "Number": { "unique_id": {} },
            },
            "rows": [{ "key": "first", "properties": { "Name": "First", "Stage": "Open" } }],
        }],
    });
    let seed = Seed::from_value(seed).unwrap();
    let recorded = stopped(Emulator::builder().seed(3).record(&file).world(seed));
    let source = recorded.emulator.data_source("tasks").unwrap().to_string();
    let first = recorded.emulator.page("first").unwrap().to_string();
    let schema = recorded.get(&format!("data_sources/{source}")).await.ok();
    let row = recorded.get(&format!("pages/{first}")).await.ok();
    let second = json!({
        "parent": { "data_source_id": source }, "properties": { "Name": { "title": [run("Second")] } },
    });
    let second = recorded.post("pages", second).await.ok();
    recorded.delete(&format!("blocks/{first}")).await.ok();

    let text = std::fs::read_to_string(&file).unwrap();
    let again = stopped(Emulator::builder().seed(4).world(Seed::parse(&text).unwrap()));
    let body = |reply: Reply| {
        let mut body = reply.body;
        body.as_object_mut().unwrap().remove("request_id");
        body
    };
    let shown = again.get(&format!("data_sources/{source}")).await.ok();
    assert_eq!(body(shown), body(schema));
    let shown = again.get(&format!("pages/{first}")).await.ok();
    assert_eq!(body(shown), body(row), "it is not in the trash yet");
    let second = again.get(&format!("pages/{}", second.id())).await;
    assert_eq!(second.status, 404, "what the recording made is not there");
    let third = json!({ "parent": { "data_source_id": source } });
    let third = again.post("pages", third).await.ok();
    assert_eq!(third.body["properties"]["Number"]["unique_id"]["number"], 2, "the count goes on");
}

/// Blocks and mentions that no request can make come with recordings, as they were shown.
#[tokio::test]
async fn what_only_the_app_makes_is_kept() {
    let page = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
    let by = json!({ "object": "user", "id": "38c9ce7b-60a4-81d2-9260-ecf982e5197c" });
    let block = |id: &str, kind: &str, about: Value| {
        json!({
            "object": "block", "id": format!("38c9ce7b-60a4-8114-b301-ddc78a46ec{id}"),
            "parent": { "type": "page_id", "page_id": page },
            "created_time": "2026-06-27T16:49:00.000Z", "last_edited_time": "2026-06-27T16:49:00.000Z",
            "created_by": by, "last_edited_by": by,
            "has_children": false, "in_trash": false, "type": kind, kind: about,
        })
    };
    let annotations = json!({
        "bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false,
        "color": "default",
    });
    let link = json!({
        "type": "mention",
        "mention": { "type": "link_mention", "link_mention": { "href": "https://a.example", "title": "A" } },
        "annotations": annotations, "plain_text": "https://a.example", "href": "https://a.example",
    });
    let results = json!([
        block("01", "unsupported", json!({ "block_type": "button" })),
        block("02", "link_preview", json!({ "url": "https://a.example" })),
        block("03", "quote", json!({ "rich_text": [link], "color": "default" })),
    ]);
    let line = json!({
        "method": "GET", "path": format!("/v1/blocks/{page}/children"), "status": 200,
        "response": { "object": "list", "results": results },
    });
    let notion = stopped(Emulator::builder().world(Seed::parse(&line.to_string()).unwrap()));
    let shown = notion.get(&format!("blocks/{page}/children")).await.ok();
    assert_eq!(shown.body["results"], results);
}

fn stopped(builder: Builder) -> Notion {
    let clock = ManualClock::new(NOW.parse().unwrap());
    let emulator = builder.clock(clock.clone()).build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

#[test]
fn a_line_that_is_no_exchange_is_named() {
    let line = json!({
        "method": "GET", "path": "/v1/users", "status": 200, "response": { "object": "list" },
    });
    let seed = Seed::parse(&format!("{line}\n{{\"method\": 1}}\n"));
    assert_snapshot!(seed.unwrap_err(), @"the world cannot be read: line 2 is no recorded exchange: invalid type: integer `1`, expected a string at line 1 column 12");
}
