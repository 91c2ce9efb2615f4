//! How much memory reading many rows takes. A program of its own, in which nothing else asks for memory.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::{FutureExt as _, StreamExt as _};
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use jiff::Timestamp;
use notion_client::{Budget, Client, Token, data_sources, transport};
use notion_model::query::{Condition, DateCondition, Filter, NumberCondition, Query};
use notion_model::{DataSourceId, PropertyValueKind};
use peak_alloc::PeakAlloc;
use serde_json::{Value, json};
use tower_service::Service;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

/// The most bytes that a remembered id may take: an entry of 25 in a table that has just doubled, so that
/// hardly half of it is in use, beside the table of half that size that it is copied from, which is full to
/// seven eighths. That makes 86, and some room.
const ID: usize = 100;
/// What may differ between two scans beyond that: the cursors of up to 100 pages, and larger numbers.
const SLACK: usize = 64 * 1024;

/// What is remembered are the ids of the rows of one minute, and nothing else that is more for more rows.
#[test]
fn reading_many_rows_takes_no_more_memory_than_reading_few() {
    notion_tests::watch();
    // What is made once for all scans is not what this is about.
    peak(1_000, 480);
    let peaks = [(2_500, 1_200), (10_000, 4_800), (25_000, 12_000), (50_000, 12_000)]
        .map(|(rows, crowd)| (rows, crowd, peak(rows, crowd)));
    for (rows, crowd, peak) in peaks {
        eprintln!("{rows:>6} rows, {crowd:>6} of them in one minute: {:>5} KiB", peak / 1024);
    }
    let [(_, few, least), rest @ ..] = peaks;
    for (rows, crowd, peak) in rest {
        let most = least + usize::try_from(crowd - few).unwrap() * ID + SLACK;
        assert!(peak <= most, "{rows} rows take {peak} bytes at most; {most} are the limit");
    }
    // Ids of other minutes would be less than what is granted to those of the crowd.
    let [.., (_, _, once), (_, _, twice)] = peaks;
    assert!(twice <= once + SLACK, "twice the rows take {twice} bytes at most, not {once}");
}

/// Reads all rows, keeps none of them, and answers how many bytes were held at most beyond what was held
/// before: by the client, by its runtime, and by the answer that is just read.
fn peak(rows: u64, crowd: u64) -> usize {
    let mut runtime = tokio::runtime::Builder::new_current_thread();
    let runtime = runtime.enable_time().start_paused(true).build().unwrap();
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    runtime.block_on(async {
        let token = Token::new(notion_tests::TOKEN).unwrap();
        let client = Client::builder(transport::Service::new(Source { rows, crowd }));
        let client = client.token(token).budget(Budget::Unlimited).seed(7).build();
        let source: DataSourceId = SOURCE.parse().unwrap();
        let query = data_sources::query(source, Query::default()).pages_only();
        let mut listing = client.list(query).items();
        let mut last = 0;
        while let Some(row) = listing.next().await {
            let row = row.unwrap();
            let Some(PropertyValueKind::UniqueId(id)) = row.property("ID") else {
                panic!("a row without a number")
            };
            last += 1;
            assert_eq!(id.number, Some(last), "a row is missing, or came twice");
        }
        assert_eq!(last.unsigned_abs(), rows);
    });
    ALLOCATOR.peak_usage() - before
}

const SOURCE: &str = "00000000-0000-4000-8000-000000000000";
/// The rows of one query that Notion lists.
const LISTED: u64 = 10_000;
/// 2026-01-01, in minutes.
const BEGINNING: i64 = 29_453_760;

/// A row as Notion sends it.
const ROW: &str = r#"{
  "object": "page", "id": "00000000-0000-4000-8000-$number",
  "created_time": "$created", "last_edited_time": "$created",
  "created_by": { "object": "user", "id": "5f1b2c3d-0000-4000-8000-000000000001" },
  "last_edited_by": { "object": "user", "id": "5f1b2c3d-0000-4000-8000-000000000001" },
  "cover": null, "icon": null, "in_trash": false, "is_locked": false,
  "parent": { "type": "data_source_id", "data_source_id": "00000000-0000-4000-8000-000000000000" },
  "properties": {
    "Name": { "id": "title", "type": "title", "title": [{
      "type": "text", "text": { "content": "Row $number", "link": null }, "annotations": {
        "bold": false, "italic": false, "strikethrough": false, "underline": false, "code": false,
        "color": "default" },
      "plain_text": "Row $number", "href": null }] },
    "ID": { "id": "u", "type": "unique_id", "unique_id": { "prefix": null, "number": $plain } },
    "Status": { "id": "s", "type": "select", "select": { "id": "a", "name": "Active", "color": "blue" } },
    "Done": { "id": "d", "type": "checkbox", "checkbox": false }
  },
  "url": "https://www.notion.so/Row-$number", "public_url": null
}"#;

/// A data source that holds nothing: its rows, numbered from 1, are made when they are asked for.
#[derive(Clone, Copy)]
struct Source {
    rows: u64,
    /// How many of them were created in one minute.
    crowd: u64,
}

impl Source {
    /// When a row was created: a minute apart, then the crowd, then ten a minute.
    fn minute(self, row: u64) -> i64 {
        let before = self.rows * 26 / 100;
        let minutes = match row {
            _ if row <= before => row,
            _ if row <= before + self.crowd => before + 1,
            _ => before + 2 + (row - before - self.crowd) / 10,
        };
        BEGINNING + i64::try_from(minutes).unwrap()
    }

    /// A page of the rows that pass. Cursors say how many rows were listed and which is the next.
    fn query(self, body: &Value) -> String {
        let cursor = body["start_cursor"].as_str().and_then(|it| it.split_once('-'));
        let (listed, next) = cursor
            .map_or((0, 1), |(listed, next)| (listed.parse().unwrap(), next.parse().unwrap()));
        let mut part = Part { from: i64::MIN, before: i64::MAX, behind: 0 };
        if let Ok(filter) = serde_json::from_value(body["filter"].clone()) {
            part.narrow(&filter);
        }
        let mut rows = (next.max(part.behind + 1)..=self.rows)
            .filter(|row| (part.from..part.before).contains(&self.minute(*row)));
        let size = body["page_size"].as_u64().unwrap().min(LISTED - listed);
        let page: Vec<u64> = rows.by_ref().take(usize::try_from(size).unwrap()).collect();
        let listed = listed + size;
        let next = rows.next();
        let status = next.filter(|_| listed == LISTED).map(
            |_| json!({ "type": "incomplete", "incomplete_reason": "query_result_limit_reached" }),
        );
        let next = next.filter(|_| listed < LISTED).map(|row| format!("{listed:06}-{row:06}"));
        let page: Vec<_> = page.into_iter().map(|row| self.show(row)).collect();
        let status = status.unwrap_or_else(|| json!({ "type": "complete" }));
        format!(
            r#"{{"object":"list","type":"page_or_data_source","page_or_data_source":{{}},
            "has_more":{},"next_cursor":{},"request_status":{status},"results":[{}]}}"#,
            next.is_some(),
            json!(next),
            page.join(",")
        )
    }

    fn show(self, row: u64) -> String {
        let created = Timestamp::from_second(self.minute(row) * 60).unwrap();
        ROW.replace("$number", &format!("{row:012}"))
            .replace("$plain", &row.to_string())
            .replace("$created", &format!("{created:.3}"))
    }
}

/// What the client asks for: created in these minutes, with a number behind this one.
struct Part {
    from: i64,
    before: i64,
    behind: u64,
}

impl Part {
    fn narrow(&mut self, filter: &Filter) {
        let minute = |text: &str| text.parse::<Timestamp>().unwrap().as_second().div_euclid(60);
        match filter {
            Filter::And(parts) => parts.iter().for_each(|part| self.narrow(part)),
            Filter::Timestamp(it) => match &it.condition {
                DateCondition::OnOrAfter(bound) => self.from = self.from.max(minute(bound)),
                DateCondition::Before(bound) => self.before = self.before.min(minute(bound)),
                other => panic!("{other:?}"),
            },
            Filter::Property(it) => match &it.condition {
                Condition::UniqueId(NumberCondition::GreaterThan(bound)) => {
                    self.behind = self.behind.max(bound.as_u64().unwrap());
                }
                // All have one.
                Condition::UniqueId(NumberCondition::IsEmpty) => self.before = i64::MIN,
                other => panic!("{other:?}"),
            },
            Filter::Or(_) => panic!("{filter:?}"),
        }
    }
}

impl Service<Request<Full<Bytes>>> for Source {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = Ready<Result<Self::Response, Infallible>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        assert_eq!(request.uri().path(), format!("/v1/data_sources/{SOURCE}/query"));
        let body = request.into_body().collect().now_or_never().unwrap().unwrap().to_bytes();
        let answer = self.query(&serde_json::from_slice(&body).unwrap());
        let answer = Response::builder()
            .header("content-type", "application/json")
            .body(Full::new(Bytes::from(answer)))
            .unwrap();
        ready(Ok(answer))
    }
}
