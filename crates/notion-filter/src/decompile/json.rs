//! JSON as a filter or as the body of a query, with the place of what is wrong.

use notion_model::query::{Filter, Query, Sort};
use serde_json::{Map, Value};

use super::{DecompileError, DecompileWarning};
use crate::parse::MAX_DEPTH;

/// What has a text: a filter with its clauses.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) filter: Option<Filter>,
    pub(super) sorts: Vec<Sort>,
    pub(super) limit: Option<u32>,
    pub(super) select: Vec<String>,
    pub(super) warnings: Vec<DecompileWarning>,
}

/// Said of `page_size`.
const PAGE_SIZE: &str =
    "became `limit`: the text asks for so many pages in all, the body for so many in one answer";

/// Said of what belongs to a request and not to a filter.
const BESIDE: &str = "left out: it belongs to the request, the text says nothing about it";

impl Body {
    pub(super) fn of(query: &Query) -> Self {
        let mut body = Self {
            filter: query.filter.clone(),
            sorts: query.sorts.clone(),
            limit: query.page_size,
            ..Self::default()
        };
        if query.page_size.is_some() {
            body.warn("page_size", PAGE_SIZE);
        }
        let beside = [
            ("start_cursor", query.start_cursor.is_some()),
            ("in_trash", query.in_trash == Some(true)),
            ("is_archived", query.is_archived == Some(true)),
            ("result_type", query.result_type.is_some()),
        ];
        for (key, _) in beside.into_iter().filter(|(_, is_there)| *is_there) {
            body.warn(key, BESIDE);
        }
        body
    }

    fn warn(&mut self, path: &str, message: &str) {
        let (path, message) = (path.to_owned(), message.to_owned());
        self.warnings.push(DecompileWarning { path, message });
    }
}

/// Reads a filter, or a body that has one.
pub(super) fn body(json: &str) -> Result<Body, DecompileError> {
    let value: Value = match serde_json::from_str(json) {
        Ok(value) => value,
        Err(error) => return wrong("JSON", error.to_string()),
    };
    let Value::Object(map) = value else {
        return wrong("filter", "a filter is an object");
    };
    if ["and", "or", "property", "timestamp"].iter().any(|it| map.contains_key(*it)) {
        let filter = Some(filter(Value::Object(map), "filter", 0)?);
        return Ok(Body { filter, ..Body::default() });
    }
    let mut body = Body::default();
    for (key, value) in map {
        // Views and some clients write `null` for what is not there.
        if value.is_null() {
            continue;
        }
        match key.as_str() {
            "filter" => body.filter = Some(filter(value, "filter", 0)?),
            "sorts" => {
                for (index, sort) in list(value, "sorts")?.into_iter().enumerate() {
                    match serde_json::from_value(sort) {
                        Ok(sort) => body.sorts.push(sort),
                        Err(error) => return wrong(&format!("sorts[{index}]"), error.to_string()),
                    }
                }
            }
            "page_size" | "limit" => {
                let rows = value.as_u64().and_then(|it| u32::try_from(it).ok());
                let Some(rows) = rows.filter(|it| *it > 0) else {
                    return wrong(&key, "a number of pages is a whole number from 1");
                };
                if key == "page_size" {
                    body.warn("page_size", PAGE_SIZE);
                }
                // What is compiled has both, and its limit is the exact one.
                if key == "limit" || body.limit.is_none() {
                    body.limit = Some(rows);
                }
            }
            "select" | "filter_properties" => {
                for (index, name) in list(value, &key)?.into_iter().enumerate() {
                    let Value::String(name) = name else {
                        return wrong(&format!("{key}[{index}]"), "a property is a name or an ID");
                    };
                    if !body.select.contains(&name) {
                        body.select.push(name);
                    }
                }
            }
            "start_cursor" | "result_type" => body.warn(&key, BESIDE),
            "in_trash" | "is_archived" | "archived" => {
                if value != Value::Bool(false) {
                    body.warn(&key, BESIDE);
                }
            }
            "" => return wrong("query", "a part of it has no name"),
            _ => return wrong(&key, "not a part of a filter or of the body of a query"),
        }
    }
    Ok(body)
}

fn wrong<T>(path: &str, message: impl Into<String>) -> Result<T, DecompileError> {
    Err(DecompileError { path: path.to_owned(), message: message.into() })
}

fn list(value: Value, path: &str) -> Result<Vec<Value>, DecompileError> {
    match value {
        Value::Array(items) => Ok(items),
        _ => wrong(path, "expected a list"),
    }
}

/// Reads a filter in so many groups.
fn filter(value: Value, path: &str, depth: u8) -> Result<Filter, DecompileError> {
    let Value::Object(mut map) = value else {
        return wrong(path, "a filter is an object");
    };
    if depth > MAX_DEPTH {
        return wrong(path, format!("a filter has at most {MAX_DEPTH} levels"));
    }
    let groups = [("and", Filter::And as fn(Vec<Filter>) -> Filter), ("or", Filter::Or)];
    for (key, group) in groups {
        let Some(parts) = map.remove(key) else { continue };
        if let Some(other) = map.keys().next() {
            return wrong(&format!("{path}.{other}"), format!("not expected beside `{key}`"));
        }
        let path = format!("{path}.{key}");
        let parts = list(parts, &path)?;
        let parts: Result<_, _> = parts
            .into_iter()
            .enumerate()
            .map(|(index, part)| filter(part, &format!("{path}[{index}]"), depth + 1))
            .collect();
        return Ok(group(parts?));
    }
    match serde_json::from_value(Value::Object(map.clone())) {
        Ok(filter) => Ok(filter),
        Err(error) => misread(&map, path, &error.to_string()),
    }
}

/// What is wrong with one condition, as far down as it can be told.
fn misread<T>(map: &Map<String, Value>, path: &str, message: &str) -> Result<T, DecompileError> {
    let is_about = |key: &str| matches!(key, "property" | "timestamp" | "type");
    let conditions: Vec<&String> = map.keys().filter(|key| !is_about(key)).collect();
    let about = map.contains_key("property") || map.contains_key("timestamp");
    let [condition] = conditions[..] else {
        return wrong(path, message);
    };
    if !about {
        return wrong(path, "a filter has `property`, `timestamp`, `and` or `or`");
    }
    let unknown = |key: &str| message.contains(&format!("unknown variant `{key}`"));
    let mut path = format!("{path}.{condition}");
    if unknown(condition) {
        let message = format!("a condition of the kind `{condition}` is not known");
        return wrong(&path, message);
    }
    let mut value = map.get(condition);
    while let Some(Value::Object(inner)) = value {
        let mut entries = inner.iter();
        let (Some((key, inner)), None) = (entries.next(), entries.next()) else { break };
        path.push('.');
        path.push_str(key);
        if unknown(key) {
            break;
        }
        value = Some(inner);
    }
    wrong(&path, message)
}
