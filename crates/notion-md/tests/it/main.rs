//! The laws of the crate, on texts and trees that a machine makes up.

mod bodies;
mod dialects;
mod diff;
mod examples;
mod laws;
mod limits;
mod notion;
mod portable;
mod trees;
mod v1;
