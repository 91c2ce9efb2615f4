//! Pages: made, read, changed, moved, put into the trash.

use insta::assert_snapshot;
use serde_json::json;

use crate::support::{Notion, run};

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
