//! Filters and their text; that the text compiles to the same filter is one of the laws.

use notion_model::query::Filter;
use serde_json::{Value, json};

use super::decompile;
use crate::{PropertyType, Schema};

#[track_caller]
fn check(filter: Value, expected: &str) {
    let mut schema = Schema::new("Tasks");
    schema
        .property("Name", PropertyType::Title)
        .property("Done?", PropertyType::Checkbox)
        .property("Score", PropertyType::Formula(None));
    let filter: Filter = serde_json::from_value(filter).unwrap();
    assert_eq!(decompile(&filter, &schema).unwrap().text, expected);
}

#[test]
fn types_are_added_where_nobody_knows_them() {
    check(json!({"property": "Name", "rich_text": {"contains": "a \"b\""}}), r#"Name ~ "a \"b\"""#);
    check(json!({"property": "Name", "select": {"equals": "a"}}), "Name::select = a");
    check(json!({"property": "Done?", "checkbox": {"does_not_equal": true}}), "\"Done?\" = false");
    check(
        json!({"property": "Score", "formula": {"number": {"greater_than": 3}}}),
        "Score::formula.number > 3",
    );
    check(
        json!({"property": "Who", "rollup": {"none": {"people": {"contains": "me"}}}}),
        "none(Who::people) ~ me",
    );
    check(
        json!({"property": "R", "rollup": {"date": {"past_week": {}}}}),
        "R::rollup.date in past week",
    );
}

#[test]
fn groups_and_dates_have_one_spelling() {
    check(
        json!({"and": [
            {"timestamp": "created_time", "created_time": {"on_or_after": "one_month_ago"}},
            {"or": [
                {"property": "D", "date": {"before": "2031-05-01T10:00:00"}},
                {"property": "D", "date": {"is_empty": true}},
            ]},
        ]}),
        "@created_time >= today - 1mo and (D::date < 2031-05-01T10:00:00Z or D::date is empty)",
    );
    check(
        json!({"property": "T", "multi_select": {"does_not_contain": ["a", "not b"]}}),
        "T::multi_select has none (a, \"not b\")",
    );
}
