//! The matrix of what can go wrong in the README: each line does what it says.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use jiff::SignedDuration;
use notion_emulator::{Budget, Scenario, Seed};
use serde_json::{Value, json};
use tokio::time::Instant;
use tower_service::Service as _;

use crate::support::{Notion, Reply, VERSION, paragraph, run, silent, title};

/// What the README says under each number: the ways to say it, or that it is not here.
fn rows() -> BTreeMap<&'static str, (Vec<&'static str>, &'static str)> {
    let lines = include_str!("../../README.md").lines();
    let cells = lines.filter_map(|line| line.strip_prefix("| F"));
    let rows = cells.map(|line| {
        let mut cells = line.splitn(3, " | ");
        let (number, _, how) =
            (cells.next().unwrap(), cells.next().unwrap(), cells.next().unwrap());
        let ways = how.split('`').skip(1).step_by(2).filter(|code| code.contains(" = "));
        (number, (ways.collect(), how))
    });
    rows.collect()
}

/// A world in which a line of the matrix holds, in its `way`-th way from 0.
fn world(number: &str, way: usize) -> Notion {
    let (ways, _) = &rows()[number];
    let scenario = Scenario::parse(&format!("fault = [{{ {} }}]", ways[way])).unwrap();
    let rows = [("oil", 1), ("chain", 2), ("tyre", 3)].map(|(name, estimate)| {
        let properties = json!({ "Name": name, "Estimate": estimate });
        json!({ "key": name, "properties": properties })
    });
    let seed = json!({
        "pages": [{ "key": "home", "title": "Home", "children": [paragraph("one"), paragraph("two")] }],
        "databases": [{
            "key": "tasks", "title": "Tasks", "parent": "home",
            "properties": {
                "Name": { "title": {} },
                "Estimate": { "number": {} },
                "Before": { "relation": { "data_source_id": "tasks", "dual_property": {} } },
            },
            "rows": rows,
            "templates": [{ "name": "Ride", "is_default": true, "children": [paragraph("1"), paragraph("2")] }],
        }],
    });
    let (builder, clock) = silent();
    let emulator =
        builder.world(Seed::from_value(seed).unwrap()).scenario(scenario).build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

impl Notion {
    fn tasks(&self) -> String {
        self.emulator.data_source("tasks").unwrap().to_string()
    }

    fn row_path(&self, key: &str) -> String {
        format!("pages/{}", self.emulator.page(key).unwrap())
    }

    fn new_row(&self) -> Value {
        let name = json!({ "Name": { "title": [run("new")] } });
        json!({ "parent": { "data_source_id": self.tasks() }, "properties": name })
    }

    async fn query(&self, body: Value) -> Reply {
        self.post(&format!("data_sources/{}/query", self.tasks()), body).await
    }

    /// The rows that are there, by a way that no rule meets.
    async fn names(&self) -> Vec<String> {
        self.emulator.set_faults(Vec::new());
        self.titles(&self.tasks(), json!({})).await
    }

    async fn append(&self, children: Value) -> Reply {
        self.patch(&format!("blocks/{}/children", self.home()), json!({ "children": children }))
            .await
    }

    async fn set(&self, key: &str, properties: Value) -> Reply {
        self.patch(&self.row_path(key), json!({ "properties": properties })).await
    }

    /// `None` if the answer does not come, or not to its end.
    async fn try_post(&self, path: &str, body: &Value) -> Option<u16> {
        let request = self.request("POST", path, Some(body));
        let response = self.emulator.router().call(request).await.unwrap();
        let status = response.status().as_u16();
        response.into_body().collect().await.ok().map(|_| status)
    }

    async fn download(&self, url: &str) -> Option<(u16, Vec<u8>)> {
        let request = Request::get(url).body(Body::empty()).unwrap();
        let response = self.emulator.router().call(request).await.unwrap();
        let status = response.status().as_u16();
        Some((status, response.into_body().collect().await.ok()?.to_bytes().to_vec()))
    }
}

fn estimate(number: i64) -> Value {
    json!({ "Estimate": { "number": number } })
}

#[test]
fn every_number_is_there_and_can_be_read() {
    let rows = rows();
    let numbers: Vec<String> = rows.keys().map(|number| format!("F{number}")).collect();
    let all: Vec<String> = (1..=80).map(|number| format!("F{number:02}")).collect();
    assert_eq!(numbers, all);
    for (number, (ways, how)) in &rows {
        let elsewhere = ["not here", "by itself", "a `[[webhook]]`", "`ManualClock::set`"];
        let is_elsewhere = elsewhere.iter().any(|words| how.starts_with(words));
        assert_eq!(ways.is_empty(), is_elsewhere, "F{number}: {how}");
        for way in ways {
            let parsed = Scenario::parse(&format!("fault = [{{ {way} }}]"));
            assert!(parsed.is_ok(), "F{number}: {way}: {}", parsed.unwrap_err());
        }
    }
}

#[tokio::test]
async fn creates_fail_before_and_after_the_work() {
    let made = "new";
    for (number, way, status, is_made) in [
        ("03", 0, None, false),
        ("04", 0, None, true),
        ("15", 0, Some(503), true),
        ("16", 0, Some(503), false),
        ("18", 0, Some(500), false),
        ("18", 1, Some(500), true),
        ("19", 0, Some(502), false),
        ("19", 1, Some(502), true),
        ("20", 0, Some(504), true),
        ("21", 0, Some(529), false),
        ("12", 0, Some(503), true),
        ("30", 0, Some(400), true),
        ("06", 0, None, false),
        ("07", 0, None, false),
    ] {
        let notion = world(number, way);
        assert_eq!(notion.try_post("pages", &notion.new_row()).await, status, "F{number}");
        assert_eq!(notion.names().await.contains(&made.to_owned()), is_made, "F{number}");
    }
    for (number, seconds) in [("06", 20), ("07", 3600)] {
        let notion = world(number, 0);
        notion.try_post("pages", &notion.new_row()).await;
        notion.clock.advance(SignedDuration::from_secs(seconds));
        assert!(notion.names().await.contains(&made.to_owned()), "F{number}");
    }
}

#[tokio::test(start_paused = true)]
async fn answers_are_slow() {
    for (number, way, seconds) in [("05", 0, 120), ("05", 1, 120), ("78", 0, 30)] {
        let notion = world(number, way);
        for _ in 0..if number == "78" { 19 } else { 0 } {
            notion.get("users/me").await.ok();
        }
        let began = Instant::now();
        let row = notion.new_row();
        let send = notion.try_post("pages", &row);
        // Whoever gives up leaves the work done, or with a slow start, not.
        let gone = tokio::time::timeout(Duration::from_secs(1), send).await;
        assert!(gone.is_err(), "F{number}");
        assert_eq!(began.elapsed(), Duration::from_secs(1));
        assert_eq!(notion.names().await.len(), if number == "05" { 4 } else { 3 }, "F{number}");
        let notion = world(number, way);
        for _ in 0..if number == "78" { 19 } else { 0 } {
            notion.get("users/me").await.ok();
        }
        let began = Instant::now();
        assert_eq!(notion.try_post("pages", &notion.new_row()).await, Some(200));
        assert_eq!(began.elapsed(), Duration::from_secs(seconds), "F{number}");
    }
}

#[tokio::test]
async fn refusals_say_what_they_are() {
    let answer = async |number: &str, way: usize| world(number, way).get("users/me").await;
    let wait =
        |reply: &Reply| reply.headers.get("retry-after").map(|it| it.to_str().unwrap().to_owned());
    for (number, way, seconds) in [
        ("21", 0, Some("7")),
        ("22", 0, Some("49")),
        ("23", 0, Some("631")),
        ("25", 0, None),
        ("26", 0, None),
    ] {
        assert_eq!(wait(&answer(number, way).await).as_deref(), seconds, "F{number}");
    }
    assert!(wait(&answer("26", 1).await).unwrap().ends_with(" GMT"));
    let reason = |reply: &Reply| reply.body["additional_data"]["rate_limit_reason"].clone();
    assert_eq!(reason(&answer("22", 0).await), "public_api_request_rate_limit");
    assert_eq!(reason(&answer("23", 0).await), "public_api_space_request_rate_limit");
    assert_eq!(reason(&answer("25", 0).await), "public_api_request_blocked");
    let notion = world("24", 0);
    assert_eq!(notion.get("users/me").await.status, 200);
    assert_eq!(reason(&notion.post("search", json!({})).await), "public_api_endpoint_rate_limit");

    assert_eq!(answer("10", 0).await.body.as_str().unwrap().len(), 20);
    let page = answer("11", 0).await;
    assert_eq!((page.status, &page.headers["content-type"]), (200, &"text/html".parse().unwrap()));
    let shorter = world("17", 0).query(json!({})).await;
    assert_eq!(shorter.body["additional_data"]["retry_guidance"][0], "Reduce page_size.");
    assert_eq!(shorter.status, 503);
    for number in ["31", "32", "33"] {
        let notion = world(number, 0);
        let mut statuses = Vec::new();
        for _ in 0..3 {
            statuses.push(notion.query(json!({})).await.status);
        }
        let expected = if number == "31" { [400; 3] } else { [200, 400, 200] };
        assert_eq!(statuses, expected, "F{number}");
    }
    let notion = world("37", 0);
    let mut statuses = Vec::new();
    for _ in 0..4 {
        statuses.push(notion.get("users/me").await.status);
    }
    assert_eq!(statuses, [200, 200, 401, 401]);
    let notion = world("38", 0);
    assert_eq!(notion.get(&notion.row_path("oil")).await.status, 200);
    assert_eq!(notion.set("oil", estimate(9)).await.status, 403);
    let notion = world("39", 0);
    notion.post("pages", notion.new_row()).await.ok();
    let full = notion.post("pages", notion.new_row()).await;
    assert_eq!((full.status, &full.body["additional_data"]["block_limit"]), (403, &json!(1000)));
    let notion = world("40", 0);
    assert_eq!(notion.get(&notion.row_path("oil")).await.status, 404);
}

#[tokio::test]
async fn another_client_halves_the_budget() {
    let notion = world("27", 0);
    notion.emulator.set_budget(Budget::per_window(6, 60));
    for status in [200, 200, 200, 200, 429] {
        assert_eq!(notion.get("users/me").await.status, status);
    }
}

#[tokio::test]
async fn writes_are_kept_and_said_to_be() {
    let children = json!([paragraph("3"), paragraph("4")]);
    let notion = world("13", 0);
    let saved = notion.append(children.clone()).await;
    assert_eq!(saved.body["additional_data"]["committed_child_ids"].as_array().unwrap().len(), 2);
    let notion = world("14", 0);
    assert_eq!(notion.set("oil", estimate(9)).await.status, 503);
    let oil = notion.get(&notion.row_path("oil")).await.ok();
    assert_eq!(oil.body["properties"]["Estimate"]["number"], 9);
    let blocks = async |notion: &Notion| {
        notion.get(&format!("blocks/{}/children", notion.home())).await.ok().results().len()
    };
    for (number, status, listed, kept) in
        [("28", 409, 0, 3), ("29", 409, 0, 5), ("64", 503, 0, 4), ("65", 200, 1, 5)]
    {
        let notion = world(number, 0);
        let reply = notion.append(children.clone()).await;
        let results = reply.body["results"].as_array().map_or(0, Vec::len);
        assert_eq!((reply.status, results), (status, listed), "F{number}");
        assert_eq!(blocks(&notion).await, kept, "F{number}");
    }
    let notion = world("66", 0);
    let mut toggle = json!({ "toggle": { "rich_text": [run("3")] } });
    toggle["toggle"]["children"] = json!([paragraph("4")]);
    let made = notion.append(json!([toggle])).await.ok();
    assert_eq!(made.results()[0]["has_children"], false);
}

#[tokio::test]
async fn queries_show_less_or_twice() {
    for (number, seconds) in [("08", 20), ("09", 600)] {
        let notion = world(number, 0);
        notion.post("pages", notion.new_row()).await.ok();
        assert_eq!(notion.query(json!({})).await.ok().results().len(), 3, "F{number}");
        notion.clock.advance(SignedDuration::from_secs(seconds));
        assert_eq!(notion.query(json!({})).await.ok().results().len(), 4, "F{number}");
    }
    let empty = world("41", 0).query(json!({})).await.ok();
    assert_eq!((empty.results().len(), &empty.body["has_more"]), (0, &json!(false)));
    for number in ["42", "43"] {
        let cut = world(number, 0).query(json!({})).await.ok();
        assert_eq!((cut.results().len(), &cut.body["has_more"]), (2, &json!(false)), "F{number}");
        assert_eq!(cut.body["request_status"]["type"], "incomplete", "F{number}");
    }
    let walk = async |number: &str, size: u32| {
        let notion = world(number, 0);
        notion.post("pages", notion.new_row()).await.ok();
        let mut body = json!({ "page_size": size, "sorts": [{ "property": "Estimate", "direction": "ascending" }] });
        let mut pages: Vec<String> = Vec::new();
        loop {
            let page = notion.query(body.clone()).await.ok();
            pages.push(page.results().iter().map(title).collect::<Vec<_>>().join(" "));
            let Some(next) = page.body["next_cursor"].as_str() else { return pages };
            body["start_cursor"] = json!(next);
        }
    };
    assert_eq!(walk("44", 100).await, ["oil", "chain", "tyre", "new"]);
    assert_eq!(walk("45", 2).await, ["oil chain", "chain tyre", "tyre new"]);
    assert_eq!(walk("46", 2).await, ["oil chain", "tyre oil", "new"], "a row went to the end");
}

#[tokio::test]
async fn somebody_else_works_meanwhile() {
    for (number, look) in [
        ("35", "Effort"),
        ("36", "rich_text"),
        ("50", "Oil"),
        ("51", "null"),
        ("52", "in_trash\":true"),
        ("53", "is_archived\":true"),
        ("54", "page_id"),
    ] {
        let notion = world(number, 0);
        let (source, oil) = (format!("data_sources/{}", notion.tasks()), notion.row_path("oil"));
        let path = if ["35", "36"].contains(&number) { &source } else { &oil };
        let seen = async || match number {
            "50" => notion.query(json!({})).await.ok().body.to_string(),
            "51" => {
                notion.get(path).await.ok().body["properties"]["Estimate"]["number"].to_string()
            }
            "54" => notion.get(path).await.ok().body["parent"].to_string(),
            _ => notion.get(path).await.ok().body.to_string(),
        };
        assert!(!seen().await.contains(look), "F{number}");
        assert!(seen().await.contains(look), "F{number}");
    }
    for number in ["48", "49"] {
        let notion = world(number, 0);
        let key = if number == "48" { "chain" } else { "oil" };
        notion.patch(&notion.row_path(key), json!({ "is_locked": false })).await.ok();
        let oil = notion.get(&notion.row_path("oil")).await.ok();
        assert_eq!(oil.body["properties"]["Estimate"]["number"], 99, "F{number}");
    }
    let wrong = r#"fault = [{ meanwhile = { method = "PATCH", path = "/v1/pages/{page:none}" } }]"#;
    let notion = world("52", 0);
    notion.emulator.set_faults(Scenario::parse(wrong).unwrap().faults);
    let refused = notion.get("users/me").await.refusal();
    let words =
        "500 internal_server_error: The fault's own PATCH /v1/pages/{page:none} was refused: ";
    assert!(refused.starts_with(words), "{refused}");
}

#[tokio::test]
async fn work_goes_on_after_the_answer() {
    let notion = world("56", 0);
    let id = |key: &str| notion.emulator.page(key).unwrap();
    let rows = json!({ "Before": { "relation": [{ "id": id("chain") }] } });
    let one = notion.set("oil", rows).await.ok();
    assert_eq!(one.body["properties"]["Before"]["relation"][0]["id"], json!(id("chain")));
    let other = async || {
        let chain = notion.get(&notion.row_path("chain")).await.ok().body;
        let relations = chain["properties"].as_object().unwrap().values();
        relations.filter_map(|it| it["relation"].as_array()).map(Vec::len).sum::<usize>()
    };
    notion.clock.advance(SignedDuration::from_secs(9));
    assert_eq!(other().await, 0);
    notion.clock.advance(SignedDuration::from_secs(1));
    assert_eq!(other().await, 1);
    notion.set("oil", json!({ "Before": { "relation": [] } })).await.ok();
    assert_eq!(other().await, 1, "it also goes slowly");
    notion.clock.advance(SignedDuration::from_secs(10));
    assert_eq!(other().await, 0);

    let filled = async |way: usize| {
        let notion = world("67", way);
        let mut row = notion.new_row();
        row["template"] = json!({ "type": "default" });
        let row = notion.post("pages", row).await.ok().id();
        let blocks = notion.get(&format!("blocks/{row}/children")).await.ok();
        let soon = blocks.results().len();
        notion.clock.advance(SignedDuration::from_hours(24));
        let blocks = notion.get(&format!("blocks/{row}/children")).await.ok();
        (soon, blocks.results().len())
    };
    assert_eq!((filled(0).await, filled(1).await), ((0, 2), (1, 1)));

    for (way, status, word) in [(0, 200, json!("retrying")), (1, 404, json!(404))] {
        let notion = world("68", way);
        let row = json!({ "parent": { "page_id": notion.home() }, "markdown": "# New", "allow_async": true });
        let task = notion.post("pages", row).await;
        assert_eq!(task.status, 202);
        notion.clock.advance(SignedDuration::from_mins(1));
        let task = notion.get(&format!("async_tasks/{}", task.body["id"].as_str().unwrap())).await;
        assert_eq!((task.status, &task.body["status"]), (status, &word));
        assert_eq!(task.body.get("result"), None);
    }
}

#[tokio::test]
async fn files_are_late_short_or_gone() {
    let expected = [Some((202, b"".to_vec())), None, Some((200, b"te".to_vec())), None];
    for (way, expected) in expected.into_iter().enumerate() {
        let notion = world("61", way);
        let url = file(&notion).await;
        let file = notion.download(&url).await;
        match way {
            1 => assert_eq!(file.map(|it| it.0), Some(403)),
            _ => assert_eq!(file, expected, "way {way}"),
        }
    }
    let notion = world("60", 0);
    let url = file(&notion).await;
    assert_eq!(notion.download(&url).await.unwrap().0, 403);
    let notion = world("62", 0);
    let id = upload(&notion).await;
    notion.clock.advance(SignedDuration::from_mins(1));
    assert_eq!(notion.append(attached(&id)).await.status, 400);
    for (way, status) in [(0, "failed"), (1, "pending")] {
        let notion = world("63", way);
        let id = upload(&notion).await;
        let seen = notion.get(&format!("file_uploads/{id}")).await.ok();
        assert_eq!(seen.body["status"], status);
    }
}

async fn upload(notion: &Notion) -> String {
    crate::file_uploads::uploaded(notion, "a.txt", b"text").await
}

fn attached(id: &str) -> Value {
    json!([{ "file": { "file_upload": { "id": id } } }])
}

/// The address of an uploaded file.
async fn file(notion: &Notion) -> String {
    let made = notion.append(attached(&upload(notion).await)).await.ok();
    made.results()[0]["file"]["file"]["url"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn markdown_is_cut() {
    let shown = async |way: usize| {
        let notion = world("69", way);
        notion.get(&format!("pages/{}/markdown", notion.home())).await.ok().body
    };
    let cut = shown(0).await;
    assert_eq!((&cut["truncated"], &cut["markdown"]), (&json!(true), &json!("one")));
    let unknown = shown(1).await;
    assert_eq!(unknown["unknown_block_ids"].as_array().unwrap().len(), 1);
    // What is shown in part is changed as a whole.
    let notion = world("69", 0);
    let change = json!({ "type": "update_content", "update_content": { "content_updates": [{ "old_str": "two", "new_str": "three" }] } });
    notion.patch(&format!("pages/{}/markdown", notion.home()), change).await.ok();
}

#[tokio::test]
async fn dates_are_missing_or_wrong() {
    assert_eq!(world("77", 0).get("users/me").await.headers.get("date"), None);
    let date = world("77", 1).get("users/me").await.headers["date"].clone();
    assert_eq!(date, "Mon, 02 Nov 2026 10:30:42 GMT");
}

#[tokio::test]
async fn answers_come_from_the_future() {
    let (builder, clock) = silent();
    let faults = Scenario::parse("fault = [{ strange = true }]").unwrap().faults;
    let emulator = builder.faults(faults).build().unwrap();
    let notion = Notion { emulator, clock, version: VERSION };
    let home = notion.home();
    notion.append(json!([paragraph("1"), paragraph("2")])).await.ok();
    let page = notion.get(&format!("pages/{home}")).await.ok().body;
    assert!(page["mood"].is_object());
    assert_eq!(page["properties"]["Scent"]["type"], "scent");
    let blocks = notion.get(&format!("blocks/{home}/children")).await.ok();
    let types: Vec<&Value> = blocks.results().iter().map(|it| &it["type"]).collect();
    assert_eq!(types, ["hologram", "paragraph"]);
    let words = &blocks.results()[1]["paragraph"]["rich_text"][0]["annotations"]["color"];
    assert_eq!(words, "ultraviolet");
}
