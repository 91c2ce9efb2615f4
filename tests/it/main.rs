//! End to end: the command as people run it, inside this process, on a world of its own.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod bodies;
mod commands;
mod filters;
mod fixtures;
mod network;
mod readme;
mod session;
mod webhooks;
