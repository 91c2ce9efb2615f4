//! The rules of the language, each by examples of which the JSON was decided before anything compiled them.

use std::fmt::Write as _;

use notion_filter::Compiled;
use serde_json::{Map, Value, json};

use crate::fixture;

const FILE: &str = include_str!("../../../../fixtures/filter/rules.jsonl");

#[test]
fn rules_of_the_language_hold() {
    let mut broken = String::new();
    let mut cases = 0;
    for line in FILE.lines() {
        let case: Value = serde_json::from_str(line).unwrap();
        let expression = case["expr"].as_str().unwrap();
        let expected = case.get("json").cloned().unwrap_or_else(|| json!(case["error"]));
        let (_, compiled) = fixture::compile(expression);
        let (found, drawn) = match compiled {
            Ok(compiled) => (to_json(&compiled), String::new()),
            Err(error) => (json!(error.diagnostics()[0].code.as_str()), error.to_string()),
        };
        if found != expected {
            let rule = &case["rule"];
            let _ = writeln!(
                broken,
                "{rule}: {expression}\n  expected: {expected}\n  found:    {found}\n{drawn}"
            );
        }
        cases += 1;
    }
    assert!(broken.is_empty(), "{broken}");
    assert!(cases > 400, "only {cases} cases");
}

/// The filter alone, or the whole query if there are clauses; what is absent is not written.
fn to_json(compiled: &Compiled) -> Value {
    let filter = compiled.filter.as_ref().map(|it| serde_json::to_value(it).unwrap());
    if compiled.sorts.is_empty() && compiled.limit.is_none() && compiled.select.is_empty() {
        return json!(filter);
    }
    let mut whole = Map::new();
    whole.extend(filter.map(|it| ("filter".to_owned(), it)));
    if !compiled.sorts.is_empty() {
        whole.insert("sorts".to_owned(), serde_json::to_value(&compiled.sorts).unwrap());
    }
    whole.extend(compiled.limit.map(|it| ("limit".to_owned(), json!(it))));
    if !compiled.select.is_empty() {
        whole.insert("select".to_owned(), json!(compiled.select));
    }
    Value::Object(whole)
}
