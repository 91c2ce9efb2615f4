//! Changing the schema of a data source: adding, renaming, retyping and removing properties.

use notion_model::Patch;
use uuid::Uuid;

use super::options;
use super::retype::converted;
use crate::formula::{Limits, Value};
use crate::refusal::Refusal;
use crate::rules::schema::{GivenKind, SchemaEdit};
use crate::world::World;
use crate::world::cell::{Cell, js_float};
use crate::world::record::{DataSource, apply};
use crate::world::schema::{Property, PropertyKey, PropertyKind};
use crate::world::text::Run;

mod computed;

use computed::{Late, settle};

/// What one entry of `properties` will do, once everything is known to be in order.
#[derive(Debug)]
enum Step {
    Remove(PropertyKey),
    Add(Property, Option<Box<str>>),
    Change {
        key: PropertyKey,
        name: Option<Box<str>>,
        description: Patch<Box<str>>,
        kind: Option<PropertyKind>,
        dual_name: Option<Box<str>>,
    },
}

/// A change of schema that is fit to be applied.
#[derive(Debug)]
pub(crate) struct SchemaChange(Vec<Step>);

/// The properties of a new data source, which gets a title if none is given.
pub(crate) fn create(
    world: &mut World,
    edits: Vec<(&str, SchemaEdit<'_>)>,
) -> Result<SchemaChange, Refusal> {
    let is_title = |edit: &SchemaEdit<'_>| {
        matches!(edit, SchemaEdit::Set { kind: Some(GivenKind::Plain("title")), .. })
    };
    let titles = edits.iter().filter(|(_, edit)| is_title(edit)).count();
    if titles > 1 {
        return Err(second_title());
    }
    let mut steps = Vec::with_capacity(edits.len() + 1);
    let mut late = Vec::new();
    check_counters(edits.iter().filter(|(_, edit)| is_counter(edit)).count())?;
    if titles == 0 {
        steps.push(Step::Add(title("Name"), None));
    }
    for (name, edit) in edits {
        let SchemaEdit::Set { description, kind: Some(given), .. } = edit else { continue };
        if Late::is_late(&given) {
            late.push(new_late(world, name, description, given));
        } else {
            steps.push(added(world, name, description, given)?);
        }
    }
    // The data source is not there yet, so nothing can refer to it but its own formulas.
    let nothing = DataSource {
        id: Uuid::nil(),
        database: Uuid::nil(),
        title: Vec::new(),
        icon: None,
        in_trash: false,
        properties: Vec::new(),
    };
    Ok(SchemaChange(settle(world, &nothing, steps, late)?))
}

fn new_late(world: &mut World, name: &str, description: Patch<&str>, given: GivenKind) -> Late {
    let key = PropertyKey::new(world.ids.property());
    Late { key, name: name.into(), description: owned(description), given, is_new: true }
}

fn owned(patch: Patch<&str>) -> Patch<Box<str>> {
    match patch {
        Patch::Keep => Patch::Keep,
        Patch::Clear => Patch::Clear,
        Patch::Set(text) => Patch::Set(text.into()),
    }
}

/// The change that a `PATCH` asks for.
pub(crate) fn update(
    world: &mut World,
    source: Uuid,
    edits: Vec<(&str, SchemaEdit<'_>)>,
) -> Result<SchemaChange, Refusal> {
    let Some(source) = world.source(source).cloned() else { return Ok(SchemaChange(Vec::new())) };
    let mut names: Vec<Box<str>> = source.properties.iter().map(|it| it.name.clone()).collect();
    let mut steps = Vec::with_capacity(edits.len());
    let mut late = Vec::new();
    let is_other = |key: &str| source.find(key).is_none_or(|it| it.kind.type_name() != "unique_id");
    let more = edits.iter().filter(|(key, edit)| is_counter(edit) && is_other(key)).count();
    let counts = source.properties.iter().filter(|it| it.kind.type_name() == "unique_id");
    if more > 0 {
        check_counters(counts.count() + more)?;
    }
    for (key, edit) in edits {
        let known = source.find(key);
        match (known, edit) {
            (None, SchemaEdit::Remove | SchemaEdit::Set { kind: None, .. }) => {
                let message = format!("{key} is not a property that exists.");
                return Err(Refusal::validation(message));
            }
            (Some(property), SchemaEdit::Remove) => {
                if property.key.is_title() {
                    return Err(Refusal::validation("Cannot delete the title property."));
                }
                names.retain(|name| *name != property.name);
                steps.push(Step::Remove(property.key.clone()));
            }
            (None, SchemaEdit::Set { kind: Some(given), .. }) if given.type_name() == "title" => {
                return Err(second_title());
            }
            (None, SchemaEdit::Set { name, description, kind: Some(given) }) => {
                let name = name.unwrap_or(key);
                check_name(&names, name)?;
                names.push(name.into());
                if Late::is_late(&given) {
                    late.push(new_late(world, name, description, given));
                } else {
                    steps.push(added(world, name, description, given)?);
                }
            }
            (Some(property), SchemaEdit::Set { name, description, kind }) => {
                let name = name.filter(|name| **name != *property.name);
                if let Some(name) = name {
                    check_name(&names, name)?;
                    names.retain(|old| *old != property.name);
                    names.push(name.into());
                }
                match kind {
                    Some(given) if Late::is_late(&given) && !property.key.is_title() => {
                        late.push(Late {
                            key: property.key.clone(),
                            name: name.unwrap_or(&property.name).into(),
                            description: owned(description),
                            given,
                            is_new: false,
                        });
                    }
                    kind => steps.push(changed(world, property, name, description, kind)?),
                }
            }
        }
    }
    Ok(SchemaChange(settle(world, &source, steps, late)?))
}

/// A data source has the title that it was made with, and no other.
fn second_title() -> Refusal {
    Refusal::validation("Only one title property is allowed.")
}

fn is_counter(edit: &SchemaEdit<'_>) -> bool {
    matches!(edit, SchemaEdit::Set { kind: Some(GivenKind::UniqueId { .. }), .. })
}

/// A data source counts its rows once.
fn check_counters(count: usize) -> Result<(), Refusal> {
    if count > 1 {
        let message = "A data source can only have one unique_id property.";
        return Err(Refusal::validation(message));
    }
    Ok(())
}

fn check_name(names: &[Box<str>], name: &str) -> Result<(), Refusal> {
    if names.iter().any(|it| &**it == name) {
        let message = format!("A property with the name {name} already exists.");
        return Err(Refusal::validation(message));
    }
    Ok(())
}

fn title(name: &str) -> Property {
    Property {
        key: PropertyKey::title(),
        name: name.into(),
        description: None,
        kind: PropertyKind::Title,
    }
}

fn added(
    world: &mut World,
    name: &str,
    description: Patch<&str>,
    given: GivenKind,
) -> Result<Step, Refusal> {
    let dual_name = dual_name(&given);
    let kind = fresh_kind(world, given)?;
    let key = match kind {
        PropertyKind::Title => PropertyKey::title(),
        _ => PropertyKey::new(world.ids.property()),
    };
    let description = match description {
        Patch::Set(description) => Some(description.into()),
        Patch::Keep | Patch::Clear => None,
    };
    let property = Property { key, name: name.into(), description, kind };
    Ok(Step::Add(property, dual_name))
}

/// The name for the other side of a dual relation; empty stands for the one Notion makes up.
fn dual_name(given: &GivenKind) -> Option<Box<str>> {
    match given {
        GivenKind::Relation { dual: Some(dual), .. } => Some(dual.name.clone().unwrap_or_default()),
        _ => None,
    }
}

fn fresh_kind(world: &mut World, given: GivenKind) -> Result<PropertyKind, Refusal> {
    let ids = &mut world.ids;
    Ok(match given {
        GivenKind::Plain(name) => plain_kind(name),
        GivenKind::Number { format } => {
            PropertyKind::Number { format: format.unwrap_or_else(|| "number".into()) }
        }
        GivenKind::Select { options } => {
            PropertyKind::Select(options::new(ids, options.unwrap_or_default())?)
        }
        GivenKind::MultiSelect { options } => {
            PropertyKind::MultiSelect(options::new(ids, options.unwrap_or_default())?)
        }
        GivenKind::Status { options: given } => {
            let is_default = given.as_ref().is_none_or(Vec::is_empty);
            let options = match given {
                Some(given) if !is_default => options::new(ids, given)?,
                _ => options::default_status(ids),
            };
            let groups = options::groups(ids, &options, is_default);
            PropertyKind::Status { options, groups }
        }
        GivenKind::Relation { target, .. } => {
            if world.source(target).is_none() {
                let integration = &world.about.integration;
                return Err(Refusal::not_found("data_source", target, integration));
            }
            PropertyKind::Relation { target, dual: None }
        }
        GivenKind::UniqueId { prefix } => PropertyKind::UniqueId { prefix: set(prefix), last: 0 },
        GivenKind::Formula { .. } | GivenKind::Rollup(_) => {
            return Err(Refusal::validation("Cannot change the type of the title property."));
        }
    })
}

/// What a patch of nothing makes.
fn set<T>(patch: Patch<T>) -> Option<T> {
    match patch {
        Patch::Set(value) => Some(value),
        Patch::Keep | Patch::Clear => None,
    }
}

fn plain_kind(name: &str) -> PropertyKind {
    match name {
        "title" => PropertyKind::Title,
        "date" => PropertyKind::Date,
        "people" => PropertyKind::People,
        "files" => PropertyKind::Files,
        "checkbox" => PropertyKind::Checkbox,
        "url" => PropertyKind::Url,
        "email" => PropertyKind::Email,
        "phone_number" => PropertyKind::PhoneNumber,
        "created_time" => PropertyKind::CreatedTime,
        "created_by" => PropertyKind::CreatedBy,
        "last_edited_time" => PropertyKind::LastEditedTime,
        "last_edited_by" => PropertyKind::LastEditedBy,
        "place" => PropertyKind::Place,
        "verification" => PropertyKind::Verification,
        "button" => PropertyKind::Button,
        _ => PropertyKind::RichText,
    }
}

/// What becomes of a property that exists.
fn changed(
    world: &mut World,
    property: &Property,
    name: Option<&str>,
    description: Patch<&str>,
    given: Option<GivenKind>,
) -> Result<Step, Refusal> {
    let dual_name = given.as_ref().and_then(dual_name);
    let is_title = property.key.is_title();
    let kind = match given {
        None => None,
        Some(given) if given.type_name() != property.kind.type_name() => {
            if is_title || given.type_name() == "title" {
                return Err(Refusal::validation("Cannot change the type of the title property."));
            }
            Some(fresh_kind(world, given)?)
        }
        Some(given) => reconfigured(world, &property.kind, given)?,
    };
    Ok(Step::Change {
        key: property.key.clone(),
        name: name.map(Into::into),
        description: owned(description),
        kind,
        dual_name,
    })
}

/// The same type with another configuration; `None` if nothing was said that could change it.
fn reconfigured(
    world: &mut World,
    old: &PropertyKind,
    given: GivenKind,
) -> Result<Option<PropertyKind>, Refusal> {
    let ids = &mut world.ids;
    Ok(match (old, given) {
        (PropertyKind::Number { .. }, GivenKind::Number { format: Some(format) }) => {
            Some(PropertyKind::Number { format })
        }
        (PropertyKind::Select(old), GivenKind::Select { options: Some(given) }) => {
            Some(PropertyKind::Select(options::replaced(ids, old, given, false)?))
        }
        (PropertyKind::MultiSelect(old), GivenKind::MultiSelect { options: Some(given) }) => {
            Some(PropertyKind::MultiSelect(options::replaced(ids, old, given, false)?))
        }
        (
            PropertyKind::Status { options: old, groups },
            GivenKind::Status { options: Some(given) },
        ) => {
            let options = options::replaced(ids, old, given, true)?;
            let mut groups = groups.clone();
            options::regroup(&mut groups, &options);
            Some(PropertyKind::Status { options, groups })
        }
        (
            PropertyKind::Relation { target: old, dual: old_dual },
            GivenKind::Relation { target, dual },
        ) => {
            if *old == target && old_dual.is_some() == dual.is_some() {
                return Ok(None);
            }
            Some(fresh_kind(world, GivenKind::Relation { target, dual })?)
        }
        (PropertyKind::UniqueId { .. }, GivenKind::UniqueId { prefix: Patch::Keep }) => None,
        (PropertyKind::UniqueId { last, .. }, GivenKind::UniqueId { prefix }) => {
            Some(PropertyKind::UniqueId { prefix: set(prefix), last: *last })
        }
        _ => None,
    })
}

impl SchemaChange {
    /// Whether nothing would change.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

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
                super::cells::filled(left, Cell::Options)
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
