//! Small recordings, right and wrong: a judge that never complains proves nothing.

use serde_json::{Value, json};

use super::judge;
use crate::{Verdict, traffic};

const SOURCE: &str = "6c1d0b3f-0000-4000-8000-000000000001";

fn row(number: u32, points: Option<u32>) -> Value {
    json!({
        "object": "page", "id": format!("6c1d0b3f-0000-4000-8000-0000000001{number:02}"),
        "created_time": "2031-05-01T10:00:00.000Z", "last_edited_time": "2031-05-01T10:00:00.000Z",
        "parent": { "type": "data_source_id", "data_source_id": SOURCE },
        "properties": { "Points": { "id": "a", "type": "number", "number": points } },
    })
}

fn line(method: &str, path: &str, request: Value, response: Value) -> Value {
    json!({ "method": method, "path": path, "status": 200, "request": request, "response": response })
}

fn create(row: Value) -> Value {
    line("POST", "/v1/pages", json!({}), row)
}

fn query(filter: Value, rows: &[Value]) -> Value {
    let path = format!("/v1/data_sources/{SOURCE}/query");
    let list = json!({ "object": "list", "results": rows, "next_cursor": null, "has_more": false });
    line("POST", &path, json!({ "filter": filter }), list)
}

fn judged(lines: &[Value]) -> Verdict {
    let read = |(index, line): (usize, &Value)| {
        traffic::exchange(&line.to_string(), format!("it.jsonl:{}", index + 1)).unwrap()
    };
    judge(&lines.iter().enumerate().map(read).collect::<Vec<_>>())
}

fn more_than_two() -> Value {
    json!({ "property": "Points", "number": { "greater_than": 2 } })
}

#[test]
fn rows_that_came_and_rows_that_did_not_are_judged() {
    let (few, many, none) = (row(1, Some(1)), row(2, Some(3)), row(3, None));
    let rows = [create(few.clone()), create(many.clone()), create(none)];
    let right =
        judged(&[&rows[..], &[query(more_than_two(), std::slice::from_ref(&many))]].concat());
    assert!(right.failures.is_empty(), "{:?}", right.failures);
    insta::assert_snapshot!(
        right.summary,
        @"filter: 1 of 1 recorded filter queries give the recorded rows (1 rows that came and 2 that did not); 1 of 1 filters are the same when decompiled and compiled again"
    );
    let wrong = judged(&[&rows[..], &[query(more_than_two(), &[few])]].concat());
    insta::assert_snapshot!(wrong.failures.join("\n"), @r#"
    it.jsonl:4: {"property":"Points","number":{"greater_than":2}}
        row 6c1d0b3f-0000-4000-8000-000000000101 `` came; we say it does not match: Points = {"id":"a","type":"number","number":1}
        row 6c1d0b3f-0000-4000-8000-000000000102 `` did not come; we say it matches: Points = {"id":"a","type":"number","number":3}
    "#);
}

#[test]
fn a_row_is_taken_as_it_was_then() {
    let id = "6c1d0b3f-0000-4000-8000-000000000102";
    let trashed = json!({ "object": "block", "id": id, "in_trash": true });
    let verdict = judged(&[
        create(row(2, Some(3))),
        query(more_than_two(), &[row(2, Some(3))]),
        line("PATCH", &format!("/v1/pages/{id}"), json!({}), row(2, Some(1))),
        query(more_than_two(), &[]),
        line("PATCH", &format!("/v1/pages/{id}"), json!({}), row(2, Some(9))),
        line("DELETE", &format!("/v1/blocks/{id}"), Value::Null, trashed),
        query(more_than_two(), &[]),
    ]);
    assert!(verdict.failures.is_empty(), "{:?}", verdict.failures);
    // In the last answer nothing was left to be judged, which is said.
    assert!(verdict.summary.starts_with("filter: 2 of 3 "), "{}", verdict.summary);
    insta::assert_snapshot!(verdict.notes.join("\n"), @r#"
    0 sorted answers were held against our order
    queries that could not be judged:
      it.jsonl:7: the recording shows no row whose state is known: {"property":"Points","number":{"greater_than":2}}
    queries with a filter that Notion refused, not judged: none
    "#);
}

#[test]
fn the_order_is_judged_too() {
    let (few, many) = (row(1, Some(1)), row(2, Some(3)));
    let mut sorted = query(more_than_two(), &[few, many]);
    sorted["request"] = json!({ "sorts": [{ "property": "Points", "direction": "descending" }] });
    insta::assert_snapshot!(
        judged(&[sorted]).failures.join("\n"),
        @"it.jsonl:1: row 6c1d0b3f-0000-4000-8000-000000000101 `` came before row 6c1d0b3f-0000-4000-8000-000000000102 ``; we sort them otherwise"
    );
}
