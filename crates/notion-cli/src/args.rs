//! The command tree and the flags that every command understands.

use std::path::PathBuf;

use clap::{Parser, ValueEnum};

use crate::commands::Command;

/// Query, sync, migrate and change what you keep in Notion, and turn Markdown into pages and back
#[derive(Debug, Parser)]
#[command(name = "notion", version, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "\
Syncs and migrations are specs, files that say what follows what: `notion plan SPEC` shows what one would do.
Try `notion demo`: it needs no account.")]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) global: Global,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// The flags of every command.
#[derive(Clone, Debug, clap::Args)]
#[command(next_help_heading = "Global options")]
pub(crate) struct Global {
    /// Use a local Notion kept in DIR instead of notion.com (also `NOTION_LOCAL`)
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) local: Option<PathBuf>,
    /// Append every exchange with Notion to FILE as JSON lines, without the token (also
    /// `NOTION_RECORD`)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) record: Option<PathBuf>,
    /// Write data as JSON lines, also to a terminal
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say nothing but errors
    #[arg(long, global = true)]
    pub(crate) quiet: bool,
    /// Draw no progress bars
    #[arg(long, global = true)]
    pub(crate) no_progress: bool,
    /// When to use colour; `auto` obeys `NO_COLOR`
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    pub(crate) color: ColorChoice,
}

/// When to use colour.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
pub(crate) enum ColorChoice {
    /// On a terminal, unless `NO_COLOR` is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    #[test]
    fn no_two_flags_are_the_same() {
        super::Args::command().debug_assert();
    }
}
