//! Rules of a spec against the schemas they are about: names, types, and what has to be created.

use std::collections::BTreeMap;

use notion_client::Error;
use notion_model::{DataSource, Page, Properties, PropertySchema, request};

use super::{Planner, called, diff::Desired};
use crate::{
    nearest::nearest,
    plan::{Level, Note},
    problem::{Located, Problem},
    spec::{Cast, FieldRule, FieldSource, Literal, OnUnmapped},
    transform::{Field, People, cast_of, from_literal, new_schema},
};

/// Rules that fit the schemas.
#[derive(Debug)]
pub(crate) struct Rules<'a> {
    pub(crate) fields: Vec<Field<'a>>,
    /// Properties that do not exist yet.
    pub(crate) missing: Properties<request::PropertySchema>,
}

/// The schemas that rules are checked against.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Schemas<'a> {
    pub(crate) source: &'a DataSource,
    /// `None` if the target does not exist yet.
    pub(crate) target: Option<&'a DataSource>,
    pub(crate) missing: Missing,
}

/// What becomes of a property that the target does not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Missing {
    /// It is created.
    Created,
    /// It is a mistake; `create_schema = true` would have it created.
    Offered,
    /// It is a mistake.
    Refused,
}

impl Missing {
    /// As `create_schema` says.
    pub(crate) const fn by(create_schema: bool) -> Self {
        if create_schema { Self::Created } else { Self::Offered }
    }
}

/// Checks rules against schemas.
///
/// Whatever is wrong is added to `problems`, and the rule left out.
pub(crate) fn check_rules<'a>(
    rules: &'a [FieldRule],
    schemas: Schemas<'_>,
    problems: &mut Vec<Problem>,
) -> Rules<'a> {
    let mut checked = Rules { fields: Vec::new(), missing: Properties::default() };
    let mut seen: Vec<&str> = Vec::new();
    for rule in rules {
        if seen.contains(&rule.to.value.as_str()) {
            problems.push(rule.to.problem(format!("`{}` has two rules", rule.to.value)));
            continue;
        }
        seen.push(&rule.to.value);
        if let Some(field) = check_rule(rule, schemas, problems, &mut checked.missing) {
            checked.fields.push(field);
        }
    }
    checked
}

fn check_rule<'a>(
    rule: &'a FieldRule,
    schemas: Schemas<'_>,
    problems: &mut Vec<Problem>,
    missing: &mut Properties<request::PropertySchema>,
) -> Option<Field<'a>> {
    let source = match &rule.source {
        FieldSource::From(name) => Some(require_property(schemas.source, name, problems)?),
        FieldSource::Const(_) => None,
        FieldSource::Concat { parts, .. } => {
            let found: Vec<_> =
                parts.iter().map(|it| require_property(schemas.source, it, problems)).collect();
            if found.iter().any(Option::is_none) {
                return None;
            }
            None
        }
    };
    if let Some(target) = schemas.target.and_then(|it| it.properties.get(&rule.to)) {
        let Some(to) = cast_of(&target.kind) else {
            let kind = target.kind.type_name();
            let message = format!("`{}` is of type {kind}, which cannot be written", rule.to.value);
            problems.push(rule.to.problem(message));
            return None;
        };
        if let Some(cast) = rule.cast.as_ref().filter(|it| it.value != to) {
            let (has, wants) = (to.word(), cast.word());
            let message = format!("`{}` is of type {has}, not {wants}", rule.to.value);
            problems.push(cast.problem(message).help(format!("write cast = \"{has}\"")));
            return None;
        }
        check_options(rule, target, problems);
        check_literals(rule, to, problems);
        return Some(Field::new(rule, to, Some(target)));
    }
    if schemas.missing != Missing::Created {
        let problem = unknown_property(schemas.target?, &rule.to);
        let create = "set `create_schema = true` to add it";
        problems.push(match (schemas.missing, &problem.help) {
            (Missing::Offered, None) => problem.help(create),
            (Missing::Offered, Some(near)) => {
                let help = format!("{near} or {create}");
                problem.help(help)
            }
            (Missing::Created | Missing::Refused, _) => problem,
        });
        return None;
    }
    let Some(to) = new_type(rule, source) else {
        let message = format!("the new property `{}` needs a type", rule.to.value);
        problems.push(rule.to.problem(message).help("add `cast = \"rich_text\"` or another type"));
        return None;
    };
    check_literals(rule, to, problems);
    match new_schema(rule, to, source.map(|it| &it.kind)) {
        Ok(schema) => missing.insert(rule.to.as_str(), schema),
        Err(message) => problems.push(rule.to.problem(message)),
    }
    Some(Field::new(rule, to, None))
}

/// The type of a property that does not exist yet.
fn new_type(rule: &FieldRule, source: Option<&PropertySchema>) -> Option<Cast> {
    if let Some(cast) = &rule.cast {
        return Some(cast.value);
    }
    match (&rule.source, source) {
        // A title is one of a kind; its copy is a text.
        (FieldSource::From(_), Some(source)) if rule.values.is_empty() => cast_of(&source.kind),
        (FieldSource::From(_), Some(source)) => match cast_of(&source.kind)? {
            it @ (Cast::Select | Cast::MultiSelect | Cast::Status) => Some(it),
            _ => None,
        },
        (FieldSource::Const(literal), _) => Some(match literal.value {
            Literal::Text(_) => Cast::RichText,
            Literal::Integer(_) | Literal::Float(_) => Cast::Number,
            Literal::Flag(_) => Cast::Checkbox,
            Literal::Date(_) => Cast::Date,
            Literal::List(_) => Cast::MultiSelect,
        }),
        (FieldSource::Concat { .. }, _) => Some(Cast::RichText),
        (FieldSource::From(_), None) => None,
    }
}

/// Values written in the spec must be possible whatever the rows are. Names of people are looked up
/// later, when somebody asks for them.
fn check_literals(rule: &FieldRule, to: Cast, problems: &mut Vec<Problem>) {
    if to == Cast::People {
        return;
    }
    let constant = match &rule.source {
        FieldSource::Const(literal) => Some(literal),
        FieldSource::From(_) | FieldSource::Concat { .. } => None,
    };
    let fallback = match &rule.on_unmapped {
        OnUnmapped::Default(literal) => Some(literal),
        OnUnmapped::Error | OnUnmapped::Keep | OnUnmapped::Null => None,
    };
    let written = rule.values.iter().map(|(_, it)| it).chain(constant).chain(fallback);
    for literal in written.chain(&rule.default) {
        if let Err(message) = from_literal(literal, to, &People::default()) {
            problems.push(literal.problem(format!(
                "`{}` is {}: {message}",
                rule.to.value,
                to.word()
            )));
        }
    }
}

/// Options that a spec names must exist. Those of a status cannot be invented by writing a row;
/// those of a select would be, so that a typo in a constant became an option of everybody's.
fn check_options(rule: &FieldRule, target: &PropertySchema, problems: &mut Vec<Problem>) {
    use notion_model::PropertySchemaKind as Kind;
    let constant = match &rule.source {
        FieldSource::Const(literal) => Some(literal),
        FieldSource::From(_) | FieldSource::Concat { .. } => None,
    };
    let (options, written): (_, Vec<&Located<Literal>>) = match &target.kind {
        Kind::Status(it) => {
            let mapped = rule.values.iter().map(|(_, it)| it);
            (&it.options, mapped.chain(constant).chain(&rule.default).collect())
        }
        Kind::Select(it) | Kind::MultiSelect(it) => (&it.options, constant.into_iter().collect()),
        _ => return,
    };
    let names = || options.iter().map(|it| it.name.as_str());
    let texts = written.iter().flat_map(|literal| match &literal.value {
        Literal::List(items) => items.iter().map(|it| (*literal, it)).collect(),
        single => vec![(*literal, single)],
    });
    for (literal, text) in texts {
        let Literal::Text(name) = text else { continue };
        // One with a comma cannot be an option at all, which is said elsewhere.
        if name.is_empty() || name.contains(',') || names().any(|it| it == name) {
            continue;
        }
        let all: Vec<String> = names().map(|it| format!("`{it}`")).collect();
        let near = nearest(name, names()).map(|it| format!("did you mean `{it}`?"));
        let add = || "add the option in Notion first, if it is meant".to_owned();
        problems.push(
            literal
                .problem(format!("`{}` has no option `{name}`", rule.to.value))
                .note(format!("it has {}", all.join(", ")))
                .help(near.unwrap_or_else(add)),
        );
    }
}

/// The property of that name, or a problem.
pub(crate) fn require_property<'s>(
    source: &'s DataSource,
    name: &Located<String>,
    problems: &mut Vec<Problem>,
) -> Option<&'s PropertySchema> {
    let found = source.properties.get(name);
    if found.is_none() {
        problems.push(unknown_property(source, name));
    }
    found
}

pub(crate) fn unknown_property(source: &DataSource, name: &Located<String>) -> Problem {
    let names = || source.properties.iter().map(|(name, _)| name);
    let near = nearest(name, names()).map(|it| format!("did you mean `{it}`?"));
    let all: Vec<String> = names().map(|it| format!("`{it}`")).collect();
    name.problem(format!("`{}` has no property `{}`", source.title(), name.value))
        .note(format!("it has {}", all.join(", ")))
        .maybe_help(near)
}

/// What the rules made of some rows, with everything that did not fit.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// By the rule's place: what was wrong, and with how many rows, and the first of them.
    complaints: BTreeMap<(usize, String), (usize, String)>,
    remarks: BTreeMap<(usize, String), (usize, String)>,
}

impl<'a> Rules<'a> {
    /// The names of the properties the rules write.
    pub(crate) fn targets(&self) -> impl Iterator<Item = &'a str> {
        self.fields.iter().map(|it| it.rule.to.value.as_str())
    }

    /// The names of the properties the rules read.
    pub(crate) fn sources(&self) -> Vec<&'a str> {
        let names = self.fields.iter().flat_map(|field| match &field.rule.source {
            FieldSource::From(name) => vec![name.value.as_str()],
            FieldSource::Concat { parts, .. } => parts.iter().map(|it| it.value.as_str()).collect(),
            FieldSource::Const(_) => Vec::new(),
        });
        names.collect()
    }

    /// Applies the rules to a row.
    pub(crate) fn apply(&self, row: &Page, people: &People, outcome: &mut Outcome) -> Desired {
        let mut desired = Desired::default();
        for (index, field) in self.fields.iter().enumerate() {
            match field.apply(row, people) {
                Ok(made) => {
                    if let Some(value) = made.value {
                        desired.set(&field.rule.to, value);
                    }
                    if let Some(remark) = made.remark {
                        count(&mut outcome.remarks, (index, remark), row);
                    }
                }
                Err(complaint) => count(&mut outcome.complaints, (index, complaint), row),
            }
        }
        desired
    }

    /// Values that could not be made, as problems of the spec; and the rest as notes.
    pub(crate) fn judge(&self, outcome: Outcome, problems: &mut Vec<Problem>) -> Vec<Note> {
        for ((index, complaint), (rows, first)) in outcome.complaints {
            let rule = self.fields[index].rule;
            let to = &rule.to.value;
            problems.push(
                rule.to
                    .problem(format!("`{to}` cannot be filled: {complaint}"))
                    .note(in_rows(rows, &first))
                    .help("map the value in `values`, or set `on_unmapped` or `on_error`"),
            );
        }
        let remarks = outcome.remarks.into_iter().map(|((index, remark), (rows, first))| {
            let to = &self.fields[index].rule.to.value;
            let message = format!("`{to}`: {remark} ({})", in_rows(rows, &first));
            Note { level: Level::Warning, code: "lossy_value".to_owned(), message }
        });
        remarks.collect()
    }
}

fn count(
    counts: &mut BTreeMap<(usize, String), (usize, String)>,
    key: (usize, String),
    row: &Page,
) {
    counts.entry(key).and_modify(|(rows, _)| *rows += 1).or_insert_with(|| (1, called(row)));
}

fn in_rows(rows: usize, first: &str) -> String {
    if rows == 1 {
        format!("in the row {first:?}")
    } else {
        format!("in {rows} rows, the first is {first:?}")
    }
}

impl Planner<'_> {
    /// The people, if a rule names some.
    pub(crate) async fn people_for(&self, rules: &Rules<'_>) -> Result<People, Error> {
        let names = |literal: &Literal| matches!(literal, Literal::Text(_) | Literal::List(_));
        let needed = rules.fields.iter().filter(|it| it.to == Cast::People).any(|field| {
            let constant = match &field.rule.source {
                FieldSource::Const(literal) => Some(literal),
                FieldSource::From(_) | FieldSource::Concat { .. } => None,
            };
            let mut all = field.rule.values.iter().map(|(_, it)| it).chain(constant);
            all.any(|it| names(it)) || field.rule.default.is_some()
        });
        if needed { self.people().await.cloned() } else { Ok(People::default()) }
    }
}
