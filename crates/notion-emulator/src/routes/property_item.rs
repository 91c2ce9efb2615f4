//! One property of a page, in full: the way to what a page does not show.

use serde_json::{Value, json};
use uuid::Uuid;

use super::not_found;
use crate::call::{Answer, Call, Paging};
use crate::refusal::Refusal;
use crate::render::{View, list};
use crate::world::World;
use crate::world::record::{Page, Parent};
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
    let value = view.bare_value(page, &property);
    let is_list = matches!(
        property.kind,
        PropertyKind::Title
            | PropertyKind::RichText
            | PropertyKind::People
            | PropertyKind::Relation { .. }
    );
    match value {
        Value::Array(items) if is_list => of_list(id, &property, items, &paging),
        value => Ok(Answer::of(View::property_item(&property, value))),
    }
}

fn of_list(
    page: Uuid,
    property: &Property,
    items: Vec<Value>,
    paging: &Paging,
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
    let kind = property.kind.type_name();
    let encoded = property.key.encoded();
    let next_url = next.as_ref().map(|next| {
        format!(
            "https://api.notion.com/v1/pages/{page}/properties/{}?start_cursor={next}&page_size={}",
            encoded.replace('%', "%25"),
            paging.size
        )
    });
    let results = items
        .into_iter()
        .skip(start)
        .take(end - start)
        .map(|item| Value::Object(View::property_item(property, item)))
        .collect();
    let mut body = list("property_item", results, next);
    // The one element that says nothing: an empty object for a relation, a person or a run.
    let about = json!({ "id": encoded, "next_url": next_url, "type": kind, kind: {} });
    body.insert("property_item".into(), about);
    Ok(Answer::of(body))
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
