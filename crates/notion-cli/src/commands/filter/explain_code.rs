//! `notion filter explain-code`: what a code of a diagnostic means, at length.

use notion_filter::Code;
use serde_json::json;

use crate::Exit;
use crate::error::Failure;
use crate::run::App;
use crate::ui::table::Table;

/// Explain the code of a diagnostic, or list all codes
#[derive(Debug, clap::Args)]
pub(super) struct ExplainCode {
    /// The code, such as `NF0205`; all codes in a line each if left out
    code: Option<String>,
}

pub(super) fn run(args: &ExplainCode, app: &mut App) -> Result<Exit, Failure> {
    let Some(code) = &args.code else { return list(app) };
    let code: Code = code.parse().map_err(|error| {
        Failure::of(&error).exit(Exit::Usage).hint("`notion filter explain-code` lists all codes")
    })?;
    if app.ui.is_json() {
        app.ui.json_line(&json!({
            "code": code.as_str(),
            "severity": code.severity().as_str(),
            "text": code.explain(),
        }))?;
    } else {
        app.ui.put(&format!("{}\n", code.explain().trim_end()))?;
    }
    Ok(Exit::Success)
}

fn list(app: &mut App) -> Result<Exit, Failure> {
    let mut table = Table::new(["code", "kind", "what"]);
    for code in Code::ALL {
        let (severity, summary) = (code.severity().as_str(), summary(*code));
        if app.ui.is_json() {
            let line = json!({ "code": code.as_str(), "severity": severity, "summary": summary });
            app.ui.json_line(&line)?;
        } else {
            table.row([code.as_str(), severity, summary]);
        }
    }
    if !app.ui.is_json() {
        app.ui.table(table)?;
    }
    Ok(Exit::Success)
}

/// The heading of the long text.
fn summary(code: Code) -> &'static str {
    let heading = code.explain().lines().next().unwrap_or_default();
    heading
        .trim_start_matches('#')
        .trim()
        .trim_start_matches(code.as_str())
        .trim_start_matches([':', ' '])
}
