//! `notion filter compile`: the JSON that an expression means to Notion.

use notion_filter::{Circumstances, Compiled, Pushdown, compile_with, explain};
use serde::Serialize;
use serde_json::{Value, json};

use super::form::Form;
use super::left_out;
use super::subject::Around;
use crate::Exit;
use crate::error::Failure;
use crate::run::App;

/// Write the JSON that an expression means to Notion
///
/// An expression with clauses (`order by`, `limit`, `select`) is written as a whole query.
#[derive(Debug, clap::Args)]
pub(super) struct Compile {
    /// The expression, or `-` for standard input
    expression: String,
    #[command(flatten)]
    around: Around,
    #[command(flatten)]
    form: Form,
}

pub(super) async fn run(args: Compile, app: &mut App) -> Result<Exit, Failure> {
    let expression = super::text(&args.expression, app)?;
    let known = args.around.look(&expression, app).await?;
    let options = args.form.options(Pushdown::Whole);
    let compiled = compile_with(&expression, &known.schema, &known.env(), &options)
        .map_err(|error| super::mistakes(error, app))?;
    super::warn(&compiled.warnings, &expression, app);
    if compiled.residual.is_some() {
        let circumstances = Circumstances::default();
        let explained =
            explain(&expression, &known.schema, &known.env(), &options, &circumstances)?;
        left_out::tell(&explained, app);
    }
    app.ui.json(&written(&compiled))?;
    Ok(Exit::Success)
}

/// The filter alone, or, if there are clauses, everything that was said.
pub(super) fn written(compiled: &Compiled) -> Value {
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
