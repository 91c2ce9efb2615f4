//! Short ways to write values in a seed: a text for a title, keys for people and rows.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::schema::{Property, PropertyKind};

/// A rich text: a string stands for one plain run.
pub(super) fn text(value: &Value) -> Value {
    match value {
        Value::String(text) => runs(text),
        other => other.clone(),
    }
}

/// One plain run for each piece of text that fits into a run.
fn runs(text: &str) -> Value {
    let mut pieces: Vec<String> = vec![String::new()];
    let mut units = 0;
    for letter in text.chars() {
        if units + letter.len_utf16() > notion_model::limits::TEXT {
            pieces.push(String::new());
            units = 0;
        }
        units += letter.len_utf16();
        if let Some(piece) = pieces.last_mut() {
            piece.push(letter);
        }
    }
    pieces.iter().map(|piece| json!({ "text": { "content": piece } })).collect()
}

/// The request value that a short one stands for; the error is a key that nothing has.
pub(super) fn value(
    property: &Property,
    value: Value,
    users: &BTreeMap<String, Uuid>,
    rows: &BTreeMap<String, Uuid>,
) -> Result<Value, String> {
    let kind = property.kind.type_name();
    if value.get(kind).is_some() {
        return Ok(value);
    }
    let full = match (&property.kind, value) {
        (PropertyKind::Title | PropertyKind::RichText, value) => text(&value),
        (PropertyKind::Select(_) | PropertyKind::Status { .. }, Value::String(name)) => {
            json!({ "name": name })
        }
        (PropertyKind::MultiSelect(_), Value::Array(names)) => names
            .into_iter()
            .map(|name| if name.is_string() { json!({ "name": name }) } else { name })
            .collect(),
        (PropertyKind::Date, Value::String(start)) => json!({ "start": start }),
        (PropertyKind::People, Value::Array(keys)) => referenced(keys, users)?,
        (PropertyKind::Relation { .. }, Value::Array(keys)) => referenced(keys, rows)?,
        (PropertyKind::Files, Value::Array(files)) => files
            .into_iter()
            .map(|file| match file {
                Value::String(url) => {
                    let name = url.rsplit('/').next().filter(|name| !name.is_empty());
                    json!({ "name": name.unwrap_or(&url), "external": { "url": url } })
                }
                other => other,
            })
            .collect(),
        (_, value) => value,
    };
    Ok(json!({ kind: full }))
}

/// Keys, or ids that are written out.
fn referenced(keys: Vec<Value>, known: &BTreeMap<String, Uuid>) -> Result<Value, String> {
    keys.into_iter()
        .map(|key| match key {
            Value::String(key) => match known.get(&key) {
                Some(id) => Ok(json!({ "id": id })),
                None if Uuid::try_parse(&key).is_ok() => Ok(json!({ "id": key })),
                None => Err(key),
            },
            other => Ok(other),
        })
        .collect()
}
