//! Which of several wrong things is told, and in which words.

use axum::body::Body;
use http::Request;
use insta::assert_snapshot;
use notion_emulator::Emulator;
use serde_json::json;

use crate::support::{Notion, builder};

/// A request with these headers and this body, sent to a Notion whose token is `good`.
async fn check(method: &str, path: &str, headers: &[(&str, &str)], body: &'static str) -> String {
    let (builder, clock) = builder();
    let emulator: Emulator = builder.token("good").build().unwrap();
    let notion = Notion { emulator, clock, version: "" };
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    notion.send(request.body(Body::from(body)).unwrap()).await.refusal()
}

const GOOD: (&str, &str) = ("authorization", "Bearer good");
const VERSION: (&str, &str) = ("notion-version", "2026-03-11");

#[tokio::test]
async fn the_route_comes_first() {
    let wrong = "400 invalid_request_url: Invalid request URL.";
    assert_eq!(check("GET", "/v1/invalid", &[], "").await, wrong);
    assert_eq!(check("GET", "/v1/users/me//", &[], "").await, wrong);
    assert_eq!(check("PUT", "/v1/users/me", &[], "").await, wrong);
    assert_eq!(check("POST", "/v1/databases/x/query", &[], "{").await, wrong);
}

#[tokio::test]
async fn then_the_json_then_the_token() {
    assert_snapshot!(check("POST", "/v1/search", &[], "{").await, @"400 invalid_json: Error parsing JSON body.");
    assert_snapshot!(check("POST", "/v1/search", &[], "{}").await, @r#"401 unauthorized: Authorization header must use the format "Bearer <token>"."#);
    let basic = ("authorization", "Basic good");
    assert_snapshot!(check("GET", "/v1/users/me", &[basic], "").await, @r#"401 unauthorized: Authorization header must use the format "Bearer <token>"."#);
    let bad = ("authorization", "bearer bad");
    assert_snapshot!(check("GET", "/v1/users/me", &[bad], "").await, @"401 unauthorized: API token is invalid.");
}

#[tokio::test]
async fn then_the_version() {
    assert_snapshot!(check("GET", "/v1/pages/x", &[GOOD], "").await, @"400 missing_version: Notion-Version header failed validation: Notion-Version header should be defined, instead was `undefined`.");
    let old = ("notion-version", "2022-06-28");
    assert_snapshot!(check("GET", "/v1/pages/x", &[GOOD, old], "").await, @r#"400 missing_version: Notion-Version header failed validation: Notion-Version header should be `"2025-09-03"` or `"2026-03-11"`, instead was `"2022-06-28"`. The local Notion does not speak older versions."#);
    let unknown = ("notion-version", "2024-01-01");
    assert_snapshot!(check("GET", "/v1/pages/x", &[GOOD, unknown], "").await, @r#"400 missing_version: Notion-Version header failed validation: Notion-Version header should be `"2021-05-11"`, `"2021-05-13"`, `"2021-08-16"`, `"2022-02-22"`, `"2022-06-28"`, `"2025-09-03"`, or `"2026-03-11"`, instead was `"2024-01-01"`."#);
}

#[tokio::test]
async fn then_path_query_and_body_then_existence() {
    let page = "12345678-1234-1234-1234-123456789abc";
    let path = format!("/v1/pages/{page}");
    assert_snapshot!(check("GET", &path, &[GOOD, VERSION], "").await, @r#"400 validation_error: path failed validation: path.page_id should be a valid uuid, instead was `"12345678-1234-1234-1234-123456789abc"`."#);
    let path = "/v1/pages/00000000-0000-0000-0000-000000000000";
    let odd = format!("{path}?start_cursor=x");
    assert_snapshot!(check("GET", &odd, &[GOOD, VERSION], "").await, @r#"400 validation_error: query failed validation: query.start_cursor should be not present, instead was `"x"`."#);
    assert_snapshot!(check("PATCH", path, &[GOOD, VERSION], r#"{"colour":"red"}"#).await, @r#"400 validation_error: body failed validation: body.colour should be not present, instead was `"red"`."#);
    let missing = check("GET", path, &[GOOD, VERSION], "").await;
    assert_snapshot!(missing, @r#"404 object_not_found: Could not find page with ID: 00000000-0000-0000-0000-000000000000. Make sure the relevant pages and databases are shared with your integration "Local integration"."#);
}

#[tokio::test]
async fn what_is_not_done_yet_says_so() {
    for (method, path, body) in [("POST", "/v1/blocks/meeting_notes/query", "{}")] {
        let refusal = check(method, path, &[GOOD, VERSION], body).await;
        assert!(
            refusal.starts_with(
                "400 invalid_request: Unsupported request: the local Notion does not do "
            ),
            "{refusal}"
        );
    }
}

#[tokio::test]
async fn the_request_id_is_in_the_header_and_last_in_the_body() {
    let notion = Notion::new();
    for reply in [notion.get("users/me").await, notion.get("invalid").await] {
        let id = reply.headers["x-notion-request-id"].to_str().unwrap();
        let (last, value) = reply.body.as_object().unwrap().iter().next_back().unwrap();
        assert_eq!((last.as_str(), value.as_str()), ("request_id", Some(id)));
    }
}

#[tokio::test]
async fn a_refusal_of_something_missing_names_the_integration() {
    let notion = Notion::new();
    let path = "data_sources/00000000-0000-4000-8000-000000000001";
    let missing = notion.get(path).await;
    assert_snapshot!(missing.shown(), @r#"
    {
      "object": "error",
      "status": 404,
      "code": "object_not_found",
      "message": "Could not find data_source with ID: 00000000-0000-4000-8000-000000000001. Make sure the relevant pages and databases are shared with your integration \"Local integration\".",
      "additional_data": {
        "integration_id": "<id>"
      },
      "request_id": "<id>"
    }
    "#);
    assert_eq!(notion.post("search", json!({ "page_size": 101 })).await.status, 400);
}

#[tokio::test]
async fn page_sizes_are_checked() {
    let notion = Notion::new();
    let home = notion.home();
    let list = |size: &str| format!("blocks/{home}/children?page_size={size}");
    assert_snapshot!(notion.get(&list("101")).await.refusal(), @"400 validation_error: query failed validation: query.page_size should be ≤ `100` or `undefined`, instead was `101`.");
    assert_snapshot!(notion.get(&list("ten")).await.refusal(), @r#"400 validation_error: query failed validation: query.page_size should be a number or `undefined`, instead was `"ten"`."#);
    assert_eq!(notion.get(&list("0")).await.status, 200);
    let search = notion.post("search", json!({ "page_size": "ten" })).await;
    assert_snapshot!(search.refusal(), @r#"400 validation_error: body failed validation: body.page_size should be a number or `undefined`, instead was `"ten"`."#);
}

#[test]
fn the_token_is_in_no_debug_text() {
    let (builder, _) = builder();
    let builder = builder.token("secret");
    assert!(!format!("{builder:?}").contains("secret"));
    assert!(!format!("{:?}", builder.build().unwrap()).contains("secret"));
}
