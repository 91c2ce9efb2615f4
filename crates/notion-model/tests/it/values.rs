//! Property values of every writable type, invented, in the form in which they are read.

use proptest::{
    collection::{btree_map, vec},
    option,
    prelude::*,
};
use serde_json::{Value, json};

/// A value as a page shows it.
pub(crate) fn value() -> impl Strategy<Value = Value> {
    let name = "[^,\0]{1,12}";
    prop_oneof![
        text().prop_map(|it| json!({"type": "title", "title": it})),
        text().prop_map(|it| json!({"type": "rich_text", "rich_text": it})),
        option::of(number()).prop_map(|it| json!({"type": "number", "number": it})),
        option::of(name).prop_map(|it| {
            let option = it.map(|it| json!({"id": "a", "name": it, "color": "red"}));
            json!({"type": "select", "select": option})
        }),
        btree_map(name, 0..9u8, 0..5).prop_map(|it| {
            let options: Vec<_> =
                it.keys().map(|it| json!({"id": it, "name": it, "color": "blue"})).collect();
            json!({"type": "multi_select", "multi_select": options})
        }),
        option::of(name).prop_map(|it| {
            let option = it.map(|it| json!({"id": "a", "name": it, "color": "red"}));
            json!({"type": "status", "status": option})
        }),
        option::of(date()).prop_map(|it| json!({"type": "date", "date": it})),
        vec(id(), 0..4).prop_map(|it| {
            let people: Vec<_> = it.iter().map(|it| json!({"object": "user", "id": it})).collect();
            json!({"type": "people", "people": people})
        }),
        vec((".{0,8}", "[a-z]{1,9}"), 0..4).prop_map(|it| {
            let file = |(name, path): &(String, String)| {
                let url = format!("https://example.com/{path}?a=1");
                json!({"name": name, "type": "external", "external": {"url": url}})
            };
            json!({"type": "files", "files": it.iter().map(file).collect::<Vec<_>>()})
        }),
        any::<bool>().prop_map(|it| json!({"type": "checkbox", "checkbox": it})),
        option::of(".{1,20}").prop_map(|it| json!({"type": "url", "url": it})),
        option::of(".{1,20}").prop_map(|it| json!({"type": "email", "email": it})),
        option::of(".{1,20}").prop_map(|it| json!({"type": "phone_number", "phone_number": it})),
        vec(id(), 0..4).prop_map(|it| {
            let rows: Vec<_> = it.iter().map(|it| json!({"id": it})).collect();
            json!({"type": "relation", "relation": rows, "has_more": false})
        }),
        (number(), number(), option::of(".{0,8}")).prop_map(|(lat, lon, name)| {
            let place = json!({
                "lat": lat.as_f64(), "lon": lon.as_f64(), "name": name, "address": null,
                "google_place_id": "x",
            });
            json!({"type": "place", "place": place})
        }),
    ]
}

/// Runs of text, mentions and equations.
pub(crate) fn text() -> impl Strategy<Value = Vec<Value>> {
    let marks = (any::<bool>(), any::<bool>(), 0..3usize).prop_map(|(bold, code, color)| {
        let color = ["default", "red", "blue_background"][color];
        json!({
            "bold": bold, "italic": false, "strikethrough": false, "underline": false,
            "code": code, "color": color,
        })
    });
    let link = option::of(Just(json!({"url": "https://example.com"})));
    let run = prop_oneof![
        4 => (".{0,12}", link).prop_map(|(content, link)| {
            json!({"type": "text", "text": {"content": content, "link": link}})
        }),
        1 => Just("é".repeat(2500)).prop_map(|content| {
            json!({"type": "text", "text": {"content": content, "link": null}})
        }),
        1 => ".{1,9}".prop_map(|it| json!({"type": "equation", "equation": {"expression": it}})),
        1 => id().prop_map(|it| {
            json!({"type": "mention", "mention": {"type": "page", "page": {"id": it}}})
        }),
        1 => date().prop_map(|it| json!({"type": "mention", "mention": {"type": "date", "date": it}})),
        1 => Just(json!({"type": "mention", "mention": {"type": "template_mention",
            "template_mention": {"type": "template_mention_user", "template_mention_user": "me"}}})),
    ];
    vec((run, marks), 0..5).prop_map(|runs| {
        let whole = |(mut run, marks): (Value, Value)| {
            run["annotations"] = marks;
            run["plain_text"] = json!("?");
            run["href"] = Value::Null;
            run
        };
        runs.into_iter().map(whole).collect()
    })
}

/// Whole numbers, fractions, both zeros.
pub(crate) fn number() -> impl Strategy<Value = serde_json::Number> {
    prop_oneof![
        any::<i64>().prop_map(Into::into),
        (-1000..1000i64).prop_map(Into::into),
        any::<f64>().prop_filter_map("finite", serde_json::Number::from_f64),
        Just(-0.0).prop_filter_map("finite", serde_json::Number::from_f64),
    ]
}

/// Days and minutes, alone and as ranges.
pub(crate) fn date() -> impl Strategy<Value = Value> {
    let day = (1..9999u32, 1..=12u8, 1..=28u8)
        .prop_map(|(year, month, day)| format!("{year:04}-{month:02}-{day:02}"));
    let time = (day.clone(), 0..24u8, 0..60u8, 0..4usize).prop_map(|(day, hour, minute, zone)| {
        let zone = ["+00:00", "+02:00", "-03:30", "+05:45"][zone];
        format!("{day}T{hour:02}:{minute:02}:00.000{zone}")
    });
    let moment = prop_oneof![day, time];
    (moment.clone(), option::of(moment))
        .prop_map(|(start, end)| json!({"start": start, "end": end, "time_zone": null}))
}

fn id() -> impl Strategy<Value = String> {
    any::<u128>().prop_map(|it| notion_model::PageId::from(uuid::Uuid::from_u128(it)).to_string())
}
