//! What the local Notion tells of its changes is what the client reads and believes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::body::Body;
use http::Request;
use jiff::Timestamp;
use notion_client::{Webhook, WebhookError};
use notion_emulator::{Delivery, Emulator, ManualClock, Post, Posting, Seed};
use notion_model::{WebhookEvent, WebhookEventType};
use serde_json::{Value, json};
use tower_service::Service as _;

/// Answers every delivery with a 200, and keeps it.
#[derive(Clone, Debug, Default)]
struct Inbox(Arc<Mutex<Vec<Delivery>>>);

impl Post for Inbox {
    fn post(&self, delivery: Delivery) -> Posting<'_> {
        self.0.lock().unwrap().push(delivery);
        Box::pin(std::future::ready(Ok(200)))
    }
}

async fn send(emulator: &Emulator, method: &str, path: &str, body: &Value) {
    let request = Request::builder()
        .method(method)
        .uri(path)
        .header("authorization", "Bearer any")
        .header("notion-version", "2026-03-11")
        .body(Body::from(body.to_string()))
        .unwrap();
    let answer = emulator.router().call(request).await.unwrap();
    assert_eq!(answer.status(), 200, "{method} {path}");
}

#[tokio::test]
async fn the_client_believes_what_the_local_notion_tells() {
    let inbox = Inbox::default();
    let seed = json!({
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [{
            "key": "tasks", "title": "Tasks", "parent": "home",
            "properties": { "Name": { "title": {} }, "Tag": { "select": {} } },
            "rows": [{ "key": "oil", "properties": { "Name": "Oil" } }],
        }],
    });
    let emulator = Emulator::builder()
        .clock(ManualClock::new(Timestamp::UNIX_EPOCH))
        .world(Seed::from_value(seed).unwrap())
        .webhook(notion_emulator::Webhook::to("inbox:").window(Duration::ZERO).forge_every(1))
        .post(inbox.clone())
        .build()
        .unwrap();
    let home = emulator.page("home").unwrap();
    let source = emulator.data_source("tasks").unwrap();
    let row = format!("/v1/pages/{}", emulator.page("oil").unwrap());
    let child = json!({ "paragraph": { "rich_text": [{ "text": { "content": "Hi" } }] } });
    let comment = json!({
        "parent": { "page_id": home }, "rich_text": [{ "text": { "content": "Hi" } }],
    });
    let retype = json!({ "properties": { "Tag": null, "Done": { "checkbox": {} } } });
    let new = json!({ "parent": { "data_source_id": source }, "properties": {} });
    let tag = json!({ "properties": { "Tag": { "select": { "name": "New" } } } });
    let children = format!("/v1/blocks/{home}/children");
    send(&emulator, "PATCH", &row, &tag).await;
    send(&emulator, "PATCH", &row, &json!({ "is_locked": true })).await;
    send(&emulator, "PATCH", &row, &json!({ "in_trash": true })).await;
    send(&emulator, "POST", "/v1/pages", &new).await;
    send(&emulator, "PATCH", &format!("/v1/data_sources/{source}"), &retype).await;
    send(&emulator, "PATCH", &children, &json!({ "children": [child] })).await;
    send(&emulator, "POST", "/v1/comments", &comment).await;
    send(&emulator, "POST", "/v1/file_uploads", &json!({ "filename": "a.txt" })).await;
    emulator.deliver().await;

    let mut deliveries = inbox.0.lock().unwrap().clone().into_iter();
    let first = deliveries.next().unwrap();
    let first = Webhook::verification(&first.signature, &first.body).unwrap();
    let webhook = Webhook::new(first.verification_token);
    let mut types = Vec::new();
    let (mut forged, mut told) = (0, 0);
    for delivery in deliveries {
        match webhook.event(&delivery.signature, &delivery.body) {
            Err(WebhookError::Forged) => forged += 1,
            other => {
                let event: WebhookEvent = other.unwrap();
                assert!(!matches!(event.r#type, WebhookEventType::Unknown(_)), "{event:?}");
                assert!(event.data.is_none() || event.details().is_some(), "{event:?}");
                types.push(event.r#type.as_str().to_owned());
                told += 1;
            }
        }
    }
    assert_eq!(forged, told);
    types.sort();
    types.dedup();
    let expected = [
        "comment.created",
        "data_source.content_updated",
        "data_source.schema_updated",
        "file_upload.created",
        "page.content_updated",
        "page.created",
        "page.deleted",
        "page.locked",
        "page.properties_updated",
    ];
    assert_eq!(types, expected);
}
