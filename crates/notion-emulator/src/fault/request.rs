//! Altering a request before it is carried out: fewer children, shorter pages.

use std::borrow::Cow;

use serde_json::{Map, Value, json};

use super::Alterations;
use crate::asked::Asked;

/// The longest page that anybody may ask for.
const LONGEST: u64 = notion_model::limits::PAGE_SIZE as u64;

/// The request that is carried out in the place of what was asked.
pub(crate) fn alter_request<'a>(
    asked: &'a Asked,
    body: &mut Value,
    alterations: &Alterations,
) -> Cow<'a, Asked> {
    if let (Some(most), Some(Value::Array(children))) =
        (alterations.children, body.get_mut("children"))
    {
        children.truncate(most);
    }
    if let (Some(levels), Some(children)) = (alterations.levels, body.get_mut("children")) {
        flatten(children, levels);
    }
    if alterations.page_size.is_none() && alterations.repeat.is_none() {
        return Cow::Borrowed(asked);
    }
    let again = alterations.repeat.filter(|_| is_continued(asked)).unwrap_or_default() as u64;
    let most = alterations.page_size.map_or(LONGEST, u64::from).min(LONGEST);
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
pub(super) fn is_continued(asked: &Asked) -> bool {
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
}
