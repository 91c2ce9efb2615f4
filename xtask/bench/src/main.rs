//! What `cargo xtask bench SUBJECT` runs: one file per subject, each measured beside its peers.

mod clock;
mod diff;
mod filter;
mod md;
mod memory;
mod model;
mod traffic;

use std::process::ExitCode;

/// What went wrong, already in words.
type Failure = String;

/// Counts what the decoded texts hold.
#[global_allocator]
static COUNTING: memory::Counting = memory::Counting;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let subject = arguments.next().unwrap_or_default();
    let flags: Vec<String> = arguments.collect();
    let outcome = match subject.as_str() {
        "diff" => diff::run(&flags),
        "filter" => filter::run(&flags),
        "md" => md::run(&flags),
        "model" => model::run(&flags),
        other => Err(format!(
            "there is no subject `{other}`; there are `diff`, `filter`, `md` and `model`"
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("error: {failure}");
            ExitCode::FAILURE
        }
    }
}
