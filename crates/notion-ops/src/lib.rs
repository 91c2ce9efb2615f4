#![doc = include_str!("../README.md")]

mod canon;
mod hex;
mod nearest;

pub mod apply;
pub mod clock;
pub mod exit;
pub mod id;
pub mod journal;
pub mod plan;
pub mod problem;
pub mod progress;
pub mod report;
pub mod spec;

pub use self::{
    apply::{ApplyError, ApplyOptions, Interrupt, Tools},
    clock::{Clock, TokioClock},
    exit::Exit,
    id::{OpId, RunId},
    journal::{Journal, SqliteJournal},
    plan::{Op, Plan},
    problem::{Located, Problem, SpecError},
    progress::{Event, Progress, Silent},
    report::{Cause, Report, Stop},
    spec::{Spec, SpecKind},
};
