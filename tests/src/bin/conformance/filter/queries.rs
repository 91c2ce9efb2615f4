//! The queries of a recording, each with all pages of its answer.

use notion_model::query::{Filter, Query as Body, Sort};
use notion_model::{List, Page};
use serde_json::value::RawValue;

use crate::traffic::Exchange;

/// A query and what came.
pub(super) struct Query {
    /// The file and line of its first page.
    pub(super) place: String,
    /// Where it stands in the recording.
    pub(super) index: usize,
    /// The data source, or the database in old versions, without dashes.
    pub(super) source: String,
    /// What was asked for.
    pub(super) filter: Option<Filter>,
    pub(super) sorts: Vec<Sort>,
    pub(super) in_trash: bool,
    pub(super) is_archived: bool,
    /// The rows that came, in their order.
    pub(super) rows: Vec<Page>,
    /// Whether these are all rows that match: then the others do not.
    pub(super) is_whole: bool,
    /// Where the answer goes on.
    next: Option<String>,
}

/// The data source whose rows a call asks for.
pub(super) fn source(exchange: &Exchange) -> Option<String> {
    let mut steps = exchange.path.trim_start_matches("/v1/").split('/');
    let (folder, id, call) = (steps.next()?, steps.next()?, steps.next()?);
    let is_query = exchange.method == "POST" && call == "query" && steps.next().is_none();
    (is_query && matches!(folder, "data_sources" | "databases")).then(|| plain(id))
}

/// An id without dashes.
pub(super) fn plain(id: &str) -> String {
    id.replace('-', "")
}

/// Reads all queries. A page that goes on where another ended belongs to the same query.
pub(super) fn read(
    recording: &[Exchange],
    failures: &mut Vec<String>,
    refused: &mut Vec<String>,
) -> Vec<Query> {
    let mut queries: Vec<Query> = Vec::new();
    for (index, exchange) in recording.iter().enumerate() {
        let Some(source) = source(exchange) else { continue };
        let place = &exchange.place;
        let body = match body(exchange.request.as_deref()) {
            Ok(body) => body,
            Err(error) => {
                failures.push(format!("{place}: this query is not read: {error}"));
                continue;
            }
        };
        if exchange.status != 200 {
            if body.filter.is_some() {
                refused.push(format!("{place}: status {}", exchange.status));
            }
            continue;
        }
        let list: List<Page> = match exchange.response.as_deref().map(RawValue::get) {
            Some(text) => match serde_json::from_str(text) {
                Ok(list) => list,
                Err(error) => {
                    failures.push(format!("{place}: this answer is not read: {error}"));
                    continue;
                }
            },
            None => continue,
        };
        // What could not be read as a page may be a data source of a wiki, which no filter meets.
        let rows = list.items().cloned().collect();
        let is_whole =
            !list.has_more && list.request_status.is_none() && body.result_type.is_none();
        let before = queries.iter_mut().rev().find(|it| {
            body.start_cursor.is_some() && it.next == body.start_cursor && it.source == source
        });
        if let Some(query) = before {
            query.rows.extend::<Vec<Page>>(rows);
            query.is_whole = is_whole;
            query.next = list.next_cursor;
            continue;
        }
        queries.push(Query {
            place: place.clone(),
            index,
            source,
            is_whole: is_whole && body.start_cursor.is_none(),
            filter: body.filter,
            sorts: body.sorts,
            in_trash: body.in_trash == Some(true),
            is_archived: body.is_archived == Some(true),
            rows,
            next: list.next_cursor,
        });
    }
    queries
}

fn body(request: Option<&RawValue>) -> serde_json::Result<Body> {
    request.map_or_else(|| Ok(Body::default()), |it| serde_json::from_str(it.get()))
}
