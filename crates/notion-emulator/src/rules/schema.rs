//! Reading property schemas of data sources.

use notion_model::{Patch, limits};
use serde_json::Value;
use uuid::Uuid;

use crate::check::{At, Checked, Problem};
use crate::world::rollup::Function;
use crate::world::schema::{NUMBER_FORMATS, OPTION_COLORS, OptionColor};

/// What a request says about one property of a schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum SchemaEdit<'v> {
    /// `null`: the property and its values go.
    Remove,
    Set {
        /// The new name.
        name: Option<&'v str>,
        /// The new description.
        description: Patch<&'v str>,
        /// The type and its configuration.
        kind: Option<GivenKind>,
    },
}

/// A type of property as a request gives it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum GivenKind {
    /// A type that needs no configuration, by name.
    Plain(&'static str),
    Number {
        format: Option<Box<str>>,
    },
    Select {
        options: Option<Vec<SchemaOption>>,
    },
    MultiSelect {
        options: Option<Vec<SchemaOption>>,
    },
    Status {
        options: Option<Vec<SchemaOption>>,
    },
    Relation {
        target: Uuid,
        dual: Option<DualName>,
    },
    UniqueId {
        prefix: Patch<Box<str>>,
    },
    Formula {
        expression: Box<str>,
    },
    Rollup(Box<GivenRollup>),
}

/// A rollup whose properties are named by id or by name.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct GivenRollup {
    pub(crate) relation: Box<str>,
    pub(crate) target: Box<str>,
    pub(crate) function: Function,
}

/// The other side of a dual relation, as far as a request names it.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct DualName {
    pub(crate) name: Option<Box<str>>,
    pub(crate) id: Option<Box<str>>,
}

/// An option in a schema.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct SchemaOption {
    pub(crate) id: Option<Box<str>>,
    pub(crate) name: Option<Box<str>>,
    pub(crate) color: Option<OptionColor>,
    pub(crate) description: Patch<Box<str>>,
}

/// The types without configuration.
const PLAIN: [&str; 16] = [
    "title",
    "rich_text",
    "date",
    "people",
    "files",
    "checkbox",
    "url",
    "email",
    "phone_number",
    "created_time",
    "created_by",
    "last_edited_time",
    "last_edited_by",
    "place",
    "verification",
    "button",
];
const CONFIGURED: [&str; 8] =
    ["number", "formula", "select", "multi_select", "status", "relation", "rollup", "unique_id"];
/// The types that Notion would take and this one does not.
const NOT_YET: [&str; 2] = ["location", "last_visited_time"];

impl GivenKind {
    /// The word in `type`.
    pub(crate) fn type_name(&self) -> &'static str {
        match self {
            Self::Plain(name) => name,
            Self::Number { .. } => "number",
            Self::Select { .. } => "select",
            Self::MultiSelect { .. } => "multi_select",
            Self::Status { .. } => "status",
            Self::Relation { .. } => "relation",
            Self::UniqueId { .. } => "unique_id",
            Self::Formula { .. } => "formula",
            Self::Rollup(_) => "rollup",
        }
    }
}

/// The `properties` of a new data source: every one has a type.
pub(crate) fn new_properties<'v>(at: &At<'v, '_>) -> Checked<Vec<(&'v str, SchemaEdit<'v>)>> {
    let members = at.object()?;
    let mut properties = Vec::with_capacity(members.len());
    for key in members.keys() {
        let at = at.key(key);
        let edit = edit(&at)?;
        if !matches!(edit, SchemaEdit::Set { kind: Some(_), .. }) {
            return Err(no_type(&at));
        }
        properties.push((key.as_str(), edit));
    }
    Ok(properties)
}

/// The `properties` of an update.
pub(crate) fn edits<'v>(at: &At<'v, '_>) -> Checked<Vec<(&'v str, SchemaEdit<'v>)>> {
    let members = at.object()?;
    members
        .keys()
        .map(|key| {
            let at = at.key(key);
            let edit = match at.value() {
                Some(Value::Null) => SchemaEdit::Remove,
                _ => edit(&at)?,
            };
            Ok((key.as_str(), edit))
        })
        .collect()
}

/// A schema without a type, where one is needed.
pub(crate) fn no_type(at: &At<'_, '_>) -> Problem {
    let types = CONFIGURED.into_iter().chain(PLAIN);
    Problem::any(types.map(|kind| at.key(kind).missing())).unwrap_or_else(|| at.missing())
}

fn edit<'v>(at: &At<'v, '_>) -> Checked<SchemaEdit<'v>> {
    let members = at.object()?;
    if let Some(kind) = NOT_YET.into_iter().find(|kind| members.contains_key(*kind)) {
        return Err(Problem::not_yet(&format!("{kind} properties")));
    }
    let mut kinds = CONFIGURED.into_iter().chain(PLAIN);
    let kind = kinds.find(|kind| members.contains_key(*kind));
    let name = at.key("name").opt(|at| at.filled_text(limits::TEXT))?;
    let description =
        at.key("description").patch(|at| at.filled_text(limits::PROPERTY_DESCRIPTION))?;
    let given = kind.map(|kind| of_kind(&at.key(kind), kind)).transpose()?;
    // A schema that was read may be sent back with its id; an icon is accepted and dropped.
    let mut known = vec!["id", "name", "description", "type", "icon"];
    known.extend(kind);
    at.only(&known)?;
    Ok(SchemaEdit::Set { name, description, kind: given })
}

fn of_kind(at: &At<'_, '_>, kind: &'static str) -> Checked<GivenKind> {
    at.object()?;
    let options = || at.key("options").opt(|at| at.array(limits::OPTIONS, option));
    let known: &[&str] = match kind {
        "number" => &["format"],
        "select" | "multi_select" => &["options"],
        // Groups are never writable, but a schema that was read may be sent back.
        "status" => &["options", "groups"],
        "relation" => {
            &["database_id", "data_source_id", "type", "single_property", "dual_property"]
        }
        "unique_id" => &["prefix"],
        "formula" => &["expression"],
        "rollup" => &[
            "relation_property_id",
            "relation_property_name",
            "rollup_property_id",
            "rollup_property_name",
            "function",
        ],
        _ => &[],
    };
    let given = match kind {
        "number" => {
            let format = at.key("format").opt(|at| at.word(NUMBER_FORMATS))?;
            GivenKind::Number { format: format.map(Into::into) }
        }
        "select" => GivenKind::Select { options: options()? },
        "multi_select" => GivenKind::MultiSelect { options: options()? },
        "status" => GivenKind::Status { options: options()? },
        "relation" => relation(at)?,
        "rollup" => GivenKind::Rollup(Box::new(rollup(at)?)),
        "formula" => {
            let expression = at.key("expression").opt(At::string)?.unwrap_or_default();
            GivenKind::Formula { expression: expression.into() }
        }
        "unique_id" => {
            let prefix = match at.key("prefix").patch(|at| at.text(100))? {
                Patch::Keep => Patch::Keep,
                Patch::Clear | Patch::Set("") => Patch::Clear,
                Patch::Set(prefix) => Patch::Set(prefix.to_uppercase().into()),
            };
            GivenKind::UniqueId { prefix }
        }
        _ => GivenKind::Plain(kind),
    };
    at.only(known)?;
    Ok(given)
}

fn rollup(at: &At<'_, '_>) -> Checked<GivenRollup> {
    let function = at.key("function").word(Function::WORDS)?;
    let property = |id: &str, name: &str| {
        let (id, name) = (at.key(id), at.key(name));
        let (by_id, by_name) = (id.opt(At::string)?, name.opt(At::string)?);
        by_id.or(by_name).map(Box::from).ok_or_else(|| id.missing().or(name.missing()))
    };
    let relation = property("relation_property_id", "relation_property_name")?;
    let target = property("rollup_property_id", "rollup_property_name")?;
    let function = Function::of_word(function)
        .ok_or_else(|| at.key("function").should_be("a function of rollups"))?;
    Ok(GivenRollup { relation, target, function })
}

fn relation(at: &At<'_, '_>) -> Checked<GivenKind> {
    let target = at.key("data_source_id").uuid()?;
    let named = at.key("type").opt(|at| at.word(&["single_property", "dual_property"]))?;
    let (single, dual) = (at.key("single_property"), at.key("dual_property"));
    let is_dual = match named {
        Some(kind) => kind == "dual_property",
        None => dual.is_present(),
    };
    if !is_dual {
        if named.is_none() && !single.is_present() {
            return Err(single.missing().or(dual.missing()));
        }
        single.opt(|at| at.only(&[]))?;
        return Ok(GivenKind::Relation { target, dual: None });
    }
    let other = dual.opt(|at| {
        let name = at.key("synced_property_name").opt(|at| at.filled_text(limits::TEXT))?;
        let id = at.key("synced_property_id").opt(At::string)?;
        at.only(&["synced_property_name", "synced_property_id"])?;
        Ok(DualName { name: name.map(Into::into), id: id.map(Into::into) })
    })?;
    Ok(GivenKind::Relation { target, dual: Some(other.unwrap_or_default()) })
}

fn option(at: &At<'_, '_>) -> Checked<SchemaOption> {
    at.object()?;
    let id = at.key("id").opt(|at| at.filled_text(limits::OPTION_ID))?;
    let name = at.key("name").opt(|at| at.filled_text(limits::OPTION_NAME))?;
    let color = at.key("color").opt(|at| at.word(OPTION_COLORS))?;
    let description = at.key("description").patch(At::string)?;
    at.only(&["id", "name", "color", "description"])?;
    if id.is_none() && name.is_none() {
        return Err(at.key("name").missing());
    }
    Ok(SchemaOption {
        id: id.map(Into::into),
        name: name.map(Into::into),
        color: color.map(OptionColor),
        description: match description {
            Patch::Keep => Patch::Keep,
            Patch::Clear | Patch::Set("") => Patch::Clear,
            Patch::Set(text) => Patch::Set(text.into()),
        },
    })
}
