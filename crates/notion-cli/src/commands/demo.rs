//! `notion demo`: the five jobs on a built-in workspace, each with what it did, what it cost and
//! whether that was right.

mod batch;
mod job;
mod migrate;
mod page;
mod query;
mod stage;
mod sync;

use std::net::SocketAddr;
use std::path::PathBuf;

use notion_ops::Exit;

use super::serve;
use crate::error::Failure;
use crate::local;
use crate::run::App;
use crate::ui::table::Table;
use crate::ui::{BAD, GOOD};
use job::{Ended, Job};
use stage::Stage;

/// Do the five jobs on a built-in workspace; no account needed
///
/// The workspace is that of a small invented company. Every job says what it did, what it cost in
/// requests, and checks its own result; the exit code is 0 only if every check held.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Keep the workspace and the specs in this folder, which must be new
    #[arg(long, value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Keep the local Notion running afterwards
    #[arg(long)]
    serve: bool,
    /// Where `--serve` listens
    #[arg(long, default_value = "127.0.0.1:8787", requires = "serve")]
    addr: SocketAddr,
}

pub(crate) async fn run(args: Demo, app: &mut App) -> Result<Exit, Failure> {
    let folder = args.dir.as_ref().map(|folder| app.host.path(folder));
    if let Some(folder) = folder.as_ref().filter(|folder| !local::is_new(folder)) {
        return Err(Failure::usage(format!("`{}` is not empty", folder.display()))
            .hint("the demo begins with a new workspace: name a folder that does not exist yet"));
    }
    let stage = Stage::set(folder.as_deref(), app)?;
    let mut jobs = Vec::new();
    jobs.push(query::run(Job::begin("query", &stage, app)?, app).await);
    jobs.push(batch::run(Job::begin("batch", &stage, app)?, app).await);
    jobs.push(sync::run(Job::begin("sync", &stage, app)?, app).await);
    jobs.push(migrate::run(Job::begin("migrate", &stage, app)?, app).await);
    jobs.push(page::run(Job::begin("page", &stage, app)?, app).await);
    let exit = summary(jobs, app)?;
    if let Some(folder) = &args.dir {
        let folder = folder.display();
        app.ui.say(format_args!(
            "\nThe workspace is in {folder}. Try:\n  \
             notion --local {folder} query Tasks 'Status = Blocked'\n  \
             notion --local {folder} plan {folder}/specs/tasks-to-board.toml"
        ));
    }
    if args.serve {
        return serve::serve(stage.emulator(), args.addr, app).await.map(|_| exit);
    }
    Ok(exit)
}

/// One line a job, and whether all is well.
fn summary(jobs: Vec<Result<Ended, Failure>>, app: &mut App) -> Result<Exit, Failure> {
    app.go_on()?;
    let mut table = Table::new(["", "job", "what it did", "requests", "seconds", "checks"]);
    table.numbers(3);
    table.numbers(4);
    let mut all_held = true;
    for job in jobs {
        let job = match job {
            Ok(job) => job,
            Err(failure) => {
                app.ui.failure(&failure);
                all_held = false;
                table.row(["✗", "", failure.message(), "", "", "did not finish"]);
                continue;
            }
        };
        all_held &= job.held == job.checks;
        if app.ui.is_json() {
            app.ui.json_line(&job)?;
        }
        table.row([
            if job.held == job.checks { "✓" } else { "✗" },
            job.name,
            &job.did,
            &job.requests.to_string(),
            &format!("{:.1}", job.seconds),
            &format!("{} of {} held", job.held, job.checks),
        ]);
    }
    let text = app.ui.laid_out(table, 0);
    app.ui.narrate(format_args!("\n{text}\n"))?;
    if all_held {
        app.ui.narrate(format_args!("{GOOD}Every check held.{GOOD:#}"))?;
        Ok(Exit::Success)
    } else {
        app.ui.narrate(format_args!("{BAD}Not every check held.{BAD:#}"))?;
        Ok(Exit::SomeFailed)
    }
}
