//! How far the local Notion goes: a page made of the table of routes and of the list of misses.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use serde::Deserialize;

use crate::routes::{ROUTES, Route, Work};

/// A recorded exchange with Notion that is not reproduced.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Miss {
    /// The file of the recording.
    pub recording: String,
    /// Its lines, counted from 1.
    pub lines: Vec<usize>,
    /// Why.
    pub reason: String,
}

/// What is not reproduced of the recordings that this release was compared with.
///
/// # Panics
/// Never: the list is part of the program and read by its tests.
#[must_use]
pub fn misses() -> Vec<Miss> {
    #[derive(Deserialize)]
    struct List {
        #[serde(default)]
        miss: Vec<Miss>,
    }
    let list: Result<List, _> = toml::from_str(include_str!("coverage/misses.toml"));
    list.map(|list| list.miss).unwrap_or_default()
}

/// The coverage page in Markdown: every endpoint, and every recorded exchange that is missed.
#[must_use]
pub fn page() -> String {
    let mut page = String::from(
        "# Coverage\n\n\
         How far the local Notion goes, version by version the same. This page is written by a \
         program:\nthe table of routes that answers requests is its source.\n\n\
         | endpoint | state | what is not |\n|---|---|---|\n",
    );
    let mut routes: Vec<&Route> = ROUTES.iter().collect();
    routes.sort_by_key(|route| (route.path, METHODS.iter().position(|it| *it == route.method)));
    for route in routes {
        let (state, what) = state(route);
        // Writing to a text cannot fail.
        let _ = writeln!(page, "| `{} {}` | {state} | {what} |", route.method, route.path);
    }
    page.push_str("\n## Recorded exchanges that are not reproduced\n\n");
    let mut reasons: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for Miss { recording, lines, reason } in misses() {
        let lines: Vec<String> = lines.iter().map(usize::to_string).collect();
        let place = format!("`{recording}` {}", lines.join(", "));
        reasons.entry(reason).or_default().push(place);
    }
    if reasons.is_empty() {
        page.push_str("None.\n");
    }
    for (reason, places) in reasons {
        let _ = writeln!(page, "- {reason}:\n  {}", places.join(" ·\n  "));
    }
    page
}

const METHODS: [&str; 4] = ["GET", "POST", "PATCH", "DELETE"];

fn state(route: &Route) -> (&'static str, &'static str) {
    match (route.work, route.missing) {
        (Work::NotYet(what), _) => ("refused", what),
        (Work::Do(_), Some(what)) => ("partly", what),
        (Work::Do(_), None) => ("implemented", ""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_fresh() {
        assert_eq!(
            page(),
            include_str!("../COVERAGE.md"),
            "COVERAGE.md is stale; run `cargo run -p notion-tests --bin conformance -- \
             --coverage >crates/notion-emulator/COVERAGE.md`"
        );
    }

    #[test]
    fn the_list_of_misses_can_be_read() {
        let list: toml::Table = toml::from_str(include_str!("coverage/misses.toml")).unwrap();
        let count = list.get("miss").and_then(|it| it.as_array()).map_or(0, Vec::len);
        assert_eq!(misses().len(), count);
    }
}
