//! Databases and data sources: their schema, how it changes, and what becomes of the rows.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Notion, plain, run};

/// The properties of a data source as `name: type`, without what ids would make unsteady.
async fn types(notion: &Notion, source: &str) -> Vec<String> {
    let schema = notion.get(&format!("data_sources/{source}")).await.ok();
    let properties = schema.body["properties"].as_object().unwrap();
    let mut types: Vec<String> = properties
        .iter()
        .map(|(name, it)| format!("{name}: {}", it["type"].as_str().unwrap()))
        .collect();
    types.sort();
    types
}

async fn property(notion: &Notion, source: &str, name: &str) -> Value {
    notion.get(&format!("data_sources/{source}")).await.ok().body["properties"][name].clone()
}

async fn edit(notion: &Notion, source: &str, properties: Value) -> Value {
    let body = json!({ "properties": properties });
    notion.patch(&format!("data_sources/{source}"), body).await.ok().body["properties"].clone()
}

#[tokio::test]
async fn an_untitled_database_reads_as_recorded() {
    let notion = Notion::new();
    let body = json!({ "parent": { "type": "page_id", "page_id": notion.home() } });
    let database = notion.post("databases", body).await.ok();
    assert_snapshot!(database.shown(), @r#"
    {
      "object": "database",
      "id": "<id>",
      "title": [
        {
          "type": "text",
          "text": {
            "content": "New database",
            "link": null
          },
          "annotations": {
            "bold": false,
            "italic": false,
            "strikethrough": false,
            "underline": false,
            "code": false,
            "color": "default"
          },
          "plain_text": "New database",
          "href": null
        }
      ],
      "description": [],
      "parent": {
        "type": "page_id",
        "page_id": "<id>"
      },
      "is_inline": false,
      "in_trash": false,
      "is_locked": false,
      "created_time": "2026-11-02T09:30:42.123+00:00",
      "last_edited_time": "2026-11-02T09:30:42.123+00:00",
      "data_sources": [
        {
          "id": "<id>",
          "name": "New database"
        }
      ],
      "icon": null,
      "cover": null,
      "url": "https://www.notion.so/<id>",
      "public_url": null,
      "request_id": "<id>"
    }
    "#);
    let source = database.body["data_sources"][0]["id"].as_str().unwrap();
    let source = notion.get(&format!("data_sources/{source}")).await.ok();
    assert_snapshot!(source.shown(), @r#"
    {
      "object": "data_source",
      "id": "<id>",
      "cover": null,
      "icon": null,
      "created_time": "2026-11-02T09:30:00.000Z",
      "created_by": {
        "object": "user",
        "id": "<id>"
      },
      "last_edited_by": {
        "object": "user",
        "id": "<id>"
      },
      "last_edited_time": "2026-11-02T09:30:00.000Z",
      "title": [],
      "description": [],
      "is_inline": false,
      "properties": {
        "Name": {
          "id": "title",
          "name": "Name",
          "description": null,
          "type": "title",
          "title": {}
        }
      },
      "parent": {
        "type": "database_id",
        "database_id": "<id>"
      },
      "database_parent": {
        "type": "page_id",
        "page_id": "<id>"
      },
      "url": "https://www.notion.so/<id>",
      "public_url": null,
      "in_trash": false,
      "request_id": "<id>"
    }
    "#);
}

#[tokio::test]
async fn the_title_of_a_database_is_that_of_its_only_data_source() {
    let notion = Notion::new();
    let source = notion.table(json!({})).await;
    let schema = notion.get(&format!("data_sources/{source}")).await.ok();
    let database = schema.body["parent"]["database_id"].as_str().unwrap().to_owned();
    let path = format!("databases/{database}");
    notion.patch(&path, json!({ "title": [run("Renamed")] })).await.ok();
    let schema = notion.get(&format!("data_sources/{source}")).await.ok();
    assert_eq!(plain(&schema.body["title"]), "Renamed");
    notion.patch(&format!("data_sources/{source}"), json!({ "title": [] })).await.ok();
    let read = notion.get(&path).await.ok();
    assert_eq!(plain(&read.body["title"]), "New database");

    // A second data source has a title of its own, and shows the times of the database.
    let second = json!({
        "parent": { "database_id": database },
        "properties": { "Name": { "title": {} } },
        "title": [run("Second")],
    });
    let second = notion.post("data_sources", second).await.ok();
    assert_eq!(second.id()[24..28], *"000b");
    let read = notion.get(&path).await.ok();
    let names: Vec<&Value> =
        read.body["data_sources"].as_array().unwrap().iter().map(|it| &it["name"]).collect();
    assert_eq!(names, ["New database", "Second"]);
    let row = json!({ "parent": { "database_id": database } });
    let refused = notion.post("pages", row).await;
    assert_eq!(refused.body["additional_data"]["error_type"], "multiple_data_sources_for_database");
    let trash = json!({ "in_trash": true });
    let trashed = notion.patch(&format!("data_sources/{}", second.id()), trash).await.ok();
    assert_eq!(trashed.body["in_trash"], true);
    let read = notion.get(&path).await.ok();
    assert_eq!(read.body["data_sources"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn properties_are_added_renamed_and_removed() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "Old": { "number": {} } })).await;
    let id = property(&notion, &source, "Old").await["id"].clone();
    let row = notion.row(&source, json!({ "Old": { "number": 7 } })).await;
    edit(&notion, &source, json!({ "Old": { "name": "New" }, "Date": { "date": {} } })).await;
    assert_eq!(types(&notion, &source).await, ["Date: date", "Name: title", "New: number"]);
    assert_eq!(property(&notion, &source, "New").await["id"], id);
    let page = notion.get(&format!("pages/{row}")).await.ok();
    assert_eq!(page.body["properties"]["New"]["number"], 7);
    edit(&notion, &source, json!({ "title": { "name": "Task" }, "New": null })).await;
    assert_eq!(types(&notion, &source).await, ["Date: date", "Task: title"]);
    let same = edit(&notion, &source, json!({})).await;
    assert_eq!(same.as_object().unwrap().len(), 2);
    let described = json!({ "Date": { "date": {}, "description": "When it is due" } });
    edit(&notion, &source, described).await;
    assert_eq!(property(&notion, &source, "Date").await["description"], "When it is due");
    edit(&notion, &source, json!({ "Date": { "date": {}, "description": null } })).await;
    assert_eq!(property(&notion, &source, "Date").await["description"], Value::Null);
}

#[tokio::test]
async fn values_survive_another_type_where_they_can() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "V": { "rich_text": {} } })).await;
    let mut rows = Vec::new();
    for text in ["12.50", "soon", "2026-07-01"] {
        rows.push(notion.row(&source, json!({ "V": { "rich_text": [run(text)] } })).await);
    }
    let values = async || {
        let mut values = Vec::new();
        for row in &rows {
            let page = notion.get(&format!("pages/{row}")).await.ok();
            let value = &page.body["properties"]["V"];
            let value = value[value["type"].as_str().unwrap()].clone();
            values.push(match value {
                Value::Array(runs) => Value::from(plain(&Value::Array(runs))),
                Value::Object(option) => {
                    option.get("name").or(option.get("start")).cloned().unwrap()
                }
                other => other,
            });
        }
        Value::Array(values).to_string()
    };
    edit(&notion, &source, json!({ "V": { "select": {} } })).await;
    assert_snapshot!(values().await, @r#"["12.50","soon","2026-07-01"]"#);
    edit(&notion, &source, json!({ "V": { "rich_text": {} } })).await;
    assert_snapshot!(values().await, @r#"["12.50","soon","2026-07-01"]"#);
    edit(&notion, &source, json!({ "V": { "date": {} } })).await;
    assert_snapshot!(values().await, @r#"[null,null,"2026-07-01"]"#);
    edit(&notion, &source, json!({ "V": { "number": {} } })).await;
    assert_snapshot!(values().await, @"[null,null,null]");
}

#[tokio::test]
async fn options_are_replaced_by_the_list() {
    let notion = Notion::new();
    let options = |names: &[&str]| {
        let options: Vec<Value> = names.iter().map(|name| json!({ "name": name })).collect();
        json!({ "Tag": { "multi_select": { "options": options } } })
    };
    let mut schema = options(&["a", "b"]);
    schema["Name"] = json!({ "title": {} });
    let source = notion.table(schema).await;
    let both = json!({ "Tag": { "multi_select": [{ "name": "a" }, { "name": "b" }] } });
    let row = notion.row(&source, both).await;
    let kept = property(&notion, &source, "Tag").await["multi_select"]["options"][1]["id"].clone();
    let edited = edit(&notion, &source, options(&["c", "b"])).await;
    assert_eq!(edited["Tag"]["multi_select"]["options"][1]["id"], kept);
    let page = notion.get(&format!("pages/{row}")).await.ok();
    let left = page.body["properties"]["Tag"]["multi_select"].as_array().unwrap().clone();
    assert_eq!(left.iter().map(|it| &it["name"]).collect::<Vec<_>>(), ["b"]);
    let recoloured = json!({ "properties": { "Tag": { "multi_select": {
        "options": [{ "name": "b", "color": "red" }],
    } } } });
    let refused = notion.patch(&format!("data_sources/{source}"), recoloured).await;
    assert!(refused.refusal().starts_with("400 validation_error: Cannot update color of select"));
}

#[tokio::test]
async fn a_status_has_three_groups() {
    let notion = Notion::new();
    let groups = async |options: Value| {
        let source =
            notion.table(json!({ "Name": { "title": {} }, "S": { "status": options } })).await;
        let status = property(&notion, &source, "S").await["status"].clone();
        let name = |id: &Value| {
            let options = status["options"].as_array().unwrap();
            let option = options.iter().find(|it| it["id"] == *id).unwrap();
            option["name"].as_str().unwrap().to_owned()
        };
        let groups = status["groups"].as_array().unwrap().iter().map(|group| {
            let names: Vec<String> =
                group["option_ids"].as_array().unwrap().iter().map(name).collect();
            format!("{} ({}): [{}]", group["name"], group["color"], names.join(", "))
        });
        groups.collect::<Vec<_>>().join("\n")
    };
    assert_snapshot!(groups(json!({})).await, @r#"
    "To-do" ("gray"): [Not started]
    "In progress" ("blue"): [In progress]
    "Complete" ("green"): [Done]
    "#);
    assert_snapshot!(groups(json!({ "options": [{ "name": "x" }, { "name": "y" }] })).await, @r#"
    "To-do" ("gray"): [x, y]
    "In progress" ("blue"): []
    "Complete" ("green"): []
    "#);
}

#[tokio::test]
async fn a_dual_relation_has_two_sides() {
    let notion = Notion::new();
    let items = notion.table(json!({ "Name": { "title": {} } })).await;
    let relation = json!({ "relation": {
        "data_source_id": items,
        "type": "dual_property",
        "dual_property": { "synced_property_name": "Bought by" },
    } });
    let customers = notion.table(json!({ "Name": { "title": {} }, "Items": relation })).await;
    let there = property(&notion, &customers, "Items").await;
    let back = property(&notion, &items, "Bought by").await;
    let side = |of: &Value, key: &str| of["relation"]["dual_property"][key].clone();
    assert_eq!(side(&there, "synced_property_id"), back["id"]);
    assert_eq!(side(&there, "synced_property_name"), "Bought by");
    assert_eq!(side(&back, "synced_property_id"), there["id"]);
    // Both sides show a new name at once; the encoded id serves as key.
    let renamed = json!({ back["id"].as_str().unwrap(): { "name": "Owner" } });
    edit(&notion, &items, renamed).await;
    let there = property(&notion, &customers, "Items").await;
    assert_eq!(side(&there, "synced_property_name"), "Owner");

    let (item, customer) =
        (notion.row(&items, json!({})).await, notion.row(&customers, json!({})).await);
    let link = |rows: Value| json!({ "properties": { "Owner": { "relation": rows } } });
    notion.patch(&format!("pages/{item}"), link(json!([{ "id": customer }]))).await.ok();
    let linked = notion.get(&format!("pages/{customer}")).await.ok();
    assert_eq!(linked.body["properties"]["Items"]["relation"], json!([{ "id": item }]));
    notion.patch(&format!("pages/{item}"), link(json!([]))).await.ok();
    let linked = notion.get(&format!("pages/{customer}")).await.ok();
    assert_eq!(linked.body["properties"]["Items"]["relation"], json!([]));

    // Single again: the id stays, and so does the other side until it is removed.
    let single =
        json!({ "Items": { "relation": { "data_source_id": items, "single_property": {} } } });
    let single = edit(&notion, &customers, single).await;
    assert_eq!(single["Items"]["id"], there["id"]);
    assert_eq!(single["Items"]["relation"]["type"], "single_property");
    assert_eq!(property(&notion, &items, "Owner").await["relation"]["type"], "single_property");
}

#[tokio::test]
async fn rows_are_numbered_as_they_are_made() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let first = notion.row(&source, json!({})).await;
    edit(&notion, &source, json!({ "No": { "unique_id": { "prefix": "bug" } } })).await;
    let second = notion.row(&source, json!({})).await;
    let number = async |row: &str| {
        let page = notion.get(&format!("pages/{row}")).await.ok();
        page.body["properties"]["No"]["unique_id"].clone()
    };
    assert_eq!(number(&first).await, json!({ "prefix": "BUG", "number": 1 }));
    assert_eq!(number(&second).await, json!({ "prefix": "BUG", "number": 2 }));
    edit(&notion, &source, json!({ "No": { "unique_id": {} } })).await;
    assert_eq!(number(&second).await["prefix"], "BUG");
}

#[tokio::test]
async fn wrong_schemas_are_refused() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let check = async |properties: Value| {
        let body = json!({ "properties": properties });
        notion.patch(&format!("data_sources/{source}"), body).await.refusal()
    };
    assert_snapshot!(check(json!({ "Name": null })).await, @"400 validation_error: Cannot delete the title property.");
    assert_snapshot!(check(json!({ "Name": { "number": {} } })).await, @"400 validation_error: Cannot change the type of the title property.");
    assert_snapshot!(check(json!({ "Task": { "title": {} } })).await, @"400 validation_error: Only one title property is allowed.");
    assert_snapshot!(check(json!({ "Nam": { "name": "Task" } })).await, @"400 validation_error: Nam is not a property that exists.");
    assert_snapshot!(check(json!({ "Here": { "location": {} } })).await, @"400 invalid_request: Unsupported request: the local Notion does not do location properties yet.");
    assert_snapshot!(check(json!({ "N": { "number": { "format": "gold" } } })).await.split(", ").next().unwrap(), @r#"400 validation_error: body failed validation: body.properties.N.number.format should be `"number"`"#);
    let nowhere =
        json!({ "data_source_id": "00000000-0000-4000-8000-000000000001", "single_property": {} });
    assert_snapshot!(check(json!({ "R": { "relation": nowhere } })).await, @r#"404 object_not_found: Could not find data_source with ID: 00000000-0000-4000-8000-000000000001. Make sure the relevant pages and databases are shared with your integration "Local integration"."#);
    let described = json!({ "description": [run("x")] });
    let refused = notion.patch(&format!("data_sources/{source}"), described).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: The description property is not supported for data sources. Use the Update Database API instead.");
}

#[tokio::test]
async fn a_data_source_cannot_be_put_into_one_of_its_rows() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let row = notion.row(&source, json!({})).await;
    let inside = json!({ "parent": { "type": "page_id", "page_id": row } });
    let inside = notion.post("databases", inside).await.ok().id();
    let body = json!({ "parent": { "database_id": inside } });
    let refused = notion.patch(&format!("data_sources/{source}"), body).await;
    assert!(refused.refusal().contains("cannot be under the hierarchy of child"));
    let outside = json!({ "parent": { "type": "page_id", "page_id": notion.home() } });
    let outside = notion.post("databases", outside).await.ok().id();
    let body = json!({ "parent": { "database_id": outside } });
    let moved = notion.patch(&format!("data_sources/{source}"), body).await.ok();
    assert_eq!(moved.body["parent"]["database_id"], outside);
    let read = notion.get(&format!("databases/{outside}")).await.ok();
    assert_eq!(read.body["data_sources"].as_array().unwrap().len(), 2);
    let row = notion.get(&format!("pages/{row}")).await.ok();
    assert_eq!(row.body["parent"]["database_id"], outside);
}

#[tokio::test]
async fn rows_are_counted_once() {
    let notion = Notion::new();
    let both = json!({ "A": { "unique_id": {} }, "B": { "unique_id": {} } });
    let source = notion.table(json!({ "A": { "unique_id": {} } })).await;
    let refused =
        notion.patch(&format!("data_sources/{source}"), json!({ "properties": both })).await;
    assert_eq!(refused.status, 400);
    edit(&notion, &source, json!({ "A": { "unique_id": { "prefix": "x" } } })).await;
}

#[tokio::test]
async fn there_are_no_templates() {
    let notion = Notion::new();
    let source = notion.table(json!({})).await;
    let templates = notion.get(&format!("data_sources/{source}/templates")).await.ok();
    assert_snapshot!(templates.body, @r#"{"templates":[],"has_more":false,"next_cursor":null}"#);
}
