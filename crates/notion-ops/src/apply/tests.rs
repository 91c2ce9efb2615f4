//! A run ends the same wherever it was stopped, and does nothing twice.

mod notion;

use std::time::Duration;

use notion_model::{
    BlockId, PageId, Properties,
    request::{Block, BlockChange, PropertyValue, RichText},
};
use uuid::Uuid;

use self::notion::{Fault, Mini};
use super::*;
use crate::{
    clock::TokioClock,
    id::OpId,
    journal::{FailAfter, OpState, SqliteJournal},
    plan::{
        Action, CreateDatabase, CreatePage, Edit, EditContent, InsertBlocks, Marked, Op, Owner,
        PLAN_VERSION, UpdatePage,
    },
    progress::Silent,
    report::Stop,
};

fn clock() -> TokioClock {
    TokioClock::starting_at("2026-11-02T09:00:00Z".parse().unwrap())
}

fn options() -> ApplyOptions {
    ApplyOptions { check_freshness: false, ..ApplyOptions::default() }
}

fn op(name: &str, needs: &[&str], action: Action) -> Op {
    Op {
        op_id: OpId::from(name),
        target: "board".to_owned(),
        title: name.to_owned(),
        why: String::new(),
        needs: needs.iter().map(|it| OpId::from(*it)).collect(),
        action,
        changes: Vec::new(),
        link: None,
    }
}

fn plan(ops: Vec<Op>) -> Plan {
    Plan {
        plan_version: PLAN_VERSION,
        id: RunId::from("run"),
        kind: "sync".to_owned(),
        namespace: "tasks".to_owned(),
        made_at: "2026-11-02T09:00:00Z".parse().unwrap(),
        spec_sha256: String::new(),
        token_env: None,
        after: None,
        inputs: Vec::new(),
        guards: Vec::new(),
        ops,
        unchanged: 0,
        notes: Vec::new(),
        max_failures: None,
        reads: 0,
    }
}

fn title(text: &str) -> Properties<PropertyValue> {
    [("Name", PropertyValue::title(text))].into_iter().collect()
}

fn create(name: &str, parent: Owner, content: Vec<Block>) -> Action {
    let marked = match &parent {
        Owner::Page(_) => Marked::Title { title: name.to_owned(), known: Vec::new() },
        _ => Marked::Property { property: "Source ID".to_owned(), value: format!("ns:t:{name}") },
    };
    let mut properties = title(name);
    if let Marked::Property { value, .. } = &marked {
        properties.insert("Source ID", PropertyValue::text(value.as_str()));
    }
    Action::CreatePage(Box::new(CreatePage {
        parent,
        properties,
        icon: None,
        cover: None,
        content,
        marked,
    }))
}

fn paragraph(text: impl Into<String>) -> Block {
    Block::paragraph(vec![RichText::text(text)])
}

/// A chain of list items, one in the other.
fn chain(depth: usize) -> Block {
    (1..depth).rev().fold(Block::bulleted(vec![RichText::text("bottom")]), |inner, level| {
        Block::bulleted(vec![RichText::text(format!("level {level}"))]).with_children(vec![inner])
    })
}

/// One op of every kind, with content that takes several requests.
fn everything(mini: &Mini) -> Plan {
    // The second and third are alike, and so is what goes between them.
    let old = mini.seed_page("Old", &["one", "same", "same", "four", "five"]);
    let blocks: Vec<BlockId> = mini.children_of(old.uuid()).into_iter().map(Into::into).collect();
    let update = UpdatePage { page: mini.seed_page("Row", &[]), properties: title("Row, renamed") };
    let insert = |after: Option<usize>, before: Option<usize>, blocks_of: Vec<Block>| {
        let place = |it: usize| blocks[it];
        let (after, before) = (after.map(place), before.map(place));
        Edit::Insert(InsertBlocks { parent: None, after, before, blocks: blocks_of })
    };
    let edits = vec![
        Edit::Update {
            block: blocks[0],
            change: BlockChange::to(paragraph("one, changed").into_parts().0).unwrap(),
        },
        insert(None, Some(0), (0..130).map(|it| paragraph(format!("first {it}"))).collect()),
        insert(Some(1), Some(2), vec![paragraph("same"), paragraph("same")]),
        insert(Some(2), Some(3), vec![paragraph("four"), chain(5)]),
        insert(Some(4), None, (0..110).map(|it| paragraph(format!("last {it}"))).collect()),
        Edit::Delete { block: blocks[3], count: 1 },
        Edit::Delete { block: blocks[4], count: 1 },
    ];
    let edit = EditContent { page: old, properties: title("New"), edits, content: Vec::new() };
    let database = CreateDatabase {
        parent: Mini::home(),
        title: "Programme".to_owned(),
        known: Vec::new(),
        properties: Properties::default(),
    };
    let mut deep = vec![chain(7), paragraph("after the chain")];
    deep.extend((0..205).map(|it| paragraph(format!("line {it}"))));
    let rows = Owner::DataSource(Mini::data_source());
    plan(vec![
        op("database", &[], Action::CreateDatabase(Box::new(database))),
        op("row in it", &["database"], create("a", Owner::Created("database".into()), deep)),
        op("plain row", &[], create("b", rows.clone(), vec![])),
        op("short row", &[], create("c", rows, vec![paragraph("only")])),
        op("page", &[], create("d", Owner::Page(Mini::home()), vec![chain(5)])),
        op("update", &[], Action::UpdatePage(Box::new(update))),
        op("edit", &[], Action::EditContent(Box::new(edit))),
        op("trash", &["update"], Action::TrashPage { page: mini.seed_page("Gone", &[]) }),
    ])
}

/// Applies a plan and resumes it until it is over.
async fn carry_through(plan: &Plan, mini: &Mini, journal: &SqliteJournal) -> Report {
    let clock = clock();
    let tools = Tools { journal, clock: &clock, progress: &Silent };
    let mut report = match apply_through(plan, mini, tools, &options()).await {
        Ok(report) => report,
        Err(ApplyError::Begun(..)) => {
            resume_through(&plan.id, mini, tools, &options()).await.unwrap()
        }
        Err(error) => panic!("{error}"),
    };
    for _ in 0..20 {
        if report.pending() == 0 {
            break;
        }
        report = resume_through(&plan.id, mini, tools, &options()).await.unwrap();
    }
    report
}

#[tokio::test(start_paused = true)]
async fn every_kind_of_op_is_carried_out() {
    let mini = Mini::new();
    let plan = everything(&mini);
    let journal = SqliteJournal::in_memory().unwrap();
    let report = carry_through(&plan, &mini, &journal).await;
    assert_eq!((report.succeeded(), report.exit().code()), (8, 0), "{report}");
    let world = mini.world();
    assert!(world.contains("line 204"), "{world}");
    let many = |it: &&str| ["line ", "first ", "last "].iter().any(|word| it.contains(word));
    assert_eq!(world.lines().filter(many).count(), 205 + 130 + 110);
    insta::assert_snapshot!(world.lines().filter(|it| !many(it)).collect::<Vec<_>>().join("\n"), @r"
    (trash) Gone in rows
    New in rows
      one, changed
      same
      same
      same
      same
      four
      level 1
        level 2
          level 3
            level 4
              bottom
    Row, renamed in rows
    a in Programme
      level 1
        level 2
          level 3
            level 4
              level 5
                level 6
                  bottom
      after the chain
    b in rows
    c in rows
      only
    d in home
      level 1
        level 2
          level 3
            level 4
              bottom
    database Programme
    ");
}

/// Stops the run at every commit, then resumes it.
#[tokio::test(start_paused = true)]
async fn a_kill_at_any_commit_changes_nothing() {
    let expected = expected_world().await;
    let mut commits = 0;
    loop {
        let mini = Mini::new();
        let plan = everything(&mini);
        let journal = SqliteJournal::in_memory().unwrap();
        let failing = FailAfter::new(&journal, commits);
        let clock = clock();
        let tools = Tools { journal: &failing, clock: &clock, progress: &Silent };
        let first = apply_through(&plan, &mini, tools, &options()).await;
        if !failing.has_failed() {
            assert!(first.is_ok() && commits > 20, "{commits}");
            break;
        }
        let report = carry_through(&plan, &mini, &journal).await;
        assert_eq!(report.succeeded(), 8, "killed after {commits} commits: {report}");
        assert_eq!(mini.world(), expected, "killed after {commits} commits");
        commits += 1;
    }
}

/// Stops the run at every request, before and after it did its work, then resumes it.
#[tokio::test(start_paused = true)]
async fn a_kill_at_any_request_changes_nothing() {
    let expected = expected_world().await;
    for after in [false, true] {
        let mut sends = 0;
        loop {
            let mini = Mini::new();
            let plan = everything(&mini);
            let journal = SqliteJournal::in_memory().unwrap();
            let failing = FailAfter::new(&journal, usize::MAX - 1);
            mini.set_kill(sends, if after { Fault::LostAfter } else { Fault::LostBefore });
            let (clock, options) = (clock(), options());
            let tools = Tools { journal: &failing, clock: &clock, progress: &Silent };
            let killed = {
                let run = apply_through(&plan, &mini, tools, &options);
                tokio::pin!(run);
                tokio::select! {
                    _ = &mut run => mini.met_fault(),
                    () = mini.fault_met() => { failing.kill(); true }
                }
            };
            if !killed {
                assert!(sends > 10);
                break;
            }
            let report = carry_through(&plan, &mini, &journal).await;
            assert_eq!(report.succeeded(), 8, "killed at request {sends}: {report}");
            assert_eq!(mini.world(), expected, "killed at request {sends}, after: {after}");
            sends += 1;
        }
    }
}

/// Lets every request in turn fail in every way, without a kill.
#[tokio::test(start_paused = true)]
async fn any_fault_at_any_request_changes_nothing() {
    let expected = expected_world().await;
    for fault in [Fault::LostBefore, Fault::LostAfter, Fault::Committed, Fault::NotNow] {
        let mut sends = 0;
        loop {
            let mini = Mini::new();
            let plan = everything(&mini);
            let journal = SqliteJournal::in_memory().unwrap();
            mini.set_fault(sends, fault);
            let report = carry_through(&plan, &mini, &journal).await;
            assert_eq!(report.succeeded(), 8, "{fault:?} at request {sends}: {report}");
            assert_eq!(mini.world(), expected, "{fault:?} at request {sends}");
            if !mini.met_fault() {
                break;
            }
            sends += 1;
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config::with_cases(48))]

    /// Faults of every kind at any requests, and a kill at any commit, together.
    #[test]
    fn any_mixture_of_faults_and_a_kill_changes_nothing(
        faults in proptest::collection::btree_map(0_usize..24, 0_usize..5, 0..5),
        commits in 0_usize..60,
    ) {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_time()
            .start_paused(true)
            .build()
            .unwrap();
        runtime.block_on(async {
            let kinds = [
                Fault::LostBefore,
                Fault::LostAfter,
                Fault::LateAfter(Duration::from_mins(1)),
                Fault::Committed,
                Fault::NotNow,
            ];
            let mini = Mini::new();
            let plan = everything(&mini);
            for (at, kind) in &faults {
                mini.set_fault(*at, kinds[*kind]);
            }
            let journal = SqliteJournal::in_memory().unwrap();
            let failing = FailAfter::new(&journal, commits);
            let (clock, options) = (clock(), options());
            let tools = Tools { journal: &failing, clock: &clock, progress: &Silent };
            // Killed or not, the rest is done by whoever comes next.
            drop(apply_through(&plan, &mini, tools, &options).await);
            let report = carry_through(&plan, &mini, &journal).await;
            assert_eq!(report.succeeded(), 8, "{report}");
            assert_eq!(mini.world(), expected_world().await);
        });
    }
}

async fn expected_world() -> String {
    let mini = Mini::new();
    let plan = everything(&mini);
    carry_through(&plan, &mini, &SqliteJournal::in_memory().unwrap()).await;
    mini.world()
}

#[tokio::test(start_paused = true)]
async fn an_unclear_create_waits_before_it_is_looked_for() {
    let mini = Mini::new();
    mini.set_fault(0, Fault::LostBefore);
    let rows = Owner::DataSource(Mini::data_source());
    let plan = plan(vec![op("row", &[], create("a", rows, vec![]))]);
    let started = tokio::time::Instant::now();
    let report = carry_through(&plan, &mini, &SqliteJournal::in_memory().unwrap()).await;
    // 110 s until nothing can be under way, 30 s until a second look confirms the first.
    assert_eq!(started.elapsed().as_secs(), 140);
    assert_eq!((report.succeeded(), mini.sends()), (1, 2));
}

#[tokio::test(start_paused = true)]
async fn a_late_create_is_adopted() {
    let mini = Mini::new();
    mini.set_fault(0, Fault::LateAfter(Duration::from_secs(100)));
    let rows = Owner::DataSource(Mini::data_source());
    let plan = plan(vec![op("row", &[], create("a", rows, vec![paragraph("x")]))]);
    let report = carry_through(&plan, &mini, &SqliteJournal::in_memory().unwrap()).await;
    assert_eq!((report.count(&[OpState::Adopted]), mini.sends()), (1, 1));
}

/// The wait is what makes it right: looking at once is not enough.
#[tokio::test(start_paused = true)]
async fn without_the_wait_a_late_create_is_done_twice() {
    let mini = Mini::new();
    mini.set_fault(0, Fault::LateAfter(Duration::from_secs(100)));
    let rows = Owner::DataSource(Mini::data_source());
    let plan = plan(vec![op("row", &[], create("a", rows, vec![]))]);
    let journal = SqliteJournal::in_memory().unwrap();
    let hasty =
        ApplyOptions { quiescence: Duration::ZERO, confirmation: Duration::ZERO, ..options() };
    let clock = clock();
    let tools = Tools { journal: &journal, clock: &clock, progress: &Silent };
    apply_through(&plan, &mini, tools, &hasty).await.unwrap();
    tokio::time::sleep(Duration::from_mins(2)).await;
    assert_eq!(mini.world().matches("a in rows").count(), 2);
}

#[tokio::test(start_paused = true)]
async fn failures_are_counted_by_cause_and_others_go_on() {
    let mini = Mini::new();
    let ghost = PageId::from(Uuid::from_u128(99));
    let rename = |page| Action::UpdatePage(Box::new(UpdatePage { page, properties: title("x") }));
    mini.set_fault(0, Fault::Invalid);
    let row = mini.seed_page("Row", &[]);
    let plan = plan(vec![
        op("refused", &[], Action::TrashPage { page: mini.seed_page("Other", &[]) }),
        op("blocked", &["refused"], rename(row)),
        op("gone", &[], rename(ghost)),
        op("fine", &[], rename(row)),
    ]);
    let report = carry_through(&plan, &mini, &SqliteJournal::in_memory().unwrap()).await;
    insta::assert_snapshot!(report, @r#"
    1 succeeded, 1 failed, 2 skipped; 3 requests (0 repeated, 0 throttled)
         1 × needed_op: "blocked": what it needs was not done
         1 × object_not_found: "gone": there is no such page
         1 × validation_error: "refused": on purpose
    "#);
    assert_eq!(report.exit().code(), 1);
}

#[tokio::test(start_paused = true)]
async fn too_many_failures_cancel_the_rest() {
    let mini = Mini::new();
    let rename = || {
        let page = PageId::from(Uuid::from_u128(99));
        Action::UpdatePage(Box::new(UpdatePage { page, properties: title("x") }))
    };
    mini.set_fault(0, Fault::Invalid);
    let ops = (0..9).map(|it| op(&format!("op {it}"), &[], rename())).collect();
    let plan = Plan { max_failures: Some(0), ..plan(ops) };
    let journal = SqliteJournal::in_memory().unwrap();
    let options = ApplyOptions { concurrency: 1, ..options() };
    let clock = clock();
    let tools = Tools { journal: &journal, clock: &clock, progress: &Silent };
    let report = apply_through(&plan, &mini, tools, &options).await.unwrap();
    assert_eq!((report.failed(), report.count(&[OpState::Cancelled])), (1, 8));
    assert_eq!(report.stopped, Some(Stop::TooManyFailures { failed: 1, allowed: 0 }));
    assert_eq!(journal.runs().unwrap()[0].state, RunState::Finished);
}

#[tokio::test(start_paused = true)]
async fn an_interrupt_leaves_a_run_that_can_be_resumed() {
    let mini = Mini::new();
    let plan = everything(&mini);
    let journal = SqliteJournal::in_memory().unwrap();
    let options = ApplyOptions { concurrency: 1, ..options() };
    let interrupt = options.interrupt.clone();
    let clock = clock();
    let ended = |event: crate::progress::Event| {
        if matches!(event, crate::progress::Event::OpEnded { .. }) {
            interrupt.raise();
        }
    };
    let tools = Tools { journal: &journal, clock: &clock, progress: &ended };
    let report = apply_through(&plan, &mini, tools, &options).await.unwrap();
    assert_eq!((report.succeeded(), report.pending()), (1, 7));
    assert_eq!((report.stopped.clone(), report.exit().code()), (Some(Stop::Interrupted), 130));
    assert_eq!(journal.runs().unwrap()[0].state, RunState::Interrupted);
    let report = carry_through(&plan, &mini, &journal).await;
    assert_eq!((report.succeeded(), report.exit().code()), (8, 0));
}

#[tokio::test(start_paused = true)]
async fn a_resume_sends_nothing_for_what_is_done() {
    let mini = Mini::new();
    let plan = everything(&mini);
    let journal = SqliteJournal::in_memory().unwrap();
    carry_through(&plan, &mini, &journal).await;
    let sends = mini.sends();
    let clock = clock();
    let tools = Tools { journal: &journal, clock: &clock, progress: &Silent };
    let report = resume_through(&plan.id, &mini, tools, &options()).await.unwrap();
    assert_eq!((report.succeeded(), mini.sends()), (8, sends));
}

/// Kills a run, and tries a new plan of the same spec before and after the old run went on.
async fn check_that_a_new_plan_waits(first: Plan, mini: Mini) {
    let second = Plan { id: RunId::from("second"), ..first.clone() };
    let journal = SqliteJournal::in_memory().unwrap();
    let (clock, options) = (clock(), options());
    let tools = Tools { journal: &journal, clock: &clock, progress: &Silent };
    tokio::select! {
        biased;
        () = mini.fault_met() => {}
        _ = apply_through(&first, &mini, tools, &options) => panic!("it was killed"),
    }
    let sends = mini.sends();
    let error = apply_through(&second, &mini, tools, &options).await.unwrap_err();
    assert!(matches!(error, ApplyError::Unfinished(_)), "{error}");
    assert_eq!(mini.sends(), sends, "nothing was sent");
    resume_through(&first.id, &mini, tools, &options).await.unwrap();
    let error = apply_through(&second, &mini, tools, &options).await.unwrap_err();
    assert!(matches!(error, ApplyError::Outdated(_)), "it would create everything again: {error}");
    let new = Plan { after: Some(first.id), ops: Vec::new(), ..second };
    assert!(apply_through(&new, &mini, tools, &options).await.is_ok());
}

#[tokio::test(start_paused = true)]
async fn a_new_plan_waits_for_a_killed_run() {
    let mini = Mini::new();
    mini.set_kill(0, Fault::LostAfter);
    let rows = Owner::DataSource(Mini::data_source());
    let first = plan(vec![op("row", &[], create("a", rows, vec![]))]);
    check_that_a_new_plan_waits(first, mini).await;
}

#[tokio::test(start_paused = true)]
async fn a_new_plan_waits_although_every_request_of_the_killed_run_was_answered() {
    // What the first request did is known; the second never arrived.
    let mini = Mini::new();
    mini.set_kill(1, Fault::LostBefore);
    let row =
        |id, title| op(id, &[], create(title, Owner::DataSource(Mini::data_source()), vec![]));
    let first = plan(vec![row("one", "a"), row("two", "b")]);
    check_that_a_new_plan_waits(first, mini).await;
}

#[tokio::test(start_paused = true)]
async fn a_tripped_guard_writes_nothing() {
    let mini = Mini::new();
    let mut plan = everything(&mini);
    plan.guards.push(crate::plan::Guard::check("deletes", 30, 100, crate::spec::Limit::Rows(2)));
    let journal = SqliteJournal::in_memory().unwrap();
    let clock = clock();
    let tools = Tools { journal: &journal, clock: &clock, progress: &Silent };
    let error = apply_through(&plan, &mini, tools, &options()).await.unwrap_err();
    insta::assert_snapshot!(error, @"the plan deletes 30 of 100 rows and the limit is 2: nothing was written; look at the plan, and raise the limit if it is right");
    assert_eq!((mini.sends(), journal.runs().unwrap().len()), (0, 0));
}
