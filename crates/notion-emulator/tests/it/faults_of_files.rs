//! Faults of uploads and of the storage that files are downloaded from.

use std::time::Duration;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use notion_emulator::{Fault, Plan};
use serde_json::json;
use tower_service::Service as _;

use crate::file_uploads::{fetched, form, uploaded};
use crate::support::{Notion, VERSION, silent};

/// A local Notion, which attaches uploads to its home page.
fn faulty(faults: Vec<Fault>) -> Notion {
    // Not recorded: the types of the official SDK want `archived` of uploads in every version.
    let (builder, clock) = silent();
    let emulator = builder.plan(Plan::Paid).faults(faults).build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

/// The status of the answer to attaching an upload to the home page, and the address of its file.
async fn attached(notion: &Notion, id: &str) -> (u16, String) {
    let block = json!({ "children": [{ "file": { "file_upload": { "id": id } } }] });
    let path = format!("blocks/{}/children", notion.home());
    let reply = notion.patch(&path, block).await;
    let url = reply.body["results"][0]["file"]["file"]["url"].as_str().unwrap_or_default();
    (reply.status, url.to_owned())
}

#[tokio::test]
async fn an_address_may_end_early() {
    let notion = faulty(vec![
        Fault::on("PATCH", "/v1/blocks/*/children").expires(Duration::from_secs(5)),
        Fault::on("GET", "/v1/blocks/*").nth(1).expires(Duration::ZERO),
    ]);
    let id = uploaded(&notion, "a.txt", b"text").await;
    let (_, url) = attached(&notion, &id).await;
    assert_eq!(fetched(&notion, &url).await.status, 200);
    notion.clock.advance(SignedDuration::from_secs(5));
    let refused = fetched(&notion, &url).await;
    assert_eq!(refused.status, 403);
    let xml = refused.body.as_str().unwrap().to_owned();
    assert!(xml.contains("Request has expired") && xml.contains(">5</X-Amz-Expires>"), "{xml}");
    let longer = url.replace("X-Amz-Expires=5", "X-Amz-Expires=3600");
    assert_eq!(fetched(&notion, &longer).await.status, 403, "it is signed for five seconds");

    let children = notion.get(&format!("blocks/{}/children", notion.home())).await.ok();
    let block = format!("blocks/{}", children.results()[0]["id"].as_str().unwrap());
    let mut statuses = Vec::new();
    for _ in 0..2 {
        let read = notion.get(&block).await.ok().body;
        let url = read["file"]["file"]["url"].as_str().unwrap().to_owned();
        statuses.push(fetched(&notion, &url).await.status);
    }
    assert_eq!(statuses, [403, 200], "reading it again helps");
}

#[tokio::test]
async fn the_storage_has_faults_of_its_own() {
    let storage = || Fault::on("GET", "/files/**");
    let notion = faulty(vec![
        Fault::on("*", "**").status(500).nth(100),
        storage().nth(1).status(202),
        storage().nth(2).status(403),
        storage().nth(3).truncate(2),
        storage().nth(4).break_off(2),
        storage().nth(5).drop_answer(),
    ]);
    let id = uploaded(&notion, "a.txt", b"text").await;
    let (_, url) = attached(&notion, &id).await;
    let not_yet = fetched(&notion, &url).await;
    assert_eq!((not_yet.status, &not_yet.body), (202, &json!("")));
    let denied = fetched(&notion, &url).await;
    assert_eq!(denied.status, 403);
    assert!(denied.body.as_str().unwrap().contains("<Code>AccessDenied</Code>"));
    let short = fetched(&notion, &url).await;
    assert_eq!((short.status, &short.body), (200, &json!("te")));
    assert_eq!(short.headers["content-length"], "2", "nothing tells that more was meant");
    for _ in 0..2 {
        let request = Request::get(&url).body(Body::empty()).unwrap();
        let response = notion.emulator.router().call(request).await.unwrap();
        assert!(response.into_body().collect().await.is_err());
    }
    assert_eq!(fetched(&notion, &url).await.body, "text");
    assert_eq!(notion.emulator.counts().faults, 5);
}

#[tokio::test]
async fn an_upload_may_end_before_it_is_attached() {
    let minute = Duration::from_mins(1);
    let notion = faulty(vec![Fault::on("POST", "/v1/file_uploads").nth(1).expires(minute)]);
    let (short, long) =
        (uploaded(&notion, "a.txt", b"a").await, uploaded(&notion, "b.txt", b"b").await);
    notion.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(attached(&notion, &short).await.0, 400);
    assert_eq!(notion.get(&format!("file_uploads/{short}")).await.ok().body["status"], "expired");
    assert_eq!(attached(&notion, &long).await.0, 200);
}

#[tokio::test]
async fn an_upload_may_fail() {
    let notion = faulty(vec![
        Fault::on("POST", "/v1/file_uploads/*/send").nth(1).upload_fails(),
        Fault::on("POST", "/v1/file_uploads").nth(3).upload_fails(),
    ]);
    let failed = uploaded(&notion, "a.txt", b"a").await;
    assert_eq!(notion.get(&format!("file_uploads/{failed}")).await.ok().body["status"], "failed");
    assert_eq!(attached(&notion, &failed).await.0, 400);
    let good = uploaded(&notion, "a.txt", b"a").await;
    let (status, url) = attached(&notion, &good).await;
    assert_eq!(status, 200);
    let import = json!({ "mode": "external_url", "external_url": url, "filename": "a.txt" });
    let import = notion.post("file_uploads", import).await.ok();
    assert_eq!(import.body["status"], "pending");
    let import = notion.get(&format!("file_uploads/{}", import.id())).await.ok();
    assert_eq!(import.body["status"], "failed");
    assert_eq!(import.body["file_import_result"]["type"], "error");
}

#[tokio::test]
async fn a_part_may_be_lost() {
    let lost = Fault::on("POST", "/v1/file_uploads/*/send").nth(2).part_lost();
    let notion = faulty(vec![lost]);
    let begun = json!({ "mode": "multi_part", "number_of_parts": 2, "filename": "a.txt" });
    let id = notion.post("file_uploads", begun).await.ok().id();
    let (first, second) = (vec![b'a'; 5 << 20], b"end".as_slice());
    let send = async |part: &str, content: &[u8]| {
        let sent = notion.send(form(&notion, &id, Some(part), ("a.txt", "", content))).await;
        sent.ok().body["number_of_parts"]["sent"].clone()
    };
    assert_eq!(send("1", &first).await, 1);
    assert_eq!(send("2", second).await, 2, "the answer does not tell");
    let complete = format!("file_uploads/{id}/complete");
    assert_eq!(notion.post(&complete, json!({})).await.status, 400);
    assert_eq!(send("2", second).await, 2);
    let done = notion.post(&complete, json!({})).await.ok();
    assert_eq!(
        (&done.body["status"], &done.body["content_length"]),
        (&json!("uploaded"), &json!((5 << 20) + 3))
    );
}
