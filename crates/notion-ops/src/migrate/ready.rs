//! Everything a migration needs to know before it looks at rows: both schemas, and rules that fit.

use notion_client::{Error, blocks, data_sources};
use notion_model::{
    BlockId, BlockKind, DataSource, DataSourceId, Page, PageId, Properties,
    query::{Sort, TimestampKind},
    request,
};

use super::schema::complete_schema;
use crate::{
    planner::{
        Missing, PlanError, Planner, Rules, Schemas, Selection, check_rules, no_problems,
        require_property,
    },
    problem::Problem,
    spec::{MigrateSpec, MigrateTarget, Spec},
};

/// The link under which a migration remembers the data source it created.
pub(super) const DATABASE: &str = "database";

/// A migration whose spec fits the workspace.
pub(super) struct Ready<'a> {
    pub(super) source: DataSource,
    pub(super) place: Place,
    pub(super) rules: Rules<'a>,
    /// Properties that have to be created.
    pub(super) missing: Properties<request::PropertySchema>,
    pub(super) selection: Selection,
}

/// Where new rows go.
pub(super) enum Place {
    /// A data source that exists.
    There(Box<DataSource>),
    /// A database to be created.
    New { parent: PageId, title: String },
}

impl<'a> Ready<'a> {
    /// Reads both schemas and checks the spec against them.
    pub(super) async fn prepare(
        spec: &Spec,
        migrate: &'a MigrateSpec,
        planner: &Planner<'_>,
    ) -> Result<Self, PlanError> {
        let mut problems = Vec::new();
        let source = planner.find_data_source(&migrate.source.data_source).await?;
        let place = place(spec, migrate, planner, &mut problems).await?;
        let source = match source {
            Ok(source) => source,
            Err(problem) => {
                problems.push(problem);
                return Err(spec.error(problems).into());
            }
        };
        let target = match &place {
            Some(Place::There(target)) => Some(target.as_ref()),
            Some(Place::New { .. }) | None => None,
        };
        if let MigrateTarget::Existing(name) = &migrate.target
            && target.is_some_and(|it| it.id == source.id)
        {
            let message = "the target is the source itself";
            problems.push(name.problem(message).help("change rows where they are with a batch"));
        }
        let is_new = matches!(place, Some(Place::New { .. }));
        let missing = Missing::by(migrate.create_schema || is_new);
        let schemas = Schemas { source: &source, target, missing };
        let mut rules = check_rules(&migrate.fields, schemas, &mut problems);
        let missing = std::mem::take(&mut rules.missing);
        let missing = complete_schema(migrate, &rules, missing, target, is_new, &mut problems);
        for name in &migrate.drop {
            require_property(&source, name, &mut problems);
        }
        let selection = planner.select(spec, &source, migrate.source.filter.as_ref()).await?;
        let selection = selection.unwrap_or_else(|found| {
            problems.extend(found);
            Selection::default()
        });
        no_problems(spec, problems)?;
        match place {
            Some(place) => Ok(Self { source, place, rules, missing, selection }),
            None => Err(PlanError::Guard("the target was not found".to_owned())),
        }
    }
}

/// The rows to carry, in the order in which they were made unless the filter says otherwise.
pub(super) async fn rows(ready: &Ready<'_>, planner: &Planner<'_>) -> Result<Vec<Page>, PlanError> {
    let mut query = ready.selection.query();
    if query.sorts.is_empty() {
        query.sorts = vec![Sort::timestamp(TimestampKind::CreatedTime)];
    }
    let mut rows = planner.scan(&ready.source, query, ready.selection.limit).await?;
    planner.complete(&mut rows, &ready.rules.sources()).await?;
    Ok(rows)
}

async fn place(
    spec: &Spec,
    migrate: &MigrateSpec,
    planner: &Planner<'_>,
    problems: &mut Vec<Problem>,
) -> Result<Option<Place>, PlanError> {
    let (parent, title) = match &migrate.target {
        MigrateTarget::Existing(name) => {
            return Ok(match planner.find_data_source(name).await? {
                Ok(found) => Some(Place::There(Box::new(found))),
                Err(problem) => {
                    problems.push(problem);
                    None
                }
            });
        }
        MigrateTarget::New { parent, title } => (parent, title),
    };
    // An earlier run of this migration may have created it.
    let links = planner.journal().links(&spec.name)?;
    if let Some(link) = links.iter().find(|it| it.source == DATABASE) {
        let made = data_sources::retrieve(DataSourceId::from(link.target));
        if let Some(found) = planner.client().get_opt(made).await?.filter(|it| !it.in_trash) {
            return Ok(Some(Place::There(Box::new(found))));
        }
    }
    let page = match planner.find_page(parent).await? {
        Ok(page) => page.id,
        Err(problem) => {
            problems.push(problem);
            return Ok(None);
        }
    };
    if databases_called(planner, page, title).await?.is_empty() {
        return Ok(Some(Place::New { parent: page, title: title.value.clone() }));
    }
    let message = format!("there is a database called `{}` already", title.value);
    let help = format!("write `data_source = \"{}\"` to migrate into it", title.value);
    problems.push(title.problem(message).help(help));
    Ok(None)
}

async fn databases_called(
    planner: &Planner<'_>,
    page: PageId,
    title: &str,
) -> Result<Vec<BlockId>, Error> {
    let children = planner.client().list(blocks::children(page)).collect().await?;
    let called =
        |kind: &BlockKind| matches!(kind, BlockKind::ChildDatabase(it) if it.title == title);
    Ok(children.into_iter().filter(|it| called(&it.kind)).map(|it| it.id).collect())
}
