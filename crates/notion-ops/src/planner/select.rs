//! Filters of a spec, compiled against the schema of a data source.

use notion_client::Error;
use notion_filter::{Circumstances, Diagnostic, Env, Explanation, FilterError, Options};
use notion_model::{
    DataSource,
    query::{Filter, Query, Sort},
};

use super::Planner;
use crate::{
    filter::Subject,
    plan::{Level, Note},
    problem::{Located, Problem, position},
    spec::{EXPRESSION, Spec},
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
    /// Compiles a filter. Names are looked up only if it has some.
    pub(crate) async fn select(
        &self,
        spec: &Spec,
        source: &DataSource,
        filter: Option<&Located<String>>,
    ) -> Result<Result<Selection, Vec<Problem>>, Error> {
        let Some(filter) = filter else { return Ok(Ok(Selection::default())) };
        let env = Env::at(self.now()).in_zone(self.zone().clone());
        let mut subject = Subject::new(source.clone());
        let directories = self.look_up(filter, Some(&mut subject), &env).await?;
        let compiled = notion_filter::compile(filter, &subject.schema(), &directories.around(env));
        Ok(match compiled {
            Ok(compiled) => Ok(selection(spec, source, compiled, filter)),
            Err(error) => Err(problems(spec, filter, &error)),
        })
    }

    /// Says what a filter that fits means. An empty one means every row.
    pub(crate) async fn explain(
        &self,
        source: &DataSource,
        filter: &str,
    ) -> Result<Result<Explanation, FilterError>, Error> {
        let env = Env::at(self.now()).in_zone(self.zone().clone());
        let mut subject = Subject::new(source.clone());
        let directories = self.look_up(filter, Some(&mut subject), &env).await?;
        let (options, circumstances) = (Options::default(), Circumstances::default());
        let (schema, env) = (subject.schema(), directories.around(env));
        Ok(notion_filter::explain(filter, &schema, &env, &options, &circumstances))
    }
}

fn selection(
    spec: &Spec,
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
            .map(|it| (it.message.clone(), draw(spec, filter, it)))
            .collect(),
    }
}

/// The mistakes in a filter, each at its place in the spec.
pub(crate) fn problems(spec: &Spec, filter: &Located<String>, error: &FilterError) -> Vec<Problem> {
    let errors = error.diagnostics().iter().filter(|it| it.is_error());
    errors
        .map(|it| {
            let place = it.primary.span.start as usize..it.primary.span.end as usize;
            let problem = spec.inside(filter, place);
            Problem {
                message: it.message.clone(),
                label: it.primary.text.clone(),
                notes: it.notes.clone(),
                help: (!it.helps.is_empty()).then(|| it.helps.join("\n")),
                code: Some(it.code.as_str()),
                drawn: Some(draw(spec, filter, it)),
                ..problem
            }
        })
        .collect()
}

/// A diagnostic as the filter language draws it, in the text in which the filter stands.
fn draw(spec: &Spec, filter: &Located<String>, diagnostic: &Diagnostic) -> String {
    let drawn = match (spec.start_of(filter), &filter.span) {
        (Some(start), _) => diagnostic.render_in(filter, spec.text(), start, spec.file()),
        // Written with escapes: its letters are not those of the file, so it is shown by itself.
        (None, Some(span)) => {
            let (line, column) = position(spec.text(), span.start);
            diagnostic.render(filter, &format!("{}:{line}:{column}: {EXPRESSION}", spec.file()))
        }
        (None, None) => diagnostic.render(filter, EXPRESSION),
    };
    drawn.trim_end().to_owned()
}
