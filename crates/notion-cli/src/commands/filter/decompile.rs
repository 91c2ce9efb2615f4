//! `notion filter decompile`: Notion's JSON as an expression.

use notion_filter::decompile_json;
use serde_json::json;

use super::subject::Around;
use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Write a filter, or the body of a query, as an expression that compiles to it
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  notion filter decompile '{\"property\":\"Status\",\"status\":{\"equals\":\"Done\"}}'")]
pub(super) struct Decompile {
    /// The JSON, `@FILE` to read it from a file, or `-` for standard input
    #[arg(value_name = "JSON")]
    input: String,
    #[command(flatten)]
    around: Around,
}

pub(super) async fn run(args: Decompile, app: &mut App) -> Result<Exit, Failure> {
    let (name, json) = match args.input.strip_prefix('@') {
        Some(path) => (path, app.host.read(path)?),
        None if args.input == "-" => ("standard input", app.host.read("-")?),
        None => ("the JSON", args.input.clone()),
    };
    // The JSON names no one to look up: only the schema counts.
    let known = args.around.look("", app).await?;
    let found = decompile_json(&json, &known.schema).map_err(|error| {
        let failure = Failure::usage(format!("{name} is not a filter that can be written"));
        if app.ui.is_json() {
            let told = json!([{ "path": error.path, "message": error.message }]);
            return failure.drawing(told.to_string());
        }
        failure.because(&error)
    })?;
    if app.ui.is_json() {
        let warnings =
            found.warnings.iter().map(|it| json!({ "path": it.path, "message": it.message }));
        let warnings: Vec<_> = warnings.collect();
        app.ui.json_line(&json!({ "text": found.text, "warnings": warnings }))?;
        return Ok(Exit::Success);
    }
    for warning in &found.warnings {
        app.ui.warn(format_args!("{}: {}", warning.path, warning.message));
    }
    app.ui.line(&found.text)?;
    Ok(Exit::Success)
}
