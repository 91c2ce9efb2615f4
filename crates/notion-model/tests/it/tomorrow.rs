//! What does not exist yet is read and written back unchanged too: at every place of every sample,
//! a new field, a new type, a new word.

use serde_json::{Map, Value, json};

use crate::samples;

/// Changes an object and says whether the change applies to it.
type Mutation = fn(&mut Map<String, Value>) -> bool;

/// Everything that tomorrow may bring to one object.
const MUTATIONS: &[(&str, Mutation)] = &[
    ("a new field", new_field),
    ("a new field that is null", new_null),
    ("a new type", new_type),
    ("a new type whose payload comes first", payload_first),
    ("a new type without a payload", bare_type),
    ("the payload before the type", type_last),
];

#[test]
fn a_changed_object_survives_anywhere() {
    let mut count = 0;
    for sample in samples::all() {
        for (what, mutate) in MUTATIONS {
            for index in 0.. {
                let mut changed = sample.value.clone();
                let mut left = index;
                match change_nth_object(&mut changed, &mut left, *mutate) {
                    Some(true) => {
                        sample.check(&format!("with {what} at object {index}"), &changed);
                        count += 1;
                    }
                    Some(false) => {}
                    None => break,
                }
            }
        }
    }
    assert!(count > 8_000, "the mutations took place, but only {count} times");
}

#[test]
fn a_new_word_survives_anywhere() {
    let mut count = 0;
    for sample in samples::all() {
        for index in 0.. {
            let mut changed = sample.value.clone();
            let mut left = index;
            match change_nth_word(&mut changed, &mut left) {
                Some(true) => {
                    sample.check(&format!("with a new word at text {index}"), &changed);
                    count += 1;
                }
                Some(false) => {}
                None => break,
            }
        }
    }
    assert!(count > 700, "the words were changed, but only {count} times");
}

fn new_field(object: &mut Map<String, Value>) -> bool {
    object.insert("tomorrow".to_owned(), json!({ "depth": [1, null, "x"] }));
    true
}

fn new_null(object: &mut Map<String, Value>) -> bool {
    object.insert("tomorrow".to_owned(), Value::Null);
    true
}

/// Renames the type and the key of its payload.
fn new_type(object: &mut Map<String, Value>) -> bool {
    rename_type(object, |object, payload| {
        object.insert("type".to_owned(), json!("hologram"));
        object.insert("hologram".to_owned(), payload);
    })
}

fn payload_first(object: &mut Map<String, Value>) -> bool {
    rename_type(object, |object, payload| {
        object.insert("hologram".to_owned(), payload);
        object.insert("type".to_owned(), json!("hologram"));
    })
}

fn bare_type(object: &mut Map<String, Value>) -> bool {
    rename_type(object, |object, _| {
        object.insert("type".to_owned(), json!("hologram"));
    })
}

fn rename_type(object: &mut Map<String, Value>, put: fn(&mut Map<String, Value>, Value)) -> bool {
    let Some(payload) = take_payload(object) else { return false };
    object.shift_remove("type");
    put(object, payload);
    true
}

/// The same type and payload, but the payload first.
fn type_last(object: &mut Map<String, Value>) -> bool {
    if !has_payload(object) {
        return false;
    }
    match object.shift_remove("type") {
        Some(type_name) => {
            object.insert("type".to_owned(), type_name);
            true
        }
        None => false,
    }
}

fn has_payload(object: &Map<String, Value>) -> bool {
    let type_name = object.get("type").and_then(Value::as_str);
    // A list names its items' type; the key of that name is no payload of a union.
    type_name.is_some_and(|it| object.contains_key(it)) && !object.contains_key("results")
}

fn take_payload(object: &mut Map<String, Value>) -> Option<Value> {
    if !has_payload(object) {
        return None;
    }
    let type_name = object.get("type")?.as_str()?.to_owned();
    object.shift_remove(&type_name)
}

/// Changes the n-th object below `value`, itself included. `Some(false)`: the change does not apply
/// to it. `None`: there are fewer objects. The samples are a few levels deep.
fn change_nth_object(value: &mut Value, left: &mut usize, change: Mutation) -> Option<bool> {
    match value {
        Value::Object(object) => {
            if *left == 0 {
                return Some(change(object));
            }
            *left -= 1;
            object.iter_mut().find_map(|(key, it)| match it {
                // Its keys are names of properties, not fields.
                Value::Object(properties) if key == "properties" => {
                    properties.values_mut().find_map(|it| change_nth_object(it, left, change))
                }
                _ => change_nth_object(it, left, change),
            })
        }
        Value::Array(array) => array.iter_mut().find_map(|it| change_nth_object(it, left, change)),
        _ => None,
    }
}

/// Changes the n-th text below `value`, if it is a word from a list: a colour, a status, a type
/// that selects nothing.
fn change_nth_word(value: &mut Value, left: &mut usize) -> Option<bool> {
    const WORDS: &[&str] =
        &["color", "status", "code", "function", "format", "state", "category", "list_format"];
    match value {
        Value::Object(object) => {
            let selects = has_payload(object);
            let is_user = object.get("object").and_then(Value::as_str) == Some("user");
            object.iter_mut().find_map(|(key, value)| {
                let is_word = WORDS.contains(&key.as_str())
                    || (key == "type" && !selects)
                    || (key == "object" && is_user);
                match value {
                    Value::String(_) if *left == 0 => {
                        if is_word {
                            *value = json!("ultraviolet");
                        }
                        Some(is_word)
                    }
                    Value::String(_) => {
                        *left -= 1;
                        None
                    }
                    _ => change_nth_word(value, left),
                }
            })
        }
        Value::Array(array) => array.iter_mut().find_map(|it| change_nth_word(it, left)),
        _ => None,
    }
}
