//! What Notion calls the same, and what it tells apart.

use serde_json::{Value, json};

use super::Canonical;
use crate::{PropertyValue, request};

#[track_caller]
fn check_same(sent: Value, read: Value) {
    let sent: request::PropertyValue = serde_json::from_value(sent).unwrap();
    let read: PropertyValue = serde_json::from_value(read).unwrap();
    assert_eq!(Some(Canonical::of_request(&sent)), Canonical::of(&read));
}

#[test]
fn what_notion_rewrites_is_the_same() {
    check_same(
        json!({"date": {"start": "2026-07-25T16:57:28.513237Z"}}),
        json!({"id": "a", "type": "date", "date": {
            "start": "2026-07-25T16:57:00.000+00:00", "end": null, "time_zone": null}}),
    );
    check_same(
        json!({"rich_text": [{"text": {"content": "a"}}, {"text": {"content": ""}},
            {"text": {"content": "b"}}, {"text": {"content": "c"}, "annotations": {"bold": true}}]}),
        json!({"id": "a", "type": "rich_text", "rich_text": [
            {"type": "text", "text": {"content": "ab", "link": null}, "plain_text": "ab",
                "annotations": {"bold": false, "color": "default"}, "href": null},
            {"type": "text", "text": {"content": "c", "link": null}, "plain_text": "c",
                "annotations": {"bold": true, "color": "default"}, "href": null}]}),
    );
    check_same(
        json!({"multi_select": [{"name": "b"}, {"name": "a"}]}),
        json!({"id": "a", "type": "multi_select", "multi_select": [
            {"id": "1", "name": "a", "color": "red"}, {"id": "2", "name": "b", "color": "blue"}]}),
    );
    check_same(json!({"url": ""}), json!({"id": "a", "type": "url", "url": null}));
    // Answers spell out every mark, also those that this crate does not know.
    check_same(
        json!({"rich_text": [{"text": {"content": "a"}}]}),
        json!({"id": "a", "type": "rich_text", "rich_text": [
            {"type": "text", "text": {"content": "a", "link": null}, "plain_text": "a", "annotations":
                {"bold": false, "blink": false, "size": null, "font": "default", "color": "default"}}]}),
    );
    check_same(
        json!({"verification": {"state": "verified",
            "date": {"start": "2026-07-01T09:00", "time_zone": "Europe/Lisbon"}}}),
        json!({"id": "verification", "type": "verification", "verification": {"state": "verified",
            "verified_by": {"object": "user", "id": "38c9ce7b-60a4-8114-b301-ddc78a46ec5d"},
            "date": {"start": "2026-07-01T09:00:00.000+01:00", "end": null, "time_zone": null}}}),
    );
    check_same(json!({"number": -0.0}), json!({"id": "a", "type": "number", "number": 0}));
    check_same(json!({"number": 42.0}), json!({"id": "a", "type": "number", "number": 42}));
}

#[test]
fn a_value_that_was_cut_has_no_canonical_form() {
    let cut: PropertyValue = serde_json::from_value(
        json!({"id": "a", "type": "relation", "relation": [], "has_more": true}),
    )
    .unwrap();
    assert_eq!(Canonical::of(&cut), None);
}

#[test]
fn what_notion_tells_apart_is_different() {
    let canonical = |value: Value| Canonical::of_request(&serde_json::from_value(value).unwrap());
    for (a, b) in [
        (
            json!({"date": {"start": "2026-07-01"}}),
            json!({"date": {"start": "2026-07-01T00:00:00Z"}}),
        ),
        (
            json!({"date": {"start": "2026-07-01T10:00:00Z"}}),
            json!({"date": {"start": "2026-07-01T10:01:00Z"}}),
        ),
        (
            json!({"title": [{"text": {"content": "a"}}]}),
            json!({"title": [{"text": {"content": "A"}}]}),
        ),
        (
            json!({"rich_text": [{"text": {"content": "x"}}]}),
            json!({"rich_text": [{"equation": {"expression": "x"}}]}),
        ),
        (json!({"number": 0.1}), json!({"number": 0.2})),
    ] {
        assert_ne!(canonical(a), canonical(b));
    }
}
