//! Pages as Markdown: read, written, made, and changed in the background.

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Notion, Reply, paragraph, run, texts, title};

/// The text of a page.
async fn text(notion: &Notion, page: &str) -> String {
    markdown(&notion.get(&format!("pages/{page}/markdown")).await.ok())
}

fn markdown(reply: &Reply) -> String {
    reply.body["markdown"].as_str().unwrap().to_owned()
}

/// A page under the home page that says a text.
async fn page(notion: &Notion, text: &str) -> String {
    let body = json!({ "parent": { "page_id": notion.home() }, "markdown": text });
    notion.post("pages", body).await.ok().id()
}

async fn ids(notion: &Notion, page: &str) -> Vec<String> {
    let children = notion.get(&format!("blocks/{page}/children")).await.ok();
    children.results().iter().map(|block| block["id"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn an_empty_page_has_no_text() {
    let notion = Notion::new();
    let empty = notion.get(&format!("pages/{}/markdown", notion.home())).await.ok();
    assert_snapshot!(empty.shown(), @r#"
    {
      "object": "page_markdown",
      "id": "<id>",
      "markdown": "",
      "truncated": false,
      "unknown_block_ids": [],
      "request_id": "<id>"
    }
    "#);
}

#[tokio::test]
async fn a_page_is_made_of_markdown_and_read_back() {
    let notion = Notion::new();
    let source = "# Title\n\nSome **bold** text.\n\n- a\n- b\n\n1. x\n1. y\n\n- [x] done\n";
    let made = page(&notion, source).await;
    let shown = notion.get(&format!("pages/{made}")).await.ok();
    assert_eq!(title(&shown.body), "Title");
    assert_snapshot!(text(&notion, &made).await, @r"
    Some **bold** text.
    - a
    - b
    1. x
    2. y
    - [x] done
    ");
    let v2 = notion.get(&format!("pages/{made}/markdown?markdown_version=v2")).await.ok();
    assert_snapshot!(markdown(&v2), @r"
    Some **bold** text.

    - a
    - b

    1. x
    2. y

    - [x] done
    ");
    let body = json!({
        "parent": { "page_id": notion.home() },
        "properties": { "title": { "title": [run("Own")] } },
        "markdown": "# Stays\n\n<callout icon=\"🎯\">\n\tx\n</callout>",
    });
    let own = notion.post("pages", body).await.ok();
    assert_eq!(title(&own.body), "Own");
    assert!(text(&notion, &own.id()).await.starts_with("# Stays\n<callout"));
}

#[tokio::test]
async fn a_row_may_be_made_of_markdown() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let body = json!({ "parent": { "data_source_id": source }, "markdown": "# Row\n\nText" });
    let row = notion.post("pages", body).await.ok();
    assert_eq!((title(&row.body), text(&notion, &row.id()).await), ("Row".into(), "Text".into()));
}

#[tokio::test]
async fn blocks_that_stay_keep_their_ids() {
    // The official types do not know of the second dialect yet.
    let notion = Notion::unrecorded();
    let made = page(&notion, "one\ntwo\nthree").await;
    let before = ids(&notion, &made).await;
    let path = format!("pages/{made}/markdown");
    let change = |updates: Value| json!({ "type": "update_content", "update_content": { "content_updates": updates } });
    let body = change(json!([{ "old_str": "two", "new_str": "2" }]));
    let changed = notion.patch(&path, body).await.ok();
    assert_eq!(markdown(&changed), "one\n2\nthree");
    assert_eq!(ids(&notion, &made).await, before);
    let replace =
        json!({ "type": "replace_content", "replace_content": { "new_str": "one\nthree\nfour" } });
    assert_eq!(markdown(&notion.patch(&path, replace).await.ok()), "one\nthree\nfour");
    let after = ids(&notion, &made).await;
    assert_eq!(after[0], before[0]);
    let insert = json!({ "type": "insert_content", "insert_content": { "content": "zero", "position": { "type": "start" } } });
    assert_eq!(markdown(&notion.patch(&path, insert).await.ok()), "zero\none\nthree\nfour");
    let range = json!({ "type": "replace_content_range", "replace_content_range": { "content": "- [x] To Do\n", "content_range": "three...four" } });
    assert_eq!(markdown(&notion.patch(&path, range).await.ok()), "zero\none\n- [x] To Do");
    let v2 = json!({ "type": "insert_content", "insert_content": { "content": "last", "after": "zero" }, "markdown_version": "v2" });
    assert_eq!(markdown(&notion.patch(&path, v2).await.ok()), "zero\n\nlast\n\none\n\n- [x] To Do");
    let missing = change(json!([{ "old_str": "five", "new_str": "5" }]));
    assert_snapshot!(notion.patch(&path, missing).await.refusal(), @r#"400 validation_error: Could not find old_str in the page content: "five""#);
    let empty = change(json!([{ "old_str": "", "new_str": "5" }]));
    assert_snapshot!(notion.patch(&path, empty).await.refusal(), @"400 validation_error: body failed validation: body.update_content.content_updates[0].old_str.length should be ≥ `1`, instead was `0`.");
}

#[tokio::test]
async fn tables_and_nested_lists_are_changed_in_place() {
    let notion = Notion::new();
    let made = page(&notion, "- a\n\t- b\n\n| x | y |\n| --- | --- |\n| 1 | 2 |").await;
    let before = text(&notion, &made).await;
    let blocks = ids(&notion, &made).await;
    let path = format!("pages/{made}/markdown");
    for (old, new) in [("- b", "- b\n\t- c"), ("<td>2</td>", "<td>3</td>")] {
        let updates = json!([{ "old_str": old, "new_str": new }]);
        let body =
            json!({ "type": "update_content", "update_content": { "content_updates": updates } });
        let after = markdown(&notion.patch(&path, body).await.ok());
        assert!(after.contains(new), "{after}");
        assert_eq!(ids(&notion, &made).await, blocks);
    }
    let body = json!({ "type": "replace_content", "replace_content": { "new_str": before } });
    assert_eq!(markdown(&notion.patch(&path, body).await.ok()), before);
}

#[tokio::test]
async fn child_pages_are_not_lost_by_accident() {
    let notion = Notion::new();
    let home = notion.home();
    notion
        .patch(&format!("blocks/{home}/children"), json!({ "children": [paragraph("x")] }))
        .await
        .ok();
    let child = notion.page("Child & more").await;
    let before = text(&notion, &home).await;
    assert!(before.starts_with("x\n<page url=\""), "{before}");
    assert!(before.ends_with("\">Child &amp; more</page>"), "{before}");
    let path = format!("pages/{home}/markdown");
    let replace = |text: &str, deletes: bool| json!({ "type": "replace_content", "replace_content": { "new_str": text, "allow_deleting_content": deletes } });
    let refused = notion.patch(&path, replace("y", false)).await.refusal().replace(&child, "<id>");
    assert_snapshot!(refused, @r#"400 validation_error: This operation would delete 1 child page(s) or database(s): "Child & more" (<id>). To proceed, set allow_deleting_content to true."#);
    let kept = before.replace("x\n", "y\n");
    assert_eq!(markdown(&notion.patch(&path, replace(&kept, false)).await.ok()), kept);
    assert_eq!(notion.get(&format!("pages/{child}")).await.ok().body["in_trash"], false);
    assert_eq!(markdown(&notion.patch(&path, replace("y", true)).await.ok()), "y");
    assert_eq!(notion.get(&format!("pages/{child}")).await.ok().body["in_trash"], true);
}

#[tokio::test]
async fn what_a_dialect_cannot_say_is_listed() {
    let notion = Notion::new();
    let home = notion.home();
    let blocks = json!({ "children": [{ "bookmark": { "url": "https://example.org" } }, { "breadcrumb": {} }] });
    notion.patch(&format!("blocks/{home}/children"), blocks).await.ok();
    let all = ids(&notion, &home).await;
    let v1 = notion.get(&format!("pages/{home}/markdown")).await.ok();
    assert_eq!(v1.body["unknown_block_ids"], json!(all));
    assert_eq!(
        markdown(&v1).lines().next(),
        Some("<unknown url=\"https://example.org\" alt=\"bookmark\"/>")
    );
    let v2 = notion.get(&format!("pages/{home}/markdown?markdown_version=v2")).await.ok();
    assert_eq!(v2.body["unknown_block_ids"], json!([all[1]]));
}

#[tokio::test]
async fn markdown_is_changed_in_the_background() {
    // The official types do not know that what they ask for may be answered with a task.
    let mut notion = Notion::unrecorded();
    notion.version = "2025-09-03";
    let body = json!({ "parent": { "page_id": notion.home() }, "markdown": "# Async\n\nText", "allow_async": true });
    let accepted = notion.post("pages", body).await;
    assert_eq!(accepted.status, 202);
    let task = accepted.id();
    assert!(task.starts_with("task_") && task.len() == 37, "{task}");
    assert_snapshot!(accepted.shown().replace(&task, "<task>"), @r#"
    {
      "object": "async_task",
      "id": "<task>",
      "status": "queued",
      "status_url": "https://api.notion.com/v1/async_tasks/task_<id>",
      "created_time": "2026-11-02T09:30:42.123Z",
      "poll_after_seconds": 2,
      "operation": {
        "surface": "rest",
        "name": "POST /v1/pages"
      },
      "request_id": "<id>"
    }
    "#);
    let path = format!("async_tasks/{task}");
    notion.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(notion.get(&path).await.ok().body["status"], "running");
    notion.clock.advance(SignedDuration::from_secs(1));
    let done = notion.get(&path).await.ok();
    assert_eq!(done.body["status"], "succeeded");
    assert!(done.body.get("poll_after_seconds").is_none());
    let made = done.body["result"]["id"].as_str().unwrap();
    assert_eq!(
        (title(&done.body["result"]), text(&notion, made).await),
        ("Async".into(), "Text".into())
    );

    let missing = json!([{ "old_str": "nowhere", "new_str": "x" }]);
    let body = json!({ "type": "update_content", "update_content": { "content_updates": missing }, "allow_async": true });
    let failed = notion.patch(&format!("pages/{made}/markdown"), body).await;
    assert_eq!((failed.status, &failed.body["status"]), (202, &json!("queued")));
    notion.clock.advance(SignedDuration::from_secs(2));
    let failed = notion.get(&format!("async_tasks/{}", failed.id())).await.ok();
    assert_eq!(
        (&failed.body["status"], &failed.body["error"]["code"]),
        (&json!("failed"), &json!("validation_error"))
    );
    notion.clock.advance(SignedDuration::from_hours(24));
    assert_eq!(notion.get(&path).await.status, 404);
    assert_eq!(notion.get("async_tasks/task_1").await.status, 400);
}

#[tokio::test]
async fn what_makes_no_sense_is_refused() {
    let notion = Notion::new();
    let home = notion.home();
    let make = async |more: Value| {
        let mut body = json!({ "parent": { "page_id": home } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        notion.post("pages", body).await.refusal()
    };
    assert_snapshot!(make(json!({ "markdown": "x", "children": [] })).await, @"400 validation_error: body failed validation: body.children should be not present, instead was `[]`.");
    assert_snapshot!(make(json!({ "allow_async": true })).await, @"400 validation_error: body failed validation: body.allow_async should be not present, instead was `true`.");
    assert_snapshot!(make(json!({ "markdown_version": "v2" })).await, @r#"400 validation_error: body failed validation: body.markdown_version should be not present, instead was `"v2"`."#);
    let path = format!("pages/{home}/markdown");
    assert_snapshot!(notion.patch(&path, json!({ "type": "clear" })).await.refusal(), @r#"400 validation_error: body failed validation: body.type should be `"update_content"`, `"replace_content"`, `"insert_content"`, or `"replace_content_range"`, instead was `"clear"`."#);
    let nil = "pages/00000000-0000-0000-0000-000000000000/markdown";
    assert!(
        notion.get(nil).await.refusal().starts_with("404 object_not_found: Could not find page")
    );
    let body = json!({ "type": "replace_content", "replace_content": { "new_str": "x" } });
    assert!(notion.patch(nil, body).await.refusal().starts_with("404 object_not_found"));
    let blocks = notion
        .patch(&format!("blocks/{home}/children"), json!({ "children": [paragraph("x")] }))
        .await
        .ok();
    assert_eq!(texts(blocks.results()), ["x"]);
    let block = blocks.results()[0]["id"].as_str().unwrap();
    assert_eq!(text(&notion, block).await, "");
}
