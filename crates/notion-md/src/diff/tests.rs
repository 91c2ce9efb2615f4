//! Single differences, as people would write them down.

use notion_model::request::{BlockKind, FileSource};
use serde_json::{Value, json};

use super::*;
use crate::{ReadOptions, read, shorthand::tree};

fn id(number: usize) -> String {
    format!("00000000-0000-0000-0000-{number:012}")
}

/// The blocks of a page, numbered from 1, each with its depth, its type and its content.
fn page(blocks: &[(usize, &str, Value)]) -> Existing {
    let blocks = blocks.iter().enumerate().map(|(index, (depth, kind, content))| {
        let block = json!({
            "object": "block", "id": id(index + 1), "type": kind, (*kind): content,
        });
        (*depth, serde_json::from_value(block).unwrap())
    });
    blocks.collect()
}

fn text(text: &str) -> Value {
    json!({ "rich_text": [{ "type": "text", "text": { "content": text } }] })
}

/// What is done, one line each, and the remarks.
fn told(difference: &Difference) -> String {
    let number = |id: &BlockId| id.to_string().trim_start_matches(['0', '-']).to_owned();
    let mut out = Vec::new();
    for operation in &difference.operations {
        out.push(match operation {
            Operation::Update { block, change } => {
                format!("update {}: {}", number(block), serde_json::to_string(change).unwrap())
            }
            Operation::Insert(Insert { parent, position, blocks, moved }) => {
                let parent = parent.as_ref().map(|it| format!(" into {}", number(it)));
                let place = match position {
                    Position::Start => "at the start".to_owned(),
                    Position::End => "at the end".to_owned(),
                    Position::After(id) => format!("after {}", number(id)),
                };
                let moved: Vec<_> = moved.iter().map(number).collect();
                let moved = Some(moved.join(" ")).filter(|it| !it.is_empty());
                let moved = moved.map(|it| format!(", moving {it}")).unwrap_or_default();
                let parent = parent.unwrap_or_default();
                let tree = tree(blocks).trim_end().replace('\n', "\n  ");
                format!("insert{parent} {place}{moved}\n  {tree}")
            }
            Operation::Delete { block, count } => format!("delete {} ({count})", number(block)),
        });
    }
    out.push(format!("{}; {} kept", difference.counts(), difference.kept));
    for remark in &difference.remarks {
        let code = remark.kind.code();
        let remark = remark.to_string().replace("00000000-0000-0000-0000-", "");
        out.push(format!("! {code} {remark}"));
    }
    out.join("\n")
}

fn told_of(old: &[(usize, &str, Value)], markdown: &str) -> String {
    told(&diff(&page(old), read(markdown, &ReadOptions::default()).blocks))
}

#[test]
fn blocks_are_changed_in_place_or_created_again() {
    let old = [
        (0, "heading_1", text("Title")),
        (0, "paragraph", text("One.")),
        (0, "to_do", text("Milk")),
        (0, "bulleted_list_item", text("first")),
        (1, "bulleted_list_item", text("inner")),
        (0, "code", json!({ "rich_text": [], "caption": [], "language": "rust" })),
        (0, "divider", json!({})),
    ];
    let new =
        "# Title\n\nOne and more.\n\n- [x] Milk\n\n1. first\n   - inner\n\n```c\n```\n\n---\n\nend";
    insta::assert_snapshot!(told_of(&old, new), @r##"
    insert after 3
      N "first"
        B "inner"
    insert after 7
      P "end"
    update 2: {"paragraph":{"rich_text":[{"type":"text","text":{"content":"One and more."}}]}}
    update 3: {"to_do":{"checked":true}}
    update 6: {"code":{"language":"c"}}
    delete 4 (2)
    update 3, insert 3, delete 2; 2 kept
    "##);
}

#[test]
fn what_changes_its_place_is_created_again() {
    let old = [
        (0, "paragraph", text("a")),
        (0, "toggle", text("b")),
        (1, "paragraph", text("in b")),
        (0, "quote", text("c")),
        (0, "quote", text("d")),
        (0, "quote", text("e")),
    ];
    let new = "> c\n\n> d\n\n> e\n\n<details>\n<summary>b</summary>\n\nin b\n\n</details>\n\na";
    insta::assert_snapshot!(told_of(&old, new), @r##"
    insert after 6, moving 2 1
      TG "b"
        P "in b"
      P "a"
    delete 1 (1)
    delete 2 (2)
    insert 3, delete 3, move 2; 3 kept
    "##);
}

#[test]
fn headings_unfold_before_something_is_put_into_them_and_fold_no_more_afterwards() {
    let heading = |unfolds: bool| {
        let mut heading = text("Head");
        heading["is_toggleable"] = unfolds.into();
        heading
    };
    let inside = |text: &str| Block::heading(1, "Head").with_children([Block::paragraph(text)]);
    let flat = page(&[(0, "heading_1", heading(false))]);
    insta::assert_snapshot!(told(&diff(&flat, vec![inside("x")])), @r##"
    update 1: {"heading_1":{"rich_text":[{"type":"text","text":{"content":"Head"}}],"is_toggleable":true}}
    insert into 1 at the end
      P "x"
    update 1, insert 1; 0 kept
    "##);
    let deep = page(&[(0, "heading_1", heading(true)), (1, "paragraph", text("x"))]);
    insta::assert_snapshot!(told(&diff(&deep, vec![Block::heading(1, "Head")])), @r##"
    delete 2 (1)
    update 1: {"heading_1":{"rich_text":[{"type":"text","text":{"content":"Head"}}],"is_toggleable":false}}
    update 1, delete 1; 0 kept
    "##);
    // Nobody sees whether an empty heading would unfold.
    let empty = page(&[(0, "heading_1", heading(true))]);
    assert!(diff(&empty, vec![Block::heading(1, "Head")]).is_empty());
}

#[test]
fn what_cannot_be_created_stays_with_what_is_around_it() {
    let old = [
        (0, "paragraph", text("a")),
        (0, "child_page", json!({ "title": "Inside" })),
        (0, "paragraph", text("b")),
        (0, "toggle", text("t")),
        (1, "paragraph", text("in t")),
        (1, "unsupported", json!({ "block_type": "form" })),
        (0, "synced_block", json!({ "synced_from": null })),
        (1, "paragraph", text("synced")),
        (0, "link_preview", json!({ "url": "https://a.b/c" })),
        (0, "template", text("Button")),
        (1, "paragraph", text("made by the button")),
    ];
    insta::assert_snapshot!(told_of(&old, "a\n\n- b"), @r##"
    insert after 2
      B "b"
    delete 3 (1)
    delete 5 (1)
    insert 1, delete 2; 8 kept
    ! block-kept block 000000000002: the child_page stays: it could not be created again
    ! parent-kept block 000000000004: the toggle "t" stays: something in it could not be created again
    ! block-kept block 000000000006: the unsupported stays: it could not be created again
    ! block-kept block 000000000007: the synced_block stays: it could not be created again
    ! block-kept block 000000000009: the link_preview stays: it could not be created again
    ! block-kept block 000000000010: the template "Button" stays: it could not be created again
    "##);
    // Where the new blocks have them, there is nothing to say.
    let synced = BlockKind::SyncedBlock(notion_model::request::SyncedBlock::default());
    let new = vec![
        Block::paragraph("a"),
        Block::paragraph("b"),
        Block::toggle("t").with_children([Block::paragraph("in t")]),
        Block::new(synced).with_children([Block::paragraph("synced")]),
        Block::bookmark("https://a.b/c"),
        Block::new(BlockKind::Template(vec!["Button".into()])),
    ];
    assert!(diff(&page(&old), new).is_empty());
}

#[test]
fn a_file_in_notion_is_the_same_whatever_its_signature() {
    let file = |url: &str| json!({ "type": "file", "file": { "url": url }, "caption": [] });
    let there = file("https://files/1/a.png?signature=old");
    let old = [(0, "image", there.clone()), (0, "paragraph", text("x"))];
    // As it was read a while ago, and written as Markdown.
    assert!(
        told_of(&old, "![](https://files/1/a.png?signature=older)\n\nx").starts_with("nothing")
    );
    // The caption can change, and another picture can take its place.
    insta::assert_snapshot!(told_of(&old, "![new](https://files/1/a.png?z)\n\nx"), @r##"
    update 1: {"image":{"caption":[{"type":"text","text":{"content":"new"}}]}}
    update 1; 1 kept
    "##);
    insta::assert_snapshot!(told_of(&old, "![](https://files/2/b.png)\n\nx"), @r##"
    update 1: {"image":{"external":{"url":"https://files/2/b.png"}}}
    update 1; 1 kept
    "##);
    // It cannot be created in another place: its address would expire.
    insta::assert_snapshot!(told_of(&old, "x\n\n- ![](https://files/1/a.png?z)"), @r##"
    insert after 2
      B
    insert 1; 2 kept
    ! block-kept block 000000000001: the image stays: it could not be created again
    ! block-left-out block 2.1: this image was left out: its file is in Notion, where it stays, and cannot be shown in another place
    "##);
    // Nor can a file that was never there.
    let hosted = |url: &str| {
        FileSource::Hosted(notion_model::HostedFile {
            url: url.to_owned(),
            expiry_time: None,
            wire: notion_model::Wire::default(),
        })
    };
    let media = |source| notion_model::request::Media { source, caption: vec![], name: None };
    let new = vec![Block::new(BlockKind::Image(media(hosted("https://files/9/z.png"))))];
    insta::assert_snapshot!(told(&diff(&page(&[]), new)), @r##"
    nothing; 0 kept
    ! block-left-out block 1: this image was left out: its file is in Notion, where it stays, and cannot be shown in another place
    "##);
}

#[test]
fn tables_keep_their_width() {
    let cells = |texts: &[&str]| {
        let cells: Vec<Value> = texts.iter().map(|it| text(it)["rich_text"].clone()).collect();
        json!({ "cells": cells })
    };
    let table = json!({ "table_width": 2, "has_column_header": true, "has_row_header": false });
    let old = [
        (0, "table", table),
        (1, "table_row", cells(&["a", "b"])),
        (1, "table_row", cells(&["c", "d"])),
    ];
    insta::assert_snapshot!(told_of(&old, "|a|b|\n|-|-|\n|c|e|\n|f|g|"), @r##"
    insert into 1 after 3
      ROW "f" | "g"
    update 3: {"table_row":{"cells":[[{"type":"text","text":{"content":"c"}}],[{"type":"text","text":{"content":"e"}}]]}}
    update 1, insert 1; 2 kept
    "##);
    insta::assert_snapshot!(told_of(&old, "|a|b|x|\n|-|-|-|\n|c|d|y|"), @r##"
    insert at the start
      TBL(3,hdr)
        ROW "a" | "b" | "x"
        ROW "c" | "d" | "y"
    delete 1 (3)
    insert 3, delete 3; 0 kept
    "##);
}

#[test]
fn what_cannot_be_said_again_is_remarked() {
    let mut mention = text("by ");
    let link = json!({ "type": "link_mention", "link_mention": { "href": "https://a.b" } });
    let run = json!({ "type": "mention", "mention": link, "plain_text": "A" });
    mention["rich_text"].as_array_mut().unwrap().push(run);
    let old = [(0, "paragraph", mention)];
    assert!(told_of(&old, "by").contains("text-lost"));
    let column =
        |ratio: Value| if ratio.is_null() { json!({}) } else { json!({ "width_ratio": ratio }) };
    let old = [
        (0, "column_list", json!({})),
        (1, "column", column(json!(0.3))),
        (2, "paragraph", text("a")),
        (1, "column", column(Value::Null)),
        (2, "paragraph", text("b")),
    ];
    let new = Block::columns([vec![Block::paragraph("a")], vec![Block::paragraph("b")]]);
    insta::assert_snapshot!(told(&diff(&page(&old), vec![new])), @r##"
    nothing; 5 kept
    ! field-kept block 000000000002: the width of a column can be replaced, not removed
    "##);
}

#[test]
fn a_link_that_leads_elsewhere_is_another_block() {
    let link = |page: usize| json!({ "type": "page_id", "page_id": id(page) });
    let old = [(0, "link_to_page", link(7)), (0, "paragraph", text("x"))];
    let new = |page: usize| {
        let there: notion_model::Block = serde_json::from_value(json!({
            "object": "block", "id": id(1), "type": "link_to_page", "link_to_page": link(page),
        }))
        .unwrap();
        vec![there.to_request().value.unwrap(), Block::paragraph("x")]
    };
    assert!(diff(&page(&old), new(7)).is_empty());
    insta::assert_snapshot!(told(&diff(&page(&old), new(8))), @r##"
    insert at the start
      LINK(page 00000000-0000-0000-0000-000000000008)
    delete 1 (1)
    insert 1, delete 1; 1 kept
    "##);
}

#[test]
fn blocks_are_put_together_by_their_parents() {
    let block = |number: usize, parent: Option<usize>| -> notion_model::Block {
        let parent = match parent {
            Some(it) => json!({ "type": "block_id", "block_id": id(it) }),
            None => json!({ "type": "page_id", "page_id": id(99) }),
        };
        serde_json::from_value(json!({
            "object": "block", "id": id(number), "parent": parent, "type": "divider", "divider": {},
        }))
        .unwrap()
    };
    let blocks = [block(1, None), block(2, None), block(3, Some(1)), block(4, Some(3))];
    let depths: Vec<usize> = Existing::assemble(blocks).iter().map(|it| it.0).collect();
    assert_eq!(depths, [0, 1, 2, 0]);
    // Nobody is lost in a circle, and nobody is counted twice.
    assert!(Existing::assemble([block(1, Some(2)), block(2, Some(1))]).is_empty());
}

/// The worst that can be: the time must stay in proportion to the size.
#[test]
fn long_lists_take_no_quadratic_time() {
    type Text = fn(usize) -> String;
    let lists: [(&str, Text, Text); 5] = [
        ("equal", |_| "same".into(), |_| "same".into()),
        ("different", |it| format!("old {it}"), |it| format!("new {it}")),
        ("reversed", |it| format!("{it}"), |it| format!("{}", 4999 - it)),
        ("few words", |it| format!("{}", it % 7), |it| format!("{}", it % 11)),
        ("shuffled", |it| format!("{}", it * 7 % 5000), |it| format!("{}", it * 1999 % 5000)),
    ];
    for (name, old, new) in lists {
        let blocks: Vec<_> = (0..5000).map(|it| (0, "paragraph", text(&old(it)))).collect();
        let new = (0..4999).map(|it| Block::paragraph(new(it))).collect();
        let counts = diff(&page(&blocks), new).counts();
        assert!(counts.deleted >= 1 && counts.cost() < 10_000, "{name}: {counts}");
    }
}
