//! The chores of this repository: `cargo xtask check`, `tidy`, `codegen`, `conformance` and `bench`.

mod bench;
mod check;
mod codegen;
mod conformance;
mod flags;
mod node;
mod python;
mod repository;
mod shell;
mod tidy;

use std::process::ExitCode;

/// What went wrong in a chore, already in words.
type Failure = String;

fn main() -> ExitCode {
    match flags::read(std::env::args().skip(1)).and_then(run) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            shell::say(&format!("error: {failure}"));
            ExitCode::FAILURE
        }
    }
}

fn run(chore: flags::Chore) -> Result<(), Failure> {
    match chore {
        flags::Chore::Help => {
            shell::say(flags::HELP);
            Ok(())
        }
        flags::Chore::Check { tests } => check::run(tests),
        flags::Chore::Tidy => tidy::run(),
        flags::Chore::Codegen { mode } => codegen::run(mode),
        flags::Chore::Conformance(options) => conformance::run(options),
        flags::Chore::Bench { subject, flags } => bench::run(&subject, &flags),
    }
}
