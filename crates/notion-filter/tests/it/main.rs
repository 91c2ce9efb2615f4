//! What the filter language is held to: expressions and the JSON they mean, mistakes and what is said about
//! them, and the laws that hold for all of them.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod bad_input;
mod explain;
mod explain_code;
mod fixture;
mod good_input;
mod grammar;
mod readme;
mod rules;
