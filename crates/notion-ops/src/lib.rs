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
pub mod filter;
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
pub mod retry;
pub mod spec;
pub mod state;
pub mod sync;
pub mod undo;
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
    retry::retry_plan,
    spec::{Spec, SpecKind},
    state::{StateError, StateFolder},
    undo::{UndoError, undo_plan},
    verify::{Verification, verify, verify_run},
};
