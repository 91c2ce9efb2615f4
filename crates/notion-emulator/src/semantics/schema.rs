//! Changing the schema of a data source: what a request adds, renames, retypes and removes.

use notion_model::Patch;
use uuid::Uuid;

use super::options;
use crate::refusal::Refusal;
use crate::rules::schema::{GivenKind, SchemaEdit};
use crate::world::World;
use crate::world::record::DataSource;
use crate::world::schema::{Property, PropertyKey, PropertyKind};

mod apply;
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

impl SchemaChange {
    /// Whether nothing would change.
    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

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
