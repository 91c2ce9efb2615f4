//! The model against samples of everything on the wire.

mod canonical;
mod carry;
mod coverage;
mod generated;
mod odd;
/// The judge of recorded requests allows the same redundancies.
#[path = "../../../../tests/src/bin/conformance/redundant.rs"]
mod redundant;
mod requests;
mod samples;
mod tomorrow;
mod values;
mod wire;
