//! Every filter that we emit, for the official types to judge: the examples of the fixtures, and each
//! property with each operator and with each way of saying it.

use std::collections::BTreeSet;
use std::fs;

use notion_filter::{
    MultiValue, Options, PropertyKeys, Pushdown, Relative, Windows, compile_with, quote_name,
};
use notion_model::query::{Filter, Query};
use serde_json::json;

#[expect(dead_code, reason = "of what the tests of the language use, only some is used here")]
#[path = "../../crates/notion-filter/tests/it/fixture.rs"]
mod fixture;

/// Operators with values for every type; those that do not suit a type are refused.
const TESTS: &[&str] = &[
    "",
    "is empty",
    "= true",
    "= \"a b\"",
    "= 5",
    "= VOY-7",
    "= Planned",
    "= Atlantic",
    "= today",
    "= 2031-05-01",
    "= 2031-05-01T10:00",
    "= now",
    "= this week",
    "= this month",
    "= verified",
    "= expired",
    "= me",
    "= \"Zheng He\"",
    "= @grania@clew.example",
    "= Endurance",
    "= 11111111-0000-4000-8000-000000000000",
    "~ a",
    "~ me",
    "^= a",
    "$= a",
    "< 5",
    "<= 5",
    "> 5",
    ">= 5",
    "< today",
    "<= today - 7d",
    "> tomorrow",
    ">= 2031-05-01T10:00:30Z",
    "in (a, \"b c\")",
    "in (1, 2)",
    "in (2031-05-01, 2031-05-02)",
    "in (me, \"Zheng He\")",
    "in (Endurance, \"Kon Tiki\")",
    "between 1 and 5",
    "between today and tomorrow",
    "in past week",
    "in next month",
    "in this year",
    "in last 3 days",
    "has all (a, b)",
    "has any (a, b)",
    "has none (a, b)",
];

fn ways() -> Vec<Options> {
    let plain = Options::default();
    let other = Options {
        relative: Relative::Symbolic,
        windows: Windows::Explicit,
        multi_value: MultiValue::Expand,
        property_keys: PropertyKeys::Id,
        pushdown: Pushdown::Partial,
        ..plain
    };
    vec![
        plain,
        Options { relative: other.relative, ..plain },
        Options { windows: other.windows, ..plain },
        Options { multi_value: other.multi_value, ..plain },
        Options { property_keys: other.property_keys, ..plain },
        other,
    ]
}

/// Two levels at most, at least two in a group, and no group in one of its kind.
fn is_well_formed(filter: &Filter) -> bool {
    let parts = |filter: &Filter| match filter {
        Filter::And(parts) => Some((true, parts.clone())),
        Filter::Or(parts) => Some((false, parts.clone())),
        _ => None,
    };
    let Some((is_and, outer)) = parts(filter) else { return true };
    outer.len() >= 2
        && outer.iter().filter_map(parts).all(|(inner_is_and, inner)| {
            inner_is_and != is_and && inner.len() >= 2 && inner.iter().all(|it| it.depth() == 0)
        })
}

/// The bodies of the queries, each once.
#[derive(Default)]
struct Bodies(BTreeSet<String>);

impl Bodies {
    #[track_caller]
    fn add(&mut self, source: &str, query: &Query) {
        let body = serde_json::to_string(query).unwrap();
        let is_right = query.filter.as_ref().is_none_or(is_well_formed) && !body.contains("null");
        assert!(is_right, "{source}\n{body}");
        self.0.insert(body);
    }
}

#[test]
fn every_filter_is_well_formed_and_kept_to_be_judged() {
    let mut bodies = Bodies::default();
    let examples = include_str!("../../fixtures/filter/compile.txt");
    for case in fixture::expressions(examples) {
        if let (source, Ok(compiled)) = fixture::compile(case) {
            bodies.add(&source, &compiled.query());
        }
    }
    let (people, ships, schema) = (fixture::people(), fixture::ships(), fixture::schema());
    let env = fixture::env(&people, &ships);
    let ways = ways();
    let mut take = |source: &str, ways: &[Options]| {
        let compile = |way: &Options| compile_with(source, &schema, &env, way).ok();
        let mut compiled =
            ways.iter().map_while(compile).inspect(|it| bodies.add(source, &it.query()));
        compiled.by_ref().count() > 0
    };
    let mut said = Vec::new();
    for property in schema.properties() {
        let name = quote_name(&property.name);
        let targets = [
            name.to_string(),
            format!("any({name})"),
            format!("every({name})"),
            format!("none({name})"),
        ];
        for source in
            targets.iter().flat_map(|it| TESTS.iter().map(move |test| format!("{it} {test}")))
        {
            if take(&source, &ways) {
                take(&format!("not ({source})"), &ways);
                said.push(source);
            }
        }
    }
    for three in said.windows(3) {
        let [first, second, third] = three else { continue };
        take(&format!("{first} and ({second} or not ({third}))"), &ways[..1]);
        take(&format!("{first} or {second} and ({third} or {first})"), &ways[5..]);
    }
    let bodies = bodies.0;
    assert!(said.len() > 200 && bodies.len() > 1000, "{} of {}", bodies.len(), said.len());
    let Some(file) = notion_tests::recording("notion-filter") else { return };
    let lines = bodies.iter().map(|body| {
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        let path = "/v1/data_sources/eeeeeeee-0000-4000-8000-000000000001/query";
        let exchange = json!({
            "method": "POST", "path": path, "query": [], "version": "2026-03-11",
            "request": body, "status": 200, "headers": {}, "response": null,
        });
        format!("{exchange}\n")
    });
    fs::write(file, lines.collect::<String>()).unwrap();
}
