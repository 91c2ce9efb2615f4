//! The chores and their flags, read from the command line without a library.

use crate::Failure;

/// Shown for `cargo xtask` and `cargo xtask help`.
pub(crate) const HELP: &str = "\
Usage: cargo xtask CHORE

  check [--no-test]            everything a change must pass, the quickest first
  tidy                         layers, file sizes, first lines, the lock file
  codegen [worlds] [--check]   write the generated files, or complain that one is stale
  conformance [--clients] [--if-available]
                               the official JavaScript SDK against `notion serve`
                               (needs Node; with --if-available its absence is no error)";

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
    /// Official clients against the emulator.
    Conformance(Conformance),
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

/// What `conformance` does when Node is not installed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Conformance {
    /// Fail: somebody asked for this check and did not get it.
    Demand,
    /// Say so and succeed.
    IfAvailable,
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
        ["conformance", flags @ ..] => {
            let mut wanted = Conformance::Demand;
            for flag in flags {
                match *flag {
                    // The clients are the only part so far, and so the default.
                    "--clients" => {}
                    "--if-available" => wanted = Conformance::IfAvailable,
                    other => return Err(format!("`conformance` has no `{other}`\n\n{HELP}")),
                }
            }
            Ok(Chore::Conformance(wanted))
        }
        other => Err(format!("there is no chore `{}`\n\n{HELP}", other.join(" "))),
    }
}

#[cfg(test)]
mod tests {
    use super::{Chore, Conformance, Tests, read};

    fn check(line: &str, expected: &Chore) {
        assert_eq!(&read(line.split_whitespace().map(str::to_owned)).unwrap(), expected);
    }

    #[test]
    fn flags_are_understood() {
        check("", &Chore::Help);
        check("check --no-test", &Chore::Check { tests: Tests::Skip });
        check("conformance --clients", &Chore::Conformance(Conformance::Demand));
        check("conformance --if-available", &Chore::Conformance(Conformance::IfAvailable));
    }

    #[test]
    fn a_wrong_chore_shows_the_right_ones() {
        let failure = read(["chekc".to_owned()].into_iter()).unwrap_err();
        assert!(failure.contains("there is no chore `chekc`"), "{failure}");
        assert!(failure.contains("tidy"), "{failure}");
    }
}
