//! More rows than Notion lists of one query.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use notion_client::{Budget, Client, Token, data_sources, pages};
use notion_emulator::{Emulator, Seed, TokioClock};
use notion_model::query::{DateCondition, Filter, Query, Sort, TimestampKind};
use notion_model::request::{CreatePage, Parent, PropertyValue, RichText, UpdatePage};
use notion_model::{DataSourceId, PageId};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::json;

use crate::session::builder;

const NOW: &str = "2026-11-02T09:00:00Z";
const ROWS: usize = 25_000;
/// These were created in one minute, as an import does.
const CROWD: std::ops::Range<usize> = 6_500..18_500;

static SEED: LazyLock<Seed> = LazyLock::new(|| {
    let now: Timestamp = NOW.parse().unwrap();
    let rows: Vec<_> = (0..ROWS)
        .map(|row| {
            let minutes = match row {
                _ if row < CROWD.start => 20_000 - row,
                _ if row < CROWD.end => 10_000,
                _ => 9_000 - row / 10,
            };
            let age = SignedDuration::from_mins(i64::try_from(minutes).unwrap());
            let name = format!("Row {row}");
            json!({ "key": name, "created": now - age, "properties": { "Name": name } })
        })
        .collect();
    let database = json!({
        "key": "rows", "title": "Rows", "properties": { "Name": { "title": {} } }, "rows": rows,
    });
    Seed::parse(&json!({ "now": now, "databases": [database] }).to_string()).unwrap()
});

/// What somebody else does while the rows are read.
#[derive(Clone, Copy, Debug)]
enum Deed {
    /// Another title, and by it another time of the last edit.
    Edit,
    /// The same a minute later.
    EditLater,
    Create,
    Trash,
    Restore,
}

/// Deeds, each with the page of the scan behind which it is done and the row it is done to.
fn deeds() -> impl Strategy<Value = Vec<(usize, Deed, Index)>> {
    use Deed::*;
    let deed = prop::sample::select(vec![Edit, Edit, EditLater, Create, Trash, Restore]);
    prop::collection::vec((0_usize..400, deed, any::<Index>()), 100..200)
}

fn title(text: &str) -> (String, PropertyValue) {
    ("Name".to_owned(), PropertyValue::Title(vec![RichText::from(text)]))
}

fn renamed() -> UpdatePage {
    UpdatePage { properties: [title("Edited")].into_iter().collect(), ..UpdatePage::default() }
}

/// Somebody who works on the rows.
struct Other {
    client: Client,
    source: DataSourceId,
    rows: Vec<PageId>,
    /// What was not there all the time.
    unsteady: BTreeSet<PageId>,
    trashed: Vec<PageId>,
}

impl Other {
    async fn work(&mut self, deed: Deed, at: Index) {
        let row = self.rows[at.index(self.rows.len())];
        match deed {
            Deed::Edit | Deed::EditLater => {
                if matches!(deed, Deed::EditLater) {
                    tokio::time::sleep(Duration::from_mins(1)).await;
                }
                // A row in the trash cannot be edited.
                drop(self.client.send(pages::update(row, renamed())).await);
            }
            Deed::Create => {
                let new = CreatePage {
                    properties: [title("New")].into_iter().collect(),
                    ..CreatePage::new(Parent::DataSource(self.source))
                };
                let new = self.client.send(pages::create(new)).await.unwrap().id;
                self.rows.push(new);
                self.unsteady.insert(new);
            }
            Deed::Trash => {
                self.client.send(pages::trash(row)).await.unwrap();
                self.unsteady.insert(row);
                self.trashed.push(row);
            }
            Deed::Restore => {
                if let Some(row) = self.trashed.pop() {
                    self.client.send(pages::restore(row)).await.unwrap();
                }
            }
        }
    }
}

/// Reads all rows while somebody works on them. A row that is there and not in the trash from the
/// first request to the last is listed exactly once. One that is created, trashed or restored
/// meanwhile is listed once or not at all.
async fn check(deeds: Vec<(usize, Deed, Index)>, newest_first: bool) {
    let clock = TokioClock::starting_at(NOW.parse().unwrap());
    let emulator = Emulator::builder().clock(clock).world(SEED.clone()).build().unwrap();
    let client = |name: &str| {
        let token = Token::new(name).unwrap();
        builder(&emulator).token(token).budget(Budget::Unlimited).build()
    };
    let source = emulator.data_source("rows").unwrap();
    let rows: Vec<_> = (0..ROWS).map(|row| emulator.page(&format!("Row {row}")).unwrap()).collect();
    let there: BTreeSet<PageId> = rows.iter().copied().collect();
    let mut other = Other {
        client: client("ntn_other"),
        source,
        rows,
        unsteady: BTreeSet::new(),
        trashed: Vec::new(),
    };
    let mut due = BTreeMap::<usize, Vec<_>>::new();
    for (page, deed, at) in deeds {
        due.entry(page).or_default().push((deed, at));
    }
    let mut query = Query::default();
    if newest_first {
        query.sorts = vec![Sort::timestamp(TimestampKind::CreatedTime).descending()];
    }
    let ours = client("ntn_local");
    let mut listing = ours.pages(data_sources::query(source, query).pages_only());
    let (mut found, mut all, mut page) = (BTreeSet::new(), 0, 0);
    while let Some(list) = listing.next().await.unwrap() {
        all += list.results.len();
        found.extend(list.items().map(|row| row.id));
        for (deed, at) in due.remove(&page).unwrap_or_default() {
            other.work(deed, at).await;
        }
        page += 1;
    }
    assert_eq!(all, found.len(), "a row was listed twice");
    let steady: BTreeSet<_> = there.difference(&other.unsteady).copied().collect();
    let missing = steady.difference(&found).count();
    assert_eq!(missing, 0, "of {} rows that were there all the time", steady.len());
    let known: BTreeSet<_> = other.rows.iter().copied().collect();
    assert!(found.is_subset(&known), "a row was made up");
    // Dividing the minute costs requests, not many.
    let requests = ours.stats().requests;
    assert!(requests <= 450, "{requests} requests");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, ..ProptestConfig::default() })]

    #[test]
    fn rows_beyond_the_ten_thousandth_are_listed_once_while_others_work(
        deeds in deeds(),
        newest_first: bool,
    ) {
        let mut runtime = tokio::runtime::Builder::new_current_thread();
        let runtime = runtime.enable_time().start_paused(true).build().unwrap();
        runtime.block_on(check(deeds, newest_first));
    }
}

/// A row that is on two pages of a list is listed once, as it was read first: what is read cannot be
/// taken back, and a row that is edited behind the reader does not come again at all. The state of
/// the end is what was read, and over it what was edited since the beginning.
#[tokio::test(start_paused = true)]
async fn a_row_that_is_on_two_pages_is_listed_once_and_its_latest_state_can_be_asked_for() {
    let session = crate::session::Session::new();
    let (client, (_, tasks)) = (&session.client, session.tasks());
    let script = "fault = [{ path = '/v1/data_sources/*/query', page_size = 1, repeat = 1 }]";
    session.emulator.set_faults(notion_emulator::Scenario::parse(script).unwrap().faults);
    tokio::time::sleep(Duration::from_mins(5)).await;
    let oldest_first =
        Query { sorts: vec![Sort::timestamp(TimestampKind::CreatedTime)], ..Query::default() };
    let mut listing = client.pages(data_sources::query(tasks, oldest_first).pages_only());
    let (mut listed, mut names) = (BTreeMap::new(), Vec::new());
    while let Some(list) = listing.next().await.unwrap() {
        let rows: Vec<_> = list.items().cloned().collect();
        for row in rows {
            client.send(pages::update(row.id, renamed())).await.unwrap();
            names.push(row.title());
            assert!(listed.insert(row.id, row).is_none(), "listed twice");
        }
    }
    names.sort_unstable();
    assert_eq!(names, ["Oil the chain", "Rest", "Ride"], "as they were read first");
    let began = DateCondition::OnOrAfter("2026-11-02T09:05:00Z".to_owned());
    let since = Filter::timestamp(TimestampKind::LastEditedTime, began);
    let since = Query { filter: Some(since), ..Query::default() };
    let edited = client.list(data_sources::query(tasks, since).pages_only());
    for row in edited.collect().await.unwrap() {
        listed.insert(row.id, row);
    }
    assert!(listed.len() == 3 && listed.values().all(|row| row.title() == "Edited"));
}
