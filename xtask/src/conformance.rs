//! Our crates against what is not ours: official clients, recordings of the real API,
//! official types, Markdown that people wrote, the examples of its specifications.
//!
//! One file for each check; which are wanted is read in [`flags`](crate::flags).

mod clients;
mod examples;
mod live;
mod readmes;
mod sdk_types;
mod server;
mod traffic;

use crate::Failure;
use crate::flags::{Conformance, Subject};

/// Runs the wanted checks in their order and stops at the first that fails.
pub(crate) fn run(wanted: Conformance) -> Result<(), Failure> {
    for subject in &wanted.subjects {
        match subject {
            Subject::Clients => clients::run(wanted.absence)?,
            Subject::Traffic(folder) => traffic::run(folder, wanted.absence)?,
            Subject::Examples => examples::run(wanted.absence)?,
            Subject::Live => live::run()?,
            Subject::Readmes(folder) => readmes::run(folder, wanted.absence)?,
            Subject::Types(tool) => {
                sdk_types::run(tool, wanted.recorded.as_deref(), wanted.absence)?;
            }
        }
    }
    Ok(())
}
