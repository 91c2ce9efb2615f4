//! Lists that end, lists that do not, and queries that Notion cuts off.

use futures_util::StreamExt as _;
use notion_model::query::{Query, Sort, TimestampKind};
use notion_model::{BlockId, DataSourceId, Found, Guarded, Page};
use serde_json::{Value, json};

use super::*;
use crate::mock::{Asked, Mock, Reply, id, list, ok, page, refusal, throttled};
use crate::{blocks, data_sources, users};

fn block(number: u32) -> Value {
    json!({"object": "block", "id": id(number), "type": "divider", "divider": {}})
}

fn blocks_of(mock: &Mock) -> Pages<blocks::ListChildren> {
    mock.client().pages(blocks::children(id(1).parse::<BlockId>().unwrap()))
}

fn paging(error: &Error) -> &PagingError {
    match error.kind() {
        ErrorKind::Paging(error) => error,
        other => panic!("{other:?}"),
    }
}

#[tokio::test(start_paused = true)]
async fn follows_cursors_to_the_end() {
    let mock = Mock::script([
        ok(list(vec![block(2), block(3)], Some("c 1"))),
        // A page may be shorter than asked for, or empty.
        ok(list(vec![], Some("c2"))),
        ok(list(vec![block(4)], None)),
    ]);
    let found = blocks_of(&mock).into_listing().collect().await.unwrap();
    assert_eq!(found.len(), 3);
    let calls: Vec<_> = mock.asked().iter().map(|it| it.call.replace(&id(1), "ID")).collect();
    insta::assert_snapshot!(calls.join("\n"), @r"
    GET /v1/blocks/ID/children?page_size=100
    GET /v1/blocks/ID/children?start_cursor=c%201&page_size=100
    GET /v1/blocks/ID/children?start_cursor=c2&page_size=100
    ");
}

/// The next page was on its way in a runtime that is gone.
#[test]
fn a_list_does_not_end_with_its_runtime() {
    let runtime = || {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        runtime.enable_time().start_paused(true).build().unwrap()
    };
    let first = runtime();
    let mut listing = first.block_on(async {
        let mock = Mock::new(|_| ok(list(vec![block(2), block(3)], Some("c"))).after(1.0));
        let mut listing = blocks_of(&mock).into_listing();
        for _ in 0..2 {
            listing.next().await.unwrap().unwrap();
        }
        listing
    });
    drop(first);
    let error = runtime().block_on(listing.next()).expect("not the end").unwrap_err();
    insta::assert_snapshot!(paging(&error), @"the runtime that read the list has ended; list it again");
}

#[tokio::test(start_paused = true)]
async fn an_item_that_cannot_be_read_costs_no_other() {
    let odd = json!({"object": "block", "id": 7});
    let mock = Mock::script([ok(list(vec![block(2), odd.clone(), block(3)], None))]);
    let mut listing = blocks_of(&mock).into_listing();
    assert!(matches!(listing.next().await, Some(Ok(Guarded::Item(_)))));
    let Some(Ok(Guarded::Odd(item))) = listing.next().await else { panic!("an odd item") };
    assert_eq!(serde_json::from_str::<Value>(item.raw.get()).unwrap(), odd);
    assert!(matches!(listing.next().await, Some(Ok(Guarded::Item(_)))));
    assert!(listing.next().await.is_none());

    let mock = Mock::script([ok(list(vec![block(2), odd, block(3)], None))]);
    let items: Vec<_> = blocks_of(&mock).into_listing().items().collect().await;
    assert_eq!(items.iter().map(Result::is_ok).collect::<Vec<_>>(), [true, false, true]);
    assert!(matches!(paging(items[1].as_ref().unwrap_err()), PagingError::Odd { .. }));
}

#[tokio::test(start_paused = true)]
async fn does_not_walk_in_a_circle() {
    let cursors = ["a", "b", "a"];
    let mut asked = 0;
    let mock = Mock::new(move |_| {
        asked += 1;
        ok(list(vec![block(asked)], Some(cursors[(asked as usize - 1) % 3])))
    });
    let mut listing = blocks_of(&mock).into_listing();
    for _ in 0..3 {
        listing.next().await.unwrap().unwrap();
    }
    let error = listing.next().await.unwrap().unwrap_err();
    assert_eq!(paging(&error), &PagingError::Circle { cursor: "a".to_owned() });
    assert!(listing.next().await.is_none());
    assert_eq!(mock.asked().len(), 3);
}

#[tokio::test(start_paused = true)]
async fn more_without_a_cursor_is_an_error() {
    let mut answer = list(vec![block(2)], None);
    answer["has_more"] = json!(true);
    let mut pages = blocks_of(&Mock::script([ok(answer)]));
    assert_eq!(pages.next().await.unwrap().unwrap().results.len(), 1);
    assert_eq!(paging(&pages.next().await.unwrap_err()), &PagingError::NoCursor);
    assert!(pages.next().await.unwrap().is_none());
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_cut_off_and_cannot_be_divided_says_so() {
    let mut answer = list(vec![json!({"object": "user", "id": id(2)})], None);
    answer["request_status"] =
        json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
    let mock = Mock::script([ok(answer)]);
    let mut pages = mock.client().pages(users::list());
    assert_eq!(pages.next().await.unwrap().unwrap().results.len(), 1);
    assert_eq!(paging(&pages.next().await.unwrap_err()), &PagingError::Incomplete);
}

#[tokio::test(start_paused = true)]
async fn pages_become_smaller_while_notion_is_slow_and_larger_again() {
    let slow = || refusal(504, "gateway_timeout", "Gateway Timeout");
    let mut number = 0;
    let mock = Mock::new(move |_| {
        number += 1;
        let cursor = number.to_string();
        match number {
            2..=4 => slow(),
            9 => ok(list(vec![], None)),
            _ => ok(list(vec![block(number)], Some(&cursor))),
        }
    });
    blocks_of(&mock).into_listing().collect().await.unwrap();
    let sizes: Vec<_> = mock
        .asked()
        .iter()
        .map(|it| it.call.rsplit_once("page_size=").unwrap().1.parse::<u32>().unwrap())
        .collect();
    assert_eq!(sizes, [100, 100, 50, 25, 12, 12, 12, 100, 100]);
}

#[tokio::test(start_paused = true)]
async fn the_smallest_page_is_given_up_like_any_other_call() {
    let mock = Mock::new(|_| refusal(504, "gateway_timeout", "Gateway Timeout"));
    let error = blocks_of(&mock).next().await.unwrap_err();
    assert_eq!(error.failure(), Some(Failure::TooSlow));
    // 100, 50, 25, 12, then ten at a time with the usual number of attempts.
    assert_eq!(mock.asked().len(), 4 + 6);
}

#[tokio::test(start_paused = true)]
async fn a_failed_page_can_be_asked_for_again() {
    let mock = Mock::script([
        ok(list(vec![block(2)], Some("c"))),
        refusal(403, "restricted_resource", "…"),
        ok(list(vec![block(3)], None)),
    ]);
    let mut pages = blocks_of(&mock);
    assert!(pages.next().await.unwrap().is_some());
    pages.next().await.unwrap_err();
    assert_eq!(pages.next().await.unwrap().unwrap().results.len(), 1);
    assert!(pages.next().await.unwrap().is_none());
    assert!(mock.asked()[2].call.contains("start_cursor=c"));
}

/// A data source as Notion serves it: sorted by creation, cut off after so many rows, with cursors
/// that name the next row.
struct Table {
    /// Id and minute of creation of each row, oldest first.
    rows: Vec<(u32, u32)>,
    cut: usize,
}

impl Table {
    /// Rows of which `share` are made in each minute.
    fn new(rows: u32, share: u32, cut: usize) -> Self {
        Self { rows: (0..rows).map(|row| (row, row / share)).collect(), cut }
    }

    fn time(minute: u32) -> String {
        let (hour, minute) = (minute / 60, minute % 60);
        let (day, hour) = (hour / 24 + 1, hour % 24);
        format!("2026-11-{day:02}T{hour:02}:{minute:02}:00.000Z")
    }

    fn query(&self, body: &Value) -> Value {
        let descending = body["sorts"][0]["direction"] == "descending";
        let bound = bound_of(&body["filter"]);
        let mut rows: Vec<_> = self
            .rows
            .iter()
            .filter(|(_, minute)| {
                bound.as_ref().is_none_or(|(operator, bound)| match &**operator {
                    "on_or_after" => Self::time(*minute) >= *bound,
                    _ => Self::time(*minute) < *bound,
                })
            })
            .collect();
        if descending {
            rows.reverse();
        }
        let start = body["start_cursor"].as_str().map_or(0, |cursor| {
            rows.iter().position(|(row, _)| id(*row) == cursor).expect("a cursor of this query")
        });
        let size = usize::try_from(body["page_size"].as_u64().unwrap()).unwrap();
        let end = (start + size).min(rows.len()).min(self.cut);
        let results = rows[start..end]
            .iter()
            .map(|(row, minute)| {
                let mut page = page(*row);
                page["created_time"] = json!(Self::time(*minute));
                page
            })
            .collect();
        let next = (end < rows.len().min(self.cut)).then(|| id(rows[end].0));
        let mut answer = list(results, next.as_deref());
        if next.is_none() && rows.len() > self.cut {
            answer["request_status"] =
                json!({"type": "incomplete", "incomplete_reason": "query_result_limit_reached"});
        }
        answer
    }

    fn mock(self) -> Mock {
        Mock::new(move |asked| ok(self.query(&asked.body)))
    }
}

fn bound_of(filter: &Value) -> Option<(String, String)> {
    let (operator, bound) = filter.get("created_time")?.as_object()?.iter().next()?;
    Some((operator.clone(), bound.as_str()?.to_owned()))
}

fn rows_of(mock: &Mock, query: Query) -> Pages<data_sources::QueryPages> {
    let source: DataSourceId = id(1).parse().unwrap();
    let budget = crate::Budget::Unlimited;
    mock.builder().budget(budget).build().pages(data_sources::query(source, query).pages_only())
}

/// The numbers of the rows, in order.
fn numbers(rows: &[Page]) -> Vec<u32> {
    rows.iter().map(|row| row.id.to_string()[24..].parse().unwrap()).collect()
}

#[tokio::test(start_paused = true)]
async fn reads_every_row_behind_the_ten_thousandth_once() {
    for (rows, share, cut) in [
        (25_000, 7, 10_000),
        (2_000, 900, 1_000),
        (1_001, 1, 1_000),
        (1_000, 1_000, 1_000),
        (0, 1, 1_000),
    ] {
        let mock = Table::new(rows, share, cut).mock();
        let found = rows_of(&mock, Query::default()).into_listing().collect().await.unwrap();
        assert_eq!(numbers(&found), (0..rows).collect::<Vec<_>>(), "{rows} rows");
    }
}

#[tokio::test(start_paused = true)]
async fn newest_first_works_as_well() {
    let mock = Table::new(2_500, 7, 1_000).mock();
    let newest_first = Sort::timestamp(TimestampKind::CreatedTime).descending();
    let query = Query { sorts: vec![newest_first], ..Query::default() };
    let found = rows_of(&mock, query).into_listing().collect().await.unwrap();
    assert_eq!(numbers(&found), (0..2_500).rev().collect::<Vec<_>>());
}

#[tokio::test(start_paused = true)]
async fn another_order_cannot_be_continued_and_says_so() {
    let mock = Table::new(25, 1, 10).mock();
    let query = Query { sorts: vec![Sort::property("Name")], ..Query::default() };
    let items: Vec<_> = rows_of(&mock, query).into_listing().items().collect().await;
    assert_eq!(items.len(), 11);
    assert_eq!(paging(items[10].as_ref().unwrap_err()), &PagingError::Sorted);
}

#[tokio::test(start_paused = true)]
async fn a_query_that_fits_is_asked_as_it_was_written() {
    let mock = Table::new(150, 1, 10_000).mock();
    let query =
        Query { sorts: vec![Sort::property("Name")], page_size: Some(80), ..Query::default() };
    assert_eq!(rows_of(&mock, query).into_listing().collect().await.unwrap().len(), 150);
    let bodies: Vec<_> = mock.asked().iter().map(|it| it.body.to_string()).collect();
    insta::assert_snapshot!(bodies.join("\n"), @r#"
    {"sorts":[{"property":"Name","direction":"ascending"}],"page_size":80}
    {"sorts":[{"property":"Name","direction":"ascending"}],"start_cursor":"00000000-0000-4000-8000-000000000080","page_size":80}
    "#);
}

#[tokio::test(start_paused = true)]
async fn an_expired_cursor_begins_again_and_lists_nothing_twice() {
    let table = Table::new(350, 1, 10_000);
    let mut asked = 0;
    let mock = Mock::new(move |call: &Asked| -> Reply {
        asked += 1;
        match asked {
            2 => throttled("public_api_request_rate_limit", 600),
            3 => refusal(400, "validation_error", "The start_cursor provided is invalid: s:x"),
            _ => ok(table.query(&call.body)),
        }
    });
    let found = rows_of(&mock, Query::default()).into_listing().collect().await.unwrap();
    assert_eq!(numbers(&found), (0..350).collect::<Vec<_>>());
    // Again from the minute of the last row on, not from the beginning.
    assert_eq!(mock.asked().len(), 3 + 3);
}

#[tokio::test(start_paused = true)]
async fn a_row_that_moves_between_two_pages_is_listed_once() {
    let rows = |from: u32, to: u32| (from..to).map(page).collect::<Vec<_>>();
    let mock = Mock::script([ok(list(rows(0, 5), Some("a"))), ok(list(rows(3, 8), None))]);
    let found = rows_of(&mock, Query::default()).into_listing().collect().await.unwrap();
    assert_eq!(numbers(&found), (0..8).collect::<Vec<_>>());
}

/// One page and one data source, as a wiki has them.
fn wiki() -> Value {
    let data_source = json!({"object": "data_source", "id": id(7), "properties": {}});
    list(vec![page(1), data_source, page(2)], None)
}

#[tokio::test(start_paused = true)]
async fn a_wiki_has_data_sources_among_its_rows() {
    let source: DataSourceId = id(1).parse().unwrap();
    let query = data_sources::query(source, Query::default());
    let found = Mock::script([ok(wiki())]).client().list(query).collect().await.unwrap();
    let kinds: Vec<_> = found.iter().map(|it| matches!(it, Found::DataSource(_))).collect();
    assert_eq!(kinds, [false, true, false]);
}

#[tokio::test(start_paused = true)]
async fn a_data_source_is_an_error_where_every_row_has_to_be_a_page() {
    let mock = Mock::script([ok(wiki())]);
    let items: Vec<_> = rows_of(&mock, Query::default()).into_listing().items().collect().await;
    let [Ok(_), Err(error), Ok(_)] = items.as_slice() else { panic!("{items:?}") };
    insta::assert_snapshot!(paging(error), @"an item cannot be read: the row is a data_source, not a page: 00000000-0000-4000-8000-000000000007");
}

#[tokio::test(start_paused = true)]
async fn the_next_page_is_on_its_way_while_this_one_is_worked_on() {
    let work = Duration::from_millis(500);
    let pages = || {
        let page = |first: u32, next| list((first..first + 4).map(block).collect(), next);
        let replies = [page(0, Some("b")), page(4, Some("c")), page(8, None)];
        Mock::script(replies.map(|page| ok(page).after(1.0)))
    };
    let mock = pages();
    let mut listing = blocks_of(&mock).into_listing();
    let began = Instant::now();
    let mut asked = Vec::new();
    while let Some(item) = listing.next().await {
        item.unwrap();
        tokio::time::sleep(work).await;
        asked.push(mock.asked().len());
    }
    assert_eq!(asked, [1, 1, 2, 2, 2, 2, 3, 3, 3, 3, 3, 3]);
    // One second for the first page; the others come while twelve items are worked on.
    assert_eq!(began.elapsed(), Duration::from_secs(7));

    // Whoever stops in the first half of a page has wasted nothing.
    let mock = pages();
    let mut listing = blocks_of(&mock).into_listing();
    for _ in 0..2 {
        listing.next().await.unwrap().unwrap();
    }
    drop(listing);
    tokio::time::sleep(work * 10).await;
    assert_eq!(mock.asked().len(), 1);
}

#[tokio::test(start_paused = true)]
async fn a_page_size_that_was_too_large_once_is_not_tried_again() {
    const SLOW: &str =
        "This request exceeded the response time budget. Retry with exponential backoff.";
    let mut slow = 1;
    let table = Table::new(1_000, 1, 10_000);
    let mock = Mock::new(move |call: &Asked| -> Reply {
        if call.body["page_size"] == 100 && slow > 0 {
            slow -= 1;
            return refusal(400, "validation_error", SLOW);
        }
        ok(table.query(&call.body))
    });
    let client = mock.builder().budget(crate::Budget::Unlimited).build();
    let source: DataSourceId = id(1).parse().unwrap();
    let pages = || client.pages(data_sources::query(source, Query::default()).pages_only());
    pages().next().await.unwrap();
    let mut again = pages();
    for _ in 0..4 {
        again.next().await.unwrap();
    }
    pages().next().await.unwrap();
    let sizes: Vec<_> = mock.asked().iter().map(|it| it.body["page_size"].as_u64()).collect();
    assert_eq!(sizes, [100, 50, 50, 50, 50, 100, 100].map(Some));
}
