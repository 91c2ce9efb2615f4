//! `notion resume`: goes on with a run that was interrupted or killed.

use std::path::PathBuf;

use notion_ops::journal::{Journal as _, RunState, SqliteJournal};
use notion_ops::{Exit, RunId};

use super::apply::state_folder;
use crate::error::Failure;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Go on with a run that was interrupted or killed
///
/// What was done is not done again. What may have been done is looked for first.
#[derive(Debug, clap::Args)]
pub(crate) struct Resume {
    /// The run, as `notion runs` lists it; the last one that has not ended if left out
    run: Option<String>,
    /// The folder whose `.notion` remembers the run; the current one if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) async fn run(args: Resume, app: &mut App) -> Result<Exit, Failure> {
    let which = |journal: &SqliteJournal| match args.run {
        Some(run) => Ok(RunId::from(run)),
        None => last_open(journal),
    };
    let folder = state_folder(args.state.as_deref(), app);
    let (bench, run) = Workbench::of_run(&folder, which, app)?;
    let report = bench.resume(&run).await?;
    workbench::tell(&report, &bench, app)
}

fn last_open(journal: &SqliteJournal) -> Result<RunId, Failure> {
    let runs = journal.runs()?;
    let open = runs.into_iter().find(|run| run.state != RunState::Finished);
    open.map(|run| run.id).ok_or_else(|| {
        Failure::usage("every run has ended")
            .hint("runs are remembered beside their spec; name another folder with `--state DIR`")
    })
}
