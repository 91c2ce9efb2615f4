//! `notion batch`: the same change to many pages, from flags instead of a spec.

use std::path::PathBuf;

use clap::Subcommand;
use notion_ops::spec::{
    BatchAction, BatchSpec, FieldRule, FieldSource, Limit, Literal, OnError, OnUnmapped, Rows,
};
use notion_ops::{Exit, Spec, SpecKind};

use super::apply::{carry_out, show_and_ask, state_folder};
use crate::error::Failure;
use crate::run::App;
use crate::workbench::{self, Workbench};

/// Change, trash or restore many pages in one go
///
/// It shows what it would do and asks. Pages that have the values already are left alone.
#[derive(Debug, clap::Args)]
#[command(after_help = "Example:
  notion batch update Tasks --where 'Status = Done and Reviewed is unchecked' --set Reviewed=true")]
pub(crate) struct Batch {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// Set properties
    Update {
        #[command(flatten)]
        pages: Pages,
        /// A property and its new value; lists are JSON (can be repeated)
        #[arg(long, required = true, value_name = "PROPERTY=VALUE", value_parser = assignment)]
        set: Vec<(String, Literal)>,
    },
    /// Move pages to the trash
    Trash(Pages),
    /// Take pages out of the trash
    Restore(Pages),
}

#[derive(Debug, clap::Args)]
struct Pages {
    /// The data source: its name, id or URL
    data_source: String,
    /// Which of its pages, as a filter; all of them if left out
    #[arg(long = "where", value_name = "EXPR")]
    filter: Option<String>,
    /// Stop when more than this many pages have failed, such as `5` or `2%`
    #[arg(long, value_name = "LIMIT")]
    max_failures: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    /// The folder whose `.notion` remembers the run; the current one if left out
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
}

pub(crate) async fn run(args: Batch, app: &mut App) -> Result<Exit, Failure> {
    let (pages, action) = match args.action {
        Action::Update { pages, set } => {
            (pages, BatchAction::Update(set.into_iter().map(rule).collect()))
        }
        Action::Trash(pages) => (pages, BatchAction::Trash),
        Action::Restore(pages) => (pages, BatchAction::Restore),
    };
    let expression = pages.filter.unwrap_or_default();
    let spec = SpecKind::Batch(BatchSpec {
        rows: Rows {
            data_source: pages.data_source.into(),
            filter: workbench::expression(&expression),
        },
        action,
        expect: Vec::new(),
        skip_if_unchanged: true,
        max_failures: pages.max_failures.as_deref().map(limit).transpose()?,
    });
    let bench = Workbench::open(&state_folder(pages.state.as_deref(), app), app)?;
    let spec = Spec::from_parts("batch", spec).quoting(&expression);
    let plan = bench.plan(&spec).await?;
    show_and_ask(&plan, pages.yes, app)?;
    carry_out(&plan, &bench, app).await
}

fn rule((to, value): (String, Literal)) -> FieldRule {
    FieldRule {
        to: to.into(),
        source: FieldSource::Const(value.into()),
        cast: None,
        values: Vec::new(),
        on_unmapped: OnUnmapped::Keep,
        default: None,
        on_error: OnError::Fail,
    }
}

fn limit(text: &str) -> Result<Limit, Failure> {
    Limit::parse(text).ok_or_else(|| {
        Failure::usage(format!("`{text}` is not a limit")).hint("write it as `5` or `2%`")
    })
}

/// Reads `Reviewed=true`, `Estimate=3`, `Tags=["Shop","Customer"]`, `Notes=any text`.
fn assignment(text: &str) -> Result<(String, Literal), String> {
    let Some((name, value)) = text.split_once('=').filter(|(name, _)| !name.is_empty()) else {
        return Err("write it as PROPERTY=VALUE".to_owned());
    };
    Ok((name.to_owned(), literal(value)))
}

/// What is JSON is taken as JSON, everything else as text.
fn literal(text: &str) -> Literal {
    use serde_json::Value;
    fn of(value: Value) -> Option<Literal> {
        Some(match value {
            Value::Bool(it) => Literal::Flag(it),
            Value::Number(it) => match it.as_i64() {
                Some(it) => Literal::Integer(it),
                None => Literal::Float(it.as_f64()?),
            },
            Value::String(it) => Literal::Text(it),
            Value::Array(items) => Literal::List(items.into_iter().map(of).collect::<Option<_>>()?),
            Value::Null | Value::Object(_) => return None,
        })
    }
    serde_json::from_str(text).ok().and_then(of).unwrap_or_else(|| Literal::Text(text.to_owned()))
}
