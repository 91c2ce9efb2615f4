//! File uploads: how they are begun, sent, completed, imported, attached, and how they end.

use std::fs;

use axum::body::Body;
use http::Request;
use insta::assert_snapshot;
use jiff::SignedDuration;
use notion_emulator::{FetchError, Fetched, Fetcher, Plan};
use serde_json::{Value, json};

use crate::support::{Notion, Reply, builder, run};

/// The older version, whose answers about uploads the official types know.
const OLD: &str = "2025-09-03";

fn old() -> Notion {
    Notion { version: OLD, ..Notion::new() }
}

/// A request that sends one file of a form, with a part number if there is one.
pub(crate) fn form(
    notion: &Notion,
    id: &str,
    part: Option<&str>,
    file: (&str, &str, &[u8]),
) -> Request<Body> {
    let (name, kind, content) = file;
    let mut body = Vec::new();
    if let Some(part) = part {
        let field = "--b\r\nContent-Disposition: form-data; name=\"part_number\"\r\n\r\n";
        body.extend_from_slice(format!("{field}{part}\r\n").as_bytes());
    }
    let head = format!(
        "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n{kind}\r\n"
    );
    body.extend_from_slice(head.as_bytes());
    body.extend_from_slice(content);
    body.extend_from_slice(b"\r\n--b--\r\n");
    let mut request = notion.request("POST", &format!("file_uploads/{id}/send"), None);
    let kind = "multipart/form-data; boundary=b".parse().unwrap();
    request.headers_mut().insert("content-type", kind);
    *request.body_mut() = Body::from(body);
    request
}

const TEXT: &str = "Content-Type: text/plain\r\n";

/// An upload that is complete; its id.
pub(crate) async fn uploaded(notion: &Notion, name: &str, content: &[u8]) -> String {
    let id = notion.post("file_uploads", json!({ "filename": name })).await.ok().id();
    notion.send(form(notion, &id, None, (name, "", content))).await.ok();
    id
}

pub(crate) async fn fetched(notion: &Notion, url: &str) -> Reply {
    notion.send(Request::get(url).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn a_file_is_begun_and_sent() {
    // The types of the official SDK want `archived` in every version; Notion's answers have not.
    let mut notion = Notion::unrecorded();
    let body =
        json!({ "mode": "single_part", "filename": "test.txt", "content_type": "text/plain" });
    let begun = notion.post("file_uploads", body).await.ok();
    let id = begun.id();
    assert_eq!(&id[24..28], "00b2");
    assert_snapshot!(begun.shown().replace(&id, "<id>"), @r#"
    {
      "object": "file_upload",
      "id": "<id>",
      "created_time": "2026-11-02T09:30:00.000Z",
      "created_by": {
        "id": "<id>",
        "type": "bot"
      },
      "last_edited_time": "2026-11-02T09:30:00.000Z",
      "expiry_time": "2026-11-02T10:30:00.000Z",
      "upload_url": "https://api.notion.com/v1/file_uploads/<id>/send",
      "in_trash": false,
      "status": "pending",
      "filename": "test.txt",
      "content_type": "text/plain",
      "content_length": null,
      "request_id": "<id>"
    }
    "#);
    notion.version = OLD;
    let content = b"This is test file content";
    let sent = notion.send(form(&notion, &id, None, ("test.txt", TEXT, content))).await.ok();
    assert_snapshot!(sent.shown(), @r#"
    {
      "object": "file_upload",
      "id": "<id>",
      "created_time": "2026-11-02T09:30:00.000Z",
      "created_by": {
        "id": "<id>",
        "type": "bot"
      },
      "last_edited_time": "2026-11-02T09:30:00.000Z",
      "expiry_time": "2026-11-02T10:30:00.000Z",
      "in_trash": false,
      "status": "uploaded",
      "filename": "test.txt",
      "content_type": "text/plain",
      "content_length": 25,
      "archived": false,
      "request_id": "<id>"
    }
    "#);
    let again = notion.send(form(&notion, &id, None, ("test.txt", TEXT, content))).await;
    let refusal = again.refusal().replace(&id, "<id>");
    assert_snapshot!(refusal, @"400 validation_error: File upload <id> cannot be sent to: its status should be `pending`, instead was `uploaded`.");
}

#[tokio::test]
async fn an_address_is_good_for_an_hour() {
    let notion = old();
    let id = uploaded(&notion, "dot.svg", b"<svg/>").await;
    let image = json!({ "children": [{ "image": { "file_upload": { "id": id } } }] });
    let path = format!("blocks/{}/children", notion.home());
    let block = notion.patch(&path, image).await.ok().results()[0].clone();
    let image = &block["image"];
    assert_eq!((&image["type"], &image["caption"]), (&json!("file"), &json!([])));
    assert_eq!(image["file"]["expiry_time"], "2026-11-02T10:30:42.123Z");
    let url = image["file"]["url"].as_str().unwrap().to_owned();
    assert!(url.starts_with("https://api.notion.com/files/") && url.contains("/dot.svg?"), "{url}");

    let file = fetched(&notion, &url).await;
    assert_eq!((file.status, &file.body), (200, &json!("<svg/>")));
    assert_eq!(file.headers["content-type"], "image/svg+xml");
    assert_eq!(file.headers["content-security-policy"], "sandbox");

    let forged = fetched(&notion, &url.replace("dot.svg", "dut.svg")).await;
    assert_eq!(forged.status, 403);
    assert!(forged.body.as_str().unwrap().contains("<Code>SignatureDoesNotMatch</Code>"));
    let bare = fetched(&notion, url.split('?').next().unwrap()).await;
    assert!(bare.status == 403 && bare.body.as_str().unwrap().contains("AccessDenied"));

    notion.clock.advance(SignedDuration::from_mins(59));
    assert_eq!(fetched(&notion, &url).await.status, 200);
    notion.clock.advance(SignedDuration::from_mins(1));
    let late = fetched(&notion, &url).await;
    assert_eq!(late.status, 403);
    assert_snapshot!(late.body.as_str().unwrap(), @r#"
    <?xml version="1.0" encoding="UTF-8"?>
    <Error><Code>AccessDenied</Code><Message>Request has expired</Message><X-Amz-Expires>3600</X-Amz-Expires><Expires>2026-11-02T10:30:42Z</Expires><ServerTime>2026-11-02T10:30:42Z</ServerTime></Error>
    "#);
    let path = format!("blocks/{}", block["id"].as_str().unwrap());
    let fresh = notion.get(&path).await.ok().body["image"]["file"]["url"].clone();
    assert_eq!(fetched(&notion, fresh.as_str().unwrap()).await.status, 200);
    let upload = notion.get(&format!("file_uploads/{id}")).await.ok().body;
    assert_eq!((&upload["status"], &upload["expiry_time"]), (&json!("uploaded"), &Value::Null));
}

#[tokio::test]
async fn what_is_not_attached_expires() {
    let notion = old();
    let begun = notion.post("file_uploads", json!({})).await.ok().id();
    let complete = uploaded(&notion, "a.txt", b"a").await;
    notion.clock.advance(SignedDuration::from_hours(1));
    for id in [&begun, &complete] {
        let upload = notion.get(&format!("file_uploads/{id}")).await.ok().body;
        assert_eq!((&upload["status"], &upload["in_trash"]), (&json!("expired"), &json!(true)));
        assert!(upload.get("upload_url").is_none());
    }
    let icon = json!({ "icon": { "file_upload": { "id": complete } } });
    let refused = notion.patch(&format!("pages/{}", notion.home()), icon).await.refusal();
    let refused = refused.replace(&complete, "<id>");
    assert_snapshot!(refused, @"400 validation_error: File upload <id> cannot be attached: its status should be `uploaded`, instead was `expired`.");
    let sent = notion.send(form(&notion, &begun, None, ("a.txt", TEXT, b"a"))).await;
    assert!(sent.refusal().contains("instead was `expired`"));
}

#[tokio::test]
async fn a_file_may_be_attached_everywhere() {
    let notion = old();
    let id = uploaded(&notion, "photo.png", b"png").await;
    let upload = json!({ "file_upload": { "id": id } });
    let files = json!({ "Name": { "title": {} }, "Files": { "files": {} } });
    let source = notion.table(files).await;
    let named = json!({ "type": "file_upload", "name": "n.png", "file_upload": { "id": id } });
    let page = notion
        .post(
            "pages",
            json!({
                "parent": { "data_source_id": source },
                "properties": { "Files": { "files": [upload, named] } },
                "icon": upload,
                "cover": { "type": "file_upload", "file_upload": { "id": id } },
                "children": [
                    { "file": { "file_upload": { "id": id } } },
                    { "file": { "file_upload": { "id": id }, "name": "mine" } },
                    { "callout": { "rich_text": [run("x")], "icon": upload } },
                ],
            }),
        )
        .await
        .ok();
    for place in
        [&page.body["icon"], &page.body["cover"], &page.body["properties"]["Files"]["files"][0]]
    {
        assert_eq!(place["type"], "file");
        assert_eq!(fetched(&notion, place["file"]["url"].as_str().unwrap()).await.body, "png");
    }
    let names: Vec<&Value> = page.body["properties"]["Files"]["files"]
        .as_array()
        .unwrap()
        .iter()
        .map(|file| &file["name"])
        .collect();
    assert_eq!(names, ["photo.png", "n.png"]);
    let blocks = notion.get(&format!("blocks/{}/children", page.id())).await.ok();
    let blocks = blocks.results();
    assert_eq!(blocks[0]["file"]["name"], "photo.png");
    assert_eq!(blocks[1]["file"]["name"], "mine.png");
    assert_eq!(blocks[2]["callout"]["icon"]["type"], "file");

    // What was read may be written back: an address of a file of ours is that file again.
    let files = &page.body["properties"]["Files"]["files"];
    let echo = json!({ "properties": { "Files": { "files": files } } });
    let kept = notion.patch(&format!("pages/{}", page.id()), echo).await.ok();
    assert_eq!(kept.body["properties"]["Files"]["files"].as_array().unwrap().len(), 2);

    let path = format!("databases/{}", page.body["parent"]["database_id"].as_str().unwrap());
    let database = notion.patch(&path, json!({ "icon": upload, "cover": upload })).await.ok();
    assert_eq!(database.body["icon"]["type"], "file");
    let path = format!("blocks/{}", blocks[0]["id"].as_str().unwrap());
    let other = uploaded(&notion, "notes.pdf", b"pdf").await;
    let change = json!({ "file": { "file_upload": { "id": other }, "name": "notes" } });
    assert_eq!(notion.patch(&path, change).await.ok().body["file"]["name"], "notes.pdf");
}

#[tokio::test]
async fn what_cannot_be_attached_is_refused() {
    let notion = old();
    let pending = notion.post("file_uploads", json!({ "filename": "a.txt" })).await.ok().id();
    let children = |id: &str| json!({ "children": [{ "file": { "file_upload": { "id": id } } }] });
    let path = format!("blocks/{}/children", notion.home());
    let refused = notion.patch(&path, children(&pending)).await.refusal();
    let refused = refused.replace(&pending, "<id>");
    assert_snapshot!(refused, @"400 validation_error: File upload <id> cannot be attached: its status should be `uploaded`, instead was `pending`.");
    let unknown = "00000000-0000-4000-8000-000000000001";
    assert_snapshot!(notion.patch(&path, children(unknown)).await.refusal(), @r#"404 object_not_found: Could not find file_upload with ID: 00000000-0000-4000-8000-000000000001. Make sure the relevant pages and databases are shared with your integration "Local integration"."#);
    assert_snapshot!(notion.patch(&path, children("x")).await.refusal(), @r#"400 validation_error: body failed validation: body.children[0].file.file_upload.id should be a valid uuid, instead was `"x"`."#);
    assert!(notion.get(&path).await.ok().results().is_empty(), "a refused request left a trace");
}

#[tokio::test]
async fn a_paid_workspace_takes_files_in_parts() {
    let (builder, clock) = builder();
    let emulator = builder.plan(Plan::Paid).build().unwrap();
    let notion = Notion { emulator, clock, version: OLD };
    let limits = notion.get("users/me").await.ok();
    let limit = &limits.body["bot"]["workspace_limits"]["max_file_upload_size_in_bytes"];
    assert_eq!(*limit, json!(5_368_709_120_u64));
    let body = json!({ "mode": "multi_part", "filename": "a.txt", "number_of_parts": 2 });
    let begun = notion.post("file_uploads", body).await.ok();
    let id = begun.id();
    assert_eq!(begun.body["number_of_parts"], json!({ "total": 2, "sent": 0 }));
    let complete = format!("file_uploads/{id}/complete");
    let early = notion.post(&complete, json!({})).await.refusal().replace(&id, "<id>");
    assert_snapshot!(early, @"400 validation_error: File upload <id> cannot be completed: 2 parts are expected, and 0 were sent.");
    let send = async |part, content: &[u8]| {
        notion.send(form(&notion, &id, part, ("a.txt", TEXT, content))).await
    };
    assert_snapshot!(send(None, b"x").await.refusal(), @"400 validation_error: body failed validation: body.part_number should be defined, instead was `undefined`.");
    assert_snapshot!(send(Some("3"), b"x").await.refusal(), @r#"400 validation_error: body failed validation: body.part_number should be ≤ `2`, instead was `"3"`."#);
    assert_snapshot!(send(Some("1"), b"x").await.refusal(), @"400 validation_error: The size of each part of a multi-part file upload, except for the last one, must be at least 5 MiB.");
    let sent = send(Some("2"), b"tail").await.ok();
    assert_eq!(sent.body["number_of_parts"], json!({ "total": 2, "sent": 1 }));
    assert_eq!(
        (&sent.body["status"], &sent.body["content_length"]),
        (&json!("pending"), &json!(4))
    );
    let url = sent.body["complete_url"].as_str().unwrap();
    assert!(url.ends_with(&complete), "{url}");
    let first = vec![b'a'; 5 << 20];
    send(Some("1"), &first).await.ok();
    let done = notion.post(&complete, json!({})).await.ok();
    assert_eq!(done.body["status"], "uploaded");
    assert_eq!(done.body["content_length"], (5 << 20) + 4);
    let icon = json!({ "cover": { "file_upload": { "id": id } } });
    let page = notion.patch(&format!("pages/{}", notion.home()), icon).await.ok();
    let file = fetched(&notion, page.body["cover"]["file"]["url"].as_str().unwrap()).await;
    let text = file.body.as_str().unwrap();
    assert!(text.len() == (5 << 20) + 4 && text.ends_with("atail"));
    let large = vec![b'a'; (20 << 20) + 1];
    let id = notion.post("file_uploads", json!({ "filename": "a.txt" })).await.ok().id();
    let refused = notion.send(form(&notion, &id, None, ("a.txt", TEXT, &large))).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: The file size is not within the allowed limit of 20 MiB. Please try again with a new file upload.");
}

#[tokio::test]
async fn a_free_workspace_takes_small_files_only() {
    let notion = old();
    let body = json!({ "mode": "multi_part", "filename": "a.txt", "number_of_parts": 2 });
    let refused = notion.post("file_uploads", body).await.refusal();
    assert!(refused.starts_with("400 validation_error: Multi-part file uploads"), "{refused}");
    let id = notion.post("file_uploads", json!({ "filename": "a.txt" })).await.ok().id();
    let large = vec![b'a'; (5 << 20) + 1];
    let refused = notion.send(form(&notion, &id, None, ("a.txt", TEXT, &large))).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: The file size is not within the allowed limit of 5 MiB. Please try again with a new file upload.");
}

#[derive(Debug)]
struct Web;

impl Fetcher for Web {
    fn fetch(&self, url: &str) -> Result<Fetched, FetchError> {
        match url {
            "https://example.org/cat.png" => {
                Ok(Fetched { content_type: Some("image/png".into()), content: "meow".into() })
            }
            "https://example.org/large.png" => {
                Ok(Fetched { content_type: None, content: vec![0; (5 << 20) + 1].into() })
            }
            _ => Err(FetchError { status: Some(404), message: "Not there.".into() }),
        }
    }
}

#[tokio::test]
async fn files_are_imported_by_url() {
    let (builder, clock) = builder();
    let emulator = builder.fetcher(Web).build().unwrap();
    let notion = Notion { emulator, clock, version: OLD };
    let import = async |url: &str| {
        let body = json!({ "mode": "external_url", "external_url": url });
        let begun = notion.post("file_uploads", body).await.ok();
        assert_eq!(begun.body["status"], "pending");
        assert!(begun.body.get("upload_url").is_none());
        notion.get(&format!("file_uploads/{}", begun.id())).await.ok()
    };
    let cat = import("https://example.org/cat.png").await;
    assert_snapshot!(cat.shown(), @r#"
    {
      "object": "file_upload",
      "id": "<id>",
      "created_time": "2026-11-02T09:30:00.000Z",
      "created_by": {
        "id": "<id>",
        "type": "bot"
      },
      "last_edited_time": "2026-11-02T09:30:00.000Z",
      "expiry_time": "2026-11-02T10:30:00.000Z",
      "in_trash": false,
      "status": "uploaded",
      "filename": "cat.png",
      "content_type": "image/png",
      "content_length": 4,
      "file_import_result": {
        "type": "success",
        "success": {},
        "imported_time": "2026-11-02T09:30:42.000+00:00"
      },
      "archived": false,
      "request_id": "<id>"
    }
    "#);
    let large = import("https://example.org/large.png").await.body;
    assert_eq!(large["status"], "failed");
    assert_snapshot!(large["file_import_result"]["error"], @r#"{"type":"validation_error","code":"file_upload_invalid_size","message":"The file size is not within the allowed limit of 5 MiB. Please try again with a new file upload.","parameter":null,"status_code":null}"#);
    let gone = import("https://example.org/gone.png").await.body;
    assert_snapshot!(gone["file_import_result"]["error"], @r#"{"type":"download_error","code":"file_upload_download_failed","message":"Not there.","parameter":null,"status_code":404}"#);
    // What the local Notion serves itself needs no network.
    let icon = json!({ "icon": { "file_upload": { "id": cat.id() } } });
    let page = notion.patch(&format!("pages/{}", notion.home()), icon).await.ok();
    let own = import(page.body["icon"]["file"]["url"].as_str().unwrap()).await;
    assert_eq!((&own.body["status"], &own.body["content_length"]), (&json!("uploaded"), &json!(4)));
}

#[tokio::test]
async fn without_a_fetcher_an_import_fails() {
    let notion = old();
    let body = json!({ "mode": "external_url", "external_url": "https://example.org/a.png", "filename": "b.png" });
    let id = notion.post("file_uploads", body).await.ok().id();
    let failed = notion.get(&format!("file_uploads/{id}")).await.ok();
    assert_eq!(
        (&failed.body["status"], &failed.body["filename"]),
        (&json!("failed"), &json!("b.png"))
    );
    assert_eq!(failed.body["file_import_result"]["error"]["type"], "download_error");
}

#[tokio::test]
async fn a_beginning_that_makes_no_sense_is_refused() {
    let notion = old();
    let check = async |body: Value| notion.post("file_uploads", body).await.refusal();
    assert_snapshot!(check(json!({ "mode": "zip" })).await, @r#"400 validation_error: body failed validation: body.mode should be `"single_part"`, `"multi_part"`, `"external_url"`, or `undefined`, instead was `"zip"`."#);
    assert_snapshot!(check(json!({ "mode": "multi_part", "number_of_parts": 2 })).await, @"400 validation_error: body failed validation: body.filename should be defined, instead was `undefined`.");
    assert_snapshot!(check(json!({ "mode": "multi_part", "filename": "a.txt", "number_of_parts": 0 })).await, @"400 validation_error: body failed validation: body.number_of_parts should be ≥ `1`, instead was `0`.");
    assert_snapshot!(check(json!({ "mode": "external_url" })).await, @"400 validation_error: body failed validation: body.external_url should be defined, instead was `undefined`.");
    assert_snapshot!(check(json!({ "mode": "external_url", "external_url": "http://example.org/a.png" })).await, @"400 validation_error: Provided `external_url` must be an HTTPS URL of a file that is publicly accessible.");
    assert_snapshot!(check(json!({ "filename": "a.drawio" })).await, @"400 validation_error: Provided `filename` has an extension that is not supported for the File Upload API.");
    assert_snapshot!(check(json!({ "content_type": "application/octet-stream" })).await, @"400 validation_error: The content type application/octet-stream is not supported for the File Upload API.");
    let long = format!("{}.txt", "é".repeat(450));
    assert_snapshot!(check(json!({ "filename": long })).await, @"400 validation_error: body failed validation: body.filename.length should be ≤ `900`, instead was `904`.");
    assert_snapshot!(check(json!({ "colour": 1 })).await, @"400 validation_error: body failed validation: body.colour should be not present, instead was `1`.");
}

#[tokio::test]
async fn a_form_that_makes_no_sense_is_refused() {
    let notion = Notion::unrecorded();
    let id = notion.post("file_uploads", json!({ "filename": "a.txt" })).await.ok().id();
    let path = format!("file_uploads/{id}/send");
    let json_body = notion.post(&path, json!({ "file": "x" })).await.refusal();
    assert_snapshot!(json_body, @r#"400 validation_error: Content-Type header failed validation: Content-Type header should be `"multipart/form-data"` with a boundary, instead was `undefined`."#);
    let send = async |kind: &str, body: &'static str| {
        let mut request = notion.request("POST", &path, None);
        request.headers_mut().insert("content-type", kind.parse().unwrap());
        *request.body_mut() = Body::from(body);
        notion.send(request).await.refusal()
    };
    assert_snapshot!(send("multipart/form-data; boundary=b", "nonsense").await, @"400 validation_error: body failed validation: body should be multipart form data.");
    assert_snapshot!(send("multipart/form-data; boundary=b", "--b--").await, @"400 validation_error: body failed validation: body.file should be defined, instead was `undefined`.");
    let other =
        notion.send(form(&notion, &id, None, ("a.txt", "Content-Type: image/png\r\n", b"x")));
    assert_snapshot!(other.await.refusal(), @"400 validation_error: The content type of the file should match the `content_type` of the file upload: expected text/plain, instead was image/png.");
    let unnamed = notion.post("file_uploads", json!({})).await.ok().id();
    let octets = "Content-Type: application/octet-stream\r\n";
    let octets = notion.send(form(&notion, &unnamed, None, ("a.txt", octets, b"x"))).await;
    assert_snapshot!(octets.refusal(), @"400 validation_error: The content type application/octet-stream is not supported for the File Upload API.");
    let named = notion.send(form(&notion, &unnamed, None, ("b.json", "", b"{}"))).await.ok();
    assert_eq!(
        (&named.body["filename"], &named.body["content_type"]),
        (&json!("b.json"), &json!("application/json"))
    );
    let nil = "00000000-0000-0000-0000-000000000000";
    let missing = notion.send(form(&notion, nil, None, ("a.txt", TEXT, b"x"))).await;
    assert_eq!(missing.status, 404);
}

#[tokio::test]
async fn uploads_are_listed_newest_first() {
    let notion = old();
    let first = uploaded(&notion, "1.txt", b"1").await;
    let second = notion.post("file_uploads", json!({})).await.ok().id();
    let third = uploaded(&notion, "3.txt", b"3").await;
    let ids = |reply: &Reply| {
        reply.results().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    let all = notion.get("file_uploads").await.ok();
    assert_eq!(ids(&all), [third.as_str(), &second, &first]);
    assert_eq!((&all.body["type"], &all.body["file_upload"]), (&json!("file_upload"), &json!({})));
    let page = notion.get("file_uploads?page_size=1&status=uploaded").await.ok();
    assert_eq!(ids(&page), [third.as_str()]);
    assert_eq!(page.body["next_cursor"], first.as_str());
    let next = notion.get(&format!("file_uploads?status=uploaded&start_cursor={first}")).await.ok();
    assert_eq!(ids(&next), [first.as_str()]);
    assert_snapshot!(notion.get("file_uploads?status=done").await.refusal(), @r#"400 validation_error: query failed validation: query.status should be `"pending"`, `"uploaded"`, `"expired"`, `"failed"`, or `undefined`, instead was `"done"`."#);
}

#[tokio::test]
async fn the_bytes_survive_reopening() {
    let dir = tempfile::tempdir().unwrap();
    let open = || {
        let (builder, clock) = builder();
        Notion { emulator: builder.dir(dir.path()).build().unwrap(), clock, version: OLD }
    };
    let notion = open();
    let id = uploaded(&notion, "a.txt", b"kept").await;
    let icon = json!({ "icon": { "file_upload": { "id": id } } });
    let home = format!("pages/{}", notion.home());
    let url = notion.patch(&home, icon).await.ok().body["icon"]["file"]["url"].clone();
    let before = notion.get(&format!("file_uploads/{id}")).await.ok().body;
    drop(notion);
    let notion = open();
    let after = notion.get(&format!("file_uploads/{id}")).await.ok().body;
    assert_eq!((&after["status"], &after["expiry_time"]), (&before["status"], &Value::Null));
    assert_eq!(fetched(&notion, url.as_str().unwrap()).await.body, "kept");
    assert!(fs::metadata(dir.path().join("world.db")).unwrap().len() > 0);
}

#[tokio::test]
async fn addresses_name_the_host_that_was_asked() {
    let notion = old();
    let mut request = notion.request("POST", "file_uploads", Some(&json!({})));
    request.headers_mut().insert("host", "127.0.0.1:8787".parse().unwrap());
    let begun = notion.send(request).await.ok();
    let url = begun.body["upload_url"].as_str().unwrap();
    assert!(url.starts_with("http://127.0.0.1:8787/v1/file_uploads/"), "{url}");
}
