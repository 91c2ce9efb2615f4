//! Altering an answer: items that come again, members that come and go, things that nobody knows yet.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::request::is_continued;
use super::{Alterations, Rewrite};
use crate::asked::Asked;

/// The pages of lists that were answered last, by path: for those that come again.
pub(crate) type LastPages = BTreeMap<String, Vec<Value>>;

/// Puts the last items of the page before at the head of this one, and keeps it for the next.
pub(crate) fn repeat_items(
    pages: &mut LastPages,
    asked: &Asked,
    again: Option<usize>,
    body: &mut Value,
) {
    let Some(results) = body.get_mut("results").and_then(Value::as_array_mut) else { return };
    if let Some(again) = again.filter(|_| is_continued(asked))
        && let Some(before) = pages.get(&asked.path)
    {
        let tail = before.get(before.len().saturating_sub(again)..).unwrap_or_default();
        results.splice(0..0, tail.iter().cloned());
    }
    pages.insert(asked.path.clone(), results.clone());
}

/// Rewrites an answer as a fault wants it.
pub(crate) fn alter_answer(body: &mut Value, alterations: &Alterations) {
    if let Some(most) = alterations.results
        && let Some(members) = body.as_object_mut()
        && let Some(results) = members.get_mut("results").and_then(Value::as_array_mut)
    {
        results.truncate(most);
        members.insert("next_cursor".into(), Value::Null);
        members.insert("has_more".into(), json!(false));
    }
    if alterations.strange {
        estrange(body);
    }
    for rewrite in &alterations.rewrites {
        let Rewrite { set, without } = &**rewrite;
        if !set.is_null() {
            merge(body, set);
        }
        if let Some(members) = body.as_object_mut() {
            members.retain(|key, _| !without.contains(key));
        }
    }
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, value) in from {
                merge(into.entry(key.as_str()).or_insert(Value::Null), value);
            }
        }
        (into, from) => *into = from.clone(),
    }
}

/// Puts members, words and types into an answer that nobody knows yet.
fn estrange(value: &mut Value) {
    let mut open = vec![value];
    let mut blocks = 0;
    while let Some(value) = open.pop() {
        match value {
            Value::Array(items) => open.extend(items.iter_mut().rev()),
            Value::Object(members) => {
                if let Some(color) = members.get_mut("color").filter(|it| it.is_string()) {
                    *color = json!("ultraviolet");
                }
                match members.get("object").and_then(Value::as_str) {
                    Some("block") => {
                        blocks += 1;
                        if blocks == 1 {
                            let kind = members.get("type").and_then(Value::as_str);
                            let kind = kind.unwrap_or_default().to_owned();
                            members.shift_remove(&kind);
                            members.insert("type".into(), json!("hologram"));
                            members.insert("hologram".into(), json!({ "depth": 3 }));
                        }
                    }
                    Some("page" | "data_source") => {
                        if let Some(Value::Object(properties)) = members.get_mut("properties") {
                            let scent =
                                json!({ "id": "sCnT", "type": "scent", "scent": { "of": "rain" } });
                            properties.insert("Scent".into(), scent);
                        }
                    }
                    Some(_) => {}
                    None => {
                        open.extend(members.values_mut());
                        continue;
                    }
                }
                members.insert("mood".into(), json!({ "is": "curious" }));
                open.extend(members.values_mut());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn members_are_merged_and_taken_out() {
        let mut body = json!({ "a": { "b": 1, "c": [1] }, "d": 2 });
        merge(&mut body, &json!({ "a": { "c": [], "e": null }, "f": { "g": 3 } }));
        let expected = json!({ "a": { "b": 1, "c": [], "e": null }, "d": 2, "f": { "g": 3 } });
        assert_eq!(body, expected);
    }
}
