//! One property of a page, in full: the way to what a page does not show.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::not_found;
use crate::call::{Answer, Call, Paging};
use crate::computed::Rolled;
use crate::refusal::Refusal;
use crate::render::{View, list};
use crate::world::World;
use crate::world::cell::Cell;
use crate::world::record::{Page, Parent};
use crate::world::rollup::Rollup;
use crate::world::schema::{Property, PropertyKey, PropertyKind};

/// `GET /v1/pages/{page_id}/properties/{property_id}`
///
/// Titles, texts, people and relations are lists of items of one element each.
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("page_id")?;
    call.only_query(&["start_cursor", "page_size"])?;
    let paging = call.paging()?;
    let page = world.page(id).ok_or_else(|| not_found(world, "page", id))?;
    let wanted = call.segment("property_id");
    let property = property(world, page, wanted)
        .ok_or_else(|| Refusal::validation(format!("{wanted} is not a property that exists.")))?;
    let view = View::new(world, call.version);
    if let PropertyKind::Rollup(rollup) = &property.kind {
        return rolled_up(&view, page, &property, rollup, &paging);
    }
    let value = match page.cell(&property.key) {
        // Here, and only here, the person is an id.
        Some(Cell::Verified(it)) => view.verified(it, json!({ "object": "user", "id": it.by })),
        _ => view.bare_value(page, &property),
    };
    let is_list = matches!(
        property.kind,
        PropertyKind::Title
            | PropertyKind::RichText
            | PropertyKind::People
            | PropertyKind::Relation { .. }
    );
    match value {
        Value::Array(items) if is_list => {
            let items = items.into_iter().map(|it| View::property_item(&property, it)).collect();
            let kind = property.kind.type_name();
            // The one element that says nothing: an empty object for a relation, a person or a run.
            of_list(id, &property, items, &paging, (kind, json!({})))
        }
        value => Ok(Answer::of(View::property_item(&property, value))),
    }
}

fn of_list(
    page: Uuid,
    property: &Property,
    items: Vec<Map<String, Value>>,
    paging: &Paging,
    (kind, about): (&str, Value),
) -> Result<Answer, Refusal> {
    let start = match &paging.start {
        None => 0,
        Some(cursor) => {
            place(cursor, property).filter(|place| *place < items.len()).ok_or_else(|| {
                Refusal::validation(format!("The start_cursor provided is invalid: {cursor}"))
            })?
        }
    };
    let end = items.len().min(start + paging.size);
    let next = (end < items.len()).then(|| cursor(end, property));
    let encoded = property.key.encoded();
    let next_url = next.as_ref().map(|next| {
        format!(
            "https://api.notion.com/v1/pages/{page}/properties/{}?start_cursor={next}&page_size={}",
            encoded.replace('%', "%25"),
            paging.size
        )
    });
    let results = items.into_iter().skip(start).take(end - start).map(Value::Object).collect();
    let mut body = list("property_item", results, next);
    let about = json!({ "id": encoded, "next_url": next_url, "type": kind, kind: about });
    body.insert("property_item".into(), about);
    Ok(Answer::of(body))
}

/// A rollup is a list too: of the values of an array, of nothing if it is one result.
fn rolled_up(
    view: &View<'_>,
    page: &Page,
    property: &Property,
    rollup: &Rollup,
    paging: &Paging,
) -> Result<Answer, Refusal> {
    let Rolled::Array(target, rows) = view.world.rollup(page, rollup) else {
        let result = view.bare_value(page, property);
        return of_list(page.id, property, Vec::new(), paging, ("rollup", result));
    };
    let items = rows.into_iter().map(|row| {
        let value = view.bare_value(row, target);
        match (&target.kind, value) {
            // Of a list each element is an item of its own.
            (
                PropertyKind::Title
                | PropertyKind::RichText
                | PropertyKind::People
                | PropertyKind::Relation { .. },
                Value::Array(parts),
            ) => parts.into_iter().map(|part| View::property_item(target, part)).collect(),
            (_, value) => vec![View::property_item(target, value)],
        }
    });
    let items = items.collect::<Vec<_>>().concat();
    let about = json!({ "type": "array", "array": [], "function": rollup.function.word() });
    of_list(page.id, property, items, paging, ("rollup", about))
}

fn property(world: &World, page: &Page, wanted: &str) -> Option<Property> {
    let decoded = percent_decoded(wanted);
    match page.parent {
        Parent::DataSource(source) => {
            let source = world.source(source)?;
            source.find(wanted).or_else(|| source.find(&decoded)).cloned()
        }
        _ => (wanted == "title").then(|| Property {
            key: PropertyKey::title(),
            name: "title".into(),
            description: None,
            kind: PropertyKind::Title,
        }),
    }
}

fn percent_decoded(text: &str) -> String {
    notion_model::PropertyId::from(text).decoded()
}

/// A short token for a place in a list: six characters, checked against the property.
fn cursor(place: usize, property: &Property) -> String {
    const DIGITS: &[u8; 32] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefgh";
    let bits = (place << 10) | check_bits(property);
    (0..6).map(|digit| char::from(DIGITS[(bits >> (5 * (5 - digit))) & 31])).collect()
}

fn place(cursor: &str, property: &Property) -> Option<usize> {
    const DIGITS: &str = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefgh";
    if cursor.len() != 6 {
        return None;
    }
    let bits = cursor.chars().try_fold(0, |bits, digit| Some(bits << 5 | DIGITS.find(digit)?))?;
    (bits & 1023 == check_bits(property)).then_some(bits >> 10)
}

fn check_bits(property: &Property) -> usize {
    let sum = property.key.raw().bytes().fold(7_usize, |sum, byte| sum * 31 + usize::from(byte));
    sum & 1023
}
