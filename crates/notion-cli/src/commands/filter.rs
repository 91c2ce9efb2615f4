//! `notion filter`: the filter language by itself.

mod cache;
mod check;
mod compile;
mod complete;
mod decompile;
mod environment;
mod explain;
mod explain_code;
mod fmt;
mod form;
mod left_out;
mod schema;
mod subject;

use clap::Subcommand;
use serde_json::{Value, json};

use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Compile, check, explain, format and complete filter expressions
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  notion filter compile 'Status = Active and Deadline < now' --schema tasks.json
  notion filter explain 'not (Estimate > 5)' --data-source Tasks
  notion filter compile 'Status::status = Done'
  notion filter explain-code NF0205")]
pub(crate) struct Filter {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    Compile(compile::Compile),
    Check(check::Check),
    Explain(explain::Explain),
    Fmt(fmt::Fmt),
    Decompile(decompile::Decompile),
    ExplainCode(explain_code::ExplainCode),
    Complete(complete::Complete),
}

pub(crate) async fn run(args: Filter, app: &mut App) -> Result<Exit, Failure> {
    match args.action {
        Action::Compile(args) => compile::run(args, app).await,
        Action::Check(args) => check::run(args, app).await,
        Action::Explain(args) => explain::run(args, app).await,
        Action::Fmt(args) => fmt::run(&args, app),
        Action::Decompile(args) => decompile::run(args, app).await,
        Action::ExplainCode(args) => explain_code::run(&args, app),
        Action::Complete(args) => complete::run(args, app).await,
    }
}

/// The text of an argument, or of standard input where it is `-`.
fn text(argument: &str, app: &mut App) -> Result<String, Failure> {
    match argument {
        "-" => Ok(app.host.read("-")?.trim_end_matches(['\n', '\r']).to_owned()),
        text => Ok(text.to_owned()),
    }
}

/// A filter as data: as it is for people, in an object for programs.
fn written(text: &str, app: &mut App) -> Result<(), Failure> {
    if app.ui.is_json() { app.ui.json_line(&json!({ "text": text })) } else { app.ui.line(text) }
}

/// Diagnostics for a program: an array, each with its places resolved.
fn diagnostics(all: &[notion_filter::Diagnostic], source: &str) -> Value {
    all.iter().map(|it| it.to_json(source)).collect()
}

/// A filter that cannot be used, told to a person, or to the program that asked for JSON.
fn mistakes(error: notion_filter::FilterError, app: &App) -> Failure {
    if app.ui.is_json() {
        Failure::usage("the filter cannot be used")
            .drawing(diagnostics(error.diagnostics(), error.filter()).to_string())
    } else {
        error.into()
    }
}

/// Says what is worth knowing about a filter that can be used.
fn warn(warnings: &[notion_filter::Diagnostic], source: &str, app: &mut App) {
    if app.ui.is_json() {
        if !warnings.is_empty() {
            app.ui.say(diagnostics(warnings, source));
        }
        return;
    }
    for warning in warnings {
        app.ui.draw(&warning.render(source, "filter"));
    }
}
