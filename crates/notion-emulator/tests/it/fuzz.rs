//! Requests that make no sense: refused, never a crash, never a 500, never half a change.

use axum::body::Body;
use http::Request;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Notion, paragraph, run};

/// Bodies that are right, to be spoilt.
fn bodies(home: &str) -> Vec<Value> {
    let filter = json!({ "and": [{ "property": "Name", "title": { "contains": "x" } }] });
    vec![
        json!({ "parent": { "page_id": home }, "properties": { "title": [run("x")] }, "children": [paragraph("x")], "icon": { "emoji": "x" } }),
        json!({ "parent": { "type": "page_id", "page_id": home }, "title": [run("x")], "initial_data_source": { "properties": { "Name": { "title": {} }, "S": { "select": { "options": [{ "name": "a" }] } }, "R": { "relation": { "data_source_id": home, "dual_property": {} } } } } }),
        json!({ "children": [{ "table": { "table_width": 1, "children": [{ "table_row": { "cells": [[run("x")]] } }] } }, { "column_list": { "children": [{ "column": { "children": [paragraph("x")] } }] } }], "position": { "type": "after_block", "after_block": { "id": home } } }),
        json!({ "filter": filter, "sorts": [{ "property": "Name", "direction": "ascending" }], "page_size": 3, "start_cursor": "s:x:y" }),
        json!({ "query": "x", "filter": { "property": "object", "value": "page" }, "sort": { "timestamp": "last_edited_time", "direction": "ascending" } }),
        json!({ "properties": { "Name": { "name": "x" }, "D": { "date": {} }, "title": null }, "in_trash": true }),
        json!({ "parent": { "page_id": home }, "rich_text": [run("x")], "attachments": [{ "file_upload_id": home }], "display_name": { "type": "custom", "custom": { "name": "x" } } }),
        json!({ "data_source_id": home, "name": "x", "type": "table", "database_id": home, "filter": filter, "sorts": [{ "property": "Name", "direction": "ascending" }], "configuration": { "type": "table" }, "quick_filters": { "Name": { "title": { "contains": "x" } } }, "position": { "type": "after_view", "view_id": home } }),
        json!({ "type": "insert_content", "insert_content": { "content": "x", "position": { "type": "end" } }, "allow_async": false, "markdown_version": "v2" }),
        json!({ "parent": { "page_id": home }, "markdown": "# x\n\n- y", "allow_async": true }),
        json!({ "parent": { "page_id": home }, "template": { "type": "template_id", "template_id": home, "timezone": "UTC" }, "erase_content": true }),
        json!({ "mode": "multi_part", "filename": "x.txt", "content_type": "text/plain", "number_of_parts": 2, "external_url": "https://example.org/x.txt" }),
        json!({ "paragraph": { "rich_text": [{ "mention": { "date": { "start": "2026-01-01" } } }], "icon": null }, "in_trash": false }),
    ]
}

const PATHS: &[(&str, &str)] = &[
    ("POST", "pages"),
    ("POST", "databases"),
    ("POST", "data_sources"),
    ("POST", "search"),
    ("PATCH", "pages/{}"),
    ("PATCH", "blocks/{}"),
    ("PATCH", "blocks/{}/children"),
    ("PATCH", "databases/{}"),
    ("PATCH", "data_sources/{}"),
    ("POST", "data_sources/{}/query"),
    ("POST", "pages/{}/move"),
    ("GET", "pages/{}/properties/%zz%25"),
    ("GET", "blocks/{}/children?page_size=-1&start_cursor=%ff"),
    ("DELETE", "blocks/{}"),
    ("GET", "pages/{}/markdown"),
    ("PATCH", "pages/{}/markdown"),
    ("POST", "file_uploads"),
    ("POST", "comments"),
    ("PATCH", "comments/{}"),
    ("GET", "comments?block_id={}"),
    ("POST", "views"),
    ("PATCH", "views/{}"),
    ("POST", "views/{}/queries"),
    ("GET", "async_tasks/{}"),
    ("POST", "oauth/token"),
    ("POST", "file_uploads/{}/send"),
    ("POST", "file_uploads/{}/complete"),
    ("GET", "file_uploads?status=%ff"),
];

fn junk() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([[[[{}]]]])),
        Just(json!("00000000-0000-0000-0000-000000000000")),
        Just(json!("x".repeat(2100))),
    ]
}

/// Puts junk in the place of some part of a value.
fn spoil(value: &mut Value, place: &mut usize, junk: &Value) {
    if *place == 0 {
        *value = junk.clone();
    }
    *place = place.wrapping_sub(1);
    match value {
        Value::Object(members) => members.values_mut().for_each(|it| spoil(it, place, junk)),
        Value::Array(items) => items.iter_mut().for_each(|it| spoil(it, place, junk)),
        _ => {}
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn nonsense_is_refused(
        path in prop::sample::select(PATHS),
        body in any::<prop::sample::Index>(),
        place in 0..40_usize,
        junk in junk(),
        target in any::<prop::sample::Index>(),
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let notion = Notion::unrecorded();
            let source = notion.table(json!({ "Name": { "title": {} } })).await;
            let row = notion.row(&source, json!({})).await;
            let home = notion.home();
            let bodies = bodies(&home);
            let mut body = body.get(&bodies).clone();
            let mut place = place;
            spoil(&mut body, &mut place, &junk);
            let targets = [home, source, row, "x".to_owned()];
            let (method, path) = path;
            let target: &String = target.get(&targets);
            let path = path.replace("{}", target);
            let reply = notion.send(notion.request(method, &path, Some(&body))).await;
            prop_assert!([200, 202, 400, 401, 404].contains(&reply.status), "{} {}: {}", method, path, reply.body);
            Ok(())
        })?;
    }

    #[test]
    fn bytes_that_are_no_json_are_refused(bytes in prop::collection::vec(any::<u8>(), 1..200)) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        let status = runtime.block_on(async {
            let request = Request::post("/v1/search")
                .header("authorization", "Bearer x")
                .header("notion-version", "2026-03-11")
                .body(Body::from(bytes));
            Notion::unrecorded().send(request.unwrap()).await.status
        });
        prop_assert!(status == 400 || status == 200);
    }
}
