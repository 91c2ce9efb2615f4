//! `notion filter complete`: what may come at a place of an expression, for editors and shells.

use notion_filter::complete;
use serde_json::json;

use super::subject::Around;
use crate::Exit;
use crate::error::Failure;
use crate::run::App;
use crate::ui::table::Table;

/// Say what may come at a place of an expression, the most likely first
#[derive(Debug, clap::Args)]
pub(super) struct Complete {
    /// The expression as far as it is typed, or `-` for standard input
    expression: String,
    /// The place, in bytes from 0; the end if left out
    #[arg(long, value_name = "BYTES")]
    cursor: Option<usize>,
    #[command(flatten)]
    around: Around,
}

pub(super) async fn run(args: Complete, app: &mut App) -> Result<Exit, Failure> {
    // A blank at the end counts here: behind it, something new begins.
    let expression = match args.expression.as_str() {
        "-" => app.host.read("-")?,
        text => text.to_owned(),
    };
    let known = args.around.look("", app).await?;
    let cursor = args.cursor.unwrap_or(expression.len());
    let found = complete(&expression, cursor, &known.schema, &known.env());
    if app.ui.reads_tables() {
        let mut table = Table::new(["insert", "kind", "detail"]);
        for it in &found {
            table.row([it.insert.as_str(), it.kind.as_str(), it.detail.as_str()]);
        }
        app.ui.table(table)?;
        return Ok(Exit::Success);
    }
    for it in &found {
        app.ui.json_line(&json!({
            "label": it.label,
            "insert": it.insert,
            "kind": it.kind.as_str(),
            "detail": it.detail,
            "replace": { "start": it.replace.start, "end": it.replace.end },
        }))?;
    }
    Ok(Exit::Success)
}
