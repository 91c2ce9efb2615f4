//! Random pages of the fixture's data source: many empty values, and dates around the day and minute.

use notion_model::Page;
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};

/// The same pages in every run.
pub(super) fn pages() -> Vec<Page> {
    let mut runner = TestRunner::deterministic();
    let page = page();
    (0..60).map(|_| page.new_tree(&mut runner).unwrap().current()).collect()
}

type Any = BoxedStrategy<Value>;

fn one_of(values: Vec<Value>) -> Any {
    prop::sample::select(values).boxed()
}

fn text() -> Any {
    let run = |text: &str| json!([{"type": "text", "text": {"content": text, "link": null}}]);
    one_of(vec![json!([]), json!([]), run("alpha"), run("Alphabet"), run("beta"), run("the alpha")])
}

fn number() -> Any {
    one_of(vec![json!(null), json!(null), json!(3), json!(4), json!(5), json!(5.5), json!(7)])
}

fn option(names: &[&str]) -> Any {
    let option = |name: &&str| json!({"id": "x", "name": name, "color": "default"});
    let mut values: Vec<Value> = names.iter().map(option).collect();
    values.push(json!(null));
    one_of(values)
}

/// Instants around the environment's now, which is 2031-05-09T16:30Z.
const TIMES: &[&str] = &[
    "2031-05-09T00:00:00.000+00:00",
    "2031-05-09T16:29:59.000+00:00",
    "2031-05-09T16:30:00.000+00:00",
    "2031-05-09T18:30:59.000+02:00",
    "2031-05-09T16:31:00.000+00:00",
    "2031-05-10T00:30:00.000+01:00",
    "2031-05-02T00:00:00.000+00:00",
    "2031-05-01T23:59:00.000+00:00",
];

fn date() -> Any {
    let mut values = vec![json!(null); 6];
    let days = ["2031-05-09", "2031-05-08", "2031-05-10", "2031-05-02", "2031-05-01", "2031-06-09"];
    for start in days.iter().chain(TIMES) {
        values.push(json!({"start": start, "end": null, "time_zone": null}));
    }
    one_of(values)
}

fn time() -> Any {
    one_of(TIMES.iter().map(|it| json!(it)).collect())
}

fn list(element: Any) -> Any {
    prop::collection::vec(element, 0..3)
        .prop_map(|of| json!({"type": "array", "array": of, "function": "show_original"}))
        .boxed()
}

fn typed(kind: &'static str, value: Any) -> Any {
    value.prop_map(move |value| json!({"type": kind, kind: value})).boxed()
}

fn page() -> impl Strategy<Value = Page> {
    let user = |digit: &str| json!({"object": "user", "id": format!("{}-0000-4000-8000-000000000000", digit.repeat(8))});
    let options = option(&["nets", "charts", "anchor"]);
    let gear = prop::collection::vec(options, 0..3)
        .prop_map(|it| json!(it.into_iter().filter(|it| !it.is_null()).collect::<Vec<_>>()))
        .boxed();
    let ship = json!([{"id": "aaaaaaaa-0000-4000-8000-000000000000"}]);
    let verification = |state: &str| json!({"state": state, "verified_by": null, "date": null});
    let file = json!([{"name": "x", "type": "external", "external": {"url": "https://x.y"}}]);
    let properties: Vec<(&str, &'static str, Any)> = vec![
        ("Voyage", "title", text()),
        ("Summary", "rich_text", text()),
        ("Website", "url", one_of(vec![json!(null), json!("https://x.y")])),
        ("Contact", "email", one_of(vec![json!(null), json!("X"), json!("a@b")])),
        ("Radio", "phone_number", one_of(vec![json!(null), json!("1")])),
        ("Crew Size", "number", number()),
        (
            "No.",
            "unique_id",
            (1..9_i64).prop_map(|it| json!({"prefix": "VOY", "number": it})).boxed(),
        ),
        ("Insured", "checkbox", any::<bool>().prop_map(|it| json!(it)).boxed()),
        ("Risk", "select", option(&["Calm", "Moderate", "Perilous"])),
        ("Stage", "status", option(&["Idea", "Back home", "Called off"])),
        ("Gear", "multi_select", gear),
        (
            "Captain",
            "people",
            one_of(vec![json!([]), json!([user("1")]), json!([user("2"), user("3")])]),
        ),
        ("Logged by", "created_by", one_of(vec![user("1"), user("2")])),
        ("Ship", "relation", one_of(vec![json!([]), ship])),
        ("Papers", "files", one_of(vec![json!([]), file])),
        (
            "Checked",
            "verification",
            one_of(vec![json!(null), verification("verified"), verification("expired")]),
        ),
        ("Departure", "date", date()),
        ("Logged", "created_time", time()),
        ("Amended", "last_edited_time", time()),
        ("Days at Sea", "formula", typed("number", number())),
        ("Label", "formula", typed("string", one_of(vec![json!(null), json!(""), json!("Alpha")]))),
        (
            "Overdue",
            "formula",
            typed("boolean", one_of(vec![json!(null), json!(true), json!(false)])),
        ),
        ("Next Check", "formula", typed("date", date())),
        (
            "Total Tons",
            "rollup",
            number()
                .prop_map(|it| json!({"type": "number", "number": it, "function": "sum"}))
                .boxed(),
        ),
        (
            "First Refit",
            "rollup",
            date()
                .prop_map(|it| json!({"type": "date", "date": it, "function": "earliest_date"}))
                .boxed(),
        ),
        ("Ship Names", "rollup", list(typed("title", text()))),
        ("Ship States", "rollup", list(typed("status", option(&["Afloat", "In dock", "Sunk"])))),
        ("Ship Tons", "rollup", list(typed("number", number()))),
        ("Refits", "rollup", list(typed("date", date()))),
        (
            "Seaworthy",
            "rollup",
            list(typed("checkbox", any::<bool>().prop_map(|it| json!(it)).boxed())),
        ),
    ];
    let (names, values): (Vec<_>, Vec<_>) =
        properties.into_iter().map(|(name, kind, value)| (name, typed(kind, value))).unzip();
    (values, time(), time()).prop_map(move |(values, created, edited)| {
        let properties: serde_json::Map<String, Value> =
            names.iter().map(|it| (*it).to_owned()).zip(values).collect();
        serde_json::from_value(json!({
            "object": "page",
            "id": "00000000-0000-4000-8000-000000000001",
            "created_time": created,
            "last_edited_time": edited,
            "properties": properties,
        }))
        .unwrap()
    })
}
