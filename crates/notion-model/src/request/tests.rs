//! What is written is accepted, and reads back as it was.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use super::{Block, PropertySchema, PropertyValue, RichText};

/// What is read as a request is written back the same.
#[track_caller]
fn check<T: DeserializeOwned + Serialize>(value: Value) {
    let read: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(read).unwrap(), value);
}

#[test]
fn every_block_is_read_as_it_is_written() {
    let id = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
    let rt = json!([{"type": "text", "text": {"content": "t", "link": {"url": "https://a.b"}},
        "annotations": {"bold": true, "color": "red"}}]);
    for block in [
        json!({"type": "paragraph", "paragraph": {"rich_text": rt, "color": "blue", "children": [
            {"type": "divider", "divider": {}}
        ]}}),
        json!({"type": "heading_2", "heading_2": {"rich_text": rt, "is_toggleable": true}}),
        json!({"type": "heading_4", "heading_4": {"rich_text": []}}),
        json!({"type": "bulleted_list_item", "bulleted_list_item": {"rich_text": rt}}),
        json!({"type": "numbered_list_item", "numbered_list_item": {"rich_text": rt}}),
        json!({"type": "to_do", "to_do": {"rich_text": rt, "checked": true}}),
        json!({"type": "toggle", "toggle": {"rich_text": rt}}),
        json!({"type": "quote", "quote": {"rich_text": rt}}),
        json!({"type": "callout", "callout": {"rich_text": rt, "icon": {"type": "emoji", "emoji": "💡"}}}),
        json!({"type": "code", "code": {"rich_text": rt, "language": "rust", "caption": rt}}),
        json!({"type": "equation", "equation": {"expression": "E=mc^2"}}),
        json!({"type": "table_of_contents", "table_of_contents": {"color": "gray"}}),
        json!({"type": "image", "image": {"type": "external", "external": {"url": "https://a.b/c.png"}, "caption": rt}}),
        json!({"type": "file", "file": {"type": "file_upload", "file_upload": {"id": id}, "name": "a.zip"}}),
        json!({"type": "bookmark", "bookmark": {"url": "https://a.b"}}),
        json!({"type": "link_to_page", "link_to_page": {"type": "database_id", "database_id": id}}),
        json!({"type": "table", "table": {"table_width": 2, "has_column_header": true, "children": [
            {"type": "table_row", "table_row": {"cells": [rt, []]}}
        ]}}),
        json!({"type": "column_list", "column_list": {"children": [
            {"type": "column", "column": {"width_ratio": 0.5, "children": [
                {"type": "breadcrumb", "breadcrumb": {}}
            ]}}
        ]}}),
        json!({"type": "synced_block", "synced_block": {"synced_from": {"block_id": id}}}),
        json!({"type": "synced_block", "synced_block": {"synced_from": null}}),
        json!({"type": "template", "template": {"rich_text": rt}}),
    ] {
        check::<Block>(block);
    }
}

#[test]
fn a_request_may_be_terse() {
    let block: Block = serde_json::from_value(json!({
        "object": "block", "paragraph": {"rich_text": [{"text": {"content": "x"}}], "children": []}
    }))
    .unwrap();
    assert_eq!(block, Block::paragraph(vec![RichText::text("x")]));
}

#[test]
fn every_value_is_read_as_it_is_written() {
    let id = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
    for value in [
        json!({"title": [{"type": "text", "text": {"content": "t"}}]}),
        json!({"number": null}),
        json!({"number": 2.5}),
        json!({"select": {"name": "High"}}),
        json!({"multi_select": [{"name": "bug"}, {"id": "x"}]}),
        json!({"status": null}),
        json!({"date": {"start": "2026-07-01", "end": "2026-07-02", "time_zone": null}}),
        json!({"people": [{"object": "user", "id": id}, {"object": "group", "id": id}]}),
        json!({"files": [{"name": "a", "type": "external", "external": {"url": "https://a.b"}}]}),
        json!({"checkbox": true}),
        json!({"url": "https://a.b"}),
        json!({"relation": [{"id": id}]}),
        json!({"place": {"lat": 1.0, "lon": 2.0}}),
    ] {
        check::<PropertyValue>(value);
    }
}

mod bodies;
mod updates;

#[test]
fn every_schema_is_read_as_it_is_written() {
    let id = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
    for schema in [
        json!({"type": "title", "title": {}}),
        json!({"description": "How much", "type": "number", "number": {"format": "euro"}}),
        json!({"type": "select", "select": {"options": [{"name": "High", "color": "red"}]}}),
        json!({"type": "status", "status": {}}),
        json!({"type": "formula", "formula": {"expression": "1 + 1"}}),
        json!({"type": "relation", "relation": {"data_source_id": id, "type": "single_property", "single_property": {}}}),
        json!({"type": "relation", "relation": {"data_source_id": id, "type": "dual_property", "dual_property": {"synced_property_name": "Back"}}}),
        json!({"type": "rollup", "rollup": {"function": "sum", "relation_property_name": "A", "rollup_property_name": "B"}}),
        json!({"type": "unique_id", "unique_id": {"prefix": "TASK"}}),
    ] {
        check::<PropertySchema>(schema);
    }
}

#[test]
fn what_cannot_be_written_is_refused() {
    for block in [
        json!({"type": "child_page", "child_page": {"title": "x"}}),
        json!({"type": "paragraph"}),
        json!({"type": "code", "code": {"rich_text": []}}),
        json!({}),
    ] {
        assert!(serde_json::from_value::<Block>(block.clone()).is_err(), "{block}");
    }
}
