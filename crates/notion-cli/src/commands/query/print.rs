//! Rows in the form that was asked for.

use std::fs;

use notion_ops::query::{Groups, QueryResult, Row};
use notion_ops::spec::OutputFormat;
use serde_json::{Map, Value, json};

use crate::error::Failure;
use crate::run::App;
use crate::ui::table::Table;

/// Prints rows, and below them what was counted.
pub(super) fn rows(
    found: &QueryResult,
    format: OutputFormat,
    app: &mut App,
) -> Result<(), Failure> {
    if let OutputFormat::Table = format {
        let mut table = Table::new(found.columns.iter().map(String::as_str));
        for row in &found.rows {
            table.row(row.cells.iter().map(ToString::to_string));
        }
        app.ui.table(table)?;
        if let Some(groups) = &found.groups {
            app.ui.line("")?;
            app.ui.table(counted(groups))?;
        }
        return Ok(());
    }
    app.ui.put(&text(found, format))
}

/// Writes rows into a file.
pub(super) fn file(
    found: &QueryResult,
    format: OutputFormat,
    path: &str,
    app: &mut App,
) -> Result<(), Failure> {
    let text = match format {
        OutputFormat::Table => text(found, OutputFormat::Markdown),
        format => text(found, format),
    };
    let file = app.host.path(path);
    fs::write(&file, text).map_err(|error| Failure::file(&file, &error))
}

fn text(found: &QueryResult, format: OutputFormat) -> String {
    let lines = found.rows.iter().map(|row| object(&found.columns, row));
    match format {
        OutputFormat::Json => {
            let mut whole = json!({ "rows": lines.collect::<Vec<_>>() });
            if let Some(groups) = &found.groups {
                whole["groups"] = json!(groups);
            }
            format!("{whole:#}\n")
        }
        OutputFormat::Csv => {
            let header = found.columns.iter().map(|it| quoted(it)).collect::<Vec<_>>();
            let rows = found.rows.iter().map(|row| {
                row.cells.iter().map(|cell| quoted(&cell.to_string())).collect::<Vec<_>>()
            });
            let lines = std::iter::once(header).chain(rows);
            lines.map(|line| line.join(",") + "\r\n").collect()
        }
        OutputFormat::Markdown => markdown(found),
        OutputFormat::Jsonl | OutputFormat::Table => {
            let groups = found.groups.as_ref().map(|groups| json!({ "groups": groups }));
            let mut text = String::new();
            for line in lines.chain(groups) {
                text.push_str(&line.to_string());
                text.push('\n');
            }
            text
        }
    }
}

/// What was counted, one line a group and one for all.
pub(in crate::commands) fn counted(groups: &Groups) -> Table {
    let header = groups.by.iter().chain(&groups.measures).map(String::as_str);
    let mut table = Table::new(header);
    for group in &groups.groups {
        let figures = group.figures.iter().map(ToString::to_string);
        table.row(group.key.iter().cloned().chain(figures));
    }
    let total = groups.by.iter().enumerate().map(|(at, _)| if at == 0 { "all" } else { "" });
    let figures = groups.total.iter().map(ToString::to_string);
    table.row(total.map(str::to_owned).chain(figures));
    for column in groups.by.len()..groups.by.len() + groups.measures.len() {
        table.numbers(column);
    }
    table
}

/// A row as JSON: its id, its address, and its columns by name.
fn object(columns: &[String], row: &Row) -> Value {
    let mut object = Map::new();
    object.insert("id".to_owned(), json!(row.id));
    object.insert("url".to_owned(), json!(row.url));
    let cells = columns.iter().zip(&row.cells);
    let properties = cells.map(|(name, cell)| (name.clone(), cell.to_json()));
    object.insert("properties".to_owned(), Value::Object(properties.collect()));
    Value::Object(object)
}

/// A field of CSV, in quotes where RFC 4180 wants them.
fn quoted(text: &str) -> String {
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text.to_owned()
    }
}

fn markdown(found: &QueryResult) -> String {
    let line = |cells: Vec<String>| {
        let cells: Vec<_> =
            cells.iter().map(|it| it.replace('|', "\\|").replace('\n', " ")).collect();
        format!("| {} |\n", cells.join(" | "))
    };
    let mut text = line(found.columns.clone());
    text.push_str(&line(found.columns.iter().map(|_| "---".to_owned()).collect()));
    for row in &found.rows {
        text.push_str(&line(row.cells.iter().map(ToString::to_string).collect()));
    }
    text
}
