//! The real binary: what cannot be seen from inside the process.

#![expect(clippy::unwrap_used, reason = "a test that cannot be set up has failed")]

mod binary;
mod killed;
