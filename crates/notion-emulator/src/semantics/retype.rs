//! Giving a property another type: what becomes of the values that are there.

use serde_json::Number;

use super::cells::filled;
use crate::ids::IdSource;
use crate::world::World;
use crate::world::cell::{Cell, js_number};
use crate::world::date::{Span, normalised};
use crate::world::schema::{Choice, PropertyKind};
use crate::world::text::Run;

/// A value in words, the bridge between most types.
pub(crate) fn in_words(world: &World, kind: &PropertyKind, cell: &Cell) -> Option<String> {
    let name = |id: &str| kind.choice(id).map(|choice| choice.name.as_ref().to_owned());
    match cell {
        Cell::Text(runs) => Some(world.plain(runs)),
        Cell::Number(number) => Some(number.to_string()),
        Cell::Option(id) => name(id),
        Cell::Options(ids) => {
            Some(ids.iter().filter_map(|id| name(id)).collect::<Vec<_>>().join(", "))
        }
        Cell::Date(span) => Some(match &span.end {
            Some(end) => format!("{} → {end}", span.start),
            None => span.start.as_ref().to_owned(),
        }),
        Cell::Checked => Some("Yes".to_owned()),
        Cell::Plain(text) => Some(text.as_ref().to_owned()),
        Cell::UniqueId(number) => Some(number.to_string()),
        Cell::People(_)
        | Cell::Files(_)
        | Cell::Relation(_)
        | Cell::Place(_)
        | Cell::Verified(_)
        | Cell::Shown(_) => None,
    }
}

/// The value of the new type that means the same, `None` where nothing does.
///
/// `to` may gain options on the way: a text that becomes a select keeps its value as an option.
pub(crate) fn converted(
    world: &World,
    ids: &mut IdSource,
    from: &PropertyKind,
    to: &mut PropertyKind,
    cell: &Cell,
) -> Option<Cell> {
    // Rich text that stays text keeps its styles.
    if let (Cell::Text(runs), PropertyKind::RichText) = (cell, &*to) {
        return Some(Cell::Text(runs.clone()));
    }
    match (cell, &*to) {
        (Cell::People(_), PropertyKind::People) | (Cell::Date(_), PropertyKind::Date) => {
            return Some(cell.clone());
        }
        _ => {}
    }
    let words = in_words(world, from, cell).filter(|words| !words.trim().is_empty())?;
    match to {
        PropertyKind::RichText => filled(vec![Run::text(&words)], Cell::Text),
        PropertyKind::Number { .. } => {
            let number: f64 = words.trim().parse().ok()?;
            Number::from_f64(number).map(|number| Cell::Number(js_number(&number)))
        }
        PropertyKind::Select(options) => {
            let first = words.split(',').next()?.trim().to_owned();
            Some(Cell::Option(option(ids, options, &first)))
        }
        PropertyKind::MultiSelect(options) => {
            let mut chosen: Vec<Box<str>> = Vec::new();
            for name in words.split(',').map(str::trim).filter(|name| !name.is_empty()) {
                let id = option(ids, options, name);
                if !chosen.contains(&id) {
                    chosen.push(id);
                }
            }
            filled(chosen, Cell::Options)
        }
        PropertyKind::Status { options, .. } => {
            let known = options.iter().find(|option| *option.name == *words)?;
            Some(Cell::Option(known.id.clone()))
        }
        PropertyKind::Checkbox => {
            let yes = ["yes", "true", "1"].contains(&words.to_lowercase().as_str());
            yes.then_some(Cell::Checked)
        }
        PropertyKind::Date => {
            let start = normalised(words.trim(), None)?;
            Some(Cell::Date(Span { start: start.into(), end: None }))
        }
        PropertyKind::Url | PropertyKind::Email | PropertyKind::PhoneNumber => {
            Some(Cell::Plain(words.into()))
        }
        _ => None,
    }
}

fn option(ids: &mut IdSource, options: &mut Vec<Choice>, name: &str) -> Box<str> {
    if let Some(known) = options.iter().find(|option| &*option.name == name) {
        return known.id.clone();
    }
    let color = ids.color(name);
    let id: Box<str> = ids.v4().to_string().into();
    options.push(Choice { id: id.clone(), name: name.into(), color, description: None });
    id
}
