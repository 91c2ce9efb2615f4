//! `notion retry`: what did not succeed in a run, once more.

use std::path::PathBuf;

use notion_ops::{Exit, RunId};

use super::apply::{carry_out, show_and_ask, state_folder};
use crate::error::Failure;
use crate::run::App;
use crate::workbench::Workbench;

/// Try what failed in a run once more
///
/// It shows what it would do and asks. What a person has to look at is not tried again.
#[derive(Debug, clap::Args)]
pub(crate) struct Retry {
    /// The run, as `notion runs` lists it
    run: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// The folder whose `.notion` remembers the run; the current one if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) async fn run(args: Retry, app: &mut App) -> Result<Exit, Failure> {
    let folder = state_folder(args.state.as_deref(), app);
    let (bench, run) = Workbench::of_run(&folder, |_| Ok(RunId::from(args.run)), app)?;
    let plan = notion_ops::retry_plan(&run, bench.journal(), bench.clock())?;
    show_and_ask(&plan, args.yes, app)?;
    carry_out(&plan, &bench, app).await
}
