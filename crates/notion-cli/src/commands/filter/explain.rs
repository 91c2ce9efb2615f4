//! `notion filter explain`: what an expression means, who applies which part, and what it costs.

use notion_filter::{Circumstances, Pushdown, explain};

use super::form::Form;
use super::subject::Around;
use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Say what an expression means, condition by condition, and how many requests it costs at least
///
/// Conditions that Notion cannot express are shown as such: they are applied to the rows received.
#[derive(Debug, clap::Args)]
pub(super) struct Explain {
    /// The expression, or `-` for standard input
    expression: String,
    /// How many rows pass the filter, to count requests with
    #[arg(long, value_name = "NUMBER")]
    rows: Option<u64>,
    #[command(flatten)]
    around: Around,
    #[command(flatten)]
    form: Form,
}

pub(super) async fn run(args: Explain, app: &mut App) -> Result<Exit, Failure> {
    let expression = super::text(&args.expression, app)?;
    let known = args.around.look(&expression, app).await?;
    let options = args.form.options(Pushdown::Partial);
    let circumstances = Circumstances { rows: args.rows, ..Circumstances::default() };
    let explained = explain(&expression, &known.schema, &known.env(), &options, &circumstances)
        .map_err(|error| super::mistakes(error, app))?;
    super::warn(&explained.compiled.warnings, &expression, app);
    if app.ui.is_json() {
        app.ui.json_line(&explained.to_json())?;
    } else {
        app.ui.put(&format!("{}\n", explained.to_string().trim_end()))?;
    }
    Ok(Exit::Success)
}
