//! `notion filter`: the filter language by itself, with a schema from a file.

mod environment;

use std::path::PathBuf;

use clap::{Subcommand, ValueEnum};
use notion_filter::{Compiled, MultiValue, Options, Relative, Schema, Windows, compile_with};
use notion_model::{DataSource, Page, UserId};
use serde::Serialize;
use serde_json::{Value, json};

use crate::Exit;
use crate::error::Failure;
use crate::run::App;
use environment::Environment;

/// Compile and check filter expressions, without any Notion
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  notion filter compile 'Status = Active and Deadline < now' --schema tasks.json")]
pub(crate) struct Filter {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Write the JSON that an expression means to Notion
    ///
    /// An expression with clauses (`order by`, `limit`, `select`) is written as a whole query.
    Compile(Input),
    /// Say what is wrong with an expression, or nothing
    Check(Input),
}

#[derive(Debug, clap::Args)]
struct Input {
    /// The expression, or `-` for standard input
    expression: String,
    /// The data source, as `GET /v1/data_sources/{id}` answers it
    #[arg(long, value_name = "FILE")]
    schema: PathBuf,
    /// A page of it, to learn what its formulas and rollups return (can be repeated)
    #[arg(long, value_name = "FILE")]
    learn: Vec<PathBuf>,
    /// The time, the zone, and who is known
    #[arg(long, value_name = "FILE")]
    env: Option<PathBuf>,
    /// The time zone in which days begin
    #[arg(long, value_name = "ZONE")]
    tz: Option<String>,
    /// Whom `me` means
    #[arg(long, value_name = "USER_ID")]
    me: Option<UserId>,
    /// How several options in one condition are written
    #[arg(long, value_enum, default_value_t = MultiValueWord::Array)]
    multi_value: MultiValueWord,
    /// How Notion's own periods, such as `past_week`, are written
    #[arg(long, value_enum, default_value_t = WindowsWord::Native)]
    windows: WindowsWord,
    /// How `today` and the like are written
    #[arg(long, value_enum, default_value_t = RelativeWord::Resolve)]
    relative: RelativeWord,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum MultiValueWord {
    /// As an array
    Array,
    /// As one condition for each
    Expand,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum WindowsWord {
    /// By their names
    Native,
    /// By their first and last day
    Explicit,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum RelativeWord {
    /// As dates
    Resolve,
    /// In Notion's words
    Symbolic,
}

pub(crate) fn run(args: Filter, app: &mut App) -> Result<Exit, Failure> {
    match args.action {
        Action::Compile(input) => {
            let compiled = compile(&input, app)?;
            app.ui.json(&written(&compiled))?;
        }
        Action::Check(input) => {
            compile(&input, app)?;
        }
    }
    Ok(Exit::Success)
}

fn compile(input: &Input, app: &mut App) -> Result<Compiled, Failure> {
    let mut schema = Schema::from(&read::<DataSource>(&input.schema, "a data source", app)?);
    for path in &input.learn {
        schema.learn_from_page(&read::<Page>(path, "a page", app)?);
    }
    let file = input.env.as_ref().map(|path| app.host.read(path)).transpose()?;
    let environment = Environment::read(file.as_deref(), input.tz.as_deref(), input.me, &app.host)?;
    let expression = match input.expression.as_str() {
        "-" => app.host.read("-")?,
        expression => expression.to_owned(),
    };
    let compiled = compile_with(&expression, &schema, &environment.env(), &input.options())?;
    for warning in &compiled.warnings {
        app.ui.say(warning.render(&expression, "filter").trim_end());
    }
    Ok(compiled)
}

fn read<T: serde::de::DeserializeOwned>(
    path: &PathBuf,
    what: &str,
    app: &mut App,
) -> Result<T, Failure> {
    serde_json::from_str(&app.host.read(path)?).map_err(|error| {
        Failure::usage(format!("`{}` is not {what}", path.display())).because(&error)
    })
}

impl Input {
    fn options(&self) -> Options {
        Options {
            multi_value: match self.multi_value {
                MultiValueWord::Array => MultiValue::Array,
                MultiValueWord::Expand => MultiValue::Expand,
            },
            windows: match self.windows {
                WindowsWord::Native => Windows::Native,
                WindowsWord::Explicit => Windows::Explicit,
            },
            relative: match self.relative {
                RelativeWord::Resolve => Relative::Resolve,
                RelativeWord::Symbolic => Relative::Symbolic,
            },
            ..Options::default()
        }
    }
}

/// The filter alone, or, if there are clauses, everything that was said.
fn written(compiled: &Compiled) -> Value {
    let Compiled { filter, sorts, limit, select, .. } = compiled;
    match filter {
        Some(filter) if sorts.is_empty() && limit.is_none() && select.is_empty() => json!(filter),
        _ => {
            let mut query = serde_json::Map::new();
            let mut put = |name: &str, value: Option<Value>| {
                query.extend(value.map(|value| (name.to_owned(), value)));
            };
            put("filter", filter.as_ref().map(json));
            put("sorts", Some(sorts).filter(|it| !it.is_empty()).map(json));
            put("limit", limit.as_ref().map(json));
            put("select", Some(select).filter(|it| !it.is_empty()).map(json));
            Value::Object(query)
        }
    }
}

/// A value that is always JSON.
fn json(value: impl Serialize) -> Value {
    json!(value)
}
