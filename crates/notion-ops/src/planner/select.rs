//! Filters of a spec, compiled against the schema of a data source.

use notion_client::Error;
use notion_filter::{Entries, Entry, Env, FilterError, Schema};
use notion_model::{
    DataSource,
    query::{Filter, Query, Sort},
};

use super::Planner;
use crate::{
    plan::{Level, Note},
    problem::{Located, Problem},
    spec::Spec,
};

/// Which rows, in which order.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Selection {
    pub(crate) filter: Option<Filter>,
    pub(crate) sorts: Vec<Sort>,
    pub(crate) limit: Option<u32>,
    /// Names of properties after `select`.
    pub(crate) fields: Vec<String>,
    /// What the author should know: in a line, and with the place shown.
    pub(crate) warnings: Vec<(String, String)>,
}

impl Selection {
    /// What the author should know, for the reader of a plan.
    pub(crate) fn notes(&self) -> impl Iterator<Item = Note> {
        self.warnings.iter().map(|(message, _)| Note {
            level: Level::Info,
            code: "filter".to_owned(),
            message: format!("filter: {message}"),
        })
    }

    /// The query that lists the rows.
    pub(crate) fn query(&self) -> Query {
        Query { filter: self.filter.clone(), sorts: self.sorts.clone(), ..Query::default() }
    }
}

impl Planner<'_> {
    /// Compiles a filter. People are looked up only if the filter names some.
    pub(crate) async fn select(
        &self,
        spec: &Spec,
        source: &DataSource,
        filter: Option<&Located<String>>,
    ) -> Result<Result<Selection, Vec<Problem>>, Error> {
        let Some(filter) = filter else { return Ok(Ok(Selection::default())) };
        let schema = Schema::from(source);
        let env = Env::at(self.now()).in_zone(self.zone().clone());
        let error = match notion_filter::compile(filter, &schema, &env) {
            Ok(compiled) => return Ok(Ok(selection(source, compiled, filter))),
            Err(error) => error,
        };
        let people = match self.people().await {
            Ok(people) => people,
            // Not every connection may list people; then the first complaint is the one to show.
            Err(denied) if denied.status().is_some_and(|it| it == 403) => {
                return Ok(Err(problems(spec, filter, &error)));
            }
            Err(error) => return Err(error),
        };
        let entries = people.0.iter().map(|(id, name, email)| Entry {
            id: id.uuid(),
            name: name.clone(),
            email: email.clone(),
        });
        let entries = Entries::new(entries);
        let env = env.with_people(&entries);
        Ok(match notion_filter::compile(filter, &schema, &env) {
            Ok(compiled) => Ok(selection(source, compiled, filter)),
            Err(error) => Err(problems(spec, filter, &error)),
        })
    }
}

fn selection(
    source: &DataSource,
    compiled: notion_filter::Compiled,
    filter: &Located<String>,
) -> Selection {
    let name_of = |key: String| {
        let named = source.properties.iter().find(|(name, schema)| {
            *name == key || schema.id.as_str() == key || schema.id.decoded() == key
        });
        named.map_or(key, |(name, _)| name.to_owned())
    };
    Selection {
        filter: compiled.filter,
        sorts: compiled.sorts,
        limit: compiled.limit,
        fields: compiled.select.into_iter().map(name_of).collect(),
        warnings: compiled
            .warnings
            .iter()
            .map(|it| (it.message.clone(), it.render(filter, "filter")))
            .collect(),
    }
}

/// The mistakes in a filter, each at its place in the spec.
fn problems(spec: &Spec, filter: &Located<String>, error: &FilterError) -> Vec<Problem> {
    let errors = error.diagnostics().iter().filter(|it| it.is_error());
    errors
        .map(|it| {
            let place = it.primary.span.start as usize..it.primary.span.end as usize;
            let (message, label) = (it.message.clone(), it.primary.text.clone());
            let problem = Problem { message, label, ..spec.inside(filter, place) };
            let problem = it.notes.iter().fold(problem, |problem, note| problem.note(note.clone()));
            problem.maybe_help((!it.helps.is_empty()).then(|| it.helps.join("\n")))
        })
        .collect()
}
