//! Formulas and rollups of a schema: they name other properties, so they come after all of them.

use std::collections::BTreeSet;

use notion_model::Patch;
use uuid::Uuid;

use super::Step;
use crate::computed::type_of_formula;
use crate::formula::{Formula, PropName};
use crate::refusal::Refusal;
use crate::rules::schema::{GivenKind, GivenRollup};
use crate::world::World;
use crate::world::record::DataSource;
use crate::world::rollup::Rollup;
use crate::world::schema::{Property, PropertyKey, PropertyKind};

/// A formula or a rollup that is to be made, or to take the place of another property's type.
#[derive(Debug)]
pub(super) struct Late {
    pub(super) key: PropertyKey,
    pub(super) name: Box<str>,
    pub(super) description: Patch<Box<str>>,
    pub(super) given: GivenKind,
    /// Whether there was no such property before.
    pub(super) is_new: bool,
}

impl Late {
    /// Whether properties of this type wait for the others.
    pub(super) fn is_late(given: &GivenKind) -> bool {
        matches!(given, GivenKind::Formula { .. } | GivenKind::Rollup(_))
    }

    fn step(self, kind: PropertyKind) -> Step {
        let Self { key, name, description, is_new, .. } = self;
        if is_new {
            let description = super::set(description);
            return Step::Add(Property { key, name, description, kind }, None);
        }
        Step::Change { key, name: Some(name), description, kind: Some(kind), dual_name: None }
    }
}

/// Finds the properties that formulas and rollups name, and adds their steps to the others.
///
/// Formulas see the schema as it will be; rollups only what was there before, as the service has it.
pub(super) fn settle(
    world: &World,
    source: &DataSource,
    mut steps: Vec<Step>,
    late: Vec<Late>,
) -> Result<Vec<Step>, Refusal> {
    if late.is_empty() {
        return Ok(steps);
    }
    let mut future = source.clone();
    for step in &steps {
        foresee(&mut future, step);
    }
    for it in &late {
        let kind = match &it.given {
            GivenKind::Rollup(given) => {
                PropertyKind::Rollup(Box::new(rollup(world, source, it, given)?))
            }
            _ => PropertyKind::Formula(Formula::from(Box::from(""))),
        };
        let (key, name) = (it.key.clone(), it.name.clone());
        future.properties.retain(|property| property.key != key);
        future.properties.push(Property { key, name, description: None, kind });
    }
    for it in &late {
        let GivenKind::Formula { expression } = &it.given else { continue };
        let formula = Formula::read(expression, |name| named(&future, name));
        let formula = formula.map_err(|_| no_formula())?;
        if let Some(property) = future.property_mut(&it.key) {
            property.kind = PropertyKind::Formula(formula);
        }
    }
    for it in late {
        let Some(property) = future.property(&it.key) else { continue };
        if let PropertyKind::Formula(formula) = &property.kind
            && !formula.is_blank()
            && type_of_formula(&future, formula).is_none()
        {
            return Err(no_formula());
        }
        if leads_to_itself(world, &future, &it.key) {
            return Err(no_formula());
        }
        steps.push(it.step(property.kind.clone()));
    }
    Ok(steps)
}

/// Notion says no more than this, whatever is wrong with a formula.
fn no_formula() -> Refusal {
    Refusal::validation("Type error with formula")
}

/// What a step will make of the schema, as far as formulas can see it.
fn foresee(future: &mut DataSource, step: &Step) {
    match step {
        Step::Remove(key) => future.properties.retain(|property| property.key != *key),
        Step::Add(property, _) => future.properties.push(property.clone()),
        Step::Change { key, name, kind, .. } => {
            if let Some(property) = future.property_mut(key) {
                if let Some(name) = name {
                    property.name.clone_from(name);
                }
                if let Some(kind) = kind {
                    property.kind = kind.clone();
                }
            }
        }
    }
}

fn named(source: &DataSource, name: PropName<'_>) -> Option<PropertyKey> {
    let found = match name {
        PropName::Name(name) => source.find(name),
        PropName::Key(key) => source.property(key),
    };
    found.map(|property| property.key.clone())
}

fn rollup(
    world: &World,
    source: &DataSource,
    late: &Late,
    given: &GivenRollup,
) -> Result<Rollup, Refusal> {
    let refused = |what: &str, name: &str| {
        Refusal::validation(format!(
            "Invalid rollup schema for property \"{}\". Cannot create rollup with {what} property \
             \"{name}\".",
            late.name
        ))
    };
    let relation = source.find(&given.relation);
    let relation = relation.ok_or_else(|| refused("relation", &given.relation))?;
    let PropertyKind::Relation { target, .. } = relation.kind else {
        return Err(refused("relation", &given.relation));
    };
    let related = if target == source.id { Some(source) } else { world.source(target) };
    let property = related.and_then(|related| related.find(&given.target));
    let property = property.ok_or_else(|| refused("rollup", &given.target))?;
    if let PropertyKind::Rollup(_) = property.kind {
        return Err(Refusal::validation("Cannot create a rollup of a related rollup property."));
    }
    let (relation, target) = (relation.key.clone(), property.key.clone());
    Ok(Rollup { relation, target, function: given.function })
}

/// Whether what a property is computed from leads back to it.
fn leads_to_itself(world: &World, future: &DataSource, key: &PropertyKey) -> bool {
    let start = (future.id, key.clone());
    let mut seen: BTreeSet<(Uuid, PropertyKey)> = BTreeSet::new();
    let mut waiting = vec![start.clone()];
    while let Some((id, key)) = waiting.pop() {
        let source = if id == future.id { Some(future) } else { world.source(id) };
        let Some(source) = source else { continue };
        let mut next = Vec::new();
        match source.property(&key).map(|it| &it.kind) {
            Some(PropertyKind::Formula(formula)) => {
                if let Some(tree) = formula.tree() {
                    tree.properties(&mut |key| next.push((id, key.clone())));
                }
            }
            Some(PropertyKind::Rollup(rollup)) => {
                let relation = source.property(&rollup.relation);
                if let Some(PropertyKind::Relation { target, .. }) = relation.map(|it| &it.kind) {
                    next.push((*target, rollup.target.clone()));
                }
            }
            _ => {}
        }
        if next.contains(&start) {
            return true;
        }
        waiting.extend(next.into_iter().filter(|it| seen.insert(it.clone())));
    }
    false
}
