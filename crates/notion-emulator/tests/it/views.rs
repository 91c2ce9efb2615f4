//! Views and their queries.

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::{Value, json};

use crate::support::{Notion, run, title};

/// A table with three rows; its database and its data source.
async fn table(notion: &Notion) -> (String, String) {
    let schema = json!({ "Name": { "title": {} }, "N": { "number": {} }, "Tag": { "select": {} } });
    let source = notion.table(schema).await;
    for (name, number, tag) in [("a", 3, "x"), ("b", 1, "y"), ("c", 2, "x")] {
        let properties = json!({ "Name": { "title": [run(name)] }, "N": { "number": number },
            "Tag": { "select": { "name": tag } } });
        notion.row(&source, properties).await;
    }
    let found = notion.get(&format!("data_sources/{source}")).await.ok();
    let database = found.body["parent"]["database_id"].as_str().unwrap().to_owned();
    (database, source)
}

#[tokio::test]
async fn a_database_begins_with_one_view() {
    let notion = Notion::new();
    let (database, source) = table(&notion).await;
    let listed = notion.get(&format!("views?database_id={database}")).await.ok();
    assert_snapshot!(listed.shown(), @r#"
    {
      "object": "list",
      "results": [
        {
          "object": "view",
          "id": "<id>"
        }
      ],
      "next_cursor": null,
      "has_more": false,
      "type": "view",
      "view": {},
      "request_id": "<id>"
    }
    "#);
    let by_source = notion.get(&format!("views?data_source_id={source}")).await.ok();
    assert_eq!(by_source.results(), listed.results());
    assert_snapshot!(notion.get("views").await.refusal(), @"
    400 validation_error: query failed validation. Fix one:
    query.database_id should be defined, instead was `undefined`.
    query.data_source_id should be defined, instead was `undefined`.
    ");
}

#[tokio::test]
async fn a_view_is_made_changed_and_deleted() {
    // The official types know no filter in a view, and not that `null` clears a setting.
    let notion = Notion::unrecorded();
    let (database, source) = table(&notion).await;
    let body = json!({ "data_source_id": source, "name": "Test View", "type": "table", "database_id": database });
    let mut made = notion.post("views", body).await.ok();
    assert_eq!(&made.id()[24..28], "000c");
    let address = made.body["url"].as_str().unwrap();
    let plain = |id: &str| id.replace('-', "");
    let tail = format!("/{}?v={}", plain(&database), plain(&made.id()));
    assert!(address.ends_with(&tail), "{address}");
    made.body["url"] = json!("<url>");
    assert_snapshot!(made.shown(), @r#"
    {
      "object": "view",
      "id": "<id>",
      "parent": {
        "type": "database_id",
        "database_id": "<id>"
      },
      "data_source_id": "<id>",
      "name": "Test View",
      "type": "table",
      "created_time": "2026-11-02T09:30:42.123+00:00",
      "created_by": {
        "object": "user",
        "id": "<id>"
      },
      "last_edited_time": "2026-11-02T09:30:42.123+00:00",
      "last_edited_by": {
        "object": "user",
        "id": "<id>"
      },
      "url": "<url>",
      "filter": null,
      "sorts": null,
      "quick_filters": null,
      "configuration": {
        "type": "table"
      },
      "request_id": "<id>"
    }
    "#);
    let path = format!("views/{}", made.id());
    notion.clock.advance(SignedDuration::from_secs(1));
    let schema =
        notion.get(&format!("data_sources/{source}")).await.ok().body["properties"].clone();
    let change = json!({
        "name": "Sorted",
        "filter": { "property": "Tag", "select": { "equals": "x" } },
        "sorts": [{ "property": "N", "direction": "ascending" }],
        "quick_filters": { "N": { "number": { "less_than": 9 } } },
        "configuration": { "type": "table", "wrap_cells": true,
            "properties": [{ "property_id": "N", "visible": true }] },
    });
    let changed = notion.patch(&path, change).await.ok();
    assert_eq!(changed.body["name"], "Sorted");
    assert_eq!(changed.body["last_edited_time"], "2026-11-02T09:30:43.123+00:00");
    assert_eq!(changed.body["filter"]["property"], schema["Tag"]["id"], "filters name ids");
    assert_eq!(changed.body["sorts"][0]["property"], schema["N"]["id"]);
    let shown = &changed.body["configuration"]["properties"][0];
    assert_eq!((&shown["property_id"], &shown["property_name"]), (&schema["N"]["id"], &json!("N")));
    let more = json!({ "filter": null, "quick_filters": null, "configuration": { "type": "table", "wrap_cells": null } });
    let changed = notion.patch(&path, more).await.ok();
    assert_eq!(
        (&changed.body["filter"], &changed.body["quick_filters"]),
        (&Value::Null, &Value::Null)
    );
    assert!(changed.body["configuration"].get("wrap_cells").is_none());
    assert!(changed.body["configuration"].get("properties").is_some(), "what is not named stays");
    let deleted = notion.delete(&path).await.ok();
    let keys: Vec<&String> = deleted.body.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["object", "id", "parent", "type", "request_id"]);
    assert!(notion.get(&path).await.refusal().starts_with("404 object_not_found"));
}

#[tokio::test]
async fn a_query_of_a_view_is_kept_for_a_while() {
    let notion = Notion::new();
    let (database, source) = table(&notion).await;
    let body = json!({
        "data_source_id": source, "name": "x", "type": "list", "database_id": database,
        "filter": { "property": "N", "number": { "greater_than": 1 } },
        "sorts": [{ "property": "N", "direction": "ascending" }],
    });
    let view = notion.post("views", body).await.ok().id();
    let path = format!("views/{view}/queries");
    let query = notion.post(&path, json!({ "page_size": 1 })).await.ok();
    assert_eq!(query.body["object"], "view_query");
    assert_eq!(query.body["view_id"], view);
    assert_eq!(query.body["expires_at"], "2026-11-02T09:45:42.123+00:00");
    assert_eq!((&query.body["total_count"], &query.body["has_more"]), (&json!(2), &json!(true)));
    let next = query.body["next_cursor"].as_str().unwrap();
    let rest = notion.get(&format!("{path}/{}?start_cursor={next}", query.id())).await.ok();
    assert_eq!((&rest.body["type"], &rest.body["page"]), (&json!("page"), &json!({})));
    let mut names = Vec::new();
    for row in query.results().iter().chain(rest.results()) {
        let page = notion.get(&format!("pages/{}", row["id"].as_str().unwrap())).await.ok();
        names.push(title(&page.body));
    }
    assert_eq!(names, ["c", "a"]);
    let deleted = notion.delete(&format!("{path}/{}", query.id())).await.ok();
    assert_eq!(
        (&deleted.body["object"], &deleted.body["deleted"]),
        (&json!("view_query"), &json!(true))
    );
    let query = notion.post(&path, json!({})).await.ok();
    assert_eq!((query.results().len(), &query.body["next_cursor"]), (2, &Value::Null));
    notion.clock.advance(SignedDuration::from_mins(15));
    let late = notion.get(&format!("{path}/{}", query.id())).await.refusal();
    assert!(late.starts_with("404 object_not_found: Could not find view_query"), "{late}");
}

#[tokio::test]
async fn views_have_an_order_and_dashboards_widgets() {
    let notion = Notion::new();
    let (database, source) = table(&notion).await;
    let make = async |name: &str, kind: &str, more: Value| {
        let mut body = json!({ "data_source_id": source, "name": name, "type": kind });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        notion.post("views", body).await.ok()
    };
    let start = json!({ "type": "start" });
    let first = make("first", "board", json!({ "database_id": database, "position": start })).await;
    let after = json!({ "type": "after_view", "view_id": first.id() });
    let second =
        make("second", "list", json!({ "database_id": database, "position": after })).await;
    let board = make("all", "dashboard", json!({ "database_id": database })).await;
    assert_eq!(board.body["data_source_id"], Value::Null);
    let widget = make("widget", "table", json!({ "view_id": board.id() })).await;
    assert_eq!(widget.body["dashboard_view_id"], board.id());
    let listed = notion.get(&format!("views?database_id={database}")).await.ok();
    let ids: Vec<&str> = listed.results().iter().map(|view| view["id"].as_str().unwrap()).collect();
    assert_eq!((ids[0], ids[1], ids.len()), (first.id().as_str(), second.id().as_str(), 5));
    let shown = notion.get(&format!("views/{}", board.id())).await.ok();
    assert_eq!(shown.body["configuration"]["rows"][0]["widgets"][0]["view_id"], widget.id());
    let home = json!({ "parent": { "type": "page_id", "page_id": notion.home() } });
    let linked = make("linked", "table", json!({ "create_database": home })).await;
    let other = linked.body["parent"]["database_id"].as_str().unwrap();
    assert_ne!(other, database);
    let other = notion.get(&format!("databases/{other}")).await.ok();
    assert_eq!(other.body["data_sources"][0]["id"], source);
}

#[tokio::test]
async fn views_that_are_there_are_sorted_by_properties() {
    // The official types know neither.
    let notion = Notion::unrecorded();
    let (database, source) = table(&notion).await;
    let sorts = json!([{ "timestamp": "created_time", "direction": "ascending" }]);
    let body = json!({ "data_source_id": source, "name": "New", "type": "table",
        "database_id": database, "sorts": sorts });
    let view = notion.post("views", body).await.ok();
    assert_eq!(view.body["sorts"], sorts);
    let changed = notion.patch(&format!("views/{}", view.id()), json!({ "sorts": sorts })).await;
    assert_snapshot!(changed.refusal(), @"400 validation_error: body failed validation: body.sorts[0].property should be defined, instead was `undefined`.");
}

#[tokio::test]
async fn configurations_have_the_settings_of_their_type() {
    // The official types would not let a client send these.
    let notion = Notion::unrecorded();
    let (database, source) = table(&notion).await;
    let make = async |configuration: Value| {
        let body = json!({ "data_source_id": source, "name": "V", "type": configuration["type"],
            "database_id": database, "configuration": configuration });
        notion.post("views", body).await
    };
    let check = async |configuration: Value| make(configuration).await.refusal();
    assert_snapshot!(check(json!({ "type": "table", "show_weekends": true })).await, @"400 validation_error: body failed validation: body.configuration.show_weekends should be not present, instead was `true`.");
    assert_snapshot!(check(json!({ "type": "table", "wrap_cells": "yes" })).await, @r#"400 validation_error: body failed validation: body.configuration.wrap_cells should be a boolean, `null`, or `undefined`, instead was `"yes"`."#);
    assert_snapshot!(check(json!({ "type": "table", "properties": [{ "visible": true }] })).await, @"400 validation_error: body failed validation: body.configuration.properties[0].property_id should be defined, instead was `undefined`.");
    assert_snapshot!(check(json!({ "type": "table", "properties": [{ "property_id": "N", "hue": 1 }] })).await, @"400 validation_error: body failed validation: body.configuration.properties[0].hue should be not present, instead was `1`.");
    assert_snapshot!(check(json!({ "type": "gallery", "cover_size": "huge" })).await, @r#"400 validation_error: body failed validation: body.configuration.cover_size should be `"small"`, `"medium"`, `"large"`, `null`, or `undefined`, instead was `"huge"`."#);
    assert_snapshot!(check(json!({ "type": "board" })).await, @"400 validation_error: body failed validation: body.configuration.group_by should be defined, instead was `undefined`.");
    assert_snapshot!(check(json!({ "type": "board", "group_by": { "type": "select" } })).await, @"400 validation_error: body failed validation: body.configuration.group_by.property_id should be defined, instead was `undefined`.");
    assert_snapshot!(check(json!({ "type": "calendar", "date_property_id": null })).await, @"400 validation_error: body failed validation: body.configuration.date_property_id should be a string, instead was `null`.");
    let group = json!({ "type": "select", "property_id": "Tag", "sort": { "type": "manual" } });
    let board = json!({ "type": "board", "group_by": group, "cover_size": null });
    let board = make(board).await.ok();
    assert!(board.body["configuration"].get("cover_size").is_none());
    let chart = json!({ "type": "chart", "chart_type": "donut" });
    assert_eq!(make(chart.clone()).await.ok().body["configuration"], chart);
}

#[tokio::test]
async fn views_that_make_no_sense_are_refused() {
    let notion = Notion::new();
    let (database, source) = table(&notion).await;
    let check = async |more: Value| {
        let mut body = json!({ "data_source_id": source, "name": "x", "type": "table" });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        notion.post("views", body).await.refusal()
    };
    assert_snapshot!(check(json!({})).await, @"400 validation_error: Exactly one of database_id, view_id, or create_database must be provided.");
    assert_snapshot!(check(json!({ "database_id": database, "type": "wall" })).await, @r#"400 validation_error: body failed validation: body.type should be `"table"`, `"board"`, `"list"`, `"calendar"`, `"timeline"`, `"gallery"`, `"form"`, `"chart"`, `"map"`, or `"dashboard"`, instead was `"wall"`."#);
    assert_snapshot!(check(json!({ "database_id": database, "configuration": { "type": "gallery" } })).await, @r#"400 validation_error: Configuration type "gallery" does not match view type "table""#);
    let filter = json!({ "property": "Colour", "select": { "equals": "x" } });
    assert_snapshot!(check(json!({ "database_id": database, "filter": filter })).await, @"400 validation_error: Could not find property with name or id: Colour");
    let nil = "00000000-0000-0000-0000-000000000000";
    assert!(
        check(json!({ "database_id": nil }))
            .await
            .starts_with("404 object_not_found: Could not find database")
    );
    assert!(
        check(json!({ "view_id": nil }))
            .await
            .starts_with("404 object_not_found: Could not find view")
    );
}
