//! The world in a browser.

use axum::body::Body;
use http::Request;
use serde_json::json;

use crate::support::{Notion, Reply, run};

async fn look(notion: &Notion, path: &str) -> Reply {
    notion.send(Request::get(path).body(Body::empty()).unwrap()).await
}

#[tokio::test]
async fn the_overview_leads_to_pages_and_databases() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "Open": { "checkbox": {} } })).await;
    let title = json!({ "Name": { "title": [run("<b>Row</b>")] }, "Open": { "checkbox": true } });
    let row = notion.row(&source, title).await;
    let list = json!({ "bulleted_list_item": { "rich_text": [run("Item & more")] } });
    let body = json!({ "children": [list] });
    notion.patch(&format!("blocks/{row}/children"), body).await.ok();

    let overview = look(&notion, "/").await;
    assert_eq!(overview.headers["content-type"], "text/html; charset=utf-8");
    let html = overview.body.as_str().unwrap();
    assert!(
        html.contains(">Home</a>") && html.contains(">Table</a> <small>1 rows</small>"),
        "{html}"
    );

    let schema = notion.get(&format!("data_sources/{source}")).await.ok();
    let address = schema.body["url"].as_str().unwrap().rsplit('/').next().unwrap().to_owned();
    let table = look(&notion, &format!("/p/{address}")).await;
    assert!(table.body.as_str().unwrap().contains("&lt;b&gt;Row&lt;/b&gt;</a></td><td>☑</td>"));

    let page = look(&notion, &format!("/p/Row-{}", row.replace('-', ""))).await;
    assert!(page.body.as_str().unwrap().contains("<ul><li>Item &amp; more</li></ul>"));
    assert_eq!(look(&notion, "/p/nothing").await.status, 404);
    assert_eq!(notion.emulator.counts().requests, 4, "looking is no request");
}
