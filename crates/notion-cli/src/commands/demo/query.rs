//! The query job: a compound filter, an order, a table and counts.

use notion_client::data_sources;
use notion_model::query::Query;
use notion_model::{Page, PropertyValueKind};
use notion_ops::SpecKind;
use notion_ops::spec::{Function, Measure, QuerySpec};

use super::job::{Ended, Job};
use super::stage::{URGENT, spec};
use crate::commands::query::counted;
use crate::error::Failure;
use crate::run::App;
use crate::ui::table::Table;

pub(super) async fn run(mut job: Job<'_>, app: &mut App) -> Result<Ended, Failure> {
    let spec = spec(URGENT)?;
    let SpecKind::Query(wanted) = &spec.kind else {
        return Err(Failure::new("the spec of the query job is no query"));
    };
    let bench = job.stage.bench();
    let filter = wanted.rows.filter.as_ref().map(|it| it.value.as_str()).unwrap_or_default();
    job.tell(format_args!("{filter}\nby priority, then by deadline:"), app)?;
    let found = notion_ops::query::query(&spec, wanted, &bench.planner()).await?;
    bench.rest();
    let mut table = Table::new(found.columns.iter().map(String::as_str));
    for row in &found.rows {
        table.row(row.cells.iter().map(ToString::to_string));
    }
    job.show(table, app)?;
    let cost = job.requests();

    let everything = QuerySpec {
        by: vec!["Status".into()],
        measures: vec![
            Measure { name: "tasks".to_owned(), function: Function::Count, property: None },
            Measure {
                name: "hours".to_owned(),
                function: Function::Sum,
                property: Some("Estimate".into()),
            },
        ],
        ..QuerySpec::all("Tasks")
    };
    let all = notion_ops::query::query(&spec, &everything, &bench.planner()).await?;
    bench.rest();
    if let Some(groups) = &all.groups {
        job.tell("all tasks by status:", app)?;
        job.show(counted(groups), app)?;
    }

    let expected = by_hand(&job).await?;
    let rows: Vec<_> = found.rows.iter().map(|row| row.id).collect();
    let same = rows.len() == expected.len() && expected.iter().all(|page| rows.contains(&page.id));
    job.check(
        same && !rows.is_empty(),
        "the rows are those that a loop over all tasks finds",
        app,
    )?;
    let in_order = found.rows.windows(2).all(|two| rank(&two[0].cells) <= rank(&two[1].cells));
    job.check(in_order, "they are ordered by priority, then by deadline, those without last", app)?;
    job.check(cost <= 3, format_args!("the filter was done by Notion: {cost} requests"), app)?;
    let did = format!("{} of {} tasks found, counted by status", rows.len(), all.rows.len());
    job.end(did, app)
}

/// The same question without the filter language: every task is looked at.
async fn by_hand(job: &Job<'_>) -> Result<Vec<Page>, Failure> {
    let emulator = job.stage.emulator();
    let (Some(tasks), Some(ada)) = (emulator.data_source("tasks"), emulator.user("ada")) else {
        return Err(Failure::new("the workspace of the demo has no tasks"));
    };
    let query = data_sources::query(tasks, Query::default()).pages_only();
    let mut pages = job.stage.client().list(query).collect().await?;
    pages.retain(|page| {
        let option = |name| match page.property(name) {
            Some(PropertyValueKind::Select(it) | PropertyValueKind::Status(it)) => {
                it.as_ref().map_or("", |it| &it.name)
            }
            _ => "",
        };
        let late = matches!(page.property("Deadline"), Some(PropertyValueKind::Date(Some(date)))
            if date.start.to_string().as_str() < "2026-11-02T09:00");
        let mine = matches!(page.property("Assigned To"), Some(PropertyValueKind::People(people))
            if people.iter().any(|it| it.id == ada));
        option("Status") == "Active" && (option("Priority") == "High" || late) && mine
    });
    Ok(pages)
}

/// What the order is by: the priority from the top, then the deadline, none last.
fn rank(cells: &[notion_ops::query::Cell]) -> (usize, bool, String) {
    let text = |at: usize| cells.get(at).map(ToString::to_string).unwrap_or_default();
    let priorities = ["Urgent", "High", "Medium", "Low"];
    let priority = priorities.iter().position(|it| *it == text(2)).unwrap_or(priorities.len());
    let deadline = text(3);
    (priority, deadline.is_empty(), deadline.chars().take(10).collect())
}
