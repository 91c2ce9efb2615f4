//! Places, verifications and buttons.

use insta::assert_snapshot;
use serde_json::{Value, json};

use crate::support::Notion;

async fn value(notion: &Notion, page: &str, name: &str) -> Value {
    notion.get(&format!("pages/{page}")).await.ok().body["properties"][name].clone()
}

async fn write(notion: &Notion, page: &str, properties: Value) -> crate::support::Reply {
    notion.patch(&format!("pages/{page}"), json!({ "properties": properties })).await
}

#[tokio::test]
async fn a_place_keeps_what_names_it() {
    let notion = Notion::new();
    let source = notion.table(json!({ "Name": { "title": {} }, "Where": { "place": {} } })).await;
    let berlin = json!({
        "lat": 52.52, "lon": 13.405, "name": null, "address": "Berlin, Germany",
        "aws_place_id": "a1", "google_place_id": null,
    });
    let row = notion.row(&source, json!({ "Where": { "place": berlin } })).await;
    assert_eq!(value(&notion, &row, "Where").await["place"], berlin);
    let sent = json!({ "Where": { "place": { "lat": 1, "lon": -2.5 } } });
    let shown = write(&notion, &row, sent).await.ok().body["properties"]["Where"]["place"].clone();
    assert_eq!(shown["lat"], 1);
    assert_eq!(shown["name"], json!(null));
    write(&notion, &row, json!({ "Where": { "place": null } })).await.ok();
    assert_eq!(value(&notion, &row, "Where").await["place"], json!(null));
    let refused = write(&notion, &row, json!({ "Where": { "place": { "lat": 1 } } })).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: body failed validation: body.properties.Where.place.lon should be defined, instead was `undefined`.");
    let refused = write(&notion, &row, json!({ "Name": { "place": null } })).await;
    assert_snapshot!(refused.refusal(), @"400 validation_error: Name is expected to be title.");
}

#[tokio::test]
async fn a_verification_ends() {
    let notion = Notion::new();
    let properties = json!({
        "Name": { "title": {} }, "Checked": { "verification": {} }, "Go": { "button": {} },
    });
    let source = notion.table(properties).await;
    let row = notion.row(&source, json!({})).await;
    let unverified = json!({ "state": "unverified", "verified_by": null, "date": null });
    assert_eq!(value(&notion, &row, "Checked").await["verification"], unverified);
    assert_eq!(value(&notion, &row, "Go").await["button"], json!({}));

    let until = json!({ "start": "2026-11-01T15:00:00Z", "end": "2026-12-01T00:00:00Z" });
    let sent = json!({ "Checked": { "verification": { "state": "verified", "date": until } } });
    write(&notion, &row, sent).await.ok();
    let shown = value(&notion, &row, "Checked").await["verification"].clone();
    assert_eq!(shown["state"], "verified");
    assert_eq!(shown["verified_by"]["object"], "user");
    let date = json!({
        "start": "2026-11-01T15:00:00.000Z", "end": "2026-12-01T00:00:00.000Z", "time_zone": null,
    });
    assert_eq!(shown["date"], date);
    let found = async |state: &str| {
        let filter = json!({ "property": "Checked", "verification": { "status": state } });
        notion.titles(&source, json!({ "filter": filter })).await.len()
    };
    assert_eq!([found("verified").await, found("expired").await, found("none").await], [1, 0, 0]);
    notion.clock.set("2026-12-02T00:00:00Z".parse().unwrap());
    assert_eq!([found("verified").await, found("expired").await, found("none").await], [0, 1, 0]);
    let sent = json!({ "Checked": { "verification": { "state": "unverified" } } });
    write(&notion, &row, sent).await.ok();
    assert_eq!(value(&notion, &row, "Checked").await["verification"], unverified);
    assert_eq!(found("none").await, 1);

    let sent = json!({ "Checked": { "verification": { "state": "expired" } } });
    assert_snapshot!(write(&notion, &row, sent).await.refusal(), @r#"400 validation_error: body failed validation: body.properties.Checked.verification.state should be `"verified"` or `"unverified"`, instead was `"expired"`."#);
}
