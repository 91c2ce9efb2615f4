//! Query: rows of a data source, and what there is to count about them.

mod aggregate;
mod cell;

use notion_filter::Explanation;
use notion_model::{
    DataSource, DataSourceId, Page, PageId, PropertySchemaKind,
    query::{Query, Sort},
};

pub use self::{
    aggregate::{Figure, Group, Groups},
    cell::Cell,
};
use crate::{
    planner::{PlanError, Planner, Selection, no_problems, page_size, problems, require_property},
    problem::{Located, Problem},
    spec::{Function, Measure, QuerySpec, Spec},
};

/// What a query found.
#[derive(Clone, Debug, PartialEq)]
pub struct QueryResult {
    /// The data source's title.
    pub title: String,
    /// The names of the columns.
    pub columns: Vec<String>,
    /// The rows, in the order asked for.
    pub rows: Vec<Row>,
    /// What was counted, if anything was to be.
    pub groups: Option<Groups>,
    /// What the author of the filter should know.
    pub warnings: Vec<String>,
    /// How many requests it took.
    pub requests: u64,
}

/// One row of a result.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The page.
    pub id: PageId,
    /// Its address.
    pub url: Option<String>,
    /// One cell per column.
    pub cells: Vec<Cell>,
}

/// The request that a query sends: what `--explain` shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Explained {
    /// The data source's title.
    pub title: String,
    /// The data source that is asked.
    pub data_source: DataSourceId,
    /// What it is asked, without the cursor.
    pub request: Query,
    /// After how many rows the program stops by itself.
    pub limit: Option<u32>,
    /// What the filter means, who applies it, and what the query costs at least.
    pub explanation: Explanation,
    /// What the author of the filter should know.
    pub warnings: Vec<String>,
}

/// Says what a query means and would send, without sending it. Only the schema is read, and what the filter
/// names.
///
/// # Errors
/// As [`query`].
pub async fn explain(
    spec: &Spec,
    query: &QuerySpec,
    planner: &Planner<'_>,
) -> Result<Explained, PlanError> {
    let ready = prepare(spec, query, planner).await?;
    let Ready { source, mut request, limit, warnings, .. } = ready;
    request.page_size = Some(page_size(limit));
    let filter = query.rows.filter.as_ref().map_or("", |it| it.as_str());
    let explanation = planner.explain(&source, filter).await?.map_err(|error| {
        let filter = query.rows.filter.as_ref();
        spec.error(filter.map(|it| problems(spec, it, &error)).unwrap_or_default())
    })?;
    let explanation = explanation.with_rows(request.sorts.clone(), limit);
    let (title, data_source) = (source.title(), source.id);
    Ok(Explained { title, data_source, request, limit, explanation, warnings })
}

/// Carries out a query. Reads only.
///
/// # Errors
/// If the query does not fit the data source, with every mistake in its place, or if the workspace
/// cannot be read.
pub async fn query(
    spec: &Spec,
    query: &QuerySpec,
    planner: &Planner<'_>,
) -> Result<QueryResult, PlanError> {
    let before = planner.requests();
    let ready = prepare(spec, query, planner).await?;
    let Ready { source, columns, request, limit, warnings } = ready;
    let mut rows = planner.scan(&source, request, limit).await?;
    let names: Vec<&str> = columns.iter().map(String::as_str).collect();
    planner.complete(&mut rows, &names).await?;
    let groups = aggregate::groups(query, &source, &rows);
    let rows = rows.iter().map(|page| row(page, &columns)).collect();
    Ok(QueryResult {
        title: source.title(),
        columns,
        rows,
        groups,
        warnings,
        requests: planner.requests() - before,
    })
}

/// A query that fits its data source.
struct Ready {
    source: DataSource,
    columns: Vec<String>,
    request: Query,
    limit: Option<u32>,
    warnings: Vec<String>,
}

async fn prepare(
    spec: &Spec,
    query: &QuerySpec,
    planner: &Planner<'_>,
) -> Result<Ready, PlanError> {
    let source = match planner.find_data_source(&query.rows.data_source).await? {
        Ok(source) => source,
        Err(problem) => return Err(spec.error(vec![problem]).into()),
    };
    let mut problems = Vec::new();
    let selection = planner.select(spec, &source, query.rows.filter.as_ref()).await?;
    let selection = selection.unwrap_or_else(|found| {
        problems.extend(found);
        Selection::default()
    });
    let columns = columns(query, &source, &selection, &mut problems);
    let sorts = sorts(query, &source, &selection, &mut problems);
    for name in query.by.iter().chain(query.measures.iter().filter_map(|it| it.property.as_ref())) {
        require_property(&source, name, &mut problems);
    }
    problems.extend(query.measures.iter().filter_map(|it| not_addable(it, &source)));
    no_problems(spec, problems)?;
    let limit = match (query.limit, selection.limit) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    };
    let request = Query { sorts, ..selection.query() };
    let warnings = selection.warnings.into_iter().map(|(_, shown)| shown).collect();
    Ok(Ready { source, columns, request, limit, warnings })
}

/// The problem with a sum or an average over a property that holds no numbers: it would be 0, and
/// look like an answer.
fn not_addable(measure: &Measure, source: &DataSource) -> Option<Problem> {
    let property = measure.property.as_ref()?;
    let kind = &source.properties.get(property)?.kind;
    let holds_numbers = matches!(
        kind,
        PropertySchemaKind::Number(_)
            | PropertySchemaKind::UniqueId(_)
            | PropertySchemaKind::Formula(_)
            | PropertySchemaKind::Rollup(_)
            | PropertySchemaKind::Unknown(_)
    );
    let adds = matches!(measure.function, Function::Sum | Function::Avg);
    (adds && !holds_numbers).then(|| {
        let message =
            format!("`{}` holds no numbers: it is a {} property", property.value, kind.type_name());
        property.problem(message).help("add up a number property, or use `count`")
    })
}

fn row(page: &Page, columns: &[String]) -> Row {
    let cells = columns.iter().map(|name| Cell::of(page.property(name))).collect();
    Row { id: page.id, url: page.url.clone(), cells }
}

/// The columns: those asked for, or all with the title first.
fn columns(
    query: &QuerySpec,
    source: &DataSource,
    selection: &Selection,
    problems: &mut Vec<Problem>,
) -> Vec<String> {
    if !query.fields.is_empty() {
        for name in &query.fields {
            require_property(source, name, problems);
        }
        return query.fields.iter().map(|it| it.value.clone()).collect();
    }
    if !selection.fields.is_empty() {
        return selection.fields.clone();
    }
    let is_title = |kind: &PropertySchemaKind| kind.type_name() == "title";
    let (title, others): (Vec<_>, Vec<_>) =
        source.properties.iter().partition(|(_, schema)| is_title(&schema.kind));
    title.into_iter().chain(others).map(|(name, _)| name.to_owned()).collect()
}

fn sorts(
    query: &QuerySpec,
    source: &DataSource,
    selection: &Selection,
    problems: &mut Vec<Problem>,
) -> Vec<Sort> {
    if query.order.is_empty() {
        return selection.sorts.clone();
    }
    if let Some(first) = query.order.first().filter(|_| !selection.sorts.is_empty()) {
        let message = "the order is given twice: here, and after `order by` in the filter";
        problems.push(first.problem(message).help("keep one of them"));
    }
    let keys = query.order.iter().filter_map(|key| {
        let (name, descending) = match key.strip_prefix('-') {
            Some(name) => (name, true),
            None => (key.as_str(), false),
        };
        let sort = match name {
            "@created_time" => Sort::timestamp(notion_model::query::TimestampKind::CreatedTime),
            "@last_edited_time" => {
                Sort::timestamp(notion_model::query::TimestampKind::LastEditedTime)
            }
            name => {
                let name: Located<String> = key.clone().map(|_| name.to_owned());
                require_property(source, &name, problems)?;
                Sort::property(name.value)
            }
        };
        Some(if descending { sort.descending() } else { sort.ascending() })
    });
    keys.collect()
}
