//! The new schema of a migration, and what of the old one is left behind.

use notion_model::{DataSource, Properties, PropertySchemaKind, request};

use crate::{
    plan::{Level, Note},
    planner::{Rules, unknown_property},
    problem::Problem,
    spec::{Cast, FieldSource, MigrateSpec},
};

/// Adds the marker's property to those that are missing, and checks that there is one title.
pub(super) fn complete_schema(
    migrate: &MigrateSpec,
    rules: &Rules<'_>,
    mut missing: Properties<request::PropertySchema>,
    target: Option<&DataSource>,
    is_new: bool,
    problems: &mut Vec<Problem>,
) -> Properties<request::PropertySchema> {
    let marker = &migrate.marker;
    match target.and_then(|it| it.properties.get(marker)) {
        Some(property) if property.kind.type_name() == "rich_text" => {}
        Some(property) => {
            let kind = property.kind.type_name();
            let message = format!("the marker is text, but `{}` is {kind}", marker.value);
            problems.push(marker.problem(message).help("name a property of type text"));
        }
        None if is_new || migrate.create_schema => {
            let text = request::PropertySchemaKind::plain("rich_text");
            missing.insert(marker.as_str(), text.into());
        }
        None => {
            if let Some(target) = target {
                problems.push(unknown_property(target, marker).help(
                    "add the text property, or set `create_schema = true`: each row's marker goes \
                     there",
                ));
            }
        }
    }
    let titles: Vec<_> = rules.fields.iter().filter(|it| it.to == Cast::Title).collect();
    match titles.as_slice() {
        [] if problems.is_empty() => {
            let problem = Problem::at(0..0, "no field fills the title")
                .help("add a [[field]] with `cast = \"title\"`");
            problems.push(Problem { span: None, ..problem });
        }
        [_] | [] => {}
        [_, second, ..] => {
            let message = "a row has one title, and another field fills it already";
            problems.push(second.rule.to.problem(message).help("use `cast = \"rich_text\"`"));
        }
    }
    missing
}

/// The source's properties that no rule reads and that are not dropped on purpose.
pub(super) fn left_behind(
    migrate: &MigrateSpec,
    source: &DataSource,
    rules: &Rules<'_>,
) -> Option<Note> {
    let read = rules.sources();
    let left: Vec<String> = source
        .properties
        .iter()
        .map(|(name, _)| name)
        .filter(|name| !read.contains(name) && !migrate.drop.iter().any(|it| it.value == *name))
        .map(|name| format!("`{name}`"))
        .collect();
    if left.is_empty() {
        return None;
    }
    let message = format!(
        "{} stay behind: no field reads them; name them in `drop` if that is right",
        left.join(", ")
    );
    Some(Note { level: Level::Warning, code: "left_behind".to_owned(), message })
}

/// Relations among the migrated rows themselves: their copies still point to the old rows.
pub(super) fn old_relations(source: &DataSource, rules: &Rules<'_>) -> Vec<Note> {
    let is_own = |name: &str| match source.properties.get(name).map(|it| &it.kind) {
        Some(PropertySchemaKind::Relation(it)) => it.data_source_id == Some(source.id),
        _ => false,
    };
    let fields = rules.fields.iter().filter(|it| it.to == Cast::Relation);
    let own = fields.filter(|it| match &it.rule.source {
        FieldSource::From(name) => is_own(name),
        FieldSource::Const(_) | FieldSource::Concat { .. } => false,
    });
    let notes = own.map(|it| Note {
        level: Level::Warning,
        code: "old_relation".to_owned(),
        message: format!("`{}` will point to the old rows, not to their copies", it.rule.to.value),
    });
    notes.collect()
}
