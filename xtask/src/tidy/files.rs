//! What every file of ours must look like.

use crate::Failure;
use crate::repository::{self, File};

/// Longer source files hold more than one idea.
const LONGEST: usize = 600;

/// Names that say nothing about what is in the file.
const EMPTY_NAMES: &[&str] =
    &["utils", "util", "helpers", "helper", "common", "types", "misc", "mod"];

/// The only file that may name the HTTP library.
const HTTP_LIBRARY: (&str, &str) = ("reqwest::", "crates/notion-client/src/transport/reqwest.rs");

/// Folders that exist on one machine only. Put together, so that this file does not hold them.
const MACHINES: &[&str] = &[
    concat!("/", "work/"),
    concat!("/", "root/"),
    concat!("/", "farm/"),
    concat!("/", "tmp/r/"),
    concat!("/", "Users/"),
];

/// Every file that is not as it should be.
pub(super) fn complaints() -> Result<Vec<String>, Failure> {
    Ok(repository::files()?.iter().flat_map(look_at).collect())
}

fn look_at(file: &File) -> Vec<String> {
    let path = file.path.as_str();
    let mut complaints = Vec::new();
    if has_ending(path, "rs") {
        source(file, &mut complaints);
    }
    if path != "Cargo.lock" && !path.starts_with("fixtures/") {
        lines(file, &mut complaints);
    }
    complaints
}

fn source(file: &File, complaints: &mut Vec<String>) {
    let File { path, text } = file;
    let count = text.lines().count();
    if count > LONGEST {
        complaints.push(format!("{path} has {count} lines; {LONGEST} is the limit"));
    }
    let first = text.lines().next().unwrap_or_default();
    // The front page of a crate is its README, which begins with the sentence.
    if !first.starts_with("//! ") && first != "#![doc = include_str!(\"../README.md\")]" {
        complaints
            .push(format!("{path}:1 must be `//!` and a sentence that says what the file is for"));
    }
    let name = path.rsplit('/').next().unwrap_or(path).trim_end_matches(".rs");
    if EMPTY_NAMES.contains(&name) {
        complaints.push(format!("{path} has a name that says nothing"));
    }
    let (word, home) = HTTP_LIBRARY;
    // The module above re-exports its child, which has the library's name.
    let names_it = text.replace(&format!("self::{word}"), "").contains(word);
    if path != home && path.starts_with("crates/") && names_it {
        complaints.push(format!("{path} names {word}, which only {home} may"));
    }
}

fn lines(file: &File, complaints: &mut Vec<String>) {
    let File { path, text } = file;
    // Two spaces at the end of a line are a line break in Markdown, and a snapshot in a test shows
    // what was printed, to the letter.
    let breaks = has_ending(path, "md") || path.contains("/tests");
    for (number, line) in text.lines().enumerate() {
        let number = number + 1;
        if line.ends_with([' ', '\t']) && !breaks {
            complaints.push(format!("{path}:{number} ends in white space"));
        }
        if let Some(folder) = MACHINES.iter().find(|folder| names_folder(line, folder)) {
            complaints
                .push(format!("{path}:{number} names {folder}, which exists on one machine only"));
        }
    }
    if !text.is_empty() && !text.ends_with('\n') {
        complaints.push(format!("{path} does not end in a line end"));
    }
}

/// Whether a folder stands in a line as the beginning of a path, not in the middle of one.
fn names_folder(line: &str, folder: &str) -> bool {
    line.match_indices(folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        before.is_none_or(|it| !it.is_alphanumeric() && !matches!(it, '_' | '.' | '-' | '}'))
    })
}

fn has_ending(path: &str, ending: &str) -> bool {
    std::path::Path::new(path).extension().is_some_and(|it| it == ending)
}

#[cfg(test)]
mod tests {
    use crate::repository::File;

    fn check(path: &str, text: &str, expected: &[&str]) {
        let file = File { path: path.to_owned(), text: text.to_owned() };
        assert_eq!(super::look_at(&file), expected);
    }

    #[test]
    fn files_are_looked_at() {
        check("crates/a/src/id.rs", "//! Names of things.\n", &[]);
        check(
            "crates/a/src/utils.rs",
            "fn f() {} \n",
            &[
                "crates/a/src/utils.rs:1 must be `//!` and a sentence that says what the file is for",
                "crates/a/src/utils.rs has a name that says nothing",
                "crates/a/src/utils.rs:1 ends in white space",
            ],
        );
        let path = concat!("see /", "work/here");
        check(
            "README.md",
            &format!("two spaces  \n{path} and a/{path}\n"),
            &[concat!("README.md:2 names /", "work/, which exists on one machine only")],
        );
    }
}
