//! Worlds on disk: kept write by write, and refused untouched if they cannot be read.

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use notion_emulator::{BuildError, Emulator};
use serde_json::{Value, json};

use crate::support::{Notion, Reply, VERSION, builder, paragraph, run};

fn open(dir: &Path) -> Notion {
    let (builder, clock) = builder();
    Notion { emulator: builder.dir(dir).build().unwrap(), clock, version: VERSION }
}

fn failure(dir: &Path) -> String {
    let error: BuildError = Emulator::builder().dir(dir).build().unwrap_err();
    error.to_string().replace(&dir.display().to_string(), "DIR")
}

/// The body of an answer without the id of the request.
fn body(reply: Reply) -> Value {
    let mut body = reply.ok().body;
    body.as_object_mut().unwrap().shift_remove("request_id");
    body
}

#[tokio::test]
async fn every_acknowledged_write_is_there_after_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let mut notion = open(dir.path());
    let home = notion.home();
    let mut pages = Vec::new();
    let mut shown: Vec<(String, Value)> = Vec::new();
    let mut source = String::new();
    for step in 0..12 {
        match step % 4 {
            0 => {
                let relation = json!({ "Name": { "title": {} }, "N": { "unique_id": {} },
                    "S": { "status": {} }, "Tags": { "multi_select": {} } });
                source = notion.table(relation).await;
            }
            1 => {
                let tags = json!({ "multi_select": [{ "name": format!("tag {step}") }] });
                pages.push(notion.row(&source, json!({ "Tags": tags })).await);
            }
            2 => {
                let body = json!({ "children": [paragraph("1"), { "divider": {} }] });
                notion.patch(&format!("blocks/{home}/children"), body).await.ok();
                let body = json!({ "children": [paragraph("0")], "position": { "type": "start" } });
                notion.patch(&format!("blocks/{home}/children"), body).await.ok();
            }
            _ => {
                let title = json!({ "Name": { "title": [run("Renamed")] } });
                let page = format!("pages/{}", pages.last().unwrap());
                notion
                    .patch(&page, json!({ "properties": title, "icon": { "emoji": "🌱" } }))
                    .await
                    .ok();
            }
        }
        shown.clear();
        for path in [
            format!("blocks/{home}/children"),
            format!("data_sources/{source}"),
            "users".to_owned(),
        ] {
            shown.push((path.clone(), body(notion.get(&path).await)));
        }
        for page in &pages {
            let path = format!("pages/{page}");
            shown.push((path.clone(), body(notion.get(&path).await)));
        }
        drop(notion);
        notion = open(dir.path());
        for (path, before) in &shown {
            assert_eq!(body(notion.get(path).await), *before, "{path} after step {step}");
        }
    }
    assert_eq!(notion.home(), home, "the keys of the seed are kept too");
}

#[tokio::test]
async fn ids_go_on_where_they_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let mut seen = std::collections::BTreeSet::new();
    for _ in 0..5 {
        let notion = open(dir.path());
        for _ in 0..3 {
            assert!(seen.insert(notion.page("Page").await), "an id was given out twice");
        }
    }
}

#[tokio::test]
async fn a_killed_process_loses_nothing_that_was_acknowledged() {
    let dir = tempfile::tempdir().unwrap();
    let copy = tempfile::tempdir().unwrap();
    let notion = open(dir.path());
    let page = notion.page("Kept").await;
    // What a kill leaves behind: the files as they are, without a clean end.
    for file in fs::read_dir(dir.path()).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), copy.path().join(file.file_name())).unwrap();
    }
    open(copy.path()).get(&format!("pages/{page}")).await.ok();
}

#[test]
fn a_world_that_is_in_use_is_not_shared() {
    let dir = tempfile::tempdir().unwrap();
    let _notion = open(dir.path());
    assert_snapshot!(failure(dir.path()), @"DIR/world.db is in use by another process; stop that one, or choose another folder");
}

/// Spoils the file of a world and shows what opening it says; the spoilt file must stay as it is.
fn spoilt(spoil: impl FnOnce(Vec<u8>) -> Vec<u8>) -> String {
    let dir = tempfile::tempdir().unwrap();
    drop(open(dir.path()));
    let file = dir.path().join("world.db");
    let bytes = spoil(fs::read(&file).unwrap());
    fs::write(&file, &bytes).unwrap();
    let message = failure(dir.path());
    assert_eq!(fs::read(&file).unwrap(), bytes, "the file was touched");
    message
}

#[test]
fn damaged_newer_and_foreign_files_are_refused_untouched() {
    assert_snapshot!(spoilt(|_| b"# A text of some length\n".repeat(10)), @"DIR/world.db is not a world of the local Notion; it was left untouched, choose another folder");
    assert_snapshot!(spoilt(|_| Vec::new()), @"DIR/world.db is not a world of the local Notion; it was left untouched, choose another folder");
    let newer = spoilt(|mut bytes| {
        bytes[63] = 9;
        bytes
    });
    assert_snapshot!(newer, @"DIR/world.db has format 9 and this release knows format 2; it was left untouched, use a newer release");
    let foreign = spoilt(|mut bytes| {
        bytes[68..72].fill(0);
        bytes
    });
    assert_snapshot!(foreign, @"DIR/world.db is not a world of the local Notion; it was left untouched, choose another folder");
    let torn = spoilt(|mut bytes| {
        let middle = bytes.len() / 2;
        bytes[middle..].fill(0x5a);
        bytes
    });
    assert!(torn.starts_with("DIR/world.db is damaged ("), "{torn}");
    let cut = spoilt(|mut bytes| {
        bytes.truncate(bytes.len() - 4096);
        bytes
    });
    assert!(cut.starts_with("DIR/world.db is damaged ("), "{cut}");
}

#[tokio::test]
async fn exchanges_are_recorded_without_the_token() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("traffic.jsonl");
    let (builder, clock) = builder();
    let emulator = builder.record(&file).build().unwrap();
    let notion = Notion { emulator, clock, version: VERSION };
    notion.get("users/me?filter=%5B").await;
    notion.post("search", json!({ "query": "x" })).await.ok();
    let text = fs::read_to_string(&file).unwrap();
    assert!(!text.contains("secret_test"));
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let keys: Vec<&String> = lines[1].as_object().unwrap().keys().collect();
    let expected =
        ["method", "path", "query", "version", "request", "status", "headers", "response"];
    assert_eq!(keys, expected);
    assert_eq!(lines[0]["query"], json!([["filter", "["]]));
    assert_eq!(lines[0]["request"], Value::Null);
    assert_eq!(lines[1]["request"], json!({ "query": "x" }));
    assert_eq!(lines[1]["headers"]["x-notion-request-id"], lines[1]["response"]["request_id"]);
}
