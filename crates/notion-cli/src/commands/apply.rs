//! `notion apply`: carries out a plan that was saved, or shows a new one and asks.

use std::path::{Path, PathBuf};

use notion_ops::{Exit, Plan};

use crate::error::Failure;
use crate::host::Answers;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Carry out a saved plan, or plan a spec, show it and ask
///
/// A saved plan is carried out as it is: nothing is decided again.
#[derive(Debug, clap::Args)]
pub(crate) struct Apply {
    /// A plan that `notion plan --output` saved, or a spec
    plan: PathBuf,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// The folder whose `.notion` remembers the run; that of the plan or spec if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) async fn run(args: Apply, app: &mut App) -> Result<Exit, Failure> {
    let folder = match &args.state {
        Some(folder) => app.host.path(folder),
        None => workbench::folder_of(&args.plan, app),
    };
    if is_plan(&args.plan, app)? {
        let plan = Plan::load(&app.host.path(&args.plan))?;
        app.settings.name_token(plan.token_env.as_deref(), &app.host);
        let bench = Workbench::open(&folder, app)?.with_saved_plan();
        return carry_out(&plan, &bench, app).await;
    }
    let spec = workbench::read_spec(&args.plan, app)?;
    let bench = Workbench::open(&folder, app)?;
    let plan = bench.plan(&spec).await?;
    show_and_ask(&plan, args.yes, app)?;
    carry_out(&plan, &bench, app).await
}

/// Whether a file is a plan: JSON by its name, or by its first letter, with which no TOML begins.
fn is_plan(path: &Path, app: &mut App) -> Result<bool, Failure> {
    let is_json = path.extension().is_some_and(|it| it == "json");
    Ok(is_json || app.host.read(path)?.trim_start().starts_with('{'))
}

/// Carries out a plan and says how it went.
pub(super) async fn carry_out(
    plan: &Plan,
    bench: &Workbench,
    app: &mut App,
) -> Result<Exit, Failure> {
    let report = bench.apply(plan).await?;
    workbench::tell(&report, bench, app)
}

/// Shows a plan and asks whether to carry it out. Without anybody to ask, it needs `--yes`.
pub(super) fn show_and_ask(plan: &Plan, yes: bool, app: &mut App) -> Result<(), Failure> {
    app.ui.say(plan.text().to_string().trim_end());
    if yes || plan.is_empty() {
        return Ok(());
    }
    if app.host.answers == Answers::Nobody {
        return Err(Failure::usage("nobody is here to agree to the plan").hint(
            "add `--yes`; the plan of a spec can also be saved first, with `notion plan --output`",
        ));
    }
    app.ui.say("carry it out? [y/N]");
    let answer = app.host.read_line()?;
    if matches!(answer.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    Err(Failure::new("nothing was done").exit(Exit::Interrupted))
}

/// The folder that a command without a spec remembers in.
pub(super) fn state_folder(state: Option<&Path>, app: &App) -> PathBuf {
    state.map_or_else(|| app.host.folder.clone(), |folder| app.host.path(folder))
}
