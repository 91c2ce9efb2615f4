//! More rows than Notion lists of one query.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use notion_client::{Budget, Token, data_sources, pages};
use notion_emulator::{Emulator, Seed, TokioClock};
use notion_model::query::Query;
use notion_model::request::{CreatePage, Parent, PropertyValue, RichText, UpdatePage};
use notion_model::{DataSourceId, PageId};
use serde_json::json;

use crate::session::builder;

const ROWS: usize = 25_000;
/// These were created in one minute, as an import does.
const CROWD: std::ops::Range<usize> = 6_500..18_500;

fn seed() -> Seed {
    let now: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
    let rows: Vec<_> = (0..ROWS)
        .map(|row| {
            let minutes = match row {
                _ if row < CROWD.start => 20_000 - row,
                _ if row < CROWD.end => 10_000,
                _ => 9_000 - row / 10,
            };
            let age = SignedDuration::from_mins(i64::try_from(minutes).unwrap());
            json!({ "created": now - age, "properties": { "Name": format!("Row {row}") } })
        })
        .collect();
    let database = json!({
        "key": "rows", "title": "Rows", "properties": { "Name": { "title": {} } }, "rows": rows,
    });
    let seed = json!({ "now": now, "databases": [database] });
    Seed::parse(&seed.to_string()).unwrap()
}

fn title(text: &str) -> (String, PropertyValue) {
    ("Name".to_owned(), PropertyValue::Title(vec![RichText::from(text)]))
}

#[tokio::test(start_paused = true)]
async fn rows_beyond_the_ten_thousandth_are_listed_once_while_others_work() {
    let now = "2026-11-02T09:00:00Z".parse().unwrap();
    let emulator =
        Emulator::builder().clock(TokioClock::starting_at(now)).world(seed()).build().unwrap();
    let client = builder(&emulator)
        .token(Token::new("ntn_local").unwrap())
        .budget(Budget::Unlimited)
        .build();
    let source: DataSourceId = emulator.data_source("rows").unwrap();
    let mut listing = client.pages(data_sources::query(source, Query::default()).pages_only());
    let (mut found, mut all) = (BTreeSet::new(), 0);
    let mut worked = 0;
    let mut page = 0;
    while let Some(list) = listing.next().await.unwrap() {
        let ids: Vec<PageId> = list.items().map(|row| row.id).collect();
        all += ids.len();
        found.extend(ids.iter().copied());
        page += 1;
        // Every now and then somebody creates, edits and trashes a row.
        let [edited, gone] = [ids.first(), ids.last()];
        if page % 16 != 0 || edited == gone {
            continue;
        }
        let (Some(edited), Some(gone)) = (edited, gone) else { continue };
        let change = UpdatePage {
            properties: [title("Edited")].into_iter().collect(),
            ..UpdatePage::default()
        };
        client.send(pages::update(*edited, change)).await.unwrap();
        client.send(pages::trash(*gone)).await.unwrap();
        let new = CreatePage {
            properties: [title("New")].into_iter().collect(),
            ..CreatePage::new(Parent::DataSource(source))
        };
        client.send(pages::create(new)).await.unwrap();
        worked += 3;
    }
    assert_eq!(all, found.len(), "a row was listed twice");
    assert!(all >= ROWS && all <= ROWS + worked / 3, "{all} rows");
    insta::assert_snapshot!(emulator.counts().requests - worked as u64, @"388");
}
