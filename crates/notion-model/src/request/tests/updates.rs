//! Updates: what they can say is read as it is written, and what they cannot is no update.

use serde_json::{Value, json};

use super::check;
use crate::{
    body::Body,
    request::{
        Block, BlockChange, BlockKind, Column, Heading, Media, SyncedBlock, UpdateBlock,
        Validate as _,
    },
};

const ID: &str = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";

#[test]
fn every_change_of_a_block_is_read_as_it_is_written() {
    let rt = json!([{"type": "text", "text": {"content": "t"}}]);
    for update in [
        json!({}),
        json!({"in_trash": false}),
        json!({"paragraph": {"color": "red"}}),
        json!({"paragraph": {"icon": {"type": "emoji", "emoji": "🌱"}}, "in_trash": true}),
        json!({"heading_1": {"rich_text": rt, "is_toggleable": false}}),
        json!({"heading_2": {"rich_text": rt}}),
        json!({"heading_3": {"rich_text": rt, "color": "default"}}),
        json!({"heading_4": {"rich_text": []}}),
        json!({"bulleted_list_item": {"rich_text": rt}}),
        json!({"numbered_list_item": {"rich_text": rt, "color": "blue"}}),
        json!({"to_do": {"checked": true}}),
        json!({"to_do": {"checked": false}}),
        json!({"toggle": {"rich_text": rt}}),
        json!({"quote": {"rich_text": rt}}),
        json!({"callout": {"color": "gray_background"}}),
        json!({"code": {"language": "ruby"}}),
        json!({"code": {"caption": []}}),
        json!({"equation": {"expression": "E=mc^2"}}),
        json!({"divider": {}}),
        json!({"breadcrumb": {}}),
        json!({"tab": {}}),
        json!({"table_of_contents": {"color": "gray"}}),
        json!({"image": {"external": {"url": "https://a.b/c.png"}}}),
        json!({"video": {"file_upload": {"id": ID}, "caption": rt}}),
        json!({"audio": {"caption": rt}}),
        json!({"pdf": {"caption": []}}),
        json!({"file": {"caption": [], "name": "my_robot"}}),
        json!({"bookmark": {"url": "https://a.b"}}),
        json!({"embed": {"caption": rt}}),
        json!({"link_to_page": {"type": "page_id", "page_id": ID}}),
        json!({"table": {"has_row_header": true}}),
        json!({"table_row": {"cells": [rt, []]}}),
        json!({"column": {"width_ratio": 0.25}}),
        json!({"synced_block": {"synced_from": null}}),
        json!({"synced_block": {"synced_from": {"block_id": ID}}}),
        json!({"template": {"rich_text": rt}}),
    ] {
        let body = Body::read("blocks/x", update.clone());
        let Body::UpdateBlock(read) = &body else { panic!("{body:?}") };
        let change = read.known().unwrap_or_else(|| panic!("{update}")).content.as_ref();
        assert_eq!(
            change.map(BlockChange::type_name),
            update
                .as_object()
                .unwrap()
                .keys()
                .next()
                .map(String::as_str)
                .filter(|it| *it != "in_trash")
        );
        check::<UpdateBlock>(update);
    }
}

#[test]
fn what_an_update_cannot_change_is_told() {
    let refused = |update: Value| serde_json::from_value::<UpdateBlock>(update).unwrap_err();
    let text = |update| refused(update).to_string();
    insta::assert_snapshot!(text(json!({"table": {"table_width": 3}})), @"the width of a table is fixed once it exists");
    insta::assert_snapshot!(text(json!({"to_do": {"children": [{"divider": {}}]}})), @"the children of a block do not change with it; append or delete them");
    insta::assert_snapshot!(text(json!({"quote": {"color": "red"}})), @"missing field `rich_text`");
    insta::assert_snapshot!(text(json!({"image": {"name": "a.png"}})), @"only blocks of type `file` have a name");
    refused(json!({"column_list": {}}));
    refused(json!({"child_page": {"title": "x"}}));
    // Recorded: accepted, and nothing happens.
    let update: UpdateBlock = serde_json::from_value(
        json!({"type": "to_do", "to_do": {"checked": true, "children": []}}),
    )
    .unwrap();
    assert_eq!(update, UpdateBlock::checked(true));
}

#[test]
fn the_content_of_a_new_block_sets_every_field_that_can_change() {
    let json = |kind: BlockKind| serde_json::to_string(&UpdateBlock::from(kind)).unwrap();
    let kind = |block: Block| block.into_parts().0;
    // A colour that is the default is sent: the block may have another one.
    assert_eq!(json(kind(Block::quote(vec![]))), r#"{"quote":{"rich_text":[],"color":"default"}}"#);
    assert_eq!(
        json(BlockKind::Heading1(Heading::default())),
        r#"{"heading_1":{"rich_text":[],"color":"default","is_toggleable":false}}"#
    );
    assert_eq!(
        json(kind(Block::table(["a"], []))),
        r#"{"table":{"has_column_header":true,"has_row_header":false}}"#
    );
    let BlockKind::Image(image) = kind(Block::image("https://a.b")) else { panic!() };
    let file = Media { name: Some("a".to_owned()), ..image.clone() };
    assert_eq!(
        json(BlockKind::Image(image)),
        r#"{"image":{"external":{"url":"https://a.b"},"caption":[]}}"#
    );
    assert_eq!(
        json(BlockKind::File(file)),
        r#"{"file":{"external":{"url":"https://a.b"},"caption":[],"name":"a"}}"#
    );
    assert_eq!(
        json(BlockKind::SyncedBlock(SyncedBlock::default())),
        r#"{"synced_block":{"synced_from":null}}"#
    );
    assert_eq!(json(BlockKind::ColumnList), "{}");
}

#[test]
fn changes_of_blocks_are_checked() {
    let wrong = |change: Value| {
        let update: UpdateBlock = serde_json::from_value(change).unwrap();
        update.validate().unwrap_err().to_string()
    };
    insta::assert_snapshot!(wrong(json!({"code": {"language": "ts"}})), @"`body.code.language` is no language that Notion knows; `plain text` always is");
    insta::assert_snapshot!(wrong(json!({"image": {"file": {"url": "https://a.b"}}})), @"`body.image.file` is a file in Notion; upload it again to attach it");
    insta::assert_snapshot!(wrong(json!({"file": {"name": "x".repeat(901)}})), @"`body.file.name` has 901 bytes, at most 900 are accepted");
    insta::assert_snapshot!(wrong(json!({"embed": {"url": "x".repeat(2001)}})), @"`body.embed.url` has 2001 UTF-16 units, at most 2000 are accepted");
    let column = BlockChange::Column(Column { width_ratio: Some(1.5) });
    insta::assert_snapshot!(UpdateBlock::from(column).validate().unwrap_err(), @"`body.column.width_ratio` is not between 0 and 1");
}
