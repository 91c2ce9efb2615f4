//! The sync job: once with much to do, once with nothing, and once after three edits.

use notion_client::pages;
use notion_model::request::{PropertyValue, UpdatePage};
use notion_ops::Report;

use super::job::{Ended, Job};
use super::stage::{BOARD, Stage, spec};
use crate::error::Failure;
use crate::run::App;

/// A run of the sync: what was planned, what came of it, and what reached Notion.
struct Run {
    ops: usize,
    creates: usize,
    updates: usize,
    recognised: usize,
    report: Report,
    writes: u64,
}

pub(super) async fn run(mut job: Job<'_>, app: &mut App) -> Result<Ended, Failure> {
    let first = once(job.stage).await?;
    let Run { creates, updates, recognised, .. } = first;
    let words =
        format!("{creates} created, {updates} updated, {recognised} found as they should be");
    job.tell(format_args!("first run: {words}"), app)?;
    job.check(creates > 0 && updates > 0, "the first run created and updated rows", app)?;
    let complete = first.report.succeeded() == first.ops && first.report.failed() == 0;
    job.check(complete, "every one of them succeeded", app)?;

    let second = once(job.stage).await?;
    job.tell(format_args!("second run: {} writes", second.writes), app)?;
    job.check(second.writes == 0, "the second run wrote nothing", app)?;

    let edited = edit(job.stage).await?;
    job.tell(format_args!("edited: {}", edited.join("; ")), app)?;
    let third = once(job.stage).await?;
    job.tell(format_args!("third run: {} writes", third.writes), app)?;
    let exactly = third.writes == 3 && third.updates == 3 && third.report.succeeded() == 3;
    job.check(exactly, "three edits, exactly three writes", app)?;
    job.end(format!("{creates} created, {updates} updated; then 0, then 3 writes"), app)
}

async fn once(stage: &Stage) -> Result<Run, Failure> {
    let plan = stage.bench().plan(&spec(BOARD)?).await?;
    let count = |verb| plan.ops.iter().filter(|op| op.action.verb() == verb).count();
    let before = stage.counts().writes;
    let report = stage.bench().apply(&plan).await?;
    Ok(Run {
        ops: plan.ops.len(),
        creates: count("create"),
        updates: count("update"),
        recognised: count("link"),
        report,
        writes: stage.counts().writes - before,
    })
}

/// Changes three tasks as a person would, and says how.
async fn edit(stage: &Stage) -> Result<Vec<&'static str>, Failure> {
    let edits = [
        ("task-031", "Priority", PropertyValue::select("High"), "one matters more now"),
        ("task-102", "Status", PropertyValue::status("In review"), "one is in review"),
        (
            "task-200",
            "Name",
            PropertyValue::title("Ring the customer back first"),
            "one has another title",
        ),
    ];
    let mut said = Vec::new();
    for (key, property, value, words) in edits {
        let Some(page) = stage.emulator().page(key) else {
            return Err(Failure::new(format!("the workspace of the demo has no `{key}`")));
        };
        let properties = [(Box::<str>::from(property), value)].into_iter().collect();
        let update = UpdatePage { properties, ..UpdatePage::default() };
        stage.client().send(pages::update(page, update)).await?;
        said.push(words);
    }
    Ok(said)
}
