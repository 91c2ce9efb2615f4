//! Every kind of answer, and the class it gets.

use serde_json::json;

use super::*;

struct Case<'a> {
    status: u16,
    headers: &'a [(&'static str, &'a str)],
    body: String,
}

fn examine_case(case: &Case<'_>) -> String {
    let mut answer = Response::builder().status(case.status);
    for (name, value) in case.headers {
        answer = answer.header(*name, *value);
    }
    match examine(answer.body(Bytes::from(case.body.clone())).unwrap()) {
        Ok(_) => "ok".to_owned(),
        Err(failed) => {
            let wait = failed.wait.map(|it| format!(", wait {it:?}")).unwrap_or_default();
            let saved = failed.committed.map(|it| format!(", {it:?}")).unwrap_or_default();
            format!("{:?}{wait}{saved}", failed.failure)
        }
    }
}

/// The class of an error object.
fn refused(status: u16, code: &str, message: &str, additional: &Value) -> String {
    let body = json!({
        "object": "error", "status": status, "code": code, "message": message,
        "additional_data": additional, "request_id": "r",
    });
    examine_case(&Case { status, headers: &[], body: body.to_string() })
}

/// The class of something else.
fn strange(status: u16, headers: &[(&'static str, &str)], body: &str) -> String {
    examine_case(&Case { status, headers, body: body.to_owned() })
}

#[test]
fn refusals_in_notions_words() {
    let none = Value::Null;
    let limit = |reason: &str| json!({"rate_limit_reason": reason, "retry_after": "49"});
    let table = [
        refused(400, "validation_error", "body failed validation: body.x should be defined", &none),
        refused(
            400,
            "validation_error",
            "body.children.length should be ≤ `100`, instead was `124`.",
            &none,
        ),
        refused(
            400,
            "validation_error",
            "rendering exceeded the response time budget. Retry with exponential backoff",
            &none,
        ),
        refused(400, "validation_error", "The start_cursor provided is invalid: s:x", &none),
        refused(400, "brand_new_code", "…", &none),
        refused(401, "unauthorized", "API token is invalid.", &none),
        refused(403, "restricted_resource", "Insufficient permissions for this endpoint.", &none),
        refused(403, "restricted_resource", "…", &json!({"block_limit": "1000"})),
        refused(404, "object_not_found", "…", &none),
        refused(409, "conflict_error", "…", &none),
        refused(409, "row_limit_exceeded", "…", &none),
        refused(429, "rate_limited", "…", &limit("public_api_request_rate_limit")),
        refused(429, "rate_limited", "…", &limit("public_api_space_request_rate_limit")),
        refused(429, "rate_limited", "…", &limit("public_api_endpoint_rate_limit")),
        refused(429, "rate_limited", "…", &limit("public_api_request_blocked")),
        refused(429, "rate_limited", "…", &limit("mcp_tool_limit")),
        refused(429, "rate_limited", "…", &none),
        refused(500, "internal_server_error", "…", &none),
        refused(503, "service_unavailable", "…", &none),
        refused(503, "service_unavailable", "…", &json!({"retry_guidance": ["Reduce page_size."]})),
        refused(
            503,
            "service_unavailable",
            "…",
            &json!({"retry_guidance": ["Read it again.", "Do not repeat the write."]}),
        ),
        refused(
            503,
            "service_unavailable",
            "…",
            &json!({"retry_guidance": "Do not repeat the write."}),
        ),
        refused(
            503,
            "service_unavailable",
            "…",
            &json!({
                "committed_resource_id": "r", "committed_child_ids": ["00000000-0000-4000-8000-000000000002", 7]
            }),
        ),
        refused(504, "gateway_timeout", "…", &none),
        refused(529, "service_overload", "…", &json!({"retry_after": "7"})),
    ];
    insta::assert_snapshot!(table.join("\n"), @r#"
    Invalid
    TooLarge
    TooSlow
    BadCursor
    Invalid
    Unauthorized
    Forbidden
    BlockLimit
    NotFound
    Conflict
    RowLimit
    Throttled(Connection), wait 49s
    Throttled(Workspace), wait 49s
    Throttled(Endpoint), wait 49s
    Blocked, wait 49s
    Throttled(Other), wait 49s
    Throttled(Other)
    Server
    Server
    TooSlow
    Committed, Committed { resource: None, children: [] }
    Committed, Committed { resource: None, children: [] }
    Committed, Committed { resource: Some("r"), children: [BlockId(00000000-0000-4000-8000-000000000002)] }
    TooSlow
    Overloaded, wait 7s
    "#);
}

#[test]
fn answers_that_are_not_notions() {
    let html = ("content-type", "text/html; charset=utf-8");
    let ray = ("cf-ray", "8a1b");
    let table = [
        strange(200, &[html], "<!DOCTYPE html><title>Log in</title>"),
        strange(200, &[], "  <html>"),
        strange(302, &[("location", "https://hotel.example")], ""),
        strange(403, &[html, ray], "<html>Attention Required!</html>"),
        strange(429, &[html, ray], "<html>"),
        strange(429, &[ray, ("x-notion-request-id", "r")], ""),
        strange(403, &[html], "<html>"),
        strange(404, &[html], "<html>"),
        strange(413, &[], "Payload Too Large"),
        strange(502, &[html, ray], "<html>Bad gateway</html>"),
        strange(522, &[ray], ""),
        strange(502, &[], "Bad Gateway"),
        strange(504, &[], ""),
        strange(401, &[], r#"{"error":"invalid_client","request_id":"r"}"#),
        strange(400, &[], r#"{"error":"unsupported_grant_type"}"#),
        strange(500, &[], &"[".repeat(100_000)),
    ];
    insta::assert_snapshot!(table.join("\n"), @r"
    Foreign
    Foreign
    Foreign
    EdgeRefused
    EdgeRefused
    Throttled(Other)
    Foreign
    Foreign
    TooLarge
    EdgeFailed
    EdgeFailed
    Server
    TooSlow
    Unauthorized
    Invalid
    Server
    ");
}

#[test]
fn waits() {
    let date = ("date", "Mon, 02 Nov 2026 09:00:00 GMT");
    let table = [
        strange(429, &[("retry-after", "49")], ""),
        strange(429, &[("retry-after", " 1.5 ")], ""),
        strange(429, &[("retry-after", "0")], ""),
        strange(429, &[("retry-after", "-3")], ""),
        strange(429, &[("retry-after", "soon")], ""),
        strange(429, &[("retry-after", "NaN")], ""),
        strange(429, &[("retry-after", "1e300")], ""),
        strange(429, &[date, ("retry-after", "Mon, 02 Nov 2026 09:01:30 GMT")], ""),
        strange(429, &[date, ("retry-after", "Mon, 02 Nov 2026 08:00:00 GMT")], ""),
        strange(429, &[("retry-after", "Mon, 02 Nov 2026 09:01:30 GMT")], ""),
        strange(503, &[("retry-after", "20")], ""),
        refused(429, "rate_limited", "…", &json!({"retry_after": "7"})),
        refused(429, "rate_limited", "…", &json!({"retry_after": "-1"})),
        refused(429, "rate_limited", "…", &json!({"retry_after": "NaN"})),
    ];
    insta::assert_snapshot!(table.join("\n"), @r"
    Throttled(Other), wait 49s
    Throttled(Other), wait 1.5s
    Throttled(Other), wait 0ns
    Throttled(Other)
    Throttled(Other)
    Throttled(Other)
    Throttled(Other), wait 86400s
    Throttled(Other), wait 90s
    Throttled(Other), wait 0ns
    Throttled(Other)
    Server, wait 20s
    Throttled(Other), wait 7s
    Throttled(Other)
    Throttled(Other)
    ");
}

#[test]
fn strange_answers_are_quoted_shortly() {
    let answer = Response::builder().status(502).header("cf-ray", "8a1b");
    let body = format!("<html>\n  <h1>Bad\tgateway</h1> {}", "é".repeat(500));
    let failed = examine(answer.body(Bytes::from(body)).unwrap()).unwrap_err();
    insta::assert_snapshot!(failed.cause, @"502 Bad Gateway without Notion's JSON (cf-ray 8a1b): <html> <h1>Bad gateway</h1> éééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééééé…");
}
