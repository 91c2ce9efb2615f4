//! Random filters in Notion's terms, and what Notion's types say a filter may look like.

use notion_model::query::Filter;
use serde_json::{Map, Value, json};

use super::dice::Dice;
use super::world::{COLUMNS, Class, Column, Form};
use crate::logic::Logic;

/// A filter with up to so many levels of groups, every condition in the one form that is written.
pub(super) fn filter(dice: &mut Dice<'_>, levels: usize) -> Filter {
    let kind = if levels == 0 { 0 } else { dice.roll(4) };
    if kind < 2 {
        return serde_json::from_value(leaf(dice)).unwrap();
    }
    let count = 2 + dice.roll(3);
    let parts = (0..count).map(|_| filter(dice, levels - 1)).collect();
    if kind == 2 { Filter::And(parts) } else { Filter::Or(parts) }
}

/// Without groups in groups of their kind, groups of one, and repetitions.
pub(super) fn canonical(filter: &Filter) -> Filter {
    fn tree(filter: &Filter) -> Logic<Filter> {
        match filter {
            Filter::And(parts) => Logic::And(parts.iter().map(tree).collect()),
            Filter::Or(parts) => Logic::Or(parts.iter().map(tree).collect()),
            leaf => Logic::Leaf(leaf.clone()),
        }
    }
    fn back(tree: Logic<Filter>) -> Filter {
        match tree {
            Logic::And(parts) => Filter::And(parts.into_iter().map(back).collect()),
            Logic::Or(parts) => Filter::Or(parts.into_iter().map(back).collect()),
            Logic::Not(_) => unreachable!("no filter has a `not`"),
            Logic::Leaf(leaf) => leaf,
        }
    }
    back(tree(filter).flattened())
}

fn leaf(dice: &mut Dice<'_>) -> Value {
    let column = dice.pick(COLUMNS);
    let test = test(&column, dice);
    let of_property = |key: &str, test: Value| json!({"property": column.name, key: test});
    match column.form {
        Form::Plain => of_property(column.kind, test),
        Form::Timestamp => json!({"timestamp": column.kind, column.kind: test}),
        Form::Formula => of_property("formula", json!({column.kind: test})),
        Form::Rollup => of_property("rollup", json!({column.kind: test})),
        Form::List => {
            let key = match (column.class, column.kind) {
                (Class::Text, _) => "rich_text",
                (Class::Date, _) => "date",
                (Class::People, _) => "people",
                (_, own) => own,
            };
            let quantifier = dice.pick(&["any", "every", "none"]);
            of_property("rollup", json!({quantifier: {key: test}}))
        }
    }
}

fn test(column: &Column, dice: &mut Dice<'_>) -> Value {
    let empty = |dice: &mut Dice<'_>| json!({dice.pick(&["is_empty", "is_not_empty"]): true});
    if !matches!(column.class, Class::Checkbox | Class::Verification | Class::Id) && dice.once_in(5)
    {
        return empty(dice);
    }
    let of = |operator: &str, operand: Value| json!({operator: operand});
    match column.class {
        Class::Text => {
            let operator = dice.pick(TEXT);
            let text =
                ["alpha", "a \"b\" \\ c", "me", "null", "two\nlines\t", "状態 ☎", " x ", "$x"];
            of(operator, json!(dice.pick(&text)))
        }
        Class::Number => {
            let operator = dice.pick(NUMBER);
            of(
                operator,
                [json!(5), json!(-3.5), json!(1e21), json!(0), json!(9_007_199_254_740_993_i64)]
                    [dice.roll(5)]
                .clone(),
            )
        }
        Class::Id => of(dice.pick(NUMBER), json!(dice.roll(9))),
        Class::Checkbox => of("equals", json!(dice.roll(2) == 0)),
        Class::Select | Class::Status => {
            let names: &[&str] = match column.class {
                Class::Status => super::pages::STAGES,
                _ if column.form == Form::Plain => super::pages::RISKS,
                // Others than those in the rollup may exist.
                _ => &["Calm", "not seen yet", "group"],
            };
            let first = dice.roll(names.len());
            let operator = dice.pick(&["equals", "does_not_equal"]);
            let second = (first + 1) % names.len();
            let many = json!([names[first], names[second]]);
            of(operator, if dice.roll(2) == 0 { json!(names[first]) } else { many })
        }
        Class::MultiSelect => of(dice.pick(MEMBER), json!(dice.pick(super::pages::GEAR))),
        Class::People => {
            of(dice.pick(MEMBER), json!(dice.pick(&["me", "22222222-0000-4000-8000-000000000000"])))
        }
        Class::Relation => of(dice.pick(MEMBER), json!("aaaaaaaa-0000-4000-8000-000000000000")),
        Class::Files => empty(dice),
        Class::Verification => of(
            dice.pick(&["status", "does_not_equal"]),
            json!(dice.pick(&["verified", "expired", "none"])),
        ),
        Class::Date if dice.once_in(3) => of(dice.pick(WINDOWS), json!({})),
        Class::Date => of(
            dice.pick(DATE),
            json!(dice.pick(&[
                "2031-05-09",
                "today",
                "tomorrow",
                "yesterday",
                "one_week_ago",
                "one_week_from_now",
                "one_month_ago",
                "one_month_from_now",
                "2031-05-09T16:30:00Z",
                "2031-05-09T16:30:00+05:45",
                "2031-05-09T16:30:00-11:00",
            ])),
        ),
    }
}

const TEXT: &[&str] =
    &["equals", "does_not_equal", "contains", "does_not_contain", "starts_with", "ends_with"];
const NUMBER: &[&str] = &[
    "equals",
    "does_not_equal",
    "greater_than",
    "less_than",
    "greater_than_or_equal_to",
    "less_than_or_equal_to",
];
const MEMBER: &[&str] = &["contains", "does_not_contain"];
const DATE: &[&str] = &["equals", "before", "after", "on_or_before", "on_or_after"];
const WINDOWS: &[&str] =
    &["this_week", "past_week", "past_month", "past_year", "next_week", "next_month", "next_year"];

/// Whether JSON is a filter of the official types: their unions, written down as a table.
pub(super) fn official(filter: &Value) -> Result<(), String> {
    let complain = || Err(format!("not of the official types: {filter}"));
    let Some(map) = filter.as_object() else { return complain() };
    for key in ["and", "or"] {
        if let Some(parts) = map.get(key) {
            let Some(parts) = parts.as_array().filter(|_| map.len() == 1) else {
                return complain();
            };
            return parts.iter().try_for_each(official);
        }
    }
    let place = if map.contains_key("timestamp") { "timestamp" } else { "property" };
    let mut rest = map.clone();
    let named = rest.remove(place).is_some_and(|it| it.as_str().is_some_and(|it| !it.is_empty()));
    let fine = named
        && only(&rest).is_some_and(|(key, test)| match key {
            "formula" => inner(test, &["string", "checkbox", "number", "date"]),
            "rollup" => only_of(test).is_some_and(|(key, test)| match key {
                "any" | "every" | "none" => inner(
                    test,
                    &[
                        "rich_text",
                        "number",
                        "checkbox",
                        "select",
                        "multi_select",
                        "relation",
                        "date",
                        "people",
                        "files",
                        "status",
                    ],
                ),
                "number" | "date" => is_test(key, test),
                _ => false,
            }),
            own => is_test(own, test),
        });
    if fine { Ok(()) } else { complain() }
}

fn only(map: &Map<String, Value>) -> Option<(&str, &Value)> {
    map.iter().next().filter(|_| map.len() == 1).map(|(key, value)| (key.as_str(), value))
}

fn only_of(value: &Value) -> Option<(&str, &Value)> {
    value.as_object().and_then(only)
}

fn inner(value: &Value, keys: &[&str]) -> bool {
    only_of(value).is_some_and(|(key, test)| keys.contains(&key) && is_test(key, test))
}

fn is_test(key: &str, test: &Value) -> bool {
    let Some((operator, operand)) = only_of(test) else { return false };
    if matches!(operator, "is_empty" | "is_not_empty") {
        return operand == true && !matches!(key, "checkbox" | "verification");
    }
    let text_or_list = operand.is_string()
        || operand.as_array().is_some_and(|it| it.len() > 1 && it.iter().all(Value::is_string));
    match key {
        "title" | "rich_text" | "url" | "email" | "phone_number" | "string" => {
            TEXT.contains(&operator) && operand.as_str().is_some_and(|it| !it.is_empty())
        }
        "number" | "unique_id" => NUMBER.contains(&operator) && operand.is_number(),
        "checkbox" => operator == "equals" && operand.is_boolean(),
        "select" | "status" => matches!(operator, "equals" | "does_not_equal") && text_or_list,
        "multi_select" => MEMBER.contains(&operator) && operand.is_string(),
        "people" | "created_by" | "last_edited_by" | "relation" => {
            MEMBER.contains(&operator)
                && operand
                    .as_str()
                    .is_some_and(|it| it == "me" || uuid::Uuid::try_parse(it).is_ok())
        }
        "date" | "created_time" | "last_edited_time" => {
            (WINDOWS.contains(&operator) && *operand == json!({}))
                || (DATE.contains(&operator) && operand.as_str().is_some_and(is_date))
        }
        "verification" => {
            matches!(operator, "status" | "does_not_equal")
                && matches!(operand.as_str(), Some("verified" | "expired" | "none"))
        }
        _ => false,
    }
}

/// A day, a time with its offset, or one of Notion's words.
fn is_date(text: &str) -> bool {
    matches!(
        text,
        "today"
            | "tomorrow"
            | "yesterday"
            | "one_week_ago"
            | "one_week_from_now"
            | "one_month_ago"
            | "one_month_from_now"
    ) || text.parse::<jiff::Timestamp>().is_ok()
        || (text.len() == 10 && text.parse::<jiff::civil::Date>().is_ok())
}
