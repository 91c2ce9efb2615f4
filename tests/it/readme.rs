//! The sessions of the front pages: their commands, run in order, print what the pages say they print.

use std::fmt::Write as _;

use crate::session::Session;

const README: &str = include_str!("../../README.md");

#[test]
fn the_session_prints_what_it_says() {
    let session = Session::local()
        .terminal()
        .file("notes.md", block(README, "markdown").next().unwrap())
        .file("board.toml", block(README, "toml").next().unwrap());
    prints_what_it_says(README, &session);
}

/// The page of the filter language shows its command, too.
#[test]
fn the_filter_language_prints_what_it_says() {
    const PAGE: &str = include_str!("../../crates/notion-filter/README.md");
    const SCHEMA: &str = include_str!("../../fixtures/filter/schema.json");
    prints_what_it_says(PAGE, &Session::new().terminal().file("voyages.json", SCHEMA));
}

fn prints_what_it_says(page: &'static str, session: &Session) {
    let (mut said, mut printed) = (String::new(), String::new());
    for console in block(page, "console") {
        said.push_str(console);
        for command in console.lines().filter_map(|line| line.strip_prefix("$ ")) {
            let outcome = session.run(command);
            // A reader sees the answer; of a failure, the reason.
            let shown = if outcome.code() == 0 { &outcome.stdout } else { &outcome.stderr };
            writeln!(printed, "$ {command}").unwrap();
            for line in shown.lines() {
                writeln!(printed, "{}", line.trim_end()).unwrap();
            }
        }
    }
    assert!(!said.is_empty(), "the page shows a session");
    assert_eq!(said, printed, "write this into the page:\n{printed}");
}

/// The fenced blocks of a language.
fn block(page: &'static str, language: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("```{language}\n");
    page.match_indices(&fence)
        .map(|(at, fence)| &page[at + fence.len()..])
        .filter_map(|rest| Some(&rest[..rest.find("```")?]))
        .collect::<Vec<_>>()
        .into_iter()
}
