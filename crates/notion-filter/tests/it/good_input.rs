//! Expressions and the JSON they compile to.

use notion_filter::Compiled;
use serde_json::{Map, Value, json};

use crate::fixture;

#[test]
fn expressions_mean_what_the_fixture_says() {
    let file = include_str!("../../../../fixtures/filter/compile.txt");
    fixture::check("compile.txt", file, |case| {
        let (source, compiled) = fixture::compile(case);
        match compiled {
            Ok(compiled) => {
                let warnings: String =
                    compiled.warnings.iter().map(|it| it.render(&source, "filter")).collect();
                format!("{}\n{warnings}", to_json(&compiled))
            }
            Err(error) => error.to_string(),
        }
    });
}

/// The filter alone, or everything if there are clauses.
pub(crate) fn to_json(compiled: &Compiled) -> Value {
    let filter = compiled.filter.as_ref().map(|it| serde_json::to_value(it).unwrap());
    if compiled.sorts.is_empty() && compiled.limit.is_none() && compiled.select.is_empty() {
        return json!(filter);
    }
    let mut whole = Map::new();
    whole.extend(filter.map(|it| ("filter".to_owned(), it)));
    whole.insert("sorts".to_owned(), serde_json::to_value(&compiled.sorts).unwrap());
    whole.insert("limit".to_owned(), json!(compiled.limit));
    whole.insert("select".to_owned(), json!(compiled.select));
    Value::Object(whole)
}
