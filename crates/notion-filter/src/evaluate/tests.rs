//! What the evaluator is held to: the behaviour seen in recorded queries, as tables.

use notion_model::query::{Filter, Sort};
use notion_model::{Page, Properties, PropertySchema};
use serde_json::{Value, json};

use super::{EvalEnv, RowOrder, TextEquality, compare, matches};

/// A page with these properties; an hour after its creation it was edited.
fn page(properties: Value) -> Page {
    serde_json::from_value(json!({
        "object": "page",
        "id": "00000000-0000-4000-8000-000000000001",
        "created_time": "2024-11-25T13:08:00.000Z",
        "last_edited_time": "2024-11-25T14:08:00.000Z",
        "properties": properties,
    }))
    .unwrap()
}

fn property(kind: &str, value: Value) -> Value {
    json!({ "P": { "id": "a%3Ab", "type": kind, kind: value } })
}

fn env() -> EvalEnv {
    let env = EvalEnv::at("2024-11-25T18:01:15Z".parse().unwrap());
    env.with_me("11111111-1111-4111-8111-111111111111".parse().unwrap())
}

/// Which of the values of `P` the condition matches.
#[track_caller]
fn check(kind: &str, condition: Value, values: &[Value], expected: &[bool]) {
    check_as(kind, kind, condition, values, expected);
}

#[track_caller]
fn check_as(key: &str, kind: &str, condition: Value, values: &[Value], expected: &[bool]) {
    let filter = json!({ "property": "P", key: condition });
    let filter: Filter = serde_json::from_value(filter).unwrap();
    let found: Vec<bool> = values
        .iter()
        .map(|value| matches(&filter, &page(property(kind, value.clone())), &env()))
        .collect();
    assert_eq!(found, expected, "{condition} of {values:?}");
}

fn text(text: &str) -> Value {
    if text.is_empty() {
        return json!([]);
    }
    json!([{ "type": "text", "text": { "content": text, "link": null } }])
}

#[test]
fn text_ignores_case_and_negations_match_empties() {
    let values = [text("John.Doe@x"), text("jane"), text("")];
    for (condition, expected) in [
        (json!({"contains": "DOE"}), [true, false, false]),
        (json!({"does_not_contain": "DOE"}), [false, true, true]),
        (json!({"starts_with": "JOHN"}), [true, false, false]),
        (json!({"ends_with": "E"}), [false, true, false]),
        (json!({"equals": "JANE"}), [false, true, false]),
        (json!({"does_not_equal": "JANE"}), [true, false, true]),
        (json!({"is_empty": true}), [false, false, true]),
        (json!({"is_not_empty": true}), [true, true, false]),
    ] {
        check("rich_text", condition.clone(), &values, &expected);
        check_as("rich_text", "title", condition, &values, &expected);
    }
    check(
        "url",
        json!({"contains": "Doe"}),
        &[json!("https://john.doe"), json!(null)],
        &[true, false],
    );
}

#[test]
fn text_is_compared_without_composition() {
    check(
        "rich_text",
        json!({"contains": "É"}),
        &[text("cafe\u{301}"), text("cafe")],
        &[true, false],
    );
    check("rich_text", json!({"equals": "STRASSE"}), &[text("Straße")], &[true]);
    check("rich_text", json!({"equals": "ΟΔΟΣ"}), &[text("οδος")], &[true]);
}

#[test]
fn numbers_have_no_size_when_empty() {
    let values = [json!(41), json!(42.0), json!(43), json!(null)];
    for (condition, expected) in [
        (json!({"equals": 42}), [false, true, false, false]),
        (json!({"does_not_equal": 42}), [true, false, true, true]),
        (json!({"greater_than": 42}), [false, false, true, false]),
        (json!({"less_than": 42}), [true, false, false, false]),
        (json!({"greater_than_or_equal_to": 42}), [false, true, true, false]),
        (json!({"less_than_or_equal_to": 42}), [true, true, false, false]),
        (json!({"is_empty": true}), [false, false, false, true]),
    ] {
        check("number", condition, &values, &expected);
    }
    let ids = [json!({"prefix": "TASK", "number": 7}), json!({"prefix": null, "number": 8})];
    check("unique_id", json!({"greater_than": 7}), &ids, &[false, true]);
}

#[test]
fn checkboxes_are_never_empty() {
    let values = [json!(true), json!(false)];
    check("checkbox", json!({"equals": true}), &values, &[true, false]);
    check("checkbox", json!({"does_not_equal": true}), &values, &[false, true]);
}

#[test]
fn options_match_by_name() {
    let option = |name: &str| json!({"id": "x", "name": name, "color": "default"});
    let values = [option("Done"), option("Open"), json!(null)];
    for kind in ["select", "status"] {
        for (condition, expected) in [
            (json!({"equals": "Done"}), [true, false, false]),
            (json!({"equals": ["Done", "Open"]}), [true, true, false]),
            (json!({"does_not_equal": "Done"}), [false, true, true]),
            (json!({"does_not_equal": ["Done", "Open"]}), [false, false, true]),
            (json!({"equals": "done"}), [false, false, false]),
            (json!({"is_empty": true}), [false, false, true]),
        ] {
            check(kind, condition, &values, &expected);
        }
    }
    let many = [json!([option("a"), option("b")]), json!([])];
    check("multi_select", json!({"contains": "b"}), &many, &[true, false]);
    check("multi_select", json!({"does_not_contain": "b"}), &many, &[false, true]);
}

#[test]
fn people_and_relations_match_by_id() {
    let person = |id: &str| json!({"object": "user", "id": id});
    let me = "11111111-1111-4111-8111-111111111111";
    let other = "22222222-2222-4222-8222-222222222222";
    let values = [json!([person(other), person(me)]), json!([person(other)]), json!([])];
    check("people", json!({"contains": "me"}), &values, &[true, false, false]);
    check("people", json!({"does_not_contain": "me"}), &values, &[false, true, true]);
    check("people", json!({"contains": other.replace('-', "")}), &values, &[true, true, false]);
    check("created_by", json!({"contains": "me"}), &[person(me), person(other)], &[true, false]);
    let pages = [json!([{ "id": me }]), json!([])];
    check("relation", json!({"contains": me}), &pages, &[true, false]);
    check("relation", json!({"does_not_contain": me}), &pages, &[false, true]);
    check("files", json!({"is_empty": true}), &[json!([])], &[true]);
}

#[test]
fn every_kind_of_text_is_text() {
    for kind in ["url", "email", "phone_number"] {
        let values = [json!("Abc"), json!(""), json!(null)];
        check(kind, json!({"ends_with": "BC"}), &values, &[true, false, false]);
        check(kind, json!({"is_empty": true}), &values, &[false, true, true]);
        check(kind, json!({"does_not_contain": "b"}), &values, &[false, true, true]);
    }
    // A text of several runs is what they say together, and a blank is not nothing.
    let run = |it: &str| json!({"type": "text", "text": {"content": it, "link": null}});
    let runs = json!([run("al"), run("pha")]);
    let values = [runs, json!([run(" ")])];
    check("rich_text", json!({"equals": "ALPHA"}), &values, &[true, false]);
    check("rich_text", json!({"is_empty": true}), &values, &[false, false]);
}

#[test]
fn case_is_heeded_where_the_environment_says_so() {
    let filter = json!({"property": "P", "rich_text": {"equals": "alpha"}});
    let filter: Filter = serde_json::from_value(filter).unwrap();
    let page = page(property("rich_text", text("Alpha")));
    assert!(matches(&filter, &page, &env()));
    let exact = EvalEnv { text_equality: TextEquality::Exact, ..env() };
    assert!(!matches(&filter, &page, &exact));
}

#[test]
fn of_a_range_the_start_is_compared() {
    let range = json!({"start": "2024-11-20", "end": "2024-11-30", "time_zone": null});
    for (condition, expected) in [
        (json!({"equals": "2024-11-20"}), true),
        (json!({"equals": "2024-11-25"}), false),
        (json!({"on_or_before": "2024-11-20"}), true),
        (json!({"after": "2024-11-20"}), false),
        (json!({"past_week": {}}), true),
        (json!({"next_week": {}}), false),
    ] {
        check("date", condition, std::slice::from_ref(&range), &[expected]);
    }
}

#[test]
fn the_day_of_a_time_is_that_of_utc() {
    // Half past midnight of the 26th in Paris, and half past seven of the 24th in the evening in New York.
    let values = [date("2024-11-26T00:30:00.000+01:00"), date("2024-11-24T19:30:00.000-05:00")];
    check("date", json!({"equals": "2024-11-25"}), &values, &[true, true]);
    check("date", json!({"before": "2024-11-25"}), &values, &[false, false]);
    check("date", json!({"after": "2024-11-25"}), &values, &[false, false]);
    check("date", json!({"past_week": {}}), &values, &[true, true]);
    // A day counts as its midnight in UTC where a time is compared.
    let days = [date("2024-11-25"), date("2024-11-26")];
    check("date", json!({"before": "2024-11-25T00:01:00Z"}), &days, &[true, false]);
    check("date", json!({"equals": "2024-11-25T01:00:00+01:00"}), &days, &[true, false]);
}

#[test]
fn no_date_passes_no_test_but_that_for_none() {
    for operator in ["equals", "before", "after", "on_or_before", "on_or_after"] {
        check("date", json!({ operator: "2024-11-25" }), &[json!(null)], &[false]);
        check("date", json!({ operator: "today" }), &[json!(null)], &[false]);
    }
    for window in ["this_week", "past_year", "next_month"] {
        check("date", json!({ window: {} }), &[json!(null)], &[false]);
    }
    check("date", json!({"is_empty": true}), &[json!(null)], &[true]);
    check("date", json!({"is_not_empty": true}), &[json!(null)], &[false]);
}

#[test]
fn people_relations_and_files_may_be_none() {
    let person = json!([{"object": "user", "id": "22222222-2222-4222-8222-222222222222"}]);
    let file = json!([{"name": "x", "type": "external", "external": {"url": "https://x.y"}}]);
    let page = json!([{"id": "22222222-2222-4222-8222-222222222222"}]);
    let option = json!([{"id": "x", "name": "a", "color": "default"}]);
    for (kind, value) in
        [("people", person), ("files", file), ("relation", page), ("multi_select", option)]
    {
        let values = [value, json!([])];
        check(kind, json!({"is_empty": true}), &values, &[false, true]);
        check(kind, json!({"is_not_empty": true}), &values, &[true, false]);
    }
}

#[test]
fn nobody_is_me_without_an_environment() {
    let filter = json!({"property": "P", "people": {"contains": "me"}});
    let filter: Filter = serde_json::from_value(filter).unwrap();
    let me = json!([{"object": "user", "id": "11111111-1111-4111-8111-111111111111"}]);
    let env = EvalEnv { me: None, ..env() };
    assert!(!matches(&filter, &page(property("people", me)), &env));
}

fn date(start: &str) -> Value {
    json!({ "start": start, "end": null, "time_zone": null })
}

#[test]
fn dates_are_compared_by_day_or_by_minute() {
    let values = [
        date("2024-11-25"),
        date("2024-11-25T18:01:00.000+00:00"),
        date("2024-11-25T19:01:59.000+01:00"),
        date("2024-11-25T18:02:00.000+00:00"),
        json!(null),
    ];
    for (condition, expected) in [
        (json!({"equals": "2024-11-25"}), [true, true, true, true, false]),
        (json!({"before": "2024-11-25"}), [false; 5]),
        (json!({"on_or_after": "2024-11-25"}), [true, true, true, true, false]),
        (json!({"equals": "2024-11-25T18:01:15.377Z"}), [false, true, true, false, false]),
        (json!({"before": "2024-11-25T18:01:15.377Z"}), [true, false, false, false, false]),
        (json!({"on_or_before": "2024-11-25T18:01:15.377"}), [true, true, true, false, false]),
        (json!({"after": "2024-11-25T19:01:15+01:00"}), [false, false, false, true, false]),
        (json!({"equals": "today"}), [true, true, true, true, false]),
        (json!({"after": "yesterday"}), [true, true, true, true, false]),
        (json!({"is_empty": true}), [false, false, false, false, true]),
        (json!({"equals": "no date"}), [false; 5]),
    ] {
        check("date", condition, &values, &expected);
    }
}

#[test]
fn windows_contain_today_and_both_ends() {
    // 2024-11-25 is a Monday.
    let days = ["2024-11-17", "2024-11-18", "2024-11-24", "2024-11-25", "2024-12-01", "2024-12-25"];
    let values = days.map(date);
    for (window, expected) in [
        ("this_week", [false, false, false, true, true, false]),
        ("past_week", [false, true, true, true, false, false]),
        ("next_week", [false, false, false, true, true, false]),
        ("past_month", [true, true, true, true, false, false]),
        ("next_month", [false, false, false, true, true, true]),
        ("past_year", [true, true, true, true, false, false]),
        ("next_year", [false, false, false, true, true, true]),
    ] {
        check("date", json!({ window: {} }), &values, &expected);
    }
    // Seven days and some seconds ago is still the first day of the window.
    check("date", json!({"past_week": {}}), &[date("2024-11-18T00:00:00Z")], &[true]);
}

#[test]
fn the_week_begins_where_the_environment_says() {
    let sunday = page(property("date", date("2024-11-24")));
    let filter = json!({"property": "P", "date": {"this_week": {}}});
    let filter: Filter = serde_json::from_value(filter).unwrap();
    assert!(!matches(&filter, &sunday, &env()));
    let env = EvalEnv { week_start: jiff::civil::Weekday::Sunday, ..env() };
    assert!(matches(&filter, &sunday, &env));
}

#[test]
fn timestamps_of_the_page_need_no_property() {
    for (filter, expected) in [
        (json!({"timestamp": "created_time", "created_time": {"equals": "2024-11-25"}}), true),
        (json!({"timestamp": "created_time", "created_time": {"is_empty": true}}), false),
        (
            json!({"timestamp": "last_edited_time",
                   "last_edited_time": {"after": "2024-11-25T14:08:00Z"}}),
            false,
        ),
    ] {
        let read: Filter = serde_json::from_value(filter.clone()).unwrap();
        assert_eq!(matches(&read, &page(json!({})), &env()), expected, "{filter}");
    }
}

#[test]
fn formulas_and_single_rollups_match_as_their_type() {
    let values =
        [json!({"type": "number", "number": 3}), json!({"type": "number", "number": null})];
    check("formula", json!({"number": {"greater_than": 2}}), &values, &[true, false]);
    check("formula", json!({"number": {"is_empty": true}}), &values, &[false, true]);
    let values =
        [json!({"type": "boolean", "boolean": true}), json!({"type": "string", "string": null})];
    check("formula", json!({"checkbox": {"equals": true}}), &values, &[true, false]);
    check("formula", json!({"string": {"is_empty": true}}), &values, &[true, true]);
    let date = json!({"type": "date", "date": date("2024-11-25T14:08:00.000+00:00"), "function": "latest_date"});
    check("rollup", json!({"date": {"equals": "2024-11-25"}}), &[date], &[true]);
    let none = json!({"type": "number", "number": null, "function": "max"});
    check("rollup", json!({"number": {"is_empty": true}}), &[none], &[true]);
}

#[test]
fn every_needs_a_value_and_none_does_not() {
    let number = |n: Value| json!({"type": "number", "number": n});
    let list = |of: Value| json!({"type": "array", "array": of, "function": "show_original"});
    let values = [
        list(json!([])),
        list(json!([number(json!(1))])),
        list(json!([number(json!(1)), number(json!(null))])),
    ];
    for (quantifier, expected) in [
        ("any", [false, true, true]),
        ("every", [false, true, false]),
        ("none", [true, false, false]),
    ] {
        check("rollup", json!({ quantifier: {"number": {"equals": 1}} }), &values, &expected);
    }
}

#[test]
fn never_verified_is_the_state_none() {
    let values = [json!({"state": "verified", "verified_by": null, "date": null}), json!(null)];
    check("verification", json!({"status": "none"}), &values, &[false, true]);
    check("verification", json!({"does_not_equal": "verified"}), &values, &[false, true]);
}

#[test]
fn properties_are_found_by_id_too() {
    for id in ["a%3Ab", "a:b"] {
        let filter = json!({"property": id, "number": {"equals": 1}});
        let filter: Filter = serde_json::from_value(filter).unwrap();
        assert!(matches(&filter, &page(property("number", json!(1))), &env()));
    }
}

#[test]
fn groups_follow_logic() {
    for (filter, expected) in [(json!({"and": []}), true), (json!({"or": []}), false)] {
        let read: Filter = serde_json::from_value(filter).unwrap();
        assert_eq!(matches(&read, &page(json!({})), &env()), expected);
    }
}

/// The values of `P` in the order of the sort.
fn sorted(kind: &str, direction: &str, values: Vec<Value>, schema: Option<Value>) -> Vec<Value> {
    let sort = json!({"property": "P", "direction": direction});
    let sorts: Vec<Sort> = vec![serde_json::from_value(sort).unwrap()];
    let schema: Option<Properties<PropertySchema>> =
        schema.map(|it| serde_json::from_value(json!({ "P": it })).unwrap());
    let mut pages: Vec<(Value, Page)> =
        values.into_iter().map(|it| (it.clone(), page(property(kind, it)))).collect();
    let mut again = pages.clone();
    pages.sort_by(|(_, left), (_, right)| compare(&sorts, left, right, schema.as_ref()));
    again.sort_by_cached_key(|(_, page)| RowOrder::of(&sorts, page, schema.as_ref()));
    assert_eq!(pages, again);
    pages.into_iter().map(|(value, _)| value).collect()
}

#[test]
fn text_is_sorted_by_the_numbers_in_it() {
    let names = ["Article 10", "article 4", "", "Article 1", "Article 007"].map(text);
    assert_eq!(
        sorted("title", "ascending", names.to_vec(), None),
        ["Article 1", "article 4", "Article 007", "Article 10", ""].map(text)
    );
    assert_eq!(
        sorted("title", "descending", names.to_vec(), None),
        ["Article 10", "Article 007", "article 4", "Article 1", ""].map(text)
    );
}

#[test]
fn options_are_sorted_as_the_schema_lists_them() {
    let option = |name: &str| json!({"id": "x", "name": name, "color": "default"});
    let schema = json!({"id": "a%3Ab", "name": "P", "description": null, "type": "select",
        "select": {"options": [option("Low"), option("High")]}});
    let values = vec![option("High"), json!(null), option("Low")];
    assert_eq!(
        sorted("select", "ascending", values.clone(), Some(schema)),
        [option("Low"), option("High"), json!(null)]
    );
    assert_eq!(
        sorted("select", "descending", values, None),
        [option("Low"), option("High"), json!(null)]
    );
}

#[test]
fn times_in_one_minute_keep_their_order() {
    let values = vec![
        date("2024-11-25T18:01:30.000+00:00"),
        date("2024-11-25T18:01:00.000+00:00"),
        date("2024-11-25"),
    ];
    assert_eq!(
        sorted("date", "ascending", values.clone(), None),
        [values[2].clone(), values[0].clone(), values[1].clone()]
    );
}
