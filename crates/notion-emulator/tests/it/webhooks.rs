//! Webhooks: what is told, when, how often, and how badly.

use std::io;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use insta::assert_snapshot;
use jiff::SignedDuration;
use notion_emulator::{BuildError, Delivery, Emulator, ManualClock, Post, Posting, Seed, Webhook};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

use crate::support::{NOW, Notion, VERSION, paragraph, run};

/// Keeps what is posted, and answers with the statuses it was given, then with 200.
#[derive(Clone, Debug, Default)]
struct Inbox {
    deliveries: Arc<Mutex<Vec<Delivery>>>,
    statuses: Arc<Mutex<Vec<u16>>>,
}

impl Post for Inbox {
    fn post(&self, delivery: Delivery) -> Posting<'_> {
        self.deliveries.lock().unwrap().push(delivery);
        let mut statuses = self.statuses.lock().unwrap();
        let status = if statuses.is_empty() { 200 } else { statuses.remove(0) };
        drop(statuses);
        let answer = if status == 0 { Err(io::ErrorKind::TimedOut.into()) } else { Ok(status) };
        Box::pin(std::future::ready(answer))
    }
}

impl Inbox {
    fn take(&self) -> Vec<Value> {
        let deliveries = std::mem::take(&mut *self.deliveries.lock().unwrap());
        deliveries.iter().map(|it| serde_json::from_slice(&it.body).unwrap()).collect()
    }

    fn types(&self) -> Vec<String> {
        self.take().iter().map(|it| it["type"].as_str().unwrap_or("verification").into()).collect()
    }
}

struct Told {
    notion: Notion,
    inbox: Inbox,
}

impl Told {
    fn new(webhook: Webhook) -> Self {
        Self::seeded(Seed::empty(), webhook)
    }

    fn seeded(seed: Seed, webhook: Webhook) -> Self {
        let (clock, inbox) = (ManualClock::new(NOW.parse().unwrap()), Inbox::default());
        let builder = Emulator::builder().clock(clock.clone()).seed(1).world(seed);
        let emulator = builder.webhook(webhook).post(inbox.clone()).build().unwrap();
        Self { notion: Notion { emulator, clock, version: VERSION }, inbox }
    }

    /// What is told when the clock has moved by so many seconds.
    async fn after(&self, seconds: i64) -> Vec<String> {
        self.notion.clock.advance(SignedDuration::from_secs(seconds));
        self.notion.emulator.deliver().await;
        self.inbox.types()
    }

    /// Moves the clock from delivery to delivery until nothing is left.
    async fn all(&self) -> Vec<String> {
        while let Some(next) = self.notion.emulator.next_delivery() {
            self.notion.clock.set(next);
            self.notion.emulator.deliver().await;
        }
        self.inbox.types()
    }
}

fn at_once() -> Webhook {
    Webhook::to("https://example.org/hook").window(Duration::ZERO)
}

#[tokio::test]
async fn a_subscription_begins_with_its_token() {
    let told = Told::new(at_once());
    told.notion.page("New").await;
    assert_eq!(told.notion.emulator.deliver().await, 3);
    let deliveries = told.inbox.take();
    let token = deliveries[0]["verification_token"].as_str().unwrap();
    assert!(token.starts_with("secret_") && token.len() == 50, "{token}");
    let event = &deliveries[1];
    let ids =
        [("home", told.notion.home()), ("page", event["entity"]["id"].as_str().unwrap().into())];
    let text = serde_json::to_string_pretty(&event).unwrap();
    let text =
        ids.iter().fold(text, |text, (key, id)| text.replace(id.as_str(), &format!("<{key}>")));
    let about = ["id", "workspace_id", "subscription_id", "integration_id"];
    let text = about
        .iter()
        .fold(text, |text, key| text.replace(event[*key].as_str().unwrap(), &format!("<{key}>")));
    assert_snapshot!(text, @r#"
    {
      "id": "<id>",
      "timestamp": "2026-11-02T09:30:42.123Z",
      "workspace_id": "<workspace_id>",
      "workspace_name": "Local workspace",
      "subscription_id": "<subscription_id>",
      "integration_id": "<integration_id>",
      "type": "page.created",
      "authors": [
        {
          "id": "<integration_id>",
          "type": "bot"
        }
      ],
      "attempt_number": 1,
      "api_version": "2026-03-11",
      "entity": {
        "id": "<page>",
        "type": "page"
      },
      "data": {
        "parent": {
          "id": "<home>",
          "type": "page"
        }
      }
    }
    "#);
    assert_eq!(deliveries[2]["type"], "page.content_updated");
}

#[tokio::test]
async fn every_write_is_told() {
    let told = Told::new(at_once());
    let notion = &told.notion;
    told.after(0).await;
    let page = notion.page("New").await;
    assert_eq!(told.after(0).await, ["page.created", "page.content_updated"]);
    let home = notion.home();
    let two = json!({ "children": [paragraph("1"), paragraph("2")] });
    let blocks = notion.patch(&format!("blocks/{page}/children"), two).await.ok();
    notion.emulator.deliver().await;
    let event = told.inbox.take().remove(0);
    let id = |at: usize| json!({ "id": blocks.results()[at]["id"], "type": "block" });
    assert_eq!(event["data"]["updated_blocks"], json!([id(0), id(1)]));
    assert_eq!(event["data"]["parent"], json!({ "id": home, "type": "page" }));
    let path = format!("pages/{page}");
    for (change, expected) in [
        (
            json!({ "properties": { "title": { "title": [run("Other")] } } }),
            "page.properties_updated",
        ),
        (json!({ "icon": { "emoji": "🏠" } }), "page.properties_updated"),
        (json!({ "is_locked": true }), "page.locked"),
        (json!({ "is_locked": false }), "page.unlocked"),
        (json!({ "in_trash": true }), "page.deleted page.content_updated"),
        (json!({ "in_trash": false }), "page.undeleted page.content_updated"),
    ] {
        notion.patch(&path, change.clone()).await.ok();
        assert_eq!(told.after(0).await.join(" "), expected, "{change}");
    }
    let block = format!("blocks/{}", blocks.results()[0]["id"].as_str().unwrap());
    notion.patch(&block, paragraph("3")).await.ok();
    notion.delete(&block).await.ok();
    assert_eq!(told.after(0).await, ["page.content_updated", "page.content_updated"]);

    let source = notion.table(json!({ "Name": { "title": {} }, "Tag": { "select": {} } })).await;
    let expected =
        ["database.created", "page.content_updated", "data_source.created", "view.created"];
    assert_eq!(told.after(0).await, expected);
    let row = notion.row(&source, json!({ "Tag": { "select": { "name": "New" } } })).await;
    notion.emulator.deliver().await;
    let events = told.inbox.take();
    let types: Vec<&Value> = events.iter().map(|it| &it["type"]).collect();
    let expected = ["page.created", "data_source.content_updated", "data_source.schema_updated"];
    assert_eq!(types, expected);
    assert_eq!(events[0]["data"]["parent"]["data_source_id"], source);
    let change = &events[2]["data"]["updated_properties"];
    assert_eq!((&change[0]["name"], &change[0]["action"]), (&json!("Tag"), &json!("updated")));
    let rename = json!({ "properties": { "Tag": null, "Done": { "checkbox": {} } } });
    notion.patch(&format!("data_sources/{source}"), rename).await.ok();
    assert_eq!(told.after(0).await, ["data_source.schema_updated"]);
    let target = json!({ "parent": { "page_id": home } });
    notion.post(&format!("pages/{row}/move"), target).await.ok();
    let expected = ["page.moved", "data_source.content_updated", "page.content_updated"];
    assert_eq!(told.after(0).await, expected);

    let comment = json!({ "parent": { "page_id": page }, "rich_text": [run("Hello")] });
    let comment = notion.post("comments", comment).await.ok().id();
    notion.emulator.deliver().await;
    let event = told.inbox.take().remove(0);
    assert_eq!(
        (&event["type"], &event["data"]["page_id"]),
        (&json!("comment.created"), &json!(page))
    );
    notion.delete(&format!("comments/{comment}")).await.ok();
    assert_eq!(told.after(0).await, ["comment.deleted"]);
    notion.post("file_uploads", json!({ "filename": "a.txt" })).await.ok();
    assert_eq!(told.after(0).await, ["file_upload.created"]);
    assert_eq!(told.after(3600).await, ["file_upload.expired"]);
    assert_eq!(told.after(3600).await, [""; 0]);
    // Reading is no news, and a refusal is none.
    notion.get("users/me").await.ok();
    notion.patch(&path, json!({ "colour": "red" })).await;
    assert_eq!(notion.emulator.next_delivery(), None);
}

#[tokio::test]
async fn changes_are_collected() {
    let webhook = Webhook::to("https://example.org/hook").events(["page.properties_updated"]);
    let told = Told::new(webhook);
    told.after(0).await;
    let path = format!("pages/{}", told.notion.home());
    for title in ["One", "Two"] {
        let title = json!({ "properties": { "title": { "title": [run(title)] } } });
        told.notion.patch(&path, title).await.ok();
        assert_eq!(told.after(2).await, [""; 0]);
    }
    assert_eq!(told.after(1).await, ["page.properties_updated"]);
    let page = told.notion.page("Short").await;
    told.notion.delete(&format!("blocks/{page}")).await.ok();
    assert_eq!(told.all().await, [""; 0]);
}

#[tokio::test]
async fn deliveries_are_lost_doubled_overtaken_late_and_forged() {
    let lock = async |told: &Told, times: usize| {
        let path = format!("pages/{}", told.notion.home());
        for number in 0..times {
            let lock = json!({ "is_locked": number % 2 == 0 });
            told.notion.patch(&path, lock).await.ok();
            told.notion.emulator.deliver().await;
        }
    };
    let short = |types: Vec<String>| -> String {
        let short = |it: String| {
            if it == "page.locked" {
                "L"
            } else if it == "page.unlocked" {
                "U"
            } else {
                ""
            }
        };
        types.into_iter().map(short).collect()
    };
    for (webhook, soon, later) in [
        (at_once(), "LULU", ""),
        (at_once().lose_every(2), "LL", ""),
        (at_once().duplicate_every(2), "LUULUU", ""),
        (at_once().reorder_every(3), "LUUL", ""),
        (at_once().reorder_every(4), "LUL", "U"),
        (at_once().late_every(2, Duration::from_mins(5)), "LL", "UU"),
        (at_once().forge_every(3), "LULLU", ""),
        (at_once().delay(Duration::from_secs(9)), "", "LULU"),
        (at_once().events(["page.unlocked"]), "UU", ""),
    ] {
        let told = Told::new(webhook.clone());
        lock(&told, 4).await;
        let now = short(told.inbox.types());
        assert_eq!((now.as_str(), short(told.all().await).as_str()), (soon, later), "{webhook:?}");
    }
    // What comes twice has one id; what is forged is not signed like the rest.
    let told = Told::new(at_once().duplicate_every(1).forge_every(1));
    lock(&told, 1).await;
    let deliveries = told.inbox.deliveries.lock().unwrap().clone();
    let bodies: Vec<_> = deliveries[1..].iter().map(|it| it.body.clone()).collect();
    assert_eq!(bodies[0], bodies[1]);
    assert_eq!(bodies[1], bodies[2]);
    assert_ne!(deliveries[1].signature, deliveries[2].signature);
    assert_eq!(deliveries[2], deliveries[3]);
}

#[tokio::test]
async fn what_is_not_taken_is_tried_eight_times() {
    let told = Told::new(at_once().events(["page.locked"]));
    told.after(0).await;
    *told.inbox.statuses.lock().unwrap() = vec![500, 0, 404, 301, 500, 500, 500, 500];
    let path = format!("pages/{}", told.notion.home());
    told.notion.patch(&path, json!({ "is_locked": true })).await.ok();
    let mut attempts = Vec::new();
    let began = NOW.parse::<jiff::Timestamp>().unwrap();
    while let Some(next) = told.notion.emulator.next_delivery() {
        told.notion.clock.set(next);
        told.notion.emulator.deliver().await;
        let event = told.inbox.take().remove(0);
        attempts.push((next.duration_since(began).as_secs(), event["attempt_number"].clone()));
    }
    let seconds: Vec<i64> = attempts.iter().map(|it| it.0).collect();
    assert_eq!(seconds, [0, 80, 320, 1040, 3200, 9680, 29_120, 87_440]);
    let numbers: Vec<_> = attempts.iter().map(|it| it.1.as_u64().unwrap()).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6, 7, 8]);

    // An address that never takes its token is told nothing.
    let told = Told::new(at_once());
    *told.inbox.statuses.lock().unwrap() = vec![500; 8];
    told.notion.page("New").await;
    assert_eq!(told.all().await, ["verification"; 8]);
    told.notion.page("New").await;
    assert_eq!(told.all().await, [""; 0]);
}

#[tokio::test]
async fn addresses_that_cannot_be_reached_are_refused() {
    let build = |webhook: Webhook| Emulator::builder().webhook(webhook).build().map(drop);
    let error = build(Webhook::to("https://example.org")).unwrap_err();
    assert!(matches!(error, BuildError::Webhook(_)));
    assert_snapshot!(error, @r#"the webhook's address "https://example.org" cannot be reached: give one that begins with `http://`"#);
    let error = build(Webhook::to("http://localhost").events(["row.created"])).unwrap_err();
    assert!(
        error.to_string().starts_with(r#""row.created" means no event; they are page.created, "#)
    );
}

#[tokio::test]
async fn on_a_port_it_is_told_by_itself() {
    let hook = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook?a=b", hook.local_addr().unwrap());
    let webhook = Webhook::to(url).window(Duration::from_millis(20)).events(["page.created"]);
    let emulator = Emulator::builder().webhook(webhook).build().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let server = tokio::spawn({
        let emulator = emulator.clone();
        async move { emulator.serve(listener).await }
    });
    let next = async || {
        let (mut stream, _) = hook.accept().await.unwrap();
        let mut text = String::new();
        while !text.contains("\r\n\r\n") || !text.ends_with('}') {
            let mut some = [0; 4096];
            let length = stream.read(&mut some).await.unwrap();
            text.push_str(std::str::from_utf8(&some[..length]).unwrap());
        }
        stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n").await.unwrap();
        text
    };
    let first = next().await;
    assert!(first.starts_with("POST /hook?a=b HTTP/1.1\r\n"), "{first}");
    assert!(first.contains("\r\nx-notion-signature: sha256="), "{first}");
    assert!(first.contains("verification_token"), "{first}");
    let (clock, version) = (ManualClock::new(NOW.parse().unwrap()), VERSION);
    Notion { emulator, clock, version }.page("New").await;
    assert!(next().await.contains(r#""type":"page.created""#));
    server.abort();
}
