//! Every fault that a transport can meet, and what the client makes of it: one table.

use std::fmt::Write as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use notion_client::{
    Client, ErrorKind, Event, blocks, data_sources, file_uploads, page_markdown, pages,
};
use notion_emulator::Scenario;
use notion_model::query::Query;
use notion_model::request::{
    AppendChildren, Block, ContentUpdate, CreateFileUpload, CreatePage, Parent, PropertyValue,
    UpdatePage, UpdatePageMarkdown,
};
use notion_model::{Block as Read, BlockKind, PageId, plain_text};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::session::{Session, chain};

mod way;

use self::way::{Hazards, Way};

/// A call of each class.
#[derive(Clone, Copy, Debug)]
enum Call {
    /// Makes a page.
    Create,
    /// Adds two blocks.
    Append,
    /// Sets the title of a page.
    Rename,
    /// Replaces a text that is there once.
    Correct,
    /// Begins an upload.
    Upload,
    /// Reads a page.
    Read,
    /// Lists three rows.
    Query,
}

struct Row {
    name: &'static str,
    call: Call,
    script: String,
    hazards: Hazards,
    patience: Duration,
}

/// The script is one rule, or several, on one line.
fn row(name: &'static str, call: Call, script: &str) -> Row {
    let rule = if script.is_empty() { "" } else { "[[fault]]; " };
    let script = format!("{rule}{script}").replace("; ", "\n");
    Row { name, call, script, hazards: Hazards::default(), patience: Duration::from_mins(15) }
}

impl Row {
    fn unreachable(mut self, times: u32) -> Self {
        self.hazards.unreachable = times;
        self
    }

    fn imposter(mut self) -> Self {
        self.hazards.imposter = true;
        self
    }

    fn edit(mut self, edit: fn(&mut Value)) -> Self {
        self.hazards.edit = Some(edit);
        self
    }

    fn patience(mut self, seconds: u64) -> Self {
        self.patience = Duration::from_secs(seconds);
        self
    }

    /// What is sent and how each attempt ends, how the call ends and after how long, and what is
    /// in the world afterwards.
    async fn play(&self) -> String {
        let session = Session::unrecorded();
        let script = Scenario::parse(&self.script).unwrap().faults;
        let log = Arc::new(Mutex::new(String::new()));
        let noted = Arc::clone(&log);
        let client = Client::builder(Way::to(&session.emulator, self.hazards))
            .token(notion_client::Token::new(notion_tests::TOKEN).unwrap())
            .max_wait(self.patience)
            .observer(move |event: &Event<'_>| note(&mut noted.lock().unwrap(), event))
            .seed(7)
            .build();
        session.emulator.set_faults(script);
        let began = Instant::now();
        let end = self.send(&client, &session).await;
        let elapsed = began.elapsed().as_secs();
        // Late work is done before the first request that comes when it is due.
        tokio::time::sleep(Duration::from_mins(2)).await;
        session.emulator.set_faults(vec![]);
        let world = self.look(&session).await;
        let log = log.lock().unwrap();
        format!("{}\n  {log}{end}; {elapsed} s{world}\n", self.name)
    }

    async fn send(&self, client: &Client, session: &Session) -> String {
        let (home, plan) = (session.page("home"), session.page("plan"));
        let result = match self.call {
            Call::Create => {
                let page = CreatePage::new(Parent::Page(home))
                    .with_property("title", PropertyValue::title("New"));
                client.send(pages::create(page)).await.map(|page| page.id.to_string())
            }
            Call::Append => {
                let body = AppendChildren::new([Block::paragraph("a"), Block::paragraph("b")]);
                client
                    .send(blocks::append(plan, body))
                    .await
                    .map(|list| list.results.len().to_string())
            }
            Call::Rename => {
                let change =
                    UpdatePage::default().with_property("title", PropertyValue::title("Renamed"));
                client.send(pages::update(plan, change)).await.map(|_| String::new())
            }
            Call::Correct => {
                let correct = ContentUpdate::new("Tea, then tea.", "Coffee.");
                let change = UpdatePageMarkdown::update(vec![correct]);
                client.send(page_markdown::update(plan, change)).await.map(|_| String::new())
            }
            Call::Upload => {
                let upload = CreateFileUpload::single_part();
                client.send(file_uploads::create(upload)).await.map(|_| String::new())
            }
            Call::Read => client.send(pages::retrieve(plan)).await.map(|_| String::new()),
            Call::Query => {
                let rows = data_sources::query(session.tasks().1, Query::default());
                client.list(rows).collect().await.map(|rows| format!("{} rows", rows.len()))
            }
        };
        match result {
            Ok(_) if !matches!(self.call, Call::Query) => "done".to_owned(),
            Ok(rows) => rows,
            Err(error) => {
                let kind = match error.kind() {
                    ErrorKind::Ambiguous { .. } => "AMBIGUOUS".to_owned(),
                    ErrorKind::Committed { committed, .. } => {
                        let blocks = children(session, plan).await;
                        let made: Vec<_> = blocks[2..].iter().map(|it| it.id).collect();
                        assert_eq!(committed.children, made, "the ids are those of the new blocks");
                        "COMMITTED".to_owned()
                    }
                    ErrorKind::Throttled { pause, .. } => {
                        format!("WOULD WAIT {} s", pause.as_secs())
                    }
                    ErrorKind::Unreadable { .. } => "UNREADABLE".to_owned(),
                    _ => format!("FAILED, applied: {:?}", error.applied()),
                };
                assert!(!notion_tests::leaks(&format!("{} {error:?}", chain(&error))));
                kind
            }
        }
    }

    async fn look(&self, session: &Session) -> String {
        let client = &session.client;
        match self.call {
            Call::Create => {
                let made = children(session, session.page("home")).await;
                let new = made.iter().filter(
                    |it| matches!(&it.kind, BlockKind::ChildPage(page) if page.title == "New"),
                );
                format!("; made {}", new.count())
            }
            Call::Append => {
                format!("; {} blocks more", children(session, session.page("plan")).await.len() - 2)
            }
            Call::Correct => {
                let blocks = children(session, session.page("plan")).await;
                let corrected = blocks.iter().filter(|it| {
                    matches!(&it.kind, BlockKind::Paragraph(it) if plain_text(&it.rich_text) == "Coffee.")
                });
                format!("; corrected {}", corrected.count())
            }
            Call::Rename => {
                let page = client.send(pages::retrieve(session.page("plan"))).await.unwrap();
                format!("; now {}", page.title())
            }
            Call::Upload => {
                let all = client.list(file_uploads::list()).collect().await.unwrap();
                format!("; begun {}", all.len())
            }
            Call::Read | Call::Query => String::new(),
        }
    }
}

async fn children(session: &Session, page: PageId) -> Vec<Read> {
    session.client.list(blocks::children(page)).collect().await.unwrap()
}

/// One event as a word or two.
fn note(log: &mut String, event: &Event<'_>) {
    let written = match event {
        Event::Sent { method, path, .. } => {
            let first = path.split('/').next().unwrap_or_default();
            let last = path.rsplit('/').next().filter(|it| it.len() < 30 && *it != first);
            let last = last.map(|it| format!("/{it}")).unwrap_or_default();
            write!(log, "{method} {first}{last} ")
        }
        Event::Answered { status, .. } => write!(log, "{status} → "),
        Event::Failed { failure, pause, .. } => {
            let again = pause.map(|it| format!(", again in {} s", it.as_secs()));
            write!(log, "({failure}{}) → ", again.unwrap_or_default())
        }
        _ => Ok(()),
    };
    written.unwrap();
}

/// What Notion says when it has used up its own time.
const TOO_SLOW: &str = "times = 1; status = 400; message = 'Rendering exceeded the response time \
                        budget. Retry with exponential backoff.'";
const LOST: &str = "times = 1; drop = true; when = 'after'";
const SAVED: &str = "times = 1; status = 503; committed = true";
const WORKSPACE: &str = "times = 1; status = 429; retry_after = 631; \
                         reason = 'public_api_space_request_rate_limit'";
const EXPIRED: &str = "page_size = 1; [[fault]]; nth = 3; status = 400; \
                       message = 'The start_cursor provided is invalid: x'";

#[tokio::test(start_paused = true)]
#[expect(clippy::too_many_lines, reason = "it is a table")]
async fn every_fault_is_handled_as_it_should_be() {
    use Call::*;
    let too_slow_but_done = format!("{TOO_SLOW}; when = 'after'");
    let expired_at_a_gate =
        format!("{EXPIRED}; [[fault]]; nth = 2; status = 429; retry_after = 600");
    let rows = [
        row("nobody is there, twice", Create, "").unreachable(2),
        row("nobody is there at all", Create, "").unreachable(99),
        row("somebody else is there", Create, "").imposter(),
        row("reset before it was done", Create, "times = 1; drop = true"),
        row("reset after it was done", Create, LOST),
        row("reset after it was done", Append, LOST),
        row("reset after it was done", Rename, LOST),
        row("reset after it was done", Correct, LOST),
        row("reset after it was done", Upload, LOST),
        row("reset", Read, LOST),
        row("no answer in time, done meanwhile", Create, "times = 1; delay_ms = 80_000"),
        row("no answer in time, done meanwhile", Rename, "times = 1; delay_ms = 80_000"),
        row("lost, and done late", Create, "times = 1; drop = true; late_ms = 20_000"),
        row("half an answer", Create, "times = 1; truncate = 20"),
        row("half an answer", Read, "times = 1; truncate = 20"),
        row("a web page in place of an answer", Create, "status = 200; html = true"),
        row("saved, says Notion", Create, SAVED),
        row("saved, says Notion", Append, SAVED),
        row("saved, says Notion", Rename, SAVED),
        row("unavailable, done", Create, "times = 1; status = 503; when = 'after'"),
        row("unavailable, not done", Create, "times = 1; status = 503"),
        row(
            "smaller pages, please",
            Query,
            "times = 1; status = 503; message = 'Reduce page_size'",
        ),
        row("server error, done", Create, "times = 1; status = 500; when = 'after'"),
        row("server error, not done", Create, "times = 1; status = 500"),
        row("server error, done", Rename, "times = 1; status = 500; when = 'after'"),
        row("the edge fails, done", Create, "times = 1; status = 502; when = 'after'"),
        row("the edge fails, not done", Create, "times = 1; status = 502"),
        row("the edge refuses", Create, "times = 1; status = 403; html = true"),
        row("gateway timeout, done", Create, "times = 1; status = 504; when = 'after'"),
        row("gateway timeout", Query, "times = 1; status = 504"),
        row("overloaded", Create, "times = 1; status = 529; retry_after = 7"),
        row("limit of the connection", Create, "times = 1; status = 429; retry_after = 49"),
        row("limit of the workspace", Create, WORKSPACE),
        row("limit of the workspace, no patience", Create, WORKSPACE).patience(60),
        row("blocked", Create, "status = 429; reason = 'public_api_request_blocked'"),
        row("a limit without a time", Create, "times = 1; status = 429; retry_after = 0"),
        row("a limit with a date", Create, "times = 1; status = 429; retry_after_date = 90"),
        row("conflict, not done", Append, "times = 1; status = 409"),
        row("conflict, done", Append, "times = 1; status = 409; when = 'after'"),
        row("conflict", Rename, "times = 1; status = 409"),
        row("too slow, done", Create, &too_slow_but_done),
        row("too slow, done", Rename, &too_slow_but_done),
        row("too slow, done", Correct, &too_slow_but_done),
        row("too slow", Query, TOO_SLOW),
        row("the cursor is not valid", Query, EXPIRED),
        row("the cursor expires at a gate", Query, &expired_at_a_gate),
        row("the token was withdrawn", Create, "status = 401"),
        row("a capability is missing", Create, "status = 403"),
        row("the blocks are used up", Create, "status = 403").edit(block_limit),
        row("the page is not shared any more", Rename, "status = 404"),
        row("short pages", Query, "page_size = 1"),
        row("a slow Notion", Create, "delay_ms = 55_000"),
        row("unknown fields and types", Read, "").edit(strange),
        row("unknown fields and types", Query, "").edit(strange),
    ];
    let mut table = String::new();
    for row in rows {
        table += &row.play().await;
    }
    insta::assert_snapshot!(table, @r"
    nobody is there, twice
      POST pages (no connection, again in 0 s) → POST pages (no connection, again in 1 s) → POST pages 200 → done; 2 s; made 1
    nobody is there at all
      POST pages (no connection, again in 0 s) → POST pages (no connection, again in 1 s) → POST pages (no connection, again in 3 s) → POST pages (no connection, again in 5 s) → POST pages (no connection, again in 8 s) → POST pages (no connection) → FAILED, applied: No; 20 s; made 0
    somebody else is there
      POST pages (no connection that can be trusted) → FAILED, applied: No; 0 s; made 0
    reset before it was done
      POST pages (the answer was lost) → AMBIGUOUS; 0 s; made 0
    reset after it was done
      POST pages (the answer was lost) → AMBIGUOUS; 0 s; made 1
    reset after it was done
      PATCH blocks/children (the answer was lost) → AMBIGUOUS; 0 s; 2 blocks more
    reset after it was done
      PATCH pages (the answer was lost, again in 0 s) → PATCH pages 200 → done; 0 s; now Renamed
    reset after it was done
      PATCH pages/markdown (the answer was lost, again in 0 s) → PATCH pages/markdown (the request is not valid) → FAILED, applied: Unknown; 0 s; corrected 1
    reset after it was done
      POST file_uploads (the answer was lost, again in 0 s) → POST file_uploads 200 → done; 0 s; begun 2
    reset
      GET pages (the answer was lost, again in 0 s) → GET pages 200 → done; 0 s
    no answer in time, done meanwhile
      POST pages (the answer was lost) → AMBIGUOUS; 75 s; made 1
    no answer in time, done meanwhile
      PATCH pages (the answer was lost, again in 0 s) → PATCH pages 200 → done; 75 s; now Renamed
    lost, and done late
      POST pages (the answer was lost) → AMBIGUOUS; 0 s; made 1
    half an answer
      POST pages 200 → (the answer was lost) → AMBIGUOUS; 0 s; made 1
    half an answer
      GET pages 200 → (the answer was lost, again in 0 s) → GET pages 200 → done; 0 s
    a web page in place of an answer
      POST pages (the answer is not from Notion) → FAILED, applied: No; 0 s; made 0
    saved, says Notion
      POST pages (saved, but not answered) → GET pages 200 → done; 0 s; made 1
    saved, says Notion
      PATCH blocks/children (saved, but not answered) → COMMITTED; 0 s; 2 blocks more
    saved, says Notion
      PATCH pages (saved, but not answered) → GET pages 200 → done; 0 s; now Renamed
    unavailable, done
      POST pages (server error) → AMBIGUOUS; 0 s; made 1
    unavailable, not done
      POST pages (server error) → AMBIGUOUS; 0 s; made 0
    smaller pages, please
      POST data_sources/query (too slow for Notion, again in 0 s) → POST data_sources/query 200 → 3 rows; 0 s
    server error, done
      POST pages (server error) → AMBIGUOUS; 0 s; made 1
    server error, not done
      POST pages (server error) → AMBIGUOUS; 0 s; made 0
    server error, done
      PATCH pages (server error, again in 0 s) → PATCH pages 200 → done; 0 s; now Renamed
    the edge fails, done
      POST pages (the proxy in front of Notion failed) → AMBIGUOUS; 0 s; made 1
    the edge fails, not done
      POST pages (the proxy in front of Notion failed) → AMBIGUOUS; 0 s; made 0
    the edge refuses
      POST pages (refused by the proxy in front of Notion, again in 30 s) → POST pages 200 → done; 30 s; made 1
    gateway timeout, done
      POST pages (too slow for Notion) → AMBIGUOUS; 0 s; made 1
    gateway timeout
      POST data_sources/query (too slow for Notion, again in 0 s) → POST data_sources/query 200 → 3 rows; 0 s
    overloaded
      POST pages (Notion is overloaded, again in 7 s) → POST pages 200 → done; 7 s; made 1
    limit of the connection
      POST pages (rate limit of the connection, again in 49 s) → POST pages 200 → done; 49 s; made 1
    limit of the workspace
      POST pages (rate limit of the workspace, again in 631 s) → POST pages 200 → done; 631 s; made 1
    limit of the workspace, no patience
      POST pages (rate limit of the workspace, again in 631 s) → WOULD WAIT 631 s; 0 s; made 0
    blocked
      POST pages (access is blocked) → FAILED, applied: No; 0 s; made 0
    a limit without a time
      POST pages (rate limit of the connection, again in 30 s) → POST pages 200 → done; 30 s; made 1
    a limit with a date
      POST pages (rate limit of the connection, again in 90 s) → POST pages 200 → done; 90 s; made 1
    conflict, not done
      PATCH blocks/children (conflict with another writer) → AMBIGUOUS; 0 s; 0 blocks more
    conflict, done
      PATCH blocks/children (conflict with another writer) → AMBIGUOUS; 0 s; 2 blocks more
    conflict
      PATCH pages (conflict with another writer, again in 0 s) → PATCH pages 200 → done; 0 s; now Renamed
    too slow, done
      POST pages (too slow for Notion) → AMBIGUOUS; 0 s; made 1
    too slow, done
      PATCH pages (too slow for Notion, again in 0 s) → PATCH pages 200 → done; 0 s; now Renamed
    too slow, done
      PATCH pages/markdown (too slow for Notion) → AMBIGUOUS; 0 s; corrected 1
    too slow
      POST data_sources/query (too slow for Notion, again in 0 s) → POST data_sources/query 200 → 3 rows; 0 s
    the cursor is not valid
      POST data_sources/query 200 → POST data_sources/query 200 → POST data_sources/query (the cursor is not valid) → POST data_sources/query 200 → POST data_sources/query 200 → POST data_sources/query 200 → 3 rows; 0 s
    the cursor expires at a gate
      POST data_sources/query 200 → POST data_sources/query (rate limit of the connection, again in 600 s) → POST data_sources/query (the cursor is not valid) → POST data_sources/query 200 → POST data_sources/query 200 → POST data_sources/query 200 → 3 rows; 601 s
    the token was withdrawn
      POST pages (the token is not accepted) → FAILED, applied: No; 0 s; made 0
    a capability is missing
      POST pages (not allowed) → FAILED, applied: No; 0 s; made 0
    the blocks are used up
      POST pages (the blocks of the free plan are used up) → FAILED, applied: No; 0 s; made 0
    the page is not shared any more
      PATCH pages (not found or not shared) → FAILED, applied: No; 0 s; now Plan
    short pages
      POST data_sources/query 200 → POST data_sources/query 200 → POST data_sources/query 200 → 3 rows; 0 s
    a slow Notion
      POST pages 200 → done; 55 s; made 1
    unknown fields and types
      GET pages 200 → done; 0 s
    unknown fields and types
      POST data_sources/query 200 → 3 rows; 0 s
    ");
}

fn block_limit(answer: &mut Value) {
    answer["additional_data"] = json!({"block_limit": "1000"});
}

/// What a later Notion might send: fields, types and words that nobody knows yet.
fn strange(answer: &mut Value) {
    let rows = match answer["results"].as_array_mut() {
        Some(rows) => rows.iter_mut().collect(),
        None => vec![answer],
    };
    for row in rows {
        row["hologram"] = json!({"depth": 3});
        row["icon"] = json!({"type": "hologram", "hologram": {"depth": 4}});
        row["parent"]["type"] = "galaxy_id".into();
        row["properties"]["Depth"] = json!({"id": "xyz", "type": "depth", "depth": {"metres": 3}});
    }
}
