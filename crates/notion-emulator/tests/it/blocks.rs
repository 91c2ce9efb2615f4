//! Blocks: appended, listed, changed, put into the trash.

use insta::assert_snapshot;
use jiff::SignedDuration;
use proptest::prelude::*;
use serde_json::{Value, json};

use crate::support::{Notion, paragraph, run, texts};

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

/// What an append of these children to a new page is refused with.
async fn refused(children: Value) -> String {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let body = json!({ "children": children });
    notion.patch(&format!("blocks/{page}/children"), body).await.refusal()
}

/// A bulleted item that holds these children.
fn bullet(children: Option<Value>) -> Value {
    let mut item = json!({ "bulleted_list_item": { "rich_text": [run("x")] } });
    if let Some(children) = children {
        item["bulleted_list_item"]["children"] = children;
    }
    item
}

#[tokio::test]
async fn limits_are_told_as_notion_tells_them() {
    assert_snapshot!(refused(json!(vec![paragraph("x"); 124])).await, @"400 validation_error: body failed validation: body.children.length should be ≤ `100`, instead was `124`.");
    assert_snapshot!(refused(json!([paragraph("x"), paragraph(&"😀".repeat(1001))])).await, @"400 validation_error: body failed validation: body.children[1].paragraph.rich_text[0].text.content.length should be ≤ `2000`, instead was `2002`.");
    let third = bullet(Some(json!([bullet(Some(json!([bullet(Some(json!([bullet(None)])))])))])));
    assert_snapshot!(refused(json!([third])).await, @r#"400 validation_error: body failed validation: body.children[0].bulleted_list_item.children[0].bulleted_list_item.children[0].bulleted_list_item.children should be not present, instead was `[{"bulleted_list_item":{"rich_text":[{"text":{"content"...`."#);
    let wide = json!(vec![bullet(Some(json!(vec![bullet(None); 100]))); 11]);
    assert_snapshot!(refused(wide).await, @"400 validation_error: body failed validation: body.children.length should be ≤ `1000`, instead was `1111`.");
}

#[tokio::test]
async fn types_and_fields_are_told_as_notion_tells_them() {
    let text = |item: Value| json!([{ "bulleted_list_item": { "rich_text": [run("x"), item] } }]);
    let beside = json!({ "text": { "content": "x" }, "link": { "url": "https://youtu.be/x" } });
    assert_snapshot!(refused(text(beside)).await, @r#"
    400 validation_error: body failed validation. Fix one:
    body.children[0].bulleted_list_item.rich_text[1].link should be not present, instead was `{"url":"https://youtu.be/x"}`.
    body.children[0].bulleted_list_item.rich_text[1].mention should be defined, instead was `undefined`.
    body.children[0].bulleted_list_item.rich_text[1].equation should be defined, instead was `undefined`.
    "#);
    let code = json!([{ "code": { "rich_text": [], "language": "tsx" } }]);
    assert!(refused(code).await.ends_with(r#"or `"java/c/c++/c#"`, instead was `"tsx"`."#));
    assert_snapshot!(refused(json!([{ "table": { "table_width": 0, "children": [] } }])).await, @"400 validation_error: body failed validation: body.children[0].table.table_width should be ≥ `1`, instead was `0`.");
    assert_snapshot!(refused(json!([{ "column_list": { "children": [{ "column": {} }] } }])).await, @"400 validation_error: body failed validation: body.children[0].column_list.children[0].column.children should be defined, instead was `undefined`.");
    assert_snapshot!(refused(json!([{ "type": "divider" }])).await, @"400 validation_error: body failed validation: body.children[0].divider should be defined, instead was `undefined`.");
    let unknown = refused(json!([{ "type": "hologram", "hologram": {} }])).await;
    assert!(unknown.contains("Fix one:\nbody.children[0].embed should be defined"), "{unknown}");
    let nested = json!([bullet(Some(json!([{ "column_list": { "children": [] } }])))]);
    assert_snapshot!(refused(nested).await, @r#"400 validation_error: body failed validation: body.children[0].bulleted_list_item.children[0].column_list should be not present, instead was `{"children":[]}`."#);
    assert_snapshot!(refused(json!([{ "paragraph": { "rich_text": [] }, "has_children": true }])).await, @"400 validation_error: body failed validation: body.children[0].has_children should be not present, instead was `true`.");
    let link = json!({ "text": { "content": "x", "link": { "url": "./README.md" } } });
    let bad_link =
        "400 validation_error: Content creation Failed. Fix the following: \nInvalid URL for link.";
    assert_eq!(refused(text(link)).await, bad_link);
    let image = json!({ "image": { "external": { "url": "wheel.png" } } });
    assert_eq!(
        refused(json!([image, text(json!(run("y")))[0]])).await,
        "400 validation_error: Content creation Failed. Fix the following: \nInvalid image url."
    );
    let column = json!({ "column": { "children": [] } });
    assert_snapshot!(refused(json!([{ "column_list": { "children": [column] } }])).await, @"400 validation_error: body failed validation: body.children[0].column_list.children.length should be ≥ `2`, instead was `1`.");
    let labelled = json!({ "rich_text": [], "icon": { "emoji": "🔔" } });
    assert_snapshot!(refused(json!([{ "toggle": { "rich_text": [], "children": [{ "paragraph": labelled }] } }])).await, @"400 validation_error: icon is only supported on paragraphs that label a tab.");
    let tab = json!({ "tab": { "children": [{ "paragraph": labelled }] } });
    assert_eq!(payload(tab).await, json!({}));
    let row = json!({ "table_row": { "cells": [[], [], []] } });
    assert_snapshot!(refused(json!([{ "table": { "table_width": 2, "children": [row] } }])).await, @"400 validation_error: body failed validation: body.children[0].table.children[0].table_row.cells.length should be ≤ `2`, instead was `3`.");
    let upload =
        json!([{ "image": { "file_upload": { "id": "00000000-0000-4000-8000-000000000001" } } }]);
    assert_snapshot!(refused(upload).await, @r#"404 object_not_found: Could not find file_upload with ID: 00000000-0000-4000-8000-000000000001. Make sure the relevant pages and databases are shared with your integration "Local integration"."#);
}

/// The payload of the first block that an append of this one makes.
async fn payload(block: Value) -> Value {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let body = json!({ "children": [block] });
    let made = notion.patch(&format!("blocks/{page}/children"), body).await.ok();
    let block = &made.results()[0];
    block[block["type"].as_str().unwrap()].clone()
}

#[tokio::test]
async fn payloads_are_completed_as_recorded() {
    assert_snapshot!(payload(json!({ "paragraph": { "rich_text": [] } })).await, @r#"{"rich_text":[],"icon":null,"color":"default"}"#);
    assert_snapshot!(payload(json!({ "heading_4": { "rich_text": [] } })).await, @r#"{"rich_text":[],"is_toggleable":false,"color":"default"}"#);
    assert_snapshot!(payload(json!({ "to_do": { "rich_text": [] } })).await, @r#"{"rich_text":[],"checked":false,"color":"default"}"#);
    assert_snapshot!(payload(json!({ "callout": { "rich_text": [] } })).await, @r#"{"rich_text":[],"icon":{"type":"emoji","emoji":"💡"},"color":"default"}"#);
    assert_snapshot!(payload(json!({ "code": { "rich_text": [], "language": "rust" } })).await, @r#"{"caption":[],"rich_text":[],"language":"rust"}"#);
    assert_snapshot!(payload(json!({ "bookmark": { "url": "https://example.org" } })).await, @r#"{"caption":[],"url":"https://example.org"}"#);
    assert_snapshot!(payload(json!({ "file": { "external": { "url": "https://example.org/robots.txt?x#y" } } })).await, @r#"{"caption":[],"type":"external","external":{"url":"https://example.org/robots.txt?x#y"},"name":"robots.txt"}"#);
    assert_snapshot!(payload(json!({ "file": { "name": "mine", "external": { "url": "https://example.org/robots.txt" } } })).await, @r#"{"caption":[],"type":"external","external":{"url":"https://example.org/robots.txt"},"name":"mine.txt"}"#);
    assert_snapshot!(payload(json!({ "synced_block": { "synced_from": null, "children": [paragraph("x")] } })).await, @r#"{"synced_from":null}"#);
    assert_snapshot!(payload(json!({ "column_list": { "children": [{ "column": { "children": [] } }, { "column": { "children": [] } }] } })).await, @"{}");
    let toggle = json!({ "heading_1": { "rich_text": [], "children": [paragraph("x")] } });
    assert_eq!(payload(toggle).await["is_toggleable"], true);
}

#[tokio::test]
async fn changes_keep_what_they_do_not_name() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let children = json!({ "children": [
        { "to_do": { "rich_text": [run("buy")], "color": "red" } },
        { "heading_1": { "rich_text": [run("h")], "is_toggleable": true, "children": [paragraph("x")] } },
        { "divider": {} },
    ] });
    let made = notion.patch(&format!("blocks/{page}/children"), children).await.ok();
    let path = |at: usize| format!("blocks/{}", made.results()[at]["id"].as_str().unwrap());
    let done = notion.patch(&path(0), json!({ "to_do": { "checked": true } })).await.ok();
    assert_eq!(done.body["to_do"]["checked"], true);
    assert_eq!(done.body["to_do"]["color"], "red");
    let check = async |at: usize, body: Value| notion.patch(&path(at), body).await.refusal();
    assert_snapshot!(check(0, json!({ "paragraph": { "rich_text": [] } })).await, @"400 validation_error: Block type cannot be changed: expected to_do, found paragraph.");
    assert_snapshot!(check(1, json!({ "heading_1": { "color": "red" } })).await, @"400 validation_error: body failed validation: body.heading_1.rich_text should be defined, instead was `undefined`.");
    let untoggle = json!({ "heading_1": { "rich_text": [], "is_toggleable": false } });
    assert_snapshot!(check(1, untoggle).await, @"400 validation_error: A toggleable heading with children cannot be made non-toggleable.");
    assert_snapshot!(check(0, json!({ "to_do": {}, "archived": true })).await, @"400 validation_error: body failed validation: body.archived should be not present, instead was `true`.");
    let inside = json!({ "children": [paragraph("x")] });
    assert_snapshot!(notion.patch(&format!("{}/children", path(2)), inside).await.refusal(), @"400 validation_error: Block type divider does not support children.");
}

#[tokio::test]
async fn a_link_to_a_page_leads_where_it_did() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let link = json!({ "link_to_page": { "page_id": notion.home() } });
    let children = json!({ "children": [link] });
    let made = notion.patch(&format!("blocks/{page}/children"), children).await.ok();
    let link = &made.results()[0];
    let change = json!({ "link_to_page": { "page_id": page } });
    let path = format!("blocks/{}", link["id"].as_str().unwrap());
    assert_eq!(notion.patch(&path, change).await.ok().body["link_to_page"], link["link_to_page"]);
}

#[tokio::test]
async fn a_data_source_is_mentioned_as_a_database() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} } })).await;
    let title = json!({ "title": [run("Bicycles")] });
    let source = notion.patch(&format!("data_sources/{source}"), title).await.ok();
    let mention = json!({ "mention": { "database": { "id": source.body["id"] } } });
    let text = payload(json!({ "paragraph": { "rich_text": [mention] } }));
    // The payload is of another world, where nobody knows the data source.
    assert_eq!(text.await["rich_text"][0]["plain_text"], "@Anonymous");
    let page = notion.page("Page").await;
    let children = json!({ "children": [{ "paragraph": { "rich_text": [mention] } }] });
    let made = notion.patch(&format!("blocks/{page}/children"), children).await.ok();
    let shown = &made.results()[0]["paragraph"]["rich_text"][0];
    assert_eq!(shown["plain_text"], "Bicycles");
    assert_eq!(shown["href"], source.body["url"]);
}

#[tokio::test]
async fn tables_take_rows_of_their_width_only() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let row = |cells: usize| json!({ "table_row": { "cells": vec![json!([]); cells] } });
    let table = json!({ "table": { "table_width": 2, "children": [row(2)] } });
    let made =
        notion.patch(&format!("blocks/{page}/children"), json!({ "children": [table] })).await;
    let table = made.ok().results()[0]["id"].as_str().unwrap().to_owned();
    let path = format!("blocks/{table}/children");
    let check = async |block: Value| notion.patch(&path, json!({ "children": [block] })).await;
    assert_snapshot!(check(row(3)).await.refusal(), @"400 validation_error: Number of cells in table row must match the table width of the parent table: expected 2, found 3.");
    assert_snapshot!(check(paragraph("x")).await.refusal(), @"400 validation_error: Block type table only supports children of type table_row, not paragraph.");
    check(row(2)).await.ok();
    assert_eq!(notion.get(&path).await.ok().results().len(), 2);
    let stray =
        notion.patch(&format!("blocks/{page}/children"), json!({ "children": [row(2)] })).await;
    assert_snapshot!(stray.refusal(), @"400 validation_error: Block type table_row is only supported inside a table.");
}

#[tokio::test]
async fn a_copy_of_a_synced_block_shows_what_its_original_holds() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let path = format!("blocks/{page}/children");
    let original =
        json!({ "synced_block": { "synced_from": null, "children": [paragraph("both")] } });
    let original = notion.patch(&path, json!({ "children": [original] })).await.ok();
    let id = original.results()[0]["id"].clone();
    let copy = json!({ "synced_block": { "synced_from": { "block_id": id } } });
    let copy = notion.patch(&path, json!({ "children": [copy] })).await.ok();
    assert_eq!(copy.results()[0]["has_children"], true);
    let copied = copy.results()[0]["id"].as_str().unwrap();
    let held = notion.get(&format!("blocks/{copied}/children")).await.ok();
    assert_eq!(texts(held.results()), ["both"]);
}

#[tokio::test]
async fn the_older_version_places_blocks_with_after() {
    let notion = Notion { version: "2025-09-03", ..Notion::new() };
    let page = notion.page("Page").await;
    let path = format!("blocks/{page}/children");
    let both = json!({ "children": [paragraph("1"), paragraph("3")] });
    let made = notion.patch(&path, both).await.ok();
    let after = &made.results()[0]["id"];
    let between = json!({ "children": [paragraph("2")], "after": after });
    let answer = notion.patch(&path, between.clone()).await.ok();
    assert_eq!(texts(answer.results()), ["2", "3"]);
    let newer = Notion { version: "2026-03-11", ..notion };
    assert!(
        newer.patch(&path, between).await.refusal().contains("body.after should be not present")
    );
}

#[tokio::test]
async fn what_hangs_below_the_trash_reads_as_trashed() {
    let notion = Notion::new();
    let page = notion.page("Page").await;
    let body = json!({ "children": [bullet(Some(json!([paragraph("inside")])))] });
    let made = notion.patch(&format!("blocks/{page}/children"), body).await.ok();
    let outer = made.results()[0]["id"].as_str().unwrap();
    let inside = notion.get(&format!("blocks/{outer}/children")).await.ok();
    let inside = format!("blocks/{}", inside.results()[0]["id"].as_str().unwrap());
    let trashed = notion.delete(&format!("blocks/{outer}")).await.ok();
    assert_eq!(trashed.body["has_children"], true);
    assert_eq!(notion.get(&inside).await.ok().body["in_trash"], true);
    let change = json!({ "paragraph": { "rich_text": [] } });
    assert_snapshot!(notion.patch(&inside, change).await.refusal(), @"400 validation_error: Can't edit page on block with an archived ancestor. You must unarchive the ancestor before editing page.");
}

/// One step of a random history of one page's children.
#[derive(Clone, Debug)]
enum Step {
    Append { count: usize, after: Option<usize> },
    Start(usize),
    Trash(usize),
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        (1..4_usize, prop::option::of(0..20_usize))
            .prop_map(|(count, after)| Step::Append { count, after }),
        (1..3_usize).prop_map(Step::Start),
        (0..20_usize).prop_map(Step::Trash),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Whatever was inserted where: the list is that of a plain vector, in pages of any size.
    #[test]
    fn children_are_kept_in_order(steps in prop::collection::vec(step(), 1..25), size in 1..8_usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(async {
            let notion = Notion::new();
            let page = notion.page("Page").await;
            let path = format!("blocks/{page}/children");
            let mut model: Vec<String> = Vec::new();
            for step in steps {
                let (count, place, position) = match step {
                    Step::Trash(at) => {
                        if !model.is_empty() {
                            let block = model.remove(at % model.len());
                            notion.delete(&format!("blocks/{block}")).await.ok();
                        }
                        continue;
                    }
                    Step::Append { count, after: Some(at) } if !model.is_empty() => {
                        let at = at % model.len();
                        let block = json!({ "id": model[at] });
                        (count, at + 1, json!({ "type": "after_block", "after_block": block }))
                    }
                    Step::Append { count, .. } => (count, model.len(), json!({ "type": "end" })),
                    Step::Start(count) => (count, 0, json!({ "type": "start" })),
                };
                let body = json!({ "children": vec![paragraph("x"); count], "position": position });
                let made = notion.patch(&path, body).await.ok();
                let made: Vec<String> =
                    made.results().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
                model.splice(place..place, made[..count].iter().cloned());
                prop_assert_eq!(&made, &model[place..]);
            }
            let mut listed: Vec<String> = Vec::new();
            let mut cursor = String::new();
            loop {
                let list = notion.get(&format!("{path}?page_size={size}{cursor}")).await.ok();
                listed.extend(list.results().iter().map(|it| it["id"].as_str().unwrap().to_owned()));
                match list.body["next_cursor"].as_str() {
                    Some(next) => cursor = format!("&start_cursor={next}"),
                    None => break,
                }
            }
            prop_assert_eq!(listed, model);
            Ok(())
        })?;
    }
}
