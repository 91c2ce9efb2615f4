//! `notion runs`: what was done before, and how it stands.

use std::path::PathBuf;

use notion_ops::journal::{Journal as _, RunRecord, SqliteJournal};
use notion_ops::{Exit, RunId, StateFolder};
use serde_json::json;

use super::apply::state_folder;
use crate::error::Failure;
use crate::run::App;
use crate::ui::table::Table;

/// List the runs, or show what became of one
#[derive(Debug, clap::Args)]
pub(crate) struct Runs {
    /// The run to show
    run: Option<String>,
    /// The folder whose `.notion` remembers the runs; the current one if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) fn run(args: Runs, app: &mut App) -> Result<Exit, Failure> {
    let state = StateFolder::open(&state_folder(args.state.as_deref(), app))?;
    match args.run {
        Some(run) => show(&RunId::from(run), state.journal(), app),
        None => list(&state.journal().runs()?, app),
    }
}

fn list(runs: &[RunRecord], app: &mut App) -> Result<Exit, Failure> {
    if !app.ui.reads_tables() {
        for run in runs {
            app.ui.json_line(&json!({
                "run": run.id, "kind": run.kind, "state": run.state, "started": started(run),
            }))?;
        }
        return Ok(Exit::Success);
    }
    let mut table = Table::new(["run", "kind", "state", "started"]);
    for run in runs {
        table.row([run.id.as_str(), &run.kind, run.state.as_str(), &started(run)]);
    }
    app.ui.table(table)?;
    Ok(Exit::Success)
}

/// When a run began, to the second.
fn started(run: &RunRecord) -> String {
    run.started.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

fn show(run: &RunId, journal: &SqliteJournal, app: &mut App) -> Result<Exit, Failure> {
    let plan = notion_ops::apply::plan_of(run, journal)?;
    let ended = journal.ended(run)?;
    let tables = app.ui.reads_tables();
    let mut table = Table::new(["op", "page", "state", "why"]);
    for op in &plan.ops {
        let end = ended.iter().find(|(id, _)| *id == op.op_id).map(|(_, end)| end);
        let state = end.map_or("not begun", |end| end.state.as_str());
        let cause = end.and_then(|end| end.cause.as_ref()).map(ToString::to_string);
        if tables {
            table.row([op.action.verb(), &op.title, state, cause.as_deref().unwrap_or_default()]);
        } else {
            app.ui.json_line(&json!({
                "op": op.op_id, "action": op.action.verb(), "title": op.title, "state": state, "cause": cause,
            }))?;
        }
    }
    if tables {
        app.ui.table(table)?;
    }
    Ok(Exit::Success)
}
