//! The journal: what was meant to be sent, what came of it, and what belongs together.
//!
//! Every method that writes is one transaction that has reached the disk when it returns. The
//! executor commits an *intent* before it sends and the *result* after, so that a process that
//! finds an intent without a result knows that it does not know.

mod faulty;
mod record;
mod sqlite;

use jiff::Timestamp;

pub use self::{
    faulty::FailAfter,
    record::{
        Intent, Link, LinkChange, NewRun, OpEnd, OpState, RunRecord, RunState, Settled, StepRecord,
        Undo,
    },
    sqlite::SqliteJournal,
};
use crate::{
    exit::Exit,
    id::{OpId, RunId},
};

/// Durable memory of runs and links.
///
/// Methods are not asynchronous: a commit takes a few milliseconds, and nothing may overtake it.
pub trait Journal: Send + Sync {
    /// Writes down a run with its plan, before anything of it is sent.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn start(&self, run: &NewRun) -> Result<(), JournalError>;

    /// All runs, the newest first.
    ///
    /// # Errors
    /// If the journal cannot be read.
    fn runs(&self) -> Result<Vec<RunRecord>, JournalError>;

    /// One run with its plan.
    ///
    /// # Errors
    /// [`JournalError::UnknownRun`] if there is no such run.
    fn run(&self, run: &RunId) -> Result<(RunRecord, String), JournalError>;

    /// What is known about every op of a run that was begun.
    ///
    /// # Errors
    /// If the journal cannot be read.
    fn steps(&self, run: &RunId) -> Result<Vec<StepRecord>, JournalError>;

    /// How the ops of a run ended, as far as they have.
    ///
    /// # Errors
    /// If the journal cannot be read.
    fn ended(&self, run: &RunId) -> Result<Vec<(OpId, OpEnd)>, JournalError>;

    /// Says that a step is about to be sent.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn intend(&self, run: &RunId, intent: &Intent) -> Result<(), JournalError>;

    /// Says what came of a step, and of its op if that ended with it.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn settle(
        &self,
        run: &RunId,
        settled: &Settled,
        end: Option<(&OpId, &OpEnd)>,
    ) -> Result<(), JournalError>;

    /// Says how an op ended, with the links that change with it.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn end(&self, run: &RunId, op: &OpId, end: &OpEnd) -> Result<(), JournalError>;

    /// Says how several ops ended of which nothing was sent, in one commit.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn end_all(&self, run: &RunId, ends: &[(OpId, OpEnd)]) -> Result<(), JournalError>;

    /// Says that the process was alive: nothing of the run is sent long after the last such time.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn beat(&self, run: &RunId, now: Timestamp) -> Result<(), JournalError>;

    /// Says how the run as a whole stands.
    ///
    /// # Errors
    /// If the journal cannot be written.
    fn finish(&self, run: &RunId, state: RunState, now: Timestamp) -> Result<(), JournalError>;

    /// The links of a namespace, by source.
    ///
    /// # Errors
    /// If the journal cannot be read.
    fn links(&self, namespace: &str) -> Result<Vec<Link>, JournalError>;

    /// What the ops of a run replaced, in the order in which it was replaced.
    ///
    /// # Errors
    /// If the journal cannot be read.
    fn undo(&self, run: &RunId) -> Result<Vec<(OpId, Undo)>, JournalError>;
}

/// Why the journal could not be used. Nothing is sent that is not in the journal.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum JournalError {
    /// The database said no: a full disk, missing rights.
    #[error("the journal cannot be used")]
    Database(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The file is damaged, or was never a journal. It is left as it is.
    #[error(
        "the journal is damaged, or something else; move it away, or bring a copy of it back: without \
         one, a sync or a migration recognises its rows by their markers, and a push makes new pages"
    )]
    Damaged(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A later version of the program has written the journal.
    #[error("the journal was written by a later version of this program; use that one")]
    Later,
    /// What is in the journal was not written by this version of the program.
    #[error("the journal holds {what} that this version cannot read: `{found}`")]
    Unreadable {
        /// What was being read.
        what: &'static str,
        /// What was there instead.
        found: String,
    },
    /// There is no such run.
    #[error("there is no run `{0}`; list them with `notion runs`")]
    UnknownRun(RunId),
    /// A test asked for this failure.
    #[error("the journal failed on purpose after {0} commits")]
    OnPurpose(usize),
}

impl JournalError {
    /// What the command should exit with.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Database(_) | Self::OnPurpose(_) => Exit::Unavailable,
            Self::Damaged(_) | Self::Later | Self::Unreadable { .. } | Self::UnknownRun(_) => {
                Exit::Usage
            }
        }
    }
}

#[cfg(test)]
mod tests;
