//! `notion filter check`: what is wrong with an expression.

use notion_filter::{Pushdown, compile_with};

use super::form::Form;
use super::subject::Around;
use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Say what is wrong with an expression, or nothing
///
/// With `--json`, all that there is to say is an array on standard output.
#[derive(Debug, clap::Args)]
pub(super) struct Check {
    /// The expression, or `-` for standard input
    expression: String,
    #[command(flatten)]
    around: Around,
    #[command(flatten)]
    form: Form,
}

pub(super) async fn run(args: Check, app: &mut App) -> Result<Exit, Failure> {
    let expression = super::text(&args.expression, app)?;
    let known = args.around.look(&expression, app).await?;
    let options = args.form.options(Pushdown::Whole);
    let compiled = compile_with(&expression, &known.schema, &known.env(), &options);
    if app.ui.is_json() {
        let (found, exit) = match &compiled {
            Ok(compiled) => (compiled.warnings.as_slice(), Exit::Success),
            Err(error) => (error.diagnostics(), Exit::Usage),
        };
        app.ui.json_line(&super::diagnostics(found, &expression))?;
        return Ok(exit);
    }
    super::warn(&compiled?.warnings, &expression, app);
    Ok(Exit::Success)
}
