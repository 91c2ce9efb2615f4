//! Blocks: appended, listed, changed, put into the trash.

use insta::assert_snapshot;
use jiff::SignedDuration;
use serde_json::json;

use crate::support::{Notion, paragraph, texts};

#[tokio::test]
async fn an_append_in_the_middle_answers_with_the_later_siblings() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let children = format!("blocks/{page}/children");
    let first = json!({ "children": [paragraph("1"), paragraph("4")] });
    let first = notion.patch(&children, first).await.ok();
    assert_eq!(texts(first.results()), ["1", "4"]);
    let after = first.results()[0]["id"].clone();
    let position = json!({ "type": "after_block", "after_block": { "id": after } });
    let body = json!({ "children": [paragraph("2"), paragraph("3")], "position": position });
    let middle = notion.patch(&children, body).await.ok();
    assert_eq!(texts(middle.results()), ["2", "3", "4"]);
    let body = json!({ "children": [paragraph("0")], "position": { "type": "start" } });
    let start = notion.patch(&children, body).await.ok();
    assert_eq!(texts(start.results()), ["0", "1", "2", "3", "4"]);
    let end = notion.patch(&children, json!({ "children": [paragraph("5")] })).await.ok();
    assert_eq!(texts(end.results()), ["5"]);
    let all = notion.get(&children).await.ok();
    assert_eq!(texts(all.results()), ["0", "1", "2", "3", "4", "5"]);
}

#[tokio::test]
async fn a_trashed_block_is_still_read_and_comes_back() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let children = format!("blocks/{page}/children");
    let made = notion.patch(&children, json!({ "children": [paragraph("a")] })).await.ok();
    let block = format!("blocks/{}", made.results()[0]["id"].as_str().unwrap());
    notion.clock.advance(SignedDuration::from_mins(3));
    let trashed = notion.delete(&block).await.ok();
    assert_eq!(trashed.body["in_trash"], true);
    assert_eq!(trashed.headers["content-type"], "application/json; charset=utf-8");
    assert_eq!(notion.get(&block).await.ok().body["in_trash"], true);
    assert_eq!(notion.get(&children).await.ok().results().len(), 0);
    let change = json!({ "paragraph": { "rich_text": [] } });
    assert_snapshot!(notion.patch(&block, change).await.refusal(), @"400 validation_error: Can't edit block that is archived. You must unarchive the block before editing.");
    assert_eq!(notion.patch(&block, json!({ "in_trash": false })).await.ok().id().len(), 36);
    assert_eq!(notion.get(&children).await.ok().results().len(), 1);
}
