//! The five jobs against a local Notion, in this process and without time passing.

mod batch;
mod crash;
mod decisions;
mod front_page;
mod migrate;
mod push;
mod query;
mod session;
mod stale;
mod sync;
