//! The batch job: two hundred updates while the local Notion misbehaves.

use std::collections::BTreeMap;

use notion_client::data_sources;
use notion_emulator::Fault;
use notion_model::query::Query;
use notion_model::{Page, PageId, PropertyValueKind};

use super::job::{Ended, Job};
use super::stage::{REVIEW, spec};
use crate::error::Failure;
use crate::run::App;

pub(super) async fn run(mut job: Job<'_>, app: &mut App) -> Result<Ended, Failure> {
    let before = tasks(&job).await?;
    let plan = job.stage.bench().plan(&spec(REVIEW)?).await?;
    let planned = plan.writes().count();
    job.tell(format_args!("{planned} of {} tasks are not reviewed yet", before.len()), app)?;

    job.stage.emulator().set_faults(bad_day());
    let counts = job.stage.counts();
    let report = job.stage.bench().apply(&plan).await?;
    job.stage.emulator().set_faults(Vec::new());
    let answers = job.stage.counts();

    job.tell(format_args!("{} succeeded, {} failed", report.succeeded(), report.failed()), app)?;
    job.tell("errors on the way, by cause:", app)?;
    let mut kinds = 0;
    for (status, count) in &answers.by_status {
        let count = count - counts.by_status.get(status).copied().unwrap_or(0);
        if *status >= 400 && count > 0 {
            kinds += 1;
            job.tell(format_args!("  {count} × {status} {}", cause(*status)), app)?;
        }
    }
    for group in report.errors() {
        let (title, message) = group.example;
        job.tell(format_args!("  {} × {}: {title}: {message}", group.count, group.code), app)?;
    }

    job.check(planned == 200, "two hundred updates were planned", app)?;
    let done = report.succeeded() == planned && report.failed() == 0;
    job.check(done, "every one of them succeeded", app)?;
    job.check(kinds == 3, "although Notion answered with 429, 500 and 503", app)?;
    let after = tasks(&job).await?;
    let reviewed = after.values().filter(|page| is_reviewed(page)).count();
    job.check(reviewed == after.len(), "every task is reviewed now", app)?;
    let changed = after.iter().filter(|(id, page)| before.get(id).is_none_or(|it| !same(it, page)));
    let nothing_else = changed.count() == planned && before.len() == after.len();
    job.check(nothing_else, "nothing was done twice, and no other task was touched", app)?;
    job.end(format!("{} updates, {} failed", report.succeeded(), report.failed()), app)
}

/// What goes wrong: refusals before the work, failures before it, and failures after it.
fn bad_day() -> Vec<Fault> {
    let update = || Fault::on("PATCH", "/v1/pages/*");
    vec![
        update().every(67).status(429).retry_after(1).times(2),
        update().every(41).status(500).times(4),
        update().every(59).status(503).after().times(3),
    ]
}

fn cause(status: u16) -> &'static str {
    match status {
        429 => "too many requests: waited as long as Notion asked, all tasks at once",
        500 => "Notion failed before doing the work: sent again",
        503 => "Notion failed after doing the work: an update says what shall be, so sent again",
        _ => "",
    }
}

async fn tasks(job: &Job<'_>) -> Result<BTreeMap<PageId, Page>, Failure> {
    let Some(tasks) = job.stage.emulator().data_source("tasks") else {
        return Err(Failure::new("the workspace of the demo has no tasks"));
    };
    let query = data_sources::query(tasks, Query::default()).pages_only();
    let pages = job.stage.client().list(query).collect().await?;
    Ok(pages.into_iter().map(|page| (page.id, page)).collect())
}

fn is_reviewed(page: &Page) -> bool {
    matches!(page.property("Reviewed"), Some(PropertyValueKind::Checkbox(true)))
}

/// Whether a task is as it was, but for when it was edited and by whom.
fn same(before: &Page, after: &Page) -> bool {
    let values = |page: &Page| {
        let values = page.properties.iter().filter(|(name, _)| *name != "Edited");
        values.map(|(name, value)| (name.to_owned(), value.kind.clone())).collect::<Vec<_>>()
    };
    values(before) == values(after)
}
