#![doc = include_str!("../README.md")]

mod hex;
mod nearest;

pub mod clock;
pub mod exit;
pub mod id;
pub mod journal;
pub mod problem;
pub mod progress;
pub mod report;
pub mod spec;

pub use self::{
    clock::{Clock, TokioClock},
    exit::Exit,
    id::{OpId, RunId},
    journal::{Journal, SqliteJournal},
    problem::{Located, Problem, SpecError},
    progress::{Event, Progress, Silent},
    report::{Cause, Report, Stop},
    spec::{Spec, SpecKind},
};
