#![doc = include_str!("../README.md")]

mod canon;
mod hex;
mod make_plan;
mod marker;
mod nearest;
mod planner;
mod transform;
mod tree;

pub mod apply;
pub mod batch;
pub mod clock;
pub mod exit;
pub mod id;
pub mod journal;
pub mod migrate;
pub mod plan;
pub mod problem;
pub mod progress;
pub mod pull;
pub mod push;
pub mod query;
pub mod report;
pub mod spec;
pub mod state;
pub mod sync;
pub mod verify;

pub use self::{
    apply::{ApplyError, ApplyOptions, Interrupt, Tools, apply, resume},
    clock::{Clock, TokioClock},
    exit::Exit,
    id::{OpId, RunId},
    journal::{Journal, SqliteJournal},
    make_plan::make_plan,
    plan::{Op, Plan},
    planner::{PlanError, Planner},
    problem::{Located, Problem, SpecError},
    progress::{Event, Progress, Silent},
    pull::{Pulled, pull},
    query::{QueryResult, query},
    report::{Cause, Report, Stop},
    spec::{Spec, SpecKind},
    state::{StateError, StateFolder},
    verify::{Verification, verify},
};
