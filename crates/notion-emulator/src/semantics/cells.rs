//! Writing values into a row: which property is meant, does the value suit it, what else changes.

use uuid::Uuid;

use crate::refusal::Refusal;
use crate::rules::property::{Given, GivenOption};
use crate::semantics::attachments;
use crate::world::World;
use crate::world::cell::{Cell, Verified};
use crate::world::jobs::Job;
use crate::world::record::{DataSource, Parent};
use crate::world::schema::{Choice, Property, PropertyKey, PropertyKind};
use crate::world::text::Run;

/// Values that are fit to be written into one row.
#[derive(Debug, Default)]
pub(crate) struct Writing {
    title: Option<Vec<Run>>,
    cells: Vec<(PropertyKey, Option<Cell>)>,
    /// Options that did not exist before.
    options: Vec<(PropertyKey, Choice)>,
}

impl Writing {
    /// Fits values to the properties of a data source.
    pub(crate) fn of(
        world: &mut World,
        source: Uuid,
        given: Vec<(&str, Given)>,
    ) -> Result<Self, Refusal> {
        let Some(source) = world.source(source).cloned() else { return Ok(Self::default()) };
        let found = find_all(&source, given)?;
        let mut writing = Self::default();
        for (property, given) in found {
            if let Given::Title(runs) = given {
                writing.title = Some(runs);
                continue;
            }
            let cell = writing.cell(world, property, given)?;
            writing.cells.retain(|(key, _)| *key != property.key);
            writing.cells.push((property.key.clone(), cell));
        }
        Ok(writing)
    }

    fn cell(
        &mut self,
        world: &mut World,
        property: &Property,
        given: Given,
    ) -> Result<Option<Cell>, Refusal> {
        Ok(match given {
            Given::Title(runs) | Given::RichText(runs) => filled(runs, Cell::Text),
            Given::Number(number) => number.map(Cell::Number),
            Given::Select(None) | Given::Status(None) => None,
            Given::Select(Some(option)) => {
                Some(Cell::Option(self.select(world, property, option)?))
            }
            Given::Status(Some(option)) => Some(Cell::Option(status(property, &option)?)),
            Given::MultiSelect(options) => {
                let mut ids: Vec<Box<str>> = Vec::with_capacity(options.len());
                for option in options {
                    let id = self.select(world, property, option)?;
                    if !ids.contains(&id) {
                        ids.push(id);
                    }
                }
                filled(ids, Cell::Options)
            }
            Given::Date(span) => span.map(Cell::Date),
            Given::People(people) => {
                if let Some(stranger) = people.iter().find(|id| world.user(**id).is_none()) {
                    let message = format!("Could not find user with ID: {stranger}.");
                    return Err(Refusal::validation(message));
                }
                filled(distinct(people), Cell::People)
            }
            Given::Files(files) => {
                let files: Result<Vec<_>, _> =
                    files.into_iter().map(|file| attachments::file(world, file)).collect();
                filled(files?, Cell::Files)
            }
            Given::Checkbox(checked) => checked.then_some(Cell::Checked),
            Given::Url(text) | Given::Email(text) | Given::PhoneNumber(text) => {
                text.map(Cell::Plain)
            }
            Given::Place(place) => place.map(|place| Cell::Place(Box::new(place))),
            Given::Verification(verified) => verified.map(|it| {
                let by = world.about.person.unwrap_or(world.about.integration.id);
                let from = it.from.unwrap_or_else(|| world.moment());
                Cell::Verified(Box::new(Verified { by, from, until: it.until }))
            }),
            Given::Relation(rows) => {
                let rows = distinct(rows);
                check_related(world, property, &rows)?;
                filled(rows, Cell::Relation)
            }
        })
    }

    /// The id of an option of a select or multi-select; a name that is new becomes an option.
    fn select(
        &mut self,
        world: &mut World,
        property: &Property,
        given: GivenOption,
    ) -> Result<Box<str>, Refusal> {
        let fresh = self.options.iter().filter(|(key, _)| *key == property.key);
        let known: Vec<&Choice> =
            property.kind.choices().iter().chain(fresh.map(|(_, choice)| choice)).collect();
        let by_id = given.id.as_ref().and_then(|id| known.iter().find(|it| it.id == *id));
        let by_name = given.name.as_ref().and_then(|name| known.iter().find(|it| it.name == *name));
        if let Some(choice) = by_id.or(by_name) {
            if given.color.is_some_and(|color| color != choice.color) {
                let message = "Select option color doesn't match existing.";
                return Err(Refusal::validation(message));
            }
            return Ok(choice.id.clone());
        }
        let Some(name) = given.name else {
            let id = given.id.unwrap_or_default();
            let message = format!("Select option with id {id} does not exist.");
            return Err(Refusal::validation(message));
        };
        if name.contains(',') {
            let message = format!("Invalid select option, commas not allowed: {name}");
            return Err(Refusal::validation(message));
        }
        let picked = world.ids.color(&name);
        let choice = Choice {
            id: world.ids.v4().to_string().into(),
            name,
            color: given.color.unwrap_or(picked),
            description: given.description,
        };
        let id = choice.id.clone();
        self.options.push((property.key.clone(), choice));
        Ok(id)
    }

    /// Writes the values into a page that exists.
    pub(crate) fn apply(self, world: &mut World, page: Uuid, source: Uuid) {
        if !self.options.is_empty()
            && let Some(source) = world.source_mut(source)
        {
            for (key, choice) in self.options {
                let kind = source.property_mut(&key).map(|property| &mut property.kind);
                if let Some(PropertyKind::Select(options) | PropertyKind::MultiSelect(options)) =
                    kind
                {
                    options.push(choice);
                }
            }
        }
        for (key, cell) in self.cells {
            let kind = world.source(source).and_then(|it| it.property(&key)).map(|it| &it.kind);
            if let Some(PropertyKind::Relation { dual: Some(dual), .. }) = kind {
                let dual = dual.clone();
                mirror(world, page, &key, &dual, cell.as_ref());
            }
            if let Some(page) = world.page_mut(page) {
                page.set_cell(&key, cell);
            }
        }
        if let Some(title) = self.title
            && let Some(page) = world.page_mut(page)
        {
            page.title = title;
        }
    }
}

/// The properties that the keys mean, or one refusal that names all that are wrong.
fn find_all<'s>(
    source: &'s DataSource,
    given: Vec<(&str, Given)>,
) -> Result<Vec<(&'s Property, Given)>, Refusal> {
    let unknown: Vec<String> = given
        .iter()
        .filter(|(key, _)| source.find(key).is_none())
        .map(|(key, _)| format!("{key} is not a property that exists."))
        .collect();
    if !unknown.is_empty() {
        return Err(Refusal::validation(unknown.join(" ")));
    }
    let found: Vec<(&Property, Given)> =
        given.into_iter().filter_map(|(key, given)| Some((source.find(key)?, given))).collect();
    let unfit: Vec<String> = found
        .iter()
        .filter(|(property, given)| property.kind.type_name() != given.type_name())
        .map(|(property, _)| {
            format!("{} is expected to be {}.", property.name, property.kind.type_name())
        })
        .collect();
    if unfit.is_empty() { Ok(found) } else { Err(Refusal::validation(unfit.join(" "))) }
}

/// The id of an option of a status, which a page cannot invent.
fn status(property: &Property, given: &GivenOption) -> Result<Box<str>, Refusal> {
    let choices = property.kind.choices();
    let by_id = given.id.as_ref().and_then(|id| choices.iter().find(|it| it.id == *id));
    let by_name = given.name.as_ref().and_then(|name| choices.iter().find(|it| it.name == *name));
    by_id.or(by_name).map(|choice| choice.id.clone()).ok_or_else(|| {
        let wanted = given.name.as_deref().or(given.id.as_deref()).unwrap_or_default();
        // The stray quotation mark is the service's.
        Refusal::validation(format!(
            "Invalid status option. Status option \"{wanted}\" does not exist\"."
        ))
    })
}

fn check_related(world: &World, property: &Property, rows: &[Uuid]) -> Result<(), Refusal> {
    let PropertyKind::Relation { target, .. } = property.kind else { return Ok(()) };
    for id in rows {
        match world.page(*id) {
            None => return Err(Refusal::not_found("page", *id, &world.about.integration)),
            Some(row) if row.parent != Parent::DataSource(target) => {
                return Err(Refusal::validation(format!(
                    "Page {id} is not in the data source that {} relates to.",
                    property.name
                )));
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// Brings the other side of a dual relation into step with what `page` is about to say.
pub(crate) fn mirror(
    world: &mut World,
    page: Uuid,
    key: &PropertyKey,
    dual: &PropertyKey,
    cell: Option<&Cell>,
) {
    let relation = |cell: Option<&Cell>| match cell {
        Some(Cell::Relation(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    let old = relation(world.page(page).and_then(|page| page.cell(key)));
    let new = relation(cell);
    let changed = |these: &[Uuid], those: &[Uuid]| -> Vec<Uuid> {
        these.iter().filter(|id| !those.contains(id)).copied().collect()
    };
    for (others, linked) in [(changed(&old, &new), false), (changed(&new, &old), true)] {
        for other in others {
            match world.alterations.dual_lag {
                None => reflect(world, page, other, dual, linked),
                Some(lag) => {
                    let (key, dual) = (key.clone(), dual.clone());
                    world.put_off(lag, Job::Mirror { page, key, other, dual });
                }
            }
        }
    }
}

/// Brings the other side of a dual relation into step with what `page` says by now.
pub(crate) fn catch_up(
    world: &mut World,
    page: Uuid,
    key: &PropertyKey,
    other: Uuid,
    dual: &PropertyKey,
) {
    let says = |world: &World, from: Uuid, key: &PropertyKey, to: Uuid| {
        let cell = world.page(from).and_then(|page| page.cell(key));
        matches!(cell, Some(Cell::Relation(rows)) if rows.contains(&to))
    };
    let linked = says(world, page, key, other);
    // The relation may have been removed since, or have lost its other side.
    let is_there = world.page(other).is_some_and(|other| match other.parent {
        Parent::DataSource(source) => {
            world.source(source).is_some_and(|source| source.property(dual).is_some())
        }
        _ => false,
    });
    if is_there && linked != says(world, other, dual, page) {
        reflect(world, page, other, dual, linked);
    }
}

/// Has `other` say whether it is linked with `page`.
fn reflect(world: &mut World, page: Uuid, other: Uuid, dual: &PropertyKey, linked: bool) {
    let Some(other) = world.page_mut(other) else { return };
    let mut rows = match other.cell(dual) {
        Some(Cell::Relation(rows)) => rows.clone(),
        _ => Vec::new(),
    };
    rows.retain(|row| *row != page);
    if linked {
        rows.push(page);
    }
    other.set_cell(dual, filled(rows, Cell::Relation));
}

/// A cell of what is not empty.
pub(crate) fn filled<T>(items: Vec<T>, cell: impl FnOnce(Vec<T>) -> Cell) -> Option<Cell> {
    (!items.is_empty()).then(|| cell(items))
}

fn distinct(ids: Vec<Uuid>) -> Vec<Uuid> {
    let mut seen = std::collections::BTreeSet::new();
    ids.into_iter().filter(|id| seen.insert(*id)).collect()
}
