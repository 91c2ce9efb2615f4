//! Retry: what did not succeed in a run, as a new plan.

use crate::{
    apply::{ApplyError, plan_of},
    clock::Clock,
    id::{OpId, RunId},
    journal::{Journal, OpEnd, OpState},
    plan::{Action, Op, Owner, Plan, last_ended},
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
    let runs = journal.runs().map_err(failed)?;
    let end_of = |op: &Op| ended.iter().find(|(it, _)| *it == op.op_id).map(|(_, end)| end);
    let is_open = |op: &&Op| match end_of(op).map(|it| it.state) {
        Some(OpState::Failed | OpState::Stale | OpState::Blocked | OpState::Cancelled) => true,
        Some(OpState::Applied | OpState::Adopted | OpState::NeedsHuman) | None => false,
    };
    let open: Vec<Op> = plan.ops.iter().filter(is_open).cloned().collect();
    let creates = |op: &Op| matches!(op.action, Action::CreatePage(_) | Action::CreateDatabase(_));
    if let Some(last) = last_ended(&runs, &plan.namespace).filter(|last| *last != run)
        && open.iter().any(creates)
    {
        // It may have created what this one could not.
        return Err(ApplyError::Outdated(last.clone()));
    }
    let mut trash = Vec::new();
    let is_again = |need: &OpId| open.iter().any(|it| it.op_id == *need);
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
    let mut ops: Vec<Op> = ops.collect();
    for op in &mut ops {
        // A page that is there in part gives way to a whole one, and must be gone before: it has the
        // same marker.
        if let (Action::CreatePage(_), Some(page)) =
            (&op.action, end_of(op).and_then(|it| it.result))
        {
            let action = Action::TrashPage { page: page.into() };
            let op_id = OpId::derive(&["half", op.op_id.as_str()]);
            let why = "it is incomplete".to_owned();
            let (changes, needs) = (Vec::new(), Vec::new());
            op.needs.push(op_id.clone());
            trash.push(Op { op_id, why, action, changes, needs, link: None, ..op.clone() });
        }
    }
    let ops = trash.into_iter().chain(ops).collect();
    let made_at = clock.now();
    Ok(Plan { ops, made_at, unchanged: 0, guards: Vec::new(), reads: 0, ..plan }.named(&runs))
}

fn created_by(op: &OpId, ended: &[(OpId, OpEnd)]) -> Option<uuid::Uuid> {
    ended.iter().find(|(it, _)| it == op).and_then(|(_, end)| end.result)
}
