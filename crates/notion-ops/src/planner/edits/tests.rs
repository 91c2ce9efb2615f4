//! Edits have neighbours that stay, and what cannot be read is left alone.

use notion_model::List;
use serde_json::{Value, json};

use super::*;

fn id(number: u32) -> Value {
    json!(format!("00000000-0000-0000-0000-{number:012}"))
}

fn paragraph(number: u32, text: &str) -> Value {
    let rich_text = json!([{ "type": "text", "text": { "content": text } }]);
    json!({
        "object": "block", "id": id(number), "type": "paragraph",
        "paragraph": { "rich_text": rich_text },
    })
}

/// What is done to a page of these blocks with their depths, so that it holds a text.
fn check(page: &[(usize, Value)], text: &str) -> String {
    let blocks: Vec<&Value> = page.iter().map(|(_, it)| it).collect();
    let list =
        json!({ "object": "list", "results": blocks, "next_cursor": null, "has_more": false });
    let list: List<Block> = serde_json::from_value(list).unwrap();
    let depths = page.iter().map(|(depth, _)| *depth);
    let existing = existing(depths.zip(&list.results));
    let content = notion_md::read(text, &notion_md::ReadOptions::default()).blocks;
    let found = edits_of(&existing, content);
    let mut lines: Vec<String> = found.edits.iter().map(line).collect();
    lines.extend(found.remarks);
    lines.push(format!("{} kept", found.kept));
    lines.join("\n")
}

fn line(edit: &Edit) -> String {
    let short = |id: &BlockId| id.to_string()[24..].trim_start_matches('0').to_owned();
    let side = |id: Option<BlockId>| id.as_ref().map_or_else(|| "-".to_owned(), short);
    match edit {
        Edit::Update { block, .. } => format!("update {}", short(block)),
        Edit::Delete { block, count } => format!("delete {} ({count})", short(block)),
        Edit::Insert(it) => {
            let (parent, after, before) = (side(it.parent), side(it.after), side(it.before));
            format!("insert {} in {parent}, between {after} and {before}", it.blocks.len())
        }
    }
}

#[test]
fn new_blocks_have_neighbours_that_stay() {
    let page = [(0, paragraph(1, "One")), (0, paragraph(2, "Two")), (0, paragraph(3, "Three"))];
    insta::assert_snapshot!(check(&page, "Zero\n\nOne\n\nTwo\n\nTwo\n\n- a\n- b\n\nThree\n\nFour"), @r"
    insert 1 in -, between - and 1
    insert 3 in -, between 2 and 3
    insert 1 in -, between 3 and -
    3 kept
    ");
    insta::assert_snapshot!(check(&page, "One"), @r"
    delete 2 (1)
    delete 3 (1)
    1 kept
    ");
    insta::assert_snapshot!(check(&[], "One"), @r"
    insert 1 in -, between - and -
    0 kept
    ");
}

#[test]
fn what_is_in_a_block_has_neighbours_there() {
    let page = [(0, paragraph(1, "One")), (1, paragraph(2, "in")), (0, paragraph(3, "Three"))];
    insta::assert_snapshot!(check(&page, "One\n\nThree"), @r"
    delete 2 (1)
    2 kept
    ");
    let list = |number: u32, text: &str| {
        let mut item = paragraph(number, text);
        item["type"] = json!("bulleted_list_item");
        item["bulleted_list_item"] = item["paragraph"].take();
        item
    };
    let page = [(0, list(1, "One")), (1, list(2, "in")), (0, list(3, "Three"))];
    insta::assert_snapshot!(check(&page, "- One\n  - first\n  - in\n  - last\n- Three"), @r"
    insert 1 in 1, between - and 2
    insert 1 in 1, between 2 and -
    3 kept
    ");
}

/// Deleting it, or what it is in, would delete what nobody has seen.
#[test]
fn what_cannot_be_read_stays() {
    let strange = json!({ "object": "block", "id": id(2), "type": "paragraph", "paragraph": 7 });
    let page = [
        (0, paragraph(1, "One")),
        (1, strange),
        (2, paragraph(3, "in it")),
        (0, paragraph(4, "Four")),
    ];
    insta::assert_snapshot!(check(&page, "Five"), @r"
    update 1
    delete 4 (1)
    block 00000000-0000-0000-0000-000000000002: the unreadable_block stays: it could not be created again
    1 kept
    ");
}
