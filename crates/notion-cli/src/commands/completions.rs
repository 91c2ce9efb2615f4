//! `notion completions`: the script that teaches a shell our commands.

use clap::CommandFactory as _;
use clap_complete::Shell;

use crate::Exit;
use crate::args::Args;
use crate::error::Failure;
use crate::run::App;

/// Write the completion script for a shell
#[derive(Debug, clap::Args)]
pub(crate) struct Completions {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(crate) fn run(args: &Completions, app: &mut App) -> Result<Exit, Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Args::command(), "notion", &mut script);
    app.ui.put(&String::from_utf8_lossy(&script))?;
    Ok(Exit::Success)
}
