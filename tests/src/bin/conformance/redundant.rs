//! What may stand in the body of a request without changing what it asks for.
//!
//! Our types read what others wrote, and write it in their own words. Both are the same request if
//! they are equal without what is redundant by one of the [`RULES`]. Nothing else may differ: a
//! field that a type forgets is told as a difference. Each rule is a fact about Notion.

use serde_json::{Map, Value, json};

/// One reason for which something is redundant: its name, and what it takes out of an object that
/// stands under a key. Objects in a list stand under the key of the list, the body under none.
type Rule = (&'static str, fn(&str, &mut Map<String, Value>));

/// All there are. Inner objects come first.
pub(crate) const RULES: &[Rule] = &[
    ("a `type` that names the key beside it", |_, object| {
        if let Some(Value::String(word)) = object.get("type")
            && object.contains_key(word)
        {
            object.shift_remove("type");
        }
    }),
    ("the dashes of an id", |_, object| {
        for (key, value) in object {
            if (key == "id" || key.ends_with("_id"))
                && let Value::String(id) = value
                && id.len() == 36
            {
                id.retain(|it| it != '-');
            }
        }
    }),
    ("annotations as they are by default", |key, object| {
        if key == "annotations" {
            object.retain(|_, value| *value != json!(false) && *value != json!("default"));
        }
        drop_if(object, "annotations", &[json!({}), Value::Null]);
    }),
    ("what answers say of a run of text", |_, object| {
        if ["text", "mention", "equation"].iter().any(|it| object.contains_key(*it)) {
            object.shift_remove("plain_text");
            object.shift_remove("href");
        }
    }),
    ("a link that is none, and that a link is one", |key, object| match key {
        "text" => drop_if(object, "link", &[Value::Null]),
        "link" => drop_if(object, "type", &[json!("url")]),
        _ => {}
    }),
    ("that a block is a block, and a user a user", |key, object| match key {
        "" | "children" => drop_if(object, "object", &[json!("block")]),
        "people" | "user" => drop_if(object, "object", &[json!("user")]),
        _ => {}
    }),
    ("the defaults of a block", |key, object| {
        if BLOCKS.contains(&key) {
            drop_if(object, "color", &[json!("default")]);
            for flag in ["checked", "has_column_header", "has_row_header", "is_toggleable"] {
                drop_if(object, flag, &[json!(false)]);
            }
            drop_if(object, "caption", &[json!([])]);
            drop_if(object, "children", &[json!([])]);
        }
    }),
    ("nothing to begin with", |key, object| {
        if key.is_empty() && object.contains_key("parent") {
            drop_if(object, "children", &[json!([])]);
            drop_if(object, "icon", &[Value::Null]);
            drop_if(object, "cover", &[Value::Null]);
            drop_if(object, "initial_data_source", &[json!({}), json!({ "properties": {} })]);
        }
        if key.is_empty() {
            drop_if(object, "properties", &[json!({})]);
        }
    }),
    ("the way in which a file is uploaded by default", |key, object| {
        if key.is_empty() {
            drop_if(object, "mode", &[json!("single_part")]);
        }
    }),
    ("what is not done by default", |_, object| {
        for flag in ["allow_async", "allow_deleting_content", "replace_all_matches"] {
            drop_if(object, flag, &[json!(false)]);
        }
    }),
    ("a formula without an expression", |key, object| {
        if key == "formula" {
            drop_if(object, "expression", &[json!("")]);
        }
    }),
    ("the only type that an attachment has", |key, object| {
        if key == "attachments" {
            drop_if(object, "type", &[json!("file_upload")]);
        }
    }),
    ("`after`, which is a `position` from version 2026-03-11 on", |key, object| {
        if key.is_empty()
            && object.contains_key("children")
            && !object.contains_key("position")
            && let Some(id) = object.shift_remove("after")
        {
            let id = id.as_str().map(|it| it.replace('-', ""));
            object.insert("position".to_owned(), json!({ "after_block": { "id": id } }));
        }
    }),
    ("`archived`, which is `in_trash` up to version 2025-09-03", |key, object| {
        if key.is_empty()
            && !object.contains_key("in_trash")
            && let Some(archived) = object.shift_remove("archived")
        {
            object.insert("in_trash".to_owned(), archived);
        }
    }),
    ("a title as its runs alone", |_, object| {
        if let Some(Value::Object(properties)) = object.get_mut("properties") {
            for value in properties.values_mut().filter(|it| it.is_array()) {
                *value = json!({ "title": value.take() });
            }
        }
    }),
    ("what an option is called and looks like whose id is given", |key, object| {
        if ["select", "multi_select", "status"].contains(&key) && object.contains_key("id") {
            for said in ["name", "color", "description"] {
                object.shift_remove(said);
            }
        }
    }),
    ("what answers say of the value of a property", |key, object| {
        if key == PROPERTY {
            drop_if(object, "has_more", &[json!(false)]);
        }
    }),
];

/// The key of what stands under a name in `properties`. Names of properties are no keys.
const PROPERTY: &str = "properties.*";

/// The keys of what blocks hold.
const BLOCKS: &[&str] = &[
    "audio",
    "bookmark",
    "bulleted_list_item",
    "callout",
    "code",
    "embed",
    "file",
    "heading_1",
    "heading_2",
    "heading_3",
    "heading_4",
    "image",
    "numbered_list_item",
    "paragraph",
    "pdf",
    "quote",
    "table",
    "table_of_contents",
    "to_do",
    "toggle",
    "video",
    // A column is refused without children, but may have an empty list of them.
    "column",
    "column_list",
    "synced_block",
    "tab",
    "template",
];

/// The body of a request without what is redundant in it.
pub(crate) fn without(mut body: Value) -> Value {
    clean("", &mut body);
    body
}

// As deep as the reader of JSON lets a body be.
fn clean(key: &str, value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|it| clean(key, it)),
        Value::Object(object) => {
            let are_names = key == "properties";
            for (key, value) in object.iter_mut() {
                clean(if are_names { PROPERTY } else { key }, value);
            }
            if !are_names {
                for (_, rule) in RULES {
                    rule(key, object);
                }
            }
        }
        _ => {}
    }
}

fn drop_if(object: &mut Map<String, Value>, key: &str, redundant: &[Value]) {
    if object.get(key).is_some_and(|it| redundant.contains(it)) {
        object.shift_remove(key);
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::without;

    fn are_same(one: Value, other: Value) -> bool {
        without(one) == without(other)
    }

    #[test]
    fn what_is_redundant_makes_no_other_request() {
        let check = |one, other| assert!(are_same(one, other));
        check(
            json!({"children": [{"object": "block", "type": "to_do", "to_do": {
                "rich_text": [{"type": "text", "text": {"content": "x", "link": null},
                    "plain_text": "x", "href": null,
                    "annotations": {"bold": false, "color": "default"}}],
                "color": "default", "checked": false, "children": [],
            }}]}),
            json!({"children": [{"to_do": {"rich_text": [{"text": {"content": "x"}}]}}]}),
        );
        check(
            json!({"parent": {"page_id": "38c9ce7b60a48114b301ddc78a46ec5d"}, "children": []}),
            json!({"parent": {
                "type": "page_id", "page_id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d"
            }}),
        );
        check(json!({"archived": true}), json!({"in_trash": true}));
    }

    #[test]
    fn what_says_something_makes_another_request() {
        let check = |one, other| assert!(!are_same(one, other));
        check(json!({"archived": true}), json!({}));
        check(json!({"in_trash": false}), json!({}));
        // The title of an update: it is cleared, or stays.
        check(json!({"title": []}), json!({}));
        check(json!({"icon": null}), json!({}));
        check(json!({"page_size": 100}), json!({}));
        let run = |annotations| json!({"rich_text": [{"text": {}, "annotations": annotations}]});
        check(run(json!({"bold": true})), run(json!({})));
        // An option of a schema is what it says; that of a value may be found by its id alone.
        let option = |it| json!({"properties": {"Stage": {"select": {"options": [it]}}}});
        check(option(json!({"id": "a", "name": "b"})), option(json!({"id": "a"})));
        check(option(json!({"name": "b", "color": "default"})), option(json!({"name": "b"})));
        let value = |it| json!({"properties": {"Stage": {"select": it}}});
        check(value(json!({"name": "b", "color": "red"})), value(json!({"name": "b"})));
    }

    #[test]
    fn the_names_of_properties_are_no_keys() {
        let properties = json!({"properties": {
            "archived": {"checkbox": true}, "text": {"url": null}, "href": {"url": null},
            "plain_text": {"url": null}, "color": {"number": 1},
        }});
        assert_eq!(without(properties.clone()), properties);
    }
}
