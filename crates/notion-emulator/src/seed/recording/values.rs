//! Property values of the rows of answers.

use serde_json::Value;

use super::files::uploaded;
use super::id;
use super::text::{runs, span, word};
use crate::world::World;
use crate::world::cell::{Cell, FileItem, FilePlace, Place, Verified, js_number};
use crate::world::moment::Moment;
use crate::world::schema::PropertyKind;

/// The value of a property as a row shows it, `None` if it is empty or follows from something else.
pub(super) fn cell(world: &mut World, kind: &PropertyKind, value: &Value) -> Option<Cell> {
    let value = &value[kind.type_name()];
    let items = || value.as_array().into_iter().flatten();
    match kind {
        PropertyKind::RichText => filled(runs(value), Cell::Text),
        PropertyKind::Number { .. } => value.as_number().map(|it| Cell::Number(js_number(it))),
        PropertyKind::Select(_) | PropertyKind::Status { .. } => {
            value["id"].as_str().map(|id| Cell::Option(id.into()))
        }
        PropertyKind::MultiSelect(_) => {
            filled(items().map(|it| word(&it["id"])).collect(), Cell::Options)
        }
        PropertyKind::Date => span(value).map(Cell::Date),
        PropertyKind::People => {
            filled(items().filter_map(|it| id(it, "id")).collect(), Cell::People)
        }
        PropertyKind::Files => {
            filled(items().filter_map(|it| file(world, it)).collect(), Cell::Files)
        }
        PropertyKind::Checkbox => (*value == true).then_some(Cell::Checked),
        PropertyKind::Url | PropertyKind::Email | PropertyKind::PhoneNumber => {
            value.as_str().map(|text| Cell::Plain(text.into()))
        }
        PropertyKind::Relation { .. } => {
            filled(items().filter_map(|it| id(it, "id")).collect(), Cell::Relation)
        }
        PropertyKind::UniqueId { .. } => value["number"].as_u64().map(Cell::UniqueId),
        PropertyKind::Place => place(value).map(|it| Cell::Place(Box::new(it))),
        PropertyKind::Verification => verified(value).map(|it| Cell::Verified(Box::new(it))),
        _ => None,
    }
}

/// The same where the definition of computed properties is not known: their values are kept.
pub(super) fn cell_as_shown(world: &mut World, kind: &PropertyKind, value: &Value) -> Option<Cell> {
    match kind {
        PropertyKind::Formula(_) | PropertyKind::Rollup(_) => {
            Some(Cell::Shown(Box::new(value[kind.type_name()].clone())))
        }
        _ => cell(world, kind, value),
    }
}

fn place(value: &Value) -> Option<Place> {
    let degrees = |key: &str| value[key].as_number().map(js_number);
    let words = Place::WORDS.map(|key| value[key].as_str().map(Into::into));
    Some(Place { lat: degrees("lat")?, lon: degrees("lon")?, words })
}

fn verified(value: &Value) -> Option<Verified> {
    let moment = |key: &str| {
        let text = value["date"][key].as_str()?;
        Some(Moment::from(text.parse::<jiff::Timestamp>().ok()?))
    };
    let by = id(&value["verified_by"], "id")?;
    Some(Verified { by, from: moment("start")?, until: moment("end") })
}

fn filled<T>(items: Vec<T>, cell: impl FnOnce(Vec<T>) -> Cell) -> Option<Cell> {
    (!items.is_empty()).then(|| cell(items))
}

fn file(world: &mut World, value: &Value) -> Option<FileItem> {
    let place = match value["external"]["url"].as_str() {
        Some(url) => FilePlace::Url(url.into()),
        None => FilePlace::Upload(uploaded(world, &value["file"])?),
    };
    Some(FileItem { name: word(&value["name"]), place })
}
