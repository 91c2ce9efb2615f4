//! Queries of data sources: filters, sorts, pages.

use std::fmt::Write as _;

use insta::assert_snapshot;
use jiff::SignedDuration;
use notion_emulator::Seed;
use serde_json::{Value, json};

use crate::support::{Notion, VERSION, builder, run, title};

#[tokio::test]
async fn filters_and_sorts_are_notions() {
    let notion = Notion::new();
    let status = json!({ "status": { "options": [{ "name": "Open" }, { "name": "Active" }] } });
    let schema = json!({ "Name": { "title": {} }, "State": status, "Points": { "number": {} } });
    let source = notion.table(schema).await;
    for (name, state, points) in
        [("Task 10", "Active", 3), ("Task 9", "Open", 8), ("Other", "Active", 5)]
    {
        let row = json!({
            "Name": { "title": [run(name)] },
            "State": { "status": { "name": state } },
            "Points": { "number": points },
        });
        notion.row(&source, row).await;
    }
    assert_eq!(notion.titles(&source, json!({})).await, ["Other", "Task 9", "Task 10"]);
    let active = json!({ "property": "State", "status": { "equals": "Active" } });
    let large = json!({ "property": "Points", "number": { "greater_than": 4 } });
    let both = json!({ "filter": { "and": [active, large] } });
    assert_eq!(notion.titles(&source, both).await, ["Other"]);
    let either = json!({ "filter": { "or": [active, { "and": [large] }] } });
    assert_eq!(notion.titles(&source, either).await.len(), 3);
    let sorted = async |key: &str, direction: &str| {
        let sorts = json!({ "sorts": [{ "property": key, "direction": direction }] });
        notion.titles(&source, sorts).await
    };
    assert_eq!(sorted("Name", "ascending").await, ["Other", "Task 9", "Task 10"]);
    assert_eq!(sorted("Points", "descending").await, ["Task 9", "Other", "Task 10"]);
    // Options in the order of the schema; equal rows newest first.
    assert_eq!(sorted("State", "ascending").await, ["Task 9", "Other", "Task 10"]);
}

#[tokio::test]
async fn wrong_queries_are_refused() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "Points": { "number": {} } })).await;
    let check = async |body: Value| {
        notion.post(&format!("data_sources/{source}/query"), body).await.refusal()
    };
    let filter = |filter: Value| json!({ "filter": filter });
    assert_snapshot!(check(filter(json!({ "property": "Points", "rich_text": { "equals": "4" } }))).await, @"400 validation_error: The property type in the database does not match the property type of the filter provided: database property number does not match filter rich_text");
    assert_snapshot!(check(filter(json!({ "property": "Colour", "number": { "equals": 4 } }))).await, @"400 validation_error: Could not find property with name or id: Colour");
    assert_snapshot!(check(json!({ "sorts": [{ "property": "Colour", "direction": "ascending" }] })).await, @"400 validation_error: Could not find sort property with name or id: Colour");
    assert_snapshot!(check(json!({ "sorts": [{ "property": "Name" }] })).await, @r#"400 validation_error: body failed validation: body.sorts[0].direction should be `"ascending"` or `"descending"`, instead was `undefined`."#);
    assert_snapshot!(check(filter(json!({ "property": "Points", "number": { "equals": 4, "less_than": 3 } }))).await, @"400 validation_error: body failed validation: body.filter.number.less_than should be not present, instead was `3`.");
    assert_snapshot!(check(filter(json!({ "property": "Points", "number": { "is_empty": false } }))).await, @"400 validation_error: body failed validation: body.filter.number.is_empty should be `true`, instead was `false`.");
    assert_snapshot!(check(filter(json!({ "and": [{ "or": [{ "and": [] }] }] }))).await, @"400 validation_error: body failed validation: body.filter.and[0].or[0].and should be not present, instead was `[]`.");
    assert_snapshot!(check(json!({ "filter_properties": ["title"] })).await, @r#"400 validation_error: body failed validation: body.filter_properties should be not present, instead was `["title"]`."#);
    assert_snapshot!(check(json!({ "start_cursor": "bogus" })).await, @"400 validation_error: The start_cursor provided is invalid: bogus");
}

#[tokio::test]
async fn only_the_wanted_properties_are_shown() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "Points": { "number": {} } })).await;
    notion.row(&source, json!({})).await;
    let path = format!("data_sources/{source}/query?filter_properties=title");
    let found = notion.post(&path, json!({})).await.ok();
    let names: Vec<&String> =
        found.results()[0]["properties"].as_object().unwrap().keys().collect();
    assert_eq!(names, ["Name"]);
}

#[tokio::test]
async fn trashed_rows_are_found_only_when_they_are_meant() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let row = notion.row(&source, json!({ "Name": { "title": [run("gone")] } })).await;
    notion.row(&source, json!({ "Name": { "title": [run("here")] } })).await;
    notion.delete(&format!("blocks/{row}")).await.ok();
    assert_eq!(notion.titles(&source, json!({})).await, ["here"]);
    assert_eq!(notion.titles(&source, json!({ "in_trash": true })).await, ["gone"]);
}

#[tokio::test]
async fn times_and_me_are_those_of_the_request() {
    let notion = Notion::new();
    let schema = json!({ "Name": { "title": {} }, "Who": { "people": {} }, "Due": { "date": {} } });
    let source = notion.table(schema).await;
    let me = notion.emulator.user("you").unwrap().to_string();
    let row = json!({
        "Name": { "title": [run("mine")] },
        "Who": { "people": [{ "id": me }] },
        "Due": { "date": { "start": "2026-11-03" } },
    });
    notion.row(&source, row).await;
    notion.clock.advance(SignedDuration::from_mins(10));
    notion.row(&source, json!({ "Name": { "title": [run("later")] } })).await;
    let filter = |filter: Value| json!({ "filter": filter });
    let mine = filter(json!({ "property": "Who", "people": { "contains": "me" } }));
    assert_eq!(notion.titles(&source, mine).await, ["mine"]);
    let tomorrow = filter(json!({ "property": "Due", "date": { "equals": "tomorrow" } }));
    assert_eq!(notion.titles(&source, tomorrow).await, ["mine"]);
    let created =
        json!({ "timestamp": "created_time", "created_time": { "after": "2026-11-02T09:35:00Z" } });
    assert_eq!(notion.titles(&source, filter(created)).await, ["later"]);
}

/// A data source with so many rows, numbered from 1.
fn numbered(rows: usize) -> Notion {
    let mut json = String::new();
    for number in 1..=rows {
        let gap = if number == 1 { "" } else { "," };
        let _ = write!(json, r#"{gap}{{"properties":{{"Name":"Row {number}"}}}}"#);
    }
    let seed = format!(
        r#"{{"pages":[{{"key":"home","title":"Home"}}],"databases":[
            {{"key":"rows","title":"Rows","parent":"home","properties":{{"Name":{{"title":{{}}}}}},"rows":[{json}]}}
        ]}}"#
    );
    let (builder, clock) = builder();
    let emulator = builder.world(Seed::parse(&seed).unwrap()).build().unwrap();
    Notion { emulator, clock, version: VERSION }
}

/// Rows are kept in the order of their creation, so that a query in this order sorts nothing. The
/// same order said twice is sorted, and has to be the same.
#[tokio::test]
async fn the_order_of_creation_is_that_of_sorting() {
    let row = |number: usize| {
        let (minute, second) = (number / 5, number * 7 % 60);
        json!({ "created": format!("2026-10-01T09:{minute:02}:{second:02}Z"), "properties": { "Name": format!("Row {number}") } })
    };
    let rows: Vec<Value> = (0..40).map(row).collect();
    let notion = Notion::seeded(json!({ "databases": [{
        "key": "rows", "title": "Rows", "properties": { "Name": { "title": {} } }, "rows": rows,
    }] }));
    for direction in ["ascending", "descending"] {
        let sort = json!({ "timestamp": "created_time", "direction": direction });
        for size in [1, 3, 7, 40] {
            let once = json!({ "page_size": size, "sorts": [sort] });
            let twice = json!({ "page_size": size, "sorts": [sort, sort] });
            let titles = all(&notion, once).await.0;
            assert_eq!(titles.len(), 40);
            assert_eq!(titles, all(&notion, twice).await.0, "{direction}, {size} a page");
        }
    }
}

/// All rows of a query, page by page, and the last page.
async fn all(notion: &Notion, mut query: Value) -> (Vec<String>, Value) {
    let source = notion.emulator.data_source("rows").unwrap();
    let mut titles = Vec::new();
    loop {
        let page = notion.post(&format!("data_sources/{source}/query"), query.clone()).await.ok();
        titles.extend(page.results().iter().map(title));
        if page.body["has_more"] == false {
            return (titles, page.body);
        }
        query["start_cursor"] = page.body["next_cursor"].clone();
    }
}

#[tokio::test]
async fn pages_follow_each_other_without_gap_or_repeat() {
    let notion = numbered(110);
    let newest_first: Vec<String> = (1..=110).rev().map(|number| format!("Row {number}")).collect();
    let (titles, last) = all(&notion, json!({ "page_size": 7 })).await;
    assert_eq!(titles, newest_first);
    assert_eq!(last["next_cursor"], Value::Null);
    let sorts = json!([{ "property": "Name", "direction": "ascending" }]);
    let (titles, _) = all(&notion, json!({ "page_size": 13, "sorts": sorts })).await;
    assert_eq!(titles, newest_first.into_iter().rev().collect::<Vec<_>>());
}

#[tokio::test]
async fn a_cursor_names_the_next_row_and_belongs_to_its_query() {
    let notion = numbered(5);
    let source = notion.emulator.data_source("rows").unwrap();
    let path = format!("data_sources/{source}/query");
    let first = notion.post(&path, json!({ "page_size": 2 })).await.ok();
    let cursor = first.body["next_cursor"].as_str().unwrap().to_owned();
    let second = notion.post(&path, json!({ "start_cursor": cursor })).await.ok();
    let next = second.results()[0]["id"].as_str().unwrap();
    assert!(cursor.starts_with("s:") && cursor.ends_with(next), "{cursor}");
    // A row that is trashed meanwhile does not stop the scan.
    notion.delete(&format!("blocks/{next}")).await.ok();
    let second = notion.post(&path, json!({ "start_cursor": cursor })).await.ok();
    assert_eq!(second.results().iter().map(title).collect::<Vec<_>>(), ["Row 2", "Row 1"]);
    let sorts = json!([{ "property": "Name", "direction": "ascending" }]);
    let other = notion.post(&path, json!({ "start_cursor": cursor, "sorts": sorts })).await;
    assert!(other.refusal().contains("The start_cursor provided is invalid: s:"));
}

#[tokio::test]
async fn a_query_ends_after_ten_thousand_rows() {
    let notion = numbered(10_005);
    let (titles, last) = all(&notion, json!({})).await;
    assert_eq!(titles.len(), 10_000);
    assert_eq!(titles.last().unwrap(), "Row 6");
    assert_snapshot!(last["request_status"], @r#"{"type":"incomplete","incomplete_reason":"query_result_limit_reached"}"#);
    let some = json!({ "filter": { "property": "Name", "title": { "does_not_contain": "100" } } });
    let (_, last) = all(&notion, some).await;
    assert_eq!(last.get("request_status"), None);
}

#[tokio::test]
async fn each_row_is_judged_by_its_own_text() {
    let notion = Notion::new();
    let source =
        notion.table(json!({ "Name": { "title": {} }, "Note": { "rich_text": {} } })).await;
    let bold = json!({ "text": { "content": "pha" }, "annotations": { "bold": true } });
    for note in [
        json!([run("alpha")]),
        json!([]),
        json!([run("beta")]),
        json!([run("al"), bold]),
        json!([{ "equation": { "expression": "alpha" } }]),
        json!([run("al")]),
    ] {
        notion.row(&source, json!({ "Note": { "rich_text": note } })).await;
    }
    for (condition, expected) in [
        (json!({ "equals": "alpha" }), 3),
        (json!({ "contains": "al" }), 4),
        (json!({ "does_not_contain": "al" }), 2),
        (json!({ "is_empty": true }), 1),
    ] {
        let filter = json!({ "property": "Note", "rich_text": condition });
        let found = notion.titles(&source, json!({ "filter": filter })).await;
        assert_eq!(found.len(), expected, "{filter}");
    }
}
