//! Answers from a later Notion: fields, words, types of blocks and properties that nobody knows yet.

use notion_client::{blocks, data_sources, databases, pages};
use notion_emulator::Scenario;
use notion_model::query::Query;
use notion_model::{BlockKind, PropertySchemaKind, PropertyValueKind};
use serde_json::{Value, json};

use crate::session::Session;

/// Each is there, and written again it is what Notion sent.
fn keeps(object: &impl serde::Serialize, pointer: &str, expected: &Value) {
    let written = serde_json::to_value(object).unwrap();
    assert_eq!(written.pointer(pointer), Some(expected), "{pointer} of {written}");
}

#[tokio::test(start_paused = true)]
async fn what_nobody_knows_yet_is_carried_through_every_way_of_reading() {
    // The official types know nothing of it, so it is not for them to judge.
    let session = Session::unrecorded();
    let (client, plan) = (&session.client, session.page("plan"));
    let (database, tasks) = session.tasks();
    let script = Scenario::parse("fault = [{ strange = true }]").unwrap();
    session.emulator.set_faults(script.faults);
    let (mood, scent) = (json!({ "is": "curious" }), json!({ "of": "rain" }));

    let tree = client.block_tree(plan).await.unwrap();
    assert_eq!(tree.len(), 2, "no block is lost");
    let listed = client.list(blocks::children(plan)).items();
    let listed: Vec<_> = futures_util::TryStreamExt::try_collect(listed).await.unwrap();
    assert!(matches!(listed[0].kind, BlockKind::Unknown(_)), "{:?}", listed[0].kind);
    keeps(&listed[0], "/hologram/depth", &json!(3));
    keeps(&listed[1], "/mood", &mood);
    keeps(&listed[1], "/paragraph/rich_text/0/annotations/color", &json!("ultraviolet"));
    let block = client.send(blocks::retrieve(listed[1].id)).await.unwrap();
    assert!(matches!(block.kind, BlockKind::Unknown(_)));

    let page = client.send(pages::retrieve(plan)).await.unwrap();
    keeps(&page, "/mood", &mood);
    assert!(matches!(page.property("Scent"), Some(PropertyValueKind::Unknown(_))));
    let rows = client.list(data_sources::query(tasks, Query::default()).pages_only());
    let mut rows = rows.collect().await.unwrap();
    assert_eq!(rows.len(), 3, "no row is lost");
    for row in &mut rows {
        client.complete(row).await.unwrap();
        keeps(row, "/properties/Scent/scent", &scent);
    }
    let schema = client.send(data_sources::retrieve(tasks)).await.unwrap();
    let kind = schema.properties.get("Scent").map(|it| &it.kind);
    assert!(matches!(kind, Some(PropertySchemaKind::Unknown(_))), "{kind:?}");
    keeps(&client.send(databases::retrieve(database)).await.unwrap(), "/mood", &mood);
}
