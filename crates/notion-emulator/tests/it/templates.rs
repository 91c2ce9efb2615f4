//! Templates of data sources, and the pages that are made of them.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::{Notion, paragraph, plain, texts, title};

fn notion() -> Notion {
    let today = json!({ "paragraph": { "rich_text": [
        { "text": { "content": "On " } },
        { "mention": { "template_mention": { "type": "template_mention_date", "template_mention_date": "today" } } },
        { "mention": { "template_mention": { "type": "template_mention_user", "template_mention_user": "me" } } },
    ] } });
    let list =
        json!({ "bulleted_list_item": { "rich_text": [], "children": [paragraph("inside")] } });
    Notion::seeded(json!({
        "me": "ada",
        "users": [{ "key": "ada", "name": "Ada" }],
        "pages": [{ "key": "home", "title": "Home" }],
        "databases": [{
            "key": "notes", "title": "Notes", "parent": "home",
            "properties": { "Name": { "title": {} }, "Tag": { "select": {} }, "N": { "number": {} } },
            "templates": [
                { "name": "Meeting", "is_default": true, "icon": { "emoji": "📅" },
                  "properties": { "Tag": "meeting", "N": 1 }, "children": [today, list] },
                { "name": "Diary", "children": [paragraph("Dear diary")] },
            ],
        }],
    }))
}

fn source(notion: &Notion) -> String {
    notion.emulator.data_source("notes").unwrap().to_string()
}

async fn content(notion: &Notion, page: &str) -> Vec<Value> {
    notion.get(&format!("blocks/{page}/children")).await.ok().results().to_vec()
}

#[tokio::test]
async fn templates_are_listed() {
    let notion = notion();
    let path = format!("data_sources/{}/templates", source(&notion));
    let all = notion.get(&path).await.ok();
    let id = all.body["templates"][1]["id"].as_str().unwrap();
    assert_snapshot!(all.shown(), @r#"
    {
      "templates": [
        {
          "id": "<id>",
          "name": "Meeting",
          "is_default": true
        },
        {
          "id": "<id>",
          "name": "Diary",
          "is_default": false
        }
      ],
      "has_more": false,
      "next_cursor": null
    }
    "#);
    let found = notion.get(&format!("{path}?name=DIA")).await.ok();
    assert_eq!(found.body["templates"][0]["id"], id);
    let first = notion.get(&format!("{path}?page_size=1")).await.ok();
    assert_eq!((&first.body["has_more"], &first.body["next_cursor"]), (&json!(true), &json!(id)));
    let query = format!("data_sources/{}/query", source(&notion));
    assert!(notion.post(&query, json!({})).await.ok().results().is_empty(), "no template is a row");
}

#[tokio::test]
async fn a_page_is_made_of_a_template() {
    let notion = notion();
    let body = json!({
        "parent": { "data_source_id": source(&notion) },
        "properties": { "N": { "number": 7 } },
        "template": { "type": "default", "timezone": "Pacific/Auckland" },
    });
    let made = notion.post("pages", body).await.ok();
    assert_eq!(
        (title(&made.body).as_str(), &made.body["icon"]),
        ("", &Value::Null),
        "blank at first"
    );
    let page = notion.get(&format!("pages/{}", made.id())).await.ok().body;
    assert_eq!((title(&page).as_str(), &page["icon"]["emoji"]), ("Meeting", &json!("📅")));
    assert_eq!(page["properties"]["Tag"]["select"]["name"], "meeting");
    assert_eq!(page["properties"]["N"]["number"], 7, "what was sent stays");
    let blocks = content(&notion, &made.id()).await;
    let runs = &blocks[0]["paragraph"]["rich_text"];
    assert_eq!(plain(runs), "On 2026-11-02@Ada");
    assert_eq!(runs[1]["mention"]["type"], "date");
    let inside = content(&notion, blocks[1]["id"].as_str().unwrap()).await;
    assert_eq!(texts(&inside), ["inside"]);
    // The template is still there, for the next page.
    let body = json!({ "parent": { "data_source_id": source(&notion) }, "template": { "type": "default" } });
    let again = notion.post("pages", body).await.ok();
    assert_eq!(content(&notion, &again.id()).await.len(), 2);
}

#[tokio::test]
async fn a_template_replaces_what_a_page_holds() {
    let notion = notion();
    let row = notion.row(&source(&notion), json!({})).await;
    notion
        .patch(&format!("blocks/{row}/children"), json!({ "children": [paragraph("old")] }))
        .await
        .ok();
    let path = format!("data_sources/{}/templates?name=diary", source(&notion));
    let diary = notion.get(&path).await.ok().body["templates"][0]["id"].clone();
    let body = json!({ "template": { "type": "template_id", "template_id": diary }, "erase_content": true });
    notion.patch(&format!("pages/{row}"), body).await.ok();
    assert_eq!(texts(&content(&notion, &row).await), ["Dear diary"]);
}

#[tokio::test]
async fn templates_that_make_no_sense_are_refused() {
    let notion = notion();
    let make = async |more: Value| {
        let mut body = json!({ "parent": { "data_source_id": source(&notion) } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        notion.post("pages", body).await.refusal()
    };
    let default = json!({ "type": "default" });
    assert_snapshot!(make(json!({ "template": default, "children": [] })).await, @"400 validation_error: body failed validation: body.children should be not present, instead was `[]`.");
    assert_snapshot!(make(json!({ "template": { "type": "default", "timezone": "Mars" } })).await, @r#"400 validation_error: body failed validation: body.template.timezone should be a valid IANA time zone or `undefined`, instead was `"Mars"`."#);
    assert_snapshot!(make(json!({ "template": { "type": "template_id" } })).await, @"400 validation_error: body failed validation: body.template.template_id should be defined, instead was `undefined`.");
    assert_snapshot!(make(json!({ "parent": { "page_id": notion.home() }, "template": default })).await, @"400 validation_error: Templates are only supported for pages in a data source.");
    let nil = "00000000-0000-0000-0000-000000000000";
    let unknown = make(json!({ "template": { "type": "template_id", "template_id": nil } })).await;
    assert!(unknown.starts_with("404 object_not_found: Could not find template"), "{unknown}");
    let bare = notion.table(json!({ "Name": { "title": {} } })).await;
    let refused = make(json!({ "parent": { "data_source_id": bare }, "template": default })).await;
    assert!(refused.contains("has no default template"), "{refused}");
}
