//! One way in for every kind of plan.

use crate::{
    batch::plan_batch,
    migrate::plan_migrate,
    plan::Plan,
    planner::{PlanError, Planner},
    push::{MarkdownFile, plan_push},
    spec::{Spec, SpecKind},
    sync::plan_sync,
};

/// Plans what a spec asks for. Reads only; a query has nothing to plan and gives an empty plan.
///
/// `files` are those of a push, see [`read_files`](crate::push::read_files); other kinds have none.
///
/// # Errors
/// If the spec does not fit the workspace, with every mistake in its place, or if the workspace
/// cannot be read.
pub async fn make_plan(
    spec: &Spec,
    files: &[MarkdownFile],
    planner: &Planner<'_>,
) -> Result<Plan, PlanError> {
    let plan = match &spec.kind {
        SpecKind::Query(_) => planner.finish(planner.empty_plan(spec)),
        SpecKind::Batch(batch) => plan_batch(spec, batch, planner).await,
        SpecKind::Sync(sync) => plan_sync(spec, sync, planner).await,
        SpecKind::Migrate(migrate) => plan_migrate(spec, migrate, planner).await,
        SpecKind::Push(push) => plan_push(spec, push, files, planner).await,
    }?;
    // Each of them looks at this together with its own; no plan may slip through.
    crate::planner::no_problems(spec, Vec::new())?;
    Ok(plan)
}
