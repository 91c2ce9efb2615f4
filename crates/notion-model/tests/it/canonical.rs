//! Canonical values of everything that can be written: what Notion rewrites makes no difference,
//! what it keeps does.

use notion_model::{Canonical, PropertyValue, request};
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::values;

fn read(value: &Value) -> PropertyValue {
    serde_json::from_value(value.clone()).expect("a value is read")
}

fn canonical(value: &Value) -> Canonical {
    Canonical::of(&read(value)).expect("the value is whole")
}

/// What Notion would answer to a value: it has the same shape, with more fields.
fn answered(sent: &request::PropertyValue) -> PropertyValue {
    read(&serde_json::to_value(sent).expect("a value is written"))
}

proptest! {
    #[test]
    fn what_was_carried_comes_back_the_same(value in values::value()) {
        let read = read(&value);
        let carried = read.to_request();
        prop_assert!(
            carried.lost.iter().all(|it| it.why == notion_model::Reason::Refused),
            "{:?}", carried.lost
        );
        let sent = carried.value.expect("it can be written");
        let canonical = Canonical::of(&read);
        prop_assert_eq!(Some(Canonical::of_request(&sent)), canonical.clone());
        prop_assert_eq!(Canonical::of(&answered(&sent)), canonical);
    }

    #[test]
    fn a_canonical_value_survives_storage(value in values::value()) {
        let canonical = canonical(&value);
        prop_assert_eq!(&canonical, &canonical.clone());
        let stored = serde_json::to_string(&canonical).expect("it is plain");
        prop_assert_eq!(serde_json::from_str::<Canonical>(&stored).expect("it is read"), canonical);
    }

    #[test]
    fn what_notion_rewrites_makes_no_difference(value in values::value(), at: prop::sample::Index) {
        for rewritten in rewritten(&value, at) {
            prop_assert_eq!(canonical(&rewritten), canonical(&value), "{}", rewritten);
        }
    }

    #[test]
    fn what_notion_keeps_makes_a_difference(value in values::value(), at: prop::sample::Index) {
        for changed in changed(&value, at) {
            prop_assert_ne!(canonical(&changed), canonical(&value), "{}", changed);
        }
    }
}

/// The same value in other words.
fn rewritten(value: &Value, at: prop::sample::Index) -> Vec<Value> {
    let type_name = value["type"].as_str().expect("a type");
    let with = |payload: Value| {
        let mut value = value.clone();
        value[type_name] = payload;
        value
    };
    let payload = &value[type_name];
    match (type_name, payload) {
        ("title" | "rich_text", Value::Array(runs)) => {
            let mut more = runs.clone();
            // An empty run anywhere, and a run in two parts.
            let place = at.index(runs.len() + 1);
            let mut empty = json!({"type": "text", "text": {"content": "", "link": null}});
            empty["annotations"] = json!({"bold": true});
            more.insert(place, empty);
            let mut values = vec![with(more.into())];
            if let Some(run) = runs.get(at.index(runs.len().max(1)))
                && let Some(content) = run["text"]["content"].as_str()
            {
                let mut parts = [run.clone(), run.clone()];
                let middle = content.chars().count() / 2;
                parts[0]["text"]["content"] =
                    content.chars().take(middle).collect::<String>().into();
                parts[1]["text"]["content"] =
                    content.chars().skip(middle).collect::<String>().into();
                let mut more = runs.clone();
                let place = at.index(runs.len());
                more.splice(place..=place, parts);
                values.push(with(more.into()));
            }
            // What is derived from the rest.
            let mut less = runs.clone();
            for run in &mut less {
                run["plain_text"] = json!("something else");
                run["href"] = json!("https://example.com/else");
            }
            values.push(with(less.into()));
            values
        }
        ("multi_select" | "people" | "relation", Value::Array(items)) => {
            let mut turned = items.clone();
            turned.reverse();
            let twice = [items.as_slice(), items.as_slice()].concat();
            vec![with(turned.into()), with(twice.into())]
        }
        ("select" | "status", Value::Object(_)) => {
            let mut other = payload.clone();
            other["id"] = json!("b");
            other["color"] = json!("green");
            vec![with(other)]
        }
        ("date", Value::Object(_)) => {
            let mut other = payload.clone();
            for key in ["start", "end"] {
                if let Some(text) = other[key].as_str() {
                    other[key] = json!(text.replace(":00.000", ":37.513237"));
                }
            }
            let bare = json!({"start": payload["start"], "end": payload["end"]});
            vec![with(other), with(bare)]
        }
        ("number", Value::Number(it)) => {
            let float = it.as_f64().and_then(serde_json::Number::from_f64);
            vec![with(json!(float))]
        }
        ("url" | "email" | "phone_number", Value::Null) => vec![with(json!(""))],
        ("place", Value::Object(_)) => {
            let mut turned = serde_json::Map::new();
            turned.extend(
                payload
                    .as_object()
                    .into_iter()
                    .flatten()
                    .rev()
                    .map(|(k, v)| (k.clone(), v.clone())),
            );
            turned.remove("address");
            vec![with(Value::Object(turned))]
        }
        _ => Vec::new(),
    }
}

/// Other values, each different in one thing.
fn changed(value: &Value, at: prop::sample::Index) -> Vec<Value> {
    let type_name = value["type"].as_str().expect("a type");
    let with = |payload: Value| {
        let mut value = value.clone();
        value[type_name] = payload;
        value
    };
    let payload = &value[type_name];
    match (type_name, payload) {
        ("title" | "rich_text", Value::Array(runs)) => {
            let mut more = runs.clone();
            more.push(json!({"type": "text", "text": {"content": " "}}));
            let mut values = vec![with(more.into())];
            let is_empty = |run: &Value| run["text"]["content"] == json!("");
            if let Some(run) = runs.get(at.index(runs.len().max(1))).filter(|it| !is_empty(it)) {
                let place = at.index(runs.len());
                let mut swapped = runs.clone();
                swapped[place]["annotations"]["bold"] =
                    json!(run["annotations"]["bold"] == json!(false));
                values.push(with(swapped.into()));
            }
            values
        }
        ("multi_select", Value::Array(items)) => {
            let more = [items.as_slice(), &[json!({"id": "z", "name": "x,y", "color": "red"})]];
            vec![with(more.concat().into())]
        }
        ("people" | "relation", Value::Array(items)) => {
            let id = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
            let mut values = vec![with([items.as_slice(), &[json!({"id": id})]].concat().into())];
            if let [_, rest @ ..] = items.as_slice() {
                values.push(with(rest.into()));
            }
            values
        }
        ("files", Value::Array(items)) => {
            let mut renamed = items.clone();
            let mut values = Vec::new();
            if let Some(first) = renamed.first_mut() {
                first["name"] = json!("a name nobody else has");
                values.push(with(renamed.into()));
                // Of external files the whole address counts.
                let mut moved = items.clone();
                moved[0]["external"]["url"] = json!("https://example.com/?a=2");
                values.push(with(moved.into()));
            }
            values
        }
        ("select" | "status", Value::Object(_)) => {
            let mut other = payload.clone();
            let name = payload["name"].as_str().unwrap_or_default();
            other["name"] = json!(format!("{name} "));
            vec![with(other), with(Value::Null)]
        }
        ("date", Value::Object(_)) => {
            let mut other = payload.clone();
            let start = payload["start"].as_str().unwrap_or_default();
            // Midnight is not the day, and the same instant elsewhere is not the same time.
            other["start"] = match start.len() {
                10 => json!(format!("{start}T00:00:00.000+00:00")),
                _ => json!(format!("{}+12:45", &start[..23])),
            };
            vec![with(other), with(Value::Null)]
        }
        ("checkbox", Value::Bool(it)) => vec![with(json!(!it))],
        ("url" | "email" | "phone_number", Value::String(it)) => {
            vec![with(json!(format!("{it}/"))), with(Value::Null)]
        }
        ("number", Value::Number(_)) => vec![with(Value::Null)],
        ("number", Value::Null) => vec![with(json!(0))],
        ("place", Value::Object(_)) => {
            let mut other = payload.clone();
            other["google_place_id"] = json!("y");
            vec![with(other)]
        }
        _ => Vec::new(),
    }
}
