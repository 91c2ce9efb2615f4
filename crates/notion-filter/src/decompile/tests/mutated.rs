//! Filters with mistakes in them, as people and programs write them: refused, or said exactly.

use notion_model::PageId;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use super::{canonical, filter};
use crate::decompile::decompile_json;
use crate::fit::fit;
use crate::laws::config;
use crate::{Options, Relative, Schema, compile_with};

const WORDS: &[&str] = &[
    "equals",
    "does_not_equal",
    "contains",
    "starts_with",
    "greater_than",
    "is_empty",
    "is_not_empty",
    "before",
    "past_week",
    "any",
    "every",
    "and",
    "or",
    "property",
    "timestamp",
    "type",
    "title",
    "number",
    "unique_id",
    "select",
    "multi_select",
    "people",
    "relation",
    "date",
    "created_time",
    "formula",
    "rollup",
    "verification",
    "status",
    "hologram",
    "",
];

fn odd(which: u16) -> Value {
    let all = [
        json!(null),
        json!(true),
        json!(false),
        json!(1),
        json!(-0.0),
        json!(5.0),
        json!(0.1),
        json!(1e-7),
        json!(u64::MAX),
        json!(""),
        json!(" "),
        json!("`\u{0}\"'"),
        json!("me"),
        json!("today"),
        json!("one_week_ago"),
        json!("2031-05-09"),
        json!("2031-13-09"),
        json!("2031-05-09T16:30:00.123456789+05:45"),
        json!("-009999-01-01T00:00:00Z"),
        json!("bbbbbbbb000040008000000000000000"),
        json!("https://www.notion.so/Kon-Tiki-bbbbbbbb000040008000000000000000?v=1&p=2"),
        json!([]),
        json!({}),
        json!(["a", "a"]),
        json!(["a", ""]),
        json!([1]),
        json!({ "is_empty": true }),
        json!({ "equals": 5 }),
    ];
    all[usize::from(which) % all.len()].clone()
}

/// Changes one part of the JSON; the numbers say which part, and how.
fn mutate(value: &mut Value, steps: &mut impl Iterator<Item = u16>) {
    let mut step = || steps.next().unwrap_or_default();
    let mut place = value;
    loop {
        let (down, which) = (step() % 6, usize::from(step()));
        let is_leaf = match place {
            Value::Object(map) => map.is_empty(),
            Value::Array(items) => items.is_empty(),
            _ => true,
        };
        if is_leaf || down == 0 {
            break;
        }
        place = match place {
            Value::Object(map) => {
                let count = map.len();
                map.values_mut().nth(which % count).unwrap()
            }
            Value::Array(items) => {
                let count = items.len();
                &mut items[which % count]
            }
            _ => return,
        };
    }
    let word = WORDS[usize::from(step()) % WORDS.len()].to_owned();
    match (step() % 5, &mut *place) {
        (0, Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(usize::from(step()) % map.len()).unwrap().clone();
            let inner = map.remove(&key).unwrap();
            map.insert(word, inner);
        }
        (1, Value::Object(map)) => {
            map.insert(word, odd(step()));
        }
        (2, Value::Object(map)) if !map.is_empty() => {
            let key = map.keys().nth(usize::from(step()) % map.len()).unwrap().clone();
            map.remove(&key);
        }
        (3, place) => *place = json!([place.take()]),
        (_, place) => *place = odd(step()),
    }
}

/// The filter with the spellings of numbers and ids left out of account.
fn meant(filter: &Value) -> Value {
    match filter {
        Value::Number(number) => json!(number.as_f64().map(|it| it + 0.0)),
        Value::String(text) => {
            PageId::parse(text).map_or(filter.clone(), |it| json!(it.to_string()))
        }
        Value::Array(items) => items.iter().map(meant).collect(),
        Value::Object(map) => {
            map.iter().map(|(key, it)| (key.clone(), meant(it))).collect::<Map<_, _>>().into()
        }
        other => other.clone(),
    }
}

#[test]
fn what_has_mistakes_is_refused_or_said_exactly() {
    let steps = prop::collection::vec(any::<u16>(), 0..40);
    let (untyped, env) = (Schema::untyped(), crate::laws::env());
    let schemas = [crate::laws::schema(), Schema::new("")];
    let options = Options { relative: Relative::Symbolic, ..Options::default() };
    proptest!(config(), |(filter in filter(), mutations in 1..4, steps in steps)| {
        let mut json = serde_json::to_value(&filter).unwrap();
        let mut steps = steps.into_iter();
        for _ in 0..mutations {
            mutate(&mut json, &mut steps);
        }
        let json = json.to_string();
        for schema in &schemas {
            drop(decompile_json(&json, schema));
        }
        match decompile_json(&json, &untyped) {
            Err(error) => prop_assert!(!error.path.is_empty() && !error.message.is_empty()),
            Ok(decompiled) => {
                let text = decompiled.text;
                let Ok(filter) = serde_json::from_str(&json) else {
                    // The body of a query may have no filter: its text has clauses, or is empty.
                    let compiled = compile_with(&text, &untyped, &env, &options);
                    let filter = compiled.map(|it| it.filter).map_err(|it| it.to_string());
                    prop_assert_eq!(filter, Ok(None), "{}\n{}", json, text);
                    return Ok(());
                };
                let expected = fit(canonical(&filter), options.limits).ok().flatten();
                match compile_with(&text, &untyped, &env, &options) {
                    Ok(compiled) => {
                        let meaning = |it| meant(&serde_json::to_value(it).unwrap());
                        prop_assert_eq!(meaning(compiled.filter), meaning(expected), "{}\n{}", json, text);
                    }
                    // What Notion cannot say, or not in so few conditions, is told when it is compiled.
                    Err(error) => {
                        let cannot = |it: &crate::Diagnostic| it.code.as_str() >= "NF04";
                        prop_assert!(error.diagnostics().iter().all(cannot), "{}\n{}", json, error);
                    }
                }
            }
        }
    });
}
