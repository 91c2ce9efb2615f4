//! The migrate job: other names, other types, mapped values, and every block of every page.

use notion_model::limits;
use notion_ops::Plan;
use notion_ops::plan::Action;

use super::job::{Ended, Job};
use super::stage::{PROGRAMME, spec};
use crate::error::Failure;
use crate::run::App;

pub(super) async fn run(mut job: Job<'_>, app: &mut App) -> Result<Ended, Failure> {
    let bench = job.stage.bench();
    let spec = spec(PROGRAMME)?;
    let plan = bench.plan(&spec).await?;
    let pages = plan.ops.iter().filter(|op| op.action.verb() == "create").count();
    let read = job.requests();
    job.tell(format_args!("{pages} projects and their pages read with {read} requests"), app)?;

    let report = bench.apply(&plan).await?;
    let written = job.requests() - read;
    job.tell(format_args!("written to a new database with {written} requests"), app)?;
    job.check(report.succeeded() == plan.ops.len(), "the database and every page are there", app)?;

    let (widest, deepest) = shape(&plan);
    job.tell(format_args!("up to {widest} blocks side by side, up to {deepest} levels deep"), app)?;
    let more = widest > limits::CHILDREN && deepest > limits::DEPTH;
    job.check(more, "that is more than one request can carry, in both directions", app)?;

    let found = bench.verify(&spec).await?;
    job.tell(&found, app)?;
    let all = found.rows == pages && found.blocks > 0;
    job.check(found.holds() && all, "both sides were compared, and nothing is missing", app)?;
    job.check(bench.plan(&spec).await?.is_empty(), "migrating again has nothing to do", app)?;
    job.end(format!("{pages} pages with {} blocks", found.blocks), app)
}

/// The most blocks side by side, and the most levels, in the pages of a plan.
fn shape(plan: &Plan) -> (usize, usize) {
    let (mut widest, mut deepest) = (0, 0);
    for op in &plan.ops {
        let Action::CreatePage(page) = &op.action else { continue };
        let mut open = vec![(1, &page.content)];
        while let Some((depth, blocks)) = open.pop() {
            widest = widest.max(blocks.len());
            deepest = deepest.max(if blocks.is_empty() { 0 } else { depth });
            open.extend(blocks.iter().map(|block| (depth + 1, &block.children)));
        }
    }
    (widest, deepest)
}
