//! Options of selects and statuses: made with the schema, replaced by it.

use notion_model::Patch;

use crate::ids::IdSource;
use crate::refusal::Refusal;
use crate::rules::schema::SchemaOption;
use crate::world::record::apply;
use crate::world::schema::{Choice, Group, OptionColor};

/// The options of a new property.
pub(crate) fn new(ids: &mut IdSource, given: Vec<SchemaOption>) -> Result<Vec<Choice>, Refusal> {
    let mut options: Vec<Choice> = Vec::with_capacity(given.len());
    for option in given {
        let choice = fresh(ids, option)?;
        check_new_name(&options, &choice.name)?;
        options.push(choice);
    }
    Ok(options)
}

/// What a request makes of existing options: those it lists stay or are made, the others go.
///
/// Listed options are found by id, else by name. Their colours and names cannot be changed;
/// statuses shrug at a new name, as the service does.
pub(crate) fn replaced(
    ids: &mut IdSource,
    old: &[Choice],
    given: Vec<SchemaOption>,
    is_status: bool,
) -> Result<Vec<Choice>, Refusal> {
    let mut options: Vec<Choice> = Vec::with_capacity(given.len());
    for option in given {
        let by_id = option.id.as_ref().and_then(|id| old.iter().find(|it| it.id == *id));
        let by_name = option.name.as_ref().and_then(|name| old.iter().find(|it| it.name == *name));
        let Some(known) = by_id.or(by_name) else {
            let choice = fresh(ids, option)?;
            check_new_name(&options, &choice.name)?;
            options.push(choice);
            continue;
        };
        if option.color.is_some_and(|color| color != known.color) {
            let message = format!("Cannot update color of select with id: {}", known.id);
            return Err(Refusal::validation(message));
        }
        if !is_status && option.name.as_ref().is_some_and(|name| *name != known.name) {
            let message = format!("Cannot update name of select with id: {}", known.id);
            return Err(Refusal::validation(message));
        }
        check_new_name(&options, &known.name)?;
        let mut choice = known.clone();
        apply(&mut choice.description, option.description);
        options.push(choice);
    }
    Ok(options)
}

fn fresh(ids: &mut IdSource, option: SchemaOption) -> Result<Choice, Refusal> {
    let Some(name) = option.name else {
        let id = option.id.unwrap_or_default();
        return Err(Refusal::validation(format!("Select option with id {id} does not exist.")));
    };
    if name.contains(',') {
        let message = format!("Invalid select option, commas not allowed: {name}");
        return Err(Refusal::validation(message));
    }
    Ok(Choice {
        id: ids.v4().to_string().into(),
        name,
        color: option.color.unwrap_or(OptionColor("default")),
        description: match option.description {
            Patch::Set(description) => Some(description),
            Patch::Keep | Patch::Clear => None,
        },
    })
}

fn check_new_name(options: &[Choice], name: &str) -> Result<(), Refusal> {
    if options.iter().any(|option| &*option.name == name) {
        let message = format!("Select option names must be unique: {name}");
        return Err(Refusal::validation(message));
    }
    Ok(())
}

/// The options of a status that is made without any.
pub(crate) fn default_status(ids: &mut IdSource) -> Vec<Choice> {
    [("Not started", "default"), ("In progress", "blue"), ("Done", "green")]
        .map(|(name, color)| Choice {
            id: ids.v4().to_string().into(),
            name: name.into(),
            color: OptionColor(color),
            description: None,
        })
        .into()
}

/// The three groups of a status: the default options one each, any other options in the first.
pub(crate) fn groups(ids: &mut IdSource, options: &[Choice], one_each: bool) -> Vec<Group> {
    let names = [("To-do", "gray"), ("In progress", "blue"), ("Complete", "green")];
    let mut groups = Vec::with_capacity(names.len());
    for (index, (name, color)) in names.into_iter().enumerate() {
        let mine = options
            .iter()
            .enumerate()
            .filter(|(at, _)| if one_each { *at == index } else { index == 0 });
        groups.push(Group {
            id: ids.v4().to_string().into(),
            name: name.into(),
            color: OptionColor(color),
            option_ids: mine.map(|(_, option)| option.id.clone()).collect(),
        });
    }
    groups
}

/// Takes options that are gone out of their groups and puts new ones into the first.
pub(crate) fn regroup(groups: &mut [Group], options: &[Choice]) {
    for group in groups.iter_mut() {
        group.option_ids.retain(|id| options.iter().any(|option| option.id == *id));
    }
    let grouped: Vec<Box<str>> = groups.iter().flat_map(|it| it.option_ids.clone()).collect();
    if let Some(first) = groups.first_mut() {
        let new = options.iter().map(|option| &option.id).filter(|id| !grouped.contains(id));
        first.option_ids.extend(new.cloned());
    }
}
