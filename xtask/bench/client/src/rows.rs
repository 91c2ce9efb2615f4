//! Every row of a data source, as typed pages.
//!
//! The answers are made once by the local Notion and then served as they are, so that the time is
//! the client's and not the server's.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Bytes;
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::routing::post;
use bench_report::Report;
use futures_util::TryStreamExt as _;
use notion_client::{Budget, Client, Raw, Replay, Token, data_sources, transport};
use notion_emulator::{Emulator, Seed};
use notion_model::query::Query;
use serde_json::{Value, json};

use crate::contender::{self, Contender, Outcome};
use crate::server::{self, Server};
use crate::{Failure, TOKEN};

pub(crate) const SERVE: &str = "serve-rows";
pub(crate) const ROWS: u64 = 10_000;

/// How often each program is run; the best time and the least memory count, for noise only adds.
const ROUNDS: usize = 7;

const SHARE_OF_TIME: f64 = 0.5;
const MEBIBYTES: f64 = 40.0;

/// Lets every contender read all rows, round after round.
pub(crate) fn measure(contenders: &[Contender]) -> Result<Report, Failure> {
    let server = Server::start(SERVE)?;
    let mut best: Vec<Option<Outcome>> = contenders.iter().map(|_| None).collect();
    for _ in 0..ROUNDS {
        for (contender, best) in contenders.iter().zip(&mut best) {
            let outcome = contender.run(contender::READ, &server.url, &server.source)?;
            if outcome.done != ROWS {
                return Err(format!("{} read {} rows of {ROWS}", contender.name, outcome.done));
            }
            *best = Some(match best.take() {
                None => outcome,
                Some(best) => outcome.better(&best),
            });
        }
    }
    let outcomes: Vec<Outcome> = best.into_iter().flatten().collect();
    let mut report = Report::default();
    // The first two are ours and the JavaScript SDK's, whose time ours has to be half of.
    let goal = outcomes.get(1).filter(|_| contenders[1].is_the_anchor()).map(|it| it.time);
    for (index, (contender, outcome)) in contenders.iter().zip(&outcomes).enumerate() {
        let name = contender.name;
        let time = milliseconds(outcome.time);
        match goal.filter(|_| index == 0) {
            Some(anchor) => {
                let share = outcome.time.as_secs_f64() / anchor.as_secs_f64();
                let found = format!("{time}, {share:.2} of the JavaScript SDK's");
                report.judge(name, found, share <= SHARE_OF_TIME, &format!("≤ {SHARE_OF_TIME}"));
            }
            None => report.note(name, time),
        }
        report.note(&format!("{name}, its start included"), milliseconds(outcome.whole));
        let what = format!("{name}, memory at most");
        match outcome.kibibytes.map(|it| it as f64 / 1024.0) {
            Some(found) if index == 0 => {
                let goal = format!("≤ {MEBIBYTES} MiB");
                report.judge(&what, format!("{found:.1} MiB"), found <= MEBIBYTES, &goal);
            }
            Some(found) => report.note(&what, format!("{found:.1} MiB")),
            None => report.note(&what, "not measured here".to_owned()),
        }
    }
    Ok(report)
}

fn milliseconds(time: Duration) -> String {
    format!("{:.0} ms", time.as_secs_f64() * 1e3)
}

/// Our contender: every row as a typed page, one after the other.
pub(crate) fn read(url: &str, source: &str) -> Result<(), Failure> {
    let source = source.parse().map_err(|_| format!("`{source}` is no data source"))?;
    crate::block_on(async {
        let client = crate::client(url, Budget::Unlimited)?;
        let start = Instant::now();
        let mut rows =
            client.list(data_sources::query(source, Query::default()).pages_only()).items();
        let mut count = 0;
        while let Some(page) = rows.try_next().await.map_err(|it| it.to_string())? {
            count += u64::from(page.properties.get("Name").is_some());
        }
        contender::say(count, start.elapsed());
        Ok(())
    })
}

/// The server: asks a local Notion for all pages once, and then answers each cursor with its page.
pub(crate) fn serve() -> Result<(), Failure> {
    crate::block_on(async {
        let (source, pages) = answers().await?;
        let pages = Arc::new(pages);
        let router = Router::new().route(
            "/v1/data_sources/{source}/query",
            post(move |body: Bytes| {
                let pages = Arc::clone(&pages);
                async move {
                    let asked: Value = serde_json::from_slice(&body).unwrap_or_default();
                    let page = pages.get(asked["start_cursor"].as_str().unwrap_or_default());
                    ([(CONTENT_TYPE, "application/json")], page.cloned().unwrap_or_default())
                }
            }),
        );
        server::obey(|| println!());
        let listener = server::listen(&source).await?;
        axum::serve(listener, router).await.map_err(|it| it.to_string())
    })
}

/// The pages of all rows by the cursors that lead to them; the first by an empty one.
async fn answers() -> Result<(String, HashMap<String, Bytes>), Failure> {
    let seed = Seed::from_value(world()).map_err(|it| it.to_string())?;
    let emulator = Emulator::builder().world(seed).build().map_err(|it| it.to_string())?;
    let source = emulator.data_source("tasks").ok_or("the world has no tasks")?.to_string();
    let client = Client::builder(transport::Service::new(emulator.router()))
        .token(Token::new(TOKEN).map_err(|it| it.to_string())?)
        .budget(Budget::Unlimited)
        .build();
    let mut pages = HashMap::new();
    let mut cursor = String::new();
    loop {
        let mut asked = json!({
            "page_size": 100,
            "sorts": [{ "timestamp": "created_time", "direction": "ascending" }],
        });
        if !cursor.is_empty() {
            asked["start_cursor"] = Value::from(cursor.as_str());
        }
        let query = Raw::new(Method::POST, &format!("data_sources/{source}/query")).body(asked);
        let answer = client.raw(query.replay(Replay::Read)).await.map_err(|it| it.to_string())?;
        let next = answer.body["next_cursor"].as_str().map(str::to_owned);
        let previous = std::mem::replace(&mut cursor, next.clone().unwrap_or_default());
        pages.insert(previous, Bytes::from(answer.body.to_string()));
        if next.is_none() {
            return Ok((source, pages));
        }
    }
}

/// Ten properties a row, as people have them.
fn world() -> Value {
    let option = |name: &str| json!({ "name": name });
    let rows: Vec<Value> = (0..ROWS).map(row).collect();
    json!({
        "now": "2026-11-02T09:00:00Z",
        "me": "ada",
        "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.org" }],
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [{
            "key": "tasks",
            "title": "Tasks",
            "parent": "home",
            "properties": {
                "Name": { "title": {} },
                "Status": { "select": { "options": [option("Open"), option("Done")] } },
                "Points": { "number": {} },
                "Due": { "date": {} },
                "Tags": { "multi_select": { "options": [option("red"), option("green"), option("blue")] } },
                "Notes": { "rich_text": {} },
                "Owner": { "people": {} },
                "Urgent": { "checkbox": {} },
                "Link": { "url": {} },
                "Twice": { "formula": { "expression": "prop(\"Points\") * 2" } },
            },
            "rows": rows,
        }],
    })
}

fn row(index: u64) -> Value {
    let (day, month, year) = (index % 28 + 1, index % 12 + 1, 2020 + index % 8);
    let tags: Vec<&str> = ["red", "green", "blue"].into_iter().take(index as usize % 4).collect();
    json!({ "properties": {
        "Name": format!("Task number {index}, which has something to say"),
        "Status": if index.is_multiple_of(2) { "Open" } else { "Done" },
        "Points": index,
        "Due": format!("{year}-{month:02}-{day:02}"),
        "Tags": tags,
        "Notes": format!("Some words about the {index}th of many tasks, in a sentence or two."),
        "Owner": ["ada"],
        "Urgent": index.is_multiple_of(3),
        "Link": format!("https://example.org/tasks/{index}"),
    } })
}
