//! A recorded filter, said in our language and compiled again, is the same filter.

use jiff::Timestamp;
use notion_filter::{Env, Options, Relative, Schema, compile_with, decompile};
use notion_model::query::Filter;
use notion_model::{DataSource, DateOrDateTime};
use serde_json::{Map, Value, json};

use super::history::History;
use super::queries::Query;

/// What is not the same.
pub(super) fn difference(filter: &Filter, query: &Query, history: &History) -> Result<(), String> {
    let schema = history.schema(query).unwrap_or_else(Schema::untyped);
    let text = match decompile(filter, &schema) {
        Ok(decompiled) => decompiled.text,
        Err(error) => return Err(format!("cannot be decompiled: {error}")),
    };
    let now = history.time(query).map_or(Timestamp::UNIX_EPOCH, |it| it.1);
    let options = Options { relative: Relative::Symbolic, ..Options::default() };
    let compiled = match compile_with(&text, &schema, &Env::at(now), &options) {
        Ok(compiled) => compiled.filter,
        Err(error) => return Err(format!("decompiled to `{text}`, which is refused:\n{error}")),
    };
    let source = history.data_source(query);
    let canonical = |filter: Option<&Filter>| {
        let filter = serde_json::to_value(filter).map_err(|error| error.to_string())?;
        Ok::<_, String>(canonical(&filter, source))
    };
    let (recorded, ours) = (canonical(Some(filter))?, canonical(compiled.as_ref())?);
    if recorded == ours {
        return Ok(());
    }
    Err(format!("decompiled to `{text}` and compiled again it is another filter: {ours}"))
}

/// The filter in one of the several ways in which Notion takes it.
///
/// Knows nothing of our compiler: what it calls the same is the same to Notion.
fn canonical(filter: &Value, source: Option<&DataSource>) -> Value {
    for connector in ["and", "or"] {
        if let Some(parts) = filter[connector].as_array() {
            let mut flat = Vec::new();
            for part in parts.iter().map(|part| canonical(part, source)) {
                match part[connector].as_array() {
                    Some(inner) => flat.extend(inner.iter().cloned()),
                    None => flat.push(part),
                }
            }
            flat.sort_by_key(ToString::to_string);
            flat.dedup();
            return if flat.len() == 1 { flat.swap_remove(0) } else { json!({ connector: flat }) };
        }
    }
    let mut leaf = Map::new();
    for (key, value) in filter.as_object().into_iter().flatten() {
        match key.as_str() {
            "type" => {}
            "property" => {
                let by_id = source.and_then(|it| {
                    let of_id = |id: &str| value == id;
                    it.properties.iter().find(|(_, property)| {
                        of_id(property.id.as_str()) || of_id(&property.id.decoded())
                    })
                });
                let name = by_id.map_or_else(|| value.clone(), |(name, _)| json!(name));
                leaf.insert("property".to_owned(), name);
            }
            "timestamp" => drop(leaf.insert("timestamp".to_owned(), value.clone())),
            // The key of any text property is taken for every other one.
            "title" | "rich_text" | "url" | "email" | "phone_number" => {
                leaf.insert("text".to_owned(), test(value));
            }
            _ => drop(leaf.insert(key.clone(), test(value))),
        }
    }
    Value::Object(leaf)
}

/// The test of a condition, with what stands in it.
fn test(value: &Value) -> Value {
    match value {
        Value::Object(entries) => {
            if let [("does_not_equal", Value::Bool(it))] =
                entries.iter().map(|(key, value)| (key.as_str(), value.clone())).collect::<Vec<_>>()
                    [..]
            {
                return json!({ "equals": !it });
            }
            Value::Object(entries.iter().map(|(key, it)| (key.clone(), test(it))).collect())
        }
        Value::Array(items) => match &items[..] {
            [only] => only.clone(),
            _ => value.clone(),
        },
        Value::Number(number) => json!(number.as_f64()),
        Value::String(text) => json!(moment(text).unwrap_or_else(|| text.clone())),
        other => other.clone(),
    }
}

/// A point in time to the minute, which is how Notion compares it.
fn moment(text: &str) -> Option<String> {
    let value: DateOrDateTime = text.parse().ok()?;
    let instant = value.instant().filter(|_| !value.is_date_only())?;
    let minute = instant.as_second().div_euclid(60);
    Some(format!("minute {minute}"))
}
