//! What a connection may do, and what it is told where it may not.

use insta::assert_snapshot;
use notion_emulator::Seed;
use serde_json::{Value, json};

use crate::support::{Notion, Reply, VERSION, builder, paragraph, run};

/// A world whose connection is allowed so much.
fn seed(capabilities: &[&str]) -> Value {
    let ada = json!({ "key": "ada", "name": "Ada", "email": "ada@halden.example" });
    json!({
        "me": "ada", "users": [ada], "pages": [{ "key": "home", "title": "Home" }],
        "integration": { "capabilities": capabilities },
    })
}

fn keys(reply: &Value) -> Vec<&String> {
    reply.as_object().unwrap().keys().collect()
}

const REFUSED: &str = "403 restricted_resource: Insufficient permissions for this endpoint.";

#[tokio::test]
async fn who_may_not_read_is_told_ids() {
    let notion = Notion::seeded(seed(&["insert_content", "insert_comments"]));
    let home = notion.home();
    let parent = json!({ "page_id": home });
    let title = json!({ "title": { "title": [run("Page")] } });
    let page = notion.post("pages", json!({ "parent": parent, "properties": title })).await.ok();
    assert_eq!(keys(&page.body), ["object", "id", "request_id"]);
    let children = json!({ "children": [paragraph("a")] });
    let blocks = notion.patch(&format!("blocks/{home}/children"), children).await.ok();
    assert_eq!(keys(&blocks.results()[0]), ["object", "id"]);
    assert_eq!(blocks.body["type"], "block");
    let comment = json!({ "parent": parent, "rich_text": [run("c")] });
    let comment = notion.post("comments", comment).await.ok();
    assert_eq!(keys(&comment.body), ["object", "id", "request_id"]);

    for path in ["pages/{}", "blocks/{}/children", "comments?block_id={}", "users/{}", "users"] {
        assert_eq!(notion.get(&path.replace("{}", &home)).await.refusal(), REFUSED, "{path}");
    }
    assert_eq!(notion.post("search", json!({})).await.refusal(), REFUSED);
    assert_eq!(notion.delete(&format!("blocks/{}", page.id())).await.refusal(), REFUSED);
    // What it is about is not looked at.
    let update = notion.patch("pages/00000000-0000-4000-8000-000000000001", json!({})).await;
    assert_eq!(update.refusal(), REFUSED);
    // Everybody may ask who they are; the owner is nobody they know.
    let me = notion.get("users/me").await.ok();
    assert_eq!(keys(&me.body["bot"]["owner"]["user"]), ["object", "id"]);
}

#[tokio::test]
async fn who_may_read_is_told_what_is_allowed() {
    let notion = Notion::seeded(seed(&["read_content", "read_users"]));
    let title = |reply: Reply| reply.body["properties"]["title"]["title"][0]["plain_text"].clone();
    assert_eq!(title(notion.get(&format!("pages/{}", notion.home())).await.ok()), "Home");
    let users = notion.get("users").await.ok();
    assert_snapshot!(users.results()[0]["person"], @"{}");
    assert_eq!(users.results()[0]["name"], "Ada");
    let parent = json!({ "parent": { "page_id": notion.home() }, "properties": {} });
    assert_eq!(notion.post("pages", parent).await.refusal(), REFUSED);
}

#[tokio::test]
async fn capabilities_survive_reopening() {
    let dir = tempfile::tempdir().unwrap();
    for time in ["made", "opened again"] {
        let (builder, clock) = builder();
        let seed = Seed::from_value(seed(&["insert_content"])).unwrap();
        let emulator = builder.world(seed).dir(dir.path()).build().unwrap();
        let notion = Notion { emulator, clock, version: VERSION };
        assert_eq!(notion.get("users").await.refusal(), REFUSED, "{time}");
    }
}
