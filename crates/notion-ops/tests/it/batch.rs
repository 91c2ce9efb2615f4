//! Batches: many pages, some of them in a storm, and nothing done twice.

use notion_emulator::Fault;

use crate::session::Session;

const REVIEW: &str = include_str!("../../../../fixtures/specs/review-tasks.toml");

#[tokio::test(start_paused = true)]
async fn two_hundred_updates_in_a_storm() {
    let session = Session::demo();
    let plan = session.plan(REVIEW).await;
    insta::assert_snapshot!(plan.text().to_string().lines().filter(|it| !it.starts_with("  ~") && !it.starts_with("      ")).collect::<Vec<_>>().join("\n"), @r"
    batch plan: review-tasks
      rows: Tasks (200 rows)

      … and 160 more to update

    Plan: 200 to update. Made with 3 requests.
    ");
    session.faults(vec![
        Fault::on("PATCH", "/v1/pages/*").every(7).status(429).retry_after(2),
        Fault::on("PATCH", "/v1/pages/*").every(11).status(500),
        Fault::on("PATCH", "/v1/pages/*").every(13).status(503).after().committed(),
    ]);
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed()), (200, 0), "{report}");
    session.faults(Vec::new());
    let again = session.plan(REVIEW).await;
    assert!(again.is_empty(), "{}", again.text());
}

#[tokio::test(start_paused = true)]
async fn a_second_run_of_an_update_changes_nothing() {
    let session = Session::demo();
    let spec = r#"
        kind = "batch"
        name = "close"
        [input]
        select = { data_source = "Tasks", filter = 'Status = Blocked' }
        [action]
        type = "update"
        expect = { "Priority" = ["High", "Urgent"] }
        [[action.set]]
        to = "Status"
        const = "Cancelled"
        [[action.set]]
        to = "Assigned To"
        const = ["ada@halden.example"]
        [[action.set]]
        to = "Deadline"
        const = 2026-12-01
    "#;
    let plan = session.plan(spec).await;
    let count = plan.ops.len();
    assert!(count > 0);
    let report = session.apply(&plan).await;
    assert_eq!(report.succeeded(), count, "{report}");
    insta::assert_snapshot!(session.verify(spec, &[]).await, @"12 rows compared with 3 requests: 0 differences");
}

#[tokio::test(start_paused = true)]
async fn trash_and_restore() {
    let session = Session::demo();
    let spec = |word: &str| {
        format!(
            "kind = \"batch\"\nname = \"{word}\"\n[input]\n\
             select = {{ data_source = \"Tasks\", filter = 'Status = Cancelled' }}\n\
             [action]\ntype = \"{word}\"\n"
        )
    };
    let trashed = session.run(&spec("trash")).await;
    assert!(trashed.succeeded() > 0 && trashed.failed() == 0, "{trashed}");
    assert!(session.plan(&spec("trash")).await.is_empty());
    let restored = session.run(&spec("restore")).await;
    assert_eq!(restored.succeeded(), trashed.succeeded(), "{restored}");
}

#[tokio::test(start_paused = true)]
async fn a_page_changed_since_the_plan_is_left_alone() {
    let session = Session::demo();
    let spec = r#"
        kind = "batch"
        name = "estimate"
        [input]
        select = { data_source = "Tasks", filter = 'Status = Blocked' }
        [action]
        type = "update"
        [[action.set]]
        to = "Estimate"
        const = 99
    "#;
    let plan = session.plan(spec).await;
    let page = plan.ops[0].action.page().unwrap();
    let properties = [("Estimate", notion_model::request::PropertyValue::Number(Some(7.into())))];
    let update = notion_model::request::UpdatePage {
        properties: properties.into_iter().collect(),
        ..Default::default()
    };
    session.client.send(notion_client::pages::update(page, update)).await.unwrap();
    let report = session.apply(&plan).await;
    assert_eq!((report.skipped(), report.exit().code()), (1, 4), "{report}");
    assert_eq!(report.errors()[0].code, "changed_meanwhile");
}

#[tokio::test(start_paused = true)]
async fn mistakes_are_placed_and_nothing_is_written() {
    let session = Session::demo();
    let error = session
        .plan_error(
            r#"kind = "batch"
name = "wrong"
[input]
select = { data_source = "Tasks", filter = 'Status = Activ' }
[action]
type = "update"
expect = { "Prioritty" = "High" }
[[action.set]]
to = "Status"
const = "Dnoe"
[[action.set]]
to = "Edited"
const = 2026-01-01
[[action.set]]
to = "Estimate"
const = "many"
[[action.set]]
to = "Assigned To"
const = "Adda"
"#,
        )
        .await;
    insta::assert_snapshot!(error, @r#"
    error[NF0205]: `Status` has no option `Activ`
     --> spec.toml:4:54
      |
    4 | select = { data_source = "Tasks", filter = 'Status = Activ' }
      |                                                      ^^^^^ unknown option
      |
      = help: did you mean `Active`?
      = help: options: `Not started`, `Active`, `Blocked`, `In review`, `Done`, `Cancelled`
      = fix:  Status = Active

    error: `Tasks` has no property `Prioritty`
      --> spec.toml:7:12
      |
    7 | expect = { "Prioritty" = "High" }
      |            ^^^^^^^^^^^
      = note: it has `Assigned To`, `Deadline`, `Notes`, `Priority`, `Edited`, `Estimate`, `Status`, `Created`, `Waiting for customer`, `Link`, `Project`, `Reviewed`, `Tags`, `Name`
      = help: did you mean `Priority`?

    error: `Status` has no option `Dnoe`
       --> spec.toml:10:9
       |
    10 | const = "Dnoe"
       |         ^^^^^^
       = note: it has `Not started`, `Active`, `Blocked`, `In review`, `Done`, `Cancelled`
       = help: did you mean `Done`?

    error: `Edited` is of type last_edited_time, which cannot be written
       --> spec.toml:12:6
       |
    12 | to = "Edited"
       |      ^^^^^^^^

    error: `Estimate` is number: "many" is not a number
       --> spec.toml:16:9
       |
    16 | const = "many"
       |         ^^^^^^
    "#);
}

#[tokio::test(start_paused = true)]
async fn what_failed_is_retried_alone() {
    let session = Session::demo();
    let plan = session.plan(REVIEW).await;
    session.faults(vec![
        Fault::on("PATCH", "/v1/pages/*").every(50).status(400).message("Reviewed is odd."),
    ]);
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed(), report.exit().code()), (196, 4, 1));
    insta::assert_snapshot!(report, @r#"
    196 succeeded, 4 failed, 0 skipped; 204 requests (0 repeated, 0 throttled)
         4 × validation_error: "Recall: swap the batteries of the Tampere batch": Reviewed is odd.
    "#);
    session.faults(Vec::new());
    let again = notion_ops::retry_plan(&report.run, &session.journal, &session.clock).unwrap();
    assert_eq!(again.ops.len(), 4);
    let report = session.apply(&again).await;
    assert_eq!((report.succeeded(), report.failed()), (4, 0), "{report}");
    let verified = notion_ops::verify_run(&plan.id, &session.planner()).await.unwrap();
    assert!(verified.holds() && verified.rows == 196, "{verified}");
}

#[tokio::test(start_paused = true)]
async fn a_run_is_taken_back_where_nobody_was_faster() {
    let session = Session::demo();
    let plan = session.plan(REVIEW).await;
    session.apply(&plan).await;
    let edited = plan.ops[0].action.page().unwrap();
    let unset = [("Reviewed", notion_model::request::PropertyValue::Checkbox(false))];
    let update = notion_model::request::UpdatePage {
        properties: unset.into_iter().collect(),
        ..Default::default()
    };
    session.client.send(notion_client::pages::update(edited, update)).await.unwrap();
    let undo = notion_ops::undo_plan(&plan.id, &session.planner()).await.unwrap();
    assert_eq!((undo.ops.len(), undo.notes.len()), (199, 1), "{}", undo.text());
    let report = session.apply(&undo).await;
    assert_eq!((report.succeeded(), report.failed()), (199, 0), "{report}");
    assert_eq!(session.plan(REVIEW).await.ops.len(), 200);
}

#[tokio::test(start_paused = true)]
async fn a_page_in_trouble_does_not_stop_the_others() {
    let session = Session::demo();
    let plan = session.plan(REVIEW).await;
    let page = plan.ops[3].action.page().unwrap();
    session.faults(vec![Fault::on("PATCH", &format!("/v1/pages/{page}")).every(1).status(500)]);
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), report.failed()), (199, 1), "{report}");
}

#[tokio::test(start_paused = true)]
async fn values_that_cannot_be_are_found_without_a_row() {
    let session = Session::demo();
    let error = session
        .plan_error(
            r#"kind = "batch"
name = "wrong"
[input]
select = { data_source = "Tasks" }
[action]
type = "update"
[[action.set]]
to = "Estimate"
const = "many"
[[action.set]]
to = "Deadline"
const = "soon"
[[action.set]]
to = "Priority"
const = "High, or not"
"#,
        )
        .await;
    insta::assert_snapshot!(error, @r#"
    error: `Estimate` is number: "many" is not a number
      --> spec.toml:9:9
      |
    9 | const = "many"
      |         ^^^^^^

    error: `Deadline` is date: "soon" is not a date such as 2026-07-01 or 2026-07-01T09:00:00+02:00
       --> spec.toml:12:9
       |
    12 | const = "soon"
       |         ^^^^^^

    error: `Priority` is select: "High, or not" cannot be an option, because it has a comma
       --> spec.toml:15:9
       |
    15 | const = "High, or not"
       |         ^^^^^^^^^^^^^^
    "#);
}
