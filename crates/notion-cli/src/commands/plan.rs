//! `notion plan`: what a spec would do, without doing any of it.

use std::path::PathBuf;

use notion_ops::{Exit, SpecKind};

use super::query;
use crate::error::Failure;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Show what a spec would do, and do none of it
///
/// It only reads. What it shows can be saved, looked through and applied later.
#[derive(Debug, clap::Args)]
pub(crate) struct Plan {
    /// The spec, a TOML file
    spec: PathBuf,
    /// Save the plan, for `notion apply FILE`
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Show every op, not only the first forty of a kind
    #[arg(long)]
    full: bool,
    /// Exit with 2 if there is something to do
    #[arg(long)]
    exit_code: bool,
}

pub(crate) async fn run(args: Plan, app: &mut App) -> Result<Exit, Failure> {
    let spec = workbench::read_spec(&args.spec, app)?;
    if let SpecKind::Query(wanted) = &spec.kind {
        return query::explain(&spec, wanted, app).await;
    }
    let folder = workbench::folder_of(&args.spec, app);
    let bench = Workbench::open(&folder, app)?;
    let plan = bench.plan(&spec).await?;
    if app.ui.is_json() {
        app.ui.json_line(&plan.sealed())?;
    } else if args.full {
        app.ui.put(&plan.full_text().to_string())?;
    } else {
        app.ui.put(&plan.text().to_string())?;
    }
    if let Some(path) = args.output {
        plan.save(&app.host.path(&path))?;
        // What is remembered beside the spec would not be found beside the plan.
        let state = if workbench::folder_of(&path, app) == folder {
            String::new()
        } else {
            format!(" --state {}", app.host.within(&folder).display())
        };
        app.ui.say(format_args!("saved; `notion apply {}{state}` carries it out", path.display()));
    }
    Ok(match plan.is_empty() {
        _ if !plan.tripped().is_empty() => Exit::Guard,
        false if args.exit_code => Exit::Changes,
        _ => Exit::Success,
    })
}
