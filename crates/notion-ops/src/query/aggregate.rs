//! Counting, summing and the like, over all rows and for each value of some properties.

use std::collections::HashMap;

use notion_model::{
    DataSource, FormulaValueKind, Page, PropertySchemaKind, PropertyValueKind, RollupValueKind,
};
use serde::{Deserialize, Serialize};

use super::cell::Cell;
use crate::spec::{Function, Measure, QuerySpec};

/// What was computed: a row for each group, and one for all together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Groups {
    /// The properties that rows are grouped by.
    pub by: Vec<String>,
    /// The names of the measures.
    pub measures: Vec<String>,
    /// The groups, in the order of the schema's options, then of their names.
    pub groups: Vec<Group>,
    /// All rows together.
    pub total: Vec<Figure>,
}

/// Rows with the same values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The values, as text.
    pub key: Vec<String>,
    /// One figure for each measure.
    pub figures: Vec<Figure>,
}

/// One computed value.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Figure {
    /// How many.
    Count(u64),
    /// A number.
    Number(f64),
    /// A date, as it is written in the row.
    Text(String),
    /// Nothing to compute it from.
    Nothing,
}

impl std::fmt::Display for Figure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Count(count) => write!(f, "{count}"),
            // Two decimals are enough for reading; JSON has them all.
            Self::Number(number) => write!(f, "{}", (number * 100.0).round() / 100.0),
            Self::Text(text) => f.write_str(text),
            Self::Nothing => Ok(()),
        }
    }
}

/// Computes what a query asks for. `None` if it asks for nothing.
pub(super) fn groups(query: &QuerySpec, source: &DataSource, rows: &[Page]) -> Option<Groups> {
    if query.by.is_empty() && query.measures.is_empty() {
        return None;
    }
    let count = [Measure { name: "count".to_owned(), function: Function::Count, property: None }];
    let measures: &[Measure] = if query.measures.is_empty() { &count } else { &query.measures };
    let mut keys: Vec<Vec<String>> = Vec::new();
    let mut members: HashMap<Vec<String>, Vec<&Page>> = HashMap::new();
    for row in rows {
        let key: Vec<String> =
            query.by.iter().map(|name| Cell::of(row.property(name)).to_string()).collect();
        let group = members.entry(key.clone()).or_default();
        if group.is_empty() {
            keys.push(key);
        }
        group.push(row);
    }
    let ranks: Vec<HashMap<&str, usize>> =
        query.by.iter().map(|name| ranks(source, name)).collect();
    keys.sort_by_cached_key(|key| {
        let rank = |(text, ranks): (&String, &HashMap<&str, usize>)| {
            (ranks.get(text.as_str()).copied().unwrap_or(usize::MAX), text.clone())
        };
        key.iter().zip(&ranks).map(rank).collect::<Vec<_>>()
    });
    let figures = |rows: &[&Page]| measures.iter().map(|it| figure(it, rows)).collect();
    let groups = if query.by.is_empty() {
        Vec::new()
    } else {
        let group = |key: Vec<String>| Group { figures: figures(&members[&key]), key };
        keys.into_iter().map(group).collect()
    };
    let all: Vec<&Page> = rows.iter().collect();
    Some(Groups {
        by: query.by.iter().map(|it| it.value.clone()).collect(),
        measures: measures.iter().map(|it| it.name.clone()).collect(),
        groups,
        total: figures(&all),
    })
}

/// The place of each option in the schema.
fn ranks<'s>(source: &'s DataSource, name: &str) -> HashMap<&'s str, usize> {
    let options = match source.properties.get(name).map(|it| &it.kind) {
        Some(PropertySchemaKind::Select(it) | PropertySchemaKind::MultiSelect(it)) => &it.options,
        Some(PropertySchemaKind::Status(it)) => &it.options,
        _ => return HashMap::new(),
    };
    options.iter().enumerate().map(|(at, it)| (it.name.as_str(), at)).collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts of rows are far below 2^52")]
fn figure(measure: &Measure, rows: &[&Page]) -> Figure {
    let Some(property) = &measure.property else { return Figure::Count(rows.len() as u64) };
    let values = || rows.iter().filter_map(|row| row.property(property));
    if measure.function == Function::Count {
        let filled = values().filter(|it| match it {
            PropertyValueKind::Checkbox(is_set) => *is_set,
            it => !Cell::of(Some(it)).is_empty(),
        });
        return Figure::Count(filled.count() as u64);
    }
    let numbers: Vec<f64> = values().filter_map(number).collect();
    match measure.function {
        // An empty sum of floats is -0 in Rust, which nobody wants to read.
        Function::Sum => Figure::Number(numbers.iter().sum::<f64>() + 0.0),
        Function::Avg if numbers.is_empty() => Figure::Nothing,
        Function::Avg => Figure::Number(numbers.iter().sum::<f64>() / numbers.len() as f64),
        Function::Min | Function::Max => extreme(measure.function, &numbers, values()),
        Function::Count => Figure::Nothing,
    }
}

fn extreme<'v>(
    function: Function,
    numbers: &[f64],
    values: impl Iterator<Item = &'v PropertyValueKind>,
) -> Figure {
    let is_better = |order: std::cmp::Ordering| match function {
        Function::Min => order.is_lt(),
        _ => order.is_gt(),
    };
    let number = numbers
        .iter()
        .copied()
        .reduce(|best, it| if is_better(it.total_cmp(&best)) { it } else { best });
    if let Some(number) = number {
        return Figure::Number(number);
    }
    let dates = values.filter_map(|it| match it {
        PropertyValueKind::Date(Some(date)) if date.start.odd().is_none() => Some(date),
        _ => None,
    });
    let key = |it: &notion_model::DateValue| {
        (it.start.date(), it.start.instant().unwrap_or(jiff::Timestamp::MIN))
    };
    let date = dates.reduce(|best, it| if is_better(key(it).cmp(&key(best))) { it } else { best });
    date.map_or(Figure::Nothing, |it| Figure::Text(it.start.to_string()))
}

fn number(kind: &PropertyValueKind) -> Option<f64> {
    let number = match kind {
        PropertyValueKind::Number(it) => it.as_ref(),
        PropertyValueKind::Checkbox(is_set) => return Some(f64::from(u8::from(*is_set))),
        PropertyValueKind::Formula(it) => match &it.kind {
            FormulaValueKind::Number(it) => it.as_ref(),
            _ => None,
        },
        PropertyValueKind::Rollup(it) => match &it.kind {
            RollupValueKind::Number(it) => it.as_ref(),
            _ => None,
        },
        _ => None,
    };
    number?.as_f64()
}
