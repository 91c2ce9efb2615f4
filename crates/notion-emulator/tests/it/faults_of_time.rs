//! Faults of time: searches and queries that lag behind, dates, waits that are told in odd ways.

use std::time::Duration;

use jiff::SignedDuration;
use notion_emulator::Fault;
use serde_json::{Value, json};

use crate::support::{Notion, run};

fn faulty(faults: Vec<Fault>) -> Notion {
    let notion = Notion::new();
    notion.emulator.set_faults(faults);
    notion
}

fn named(name: &str) -> Value {
    json!({ "Name": { "title": [run(name)] } })
}

#[tokio::test]
async fn a_query_may_lag_behind() {
    let lag = Fault::on("POST", "/v1/data_sources/*/query").lag(Duration::from_secs(30));
    let notion = faulty(vec![lag]);
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let titles = async || notion.titles(&source, json!({})).await;
    let wait = |seconds| notion.clock.advance(SignedDuration::from_secs(seconds));
    let one = notion.row(&source, named("One")).await;
    assert_eq!(titles().await, [""; 0]);
    assert_eq!(notion.get(&format!("pages/{one}")).await.ok().body["object"], "page");
    wait(29);
    assert_eq!(titles().await, [""; 0]);
    wait(1);
    assert_eq!(titles().await, ["One"]);

    // Values are those of before, for filters as well.
    let path = format!("pages/{one}");
    notion.patch(&path, json!({ "properties": named("Uno") })).await.ok();
    wait(10);
    notion.patch(&path, json!({ "properties": named("Eins") })).await.ok();
    let by_title =
        |title| json!({ "filter": { "property": "Name", "title": { "equals": title } } });
    assert_eq!(titles().await, ["One"]);
    assert_eq!(notion.titles(&source, by_title("One")).await, ["One"]);
    wait(20);
    assert_eq!(titles().await, ["Uno"], "changes come one by one");
    assert_eq!(notion.titles(&source, by_title("Eins")).await, [""; 0]);
    wait(10);
    assert_eq!(titles().await, ["Eins"]);

    // What is trashed or moved away is still found where it was.
    let other = notion.table(json!({ "Name": { "title": {} } })).await;
    let two = notion.row(&source, named("Two")).await;
    wait(30);
    notion.patch(&path, json!({ "in_trash": true })).await.ok();
    let parent = json!({ "parent": { "data_source_id": other } });
    notion.post(&format!("pages/{two}/move"), parent).await.ok();
    assert_eq!(titles().await, ["Two", "Eins"]);
    let sorted = json!({ "sorts": [{ "property": "Name", "direction": "ascending" }] });
    assert_eq!(notion.titles(&source, sorted).await, ["Eins", "Two"]);
    assert_eq!(notion.titles(&other, json!({})).await, [""; 0]);
    wait(30);
    assert_eq!(titles().await, [""; 0]);
    assert_eq!(notion.titles(&other, json!({})).await, ["Two"]);
}

#[tokio::test]
async fn a_lag_meets_the_requests_it_is_for() {
    let lag = Fault::on("POST", "/v1/data_sources/*/query").nth(2).lag(Duration::MAX);
    let notion = faulty(vec![lag]);
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    notion.row(&source, named("One")).await;
    let mut seen = Vec::new();
    for _ in 0..3 {
        seen.push(notion.titles(&source, json!({})).await.len());
    }
    assert_eq!(seen, [1, 0, 1]);
    notion.emulator.set_faults(Vec::new());
    assert!(!notion.emulator.catch_up(), "nobody lags any more");
}

#[tokio::test]
async fn a_search_finds_by_old_titles() {
    let notion = faulty(vec![Fault::on("POST", "/v1/search").lag(Duration::from_secs(5))]);
    let page = notion.page("Boats").await;
    notion.clock.advance(SignedDuration::from_secs(5));
    let title = json!({ "properties": { "title": { "title": [run("Ships")] } } });
    notion.patch(&format!("pages/{page}"), title).await.ok();
    let found = async |query: &str| {
        notion.post("search", json!({ "query": query })).await.ok().results().len()
    };
    assert_eq!((found("boats").await, found("ships").await), (1, 0));
    notion.clock.advance(SignedDuration::from_secs(5));
    assert_eq!((found("boats").await, found("ships").await), (0, 1));
}

#[tokio::test]
async fn a_429_may_name_a_date() {
    let notion = faulty(vec![Fault::on("*", "**").status(429).retry_after_date(49)]);
    let reply = notion.get("users/me").await;
    assert_eq!(reply.headers["date"], "Mon, 02 Nov 2026 09:30:42 GMT");
    assert_eq!(reply.headers["retry-after"], "Mon, 02 Nov 2026 09:31:31 GMT");
    let reason = json!({ "rate_limit_reason": "public_api_request_rate_limit" });
    assert_eq!(reply.body["additional_data"], reason, "nothing else tells it");
}
