//! Properties of pages and rows of databases as HTML tables.

use std::fmt::Write as _;

use super::content::rich;
use super::{escaped, label, link};
use crate::computed::{Outcome, Rolled};
use crate::semantics::retype::in_words;
use crate::world::World;
use crate::world::cell::Cell;
use crate::world::record::{Database, Page, Parent};
use crate::world::schema::{Property, PropertyKind};

/// How many rows are shown of one data source.
const ROWS: usize = 200;

/// The properties of a row, one a line.
pub(super) fn properties(world: &World, page: &Page, html: &mut String) {
    let Parent::DataSource(source) = page.parent else { return };
    let Some(source) = world.source(source) else { return };
    html.push_str("<div class=scroll><table>");
    for property in source.properties.iter().filter(|property| !property.key.is_title()) {
        let name = escaped(&property.name);
        let _ = write!(html, "<tr><th>{name}</th><td>{}</td></tr>", value(world, page, property));
    }
    html.push_str("</table></div>");
}

/// The data sources of a database with their newest rows.
pub(super) fn rows(world: &World, database: &Database, html: &mut String) {
    for source in database.sources.iter().filter_map(|id| world.source(*id)) {
        if database.sources.len() > 1 {
            let _ = write!(html, "<h2>{}</h2>", rich(world, &source.title));
        }
        let mut columns: Vec<&Property> = source.properties.iter().collect();
        columns.sort_by_key(|property| !property.key.is_title());
        html.push_str("<div class=scroll><table><tr>");
        for column in &columns {
            let _ = write!(html, "<th>{}</th>", escaped(&column.name));
        }
        html.push_str("</tr>");
        let newest_first = world.rows(source.id).iter().rev().filter_map(|row| world.page_at(*row));
        let live: Vec<&Page> = newest_first.filter(|page| !page.in_trash).collect();
        for page in live.iter().take(ROWS) {
            html.push_str("<tr>");
            for column in &columns {
                let _ = write!(html, "<td>{}</td>", value(world, page, column));
            }
            html.push_str("</tr>");
        }
        html.push_str("</table></div>");
        if live.len() > ROWS {
            let _ = write!(html, "<p><small>and {} more</small></p>", live.len() - ROWS);
        }
    }
}

fn value(world: &World, page: &Page, property: &Property) -> String {
    match (&property.kind, page.cell(&property.key)) {
        (PropertyKind::Title, _) => link(page.id, &label(world, page.id).unwrap_or_default()),
        (PropertyKind::CreatedTime, _) => page.stamp.created.to_minute(),
        (PropertyKind::LastEditedTime, _) => page.stamp.edited.to_minute(),
        (PropertyKind::CreatedBy, _) => user(world, page.stamp.created_by),
        (PropertyKind::LastEditedBy, _) => user(world, page.stamp.edited_by),
        (PropertyKind::Status { .. }, None) => {
            property.kind.default_status().map(|it| tag(&it.name)).unwrap_or_default()
        }
        (PropertyKind::Formula(formula), _) => match world.formula(page, formula) {
            Outcome::Text(text) => escaped(&text.unwrap_or_default()),
            Outcome::Number(number) => number.map(|it| it.to_string()).unwrap_or_default(),
            Outcome::Boolean(value) => if value == Some(true) { "☑" } else { "" }.to_owned(),
            Outcome::Date(span) => span.map(|it| escaped(&it.start)).unwrap_or_default(),
            Outcome::Unsupported => "?".to_owned(),
        },
        (PropertyKind::Rollup(rollup), _) => match world.rollup(page, rollup) {
            Rolled::Number(number) => number.map(|it| it.to_string()).unwrap_or_default(),
            Rolled::Date(span) => span.map(|it| escaped(&it.start)).unwrap_or_default(),
            Rolled::Array(property, rows) if !matches!(property.kind, PropertyKind::Rollup(_)) => {
                let values = rows.into_iter().map(|row| value(world, row, property));
                values.collect::<Vec<_>>().join(", ")
            }
            Rolled::Array(..) | Rolled::Unsupported => "?".to_owned(),
        },
        (_, None) => String::new(),
        (_, Some(Cell::Text(runs))) => rich(world, runs),
        (kind, Some(Cell::Option(id))) => {
            kind.choice(id).map(|choice| tag(&choice.name)).unwrap_or_default()
        }
        (kind, Some(Cell::Options(ids))) => {
            ids.iter().filter_map(|id| kind.choice(id)).map(|choice| tag(&choice.name)).collect()
        }
        (_, Some(Cell::People(people))) => {
            people.iter().map(|id| user(world, *id)).collect::<Vec<_>>().join(", ")
        }
        (_, Some(Cell::Relation(rows))) => {
            let links = rows.iter().filter_map(|id| Some(link(*id, &label(world, *id)?)));
            links.collect::<Vec<_>>().join(", ")
        }
        (_, Some(Cell::Files(files))) => {
            files.iter().map(|file| escaped(&file.name)).collect::<Vec<_>>().join(", ")
        }
        (_, Some(Cell::Checked)) => "☑".to_owned(),
        (kind, Some(cell)) => escaped(&in_words(world, kind, cell).unwrap_or_default()),
    }
}

fn tag(name: &str) -> String {
    format!("<span class=tag>{}</span>", escaped(name))
}

fn user(world: &World, id: uuid::Uuid) -> String {
    world.user(id).map_or_else(|| id.to_string(), |user| escaped(&user.name))
}
