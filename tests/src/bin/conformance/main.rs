//! Our crates against recordings of the real Notion API, and against texts that people wrote: one
//! line for each subject.
//!
//! Usage: `conformance FOLDER` for recordings, `conformance --readmes FOLDER` for Markdown,
//! `conformance --examples FILE` for the examples of a specification. `conformance --coverage`
//! writes the coverage page of the local Notion. A subject is a file beside
//! this one and a line in [`SUBJECTS`], which all judge recordings.

mod difference;
mod emulator;
mod examples;
mod filter;
mod foresight;
mod json;
mod markdown;
mod model;
mod reader;
mod redundant;
mod traffic;

use std::io::{self, Write as _};
use std::process::ExitCode;

use traffic::Exchange;

/// What is judged, in the order in which it is told.
const SUBJECTS: &[fn(&[Exchange]) -> Verdict] =
    &[model::judge, filter::judge, emulator::judge, emulator::judge_parts];

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
    let arguments: Vec<_> = std::env::args_os().skip(1).collect();
    let verdicts: Vec<Verdict> = match arguments.as_slice() {
        [flag, folder] if flag == "--readmes" => vec![markdown::judge(folder.as_ref())?],
        [flag] if flag == "--coverage" => {
            let page = notion_emulator::coverage::page();
            return write!(io::stdout(), "{page}").map(|()| true).map_err(|it| it.to_string());
        }
        [flag, file] if flag == "--examples" => vec![examples::judge(file.as_ref())?],
        [folder] => {
            let exchanges = traffic::read(folder.as_ref())?;
            SUBJECTS.iter().map(|judge| judge(&exchanges)).collect()
        }
        _ => {
            let usage = "usage: conformance FOLDER, or conformance --readmes FOLDER, or \
                         conformance --examples FILE, or conformance --coverage";
            return Err(usage.to_owned());
        }
    };
    let mut out = io::stdout().lock();
    for verdict in &verdicts {
        tell(verdict, &mut out).map_err(|error| format!("cannot write the verdict: {error}"))?;
    }
    Ok(verdicts.iter().all(|it| it.failures.is_empty()))
}

/// The failures come first: whoever reads the end of a log reads the summary.
fn tell(verdict: &Verdict, out: &mut impl io::Write) -> io::Result<()> {
    for failure in &verdict.failures {
        writeln!(out, "{failure}")?;
    }
    writeln!(out, "{}", verdict.summary)?;
    verdict.notes.iter().try_for_each(|note| writeln!(out, "  {note}"))
}
