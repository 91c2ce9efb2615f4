//! Formulas and rollups: their schema, their values, and filters on them.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Notion, run};

async fn schema(notion: &Notion, source: &str, name: &str) -> Value {
    notion.get(&format!("data_sources/{source}")).await.ok().body["properties"][name].clone()
}

async fn edit(notion: &Notion, source: &str, properties: Value) -> Value {
    let body = json!({ "properties": properties });
    notion.patch(&format!("data_sources/{source}"), body).await.ok().body["properties"].clone()
}

async fn refused(notion: &Notion, source: &str, properties: Value) -> String {
    let body = json!({ "properties": properties });
    notion.patch(&format!("data_sources/{source}"), body).await.refusal()
}

async fn value(notion: &Notion, page: &str, name: &str) -> Value {
    let mut value =
        notion.get(&format!("pages/{page}")).await.ok().body["properties"][name].clone();
    let kind = value["type"].as_str().unwrap_or_default().to_owned();
    value[&kind].take()
}

/// Items and a data source whose rows are related to them: the ids of both, and of two rows.
async fn related(notion: &Notion) -> (String, String, String, String) {
    let items = notion
        .table(json!({
            "Name": { "title": {} },
            "Price": { "number": {} },
            "Due": { "date": {} },
            "Done": { "checkbox": {} },
            "Tags": { "multi_select": {} },
            "Twice": { "formula": { "expression": "prop(\"Price\") * 2" } },
        }))
        .await;
    let mut rows = Vec::new();
    for (name, price, due, done, tags) in [
        ("A", json!(10), json!({ "start": "2026-01-05" }), true, vec!["x", "y"]),
        ("B", json!(2.5), json!({ "start": "2026-01-01", "end": "2026-02-01" }), false, vec!["x"]),
        ("C", json!(null), json!(null), true, vec![]),
        ("B", json!(10), json!({ "start": "2026-01-05" }), false, vec![]),
    ] {
        let tags: Vec<Value> = tags.into_iter().map(|name| json!({ "name": name })).collect();
        let row = notion
            .row(
                &items,
                json!({
                    "Name": { "title": [run(name)] },
                    "Price": { "number": price },
                    "Due": { "date": due },
                    "Done": { "checkbox": done },
                    "Tags": { "multi_select": tags },
                }),
            )
            .await;
        rows.push(json!({ "id": row }));
    }
    let orders = notion
        .table(json!({
            "Name": { "title": {} },
            "Items": { "relation": { "data_source_id": items, "single_property": {} } },
        }))
        .await;
    let full = json!({ "Name": { "title": [run("full")] }, "Items": { "relation": rows } });
    let full = notion.row(&orders, full).await;
    let empty = notion.row(&orders, json!({ "Name": { "title": [run("empty")] } })).await;
    (items, orders, full, empty)
}

fn rollup(property: &str, function: &str) -> Value {
    json!({
        "rollup": {
            "relation_property_name": "Items",
            "rollup_property_name": property,
            "function": function,
        }
    })
}

#[tokio::test]
async fn every_function_of_rollups() {
    let notion = Notion::new();
    let (_, orders, full, empty) = related(&notion).await;
    for (property, function, expected, of_nothing) in [
        ("Name", "count", json!(4), json!(0)),
        ("Price", "count_values", json!(3), json!(0)),
        ("Tags", "count_values", json!(3), json!(0)),
        ("Price", "empty", json!(1), json!(0)),
        ("Price", "not_empty", json!(3), json!(0)),
        ("Price", "unique", json!(2), json!(0)),
        ("Tags", "unique", json!(2), json!(0)),
        ("Price", "percent_empty", json!(0.25), json!(null)),
        ("Price", "percent_not_empty", json!(0.75), json!(null)),
        ("Price", "sum", json!(22.5), json!(null)),
        ("Twice", "sum", json!(45), json!(null)),
        ("Price", "average", json!(7.5), json!(null)),
        ("Price", "median", json!(10), json!(null)),
        ("Price", "min", json!(2.5), json!(null)),
        ("Price", "max", json!(10), json!(null)),
        ("Price", "range", json!(7.5), json!(null)),
        ("Done", "checked", json!(2), json!(0)),
        ("Done", "unchecked", json!(2), json!(0)),
        ("Done", "percent_checked", json!(0.5), json!(null)),
        ("Done", "percent_unchecked", json!(0.5), json!(null)),
    ] {
        edit(&notion, &orders, json!({ "R": rollup(property, function) })).await;
        for (row, number) in [(&full, &expected), (&empty, &of_nothing)] {
            let wanted = json!({ "type": "number", "number": number, "function": function });
            assert_eq!(value(&notion, row, "R").await, wanted, "{function} of {property}");
        }
    }
    for (function, expected) in [
        ("earliest_date", json!({ "start": "2026-01-01", "end": null, "time_zone": null })),
        ("latest_date", json!({ "start": "2026-02-01", "end": null, "time_zone": null })),
        ("date_range", json!({ "start": "2026-01-01", "end": "2026-02-01", "time_zone": null })),
    ] {
        edit(&notion, &orders, json!({ "R": rollup("Due", function) })).await;
        for (row, date) in [(&full, &expected), (&empty, &json!(null))] {
            let wanted = json!({ "type": "date", "date": date, "function": function });
            assert_eq!(value(&notion, row, "R").await, wanted, "{function}");
        }
    }
    for (function, prices) in [
        ("show_original", vec![json!(10), json!(2.5), json!(null), json!(10)]),
        ("show_unique", vec![json!(10), json!(2.5), json!(null)]),
    ] {
        edit(&notion, &orders, json!({ "R": rollup("Price", function) })).await;
        let shown: Vec<Value> =
            prices.iter().map(|it| json!({ "type": "number", "number": it })).collect();
        let wanted = json!({ "type": "array", "array": shown, "function": function });
        assert_eq!(value(&notion, &full, "R").await, wanted);
        let wanted = json!({ "type": "array", "array": [], "function": function });
        assert_eq!(value(&notion, &empty, "R").await, wanted);
    }
    for function in ["count_per_group", "percent_per_group"] {
        edit(&notion, &orders, json!({ "R": rollup("Price", function) })).await;
        let wanted = json!({ "type": "unsupported", "unsupported": {}, "function": function });
        assert_eq!(value(&notion, &full, "R").await, wanted);
    }
}

#[tokio::test]
async fn rollups_follow_what_they_name() {
    // The official types do not know that a schema that was read may be sent back.
    let notion = Notion::unrecorded();
    let (items, orders, full, _) = related(&notion).await;
    edit(&notion, &orders, json!({ "Total": rollup("Price", "sum") })).await;
    edit(&notion, &items, json!({ "Price": { "name": "Cost" } })).await;
    edit(&notion, &orders, json!({ "Items": { "name": "Lines" } })).await;
    let shown = schema(&notion, &orders, "Total").await;
    assert_eq!(shown["rollup"]["rollup_property_name"], "Cost");
    assert_eq!(shown["rollup"]["relation_property_name"], "Lines");
    // A schema that was read may be sent back.
    edit(&notion, &orders, json!({ "Total": shown })).await;
    assert_eq!(value(&notion, &full, "Total").await["number"], 22.5);

    let refusal = refused(
        &notion,
        &orders,
        json!({
            "Bad": { "rollup": {
                "relation_property_name": "Name", "rollup_property_name": "Cost", "function": "sum",
            } },
        }),
    );
    assert_snapshot!(refusal.await, @r#"400 validation_error: Invalid rollup schema for property "Bad". Cannot create rollup with relation property "Name"."#);
    let refusal = refused(
        &notion,
        &orders,
        json!({
            "Bad": { "rollup": {
                "relation_property_name": "Lines", "rollup_property_name": "Cost", "function": "total",
            } },
        }),
    );
    assert!(refusal.await.contains("body.properties.Bad.rollup.function should be `\"count\"`"));
    edit(
        &notion,
        &orders,
        json!({
            "Own": { "relation": { "data_source_id": orders, "single_property": {} } },
        }),
    )
    .await;
    let refusal = refused(
        &notion,
        &orders,
        json!({
            "Bad": { "rollup": {
                "relation_property_name": "Own", "rollup_property_name": "Total", "function": "sum",
            } },
        }),
    );
    assert_snapshot!(refusal.await, @"400 validation_error: Cannot create a rollup of a related rollup property.");
    let write = json!({ "properties": { "Total": { "number": 1 } } });
    let refusal = notion.patch(&format!("pages/{full}"), write).await.refusal();
    assert_snapshot!(refusal, @"400 validation_error: Total is expected to be rollup.");
    // Without its relation a rollup says nothing.
    edit(&notion, &orders, json!({ "Lines": null })).await;
    assert_eq!(value(&notion, &full, "Total").await["type"], "unsupported");
}

#[tokio::test]
async fn rollups_as_property_items() {
    let notion = Notion::new();
    let (_, orders, full, _) = related(&notion).await;
    let made = edit(
        &notion,
        &orders,
        json!({
            "Names": rollup("Name", "show_original"),
            "Total": rollup("Price", "sum"),
        }),
    )
    .await;
    let id = |name: &str| made[name]["id"].as_str().unwrap().to_owned();
    let path = format!("pages/{full}/properties/{}?page_size=3", id("Names"));
    let names = notion.get(&path).await.ok().body;
    assert_eq!(names["results"].as_array().unwrap().len(), 3);
    assert_eq!(names["results"][0]["title"]["plain_text"], "A");
    assert_eq!(names["results"][0]["type"], "title");
    assert_eq!(names["has_more"], true);
    let about = json!({ "type": "array", "array": [], "function": "show_original" });
    assert_eq!(names["property_item"]["rollup"], about);
    let cursor = names["next_cursor"].as_str().unwrap();
    let rest = notion.get(&format!("{path}&start_cursor={cursor}")).await.ok();
    assert_eq!(rest.results().len(), 1);

    let total = notion.get(&format!("pages/{full}/properties/{}", id("Total"))).await.ok().body;
    assert_eq!(total["results"], json!([]));
    let about = json!({ "type": "number", "number": 22.5, "function": "sum" });
    assert_eq!(total["property_item"]["rollup"], about);
}

#[tokio::test]
async fn filters_and_sorts_look_at_rollups_and_formulas() {
    let notion = Notion::new();
    let (items, orders, _, _) = related(&notion).await;
    edit(
        &notion,
        &orders,
        json!({
            "Names": rollup("Name", "show_original"),
            "Max": rollup("Price", "max"),
            "First": rollup("Due", "earliest_date"),
        }),
    )
    .await;
    for (filter, expected) in [
        (
            json!({ "property": "Names", "rollup": { "any": { "rich_text": { "contains": "a" } } } }),
            vec!["full"],
        ),
        (
            json!({ "property": "Names", "rollup": { "every": { "rich_text": { "contains": "a" } } } }),
            vec![],
        ),
        (
            json!({ "property": "Names", "rollup": { "none": { "rich_text": { "contains": "z" } } } }),
            vec!["empty", "full"],
        ),
        (json!({ "property": "Max", "rollup": { "number": { "greater_than": 9 } } }), vec!["full"]),
        (json!({ "property": "Max", "rollup": { "number": { "is_empty": true } } }), vec!["empty"]),
        (
            json!({ "property": "First", "rollup": { "date": { "on_or_before": "2026-01-01" } } }),
            vec!["full"],
        ),
        (json!({ "property": "First", "rollup": { "date": { "is_empty": true } } }), vec!["empty"]),
    ] {
        assert_eq!(notion.titles(&orders, json!({ "filter": filter })).await, expected, "{filter}");
    }
    let filter = json!({ "property": "Twice", "formula": { "number": { "equals": 5 } } });
    assert_eq!(notion.titles(&items, json!({ "filter": filter })).await, ["B"]);
    let sorts = json!([{ "property": "Twice", "direction": "ascending" }]);
    assert_eq!(notion.titles(&items, json!({ "sorts": sorts })).await[0], "B");
    let filter = json!({ "property": "Max", "number": { "equals": 5 } });
    let path = format!("data_sources/{orders}/query");
    assert_snapshot!(notion.post(&path, json!({ "filter": filter })).await.refusal(), @"400 validation_error: The property type in the database does not match the property type of the filter provided: database property rollup does not match filter number");
    let filter = json!({ "property": "Max", "rollup": { "sum": { "equals": 5 } } });
    assert_snapshot!(notion.post(&path, json!({ "filter": filter })).await.refusal(), @"
    400 validation_error: body failed validation. Fix one:
    body.filter.rollup.any should be defined, instead was `undefined`.
    body.filter.rollup.none should be defined, instead was `undefined`.
    body.filter.rollup.every should be defined, instead was `undefined`.
    body.filter.rollup.date should be defined, instead was `undefined`.
    body.filter.rollup.number should be defined, instead was `undefined`.
    ");
}

#[tokio::test]
async fn formulas_are_kept_by_id() {
    let notion = Notion::new();
    let source = notion
        .table(json!({
            "Name": { "title": {} },
            "Price": { "number": {} },
            "Sum": { "formula": { "expression": "prop(\"Price\")  *  2 + 1" } },
            "Label": { "formula": { "expression": "prop(\"Name\") + \": \" + prop(\"Sum\")" } },
        }))
        .await;
    let price = schema(&notion, &source, "Price").await["id"].as_str().unwrap().to_owned();
    let expression = schema(&notion, &source, "Sum").await["formula"]["expression"].clone();
    let expression = expression.as_str().unwrap();
    let (reference, rest) = expression.split_once("}}").unwrap();
    assert!(reference.starts_with(&format!("{{{{notion:block_property:{price}:{source}:")));
    assert_eq!(rest, "  *  2 + 1");
    // The stored form is taken too.
    edit(&notion, &source, json!({ "Sum": { "formula": { "expression": expression } } })).await;
    let properties = json!({ "Name": { "title": [run("Tea")] }, "Price": { "number": 20.5 } });
    let row = notion.row(&source, properties).await;
    edit(&notion, &source, json!({ "Price": { "name": "Cost" } })).await;
    assert_eq!(value(&notion, &row, "Sum").await, json!({ "type": "number", "number": 42 }));
    assert_eq!(
        value(&notion, &row, "Label").await,
        json!({ "type": "string", "string": "Tea: 42" })
    );
    // As recorded of a formula that fits its properties no more.
    edit(&notion, &source, json!({ "Cost": { "checkbox": {} } })).await;
    assert_eq!(value(&notion, &row, "Sum").await, json!({ "type": "string", "string": null }));
    edit(&notion, &source, json!({ "Sum": { "number": {} } })).await;
    edit(&notion, &source, json!({ "Label": { "rich_text": {} } })).await;
}

#[tokio::test]
async fn what_is_no_formula_is_refused() {
    let notion = Notion::new();
    let source = notion
        .table(json!({
            "Name": { "title": {} },
            "Price": { "number": {} },
            "A": { "formula": { "expression": "prop(\"Price\")" } },
            "B": { "formula": { "expression": "prop(\"A\") + 1" } },
        }))
        .await;
    for expression in [
        "1 +",
        "(1",
        "prop(\"Nothing\")",
        "prop(Price)",
        "frobnicate(1)",
        "round()",
        "prop(\"Name\") * 2",
        "=prop(\"Price\")",
        "{{notion:block_property:zzzz}}",
        "\"open",
        "x + 1",
    ] {
        let schema = json!({ "C": { "formula": { "expression": expression } } });
        let refusal = refused(&notion, &source, schema).await;
        assert_eq!(refusal, "400 validation_error: Type error with formula", "{expression}");
    }
    for (name, expression) in [("A", "prop(\"B\")"), ("A", "prop(\"A\")")] {
        let schema = json!({ name: { "formula": { "expression": expression } } });
        let refusal = refused(&notion, &source, schema).await;
        assert_eq!(refusal, "400 validation_error: Type error with formula", "{expression}");
    }
    let deep = format!("{}1{}", "(".repeat(20_000), ")".repeat(20_000));
    let schema = json!({ "C": { "formula": { "expression": deep } } });
    refused(&notion, &source, schema).await;
}
