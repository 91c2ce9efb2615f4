//! Pages: made, read, changed, moved, put into the trash.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Notion, run, texts, title};

#[tokio::test]
async fn a_new_page_reads_as_recorded() {
    let notion = Notion::new();
    let home = notion.home();
    let title = json!({ "title": { "title": [run("Page for appending blocks")] } });
    let body = json!({ "parent": { "page_id": home }, "properties": title });
    let page = notion.post("pages", body).await.ok();
    assert_snapshot!(page.shown(), @r#"
    {
      "object": "page",
      "id": "<id>",
      "created_time": "2026-11-02T09:30:00.000Z",
      "last_edited_time": "2026-11-02T09:30:00.000Z",
      "created_by": {
        "object": "user",
        "id": "<id>"
      },
      "last_edited_by": {
        "object": "user",
        "id": "<id>"
      },
      "cover": null,
      "icon": null,
      "parent": {
        "type": "page_id",
        "page_id": "<id>"
      },
      "in_trash": false,
      "is_archived": false,
      "is_locked": false,
      "properties": {
        "title": {
          "id": "title",
          "type": "title",
          "title": [
            {
              "type": "text",
              "text": {
                "content": "Page for appending blocks",
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
              "plain_text": "Page for appending blocks",
              "href": null
            }
          ]
        }
      },
      "url": "https://www.notion.so/Page-for-appending-blocks-<id>",
      "public_url": null,
      "request_id": "<id>"
    }
    "#);
}

#[tokio::test]
async fn the_older_version_also_says_archived() {
    let notion = Notion { version: "2025-09-03", ..Notion::new() };
    let page = notion.page("Page").await;
    let trashed = notion.patch(&format!("pages/{page}"), json!({ "archived": true })).await.ok();
    let keys: Vec<&String> = trashed.body.as_object().unwrap().keys().collect();
    assert_eq!(keys[keys.len() - 3..], ["public_url", "archived", "request_id"]);
    assert_eq!(trashed.body["archived"], true);
    let newer = Notion { version: "2026-03-11", ..notion };
    let refused = newer.patch(&format!("pages/{page}"), json!({ "archived": false })).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: body failed validation: body.archived should be not present, instead was `false`.");
}

/// A data source with a property of every type that can be written.
fn every_type() -> Value {
    json!({
        "Name": { "title": {} },
        "Text": { "rich_text": {} },
        "Number": { "number": { "format": "euro" } },
        "Select": { "select": { "options": [{ "name": "A", "color": "red" }] } },
        "Multi": { "multi_select": {} },
        "Status": { "status": {} },
        "Date": { "date": {} },
        "People": { "people": {} },
        "Files": { "files": {} },
        "Check": { "checkbox": {} },
        "Url": { "url": {} },
        "Email": { "email": {} },
        "Phone": { "phone_number": {} },
        "Number of row": { "unique_id": { "prefix": "task" } },
        "Made": { "created_time": {} },
        "Maker": { "created_by": {} },
        "Changed": { "last_edited_time": {} },
        "Changer": { "last_edited_by": {} },
    })
}

/// The values of a page by name, without ids.
fn values(page: &Value) -> String {
    let mut lines: Vec<String> = page["properties"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| {
            let mut value = value[value["type"].as_str().unwrap()].clone();
            without_ids(&mut value);
            format!("{name}: {value}")
        })
        .collect();
    lines.sort();
    lines.join("\n")
}

fn without_ids(value: &mut Value) {
    match value {
        Value::Object(members) => {
            members.shift_remove("id");
            members.values_mut().for_each(without_ids);
        }
        Value::Array(items) => items.iter_mut().for_each(without_ids),
        _ => {}
    }
}

#[tokio::test]
async fn a_new_row_has_defaults() {
    let notion = Notion::new();
    let source = notion.table(every_type()).await;
    let row = notion.row(&source, json!({})).await;
    let row = notion.get(&format!("pages/{row}")).await.ok();
    assert_snapshot!(values(&row.body), @r#"
    Changed: "2026-11-02T09:30:00.000Z"
    Changer: {"object":"user","name":"Local integration","avatar_url":null,"type":"bot","bot":{}}
    Check: false
    Date: null
    Email: null
    Files: []
    Made: "2026-11-02T09:30:00.000Z"
    Maker: {"object":"user","name":"Local integration","avatar_url":null,"type":"bot","bot":{}}
    Multi: []
    Name: []
    Number of row: {"prefix":"TASK","number":1}
    Number: null
    People: []
    Phone: null
    Select: null
    Status: {"name":"Not started","color":"default"}
    Text: []
    Url: null
    "#);
}

#[tokio::test]
async fn values_are_read_back_as_notion_rewrites_them() {
    let notion = Notion::new();
    let source = notion.table(every_type()).await;
    let me = notion.emulator.user("you").unwrap().to_string();
    let row = json!({
        "Name": { "title": [run("a"), run("b"), { "text": { "content": "c" }, "annotations": { "bold": true } }] },
        "Text": { "rich_text": [{ "equation": { "expression": "x^2" } }] },
        "Number": { "number": 5.0 },
        "Select": { "select": { "name": "A", "color": "red" } },
        "Multi": { "multi_select": [{ "name": "New", "color": "pink" }] },
        "Status": { "status": { "name": "Done" } },
        "Date": { "date": { "start": "2026-06-27T18:01:15.377824", "time_zone": "Europe/London" } },
        "People": { "people": [{ "object": "user", "id": me }] },
        "Files": { "files": [{ "name": "image", "external": { "url": "https://example.org/a.png" } }] },
        "Check": { "checkbox": true },
        "Url": { "url": "https://example.org" },
        "Email": { "email": "ada@example.org" },
        "Phone": { "phone_number": "+49 30 1" },
    });
    let row = notion.row(&source, row).await;
    let row = notion.get(&format!("pages/{row}")).await.ok();
    assert_snapshot!(values(&row.body), @r#"
    Changed: "2026-11-02T09:30:00.000Z"
    Changer: {"object":"user","name":"Local integration","avatar_url":null,"type":"bot","bot":{}}
    Check: true
    Date: {"start":"2026-06-27T18:01:00.000+01:00","end":null,"time_zone":null}
    Email: "ada@example.org"
    Files: [{"name":"image","type":"external","external":{"url":"https://example.org/a.png"}}]
    Made: "2026-11-02T09:30:00.000Z"
    Maker: {"object":"user","name":"Local integration","avatar_url":null,"type":"bot","bot":{}}
    Multi: [{"name":"New","color":"pink"}]
    Name: [{"type":"text","text":{"content":"ab","link":null},"annotations":{"bold":false,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"},"plain_text":"ab","href":null},{"type":"text","text":{"content":"c","link":null},"annotations":{"bold":true,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"},"plain_text":"c","href":null}]
    Number of row: {"prefix":"TASK","number":1}
    Number: 5
    People: [{"object":"user","name":"You","avatar_url":null,"type":"person","person":{"email":"you@local.example"}}]
    Phone: "+49 30 1"
    Select: {"name":"A","color":"red"}
    Status: {"name":"Done","color":"green"}
    Text: [{"type":"equation","equation":{"expression":"x^2"},"annotations":{"bold":false,"italic":false,"strikethrough":false,"underline":false,"code":false,"color":"default"},"plain_text":"x^2","href":null}]
    Url: "https://example.org"
    "#);
    let schema = notion.get(&format!("data_sources/{source}")).await.ok();
    let options = &schema.body["properties"]["Multi"]["multi_select"]["options"];
    assert_eq!(options[0]["name"], "New", "an unknown name becomes an option");
}

#[tokio::test]
async fn properties_come_by_id_short_ids_first() {
    let notion = Notion::new();
    let source = notion.table(every_type()).await;
    let schema = notion.get(&format!("data_sources/{source}")).await.ok();
    let ids: Vec<String> = schema.body["properties"]
        .as_object()
        .unwrap()
        .values()
        .map(|it| notion_model::PropertyId::from(it["id"].as_str().unwrap()).decoded())
        .collect();
    let mut sorted = ids.clone();
    sorted.sort_by_key(|id| (id.len(), id.clone()));
    assert_eq!(ids, sorted);
    assert_eq!(ids.last().unwrap(), "title");
}

#[tokio::test]
async fn wrong_values_are_refused_in_notions_words() {
    let notion = Notion::new();
    let source = notion.table(every_type()).await;
    let check = async |properties: Value| {
        let body = json!({ "parent": { "data_source_id": source }, "properties": properties });
        notion.post("pages", body).await.refusal()
    };
    assert_snapshot!(check(json!({ "Colour": { "number": 1 }, "Size": { "number": 2 } })).await, @"400 validation_error: Colour is not a property that exists. Size is not a property that exists.");
    assert_snapshot!(check(json!({ "Number": { "rich_text": [] } })).await, @"400 validation_error: Number is expected to be number.");
    assert_snapshot!(check(json!({ "Made": { "date": null } })).await, @"400 validation_error: Made is expected to be created_time.");
    assert_snapshot!(check(json!({ "Status": { "status": { "name": "X" } } })).await, @r#"400 validation_error: Invalid status option. Status option "X" does not exist"."#);
    assert_snapshot!(check(json!({ "Select": { "select": { "name": "High, really" } } })).await, @"400 validation_error: Invalid select option, commas not allowed: High, really");
    assert_snapshot!(check(json!({ "Date": { "date": { "start": "2022/01/02" } } })).await, @r#"400 validation_error: body failed validation: body.properties.Date.date.start should be a valid ISO 8601 date string, instead was `"2022/01/02"`."#);
    assert_snapshot!(check(json!({ "Name": { "title": [run(&"x".repeat(2001))] } })).await, @"400 validation_error: body failed validation: body.properties.Name.title[0].text.content.length should be ≤ `2000`, instead was `2001`.");
    assert_snapshot!(check(json!({ "Number": { "nummer": 1 } })).await, @"
    400 validation_error: body failed validation. Fix one:
    body.properties.Number.title should be defined, instead was `undefined`.
    body.properties.Number.rich_text should be defined, instead was `undefined`.
    body.properties.Number.number should be defined, instead was `undefined`.
    body.properties.Number.url should be defined, instead was `undefined`.
    body.properties.Number.select should be defined, instead was `undefined`.
    body.properties.Number.multi_select should be defined, instead was `undefined`.
    body.properties.Number.people should be defined, instead was `undefined`.
    body.properties.Number.email should be defined, instead was `undefined`.
    body.properties.Number.phone_number should be defined, instead was `undefined`.
    body.properties.Number.date should be defined, instead was `undefined`.
    body.properties.Number.checkbox should be defined, instead was `undefined`.
    body.properties.Number.relation should be defined, instead was `undefined`.
    body.properties.Number.files should be defined, instead was `undefined`.
    body.properties.Number.status should be defined, instead was `undefined`.
    ");
    let place = json!({ "Place": { "place": { "lat": 1, "lon": 2 } } });
    assert_snapshot!(check(place).await, @"400 validation_error: Place is not a property that exists.");
}

#[tokio::test]
async fn a_relation_shows_25_and_the_rest_is_found_item_by_item() {
    let notion = Notion::new();
    let items = notion.table(json!({ "Name": { "title": {} } })).await;
    let relation = json!({ "relation": { "data_source_id": items, "dual_property": {} } });
    let source = notion.table(json!({ "Name": { "title": {} }, "Items": relation })).await;
    let mut rows = Vec::new();
    for _ in 0..30 {
        rows.push(json!({ "id": notion.row(&items, json!({})).await }));
    }
    let row = notion.row(&source, json!({ "Items": { "relation": rows } })).await;
    let page = notion.get(&format!("pages/{row}")).await.ok();
    let value = &page.body["properties"]["Items"];
    assert_eq!(value["relation"].as_array().unwrap().len(), 25);
    assert_eq!(value["has_more"], true);

    let item = format!("pages/{row}/properties/{}", value["id"].as_str().unwrap());
    let mut found = Vec::new();
    let mut path = format!("{item}?page_size=13");
    loop {
        let page = notion.get(&path).await.ok();
        found.extend(page.results().iter().map(|item| item["relation"].clone()));
        match page.body["next_cursor"].as_str() {
            Some(cursor) => path = format!("{item}?page_size=13&start_cursor={cursor}"),
            None => break,
        }
    }
    assert_eq!(found, rows);
    let refused = notion.get(&format!("{item}?start_cursor=zzzzzz")).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: The start_cursor provided is invalid: zzzzzz");

    // The other side knows it at once.
    let other = notion.get(&format!("pages/{}", rows[3]["id"].as_str().unwrap())).await.ok();
    let back = &other.body["properties"]["Related to Table (Items)"]["relation"];
    assert_eq!(*back, json!([{ "id": row }]));
}

#[tokio::test]
async fn a_property_item_is_shown_as_recorded() {
    let notion = Notion::new();
    let page = notion.page("Title").await;
    let item = notion.get(&format!("pages/{page}/properties/title")).await.ok();
    assert_snapshot!(item.body["property_item"], @r#"{"id":"title","next_url":null,"type":"title","title":{}}"#);
    assert_eq!(item.results()[0]["title"]["plain_text"], "Title");
    let unknown = notion.get(&format!("pages/{page}/properties/size")).await;
    assert_eq!(unknown.status, 400);
}

#[tokio::test]
async fn pages_come_with_children_and_in_their_place() {
    let notion = Notion::new();
    let home = notion.home();
    let first = notion.page("First").await;
    notion.page("Last").await;
    let position = json!({ "type": "after_block", "after_block": { "id": first } });
    let body = json!({
        "parent": { "page_id": home },
        "properties": { "title": { "title": [run("Between")] } },
        "children": [{ "heading_2": { "rich_text": [run("Content")] } }],
        "position": position,
    });
    let between = notion.post("pages", body).await.ok().id();
    let children = notion.get(&format!("blocks/{home}/children")).await.ok();
    let titles: Vec<&Value> =
        children.results().iter().map(|block| &block["child_page"]["title"]).collect();
    assert_eq!(titles, ["First", "Between", "Last"]);
    let content = notion.get(&format!("blocks/{between}/children")).await.ok();
    assert_eq!(texts(content.results()), ["Content"]);
}

#[tokio::test]
async fn icons_of_notion_are_recognised_by_their_address() {
    let notion = Notion::new();
    let path = format!("pages/{}", notion.page("Page").await);
    let icon = |url: &str| json!({ "icon": { "type": "external", "external": { "url": url } } });
    let native = icon("https://www.notion.so/icons/snake_purple.svg");
    let page = notion.patch(&path, native).await.ok();
    assert_eq!(
        page.body["icon"],
        json!({ "type": "icon", "icon": { "name": "snake", "color": "purple" } })
    );
    let page = notion.patch(&path, icon("https://example.org/a.svg")).await.ok();
    assert_eq!(page.body["icon"]["type"], "external");
    assert_eq!(notion.patch(&path, json!({ "icon": null })).await.ok().body["icon"], Value::Null);
}

#[tokio::test]
async fn what_is_in_the_trash_is_read_and_not_changed() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let path = format!("pages/{page}");
    notion.patch(&path, json!({ "in_trash": true })).await.ok();
    assert_eq!(notion.get(&path).await.ok().body["in_trash"], true);
    let renamed = json!({ "properties": { "title": { "title": [run("New")] } } });
    assert_snapshot!(notion.patch(&path, renamed).await.refusal(), @"400 validation_error: Can't edit block that is archived. You must unarchive the block before editing.");
    assert_eq!(notion.get(&format!("blocks/{page}/children")).await.status, 404);
    let both = json!({ "in_trash": false, "properties": { "title": { "title": [run("New")] } } });
    assert_eq!(title(&notion.patch(&path, both).await.ok().body), "New");
}

#[tokio::test]
async fn pages_move_between_pages_and_data_sources() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "Points": { "number": {} } })).await;
    let (upper, lower) = (notion.page("Upper").await, notion.page("Lower").await);
    let to = |parent: Value| json!({ "parent": parent });
    let path = format!("pages/{lower}/move");
    let moved = notion.post(&path, to(json!({ "page_id": upper }))).await.ok();
    assert_eq!(moved.body["parent"]["page_id"], upper);
    assert_snapshot!(notion.post(&path, to(json!({ "page_id": upper }))).await.refusal(), @"400 validation_error: New parent must be different from the current parent");
    let circle = notion.post(&format!("pages/{upper}/move"), to(json!({ "page_id": lower }))).await;
    assert!(circle.refusal().contains("cannot be under the hierarchy of child"));
    let row = notion.post(&path, to(json!({ "data_source_id": source }))).await.ok();
    assert_eq!(title(&row.body), "Lower");
    assert_eq!(row.body["properties"]["Points"]["number"], Value::Null);
    assert_eq!(notion.titles(&source, json!({})).await, ["Lower"]);
}

/// Official clients cannot say it, others do.
#[tokio::test]
async fn the_title_of_a_page_may_lack_its_wrapping() {
    let notion = Notion::unrecorded();
    let title_of = |text: &str| json!({ "title": [run(text)] });
    let parent = json!({ "page_id": notion.home() });
    let body = json!({ "parent": parent, "properties": title_of("Short") });
    let page = notion.post("pages", body).await.ok();
    assert_eq!(title(&page.body), "Short");
    let path = format!("pages/{}", page.id());
    let renamed = notion.patch(&path, json!({ "properties": title_of("Shorter") })).await.ok();
    assert_eq!(title(&renamed.body), "Shorter");
}
