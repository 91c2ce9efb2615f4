//! Calls with a local Notion in this process, under a paused clock.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod content;
mod endpoint_limit;
mod endpoints;
mod faults;
mod files;
mod future;
mod load;
mod oauth;
mod scan;
mod session;
mod transfers;
mod views;
