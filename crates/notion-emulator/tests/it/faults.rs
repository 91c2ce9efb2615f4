//! Budgets and scripted faults, as a client meets them.

use http_body_util::BodyExt as _;
use insta::assert_snapshot;
use jiff::SignedDuration;
use notion_emulator::{Budget, Fault, Window};
use serde_json::{Value, json};
use tower_service::Service as _;

use crate::support::{Notion, paragraph, run};

fn faulty(faults: Vec<Fault>) -> Notion {
    let notion = Notion::new();
    notion.emulator.set_faults(faults);
    notion
}

fn page(notion: &Notion) -> Value {
    json!({ "parent": { "page_id": notion.home() }, "properties": { "title": { "title": [run("New")] } } })
}

async fn children(notion: &Notion) -> usize {
    notion.get(&format!("blocks/{}/children", notion.home())).await.ok().results().len()
}

#[tokio::test]
async fn a_spent_budget_says_how_long_to_wait() {
    let notion = Notion::new();
    notion.emulator.set_budget(Budget::per_window(2, 60));
    notion.get("users/me").await.ok();
    notion.clock.advance(SignedDuration::from_secs(11));
    notion.get("users/me").await.ok();
    let refused = notion.get("users/me").await;
    assert_eq!(refused.headers["retry-after"], "49");
    assert_snapshot!(refused.shown(), @r#"
    {
      "object": "error",
      "status": 429,
      "code": "rate_limited",
      "message": "You have been rate limited. Please try again in a few minutes.",
      "additional_data": {
        "rate_limit_reason": "public_api_request_rate_limit",
        "retry_after": "49"
      },
      "request_id": "<id>"
    }
    "#);
    notion.clock.advance(SignedDuration::from_secs(49));
    notion.get("users/me").await.ok();
    assert_eq!(notion.emulator.counts().by_status.get(&429), Some(&1));
}

#[tokio::test]
async fn each_token_has_a_budget_and_all_share_one() {
    let (builder, clock) = crate::support::builder();
    let budget = Budget {
        connection: Some(Window { requests: 2, seconds: 60 }),
        workspace: Some(Window { requests: 3, seconds: 600 }),
    };
    let emulator = builder.token("one").token("two").budget(budget).build().unwrap();
    let notion = Notion { emulator, clock, version: crate::support::VERSION };
    let ask = async |token: &str| {
        let mut request = notion.request("GET", "users/me", None);
        let token = format!("Bearer {token}").parse().unwrap();
        request.headers_mut().insert("authorization", token);
        let reply = notion.send(request).await;
        let reason = reply.body["additional_data"]["rate_limit_reason"].as_str();
        (reply.status, reason.unwrap_or_default().to_owned())
    };
    assert_eq!(ask("three").await.0, 401);
    assert_eq!([ask("one").await.0, ask("one").await.0], [200, 200]);
    assert_eq!(ask("one").await, (429, "public_api_request_rate_limit".to_owned()));
    assert_eq!(ask("two").await.0, 200);
    assert_eq!(ask("two").await, (429, "public_api_space_request_rate_limit".to_owned()));
    notion.clock.advance(SignedDuration::from_mins(10));
    assert_eq!([ask("two").await.0, ask("one").await.0], [200, 200]);
}

#[tokio::test]
async fn a_fault_before_the_work_leaves_the_world_alone() {
    let notion = faulty(vec![Fault::on("POST", "/v1/pages").nth(1).status(500)]);
    let refused = notion.post("pages", page(&notion)).await;
    assert_snapshot!(refused.refusal(), @"500 internal_server_error: Unexpected error occurred.");
    assert_eq!(children(&notion).await, 0);
    notion.post("pages", page(&notion)).await.ok();
    assert_eq!(notion.emulator.counts().faults, 1);
}

#[tokio::test]
async fn a_503_after_the_work_says_what_was_kept() {
    let notion = faulty(vec![
        Fault::on("POST", "/v1/pages").status(503).committed(),
        Fault::on("PATCH", "/v1/blocks/*/children").status(503).committed(),
        Fault::on("PATCH", "/v1/pages/*").status(503).committed(),
    ]);
    let refused = notion.post("pages", page(&notion)).await;
    let data = &refused.body["additional_data"];
    let made = data["committed_resource_id"].as_str().unwrap().to_owned();
    assert_snapshot!(refused.shown(), @r#"
    {
      "object": "error",
      "status": 503,
      "code": "service_unavailable",
      "message": "The change was saved, but the response could not be built in time. Read the object again instead of repeating the write.",
      "additional_data": {
        "from": "publicApi.local",
        "elapsed_ms": "55012",
        "deadline_ms": "55000",
        "retry_guidance": [
          "Read the object again to confirm the saved change.",
          "Do not repeat the write."
        ],
        "committed_resource_id": "<id>"
      },
      "request_id": "<id>"
    }
    "#);
    notion.get(&format!("pages/{made}")).await.ok();

    let two = json!({ "children": [paragraph("1"), paragraph("2")] });
    let appended = notion.patch(&format!("blocks/{made}/children"), two).await;
    let data = &appended.body["additional_data"];
    assert_eq!(data["committed_resource_id"], made);
    let listed = notion.get(&format!("blocks/{made}/children")).await.ok();
    let ids: Vec<&Value> = listed.results().iter().map(|block| &block["id"]).collect();
    assert_eq!(data["committed_child_ids"].as_array().unwrap().iter().collect::<Vec<_>>(), ids);

    let update = notion.patch(&format!("pages/{made}"), json!({ "is_locked": true })).await;
    assert_eq!(update.body["additional_data"].get("committed_resource_id"), None);
    assert_eq!(notion.get(&format!("pages/{made}")).await.ok().body["is_locked"], true);
}

#[tokio::test]
async fn a_503_without_guidance_can_hide_a_write() {
    let notion = faulty(vec![Fault::on("POST", "/v1/pages").status(503).after()]);
    let refused = notion.post("pages", page(&notion)).await;
    assert_eq!(refused.body.get("additional_data"), None);
    assert_eq!(children(&notion).await, 1);
    // A request that is wrong in itself is told so.
    assert_eq!(notion.post("pages", json!({ "colour": "red" })).await.status, 400);
}

#[tokio::test]
async fn the_edge_answers_in_html() {
    let notion = faulty(vec![Fault::on("GET", "**").status(502)]);
    let reply = notion.get("users/me").await;
    assert_eq!(
        (reply.status, &reply.headers["content-type"]),
        (502, &"text/html".parse().unwrap())
    );
    assert!(!reply.headers.contains_key("x-notion-request-id"));
    assert!(reply.body.as_str().unwrap().contains("502 Bad Gateway"));
}

#[tokio::test]
async fn a_429_of_a_script_has_its_own_reason() {
    let blocked =
        Fault::on("*", "**").status(429).retry_after(0).reason("public_api_request_blocked");
    let notion = faulty(vec![blocked]);
    let reply = notion.get("users/me").await;
    assert!(!reply.headers.contains_key("retry-after"));
    let expected = json!({ "rate_limit_reason": "public_api_request_blocked" });
    assert_eq!(reply.body["additional_data"], expected);
}

#[tokio::test]
async fn an_answer_can_break_off_or_never_come() {
    let notion = faulty(vec![
        Fault::on("GET", "/v1/users").truncate(10),
        Fault::on("POST", "/v1/pages").drop_answer().after(),
    ]);
    assert_eq!(notion.get("users").await.body, r#"{"object":"#);
    let request = notion.request("POST", "pages", Some(&page(&notion)));
    let response = notion.emulator.router().call(request).await.unwrap();
    assert!(response.into_body().collect().await.is_err());
    assert_eq!(children(&notion).await, 1, "the page was made");
    assert_eq!(notion.emulator.counts().by_status.get(&0), Some(&1));
}

#[tokio::test(start_paused = true)]
async fn a_delay_costs_virtual_time_only() {
    let slow = Fault::on("GET", "**").delay(std::time::Duration::from_secs(50));
    let notion = faulty(vec![slow]);
    let before = tokio::time::Instant::now();
    notion.get("users/me").await.ok();
    assert_eq!(before.elapsed().as_secs(), 50);
}

#[tokio::test]
async fn a_late_write_is_done_after_it_failed() {
    let late = std::time::Duration::from_secs(20);
    let notion = faulty(vec![
        Fault::on("POST", "/v1/pages").nth(1).status(504).late(late),
        Fault::on("POST", "/v1/pages").nth(2).drop_answer().late(late * 2),
    ]);
    assert_eq!(notion.post("pages", page(&notion)).await.status, 504);
    let request = notion.request("POST", "pages", Some(&page(&notion)));
    let response = notion.emulator.router().call(request).await.unwrap();
    assert!(response.into_body().collect().await.is_err());
    assert_eq!(children(&notion).await, 0);
    notion.clock.advance(SignedDuration::from_secs(19));
    assert_eq!(children(&notion).await, 0);
    notion.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(children(&notion).await, 1);
    notion.clock.advance(SignedDuration::from_secs(20));
    assert_eq!(children(&notion).await, 2);
}

#[tokio::test]
async fn an_append_can_stop_half_way() {
    let notion = faulty(vec![
        Fault::on("PATCH", "/v1/blocks/*/children").nth(1).first_children(1).status(503).after(),
        Fault::on("PATCH", "/v1/blocks/*/children").nth(2).first_children(2),
    ]);
    let three = json!({ "children": [paragraph("1"), paragraph("2"), paragraph("3")] });
    let path = format!("blocks/{}/children", notion.home());
    assert_eq!(notion.patch(&path, three.clone()).await.status, 503);
    assert_eq!(children(&notion).await, 1);
    assert_eq!(notion.patch(&path, three.clone()).await.ok().results().len(), 2);
    assert_eq!(notion.patch(&path, three).await.ok().results().len(), 3);
    assert_eq!(children(&notion).await, 6);
}

#[tokio::test]
async fn pages_of_lists_can_be_short() {
    let notion = faulty(vec![Fault::on("*", "**").short_pages(2)]);
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    for _ in 0..5 {
        notion.row(&source, json!({})).await;
    }
    let path = format!("data_sources/{source}/query");
    let mut body = json!({ "page_size": 3 });
    let mut sizes = Vec::new();
    loop {
        let list = notion.post(&path, body.clone()).await.ok();
        sizes.push(list.results().len());
        assert_eq!(list.body["has_more"], !list.body["next_cursor"].is_null());
        let Some(next) = list.body["next_cursor"].as_str() else { break };
        body["start_cursor"] = json!(next);
    }
    assert_eq!(sizes, [2, 2, 1]);
    for _ in 0..3 {
        notion.page("x").await;
    }
    let list = notion.get(&format!("blocks/{}/children?page_size=50", notion.home())).await.ok();
    assert_eq!((list.results().len(), &list.body["has_more"]), (2, &json!(true)));
    assert_eq!(notion.post(&path, json!({ "page_size": 101 })).await.status, 400);
    assert_eq!(notion.post(&path, json!({ "page_size": "x" })).await.status, 400);
}

#[tokio::test]
async fn another_client_eats_of_the_budget() {
    let notion = faulty(vec![Fault::on("GET", "/v1/users/me").nth(2).foreign(7)]);
    notion.emulator.set_budget(Budget::per_window(10, 60));
    for _ in 0..3 {
        notion.get("users/me").await.ok();
    }
    assert_eq!(notion.get("users/me").await.status, 429);
    notion.clock.advance(SignedDuration::from_secs(60));
    notion.get("users/me").await.ok();
}
