//! What a recording shows of rows: which there were, and in which state.

use std::collections::BTreeMap;

use jiff::Timestamp;
use notion_filter::Schema;
use notion_model::{DataSource, Page, PageId, Parent, UserId};
use serde_json::Value;

use super::queries::{self, Query, plain};
use crate::traffic::Exchange;

/// A row as it was when a query was sent.
pub(super) struct Row<'a> {
    pub(super) page: &'a Page,
    /// Whether it was in the answer.
    pub(super) came: bool,
    /// Whether nothing was written between the query and the call that shows it so.
    pub(super) is_fresh: bool,
}

/// Everything that a recording shows.
#[derive(Default)]
pub(super) struct History {
    /// How many writes there had been when each call was answered, its own included.
    writes: Vec<usize>,
    /// Each row as it was seen, in the order of the calls.
    rows: BTreeMap<PageId, Vec<Seen>>,
    /// Each data source as it was seen last, by its id without dashes.
    sources: BTreeMap<String, Vec<(usize, DataSource)>>,
    /// The times that Notion wrote into its answers, each with its call.
    times: Vec<(usize, Timestamp)>,
    /// The times at which something was made by a call.
    made: Vec<(usize, Timestamp)>,
    me: Option<UserId>,
}

struct Seen {
    index: usize,
    page: Page,
}

impl History {
    pub(super) fn of(recording: &[Exchange]) -> Self {
        let mut history = Self::default();
        let mut writes = 0;
        for (index, exchange) in recording.iter().enumerate() {
            let passed = exchange.status == 200;
            writes += usize::from(passed && is_write(exchange));
            history.writes.push(writes);
            let answer = exchange.response.as_deref().map(|it| serde_json::from_str(it.get()));
            if let (true, Some(Ok(answer))) = (passed, answer) {
                history.look_at(index, exchange, &answer);
            }
        }
        history
    }

    fn look_at(&mut self, index: usize, exchange: &Exchange, answer: &Value) {
        if exchange.path == "/v1/users/me" {
            self.me = answer["id"].as_str().and_then(|id| id.parse().ok());
        }
        self.see(index, answer);
        answer["results"].as_array().into_iter().flatten().for_each(|it| self.see(index, it));
        if exchange.method == "POST" && is_write(exchange) {
            self.made.extend(time(&answer["created_time"]).map(|time| (index, time)));
        }
        // A row is thrown away as the block that it also is.
        if answer["object"] == "block" && answer["in_trash"] == true {
            let id = answer["id"].as_str().and_then(|id| id.parse().ok());
            if let Some(seen) = id.and_then(|id: PageId| self.rows.get_mut(&id))
                && let Some(last) = seen.last()
            {
                let page = Page { in_trash: true, ..last.page.clone() };
                seen.push(Seen { index, page });
            }
        }
    }

    fn see(&mut self, index: usize, object: &Value) {
        let mut times = vec![time(&object["created_time"]), time(&object["last_edited_time"])];
        times.retain(Option::is_some);
        self.times.extend(times.into_iter().flatten().map(|time| (index, time)));
        if object["object"] == "data_source"
            && let Ok(source) = serde_json::from_value::<DataSource>(object.clone())
        {
            self.sources.entry(plain(&source.id.to_string())).or_default().push((index, source));
        }
        if object["object"] == "page"
            && let Ok(page) = serde_json::from_value::<Page>(object.clone())
        {
            self.rows.entry(page.id).or_default().push(Seen { index, page });
        }
    }

    /// All rows that were there when the query was sent, as far as the recording shows them.
    pub(super) fn rows<'a>(&'a self, query: &'a Query) -> Vec<Row<'a>> {
        let mut rows: Vec<Row<'_>> =
            query.rows.iter().map(|page| Row { page, came: true, is_fresh: true }).collect();
        if !query.is_whole {
            return rows;
        }
        let others = self.rows.values().filter_map(|seen| self.state(seen, query));
        rows.extend(others.filter(|row| {
            belongs(row.page, &query.source)
                && row.page.in_trash == query.in_trash
                && row.page.is_archived == query.is_archived
                && query.rows.iter().all(|came| came.id != row.page.id)
        }));
        rows
    }

    /// The row as it was: as a call shows it that no write parts from the query, else as it was seen
    /// last before.
    fn state<'a>(&'a self, seen: &'a [Seen], query: &Query) -> Option<Row<'a>> {
        let writes = self.writes.get(query.index)?;
        let same = |it: &&Seen| self.writes.get(it.index) == Some(writes);
        let fresh = seen.iter().filter(same).min_by_key(|it| it.index.abs_diff(query.index));
        let last = || seen.iter().rev().find(|it| it.index < query.index);
        let found = fresh.or_else(last)?;
        Some(Row { page: &found.page, came: false, is_fresh: fresh.is_some() })
    }

    /// The earliest and the latest time at which the query may have been sent.
    pub(super) fn time(&self, query: &Query) -> Option<(Timestamp, Timestamp)> {
        let before = self.times.iter().filter(|(index, _)| *index <= query.index);
        let after = self.made.iter().find(|(index, _)| *index > query.index).map(|it| it.1);
        let earliest = before.map(|it| it.1).max().or(after)?;
        Some((earliest, after.unwrap_or(earliest).max(earliest)))
    }

    /// Who sent the calls, if that was asked.
    pub(super) fn me(&self) -> Option<UserId> {
        self.me
    }

    /// The data source as it was, or as it was seen later.
    pub(super) fn data_source(&self, query: &Query) -> Option<&DataSource> {
        let seen = self.sources.get(&query.source)?;
        let before = seen.iter().rev().find(|(index, _)| *index < query.index);
        before.or(seen.first()).map(|(_, source)| source)
    }

    /// The schema for the filters of a query, with what the rows of the recording teach.
    pub(super) fn schema(&self, query: &Query) -> Option<Schema> {
        let mut schema = Schema::from(self.data_source(query)?);
        for seen in self.rows.values().flatten() {
            if belongs(&seen.page, &query.source) {
                schema.learn_from_page(&seen.page);
            }
        }
        Some(schema)
    }
}

/// Whether a call may change rows.
fn is_write(exchange: &Exchange) -> bool {
    let reads = exchange.path == "/v1/search" || queries::source(exchange).is_some();
    exchange.method != "GET" && !reads
}

fn belongs(page: &Page, source: &str) -> bool {
    match &page.parent {
        Some(Parent::DataSource { data_source, database }) => {
            plain(&data_source.to_string()) == source
                || database.is_some_and(|it| plain(&it.to_string()) == source)
        }
        Some(Parent::Database(id)) => plain(&id.to_string()) == source,
        _ => false,
    }
}

fn time(value: &Value) -> Option<Timestamp> {
    value.as_str()?.parse().ok()
}
