//! The decision table of a sync, row by row, against a small world.

#![expect(clippy::unwrap_used, reason = "a world that cannot be changed fails its test")]

use notion_client::{data_sources, pages};
use notion_model::{
    Page, PageId,
    query::Query,
    request::{CreatePage, Parent, PropertyValue, UpdatePage},
};

use crate::session::Session;

const WORLD: &str = r#"{
    "now": "2026-11-02T09:00:00Z",
    "me": "ada",
    "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.com" }],
    "pages": [{ "key": "home", "title": "Home" }],
    "databases": [
        {
            "key": "source", "title": "Source", "parent": "home",
            "properties": { "Name": { "title": {} }, "Stage": { "select": { "options": [
                { "name": "Draft" }, { "name": "Open" } ] } } },
            "rows": [
                { "key": "a", "properties": { "Name": "A", "Stage": "Open" } },
                { "key": "b", "properties": { "Name": "B", "Stage": "Open" } },
                { "key": "c", "properties": { "Name": "C", "Stage": "Draft" } }
            ]
        },
        {
            "key": "target", "title": "Target", "parent": "home",
            "properties": { "Title": { "title": {} }, "Hand": { "rich_text": {} } },
            "rows": []
        },
        {
            "key": "other", "title": "Other", "parent": "home",
            "properties": { "Title": { "title": {} }, "Source ID": { "rich_text": {} } },
            "rows": []
        }
    ]
}"#;

fn spec(on: &str) -> String {
    format!(
        "kind = \"sync\"\nname = \"s\"\n[source]\ndata_source = \"Source\"\n\
         filter = 'Stage = Open'\n[guards]\nmax_delete = 1\n[[target]]\ndata_source = \"Target\"\n\
         create_schema = true\n[target.on]\n{on}\n[[target.map]]\nfrom = \"Name\"\nto = \"Title\"\n\
         [[target.map]]\nfrom = \"Stage\"\nto = \"Stage\"\n"
    )
}

impl Session {
    async fn started(on: &str) -> Self {
        let session = Self::new(WORLD);
        let report = session.run(&spec(on)).await;
        assert_eq!((report.failed(), report.written()), (0, 3), "{report}");
        session
    }

    async fn rows(&self, key: &str) -> Vec<Page> {
        let source = self.emulator.data_source(key).unwrap();
        let mut rows: Vec<Page> = self
            .client
            .list(data_sources::query(source, Query::default()).pages_only())
            .collect()
            .await
            .unwrap();
        rows.sort_by_key(Page::title);
        rows
    }

    async fn titles(&self, key: &str) -> String {
        self.rows(key).await.iter().map(Page::title).collect::<Vec<_>>().join(" ")
    }

    async fn set(&self, page: PageId, name: &str, value: PropertyValue) {
        let properties = [(name, value)].into_iter().collect();
        let update = UpdatePage { properties, ..UpdatePage::default() };
        self.client.send(pages::update(page, update)).await.unwrap();
    }

    fn source(&self, key: &str) -> PageId {
        self.emulator.page(key).unwrap()
    }

    /// What the next run would do, and then does.
    async fn next(&self, on: &str) -> String {
        let plan = self.plan(&spec(on)).await;
        let report = self.apply(&plan).await;
        assert_eq!(report.failed(), 0, "{report}");
        let text = plan.text().to_string();
        let lines = text.lines().skip(4).filter(|it| !it.starts_with("Guard") && !it.is_empty());
        lines.collect::<Vec<_>>().join("\n")
    }
}

#[tokio::test(start_paused = true)]
async fn the_schema_is_extended_first() {
    let session = Session::new(WORLD);
    insta::assert_snapshot!(session.plan(&spec("")).await.text(), @r#"
    sync plan: s
      source: Source (2 rows)
      Target: Target (0 rows)

      + schema   Target / "Target"  adds Stage, Source ID
      + create   Target / "B"  from 40c8…5a
      + create   Target / "A"  from 40c8…81

    Plan: 1 schema to extend, 2 to create. Made with 4 requests.
    Guard: deletes 0 of 0 (limit 1), ok.
    Guard: updates 0 of 0 (limit 100 %), ok.
    "#);
    session.run(&spec("")).await;
    assert_eq!(session.titles("target").await, "A B");
    assert!(session.plan(&spec("")).await.ops.is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_row_that_leaves_the_filter() {
    for (on, left) in [
        ("", "A B"),
        ("source_leaves_filter = \"trash\"", "A"),
        ("source_leaves_filter = \"unlink\"", "A B"),
    ] {
        let session = Session::started(on).await;
        session.set(session.source("b"), "Stage", PropertyValue::select("Draft")).await;
        session.next(on).await;
        assert_eq!(session.titles("target").await, left, "{on}");
        assert!(session.plan(&spec(on)).await.is_empty(), "{on}");
    }
}

#[tokio::test(start_paused = true)]
async fn an_unlinked_row_is_nobodys() {
    let on = "source_leaves_filter = \"unlink\"";
    let session = Session::started(on).await;
    session.set(session.source("b"), "Stage", PropertyValue::select("Draft")).await;
    insta::assert_snapshot!(session.next(on).await, @r#"
      ~ update   Target / "B"  its source row is not selected any more
          ~ Source ID  "ns:s:40c88d59-f0d6-81fd-82d3-4c8febc6fb5a" -> ""
      = skip     1 unchanged
    Plan: 1 to update, 1 unchanged. Made with 6 requests.
    "#);
    // Back again: its old row was let go, so that it gets a new one.
    session.set(session.source("b"), "Stage", PropertyValue::select("Open")).await;
    session.next(on).await;
    assert_eq!(session.titles("target").await, "A B B");
}

#[tokio::test(start_paused = true)]
async fn a_trashed_source() {
    for (on, left) in [
        ("source_trashed = \"trash\"", "A"),
        ("source_trashed = \"keep\"", "A B"),
        ("source_trashed = \"unlink\"", "A B"),
    ] {
        let session = Session::started(on).await;
        session.client.send(pages::trash(session.source("b"))).await.unwrap();
        session.next(on).await;
        assert_eq!(session.titles("target").await, left, "{on}");
        assert!(session.plan(&spec(on)).await.is_empty(), "{on}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_trashed_source_is_known_without_the_journal() {
    let mut session = Session::started("").await;
    session.journal = notion_ops::SqliteJournal::in_memory().unwrap();
    session.client.send(pages::trash(session.source("b"))).await.unwrap();
    session.next("").await;
    assert_eq!(session.titles("target").await, "A");
}

#[tokio::test(start_paused = true)]
async fn a_trashed_target() {
    for (on, left) in
        [("target_trashed = \"recreate\"", "A B"), ("target_trashed = \"unlink\"", "A")]
    {
        let session = Session::started(on).await;
        let row = session.rows("target").await.remove(1).id;
        session.client.send(pages::trash(row)).await.unwrap();
        session.next(on).await;
        assert_eq!(session.titles("target").await, left, "{on}");
        assert!(session.plan(&spec(on)).await.is_empty(), "{on}");
    }
}

#[tokio::test(start_paused = true)]
async fn drift_is_restored_and_other_properties_are_left_alone() {
    let session = Session::started("").await;
    let row = session.rows("target").await.remove(0).id;
    session.set(row, "Title", PropertyValue::title("By hand")).await;
    session.set(row, "Hand", PropertyValue::text("mine")).await;
    insta::assert_snapshot!(session.next("").await, @r#"
      ~ update   Target / "A"  from 40c8…81, which was not changed: restored
          ~ Title  "By hand" -> "A"
      = skip     1 unchanged
    Plan: 1 to update, 1 unchanged. Made with 4 requests.
    "#);
    let row = session.rows("target").await.remove(0);
    assert_eq!(row.title(), "A");
    assert!(format!("{:?}", row.property("Hand")).contains("mine"));
}

#[tokio::test(start_paused = true)]
async fn a_marker_that_was_cleared_is_restored() {
    let session = Session::started("").await;
    let row = session.rows("target").await.remove(0).id;
    session.set(row, "Source ID", PropertyValue::text("")).await;
    insta::assert_snapshot!(session.next("").await.lines().next().unwrap(), @r#"  ~ update   Target / "A"  from 40c8…81, which was not changed: restored"#);
    assert_eq!(session.titles("target").await, "A B");
}

#[tokio::test(start_paused = true)]
async fn a_copied_row_is_reported_and_left_alone() {
    let session = Session::started("").await;
    let marker = format!("ns:s:{}", session.source("a"));
    let target = session.emulator.data_source("target").unwrap();
    let copy = CreatePage {
        properties: [
            ("Title", PropertyValue::title("Copy")),
            ("Source ID", PropertyValue::text(marker)),
        ]
        .into_iter()
        .collect(),
        ..CreatePage::new(Parent::DataSource(target))
    };
    session.client.send(pages::create(copy)).await.unwrap();
    insta::assert_snapshot!(session.next("").await, @r#"
      = skip     2 unchanged
      ! warning: Target: "Copy" has the marker of another row too; it is left alone: clear its marker or trash it
    Plan: nothing to do, 2 unchanged. Made with 4 requests.
    "#);
    assert_eq!(session.titles("target").await, "A B Copy");
}

#[tokio::test(start_paused = true)]
async fn a_stolen_marker_stops_that_row_only() {
    let session = Session::started("").await;
    let row = session.rows("target").await.remove(0).id;
    let other = format!("ns:s:{}", session.source("c"));
    session.set(row, "Source ID", PropertyValue::text(other)).await;
    session.set(session.source("a"), "Name", PropertyValue::title("A, renamed")).await;
    session.set(session.source("b"), "Name", PropertyValue::title("B, renamed")).await;
    insta::assert_snapshot!(session.next("").await, @r#"
      ~ update   Target / "B, renamed"  from 40c8…5a
          ~ Title  "B" -> "B, renamed"
      = skip     1 unchanged
      ! warning: Target: "A, renamed": the row that followed it has the marker of another row
      ! warning: Target: 1 rows have a source row that is not selected; they are kept
    Plan: 1 to update, 1 unchanged. Made with 5 requests.
    "#);
    assert_eq!(session.titles("target").await, "A B, renamed");
}

#[tokio::test(start_paused = true)]
async fn two_targets_get_their_share() {
    let session = Session::new(WORLD);
    let spec = "kind = \"sync\"\nname = \"s\"\n[source]\ndata_source = \"Source\"\n\
                [[target]]\ndata_source = \"Target\"\nwhere = 'Stage = Open'\ncreate_schema = true\n\
                [[target.map]]\nfrom = \"Name\"\nto = \"Title\"\n\
                [[target]]\ndata_source = \"Other\"\nwhere = 'Stage = Draft'\n\
                [[target.map]]\nfrom = \"Name\"\nto = \"Title\"\n";
    session.run(spec).await;
    assert_eq!(session.titles("target").await, "A B");
    assert_eq!(session.titles("other").await, "C");
    assert!(session.plan(spec).await.ops.is_empty());
}

#[tokio::test(start_paused = true)]
async fn guards_stop_before_anything_is_planned() {
    let session = Session::started("").await;
    let wrong = |text: &str| spec("").replace("max_delete = 1", text);
    let error = session.plan_error(&wrong("min_source_rows = 3")).await;
    insta::assert_snapshot!(error, @"the source has 2 rows, and at least 3 are expected: nothing was planned; look whether its rows are shared, or lower `min_source_rows`");
    assert_eq!(error.exit().code(), 6);
    let canary = "canary = [\"11111111-1111-4111-8111-111111111111\"]";
    insta::assert_snapshot!(session.plan_error(&wrong(canary)).await, @"a row that must be visible is not: there is no page 11111111-1111-4111-8111-111111111111; nothing was planned");
    let limit = spec("").replace("'Stage = Open'", "'Stage = Open limit 1'");
    insta::assert_snapshot!(session.plan_error(&limit).await, @r"
    error: a sync follows all rows that its filter selects
      --> spec.toml:5:10
      |
    5 | filter = 'Stage = Open limit 1'
      |          ^^^^^^^^^^^^^^^^^^^^^^
      = help: remove `limit` from the filter
    ");
}

#[tokio::test(start_paused = true)]
async fn schemas_that_do_not_fit() {
    let session = Session::new(WORLD);
    let spec = "kind = \"sync\"\nname = \"s\"\n[source]\ndata_source = \"Source\"\n\
                [[target]]\ndata_source = \"Target\"\nmarker = \"Hnad\"\n\
                [[target.map]]\nfrom = \"Nmae\"\nto = \"Title\"\n\
                [[target.map]]\nfrom = \"Stage\"\nto = \"Stage\"\n\
                [[target.map]]\nfrom = \"Name\"\nto = \"Hand\"\ncast = \"number\"\n\
                [[target]]\ndata_source = \"Source\"\nname = \"itself\"\nmarker = \"Name\"\n\
                [[target.map]]\nfrom = \"Name\"\nto = \"Name\"\n";
    insta::assert_snapshot!(session.plan_error(spec).await, @r#"
    error: `Target` has no property `Hnad`
      --> spec.toml:7:10
      |
    7 | marker = "Hnad"
      |          ^^^^^^
      = note: it has `Hand`, `Title`
      = help: add the text property, or set `create_schema = true`: each row's marker goes there

    error: `Source` has no property `Nmae`
      --> spec.toml:9:8
      |
    9 | from = "Nmae"
      |        ^^^^^^
      = note: it has `Stage`, `Name`
      = help: did you mean `Name`?

    error: `Target` has no property `Stage`
       --> spec.toml:13:6
       |
    13 | to = "Stage"
       |      ^^^^^^^
       = note: it has `Hand`, `Title`
       = help: set `create_schema = true` to add it

    error: `Hand` is of type rich_text, not number
       --> spec.toml:17:8
       |
    17 | cast = "number"
       |        ^^^^^^^^
       = help: write cast = "rich_text"

    error: the target is the source itself
       --> spec.toml:19:15
       |
    19 | data_source = "Source"
       |               ^^^^^^^^

    error: the marker is text, but `Name` is title
       --> spec.toml:21:10
       |
    21 | marker = "Name"
       |          ^^^^^^
       = help: name a property of type text

    error: the marker's property cannot be mapped too
       --> spec.toml:21:10
       |
    21 | marker = "Name"
       |          ^^^^^^
    "#);
}
