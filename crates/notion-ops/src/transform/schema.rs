//! The types of properties: which a rule can write, and the schema of those it creates.

use notion_model::{
    PropertySchemaKind,
    request::{self, NewOption, RelationSchema},
};

use crate::spec::{Cast, FieldRule, Literal, OnUnmapped};

/// The type that rules write, if values of this property can be written at all.
pub(crate) fn cast_of(kind: &PropertySchemaKind) -> Option<Cast> {
    Cast::from_word(kind.type_name())
}

/// The option a status has when nobody set one: the first of the first group.
pub(crate) fn default_status(kind: &PropertySchemaKind) -> Option<String> {
    let PropertySchemaKind::Status(status) = kind else { return None };
    let first = status.groups.iter().find_map(|it| it.option_ids.first());
    let named = first.and_then(|id| status.options.iter().find(|it| it.id == *id));
    named.or_else(|| status.options.first()).map(|it| it.name.clone())
}

/// The schema of a property that a rule creates.
///
/// Options come from the value map first, in its order, then from the source's schema.
///
/// # Errors
/// If the type needs something that a rule does not say.
pub(crate) fn new_schema(
    rule: &FieldRule,
    to: Cast,
    source: Option<&PropertySchemaKind>,
) -> Result<request::PropertySchema, String> {
    use request::PropertySchemaKind as New;
    let kind = match to {
        Cast::Number => New::Number(match source {
            Some(PropertySchemaKind::Number(number)) => Some(number.format.clone()),
            _ => None,
        }),
        Cast::Select => New::Select(Some(options(rule, source))),
        Cast::MultiSelect => New::MultiSelect(Some(options(rule, source))),
        Cast::Status => New::Status(Some(options(rule, source))),
        Cast::Relation => match source {
            Some(PropertySchemaKind::Relation(relation)) => {
                let data_source_id = relation.data_source_id.ok_or("the relation leads nowhere")?;
                New::Relation(RelationSchema { data_source_id, dual: None })
            }
            _ => return Err("a new relation needs a relation as its source".to_owned()),
        },
        plain => New::plain(plain.word()),
    };
    Ok(kind.into())
}

fn options(rule: &FieldRule, source: Option<&PropertySchemaKind>) -> Vec<NewOption> {
    let mut names: Vec<(String, Option<notion_model::Color>)> = Vec::new();
    let mut add = |name: &str, color| {
        if !name.is_empty() && !names.iter().any(|(it, _)| it == name) {
            names.push((name.to_owned(), color));
        }
    };
    let written = rule.values.iter().map(|(_, it)| &it.value);
    let fallback = match &rule.on_unmapped {
        OnUnmapped::Default(it) => Some(&it.value),
        OnUnmapped::Error | OnUnmapped::Keep | OnUnmapped::Null => None,
    };
    let default = rule.default.as_ref().map(|it| &it.value);
    for literal in written.chain(fallback).chain(default) {
        match literal {
            Literal::Text(name) => add(name, None),
            Literal::List(items) => items.iter().for_each(|it| {
                if let Literal::Text(name) = it {
                    add(name, None);
                }
            }),
            _ => {}
        }
    }
    let keeps = rule.values.is_empty() || rule.on_unmapped == OnUnmapped::Keep;
    let existing = match source {
        Some(PropertySchemaKind::Select(it) | PropertySchemaKind::MultiSelect(it)) => &it.options,
        Some(PropertySchemaKind::Status(it)) => &it.options,
        _ => return new_options(names),
    };
    for option in existing.iter().filter(|_| keeps) {
        let is_mapped = rule.values.iter().any(|(from, _)| from.value == option.name);
        if !is_mapped {
            add(&option.name, Some(option.color.clone()));
        }
    }
    new_options(names)
}

fn new_options(names: Vec<(String, Option<notion_model::Color>)>) -> Vec<NewOption> {
    names
        .into_iter()
        .map(|(name, color)| NewOption { color, ..NewOption::from(name.as_str()) })
        .collect()
}
