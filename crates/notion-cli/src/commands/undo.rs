//! `notion undo`: takes a run back.

use std::path::PathBuf;

use notion_ops::{Exit, RunId};

use super::apply::{carry_out, show_and_ask, state_folder};
use crate::error::Failure;
use crate::run::App;
use crate::workbench::Workbench;

/// Take a run back, where nobody has changed anything since
///
/// What was created goes to the trash, what was trashed comes back, and what was updated gets its
/// old values. It shows what it would do and asks.
#[derive(Debug, clap::Args)]
pub(crate) struct Undo {
    /// The run, as `notion runs` lists it
    run: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// The folder whose `.notion` remembers the run; the current one if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) async fn run(args: Undo, app: &mut App) -> Result<Exit, Failure> {
    let folder = state_folder(args.state.as_deref(), app);
    let (bench, run) = Workbench::of_run(&folder, |_| Ok(RunId::from(args.run)), app)?;
    let plan = notion_ops::undo_plan(&run, &bench.planner()).await?;
    bench.rest();
    show_and_ask(&plan, args.yes, app)?;
    carry_out(&plan, &bench, app).await
}
