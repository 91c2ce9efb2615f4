//! Syncs: the first run catches up, the second has nothing to do, and three edits are three writes.

use notion_client::pages;
use notion_model::request::{PropertyValue, UpdatePage};

use crate::session::Session;

const SPEC: &str = include_str!("../../../../fixtures/specs/tasks-to-board.toml");

#[tokio::test(start_paused = true)]
async fn first_second_and_three_edits() {
    let session = Session::demo();
    let plan = session.plan(SPEC).await;
    let text = plan.text().to_string();
    insta::assert_snapshot!(text.lines().take(12).collect::<Vec<_>>().join("\n"), @r#"
    sync plan: tasks-to-board
      source: Tasks (271 rows)
      Team board: Team board (208 rows)

      + create   Team board / "Call Mr de Jong back about the winter service"  from d613…c5
      + create   Team board / "Write the test plan for the tilt lock"  from 2f5a…e3
      + create   Team board / "Move the paint to the locked cabinet"  from a184…05
      + create   Team board / "Dealer portal: claim a warranty case"  from 8e63…5b
      + create   Team board / "Get a second offer for the crates"  from 9d2b…4f
      + create   Team board / "Test ride the steel fork with 80 kg in the box"  from 104f…32
      + create   Team board / "Review the drawing of the battery rail"  from 94ae…93
      + create   Team board / "Gift vouchers: agree on the wording with Hana"  from fd70…9b
    "#);
    insta::assert_snapshot!(text.lines().rev().take(4).collect::<Vec<_>>().join("\n"), @r"
    Guard: updates 34 of 205 (limit 100 %), ok.
    Guard: deletes 0 of 205 (limit 2 %), ok.
    Plan: 66 to create, 171 to link, 34 to update. Made with 8 requests.
    ");
    let report = session.apply(&plan).await;
    assert_eq!((report.failed(), report.skipped()), (0, 0), "{report}");

    let second = session.plan(SPEC).await;
    assert!(second.ops.is_empty(), "{}", second.text());

    let status = PropertyValue::status("Done");
    for key in ["task-001", "task-002", "task-003"] {
        let update = UpdatePage {
            properties: [
                ("Name", PropertyValue::title(format!("{key}, renamed"))),
                ("Status", status.clone()),
            ]
            .into_iter()
            .collect(),
            ..UpdatePage::default()
        };
        let page = session.emulator.page(key).unwrap();
        session.client.send(pages::update(page, update)).await.unwrap();
    }
    let third = session.plan(SPEC).await;
    assert_eq!(third.writes().count(), 3, "{}", third.text());
    let report = session.apply(&third).await;
    assert_eq!(report.succeeded(), 3, "{report}");
    insta::assert_snapshot!(session.verify(SPEC, &[]).await, @"545 rows compared with 8 requests: 0 differences");
}

#[tokio::test(start_paused = true)]
async fn lost_state_is_found_again_by_the_markers() {
    let mut session = Session::demo();
    session.run(SPEC).await;
    session.journal = notion_ops::SqliteJournal::in_memory().unwrap();
    let plan = session.plan(SPEC).await;
    assert!(plan.is_empty() && !plan.ops.is_empty(), "{}", plan.text());
    let report = session.apply(&plan).await;
    assert_eq!(report.failed(), 0, "{report}");
    assert!(session.plan(SPEC).await.ops.is_empty());
}

#[tokio::test(start_paused = true)]
async fn trashed_sources_are_trashed_and_the_guard_counts_them() {
    let session = Session::demo();
    session.run(SPEC).await;
    for number in 1..=3 {
        let page = session.emulator.page(&format!("task-00{number}")).unwrap();
        session.client.send(pages::trash(page)).await.unwrap();
    }
    let plan = session.plan(SPEC).await;
    assert_eq!(plan.writes().filter(|it| it.action.verb() == "trash").count(), 3);
    assert_eq!(plan.tripped().len(), 0);
    for number in 10..=20 {
        let page = session.emulator.page(&format!("task-0{number}")).unwrap();
        session.client.send(pages::trash(page)).await.unwrap();
    }
    let plan = session.plan(SPEC).await;
    assert_eq!(plan.tripped().len(), 1, "{}", plan.text());
    let options = notion_ops::ApplyOptions::in_process();
    let applied = notion_ops::apply(&plan, &session.client, session.tools(), &options).await;
    insta::assert_snapshot!(applied.unwrap_err(), @"the plan deletes 14 of 271 rows and the limit is 2 %: nothing was written; look at the plan, and raise the limit if it is right");
}
