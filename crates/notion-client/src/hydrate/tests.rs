//! Pages that show 25 of many.

use notion_model::PageId;
use serde_json::{Value, json};

use super::*;
use crate::mock::{Mock, id, ok, refusal};

fn text(mention: bool) -> Value {
    let kind = if mention { "mention" } else { "text" };
    let content = if mention {
        json!({"type": "page", "page": {"id": id(9)}})
    } else {
        json!({"content": "x", "link": null})
    };
    json!({"type": kind, kind: content, "plain_text": "x", "href": null})
}

fn a_page(properties: &Value) -> Page {
    serde_json::from_value(json!({"object": "page", "id": id(1), "properties": properties}))
        .unwrap()
}

/// A Notion whose properties all have `count` elements.
fn notion(count: usize) -> Mock {
    Mock::new(move |asked| {
        let (property, start) = match asked.call.split_once("start_cursor=") {
            Some((_, start)) => (&*asked.call, start.split('&').next().unwrap().parse().unwrap()),
            None => (&*asked.call, 0),
        };
        let (kind, element) = if property.contains("/properties/rel%3D?") {
            ("relation", json!({"id": id(7)}))
        } else if property.contains("/properties/ppl?") {
            ("people", json!({"object": "user", "id": id(7)}))
        } else if property.contains("/properties/sum?") {
            ("checkbox", json!(true))
        } else {
            ("rich_text", text(true))
        };
        let item = json!({"object": "property_item", "id": "x", "type": kind, kind: element});
        let end = (start + 100).min(count);
        let next = (end < count).then(|| end.to_string());
        ok(crate::mock::list(vec![item; end - start], next.as_deref()))
    })
}

#[tokio::test(start_paused = true)]
async fn completes_what_may_be_cut_and_asks_for_nothing_else() {
    let mut page = a_page(&json!({
        "Parts": {"id": "rel%3D", "type": "relation", "has_more": true, "relation": vec![json!({"id": id(7)}); 25]},
        "Few": {"id": "few", "type": "relation", "has_more": false, "relation": vec![json!({"id": id(7)}); 25]},
        "Team": {"id": "ppl", "type": "people", "people": vec![json!({"object": "user", "id": id(7)}); 25]},
        "Boss": {"id": "boss", "type": "people", "people": [{"object": "user", "id": id(7)}]},
        "Notes": {"id": "txt", "type": "rich_text", "rich_text": vec![text(true); 25]},
        "Long": {"id": "lng", "type": "rich_text", "rich_text": vec![text(false); 90]},
        "Sums": {"id": "sum", "type": "rollup", "rollup": {
            "type": "array", "function": "show_original",
            "array": vec![json!({"type": "checkbox", "checkbox": true}); 25],
        }},
        "Names": {"id": "nms", "type": "rollup", "rollup": {
            "type": "array", "function": "show_original",
            "array": vec![json!({"type": "title", "title": [text(false)]}); 25],
        }},
    }));
    let mock = notion(230);
    let incomplete = mock.client().complete(&mut page).await.unwrap();
    assert_eq!(incomplete, ["Names".into()]);
    let lengths = page.properties.iter().map(|(name, value)| {
        let length = match &value.kind {
            PropertyValueKind::Relation(it) => it.len(),
            PropertyValueKind::People(it) => it.len(),
            PropertyValueKind::RichText(it) => it.len(),
            PropertyValueKind::Rollup(it) => match &it.kind {
                RollupValueKind::Array(it) => it.len(),
                _ => 0,
            },
            _ => 0,
        };
        format!("{name} {length} {:?}", value.has_more)
    });
    insta::assert_snapshot!(lengths.collect::<Vec<_>>().join("\n"), @r"
    Parts 230 Some(false)
    Few 25 Some(false)
    Team 230 None
    Boss 1 None
    Notes 230 None
    Long 90 None
    Sums 230 None
    Names 25 None
    ");
    assert_eq!(mock.asked().len(), 12);
    let PropertyValueKind::Rollup(sums) = page.property("Sums").unwrap() else { panic!() };
    let RollupValueKind::Array(sums) = &sums.kind else { panic!("{sums:?}") };
    assert_eq!(sums[0], sums[229], "completed values are like those that were shown");
}

#[tokio::test(start_paused = true)]
async fn a_page_that_could_not_be_completed_is_left_as_it_was() {
    let relation =
        json!({"id": "rel%3D", "type": "relation", "has_more": true, "relation": [{"id": id(7)}]});
    let mut page = a_page(&json!({"Parts": relation}));
    let before = page.clone();
    let mock = Mock::script([refusal(403, "restricted_resource", "…")]);
    mock.client().complete(&mut page).await.unwrap_err();
    assert_eq!(page, before);
}

#[tokio::test(start_paused = true)]
async fn follows_one_relation() {
    let mock = notion(130);
    let page: PageId = id(1).parse().unwrap();
    let related = mock.client().related(page, PropertyId::from("rel=")).await.unwrap();
    assert_eq!((related.len(), mock.asked().len()), (130, 2));
}

#[tokio::test(start_paused = true)]
async fn what_is_known_to_be_cut_is_not_written_back_until_it_is_completed() {
    let mut page = a_page(&json!({"Parts": {
        "id": "rel%3D", "type": "relation", "has_more": true, "relation": [{"id": id(7)}],
    }}));
    let written = page.properties.get("Parts").unwrap().to_request();
    assert_eq!(written.value, None);
    insta::assert_snapshot!(written.lost[0], @"relation was only shown in part");
    notion(30).client().complete(&mut page).await.unwrap();
    assert!(page.properties.get("Parts").unwrap().to_request().value.is_some());
}

/// What comes in place of references is not left out, or the rest would pass for the whole.
#[tokio::test(start_paused = true)]
async fn what_is_no_reference_is_not_passed_over() {
    let relation =
        json!({"id": "rel%3D", "type": "relation", "has_more": true, "relation": [{"id": id(7)}]});
    let mut page = a_page(&json!({"Parts": relation}));
    let before = page.clone();
    let item = |kind: &str, element: Value| json!({"object": "property_item", "id": "x", "type": kind, kind: element});
    let items =
        vec![item("relation", json!({"id": id(7)})), item("reference", json!({"id": id(8)}))];
    let mock = Mock::new(move |_| ok(crate::mock::list(items.clone(), None)));
    let client = mock.client();
    assert_eq!(client.complete(&mut page).await.unwrap(), ["Parts".into()]);
    assert_eq!(page, before);
    let error = client.related(page.id, PropertyId::from("rel=")).await.unwrap_err();
    insta::assert_snapshot!(std::error::Error::source(&error).unwrap(), @"an item cannot be read: it is no relation to a page");
}
