//! Plans that are older than what is there: they do nothing twice, and say why.

#![expect(clippy::unwrap_used, reason = "what should be refused and is not fails its test")]

use notion_emulator::Fault;
use notion_ops::plan::{Action, Op};
use notion_ops::{ApplyError, ApplyOptions, OpId, Plan, SqliteJournal, apply, resume, retry_plan};

use crate::session::Session;

const WORLD: &str = r#"{
    "me": "ada",
    "users": [{ "key": "ada", "name": "Ada", "email": "ada@example.com" }],
    "pages": [{ "key": "home", "title": "Home" }],
    "databases": [
        { "key": "tasks", "title": "Tasks", "parent": "home",
          "properties": { "Name": { "title": {} } },
          "rows": [{ "properties": { "Name": "One" } }, { "properties": { "Name": "Two" } }] },
        { "key": "board", "title": "Board", "parent": "home",
          "properties": { "Name": { "title": {} }, "Source ID": { "rich_text": {} } }, "rows": [] }
    ]
}"#;

const SPEC: &str = r#"
kind = "sync"
name = "board"
[source]
data_source = "Tasks"
[[target]]
data_source = "Board"
[[target.map]]
from = "Name"
to = "Name"
"#;

async fn refused(session: &Session, plan: &Plan) -> ApplyError {
    let options = ApplyOptions::in_process();
    apply(plan, &session.client, session.tools(), &options).await.unwrap_err()
}

/// A plan that was just made is applied without a look at what others create meanwhile.
async fn later() {
    tokio::time::advance(std::time::Duration::from_mins(1)).await;
}

async fn rows(session: &Session) -> u64 {
    session.plan(SPEC).await.inputs[1].rows
}

#[tokio::test(start_paused = true)]
async fn a_plan_is_refused_once_another_was_applied() {
    let session = Session::new(WORLD);
    let saved = session.plan(SPEC).await;
    later().await;
    let report = session.run(SPEC).await;
    assert_eq!(report.succeeded(), 2, "{report}");
    let refused = refused(&session, &saved).await;
    assert!(matches!(&refused, ApplyError::Outdated(run) if *run == report.run), "{refused}");
    assert_eq!((refused.exit().code(), rows(&session).await), (6, 2));
}

#[tokio::test(start_paused = true)]
async fn a_plan_is_refused_where_what_was_before_is_not_known() {
    let mut session = Session::new(WORLD);
    let report = session.run(SPEC).await;
    let saved = session.plan(SPEC).await;
    session.journal = SqliteJournal::in_memory().unwrap();
    let refused = refused(&session, &saved).await;
    assert!(matches!(&refused, ApplyError::Elsewhere(run) if *run == report.run), "{refused}");
}

/// A plan in a file is applied on two machines, neither of which knows of the other.
#[tokio::test(start_paused = true)]
async fn rows_that_somebody_has_created_are_not_created_again() {
    let mut session = Session::new(WORLD);
    let saved = session.plan(SPEC).await;
    assert_eq!(session.apply(&saved).await.succeeded(), 2);
    session.journal = SqliteJournal::in_memory().unwrap();
    later().await;
    let report = session.apply(&saved).await;
    assert_eq!((report.succeeded(), report.skipped()), (0, 2), "{report}");
    assert_eq!((report.exit().code(), rows(&session).await), (4, 2));
}

#[tokio::test(start_paused = true)]
async fn of_a_plan_for_another_workspace_nothing_is_believed() {
    let saved = Session::demo();
    let saved = saved.plan(include_str!("../../../../fixtures/specs/tasks-to-board.toml")).await;
    let session = Session::new(WORLD);
    later().await;
    let report = session.apply(&saved).await;
    assert_eq!((report.succeeded(), report.skipped()), (0, saved.ops.len()), "{report}");
    assert!(session.plan(SPEC).await.ops.iter().all(|op| op.action.verb() == "create"));
}

#[tokio::test(start_paused = true)]
async fn what_was_created_by_a_retry_is_not_created_by_the_next() {
    let session = Session::new(WORLD);
    session.faults(vec![Fault::on("POST", "/v1/pages").status(400)]);
    let first = session.run(SPEC).await;
    assert_eq!(first.failed(), 2, "{first}");
    session.faults(Vec::new());
    let retry = || retry_plan(&first.run, &session.journal, &session.clock);
    let second = session.apply(&retry().unwrap()).await;
    assert_eq!(second.succeeded(), 2, "{second}");
    let refused = retry().unwrap_err();
    assert!(matches!(&refused, ApplyError::Outdated(run) if *run == second.run), "{refused}");
    assert_eq!(rows(&session).await, 2);
}

/// A page that was left half gives way to a whole one with the same marker.
#[tokio::test(start_paused = true)]
async fn what_the_plan_itself_trashes_is_no_reason_against_a_row() {
    let mut session = Session::new(WORLD);
    let mut plan = session.plan(SPEC).await;
    let half = session.apply(&plan).await;
    session.journal = SqliteJournal::in_memory().unwrap();
    for (index, half) in half.ops.iter().enumerate() {
        let page = half.result.unwrap().into();
        let op_id = OpId::from(format!("half-{index}"));
        plan.ops[index].needs.push(op_id.clone());
        let trash = Op {
            op_id,
            needs: vec![],
            action: Action::TrashPage { page },
            ..plan.ops[index].clone()
        };
        plan.ops.push(Op { link: None, ..trash });
    }
    later().await;
    let report = session.apply(&plan).await;
    assert_eq!((report.succeeded(), rows(&session).await), (4, 2), "{report}");
}

/// The first part of its content is there, so it has the marker already.
#[tokio::test(start_paused = true)]
async fn a_row_that_the_run_itself_has_begun_is_completed() {
    let lines = vec![r#"{ "paragraph": { "rich_text": [] } }"#; 120].join(",");
    let one = r#""properties": { "Name": "One" }"#;
    let session = Session::new(&WORLD.replace(one, &format!(r#"{one}, "children": [{lines}]"#)));
    let spec = r#"
kind = "migrate"
name = "move"
source = { data_source = "Tasks" }
target = { data_source = "Board" }
[[field]]
from = "Name"
to = "Name"
"#;
    session.faults(vec![Fault::on("PATCH", "/v1/blocks/*/children").status(401)]);
    let stopped = session.run(spec).await;
    assert!(stopped.pending() > 0, "{stopped}");
    session.faults(Vec::new());
    later().await;
    let options = ApplyOptions::in_process();
    let report = resume(&stopped.run, &session.client, session.tools(), &options).await.unwrap();
    assert_eq!((report.succeeded(), report.skipped()), (2, 0), "{report}");
    let verified = session.verify(spec, &[]).await;
    assert!(verified.contains(" 0 differences"), "{verified}");
}
