//! A journal that fails on purpose, so that a crash at every commit is an ordinary test.

use std::sync::atomic::{AtomicUsize, Ordering};

use jiff::Timestamp;

use super::{
    Intent, Journal, JournalError, Link, NewRun, OpEnd, RunRecord, RunState, Settled, StepRecord,
    Undo,
};
use crate::id::{OpId, RunId};

/// Passes everything on, until so many commits were made; from then on every commit fails, as if
/// the process had been killed.
#[derive(Debug)]
pub struct FailAfter<'a, J> {
    journal: &'a J,
    commits: usize,
    left: AtomicUsize,
}

impl<'a, J: Journal> FailAfter<'a, J> {
    /// Lets `commits` commits through.
    pub const fn new(journal: &'a J, commits: usize) -> Self {
        Self { journal, commits, left: AtomicUsize::new(commits) }
    }

    /// Lets no commit through from now on.
    pub fn kill(&self) {
        self.left.store(usize::MAX, Ordering::SeqCst);
    }

    /// Whether a commit has failed.
    pub fn has_failed(&self) -> bool {
        self.left.load(Ordering::SeqCst) == usize::MAX
    }

    fn commit(&self) -> Result<(), JournalError> {
        let left = self.left.load(Ordering::SeqCst);
        if left == 0 || left == usize::MAX {
            self.left.store(usize::MAX, Ordering::SeqCst);
            return Err(JournalError::OnPurpose(self.commits));
        }
        self.left.store(left - 1, Ordering::SeqCst);
        Ok(())
    }
}

impl<J: Journal> Journal for FailAfter<'_, J> {
    fn start(&self, run: &NewRun) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.start(run)
    }

    fn runs(&self) -> Result<Vec<RunRecord>, JournalError> {
        self.journal.runs()
    }

    fn run(&self, run: &RunId) -> Result<(RunRecord, String), JournalError> {
        self.journal.run(run)
    }

    fn steps(&self, run: &RunId) -> Result<Vec<StepRecord>, JournalError> {
        self.journal.steps(run)
    }

    fn ended(&self, run: &RunId) -> Result<Vec<(OpId, OpEnd)>, JournalError> {
        self.journal.ended(run)
    }

    fn intend(&self, run: &RunId, intent: &Intent) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.intend(run, intent)
    }

    fn settle(
        &self,
        run: &RunId,
        settled: &Settled,
        end: Option<(&OpId, &OpEnd)>,
    ) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.settle(run, settled, end)
    }

    fn end(&self, run: &RunId, op: &OpId, end: &OpEnd) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.end(run, op, end)
    }

    fn end_all(&self, run: &RunId, ends: &[(OpId, OpEnd)]) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.end_all(run, ends)
    }

    fn beat(&self, run: &RunId, now: Timestamp) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.beat(run, now)
    }

    fn finish(&self, run: &RunId, state: RunState, now: Timestamp) -> Result<(), JournalError> {
        self.commit()?;
        self.journal.finish(run, state, now)
    }

    fn links(&self, namespace: &str) -> Result<Vec<Link>, JournalError> {
        self.journal.links(namespace)
    }

    fn undo(&self, run: &RunId) -> Result<Vec<(OpId, Undo)>, JournalError> {
        self.journal.undo(run)
    }
}
