//! `kind = "query"`: which rows, which properties, in which order, and what to count.

use super::{Rows, reader::Table};
use crate::problem::Located;

/// Reads rows, and counts and sums over them.
#[derive(Clone, Debug, PartialEq)]
pub struct QuerySpec {
    /// The rows. Their filter may carry `order by`, `limit` and `select` clauses too.
    pub rows: Rows,
    /// The properties to show. Empty shows those of the `select` clause, or else all.
    pub fields: Vec<Located<String>>,
    /// Sort keys, the most important first; `-` in front means descending.
    pub order: Vec<Located<String>>,
    /// At most so many rows.
    pub limit: Option<u32>,
    /// Count separately for each value of these properties.
    pub by: Vec<Located<String>>,
    /// What to compute, in the order written.
    pub measures: Vec<Measure>,
    /// How the command should print the rows.
    pub format: Option<OutputFormat>,
    /// Where the command should write the rows.
    pub path: Option<Located<String>>,
}

impl QuerySpec {
    /// All rows of a data source, as they are.
    pub fn all(data_source: impl Into<Located<String>>) -> Self {
        Self {
            rows: Rows { data_source: data_source.into(), filter: None },
            fields: Vec::new(),
            order: Vec::new(),
            limit: None,
            by: Vec::new(),
            measures: Vec::new(),
            format: None,
            path: None,
        }
    }
}

/// One figure computed over rows.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The column's heading.
    pub name: String,
    /// How it is computed.
    pub function: Function,
    /// What it is computed from. `None` only for a plain `count()`.
    pub property: Option<Located<String>>,
}

/// How a measure is computed. Empty values never count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Function {
    /// How many rows, or how many with a value.
    Count,
    /// The sum of numbers.
    Sum,
    /// The arithmetic mean of numbers.
    Avg,
    /// The smallest number or earliest date.
    Min,
    /// The largest number or latest date.
    Max,
}

const FUNCTIONS: &[(&str, Function)] = &[
    ("count", Function::Count),
    ("sum", Function::Sum),
    ("avg", Function::Avg),
    ("min", Function::Min),
    ("max", Function::Max),
];

impl Function {
    /// The word in front of the bracket.
    pub fn word(self) -> &'static str {
        FUNCTIONS.iter().find(|(_, it)| *it == self).map_or("", |(word, _)| word)
    }
}

impl Measure {
    /// Reads `count()`, `sum(Estimate)` and the like.
    pub fn parse(name: &str, text: &Located<String>) -> Option<Self> {
        let (word, rest) = text.split_once('(')?;
        let argument = rest.trim_end().strip_suffix(')')?.trim();
        let (_, function) = FUNCTIONS.iter().find(|(it, _)| *it == word.trim())?;
        let argument = argument.trim_matches('"');
        let property = (!argument.is_empty()).then(|| text.clone().map(|_| argument.to_owned()));
        if property.is_none() && *function != Function::Count {
            return None;
        }
        Some(Self { name: name.to_owned(), function: *function, property })
    }
}

/// How rows are printed. Printing itself is the command's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputFormat {
    /// A table for people.
    Table,
    /// One JSON array.
    Json,
    /// One JSON object per line.
    Jsonl,
    /// Comma-separated values with a heading.
    Csv,
    /// A Markdown table.
    Markdown,
}

const FORMATS: &[(&str, OutputFormat)] = &[
    ("table", OutputFormat::Table),
    ("json", OutputFormat::Json),
    ("jsonl", OutputFormat::Jsonl),
    ("csv", OutputFormat::Csv),
    ("md", OutputFormat::Markdown),
];

pub(super) fn read(root: &Table<'_>) -> Option<QuerySpec> {
    let from = root.required_table("from");
    let data_source = from.and_then(|from| {
        let data_source = from.required_text("data_source");
        from.finish();
        data_source
    });
    let mut spec = QuerySpec::all("");
    if let Some(select) = root.table("select") {
        spec.rows.filter = select.text("where").filter(|it| !it.trim().is_empty());
        spec.fields = select.texts("fields").unwrap_or_default();
        spec.order = select.texts("order").unwrap_or_default();
        spec.limit = select.number("limit", 1).map(|it| it.value);
        select.finish();
    }
    if let Some(aggregate) = root.table("aggregate") {
        spec.by = aggregate.texts("by").unwrap_or_default();
        spec.measures = read_measures(&aggregate);
        aggregate.finish();
    }
    if let Some(output) = root.table("output") {
        spec.format = output.word("format", FORMATS);
        spec.path = output.text("path");
        output.finish();
    }
    spec.rows.data_source = data_source?;
    Some(spec)
}

fn read_measures(table: &Table<'_>) -> Vec<Measure> {
    let mut measures = Vec::new();
    for (name, value) in table.entries("measures").unwrap_or_default() {
        let text = value.clone().map(|it| match it {
            super::Literal::Text(text) => text,
            other => other.to_string(),
        });
        match Measure::parse(&name, &text) {
            Some(measure) => measures.push(measure),
            None => table.problem(
                value
                    .problem(format!("`{}` is not something to compute", text.value))
                    .help("write count(), count(Property), sum(…), avg(…), min(…) or max(…)"),
            ),
        }
    }
    measures
}
