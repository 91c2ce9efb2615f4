//! The chores and their flags, read from the command line without a library.

use std::path::PathBuf;

use crate::{Failure, shell};

/// Shown for `cargo xtask` and `cargo xtask help`.
pub(crate) const HELP: &str = "\
Usage: cargo xtask CHORE

  check [--no-test]            everything a change must pass, the quickest first
  tidy                         layers, file sizes, first lines, the lock file
  codegen [worlds] [--check]   write the generated files, or complain that one is stale
  conformance [--clients] [--traffic FOLDER] [--examples] [--readmes FOLDER] [--types FOLDER]
              [--live] [--if-available]
                               what is not ours against our crates; with --if-available it is
                               no error when what a check needs is not there
      --clients                every method of the official JavaScript SDK and of the Python SDK, and
                               Notion's command `ntn`, against `notion serve` (needs Node and
                               Python); the default
      --traffic FOLDER         recordings of the real API, one `.jsonl` file each
      --examples               every example of the specifications of CommonMark and of GitHub's
                               Markdown keeps its text and is accepted (needs Node)
      --readmes FOLDER         Markdown that people wrote, all files below it: compiled, accepted and
                               the same when written and read again, in each dialect
      --types FOLDER [--recorded FOLDER]
                               the official types, known to the tool in FOLDER, judge every body
                               that the test suite sends and our local Notion answers (needs Node);
                               of a run that has been, or else of a new one: any run of the tests
                               records into the folder that NOTION_TEST_RECORD names. After
                               --clients they judge what the clients said instead
      --live                   what we assume of Notion, asked of Notion itself below one page (needs
                               NOTION_TOKEN and NOTION_SCRATCH_PAGE); never in CI
  bench client [--check]       how quickly rows are read and pages created, beside the official SDKs
                               (as far as Node and Python are there)
  bench diff [--check]         how quickly a page is compared with what it should hold
  bench emulator [--check]     how quickly a world of 100,000 rows is opened, queried and read, and
                               what it takes of the memory
  bench filter [--check]       how quickly filters are read and compiled
  bench md [--readmes FOLDER]… [--check]
                               how quickly Markdown becomes JSON, beside comrak and martian (needs
                               Node), on the Markdown that cargo has on every machine unless told
  bench model [--traffic FOLDER] [--check]
                               how quickly recorded answers are decoded, beside serde_json's Value
                               and notionrs_types (recordings: ../shared/traffic unless told; with
                               --check a missed goal is an error)";

/// One chore, with what was asked of it.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Chore {
    /// Print [`HELP`].
    Help,
    /// Everything a change must pass.
    Check {
        /// Whether the test suite is part of it.
        tests: Tests,
    },
    /// The rules of the tree.
    Tidy,
    /// The generated files.
    Codegen {
        /// Whether to write them or to compare them.
        mode: Mode,
    },
    /// What is not ours against our crates.
    Conformance(Conformance),
    /// Measurements beside peers.
    Bench {
        /// What is measured.
        subject: String,
        /// Its flags, which it reads itself.
        flags: Vec<String>,
    },
}

/// Whether `check` runs the test suite. CI has run it already when it comes to the checks.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Tests {
    /// Run it.
    Run,
    /// Leave it out.
    Skip,
}

/// What to do with a generated file.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    /// Write it.
    Write,
    /// Complain if it is not what would be written.
    Check,
}

/// Which checks `conformance` runs, and how strictly.
#[derive(Debug, Default, Eq, PartialEq)]
pub(crate) struct Conformance {
    /// The checks, in the order in which they were asked for.
    pub(crate) subjects: Vec<Subject>,
    /// What to do when something that a check needs is not there.
    pub(crate) absence: Absence,
    /// What the test suite said when it was run with recording on, if it was.
    pub(crate) recorded: Option<PathBuf>,
}

/// One check of `conformance`.
#[derive(Debug, Eq, PartialEq)]
pub(crate) enum Subject {
    /// The official clients against the emulator.
    Clients,
    /// The recordings of a folder against the crates.
    Traffic(PathBuf),
    /// The examples of the specifications of Markdown against `notion-md`.
    Examples,
    /// What we assume of Notion against Notion.
    Live,
    /// The Markdown files below a folder against `notion-md`.
    Readmes(PathBuf),
    /// The official types, known to the tool in a folder, against what the tests say.
    Types(PathBuf),
}

/// What `conformance` does when something that a check needs is not there.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(crate) enum Absence {
    /// Fail: somebody asked for this check and did not get it.
    #[default]
    Fails,
    /// Say so and succeed.
    IsSaid,
}

impl Absence {
    /// What becomes of a check that cannot be run, with the reason and what to do about it.
    pub(crate) fn judge(self, reason: &str, hint: &str) -> Result<(), Failure> {
        match self {
            Self::Fails => Err(format!("{reason}\nhint: {hint}")),
            Self::IsSaid => {
                shell::say(reason);
                Ok(())
            }
        }
    }
}

/// Reads the arguments after the program's name.
pub(crate) fn read(arguments: impl Iterator<Item = String>) -> Result<Chore, Failure> {
    let arguments: Vec<String> = arguments.collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match words.as_slice() {
        [] | ["help" | "--help" | "-h"] => Ok(Chore::Help),
        ["check"] => Ok(Chore::Check { tests: Tests::Run }),
        ["check", "--no-test"] => Ok(Chore::Check { tests: Tests::Skip }),
        ["tidy"] => Ok(Chore::Tidy),
        ["codegen"] | ["codegen", "worlds"] => Ok(Chore::Codegen { mode: Mode::Write }),
        ["codegen", "--check"] | ["codegen", "worlds", "--check"] => {
            Ok(Chore::Codegen { mode: Mode::Check })
        }
        ["conformance", flags @ ..] => conformance(flags).map(Chore::Conformance),
        // Before anything is built, which takes minutes.
        ["bench", subject, ..] if !SUBJECTS.contains(subject) => {
            Err(format!("`bench` has no subject `{subject}`; it has {}", SUBJECTS.join(", ")))
        }
        ["bench", subject, flags @ ..] => Ok(Chore::Bench {
            subject: (*subject).to_owned(),
            flags: flags.iter().map(|&it| it.to_owned()).collect(),
        }),
        other => Err(format!("there is no chore `{}`\n\n{HELP}", other.join(" "))),
    }
}

fn conformance(flags: &[&str]) -> Result<Conformance, Failure> {
    let mut wanted = Conformance::default();
    let mut flags = flags.iter();
    while let Some(flag) = flags.next() {
        match *flag {
            "--clients" => wanted.subjects.push(Subject::Clients),
            "--traffic" => wanted.subjects.push(Subject::Traffic(folder(flag, flags.next())?)),
            "--examples" => wanted.subjects.push(Subject::Examples),
            "--live" => wanted.subjects.push(Subject::Live),
            "--readmes" => wanted.subjects.push(Subject::Readmes(folder(flag, flags.next())?)),
            "--types" => wanted.subjects.push(Subject::Types(folder(flag, flags.next())?)),
            "--recorded" => wanted.recorded = Some(folder(flag, flags.next())?),
            "--if-available" => wanted.absence = Absence::IsSaid,
            other => return Err(format!("`conformance` has no `{other}`\n\n{HELP}")),
        }
    }
    if wanted.subjects.is_empty() {
        wanted.subjects.push(Subject::Clients);
    }
    Ok(wanted)
}

fn folder(flag: &str, value: Option<&&str>) -> Result<PathBuf, Failure> {
    match value {
        Some(folder) if !folder.starts_with("--") => Ok(PathBuf::from(folder)),
        _ => Err(format!("`{flag}` needs a folder\n\n{HELP}")),
    }
}

/// What can be measured.
const SUBJECTS: [&str; 6] = ["client", "diff", "emulator", "filter", "md", "model"];

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::{Absence, Chore, Conformance, Subject, Tests, read};

    fn check(line: &str, expected: &Chore) {
        assert_eq!(&read(line.split_whitespace().map(str::to_owned)).unwrap(), expected);
    }

    #[test]
    fn flags_are_understood() {
        check("", &Chore::Help);
        check("check --no-test", &Chore::Check { tests: Tests::Skip });
    }

    #[test]
    fn nothing_is_built_to_measure_what_is_not_there() {
        let refused = read(["bench", "modle"].map(str::to_owned).into_iter()).unwrap_err();
        assert_eq!(
            refused,
            "`bench` has no subject `modle`; it has client, diff, emulator, filter, md, model"
        );
    }

    #[test]
    fn the_checks_of_conformance_are_chosen() {
        let check = |line, subjects: Vec<_>, absence| {
            let wanted = Conformance { subjects, absence, recorded: None };
            check(line, &Chore::Conformance(wanted));
        };
        let traffic = || Subject::Traffic(PathBuf::from("../recordings"));
        check("conformance", vec![Subject::Clients], Absence::Fails);
        check("conformance --clients", vec![Subject::Clients], Absence::Fails);
        check("conformance --live", vec![Subject::Live], Absence::Fails);
        check("conformance --if-available", vec![Subject::Clients], Absence::IsSaid);
        check("conformance --traffic ../recordings", vec![traffic()], Absence::Fails);
        check(
            "conformance --traffic ../recordings --clients",
            vec![traffic(), Subject::Clients],
            Absence::Fails,
        );
        check("conformance --examples", vec![Subject::Examples], Absence::Fails);
        check(
            "conformance --readmes ../texts --if-available",
            vec![Subject::Readmes(PathBuf::from("../texts"))],
            Absence::IsSaid,
        );
    }

    #[test]
    fn the_types_can_judge_a_run_that_has_been() {
        let expected = Conformance {
            subjects: vec![Subject::Types(PathBuf::from("tool"))],
            absence: Absence::Fails,
            recorded: Some(PathBuf::from("said")),
        };
        check("conformance --types tool --recorded said", &Chore::Conformance(expected));
    }

    #[test]
    fn traffic_without_a_folder_is_refused() {
        let failure = read("conformance --traffic --clients".split(' ').map(str::to_owned));
        assert!(failure.unwrap_err().starts_with("`--traffic` needs a folder"));
    }

    #[test]
    fn a_wrong_chore_shows_the_right_ones() {
        let failure = read(["chekc".to_owned()].into_iter()).unwrap_err();
        assert!(failure.contains("there is no chore `chekc`"), "{failure}");
        assert!(failure.contains("tidy"), "{failure}");
    }
}
