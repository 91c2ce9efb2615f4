//! The README's session: its commands, run in order, print what it says they print.

use std::fmt::Write as _;

use crate::session::Session;

const README: &str = include_str!("../../README.md");

/// A Markdown file that the session pushes.
const NOTES: &str =
    "# Test ride\n\n- Brakes: **firm**\n  - front pads bedded in\n- [ ] Ask for a longer stem\n";

#[test]
fn the_session_prints_what_it_says() {
    let session = Session::local()
        .terminal()
        .file("notes.md", NOTES)
        .file("board.toml", block("toml").next().unwrap());
    let (mut said, mut printed) = (String::new(), String::new());
    for console in block("console") {
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
    assert!(!said.is_empty(), "the README shows a session");
    assert_eq!(said, printed, "write this into the README:\n{printed}");
}

/// The fenced blocks of a language.
fn block(language: &str) -> impl Iterator<Item = &'static str> {
    let fence = format!("```{language}\n");
    README
        .match_indices(&fence)
        .map(|(at, fence)| &README[at + fence.len()..])
        .filter_map(|rest| Some(&rest[..rest.find("```")?]))
        .collect::<Vec<_>>()
        .into_iter()
}
