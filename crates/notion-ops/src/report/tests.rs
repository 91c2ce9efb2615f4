//! What a report says, and the exit code that follows from it.

use super::*;

fn report(states: &[Option<OpState>], stopped: Option<Stop>) -> Report {
    let op = |(index, state): (usize, &Option<OpState>)| OpReport {
        op_id: OpId::from(format!("op_{index}")),
        action: "update".to_owned(),
        title: format!("Row {index}"),
        state: *state,
        cause: matches!(state, Some(OpState::Failed))
            .then(|| Cause::new("validation_error", "Status is expected to be status.")),
        result: None,
    };
    Report {
        run: RunId::from("tasks-1"),
        kind: "batch".to_owned(),
        namespace: "tasks".to_owned(),
        stopped,
        ops: states.iter().enumerate().map(op).collect(),
        requests: Requests { sent: 7, retried: 2, throttled: 1 },
    }
}

#[test]
fn it_counts_and_groups() {
    use OpState::{Adopted, Applied, Failed, Stale};
    let states = [Some(Applied), Some(Adopted), Some(Failed), Some(Failed), Some(Stale), None];
    insta::assert_snapshot!(report(&states, Some(Stop::Interrupted)), @r#"
    2 succeeded, 2 failed, 1 skipped, 1 not begun; 7 requests (2 repeated, 1 throttled)
         2 × validation_error: "Row 2": Status is expected to be status.
    stopped: interrupted
    go on with: notion resume tasks-1
    "#);
}

#[test]
fn the_exit_code_is_a_function_of_the_report() {
    use OpState::{Applied, Failed, NeedsHuman, Stale};
    let exit = |states: &[OpState], stop| {
        let states: Vec<_> = states.iter().copied().map(Some).collect();
        report(&states, stop).exit().code()
    };
    assert_eq!(exit(&[], None), 0);
    assert_eq!(exit(&[Applied], None), 0);
    assert_eq!(exit(&[Applied, Stale], None), 4);
    assert_eq!(exit(&[Failed, Stale], None), 1);
    assert_eq!(exit(&[Failed, NeedsHuman], None), 10);
    assert_eq!(exit(&[Applied], Some(Stop::Unauthorized("gone".to_owned()))), 77);
    assert_eq!(exit(&[Failed], Some(Stop::Full("1000 blocks".to_owned()))), 8);
    assert_eq!(exit(&[Failed], Some(Stop::Unavailable("no answer".to_owned()))), 75);
    assert_eq!(exit(&[Failed], Some(Stop::TooManyFailures { failed: 1, allowed: 0 })), 1);
    assert_eq!(exit(&[Failed], Some(Stop::Interrupted)), 130);
}
