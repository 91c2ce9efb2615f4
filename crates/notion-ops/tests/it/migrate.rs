//! Migrations: a new schema, and content of any depth and length, compared block by block.

use notion_emulator::Fault;

use crate::session::Session;

const SPEC: &str = include_str!("../../../../fixtures/specs/projects-to-programme.toml");

#[tokio::test(start_paused = true)]
async fn the_demo_migration() {
    let session = Session::demo();
    let plan = session.plan(SPEC).await;
    insta::assert_snapshot!(plan.text(), @r#"
    migrate plan: projects-to-programme
      source: Projects (9 rows)

      + database Programme / "Programme"  with 10 properties
      + create   Programme / "Frame test bench"  from 92af…b0, 65 blocks
      + create   Programme / "Battery recall 2026"  from 7747…fb, 209 blocks
      + create   Programme / "Apprenticeship from spring"  from db08…b9, 64 blocks
      + create   Programme / "Move to the Aumaker hall"  from 3b83…de, 87 blocks
      + create   Programme / "Web shop rebuild"  from 84fe…91, 106 blocks
      + create   Programme / "Subscription pilot in Utrecht"  from 5e0e…82, 78 blocks
      + create   Programme / "Halden 4 launch"  from 8f44…5a, 208 blocks
      + create   Programme / "Dealer portal"  from fef6…ab, 79 blocks
      + create   Programme / "Winter service campaign"  from e306…63, 92 blocks
      ! note: nobody can write created and edited times and people, comments, history and permissions; they stay with the old rows

    Plan: 1 database to create, 9 to create. Made with 276 requests.
    "#);
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed()), (plan.ops.len(), 0), "{report}");
    insta::assert_snapshot!(session.verify(SPEC, &[]).await, @"9 rows, 90 values, 988 blocks compared with 548 requests: 0 differences");
    let again = session.plan(SPEC).await;
    assert!(again.ops.is_empty(), "{}", again.text());
}

#[tokio::test(start_paused = true)]
async fn a_storm_changes_nothing() {
    let session = Session::demo();
    let plan = session.plan(SPEC).await;
    session.faults(vec![
        Fault::on("POST", "/v1/pages").nth(2).status(500).after(),
        Fault::on("POST", "/v1/pages").nth(4).status(502),
        Fault::on("POST", "/v1/databases").nth(1).status(500).after(),
        Fault::on("PATCH", "/v1/blocks/*/children").every(3).status(500).after(),
        Fault::on("PATCH", "/v1/blocks/*/children").every(5).status(500),
        Fault::on("PATCH", "/v1/blocks/*/children").nth(4).status(503).after().committed(),
    ]);
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed()), (plan.ops.len(), 0), "{report}");
    session.faults(Vec::new());
    let verified = session.verify(SPEC, &[]).await;
    assert!(verified.contains(" 0 differences"), "{verified}");
}

#[tokio::test(start_paused = true)]
async fn values_that_do_not_fit_are_found_before_the_first_write() {
    let session = Session::demo();
    let spec =
        SPEC.replace("\"Launch\" = \"Ship\", ", "").replace("cast = \"url\"", "cast = \"number\"");
    let error = session.plan_error(&spec).await;
    insta::assert_snapshot!(error, @r#"
    error: `Phase` cannot be filled: `values` does not name "Launch"
       --> spec.toml:25:6
       |
    25 | to = "Phase"
       |      ^^^^^^^
       = note: in the row "Battery recall 2026"
       = help: map the value in `values`, or set `on_unmapped` or `on_error`

    error: `Brief` cannot be filled: a value of type url cannot become a number
       --> spec.toml:64:6
       |
    64 | to = "Brief"
       |      ^^^^^^^
       = note: in 9 rows, the first is "Frame test bench"
       = help: map the value in `values`, or set `on_unmapped` or `on_error`
    "#);
    assert_eq!(error.exit().code(), 3);
}

#[tokio::test(start_paused = true)]
async fn a_page_whose_content_is_refused_fails_alone_and_leaves_nothing_half() {
    let session = Session::demo();
    let plan = session.plan(SPEC).await;
    session.faults(vec![Fault::on("PATCH", "/v1/blocks/*/children").nth(1).status(400)]);
    let report = session.apply(&plan).await;
    assert_eq!((report.failed(), report.succeeded()), (1, plan.ops.len() - 1), "{report}");
    let message = &report.errors()[0].example.1;
    assert!(message.ends_with("the incomplete page was moved to the trash"), "{message}");
    let verified = session.verify(SPEC, &[]).await;
    assert!(verified.contains(" 1 differences") && verified.contains("has no copy"), "{verified}");
    let retry = notion_ops::retry_plan(&report.run, &session.journal, &session.clock).unwrap();
    let report = session.apply(&retry).await;
    assert_eq!((report.failed(), report.succeeded()), (0, 1), "{report}");
    let verified = session.verify(SPEC, &[]).await;
    assert!(verified.contains(" 0 differences"), "{verified}");
}

#[tokio::test(start_paused = true)]
async fn a_page_of_which_nobody_remembers_the_end_is_completed() {
    let mut session = Session::demo();
    let report = session.run(SPEC).await;
    let page: notion_model::PageId = report.ops[1].result.unwrap().into();
    let children = notion_client::blocks::children(page);
    let last = session.client.list(children).collect().await.unwrap().pop().unwrap().id;
    session.client.send(notion_client::blocks::delete(last)).await.unwrap();
    session.journal = notion_ops::SqliteJournal::in_memory().unwrap();
    // Without the journal, the database is named instead of created.
    let created = "create = { parent = \"Halden Cycles\", title = \"Programme\" }";
    assert!(SPEC.contains(created));
    let target = SPEC.replace(created, "data_source = \"Programme\"");
    let plan = session.plan(&target).await;
    assert_eq!((plan.writes().count(), plan.ops.len()), (1, 9), "{}", plan.text());
    let report = session.apply(&plan).await;
    assert_eq!(report.failed(), 0, "{report}");
    let verified = session.verify(&target, &[]).await;
    assert!(verified.contains(" 0 differences"), "{verified}");
}

#[tokio::test(start_paused = true)]
async fn nothing_migrates_into_itself() {
    let created = "create = { parent = \"Halden Cycles\", title = \"Programme\" }";
    let spec = SPEC.replace(created, "data_source = \"Projects\"");
    let error = Session::demo().plan_error(&spec).await.to_string();
    assert!(error.contains("error: the target is the source itself\n"), "{error}");
}
