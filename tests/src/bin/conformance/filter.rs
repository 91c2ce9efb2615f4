//! `notion-filter`: every recorded query is answered again, from the rows that its recording shows.
//!
//! Both sides count: a row that came must match, and a row that is known to have been there and did
//! not come must not. And every filter, said in our language and compiled, is the same filter.

mod again;
mod history;
mod queries;

use std::collections::BTreeMap;

use jiff::Timestamp;
use notion_filter::{EvalEnv, compare, matches};
use notion_model::query::{Filter, TimestampKind};
use notion_model::{Page, PropertyValueKind};

use crate::Verdict;
use crate::traffic::Exchange;
use history::{History, Row};
use queries::Query;

/// Judges every query with a filter, and the order of every sorted one.
pub(crate) fn judge(exchanges: &[Exchange]) -> Verdict {
    let mut tally = Tally::default();
    for recording in exchanges.chunk_by(|left, right| left.recording() == right.recording()) {
        let history = History::of(recording);
        let queries = queries::read(recording, &mut tally.failures, &mut tally.refused);
        for query in &queries {
            tally.order(query, &history);
            if let Some(filter) = &query.filter {
                tally.query(query, filter, &history);
            }
        }
    }
    tally.verdict()
}

#[derive(Default)]
struct Tally {
    queries: usize,
    agreed: usize,
    came: usize,
    stayed_away: usize,
    sorted: usize,
    compiled: usize,
    failures: Vec<String>,
    /// Queries with a filter that Notion answered with an error.
    refused: Vec<String>,
    /// Queries of which no row could be judged, each with the reason.
    unjudged: Vec<String>,
    /// Rows that could not be judged, by the reason.
    skipped: BTreeMap<&'static str, Vec<String>>,
}

impl Tally {
    fn query(&mut self, query: &Query, filter: &Filter, history: &History) {
        self.queries += 1;
        let shown = serde_json::to_string(filter).unwrap_or_default();
        let (mut judged, mut wrong) = (0, Vec::new());
        for row in history.rows(query) {
            match say(filter, &row, query, history) {
                Err(reason) => {
                    let what = format!("{}: {}", query.place, name(row.page));
                    self.skipped.entry(reason).or_default().push(what);
                }
                Ok(says) if says == row.came => {
                    judged += 1;
                    *(if row.came { &mut self.came } else { &mut self.stayed_away }) += 1;
                }
                Ok(says) => {
                    judged += 1;
                    let notion = if row.came { "came" } else { "did not come" };
                    let ours = if says { "matches" } else { "does not match" };
                    let values = values(filter, row.page);
                    wrong.push(format!("{} {notion}; we say it {ours}: {values}", name(row.page)));
                }
            }
        }
        match again::difference(filter, query, history) {
            Ok(()) => self.compiled += 1,
            Err(difference) => wrong.push(difference),
        }
        if !wrong.is_empty() {
            let wrong = wrong.join("\n    ");
            self.failures.push(format!("{}: {shown}\n    {wrong}", query.place));
        } else if judged == 0 {
            let reason = "the recording shows no row whose state is known";
            self.unjudged.push(format!("{}: {reason}: {shown}", query.place));
        } else {
            self.agreed += 1;
        }
    }

    /// Whether the rows came in the order that was asked for.
    fn order(&mut self, query: &Query, history: &History) {
        if query.sorts.is_empty() {
            return;
        }
        self.sorted += 1;
        let source = history.data_source(query);
        let properties = source.map(|it| &it.properties);
        for pair in query.rows.windows(2) {
            let [first, second] = pair else { continue };
            if compare(&query.sorts, first, second, properties).is_gt() {
                let (first, second) = (name(first), name(second));
                let words = format!("{first} came before {second}; we sort them otherwise");
                self.failures.push(format!("{}: {words}", query.place));
            }
        }
    }

    fn verdict(self) -> Verdict {
        let Self { queries, agreed, came, stayed_away, sorted, compiled, failures, .. } = self;
        let summary = format!(
            "filter: {agreed} of {queries} recorded filter queries give the recorded rows ({came} \
             rows that came and {stayed_away} that did not); {compiled} of {queries} filters are \
             the same when decompiled and compiled again"
        );
        let mut notes = vec![format!("{sorted} sorted answers were held against our order")];
        let mut list = |head: String, places: Vec<String>| {
            notes.push(if places.is_empty() {
                format!("{head}: none")
            } else {
                format!("{head}:")
            });
            notes.extend(places.into_iter().map(|place| format!("  {place}")));
        };
        list("queries that could not be judged".to_owned(), self.unjudged);
        for (reason, rows) in self.skipped {
            list(format!("rows not judged because {reason}"), rows);
        }
        list("queries with a filter that Notion refused, not judged".to_owned(), self.refused);
        Verdict { summary, notes, failures }
    }
}

/// Whether we say that the row matches, or why we cannot say.
fn say(
    filter: &Filter,
    row: &Row<'_>,
    query: &Query,
    history: &History,
) -> Result<bool, &'static str> {
    let (earliest, latest) = history.time(query).ok_or("nothing shows when the query was sent")?;
    let mut leaves = Vec::new();
    gather(filter, &mut leaves);
    if !row.is_fresh && leaves.iter().any(|leaf| is_volatile(leaf, row.page)) {
        return Err("what the filter looks at may have changed since it was seen");
    }
    if leaves.iter().any(|leaf| is_cut(leaf, row.page)) {
        return Err("only the first of its related pages are shown");
    }
    let is_me = |it: &String| it.contains(":\"me\"");
    if history.me().is_none() && serde_json::to_string(filter).as_ref().is_ok_and(is_me) {
        return Err("nothing shows who `me` is");
    }
    let at = |now: Timestamp| {
        let env = EvalEnv { me: history.me(), ..EvalEnv::at(now) };
        matches(filter, row.page, &env)
    };
    let verdict = at(earliest);
    // When exactly the query was sent is only known up to the calls around it.
    if verdict == at(latest) { Ok(verdict) } else { Err("the answer changed between two calls") }
}

fn gather<'a>(filter: &'a Filter, leaves: &mut Vec<&'a Filter>) {
    match filter {
        Filter::And(parts) | Filter::Or(parts) => parts.iter().for_each(|it| gather(it, leaves)),
        leaf => leaves.push(leaf),
    }
}

/// Whether a write that does not show the row may change what the condition looks at.
fn is_volatile(leaf: &Filter, page: &Page) -> bool {
    use PropertyValueKind as K;
    match leaf {
        Filter::Property(leaf) => match page.property(&leaf.property) {
            Some(value) => matches!(
                value,
                K::Relation(_)
                    | K::Rollup(_)
                    | K::Formula(_)
                    | K::LastEditedTime(_)
                    | K::LastEditedBy(_)
            ),
            None => true,
        },
        // What is written into a page changes its time, and the answer does not show the page.
        Filter::Timestamp(leaf) => leaf.timestamp == TimestampKind::LastEditedTime,
        Filter::And(_) | Filter::Or(_) => false,
    }
}

fn is_cut(leaf: &Filter, page: &Page) -> bool {
    match leaf {
        Filter::Property(leaf) => {
            page.properties.get(&leaf.property).is_some_and(|it| it.has_more == Some(true))
        }
        _ => false,
    }
}

/// The page as somebody would look for it.
fn name(page: &Page) -> String {
    format!("row {} `{}`", page.id, page.title())
}

/// What the row has where the filter looks.
fn values(filter: &Filter, page: &Page) -> String {
    let mut leaves = Vec::new();
    gather(filter, &mut leaves);
    let shown = leaves.iter().map(|leaf| match leaf {
        Filter::Property(leaf) => {
            let value = page.properties.get(&leaf.property);
            format!("{} = {}", leaf.property, serde_json::to_string(&value).unwrap_or_default())
        }
        _ => format!("created {:?}, edited {:?}", page.created_time, page.last_edited_time),
    });
    shown.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests;
