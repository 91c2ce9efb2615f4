//! Every row once, although Notion lists few of them at a time and somebody works on them.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::time::Duration;

use notion_model::DataSourceId;
use notion_model::query::{Query, Sort, TimestampKind};
use proptest::prelude::*;

use self::notion::{NOW, Row, World, notion};
use crate::mock::{Mock, id};
use crate::{Budget, ErrorKind, Pages, PagingError, data_sources};

mod notion;

type Change<'a> = &'a dyn Fn(&mut Row);

fn pages_of(mock: &Mock, query: Query) -> Pages<data_sources::QueryPages> {
    let source: DataSourceId = id(1).parse().unwrap();
    let client = mock.builder().budget(Budget::Unlimited).build();
    client.pages(data_sources::query(source, query).pages_only())
}

/// Lists everything; answers the numbers of the rows, how many requests it took, and how many ids
/// were remembered at most.
async fn read(mock: &Mock, query: Query) -> Result<(Vec<u32>, usize, usize), crate::Error> {
    let mut pages = pages_of(mock, query);
    let (mut found, mut most) = (Vec::new(), 0);
    while let Some(list) = pages.next().await? {
        found.extend(list.items().map(|it| it.id.to_string()[24..].parse::<u32>().unwrap()));
        most = most.max(pages.remembered());
    }
    Ok((found, mock.asked().len(), most))
}

fn world(rows: Vec<Row>, cap: usize) -> World {
    let random = fastrand::Rng::with_seed(7);
    World { rows, cap, has_unique_id: false, random, restless: false, filters: true }
}

/// `before` rows a few minutes apart, `crowd` in one minute, and `before` again.
fn crowd(before: u32, crowd: u32, change: impl Fn(&mut Row)) -> Vec<Row> {
    let minute = |number: u32| match number {
        _ if number <= before => NOW - 1_000 + i64::from(number / 7),
        _ if number <= before + crowd => NOW - 100,
        _ => NOW - 99 + i64::from((number - before - crowd) / 70),
    };
    (1..=2 * before + crowd)
        .map(|number| {
            let mut row = Row::new(number, minute(number));
            change(&mut row);
            row
        })
        .collect()
}

async fn check(world: World, query: Query) -> (usize, usize) {
    let all = world.steady();
    let (world, mock) = notion(world);
    let (found, requests, most) = read(&mock, query).await.unwrap();
    let once: BTreeSet<u32> = found.iter().copied().collect();
    assert_eq!(found.len(), once.len(), "a row was listed twice");
    let missing: Vec<_> = all.difference(&once).collect();
    assert!(missing.is_empty() || world.lock().unwrap().restless, "missed: {missing:?}");
    let steady = world.lock().unwrap().steady();
    assert!(steady.is_subset(&once), "missed: {:?}", steady.difference(&once).collect::<Vec<_>>());
    (requests, most)
}

#[tokio::test(start_paused = true)]
async fn a_minute_is_told_apart_by_whatever_its_rows_differ_in() {
    let title = |row: &mut Row| row.title = format!("Row {}", row.number);
    let points =
        |row: &mut Row| row.points = (!row.number.is_multiple_of(3)).then_some(row.number.into());
    let done = |row: &mut Row| row.done = row.number.is_multiple_of(2);
    let author = |row: &mut Row| row.author = 1 + row.number % 3;
    let edited = |row: &mut Row| row.edited += i64::from(row.number % 20);
    let changes: [(&str, Change<'_>); 5] = [
        ("title", &title),
        ("points", &points),
        ("done", &done),
        ("author", &author),
        ("edited", &edited),
    ];
    let mut costs = String::new();
    for (name, change) in changes {
        let rows = crowd(400, 1_200, change);
        let (requests, most) = check(world(rows, 700), Query::default()).await;
        _ = writeln!(costs, "{name}: {requests} requests, {most} ids");
    }
    let ids = World { has_unique_id: true, ..world(crowd(400, 1_200, |_| {}), 700) };
    let (requests, most) = check(ids, Query::default()).await;
    _ = writeln!(costs, "unique id: {requests} requests, {most} ids");
    let newest = Sort::timestamp(TimestampKind::CreatedTime).descending();
    let query = Query { sorts: vec![newest], ..Query::default() };
    let (requests, _) = check(world(crowd(400, 1_200, title), 700), query).await;
    _ = writeln!(costs, "title, newest first: {requests} requests");
    insta::assert_snapshot!(costs, @r"
    title: 39 requests, 1300 ids
    points: 32 requests, 1300 ids
    done: 31 requests, 1300 ids
    author: 37 requests, 1300 ids
    edited: 31 requests, 1300 ids
    unique id: 31 requests, 1300 ids
    title, newest first: 39 requests
    ");
}

#[tokio::test(start_paused = true)]
async fn rows_that_were_not_seen_show_what_tells_them_apart() {
    // The rows that come first look alike; only the oldest ones differ.
    let rows = crowd(100, 900, |row| row.done = row.number < 450);
    let (requests, _) = check(world(rows, 600), Query::default()).await;
    insta::assert_snapshot!(requests, @"24");
}

#[tokio::test(start_paused = true)]
async fn what_tells_rows_apart_need_not_be_asked_for() {
    let rows = crowd(10, 900, |row| row.title = format!("Row {}", row.number));
    let (_, mock) = notion(world(rows, 600));
    let source: DataSourceId = id(1).parse().unwrap();
    let query = data_sources::query(source, Query::default()).only(["d".into()]).pages_only();
    let client = mock.builder().budget(Budget::Unlimited).build();
    let found = client.list(query).collect().await.unwrap();
    assert_eq!(found.len(), 920);
    assert!(found.iter().all(|row| row.properties.len() == 1));
}

#[tokio::test(start_paused = true)]
async fn rows_that_look_alike_are_an_error_that_says_what_helps() {
    let (_, mock) = notion(world(crowd(100, 900, |_| {}), 600));
    let error = read(&mock, Query::default()).await.unwrap_err();
    let ErrorKind::Paging(reason) = error.kind() else { panic!("{error:?}") };
    assert!(matches!(reason, PagingError::OneMinute { .. }));
    insta::assert_snapshot!(reason, @"more than 10,000 rows were created in the minute 2026-06-20T22:20:00.000Z, and Notion cannot tell them apart; add a unique ID property to the data source, or narrow the filter");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    /// Rows that are there all the time are listed once, whatever happens to them and to others.
    #[test]
    fn nothing_is_lost_and_nothing_comes_twice_while_others_work(
        seed: u64,
        share in prop::sample::select(vec![0_u32, 1, 2, 3]),
        has_unique_id: bool,
        down: bool,
        // Made long ago, or while the scan begins.
        age in prop::sample::select(vec![0_i64, 1, 500]),
    ) {
        let change = |row: &mut Row| {
            row.created += 100 - age;
            row.edited = row.created;
            match share {
                0 => row.title = format!("Row {}", row.number * 7919 % 1000),
                1 => row.points = Some(i64::from(row.number % 40)),
                2 => row.author = 1 + row.number % 5,
                _ => {
                    row.done = row.number.is_multiple_of(2);
                    row.points = row.number.is_multiple_of(3).then_some(5);
                }
            }
        };
        let rows = crowd(150, 600, change);
        let random = fastrand::Rng::with_seed(seed);
        let world = World { has_unique_id, random, restless: true, ..world(rows, 300) };
        let mut query = Query::default();
        if down {
            query.sorts = vec![Sort::timestamp(TimestampKind::CreatedTime).descending()];
        }
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        let (_, most) = runtime.block_on(check(world, query));
        prop_assert!(most < 600 + 400, "{most} ids were remembered");
    }
}

/// A Notion that leaves a condition out of account would be asked the same for ever.
#[tokio::test(start_paused = true)]
async fn a_notion_that_does_not_filter_is_an_error() {
    for (crowded, has_unique_id) in [(0, false), (900, false), (900, true)] {
        let rows = crowd(if crowded == 0 { 300 } else { 0 }, crowded, |row| {
            row.edited += i64::from(row.number % 7);
        });
        let mut world = world(rows, 200);
        world.has_unique_id = has_unique_id;
        world.filters = false;
        let (_, mock) = notion(world);
        let reading = tokio::time::timeout(Duration::from_mins(20), read(&mock, Query::default()));
        let error = reading.await.expect("it ends").unwrap_err();
        assert!(matches!(error.kind(), ErrorKind::Paging(_)), "{error:?}");
    }
}
