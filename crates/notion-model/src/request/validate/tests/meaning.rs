//! What says nothing that Notion could do: values that are computed, words that are no dates.

use serde_json::{Value, json};

use super::*;
use crate::{query::Query, request::UpdateDataSource};

/// What is wrong with a body as somebody else wrote it, a line each.
fn body<T: Validate + serde::de::DeserializeOwned>(body: Value) -> String {
    report(&serde_json::from_value::<T>(body).expect("a body of its type"))
}

const ID: &str = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";

#[test]
fn a_page_under_a_page_has_only_a_title() {
    let page = |parent: Value, properties: Value| {
        body::<CreatePage>(json!({ "parent": parent, "properties": properties }))
    };
    let below = json!({ "page_id": ID });
    let title = json!([{ "text": { "content": "x" } }]);
    for spelling in [
        json!({ "title": title }),
        json!({ "title": { "title": title } }),
        json!({ "title": { "type": "title", "title": title } }),
        json!({ "Name": { "title": title } }),
        json!({}),
    ] {
        assert_eq!(page(below.clone(), spelling), "");
    }
    let number = json!({ "title": title, "N": { "number": 1 }, "S": { "select": null } });
    assert_eq!(page(json!({ "data_source_id": ID }), number.clone()), "");
    assert_snapshot!(page(below, number), @"
    `body.properties.N` is a number, but a page under a page has a title and no other property; put the page into a data source, or leave the value out
    `body.properties.S` is a select, but a page under a page has a title and no other property; put the page into a data source, or leave the value out
    ");
}

#[test]
fn rows_stand_nowhere() {
    let page = |parent: Value| {
        body::<CreatePage>(json!({ "parent": parent, "position": { "type": "page_start" } }))
    };
    assert_eq!(page(json!({ "page_id": ID })), "");
    assert_snapshot!(page(json!({ "data_source_id": ID })), @"`body.position` is a position, which is not accepted for a row, only for a page under a page");
    assert_eq!(page(json!({ "database_id": ID })), page(json!({ "data_source_id": ID })));
}

#[test]
fn colors_are_checked_wherever_they_stand() {
    let run = json!({ "text": { "content": "x" }, "annotations": { "color": "ultraviolet" } });
    let violet = |kind: &str| json!({ kind: { "rich_text": [], "color": "ultraviolet" } });
    let appended = body::<AppendChildren>(json!({ "children": [
        violet("paragraph"), violet("heading_1"), violet("to_do"), violet("callout"),
        { "paragraph": { "rich_text": [run], "color": "red_background" } },
        { "code": { "language": "c", "rich_text": [], "caption": [run] } },
    ] }));
    let paths: Vec<_> = appended.lines().filter_map(|it| it.split('`').nth(1)).collect();
    assert_eq!(
        paths,
        [
            "body.children[0].paragraph.color",
            "body.children[1].heading_1.color",
            "body.children[2].to_do.color",
            "body.children[3].callout.color",
            "body.children[4].paragraph.rich_text[0].annotations.color",
            "body.children[5].code.caption[0].annotations.color",
        ]
    );
    for kind in ["paragraph", "heading_2", "bulleted_list_item", "to_do", "table_of_contents"] {
        let changed = body::<UpdateBlock>(violet(kind));
        assert!(changed.starts_with(&format!("`body.{kind}.color` is `ultraviolet`")), "{changed}");
    }
}

#[test]
fn zones_are_known_and_stand_beside_no_offset() {
    let date = |date: Value| body::<UpdatePage>(json!({ "properties": { "D": { "date": date } } }));
    for fine in [
        json!({ "start": "2026-06-27T18:01:15.377824", "time_zone": "Europe/London" }),
        // As recorded, although documented otherwise.
        json!({ "start": "1592-03-14T00:01:15Z", "time_zone": "UTC" }),
        // What Notion does with these is not known.
        json!({ "start": "2026-07-01", "time_zone": "Europe/London" }),
        json!({ "start": "2026-07-02", "end": "2026-07-01" }),
        json!({ "start": "2026-07-01", "end": "2026-07-02T09:00:00Z" }),
        json!({ "start": "2026-07-01T09:00:00.000+02:00", "time_zone": null }),
    ] {
        assert_eq!(date(fine), "");
    }
    let wrong = json!({ "start": "2026-07-01T09:00:00", "end": "2026-07-01T10:00:00-05:00", "time_zone": "Mars/Olympus" });
    assert_snapshot!(date(wrong.clone()), @"
    `body.properties.D.date.end` has an offset beside a `time_zone`; leave out one of the two
    `body.properties.D.date.time_zone` is `Mars/Olympus`, but an IANA time zone is needed, such as `Europe/Berlin`
    ");
    let mention = json!({ "children": [
        { "paragraph": { "rich_text": [{ "mention": { "date": wrong } }] } },
    ] });
    assert_snapshot!(body::<AppendChildren>(mention), @"
    `body.children[0].paragraph.rich_text[0].mention.date.end` has an offset beside a `time_zone`; leave out one of the two
    `body.children[0].paragraph.rich_text[0].mention.date.time_zone` is `Mars/Olympus`, but an IANA time zone is needed, such as `Europe/Berlin`
    ");
    let template = json!({ "template": { "type": "default", "timezone": "Berlin" } });
    assert_snapshot!(body::<UpdatePage>(template), @"`body.template.timezone` is `Berlin`, but an IANA time zone is needed, such as `Europe/Berlin`");
}

#[test]
fn what_is_computed_is_not_written() {
    for type_name in limits::COMPUTED_PROPERTIES {
        let value = json!({ "properties": { "P": { *type_name: {} } } });
        assert_eq!(
            body::<UpdatePage>(value),
            format!(
                "`body.properties.P.{type_name}` is a {type_name}, which cannot be written; leave it out"
            )
        );
    }
    // What may be new is for Notion to judge.
    assert_eq!(body::<UpdatePage>(json!({ "properties": { "P": { "hologram": {} } } })), "");
}

#[test]
fn places_and_verifications_are_complete() {
    let value = |value: Value| body::<UpdatePage>(json!({ "properties": { "P": value } }));
    for fine in [
        json!({ "place": { "lat": 52.52, "lon": 13, "name": "Berlin" } }),
        json!({ "place": null }),
        json!({ "verification": { "state": "verified", "date": { "start": "2026-07-01" } } }),
    ] {
        assert_eq!(value(fine), "");
    }
    assert_snapshot!(value(json!({ "place": { "lat": null, "name": "Berlin" } })), @"
    `body.properties.P.place.lat` is missing
    `body.properties.P.place.lon` is missing
    ");
    assert_snapshot!(value(json!({ "verification": {} })), @"`body.properties.P.verification.state` is missing");
    assert_snapshot!(value(json!({ "verification": { "state": "expired" } })), @"`body.properties.P.verification.state` is `expired`, but accepted are only `verified`, `unverified`");
}

#[test]
fn an_emoji_is_no_word() {
    let icon = |emoji: &str| body::<UpdatePage>(json!({ "icon": { "emoji": emoji } }));
    for emoji in ["🚀", "⚙️", "1️⃣", "🇩🇪", "👩‍🚀", "©️"] {
        assert_eq!(icon(emoji), "");
    }
    assert_snapshot!(icon("rocket"), @"`body.icon.emoji` is no emoji; give the character itself, such as `🚀`, not its name");
    assert_eq!(icon(""), icon("rocket"));
    let callout =
        json!({ "children": [{ "callout": { "rich_text": [], "icon": { "emoji": ":bulb:" } } }] });
    assert_snapshot!(body::<AppendChildren>(callout), @"`body.children[0].callout.icon.emoji` is no emoji; give the character itself, such as `🚀`, not its name");
}

#[test]
fn a_link_leads_somewhere() {
    let linked = json!({ "title": [{ "text": { "content": "x", "link": { "url": "" } } }] });
    assert_snapshot!(body::<UpdateDataSource>(linked), @"`body.title[0].text.link.url` has 0 UTF-16 units, at least 1 is needed");
}

#[test]
fn filters_compare_with_what_there_is() {
    let query = |filter: Value| body::<Query>(json!({ "filter": filter }));
    let on = |key: &str, condition: Value| query(json!({ "property": "P", key: condition }));
    for fine in [
        ("date", json!({ "on_or_before": "2026-06-27T18:06:15.377824+01:00" })),
        ("date", json!({ "equals": "2026-06-27T18:06" })),
        ("last_edited_time", json!({ "past_week": {} })),
        ("people", json!({ "contains": "me" })),
        ("created_by", json!({ "contains": ID.replace('-', "") })),
        ("relation", json!({ "does_not_contain": ID })),
        // Notion has not been seen to refuse these.
        ("select", json!({ "equals": [] })),
        ("multi_select", json!({ "contains": "" })),
    ] {
        assert_eq!(on(fine.0, fine.1), "");
    }
    assert_eq!(query(json!({ "and": [] })), "");
    assert_eq!(query(json!({ "or": [{ "and": [] }] })), "");
    let soon = on("date", json!({ "equals": "soon" }));
    assert_snapshot!(soon, @"`body.filter.date.equals` is `soon`, but accepted are only dates such as `2026-07-01` or `2026-07-01T09:00:00Z`, and `today`, `tomorrow`, `yesterday`, `one_week_ago`, `one_week_from_now`, `one_month_ago`, `one_month_from_now`");
    assert_snapshot!(on("people", json!({ "contains": "bob" })), @"`body.filter.people.contains` is `bob`, but the id of a user or `me` is needed");
    assert_snapshot!(on("relation", json!({ "contains": "me" })), @"`body.filter.relation.contains` is `me`, but the id of a page is needed");
    for (key, inside) in [("formula", "date"), ("rollup", "date"), ("rollup", "any.date")] {
        let condition =
            inside.rsplit('.').fold(json!({ "equals": "soon" }), |it, key| json!({ key: it }));
        let path = format!("`body.filter.{key}.{inside}.equals` is `soon`");
        let found = on(key, condition);
        assert!(found.starts_with(&path), "{found}");
    }
    let nested = query(
        json!({ "and": [{ "or": [{ "timestamp": "created_time", "created_time": { "after": "2026" } }] }] }),
    );
    assert!(
        nested.starts_with("`body.filter.and[0].or[0].created_time.after` is `2026`"),
        "{nested}"
    );
}
