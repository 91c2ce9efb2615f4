//! Retry: what did not succeed in a run, as a new plan.

use crate::{
    apply::{ApplyError, plan_of},
    clock::Clock,
    id::RunId,
    journal::{Journal, OpEnd, OpState},
    plan::{Action, Op, Owner, Plan},
};

/// A plan of the ops of a finished run that failed or were left alone.
///
/// Ops that ended as "a person has to look" are not among them: sending them again could do their
/// work twice. Where rows may have changed meanwhile, planning the spec again is the better way.
///
/// # Errors
/// If there is no such run, or the journal cannot be read.
pub fn retry_plan(
    run: &RunId,
    journal: &dyn Journal,
    clock: &dyn Clock,
) -> Result<Plan, ApplyError> {
    let failed = |source| ApplyError::Journal { run: run.clone(), source };
    let plan = plan_of(run, journal)?;
    let ended = journal.ended(run).map_err(failed)?;
    let runs = journal.runs().map_err(failed)?.len();
    let end_of = |op: &Op| ended.iter().find(|(it, _)| *it == op.op_id).map(|(_, end)| end);
    let is_open = |op: &&Op| match end_of(op).map(|it| it.state) {
        Some(OpState::Failed | OpState::Stale | OpState::Blocked | OpState::Cancelled) => true,
        Some(OpState::Applied | OpState::Adopted | OpState::NeedsHuman) | None => false,
    };
    let open: Vec<Op> = plan.ops.iter().filter(is_open).cloned().collect();
    let is_again = |need: &crate::id::OpId| open.iter().any(|it| it.op_id == *need);
    let ops = open.iter().cloned().map(|mut op| {
        op.needs.retain(is_again);
        // What another op created in the old run is there now.
        if let Action::CreatePage(create) = &mut op.action
            && let Owner::Created(by) = &create.parent
            && let Some(made) = created_by(by, &ended)
        {
            create.parent = Owner::DataSource(made.into());
        }
        op
    });
    let ops = ops.collect();
    let made_at = clock.now();
    Ok(Plan { ops, made_at, unchanged: 0, guards: Vec::new(), reads: 0, ..plan }.named(runs))
}

fn created_by(op: &crate::id::OpId, ended: &[(crate::id::OpId, OpEnd)]) -> Option<uuid::Uuid> {
    ended.iter().find(|(it, _)| it == op).and_then(|(_, end)| end.result)
}
