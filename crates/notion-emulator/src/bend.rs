//! What faults make of requests that are carried out, and of their answers.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::asked::Asked;
use crate::fault::{Bends, Rewrite};
use crate::world::World;

/// The longest page that anybody may ask for.
const LONGEST: u64 = notion_model::limits::PAGE_SIZE as u64;

/// The request that is carried out in the place of what was asked.
pub(crate) fn request<'a>(asked: &'a Asked, body: &mut Value, bends: &Bends) -> Cow<'a, Asked> {
    if let (Some(most), Some(Value::Array(children))) = (bends.children, body.get_mut("children")) {
        children.truncate(most);
    }
    if let (Some(levels), Some(children)) = (bends.levels, body.get_mut("children")) {
        flatten(children, levels);
    }
    if bends.page_size.is_none() && bends.repeat.is_none() {
        return Cow::Borrowed(asked);
    }
    let again = bends.repeat.filter(|_| is_continued(asked)).unwrap_or_default() as u64;
    let most = bends.page_size.map_or(LONGEST, u64::from).min(LONGEST);
    // Zero stands for the longest.
    let size = |given: Option<u64>| {
        let given = given.filter(|given| *given > 0).unwrap_or(LONGEST);
        given.min(most).saturating_sub(again).max(1)
    };
    let is_list_in_body = asked.path.ends_with("/query") || asked.path.ends_with("/search");
    if asked.method == "POST" && is_list_in_body {
        let given = body.get("page_size").and_then(Value::as_u64);
        // What is no size is still to be refused.
        if let Some(body) = body.as_object_mut()
            && (!body.contains_key("page_size") || given.is_some_and(|given| given <= LONGEST))
        {
            body.insert("page_size".into(), json!(size(given)));
        }
        return Cow::Borrowed(asked);
    }
    if asked.method != "GET" || !is_list(&asked.path) {
        return Cow::Borrowed(asked);
    }
    let mut asked = asked.clone();
    match asked.query.iter_mut().find(|(key, _)| key == "page_size") {
        None => asked.query.push(("page_size".to_owned(), size(None).to_string())),
        Some((_, given)) => {
            if let Some(asked) = given.parse::<u64>().ok().filter(|given| *given <= LONGEST) {
                *given = size(Some(asked)).to_string();
            }
        }
    }
    Cow::Owned(asked)
}

/// Whether what is read at this path comes in pages.
fn is_list(path: &str) -> bool {
    let path = path.trim_end_matches('/');
    let names = ["users", "comments", "file_uploads", "views", "custom_emojis"];
    path.ends_with("/children")
        || path.ends_with("/templates")
        || path.contains("/properties/")
        || path.contains("/queries/")
        || names.iter().any(|name| path.strip_prefix("/v1/") == Some(name))
}

/// Whether it asks for a page after the first.
fn is_continued(asked: &Asked) -> bool {
    asked.query.iter().any(|(key, _)| key == "start_cursor")
        || serde_json::from_slice::<Value>(&asked.body)
            .is_ok_and(|body| body.get("start_cursor").is_some_and(Value::is_string))
}

/// Drops children that are deeper than so many levels.
///
/// Each step goes one level down, and the reader of JSON has bounded how many there are.
fn flatten(children: &mut Value, levels: usize) {
    for block in children.as_array_mut().into_iter().flatten() {
        let Some(block) = block.as_object_mut() else { continue };
        // What cannot be without children keeps them.
        let holds = ["table", "column_list", "column"].iter().any(|kind| block.contains_key(*kind));
        let levels = if holds { levels.max(2) } else { levels };
        let inner = block.values_mut().filter_map(Value::as_object_mut);
        let nested = inner.filter_map(|fields| below(fields, levels)).collect::<Vec<_>>();
        nested.into_iter().chain(below(block, levels)).for_each(drop);
    }
}

fn below(fields: &mut Map<String, Value>, levels: usize) -> Option<()> {
    if levels <= 1 {
        fields.shift_remove("children");
    } else {
        flatten(fields.get_mut("children")?, levels - 1);
    }
    Some(())
}

/// A text in which names of the seed in braces, such as `{page:oil}`, are ids.
pub(crate) fn with_ids(text: &str, world: &World) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        done.push_str(before);
        let name = from[1..].split('}').next().unwrap_or_default();
        if let Some(id) = world.about.keys.get(name) {
            done.push_str(&id.to_string());
            rest = from.get(name.len() + 2..).unwrap_or_default();
        } else {
            done.push('{');
            rest = &from[1..];
        }
    }
    done.push_str(rest);
    done
}

/// The pages of lists that were answered last, by path: for those that come again.
pub(crate) type Pages = BTreeMap<String, Vec<Value>>;

/// Puts the last items of the page before at the head of this one, and keeps it for the next.
pub(crate) fn repeat(pages: &mut Pages, asked: &Asked, again: Option<usize>, body: &mut Value) {
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
pub(crate) fn answer(body: &mut Value, bends: &Bends) {
    if let Some(most) = bends.results
        && let Some(members) = body.as_object_mut()
        && let Some(results) = members.get_mut("results").and_then(Value::as_array_mut)
    {
        results.truncate(most);
        members.insert("next_cursor".into(), Value::Null);
        members.insert("has_more".into(), json!(false));
    }
    if bends.strange {
        estrange(body);
    }
    for rewrite in &bends.rewrites {
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
    fn children_lose_what_is_nested_too_deep() {
        let leaf = json!({ "paragraph": {} });
        let mut children = json!([
            { "paragraph": { "children": [{ "quote": { "children": [leaf] } }] } },
            { "toggle": {}, "children": [leaf] },
            { "table": { "table_width": 1, "children": [{ "table_row": { "cells": [[]] } }] } },
        ]);
        let whole = children.clone();
        flatten(&mut children, 3);
        assert_eq!(children, whole);
        flatten(&mut children, 2);
        assert_eq!(children[0], json!({ "paragraph": { "children": [{ "quote": {} }] } }));
        flatten(&mut children, 1);
        assert_eq!(children[0], json!({ "paragraph": {} }));
        assert_eq!(children[1], json!({ "toggle": {} }));
        assert_eq!(children[2], whole[2], "a table without rows would be refused");
    }

    #[test]
    fn members_are_merged_and_taken_out() {
        let mut body = json!({ "a": { "b": 1, "c": [1] }, "d": 2 });
        merge(&mut body, &json!({ "a": { "c": [], "e": null }, "f": { "g": 3 } }));
        let expected = json!({ "a": { "b": 1, "c": [], "e": null }, "d": 2, "f": { "g": 3 } });
        assert_eq!(body, expected);
    }
}
