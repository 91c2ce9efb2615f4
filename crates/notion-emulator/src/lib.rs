#![doc = include_str!("../README.md")]

mod budget;
mod call;
mod check;
mod clock;
mod computed;
pub mod coverage;
mod dispatch;
mod emulator;
mod fault;
mod fetch;
mod form;
mod formula;
#[cfg(test)]
mod fuzz;
mod html;
mod ids;
mod late;
mod limping;
mod line;
mod query;
mod query_string;
mod record;
mod refusal;
mod render;
mod reply;
mod routes;
mod rules;
mod seed;
mod semantics;
mod signed;
mod store;
mod version;
mod world;

pub use budget::{Budget, Window};
pub use clock::{Clock, ManualClock, RealClock, SteppingClock, TokioClock};
pub use dispatch::Counts;
pub use emulator::{BuildError, Builder, Emulator};
pub use fault::{Fault, FaultScriptError};
pub use fetch::{FetchError, Fetched, Fetcher};
pub use record::Recorder;
pub use seed::{Seed, SeedError};
pub use store::StoreError;
pub use world::Plan;
