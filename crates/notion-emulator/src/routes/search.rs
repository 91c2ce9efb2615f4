//! Search by title.

use std::collections::BTreeSet;

use serde_json::Value;
use uuid::Uuid;

use crate::call::{Answer, Call, page_of_ids};
use crate::check::{At, Checked};
use crate::ids;
use crate::refusal::Refusal;
use crate::render::{Selection, View, list};
use crate::world::World;
use crate::world::moment::Moment;

/// Words that are in so many titles that they say nothing.
const IGNORED: &[&str] = &[
    "a", "an", "and", "are", "at", "be", "by", "for", "from", "has", "have", "in", "is", "it",
    "no", "not", "of", "on", "or", "should", "that", "the", "this", "to", "was", "will", "with",
];

struct Search {
    words: Option<BTreeSet<String>>,
    only: Option<&'static str>,
    in_trash: bool,
    oldest_first: bool,
    /// Whether it is to be sorted by a time that searches do not know.
    wrong_timestamp: bool,
}

/// `POST /v1/search`
///
/// Any word of the query in a title suffices; what was edited last comes first. A search that lags
/// behind finds by the titles of then, and shows what it found as it is.
pub(super) fn search(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let search = read(&call.body())?;
    if search.wrong_timestamp {
        return Err(Refusal::validation(
            "body.sort.timestamp should be \"last_edited_time\" when sorting by timestamp.",
        ));
    }
    let paging = call.body_paging()?;
    let world = &*world;
    let known = world.known();
    let is_listed = |id: Uuid| {
        let is_trashed = is_trashed(world, id);
        if search.in_trash {
            is_trashed
        } else {
            known.finds(id, !is_trashed) && !is_below_trash(world, id)
        }
    };
    let mut found: Vec<(Moment, Moment, Uuid)> = Vec::new();
    if search.only != Some("data_source") {
        let pages = world.pages().filter(|page| is_listed(page.id));
        let title = |page| known.page(page).map(|known| world.plain(&known.title));
        let hits = pages.filter(|page| title(page).is_some_and(|title| search.finds(&title)));
        found.extend(hits.map(|page| (page.stamp.edited, page.stamp.created, page.id)));
    }
    if search.only != Some("page") {
        let sources = world.sources().filter(|source| is_listed(source.id));
        let hits = sources.filter(|source| search.finds(&world.plain(&source.title)));
        found.extend(hits.map(|source| {
            let database = world.database(source.database);
            let stamp = database.map(|database| (database.stamp.edited, database.stamp.created));
            let (edited, created) = stamp.unwrap_or_default();
            (edited, created, source.id)
        }));
    }
    found.sort();
    if !search.oldest_first {
        found.reverse();
    }
    let (page, next) = page_of_ids(found.into_iter().map(|(_, _, id)| id), &paging)?;
    let view = View::new(world, call.version);
    let results = page
        .iter()
        .filter_map(|id| match world.page(*id) {
            Some(page) => Some(view.page(page, &Selection::default())),
            None => world.source(*id).map(|source| view.source(source)),
        })
        .map(Value::Object)
        .collect();
    Ok(Answer::of(list("page_or_data_source", results, next)))
}

/// Whether a page was put into the trash, or a data source or its database.
fn is_trashed(world: &World, id: Uuid) -> bool {
    match world.source(id) {
        Some(source) => source.in_trash || world.is_trashed(source.database),
        None => world.is_trashed(id),
    }
}

fn is_below_trash(world: &World, id: Uuid) -> bool {
    match world.source(id) {
        Some(source) => world.is_below_trash(source.database),
        None => world.is_below_trash(id),
    }
}

fn read(body: &At<'_, '_>) -> Checked<Search> {
    body.object()?;
    let query = body.key("query").opt(At::string)?.unwrap_or_default();
    let mut search = Search {
        words: (!query.trim().is_empty()).then(|| words(query)),
        only: None,
        in_trash: false,
        oldest_first: false,
        wrong_timestamp: false,
    };
    body.key("filter").opt(|at| {
        at.object()?;
        search.in_trash = at.key("in_trash").opt(At::boolean)?.unwrap_or(false);
        if at.key("property").is_present() || at.key("value").is_present() {
            at.key("property").word(&["object"])?;
            search.only = Some(at.key("value").word(&["page", "data_source"])?);
        }
        at.only(&["property", "value", "in_trash"])
    })?;
    body.key("sort").opt(|at| {
        at.object()?;
        let direction = at.key("direction").opt(|at| at.word(&["ascending", "descending"]))?;
        search.oldest_first = direction == Some("ascending");
        let timestamp = at.key("timestamp").opt(At::string)?;
        search.wrong_timestamp = timestamp.is_some_and(|it| it != "last_edited_time");
        at.key("property").opt(|at| at.word(&["relevance"]))?;
        at.only(&["timestamp", "direction", "property"])
    })?;
    body.only(&["query", "filter", "sort", "start_cursor", "page_size"])?;
    Ok(search)
}

impl Search {
    fn finds(&self, title: &str) -> bool {
        match &self.words {
            None => true,
            Some(wanted) => words(title).iter().any(|word| wanted.contains(word)),
        }
    }
}

/// Whether a query finds a title.
pub(crate) fn is_found(query: &str, title: &str) -> bool {
    let words = (!query.trim().is_empty()).then(|| words(query));
    Search { words, only: None, in_trash: false, oldest_first: false, wrong_timestamp: false }
        .finds(title)
}

/// The words of a text that count, without the ending of a plural. An id is no word.
fn words(text: &str) -> BTreeSet<String> {
    if ids::parse(text.trim()).is_some() {
        return BTreeSet::new();
    }
    text.split(|it: char| !it.is_alphanumeric())
        .map(str::to_lowercase)
        .filter(|word| !word.is_empty() && !IGNORED.contains(&word.as_str()))
        .map(|word| match word.strip_suffix('s') {
            Some(stem) if stem.len() > 2 && !stem.ends_with('s') => stem.to_owned(),
            _ => word,
        })
        .collect()
}
