//! The commands, one file each: arguments, help and function.

mod api;
mod apply;
mod batch;
mod completions;
mod demo;
mod filter;
mod md;
mod plan;
mod pull;
mod push;
mod query;
mod resume;
mod retry;
mod run;
mod runs;
mod serve;
mod undo;
mod verify;

use clap::Subcommand;
use notion_ops::Exit;

use crate::error::Failure;
use crate::run::App;

/// What the user asked for.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    Demo(demo::Demo),
    Serve(serve::Serve),
    Query(query::Query),
    Plan(plan::Plan),
    Apply(apply::Apply),
    Run(run::Run),
    Verify(verify::Verify),
    Resume(resume::Resume),
    Retry(retry::Retry),
    Undo(undo::Undo),
    Runs(runs::Runs),
    Batch(batch::Batch),
    Push(push::Push),
    Pull(pull::Pull),
    Filter(filter::Filter),
    Md(md::Md),
    Api(api::Api),
    Completions(completions::Completions),
}

impl Command {
    /// Whether a raised interrupt ends it properly. Others are dropped where they stand.
    pub(crate) const fn stops_by_itself(&self) -> bool {
        matches!(
            self,
            Self::Demo(_)
                | Self::Serve(_)
                | Self::Apply(_)
                | Self::Run(_)
                | Self::Resume(_)
                | Self::Retry(_)
                | Self::Undo(_)
                | Self::Batch(_)
                | Self::Push(_)
        )
    }
}

/// Carries a command out.
pub(crate) async fn run(command: Command, app: &mut App) -> Result<Exit, Failure> {
    match command {
        Command::Demo(args) => demo::run(args, app).await,
        Command::Serve(args) => serve::run(args, app).await,
        Command::Query(args) => query::run(args, app).await,
        Command::Plan(args) => plan::run(args, app).await,
        Command::Apply(args) => apply::run(args, app).await,
        Command::Run(args) => run::run(args, app).await,
        Command::Verify(args) => verify::run(args, app).await,
        Command::Resume(args) => resume::run(args, app).await,
        Command::Retry(args) => retry::run(args, app).await,
        Command::Undo(args) => undo::run(args, app).await,
        Command::Runs(args) => runs::run(args, app),
        Command::Batch(args) => batch::run(args, app).await,
        Command::Push(args) => push::run(args, app).await,
        Command::Pull(args) => pull::run(args, app).await,
        Command::Filter(args) => filter::run(args, app).await,
        Command::Md(args) => md::run(args, app),
        Command::Api(args) => api::run(args, app).await,
        Command::Completions(args) => completions::run(&args, app),
    }
}
