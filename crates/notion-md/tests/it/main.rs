//! The laws of the crate, on texts and trees that a machine makes up.

mod diff;
mod laws;
mod notion;
mod trees;
