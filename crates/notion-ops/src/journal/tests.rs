//! What was committed is there after reopening, and nothing else.

use super::*;
use crate::report::Cause;

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(1_700_000_000 + second).unwrap()
}

fn new_run(id: &str) -> NewRun {
    NewRun {
        id: RunId::from(id),
        kind: "sync".to_owned(),
        namespace: "tasks".to_owned(),
        plan: "{}".to_owned(),
        started: at(0),
    }
}

fn end(state: OpState, link: Option<LinkChange>) -> OpEnd {
    let cause = (state == OpState::Failed).then(|| Cause::new("validation_error", "no"));
    let undo = Undo { resource: uuid::Uuid::from_u128(9), before: serde_json::json!("trash") };
    OpEnd { state, cause, result: None, link, undo: Some(undo), at: at(9) }
}

fn link(source: &str) -> Link {
    Link {
        namespace: "tasks".to_owned(),
        source: source.to_owned(),
        target: uuid::Uuid::from_u128(7),
        source_base: "a".to_owned(),
        target_base: "b".to_owned(),
    }
}

#[test]
fn it_survives_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let run = RunId::from("r1");
    let op = OpId::from("op_1");
    let intent = |step| Intent { op: op.clone(), step, fingerprint: format!("f{step}"), at: at(1) };
    {
        let journal = SqliteJournal::open(&path).unwrap();
        journal.start(&new_run("r1")).unwrap();
        journal.intend(&run, &intent(0)).unwrap();
        let ids = vec![uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2)];
        let done = Settled { op: op.clone(), step: 0, done: true, ids, at: at(2) };
        journal.settle(&run, &done, None).unwrap();
        journal.intend(&run, &intent(1)).unwrap();
        let not_done = Settled { op: op.clone(), step: 1, done: false, ids: vec![], at: at(3) };
        journal.settle(&run, &not_done, None).unwrap();
        journal.intend(&run, &intent(2)).unwrap();
        let set = Some(LinkChange::Set(link("a")));
        journal.end(&run, &OpId::from("op_2"), &end(OpState::Failed, set)).unwrap();
        journal.beat(&run, at(60)).unwrap();
        // A clock that was set back does not make the run look dead for longer.
        journal.beat(&run, at(30)).unwrap();
    }
    let journal = SqliteJournal::open(&path).unwrap();
    let (record, plan) = journal.run(&run).unwrap();
    assert_eq!((record.state, record.alive, plan.as_str()), (RunState::Running, at(60), "{}"));
    let steps = journal.steps(&run).unwrap();
    let shown: Vec<_> = steps.iter().map(|it| (it.step, it.done.as_ref().map(Vec::len))).collect();
    assert_eq!(shown, [(0, Some(2)), (2, None)]);
    let ended = journal.ended(&run).unwrap();
    assert_eq!(ended.len(), 1);
    assert_eq!(ended[0].1.cause, Some(Cause::new("validation_error", "no")));
    assert_eq!(journal.links("tasks").unwrap(), [link("a")]);
    assert_eq!(journal.undo(&run).unwrap().len(), 1);
}

#[test]
fn links_are_forgotten() {
    let journal = SqliteJournal::in_memory().unwrap();
    let (run, op) = (RunId::from("r1"), OpId::from("op_1"));
    journal.start(&new_run("r1")).unwrap();
    for source in ["a", "b"] {
        let set = Some(LinkChange::Set(link(source)));
        journal.end(&run, &op, &end(OpState::Applied, set)).unwrap();
    }
    let forget = LinkChange::Forget { namespace: "tasks".to_owned(), source: "a".to_owned() };
    journal.end(&run, &op, &end(OpState::Applied, Some(forget))).unwrap();
    assert_eq!(journal.links("tasks").unwrap(), [link("b")]);
    assert_eq!(journal.links("other").unwrap(), []);
}

#[test]
fn the_newest_run_comes_first_and_ids_are_unique() {
    let journal = SqliteJournal::in_memory().unwrap();
    journal.start(&new_run("r1")).unwrap();
    journal.start(&new_run("r0")).unwrap();
    let ids: Vec<_> = journal.runs().unwrap().into_iter().map(|it| it.id.to_string()).collect();
    assert_eq!(ids, ["r0", "r1"]);
    assert!(journal.start(&new_run("r1")).is_err());
    insta::assert_snapshot!(
        journal.run(&RunId::from("r9")).unwrap_err(),
        @"there is no run `r9`; list them with `notion runs`"
    );
}

#[test]
fn a_failing_journal_stays_failed() {
    let journal = SqliteJournal::in_memory().unwrap();
    let failing = FailAfter::new(&journal, 1);
    failing.start(&new_run("r1")).unwrap();
    assert!(!failing.has_failed());
    assert!(failing.start(&new_run("r2")).is_err());
    assert!(failing.beat(&RunId::from("r1"), at(1)).is_err());
    assert!(failing.has_failed());
    assert_eq!(journal.runs().unwrap().len(), 1);
}

#[test]
fn what_is_no_journal_of_ours_is_refused_and_stays() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.db");
    let refused = || SqliteJournal::open(&path).unwrap_err();
    let make = |sql: &str| {
        drop(std::fs::remove_file(&path));
        rusqlite::Connection::open(&path).unwrap().execute_batch(sql).unwrap();
        std::fs::read(&path).unwrap()
    };

    std::fs::write(&path, "my own notes, long enough to be read as a header of a database")
        .unwrap();
    let error = refused();
    assert!(matches!(error, JournalError::Damaged(_)) && error.exit() == Exit::Usage, "{error}");
    assert!(std::fs::read(&path).unwrap().starts_with(b"my own notes"));

    let theirs = make("CREATE TABLE run (theirs TEXT)");
    assert!(matches!(refused(), JournalError::Damaged(_)));
    assert_eq!(std::fs::read(&path).unwrap(), theirs);

    make("PRAGMA user_version = 99");
    assert!(matches!(refused(), JournalError::Later));
}
