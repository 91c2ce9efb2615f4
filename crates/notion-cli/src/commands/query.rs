//! `notion query`: rows of a data source, as a table, as JSON, as CSV or as Markdown.

mod print;

pub(super) use print::counted;

use clap::ValueEnum;
use notion_ops::spec::{Function, Measure, OutputFormat, QuerySpec};
use notion_ops::{Exit, Spec, SpecKind};
use serde_json::json;

use crate::error::Failure;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Show rows of a data source, and count them
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  notion query Tasks 'Status = Active and Deadline < today order by Deadline'
  notion query Tasks 'Priority in (High, Urgent)' --count-by Status --sum Estimate
  notion query Tasks --format csv > tasks.csv")]
pub(crate) struct Query {
    /// The data source: its name, id or URL
    data_source: String,
    /// Which rows, in which order: a filter with its clauses; all of them if left out
    expression: Option<String>,
    /// How to write them: a table for people, JSON lines in a pipe, if left out
    #[arg(long, value_enum)]
    format: Option<Format>,
    /// Count the rows for each value of a property (can be repeated)
    #[arg(long, value_name = "PROPERTY")]
    count_by: Vec<String>,
    /// Add up a property (can be repeated)
    #[arg(long, value_name = "PROPERTY")]
    sum: Vec<String>,
    /// Say what the query means, who applies which part, how many requests that costs at least, and what
    /// is sent, instead of sending it
    #[arg(long)]
    explain: bool,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq, ValueEnum)]
enum Format {
    Table,
    Json,
    Jsonl,
    Csv,
    Md,
}

pub(crate) async fn run(args: Query, app: &mut App) -> Result<Exit, Failure> {
    let mut wanted = QuerySpec::all(args.data_source);
    let expression = args.expression.unwrap_or_default();
    wanted.rows.filter = workbench::expression(&expression);
    wanted.by = args.count_by.into_iter().map(Into::into).collect();
    if !wanted.by.is_empty() || !args.sum.is_empty() {
        wanted.measures.push(Measure {
            name: "rows".to_owned(),
            function: Function::Count,
            property: None,
        });
    }
    wanted.measures.extend(args.sum.into_iter().map(|property| Measure {
        name: format!("sum of {property}"),
        function: Function::Sum,
        property: Some(property.into()),
    }));
    let spec = Spec::from_parts("query", SpecKind::Query(wanted.clone())).quoting(&expression);
    if args.explain {
        return explain(&spec, &wanted, app).await;
    }
    carry_out(&spec, &wanted, args.format.map(Into::into), app).await
}

/// Carries out a query and prints what it found.
pub(super) async fn carry_out(
    spec: &Spec,
    wanted: &QuerySpec,
    format: Option<OutputFormat>,
    app: &mut App,
) -> Result<Exit, Failure> {
    let bench = Workbench::forgetful(app)?;
    let found = notion_ops::query::query(spec, wanted, &bench.planner()).await?;
    bench.rest();
    for warning in &found.warnings {
        app.ui.draw(warning);
    }
    let usual = if app.ui.reads_tables() { OutputFormat::Table } else { OutputFormat::Jsonl };
    let format = match format.or(wanted.format) {
        _ if app.ui.is_json() => OutputFormat::Jsonl,
        Some(format) => format,
        None => usual,
    };
    match &wanted.path {
        None => print::rows(&found, format, app)?,
        Some(path) => print::file(&found, format, path, app)?,
    }
    let rows = found.rows.len();
    let noun = if rows == 1 { "row" } else { "rows" };
    app.ui.say(format_args!("{rows} {noun}, {} requests", found.requests));
    Ok(Exit::Success)
}

/// Writes what a query means, and the request that it would send.
pub(super) async fn explain(
    spec: &Spec,
    wanted: &QuerySpec,
    app: &mut App,
) -> Result<Exit, Failure> {
    let bench = Workbench::forgetful(app)?;
    let explained = notion_ops::query::explain(spec, wanted, &bench.planner()).await?;
    for warning in &explained.warnings {
        app.ui.draw(warning);
    }
    let mut request = json!({
        "method": "POST",
        "path": format!("/v1/data_sources/{}/query", explained.data_source),
        "body": explained.request,
    });
    if let Some(limit) = explained.limit {
        request["limit"] = json!(limit);
    }
    if !app.ui.reads_tables() {
        request["explanation"] = explained.explanation.to_json();
        app.ui.json_line(&request)?;
        return Ok(Exit::Success);
    }
    app.ui.put(&format!("{}\nRequest\n", explained.explanation))?;
    let path = format_args!("  POST /v1/data_sources/{}/query", explained.data_source);
    app.ui.line(path)?;
    app.ui.line(format_args!("  {}", request["body"]))?;
    Ok(Exit::Success)
}

impl From<Format> for OutputFormat {
    fn from(format: Format) -> Self {
        match format {
            Format::Table => Self::Table,
            Format::Json => Self::Json,
            Format::Jsonl => Self::Jsonl,
            Format::Csv => Self::Csv,
            Format::Md => Self::Markdown,
        }
    }
}
