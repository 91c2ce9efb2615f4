//! Our crates against recordings of the real Notion API: one line for each subject.
//!
//! Usage: `conformance FOLDER`. A subject is a file beside this one and a line in [`SUBJECTS`].

mod difference;
mod filter;
mod json;
mod model;
mod reader;
mod redundant;
mod traffic;

use std::io::{self, Write as _};
use std::process::ExitCode;

use traffic::Exchange;

/// What is judged, in the order in which it is told.
const SUBJECTS: &[fn(&[Exchange]) -> Verdict] = &[model::judge, filter::judge];

/// What a subject found.
#[derive(Debug)]
struct Verdict {
    /// The line that is always printed.
    summary: String,
    /// What is worth knowing although nothing is wrong with it.
    notes: Vec<String>,
    /// What is wrong, each with its place. None: the subject passed.
    failures: Vec<String>,
}

fn main() -> ExitCode {
    match run() {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(failure) => {
            // A complaint that cannot be written is told by the exit code.
            drop(writeln!(io::stderr(), "error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<bool, String> {
    let mut arguments = std::env::args_os().skip(1);
    let (Some(folder), None) = (arguments.next(), arguments.next()) else {
        return Err("usage: conformance FOLDER, a folder of recordings".to_owned());
    };
    let exchanges = traffic::read(folder.as_ref())?;
    let mut out = io::stdout().lock();
    let mut passed = true;
    for judge in SUBJECTS {
        let verdict = judge(&exchanges);
        passed &= verdict.failures.is_empty();
        tell(&verdict, &mut out).map_err(|error| format!("cannot write the verdict: {error}"))?;
    }
    Ok(passed)
}

/// The failures come first: whoever reads the end of a log reads the summary.
fn tell(verdict: &Verdict, out: &mut impl io::Write) -> io::Result<()> {
    for failure in &verdict.failures {
        writeln!(out, "{failure}")?;
    }
    writeln!(out, "{}", verdict.summary)?;
    verdict.notes.iter().try_for_each(|note| writeln!(out, "  {note}"))
}
