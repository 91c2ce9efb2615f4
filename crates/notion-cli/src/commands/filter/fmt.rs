//! `notion filter fmt`: expressions in one form.

use notion_filter::{format, format_pretty};

use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Write an expression in canonical form
#[derive(Debug, clap::Args)]
pub(super) struct Fmt {
    /// The expression, or `-` for standard input
    expression: String,
    /// Break it into lines that are no longer than this
    #[arg(long, value_name = "COLUMNS")]
    width: Option<usize>,
    /// Write nothing, and end with 1 if the expression is in another form
    #[arg(long)]
    check: bool,
}

pub(super) fn run(args: &Fmt, app: &mut App) -> Result<Exit, Failure> {
    let expression = super::text(&args.expression, app)?;
    let formatted = match args.width {
        None => format(&expression),
        Some(width) => format_pretty(&expression, width),
    };
    let formatted = formatted.map_err(|error| super::mistakes(error, app))?;
    if args.check {
        let same = formatted.trim_end() == expression;
        return Ok(if same { Exit::Success } else { Exit::SomeFailed });
    }
    super::written(formatted.trim_end(), app)?;
    Ok(Exit::Success)
}
