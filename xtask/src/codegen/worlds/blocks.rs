//! Blocks as one would send them, in as few words as possible.

use serde_json::{Value, json};

/// Rich text: plain, with `**bold**` and `` `code` `` understood.
pub(super) fn text(plain: &str) -> Value {
    let mut runs = Vec::new();
    for (position, part) in plain.split("**").enumerate() {
        for (inner, part) in part.split('`').enumerate() {
            if part.is_empty() {
                continue;
            }
            let mut run = json!({ "type": "text", "text": { "content": part } });
            if inner % 2 == 1 {
                run["annotations"] = json!({ "code": true });
            } else if position % 2 == 1 {
                run["annotations"] = json!({ "bold": true });
            }
            runs.push(run);
        }
    }
    Value::from(runs)
}

fn block(kind: &str, body: Value) -> Value {
    json!({ "type": kind, kind: body })
}

fn with_children(kind: &str, mut body: Value, children: Vec<Value>) -> Value {
    if !children.is_empty() {
        body["children"] = Value::from(children);
    }
    block(kind, body)
}

pub(super) fn paragraph(plain: &str) -> Value {
    block("paragraph", json!({ "rich_text": text(plain) }))
}

pub(super) fn heading(level: u8, plain: &str) -> Value {
    block(&format!("heading_{level}"), json!({ "rich_text": text(plain) }))
}

pub(super) fn bullet(plain: &str, children: Vec<Value>) -> Value {
    with_children("bulleted_list_item", json!({ "rich_text": text(plain) }), children)
}

pub(super) fn numbered(plain: &str) -> Value {
    block("numbered_list_item", json!({ "rich_text": text(plain) }))
}

pub(super) fn to_do(checked: bool, plain: &str) -> Value {
    let mut body = json!({ "rich_text": text(plain) });
    if checked {
        body["checked"] = json!(true);
    }
    block("to_do", body)
}

pub(super) fn quote(plain: &str) -> Value {
    block("quote", json!({ "rich_text": text(plain) }))
}

pub(super) fn toggle(plain: &str, children: Vec<Value>) -> Value {
    with_children("toggle", json!({ "rich_text": text(plain) }), children)
}

pub(super) fn callout(emoji: &str, plain: &str) -> Value {
    let icon = json!({ "type": "emoji", "emoji": emoji });
    block("callout", json!({ "rich_text": text(plain), "icon": icon, "color": "gray_background" }))
}

pub(super) fn code(language: &str, source: &str) -> Value {
    let rich_text = json!([{ "type": "text", "text": { "content": source } }]);
    block("code", json!({ "rich_text": rich_text, "language": language }))
}

pub(super) fn divider() -> Value {
    block("divider", json!({}))
}

pub(super) fn equation(expression: &str) -> Value {
    block("equation", json!({ "expression": expression }))
}

pub(super) fn bookmark(url: &str) -> Value {
    block("bookmark", json!({ "url": url }))
}

pub(super) fn image(url: &str, caption: &str) -> Value {
    let external = json!({ "url": url });
    block("image", json!({ "type": "external", "external": external, "caption": text(caption) }))
}

/// Columns side by side, each with its blocks.
pub(super) fn columns(columns: Vec<Vec<Value>>) -> Value {
    let column = |children: Vec<Value>| block("column", json!({ "children": children }));
    let columns: Vec<_> = columns.into_iter().map(column).collect();
    block("column_list", json!({ "children": columns }))
}

/// A table whose first row is its header. Cells are parted by `|`.
pub(super) fn table(lines: &[&str]) -> Value {
    let cells = |line: &&str| line.split('|').map(|cell| text(cell.trim())).collect::<Vec<_>>();
    let rows: Vec<Vec<Value>> = lines.iter().map(cells).collect();
    let width = rows.first().map_or(1, Vec::len);
    let rows: Vec<_> =
        rows.into_iter().map(|cells| block("table_row", json!({ "cells": cells }))).collect();
    block("table", json!({ "table_width": width, "has_column_header": true, "children": rows }))
}

/// Nested bullets from lines that are indented by two spaces a level.
pub(super) fn outline(lines: &str) -> Vec<Value> {
    let lines: Vec<&str> = lines.lines().filter(|line| !line.trim().is_empty()).collect();
    level(&lines, 0)
}

fn level(lines: &[&str], indent: usize) -> Vec<Value> {
    let starts: Vec<usize> =
        (0..lines.len()).filter(|at| indentation(lines[*at]) == indent).collect();
    let ends = starts.iter().skip(1).copied().chain([lines.len()]);
    let item = |(start, end): (&usize, usize)| {
        bullet(lines[*start].trim(), level(&lines[start + 1..end], indent + 2))
    };
    starts.iter().zip(ends).map(item).collect()
}

fn indentation(line: &str) -> usize {
    line.len() - line.trim_start().len()
}
