//! Doing a change of schema that was found fit: properties, the values of rows, other sides.

use uuid::Uuid;

use super::{SchemaChange, Step};
use crate::formula::{Limits, Value};
use crate::semantics::cells::filled;
use crate::semantics::retype::converted;
use crate::world::World;
use crate::world::cell::{Cell, js_float};
use crate::world::record::apply;
use crate::world::schema::{Property, PropertyKey, PropertyKind};
use crate::world::text::Run;

impl SchemaChange {
    /// Changes the schema of a data source, and the values of its rows with it.
    pub(crate) fn apply(self, world: &mut World, source: Uuid) {
        for step in self.0 {
            match step {
                Step::Remove(key) => remove(world, source, &key),
                Step::Add(property, dual_name) => {
                    let key = property.key.clone();
                    if let Some(source) = world.source_mut(source) {
                        source.add(property);
                    }
                    couple(world, source, &key, dual_name);
                    number_rows(world, source, &key);
                }
                Step::Change { key, name, description, kind, dual_name } => {
                    if let Some(property) =
                        world.source_mut(source).and_then(|it| it.property_mut(&key))
                    {
                        if let Some(name) = name {
                            property.name = name;
                        }
                        apply(&mut property.description, description);
                        touch_other_side(world, source, &key);
                    }
                    if let Some(kind) = kind {
                        set_kind(world, source, &key, kind);
                        couple(world, source, &key, dual_name);
                        number_rows(world, source, &key);
                    }
                }
            }
        }
    }
}

/// Removes a property and its values. The other side of a dual relation stays, single.
fn remove(world: &mut World, source: Uuid, key: &PropertyKey) {
    uncouple(world, source, key);
    if let Some(source) = world.source_mut(source) {
        source.properties.retain(|property| property.key != *key);
    }
    for row in world.row_ids(source) {
        if world.page(row).is_some_and(|page| page.cell(key).is_some())
            && let Some(page) = world.page_mut(row)
        {
            page.set_cell(key, None);
        }
    }
}

/// Makes the other side of a dual relation forget this one.
fn uncouple(world: &mut World, source: Uuid, key: &PropertyKey) {
    let kind = world.source(source).and_then(|it| it.property(key)).map(|it| it.kind.clone());
    let Some(PropertyKind::Relation { target, dual: Some(dual) }) = kind else { return };
    if let Some(other) = world.source_mut(target).and_then(|it| it.property_mut(&dual))
        && let PropertyKind::Relation { dual, .. } = &mut other.kind
    {
        *dual = None;
    }
}

/// The other side of a dual relation shows the name of this one: it is edited with it.
fn touch_other_side(world: &mut World, source: Uuid, key: &PropertyKey) {
    let property = world.source(source).and_then(|it| it.property(key));
    if let Some(PropertyKind::Relation { target, dual: Some(_) }) = property.map(|it| &it.kind)
        && let Some(database) = world.source(*target).map(|it| it.database)
    {
        world.touch_database(database);
    }
}

/// Gives a property its new kind, and its values the shape of it.
fn set_kind(world: &mut World, source: Uuid, key: &PropertyKey, mut kind: PropertyKind) {
    let Some(old) = world.source(source).and_then(|it| it.property(key)).map(|it| it.kind.clone())
    else {
        return;
    };
    let same_type = old.type_name() == kind.type_name();
    let same_rows = match (&old, &kind) {
        (
            PropertyKind::Relation { target: before, .. },
            PropertyKind::Relation { target: after, .. },
        ) => before == after,
        _ => true,
    };
    uncouple(world, source, key);
    let mut ids = world.ids.clone();
    for row in world.row_ids(source) {
        let kept = world.page(row).and_then(|page| page.cell(key)).cloned();
        let Some(cell) = kept.or_else(|| shown(world, row, source, key)) else { continue };
        let new = match &cell {
            _ if !same_rows => None,
            _ if !same_type => converted(world, &mut ids, &old, &mut kind, &cell),
            Cell::Option(id) => kind.choice(id).map(|_| cell.clone()),
            Cell::Options(all) => {
                let left: Vec<_> =
                    all.iter().filter(|id| kind.choice(id).is_some()).cloned().collect();
                filled(left, Cell::Options)
            }
            _ => Some(cell.clone()),
        };
        if new.as_ref() != Some(&cell)
            && let Some(page) = world.page_mut(row)
        {
            page.set_cell(key, new);
        }
    }
    world.ids = ids;
    if let Some(property) = world.source_mut(source).and_then(|it| it.property_mut(key)) {
        property.kind = kind;
    }
}

/// What a property that keeps no values says of a row, for the type that it gets.
fn shown(world: &World, row: Uuid, source: Uuid, key: &PropertyKey) -> Option<Cell> {
    let page = world.page(row)?;
    let property = world.source(source)?.property(key)?;
    match property.kind {
        PropertyKind::Formula(_)
        | PropertyKind::Rollup(_)
        | PropertyKind::CreatedTime
        | PropertyKind::LastEditedTime
        | PropertyKind::CreatedBy
        | PropertyKind::LastEditedBy => {}
        _ => return None,
    }
    match world.value(page, property, &Limits::default()).ok()? {
        Value::Number(number) => js_float(number).map(Cell::Number),
        Value::Text(text) if !text.is_empty() => Some(Cell::Text(vec![Run::text(&text)])),
        Value::Boolean(true) => Some(Cell::Checked),
        Value::Date(date) => Some(Cell::Date(date.span())),
        Value::Person(person) => Some(Cell::People(vec![person])),
        _ => None,
    }
}

/// Makes the other side of a relation that is to be dual.
fn couple(world: &mut World, source: Uuid, key: &PropertyKey, name: Option<Box<str>>) {
    let Some(name) = name else { return };
    let Some(from) = world.source(source) else { return };
    let Some(property) = from.property(key) else { return };
    let PropertyKind::Relation { target, dual: None } = property.kind else { return };
    let made_up = format!("Related to {} ({})", world.plain(&from.title), property.name);
    let wanted = if name.is_empty() { made_up.into() } else { name };
    let mut free = wanted.clone();
    let mut number = 1;
    while world.source(target).is_some_and(|it| it.properties.iter().any(|it| it.name == free)) {
        free = format!("{wanted} {number}").into();
        number += 1;
    }
    let other = PropertyKey::new(world.ids.property());
    if let Some(target) = world.source_mut(target) {
        target.add(Property {
            key: other.clone(),
            name: free,
            description: None,
            kind: PropertyKind::Relation { target: source, dual: Some(key.clone()) },
        });
    }
    let own = world.source_mut(source).and_then(|it| it.property_mut(key));
    if let Some(PropertyKind::Relation { dual, .. }) = own.map(|property| &mut property.kind) {
        *dual = Some(other);
    }
    let database = world.source(target).map(|it| it.database);
    if let Some(database) = database {
        world.touch_database(database);
    }
}

/// Numbers the rows that a new unique id finds, oldest first.
fn number_rows(world: &mut World, source: Uuid, key: &PropertyKey) {
    let kind = world.source(source).and_then(|it| it.property(key)).map(|it| it.kind.clone());
    let Some(PropertyKind::UniqueId { prefix, mut last }) = kind else { return };
    for row in world.row_ids(source) {
        if world.page(row).is_some_and(|page| page.cell(key).is_none())
            && let Some(page) = world.page_mut(row)
        {
            last += 1;
            page.set_cell(key, Some(Cell::UniqueId(last)));
        }
    }
    if let Some(property) = world.source_mut(source).and_then(|it| it.property_mut(key)) {
        property.kind = PropertyKind::UniqueId { prefix, last };
    }
}
