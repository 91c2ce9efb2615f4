//! Carries out a plan: journalled, interruptible anywhere, and never twice.

pub(crate) mod client;
mod engine;
mod freshness;
mod interrupt;
mod known;
mod options;
mod perform;
mod resolve;
mod script;
mod sender;

use notion_client::Client;

pub use self::{
    interrupt::Interrupt,
    options::ApplyOptions,
    sender::{Answer, Call, Refusal, Sender},
};
use crate::{
    clock::Clock,
    exit::Exit,
    id::RunId,
    journal::{Journal, JournalError, NewRun, RunRecord, RunState},
    plan::{Plan, PlanFileError, last_ended},
    progress::Progress,
    report::Report,
};

/// Why a plan was not applied, or not to its end. What was done is in the journal in any case.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ApplyError {
    /// A limit was exceeded. Nothing was written.
    #[error(
        "the plan {what} {count} of {of} rows and the limit is {limit}: nothing was written; \
             look at the plan, and raise the limit if it is right"
    )]
    Guard {
        /// What is limited.
        what: String,
        /// How many there are.
        count: u64,
        /// Of how many.
        of: u64,
        /// How many there may be.
        limit: String,
    },
    /// The journal could not be written. Nothing is sent without it; resume when it works again.
    #[error("run {run} cannot go on")]
    Journal {
        /// The run.
        run: RunId,
        /// Why.
        source: JournalError,
    },
    /// The plan in the journal cannot be read.
    #[error("the plan of run {run} cannot be read")]
    Plan {
        /// The run.
        run: RunId,
        /// Why.
        source: PlanFileError,
    },
    /// The plan was begun before.
    #[error("the plan was applied before, run {0} is {state}; {next}", state = .1.as_str(), next = next(.0, *.1))]
    Begun(RunId, RunState),
    /// An earlier run of the same spec was not carried out to its end. Nothing was written: a new
    /// plan would take what that run left half for whole, and do again what it still has to do.
    #[error(
        "run {0} was not carried out to its end, and a new plan would not see what it left half; \
             go on with it first: `notion resume {0}`"
    )]
    Unfinished(RunId),
    /// Another run of the same spec came to its end after the plan was made. Nothing was written: the
    /// plan does not know what that run did, and might do it again.
    #[error(
        "run {0} was carried out since, and may have done the same; nothing was written: make a new plan"
    )]
    Outdated(RunId),
    /// The plan was made where other runs are remembered. Nothing was written.
    #[error(
        "the plan was made after run {0}, of which nothing is known here; name the folder whose \
         `.notion` remembers it with `--state DIR`, or make a new plan"
    )]
    Elsewhere(RunId),
}

/// What to do about a plan that was applied before.
fn next(run: &RunId, state: RunState) -> String {
    match state {
        RunState::Finished => "make a new plan".to_owned(),
        RunState::Running | RunState::Interrupted => {
            format!("go on with `notion resume {run}`, or make a new plan")
        }
    }
}

impl ApplyError {
    /// What the command should exit with.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Guard { .. } | Self::Outdated(_) | Self::Elsewhere(_) => Exit::Guard,
            Self::Journal { source: JournalError::UnknownRun(_), .. }
            | Self::Plan { .. }
            | Self::Begun(..)
            | Self::Unfinished(_) => Exit::Usage,
            Self::Journal { .. } => Exit::Unavailable,
        }
    }
}

/// What an apply works with.
#[derive(Clone, Copy)]
pub struct Tools<'a> {
    /// Where runs are remembered.
    pub journal: &'a dyn Journal,
    /// What time it is.
    pub clock: &'a dyn Clock,
    /// Who listens.
    pub progress: &'a dyn Progress,
}

impl std::fmt::Debug for Tools<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tools").finish_non_exhaustive()
    }
}

/// Applies a plan through a client.
///
/// # Errors
/// If a guard stops the plan, if it was begun before, if another run of its spec was carried out since
/// it was made or has still to be resumed, or if the journal fails.
pub async fn apply(
    plan: &Plan,
    client: &Client,
    tools: Tools<'_>,
    options: &ApplyOptions,
) -> Result<Report, ApplyError> {
    apply_through(plan, client, tools, options).await
}

/// Applies a plan through anything that can send.
///
/// # Errors
/// As [`apply`].
pub async fn apply_through<S: Sender>(
    plan: &Plan,
    sender: &S,
    tools: Tools<'_>,
    options: &ApplyOptions,
) -> Result<Report, ApplyError> {
    if let Some(guard) = plan.tripped().first() {
        return Err(ApplyError::Guard {
            what: guard.what.clone(),
            count: guard.count,
            of: guard.of,
            limit: guard.limit.to_string(),
        });
    }
    let run = plan.id.clone();
    let failed = |source| ApplyError::Journal { run: run.clone(), source };
    match tools.journal.run(&run) {
        Err(JournalError::UnknownRun(_)) => {}
        Err(error) => return Err(failed(error)),
        Ok((record, _)) => return Err(ApplyError::Begun(run, record.state)),
    }
    check_history(plan, &tools.journal.runs().map_err(failed)?)?;
    let saved = serde_json::to_string(plan)
        .map_err(|error| failed(JournalError::Database(Box::new(error))))?;
    let new = NewRun {
        id: run.clone(),
        kind: plan.kind.clone(),
        namespace: plan.namespace.clone(),
        plan: saved,
        started: tools.clock.now(),
    };
    tools.journal.start(&new).map_err(failed)?;
    engine::run(plan, sender, tools, options).await
}

/// Whether a plan still fits what was done since it was made.
fn check_history(plan: &Plan, runs: &[RunRecord]) -> Result<(), ApplyError> {
    let is_open =
        |it: &&RunRecord| it.namespace == plan.namespace && it.state != RunState::Finished;
    if let Some(open) = runs.iter().find(is_open) {
        return Err(ApplyError::Unfinished(open.id.clone()));
    }
    if let Some(run) = plan.after.as_ref().filter(|run| runs.iter().all(|it| it.id != **run)) {
        return Err(ApplyError::Elsewhere(run.clone()));
    }
    match last_ended(runs, &plan.namespace) {
        Some(last) if plan.after.as_ref() != Some(last) => Err(ApplyError::Outdated(last.clone())),
        Some(_) | None => Ok(()),
    }
}

/// Goes on with a run that was interrupted or killed.
///
/// # Errors
/// If there is no such run, or the journal fails.
pub async fn resume(
    run: &RunId,
    client: &Client,
    tools: Tools<'_>,
    options: &ApplyOptions,
) -> Result<Report, ApplyError> {
    resume_through(run, client, tools, options).await
}

/// Goes on with a run through anything that can send.
///
/// # Errors
/// As [`resume`].
pub async fn resume_through<S: Sender>(
    run: &RunId,
    sender: &S,
    tools: Tools<'_>,
    options: &ApplyOptions,
) -> Result<Report, ApplyError> {
    let plan = plan_of(run, tools.journal)?;
    engine::run(&plan, sender, tools, options).await
}

/// The plan of a run, from the journal.
///
/// # Errors
/// If there is no such run, or it cannot be read.
pub fn plan_of(run: &RunId, journal: &dyn Journal) -> Result<Plan, ApplyError> {
    let failed = |source| ApplyError::Journal { run: run.clone(), source };
    let (_, plan) = journal.run(run).map_err(failed)?;
    Plan::from_json(&plan, std::path::Path::new(run.as_str()))
        .map_err(|source| ApplyError::Plan { run: run.clone(), source })
}

#[cfg(test)]
mod tests;
