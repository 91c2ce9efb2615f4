//! Queries of data sources: filters, sorts, pages.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Notion, run};

#[tokio::test]
async fn filters_and_sorts_are_notions() {
    let notion = Notion::new();
    let status = json!({ "status": { "options": [{ "name": "Open" }, { "name": "Active" }] } });
    let schema = json!({
        "Name": { "title": {} },
        "State": status,
        "Points": { "number": {} },
    });
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
    let by_name = json!({ "sorts": [{ "property": "Name", "direction": "ascending" }] });
    assert_eq!(notion.titles(&source, by_name).await, ["Other", "Task 9", "Task 10"]);
    let wrong = json!({ "filter": { "property": "Points", "rich_text": { "equals": "4" } } });
    let refused = notion.post(&format!("data_sources/{source}/query"), wrong).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: The property type in the database does not match the property type of the filter provided: database property number does not match filter rich_text");
}
