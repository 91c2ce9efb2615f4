//! Schemas of properties.

use super::{Carried, Lost, Reason};
use crate::{
    Color, DataSource, OptionSchema, PropertyId, PropertySchema, PropertySchemaKind, Relation,
    RelationKind, Rollup, Status,
    request::{self, NewOption, PropertySchemaKind as New},
};

/// How Notion stores a reference to a property in a formula: the encoded id of the property, the
/// data source and the workspace follow, divided by colons.
const REFERENCE: &str = "{{notion:block_property:";

impl PropertySchema {
    /// The schema as another data source could have it. `None` for what cannot be created: buttons,
    /// verification, and types this crate does not know.
    ///
    /// Options lose their ids, which do not hold across data sources. A formula is kept in Notion's
    /// stored form, which only its own data source understands; [`DataSource::to_request`] knows
    /// the names of the properties and puts them in.
    pub fn to_request(&self) -> Carried<Option<request::PropertySchema>> {
        let mut lost = Lost::default();
        let value = schema(self, None, &mut lost);
        lost.with(value)
    }
}

/// `home` is the data source that has the property, if it is known.
pub(super) fn schema<'a>(
    schema: &'a PropertySchema,
    home: Option<&DataSource>,
    lost: &mut Lost<'a>,
) -> Option<request::PropertySchema> {
    lost.fields(&schema.wire);
    let kind = lost.at(schema.kind.type_name(), |lost| kind(&schema.kind, home, lost))?;
    let description = schema.description.clone().filter(|it| !it.is_empty());
    Some(request::PropertySchema { description, kind })
}

fn kind<'a>(
    kind: &'a PropertySchemaKind,
    home: Option<&DataSource>,
    lost: &mut Lost<'a>,
) -> Option<New> {
    use PropertySchemaKind as Read;
    Some(match kind {
        Read::Number(it) => {
            lost.fields(&it.wire);
            New::Number((!it.format.is_empty()).then(|| it.format.clone()))
        }
        Read::Select(it) => {
            lost.fields(&it.wire);
            New::Select(Some(options(&it.options, lost)))
        }
        Read::MultiSelect(it) => {
            lost.fields(&it.wire);
            New::MultiSelect(Some(options(&it.options, lost)))
        }
        Read::Status(it) => New::Status(status(it, lost)),
        Read::Formula(it) => {
            lost.fields(&it.wire);
            New::Formula(lost.at("expression", |lost| formula(&it.expression, home, lost)))
        }
        Read::Relation(it) => New::Relation(relation(it, lost)?),
        Read::Rollup(it) => New::Rollup(rollup(it, lost)),
        Read::UniqueId(it) => {
            lost.fields(&it.wire);
            if it.prefix.is_some() {
                lost.add_at("prefix", "prefix of ids", Reason::Unique);
            }
            New::UniqueId(None)
        }
        Read::Title(it)
        | Read::RichText(it)
        | Read::Date(it)
        | Read::People(it)
        | Read::Files(it)
        | Read::Checkbox(it)
        | Read::Url(it)
        | Read::Email(it)
        | Read::PhoneNumber(it)
        | Read::CreatedTime(it)
        | Read::CreatedBy(it)
        | Read::LastEditedTime(it)
        | Read::LastEditedBy(it)
        | Read::Place(it) => {
            lost.fields(&it.wire);
            New::plain(kind.type_name())
        }
        // Buttons are only made in the app, and only wikis have verification.
        Read::Button(_) | Read::Verification(_) => {
            lost.add(kind.type_name(), Reason::NotCreatable);
            return None;
        }
        Read::Unknown(it) => {
            lost.add(&*it.type_name, Reason::Unknown);
            return None;
        }
    })
}

fn options<'a>(options: &'a [OptionSchema], lost: &mut Lost<'a>) -> Vec<NewOption> {
    lost.at("options", |lost| {
        lost.each(options, |it, lost| {
            lost.fields(&it.wire);
            Some(NewOption {
                id: None,
                name: Some(it.name.clone()),
                color: Some(it.color.clone()),
                description: it.description.clone().filter(|it| !it.is_empty()),
            })
        })
    })
}

/// `None` for the options that Notion gives every new status. New options join the first group:
/// whatever is in another one is carried, but not its group.
fn status<'a>(status: &'a Status, lost: &mut Lost<'a>) -> Option<Vec<NewOption>> {
    lost.fields(&status.wire);
    let in_group = |option: &OptionSchema| {
        status.groups.iter().find(|it| it.option_ids.contains(&option.id)).map(|it| &*it.name)
    };
    let is_usual = status.options.len() == USUAL.len()
        && status.options.iter().zip(USUAL).all(|(it, (name, color, group))| {
            it.name == name
                && it.color == color
                && it.description.is_none()
                && in_group(it) == Some(group)
        });
    if is_usual {
        return None;
    }
    lost.at("groups", |lost| {
        for (index, group) in status.groups.iter().enumerate() {
            lost.at(index, |lost| {
                lost.fields(&group.wire);
                if group.name != "To-do" && !group.option_ids.is_empty() {
                    lost.add(format!("status group {}", group.name), Reason::NotCreatable);
                }
            });
        }
    });
    Some(options(&status.options, lost))
}

/// The options of a new status, their colours and groups.
const USUAL: [(&str, Color, &str); 3] = [
    ("Not started", Color::Default, "To-do"),
    ("In progress", Color::Blue, "In progress"),
    ("Done", Color::Green, "Complete"),
];

/// The other side of a relation that shows on both gets a new property of the same name.
fn relation<'a>(relation: &'a Relation, lost: &mut Lost<'a>) -> Option<request::RelationSchema> {
    lost.fields(&relation.wire);
    let Some(data_source_id) = relation.data_source_id else {
        lost.add("relation to a data source that is not told", Reason::Cut);
        return None;
    };
    let dual = match &relation.kind {
        RelationKind::Single(it) => {
            lost.at("single_property", |lost| lost.fields(&it.wire));
            None
        }
        RelationKind::Dual(it) => {
            lost.at("dual_property", |lost| lost.fields(&it.wire));
            Some(it.synced_property_name.clone())
        }
        RelationKind::Unknown(it) => {
            lost.add(format!("relation of type {}", it.type_name), Reason::Unknown);
            None
        }
    };
    Some(request::RelationSchema { data_source_id, dual })
}

/// By name: the ids are those of the data source that has it. What is not named is kept by id.
fn rollup<'a>(rollup: &'a Rollup, lost: &mut Lost<'a>) -> request::RollupSchema {
    lost.fields(&rollup.wire);
    let mut id = |name: &Option<String>, id: &Option<PropertyId>, what: &'static str| {
        let id = id.as_ref().filter(|_| name.is_none())?;
        lost.add(what, Reason::Bound);
        Some(id.as_str().to_owned())
    };
    request::RollupSchema {
        function: rollup.function.clone(),
        relation_property_id: id(
            &rollup.relation_property_name,
            &rollup.relation_property_id,
            "relation of a rollup",
        ),
        rollup_property_id: id(
            &rollup.rollup_property_name,
            &rollup.rollup_property_id,
            "property of a rollup",
        ),
        relation_property_name: rollup.relation_property_name.clone(),
        rollup_property_name: rollup.rollup_property_name.clone(),
    }
}

/// Puts names in the place of the ids that Notion stores: `prop("Price")`. A reference that cannot
/// be named is kept as it is.
fn formula(expression: &str, home: Option<&DataSource>, lost: &mut Lost<'_>) -> String {
    let mut written = String::with_capacity(expression.len());
    let mut rest = expression;
    while let Some((before, reference)) = rest.split_once(REFERENCE) {
        written.push_str(before);
        let Some((ids, after)) = reference.split_once("}}") else {
            rest = &rest[before.len()..];
            break;
        };
        if let Some(name) = home.and_then(|home| name(ids, home)) {
            let escaped = name.replace('\\', "\\\\").replace('"', "\\\"");
            written.extend(["prop(\"", &escaped, "\")"]);
        } else {
            lost.add("reference to a property in a formula", Reason::Bound);
            written.extend([REFERENCE, ids, "}}"]);
        }
        rest = after;
    }
    written.push_str(rest);
    written
}

/// The name of the property that is meant, if it is one of `home`.
fn name<'a>(ids: &str, home: &'a DataSource) -> Option<&'a str> {
    // The ids of properties hold colons, but are percent-encoded here.
    let mut ids = ids.split(':');
    let property = PropertyId::from(ids.next()?).decoded();
    let data_source: crate::DataSourceId = ids.next()?.parse().ok()?;
    let mut properties = home.properties.iter().filter(|_| data_source == home.id);
    properties.find(|(_, it)| it.id.decoded() == property).map(|(name, _)| name)
}
