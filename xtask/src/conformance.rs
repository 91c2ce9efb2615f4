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
    // What the clients said, once they were run: the types judge that if they are asked to.
    let mut said = None;
    for subject in &wanted.subjects {
        match subject {
            Subject::Clients => said = Some(clients::run(wanted.absence)?),
            Subject::Traffic(folder) => traffic::run(folder, wanted.absence)?,
            Subject::Examples => examples::run(wanted.absence)?,
            Subject::Live => live::run()?,
            Subject::Readmes(folder) => readmes::run(folder, wanted.absence)?,
            Subject::Types(tool) => {
                let recorded = wanted.recorded.as_deref().or(said.as_deref());
                sdk_types::run(tool, recorded, wanted.absence)?;
            }
        }
    }
    Ok(())
}
