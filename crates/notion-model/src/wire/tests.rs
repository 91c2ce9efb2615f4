//! What is read is written back unchanged, whatever it is.

use serde::{Serialize, de::DeserializeOwned};
use serde_json::{Value, json};

use crate::{Block, BlockKind, DataSource, Page, Parent, RichText, User};

/// Reads `value` and writes it back unchanged.
#[track_caller]
fn check<T: DeserializeOwned + Serialize>(value: Value) -> T {
    let text = value.to_string();
    let read: T = serde_json::from_str(&text).unwrap();
    assert_eq!(serde_json::to_value(&read).unwrap(), value);
    // Values are read from trees too, with keys that cannot be borrowed.
    let again: T = serde_json::from_value(value.clone()).unwrap();
    assert_eq!(serde_json::to_value(&again).unwrap(), value);
    read
}

#[test]
fn unknown_kinds_keep_their_payload() {
    let block: Block = check(json!({
        "object": "block", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
        "type": "hologram", "hologram": {"depth": 3, "light": null}
    }));
    assert_eq!(block.kind.type_name(), "hologram");
    // The payload may come before the type, or not at all.
    check::<Block>(json!({
        "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "hologram": [1], "type": "hologram"
    }));
    check::<Block>(json!({"id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "type": "hologram"}));
}

#[test]
fn the_type_decides_although_another_kind_is_named_first() {
    let block: Block = check(json!({
        "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
        "quote": {"rich_text": [], "color": "default", "more": 1},
        "divider": {"thick": true},
        "type": "divider",
    }));
    assert!(matches!(block.kind, BlockKind::Divider(_)));
}

#[test]
fn unknown_fields_and_words_are_kept() {
    check::<RichText>(json!({
        "type": "text", "text": {"content": "Hi", "link": null, "spoken": true},
        "annotations": {
            "bold": true, "italic": false, "strikethrough": false, "underline": false,
            "code": false, "color": "ultraviolet", "glow": 2
        },
        "plain_text": "Hi", "href": null, "tone": {"mood": "glad"}
    }));
    check::<User>(json!({
        "object": "user", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "name": null,
        "avatar_url": null, "type": "golem", "golem": {}, "email_verified": true
    }));
    check::<Parent>(
        json!({"type": "agent_id", "agent_id": "33333333-3333-3333-3333-333333333333"}),
    );
    check::<Parent>(json!({"type": "workspace", "workspace": true, "since": 1999}));
}

#[test]
fn what_is_left_out_stays_out() {
    check::<RichText>(json!({"text": {"content": "Hi"}}));
    check::<RichText>(
        json!({"text": {"content": "Hi"}, "annotations": {"bold": true}, "type": "text"}),
    );
    check::<Page>(json!({"object": "page", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d"}));
    check::<Page>(json!({
        "object": "page", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "icon": null,
        "archived": null, "properties": {}
    }));
    check::<DataSource>(json!({
        "object": "data_source", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
        "properties": {"Zoo": {"id": "a", "name": "Zoo", "type": "x", "x": null}}
    }));
}

#[test]
fn a_known_kind_without_its_payload_is_an_error() {
    let error = serde_json::from_value::<Block>(json!({
        "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d", "type": "paragraph"
    }))
    .unwrap_err();
    insta::assert_snapshot!(error, @"`paragraph` is missing beside its `type`");
}

/// What is read by the thousand must not grow unnoticed: moving large values was once a fifth of
/// the time of decoding. `cargo xtask bench model` shows what a change costs.
#[cfg(target_pointer_width = "64")]
#[test]
fn what_is_read_often_is_small() {
    assert_eq!(size_of::<Page>(), 600);
    assert_eq!(size_of::<Block>(), 504);
    assert_eq!(size_of::<crate::PropertyValue>(), 120);
    assert_eq!(size_of::<crate::PropertySchema>(), 128);
    assert_eq!(size_of::<RichText>(), 88);
    assert_eq!(size_of::<User>(), 120);
    assert_eq!(size_of::<crate::Timestamp>(), 16);
    assert_eq!(size_of::<crate::Wire>(), 8);
}

#[test]
fn a_key_that_comes_twice_is_refused() {
    let check = |text: &str, key: &str| {
        let error = serde_json::from_str::<Block>(text).unwrap_err().to_string();
        let expected = format!("the key `{key}` stands twice in one object at line 1");
        assert!(error.starts_with(&expected), "{error}");
    };
    let id = r#""id":"38c9ce7b-60a4-8114-b301-ddc78a46ec5d""#;
    check(&format!(r#"{{{id},{id},"type":"divider","divider":{{}}}}"#), "id");
    check(&format!(r#"{{{id},"type":"divider","type":"divider","divider":{{}}}}"#), "type");
    check(&format!(r#"{{{id},"type":"divider","divider":{{}},"divider":{{}}}}"#), "divider");
    check(&format!(r#"{{{id},"divider":{{}},"divider":{{}},"type":"divider"}}"#), "divider");
    check(&format!(r#"{{{id},"new":1,"new":1,"type":"divider","divider":{{}}}}"#), "new");
    for (parent, key) in [
        (r#"{"type":"page_id","page_id":"a","page_id":"b"}"#, "page_id"),
        (r#"{"type":"workspace","type":"workspace","workspace":true}"#, "type"),
        (r#"{"type":"new","a":1,"b":2,"c":3,"c":4}"#, "c"),
    ] {
        check(&format!(r#"{{{id},"parent":{parent},"type":"divider","divider":{{}}}}"#), key);
    }
    let item = r#"{"object":"property_item","type":"number","number":1,"number":2}"#;
    let error = serde_json::from_str::<crate::PropertyItems>(item).unwrap_err().to_string();
    assert!(error.starts_with("the key `number` stands twice in one object"), "{error}");
    // In a list it costs only itself.
    let list = format!(
        r#"{{"object":"list","results":[{{{id},{id},"type":"tab","tab":{{}}}}],"next_cursor":null,"has_more":false}}"#
    );
    let read: crate::List<Block> = serde_json::from_str(&list).unwrap();
    assert_eq!(read.items().count(), 0);
    assert_eq!(serde_json::to_string(&read).unwrap(), list);
}

#[test]
fn another_payload_before_the_type_is_kept() {
    check::<Block>(json!({
        "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d",
        "quote": {"rich_text": [], "color": "default"}, "type": "divider", "divider": {},
    }));
}

#[test]
fn what_nobody_knows_may_be_a_secret() {
    let token: crate::TokenStatus =
        serde_json::from_value(json!({"active": true, "new_token": "ntn_1234"})).unwrap();
    let shown = format!("{token:?}");
    assert!(shown.contains("new_token") && !shown.contains("ntn_1234"), "{shown}");
}

/// Whatever may be seen only in part is read as what it is, in lists too.
#[test]
fn only_an_id_is_enough() {
    let id = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
    check::<Page>(json!({"object": "page", "id": id}));
    check::<crate::Database>(json!({"object": "database", "id": id}));
    check::<DataSource>(json!({"object": "data_source", "id": id, "properties": {}}));
    check::<User>(json!({"object": "user", "id": id}));
    check::<crate::Comment>(json!({"object": "comment", "id": id}));
    check::<crate::View>(json!({"object": "view", "id": id}));
    let rows: crate::List<crate::Found> = check(json!({
        "object": "list", "next_cursor": null, "has_more": false,
        "results": [
            {"object": "page", "id": id}, {"object": "data_source", "id": id, "properties": {}}
        ],
    }));
    assert_eq!(rows.items().count(), 2);
    let block: Block = check(json!({"object": "block", "id": id}));
    assert!(matches!(block.kind, BlockKind::Hidden));
}
