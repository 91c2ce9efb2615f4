//! Comments and discussions.

use axum::body::Body;
use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Notion, Reply, builder, paragraph, plain, run};

fn texts(reply: &Reply) -> Vec<String> {
    reply.results().iter().map(|comment| plain(&comment["rich_text"])).collect()
}

#[tokio::test]
async fn comments_about_a_page_are_one_discussion() {
    let notion = Notion::new();
    let home = notion.home();
    let parent = json!({ "type": "page_id", "page_id": home });
    let first = json!({ "parent": parent, "rich_text": [run("My first comment")] });
    let first = notion.post("comments", first).await.ok();
    assert_eq!(&first.id()[24..28], "001d");
    assert_snapshot!(first.shown(), @r#"
    {
      "object": "comment",
      "id": "<id>",
      "parent": {
        "type": "page_id",
        "page_id": "<id>"
      },
      "discussion_id": "<id>",
      "created_time": "2026-11-02T09:30:00.000Z",
      "last_edited_time": "2026-11-02T09:30:00.000Z",
      "created_by": {
        "object": "user",
        "id": "<id>"
      },
      "rich_text": [
        {
          "type": "text",
          "text": {
            "content": "My first comment",
            "link": null
          },
          "annotations": {
            "bold": false,
            "italic": false,
            "strikethrough": false,
            "underline": false,
            "code": false,
            "color": "default"
          },
          "plain_text": "My first comment",
          "href": null
        }
      ],
      "display_name": {
        "type": "integration",
        "resolved_name": "Local integration"
      },
      "request_id": "<id>"
    }
    "#);
    let second = json!({ "parent": { "page_id": home }, "rich_text": [run("Another")] });
    let second = notion.post("comments", second).await.ok();
    assert_eq!(second.body["discussion_id"], first.body["discussion_id"]);
    let reply = json!({ "discussion_id": first.body["discussion_id"], "rich_text": [run("So?")] });
    let reply = notion.post("comments", reply).await.ok();
    assert_eq!(reply.body["parent"], first.body["parent"]);
    let all = notion.get(&format!("comments?block_id={home}&page_size=2")).await.ok();
    assert_eq!(texts(&all), ["My first comment", "Another"]);
    assert_eq!((&all.body["type"], &all.body["comment"]), (&json!("comment"), &json!({})));
    assert_eq!(all.body["next_cursor"], reply.id());
    let rest = format!("comments?block_id={home}&start_cursor={}", reply.id());
    assert_eq!(texts(&notion.get(&rest).await.ok()), ["So?"]);
}

#[tokio::test]
async fn a_block_may_have_several_discussions() {
    let notion = Notion::new();
    let path = format!("blocks/{}/children", notion.home());
    let made = notion.patch(&path, json!({ "children": [paragraph("x")] })).await.ok();
    let block = made.results()[0]["id"].as_str().unwrap().to_owned();
    let body = json!({ "parent": { "block_id": block }, "rich_text": [run("a")] });
    let first = notion.post("comments", body.clone()).await.ok();
    let second = notion.post("comments", body).await.ok();
    assert_ne!(first.body["discussion_id"], second.body["discussion_id"]);
    assert_eq!(first.body["parent"], json!({ "type": "block_id", "block_id": block }));
    let listed = notion.get(&format!("comments?block_id={block}")).await.ok();
    assert_eq!(listed.results().len(), 2);
    let page = notion.get(&format!("comments?block_id={}", notion.home())).await.ok();
    assert!(page.results().is_empty(), "a page does not list what is said about its blocks");
}

#[tokio::test]
async fn a_comment_is_changed_and_deleted() {
    let notion = Notion::new();
    let home = notion.home();
    let body = json!({ "parent": { "page_id": home }, "rich_text": [run("a")] });
    let id = notion.post("comments", body).await.ok().id();
    notion.clock.advance(SignedDuration::from_mins(2));
    let path = format!("comments/{id}");
    let changed = notion.patch(&path, json!({ "rich_text": [run("b")] })).await.ok();
    assert_eq!(plain(&changed.body["rich_text"]), "b");
    assert_eq!(changed.body["last_edited_time"], "2026-11-02T09:32:00.000Z");
    let same = |mut body: Value| {
        body.as_object_mut().unwrap().shift_remove("request_id");
        body
    };
    let before = same(notion.get(&path).await.ok().body);
    assert_eq!(same(notion.delete(&path).await.ok().body), before);
    let gone = notion.get(&path).await.refusal();
    assert!(gone.starts_with("404 object_not_found: Could not find comment with ID"), "{gone}");
    assert!(notion.get(&format!("comments?block_id={home}")).await.ok().results().is_empty());
}

#[tokio::test]
async fn comments_of_people_are_read_and_not_changed() {
    let notion = Notion::seeded(json!({
        "me": "ada",
        "users": [{ "key": "ada", "name": "Ada" }, { "key": "bo", "name": "Bo" }],
        "pages": [{ "key": "home", "title": "Home" }],
        "comments": [
            { "on": "home", "by": "bo", "text": "Why?" },
            { "on": "home", "text": "Because.", "created": "2026-10-01T08:00:00Z" },
        ],
    }));
    let all = notion.get(&format!("comments?block_id={}", notion.home())).await.ok();
    assert_eq!(texts(&all), ["Why?", "Because."]);
    let theirs = &all.results()[0];
    assert_eq!(theirs["display_name"], json!({ "type": "user", "resolved_name": "Bo" }));
    let path = format!("comments/{}", theirs["id"].as_str().unwrap());
    let refused = "403 restricted_resource: API token does not have access to this resource.";
    assert_eq!(notion.patch(&path, json!({ "rich_text": [] })).await.refusal(), refused);
    assert_eq!(notion.delete(&path).await.refusal(), refused);
}

#[tokio::test]
async fn a_comment_has_a_name_mentions_and_files() {
    let notion = Notion { version: "2025-09-03", ..Notion::new() };
    let home = notion.home();
    let upload = notion.post("file_uploads", json!({ "filename": "a.pdf" })).await.ok().id();
    let mut send = notion.request("POST", &format!("file_uploads/{upload}/send"), None);
    let kind = "multipart/form-data; boundary=b".parse().unwrap();
    send.headers_mut().insert("content-type", kind);
    let form = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.pdf\"\r\n\r\nx\r\n--b--";
    *send.body_mut() = Body::from(form);
    notion.send(send).await.ok();
    let you = notion.emulator.user("you").unwrap().to_string();
    let body = json!({
        "parent": { "page_id": home },
        "rich_text": [{ "mention": { "user": { "id": you } } }],
        "attachments": [{ "type": "file_upload", "file_upload_id": upload }],
        "display_name": { "type": "custom", "custom": { "name": "Robot" } },
    });
    let made = notion.post("comments", body).await.ok();
    assert_eq!(plain(&made.body["rich_text"]), "@You");
    assert_eq!(made.body["display_name"], json!({ "type": "custom", "resolved_name": "Robot" }));
    let attached = &made.body["attachments"][0];
    assert_eq!(attached["category"], "pdf");
    assert!(attached["file"]["url"].as_str().unwrap().contains("/a.pdf?"));
    let kept = notion.get(&format!("file_uploads/{upload}")).await.ok();
    assert_eq!(kept.body["expiry_time"], Value::Null);
}

#[tokio::test]
async fn markdown_in_comments_is_inline() {
    let notion = Notion::new();
    let markdown = "# Not *a* title\nbut **bold** and [a link](https://example.org)";
    let body = json!({ "parent": { "page_id": notion.home() }, "markdown": markdown });
    let made = notion.post("comments", body).await.ok();
    let runs = made.body["rich_text"].as_array().unwrap();
    let text = plain(&made.body["rich_text"]);
    assert_eq!(text, "# Not *a* title\nbut bold and a link");
    assert_eq!(runs[1]["annotations"]["bold"], true);
    assert_eq!(runs[3]["href"], "https://example.org");
}

#[tokio::test]
async fn comments_that_make_no_sense_are_refused() {
    let notion = Notion::new();
    let home = notion.home();
    let check = async |body: Value| notion.post("comments", body).await.refusal();
    let text = json!([run("x")]);
    assert_snapshot!(check(json!({ "rich_text": text })).await, @"
    400 validation_error: body failed validation. Fix one:
    body.parent should be defined, instead was `undefined`.
    body.discussion_id should be defined, instead was `undefined`.
    ");
    assert_snapshot!(check(json!({ "parent": { "page_id": home } })).await, @"
    400 validation_error: body failed validation. Fix one:
    body.rich_text should be defined, instead was `undefined`.
    body.markdown should be defined, instead was `undefined`.
    ");
    assert_snapshot!(check(json!({ "parent": { "database_id": home }, "rich_text": text })).await, @"
    400 validation_error: body failed validation. Fix one:
    body.parent.page_id should be defined, instead was `undefined`.
    body.parent.block_id should be defined, instead was `undefined`.
    ");
    let nil = "00000000-0000-0000-0000-000000000000";
    assert!(
        check(json!({ "parent": { "page_id": nil }, "rich_text": text }))
            .await
            .starts_with("404 object_not_found: Could not find page")
    );
    assert!(
        check(json!({ "parent": { "block_id": nil }, "rich_text": text }))
            .await
            .starts_with("404 object_not_found: Could not find block")
    );
    assert!(
        check(json!({ "discussion_id": nil, "rich_text": text }))
            .await
            .starts_with("404 object_not_found: Could not find discussion")
    );
    let four = json!([{ "file_upload_id": nil }, { "file_upload_id": nil }, { "file_upload_id": nil }, { "file_upload_id": nil }]);
    assert_snapshot!(check(json!({ "parent": { "page_id": home }, "rich_text": text, "attachments": four })).await, @"400 validation_error: body failed validation: body.attachments.length should be ≤ `3`, instead was `4`.");
    assert_snapshot!(notion.get("comments").await.refusal(), @"400 validation_error: query failed validation: query.block_id should be defined, instead was `undefined`.");
}

#[tokio::test]
async fn comments_survive_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let open = || {
        let (builder, clock) = builder();
        let emulator = builder.dir(dir.path()).build().unwrap();
        Notion { emulator, clock, version: "2025-09-03" }
    };
    let notion = open();
    let body =
        |text: &str| json!({ "parent": { "page_id": notion.home() }, "rich_text": [run(text)] });
    let gone = notion.post("comments", body("gone")).await.ok().id();
    notion.post("comments", body("kept")).await.ok();
    notion.delete(&format!("comments/{gone}")).await.ok();
    let path = format!("comments?block_id={}", notion.home());
    drop(notion);
    let notion = open();
    assert_eq!(texts(&notion.get(&path).await.ok()), ["kept"]);
}
