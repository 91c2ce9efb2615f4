//! The report of a run: what succeeded, what did not and why, and what it cost.

use std::{collections::BTreeMap, fmt, ops::AddAssign};

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    exit::Exit,
    id::{OpId, RunId},
    journal::OpState,
};

/// Why an op did not succeed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The kind of failure: Notion's error code, or one of our own words. Errors are counted by it.
    pub code: String,
    /// What was said about it.
    pub message: String,
    /// Notion's id of the request, for its support.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
}

impl Cause {
    /// A cause in our own words.
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), request_id: None }
    }
}

impl fmt::Display for Cause {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({}", self.message, self.code)?;
        if let Some(id) = &self.request_id {
            write!(f, ", request {id}")?;
        }
        f.write_str(")")
    }
}

/// Why a run stopped before its end.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "reason", content = "detail", rename_all = "snake_case")]
#[non_exhaustive]
pub enum Stop {
    /// Somebody asked for it.
    Interrupted,
    /// The token is refused, or lacks a capability that every op needs.
    Unauthorized(String),
    /// The workspace has no room for more blocks or rows.
    Full(String),
    /// Notion does not answer, or tells us to wait for longer than we may.
    Unavailable(String),
    /// Notion has blocked this connection, or something other than Notion answers.
    Refused(String),
    /// More ops failed than the spec allows.
    TooManyFailures {
        /// How many failed.
        failed: u64,
        /// How many may fail.
        allowed: u64,
    },
}

impl fmt::Display for Stop {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Interrupted => f.write_str("interrupted"),
            Self::Unauthorized(detail) => write!(f, "not allowed: {detail}"),
            Self::Full(detail) => write!(f, "the workspace is full: {detail}"),
            Self::Unavailable(detail) => write!(f, "Notion is not available: {detail}"),
            Self::Refused(detail) => write!(f, "refused: {detail}"),
            Self::TooManyFailures { failed, allowed } => {
                write!(f, "{failed} ops failed, and the spec allows {allowed}")
            }
        }
    }
}

/// How many requests were used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Requests {
    /// All attempts, repeated ones included.
    pub sent: u64,
    /// Attempts that were repeated.
    pub retried: u64,
    /// Attempts that were answered with "too many requests".
    pub throttled: u64,
}

impl AddAssign for Requests {
    fn add_assign(&mut self, other: Self) {
        self.sent += other.sent;
        self.retried += other.retried;
        self.throttled += other.throttled;
    }
}

/// One op in the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct OpReport {
    /// Which.
    pub op_id: OpId,
    /// `create`, `update`, `trash`, ….
    pub action: String,
    /// What its page is called.
    pub title: String,
    /// How it ended. `None` if its turn did not come before the run was interrupted.
    pub state: Option<OpState>,
    /// Why, if it did not succeed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cause: Option<Cause>,
    /// What it created or changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result: Option<Uuid>,
}

/// What a run did.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Report {
    /// The run.
    pub run: RunId,
    /// The kind of its spec.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Why it stopped before its end, if it did.
    pub stopped: Option<Stop>,
    /// Each op, in the order of the plan.
    pub ops: Vec<OpReport>,
    /// What this part of the run used; parts before an interruption are not included.
    pub requests: Requests,
}

/// Errors of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorGroup {
    /// The kind.
    pub code: String,
    /// How many ops it hit.
    pub count: usize,
    /// The first of them: title and message.
    pub example: (String, String),
}

impl Report {
    /// How many ops are in one of these states.
    pub fn count(&self, states: &[OpState]) -> usize {
        self.ops.iter().filter(|op| op.state.is_some_and(|it| states.contains(&it))).count()
    }

    /// Ops that did what they were meant to do.
    pub fn succeeded(&self) -> usize {
        self.count(&[OpState::Applied, OpState::Adopted])
    }

    /// Ops that changed something at Notion: those that succeeded, without those that only wrote down
    /// who belongs to whom.
    pub fn written(&self) -> usize {
        let is_write = |op: &&OpReport| !matches!(op.action.as_str(), "link" | "unlink");
        let is_done =
            |op: &&OpReport| matches!(op.state, Some(OpState::Applied | OpState::Adopted));
        self.ops.iter().filter(is_write).filter(is_done).count()
    }

    /// Ops that Notion refused, and ops that a person has to look at.
    pub fn failed(&self) -> usize {
        self.count(&[OpState::Failed, OpState::NeedsHuman])
    }

    /// Ops that were left alone on purpose.
    pub fn skipped(&self) -> usize {
        self.count(&[OpState::Stale, OpState::Blocked, OpState::Cancelled])
    }

    /// Ops whose turn has not come: the run can be resumed.
    pub fn pending(&self) -> usize {
        self.ops.iter().filter(|op| op.state.is_none()).count()
    }

    /// Errors by cause, the most frequent first.
    pub fn errors(&self) -> Vec<ErrorGroup> {
        let mut groups: BTreeMap<&str, ErrorGroup> = BTreeMap::new();
        for op in &self.ops {
            let Some(cause) = &op.cause else { continue };
            groups.entry(&cause.code).and_modify(|it| it.count += 1).or_insert_with(|| {
                ErrorGroup {
                    code: cause.code.clone(),
                    count: 1,
                    example: (op.title.clone(), cause.message.clone()),
                }
            });
        }
        let mut groups: Vec<_> = groups.into_values().collect();
        groups.sort_by_key(|it| std::cmp::Reverse(it.count));
        groups
    }

    /// What the command should exit with.
    pub fn exit(&self) -> Exit {
        let stopped = match &self.stopped {
            Some(Stop::Unauthorized(_) | Stop::Refused(_)) => Some(Exit::NotAllowed),
            Some(Stop::Full(_)) => Some(Exit::Full),
            Some(Stop::Unavailable(_)) => Some(Exit::Unavailable),
            Some(Stop::Interrupted) => Some(Exit::Interrupted),
            Some(Stop::TooManyFailures { .. }) | None => None,
        };
        let ops = self.ops.iter().filter_map(|op| match op.state? {
            OpState::Applied | OpState::Adopted => None,
            OpState::Failed => Some(Exit::SomeFailed),
            OpState::Stale | OpState::Blocked | OpState::Cancelled => Some(Exit::SomeSkipped),
            OpState::NeedsHuman => Some(Exit::NeedsHuman),
        });
        stopped.into_iter().chain(ops).max_by_key(|it| it.precedence()).unwrap_or(Exit::Success)
    }
}

/// The summary as text, for people.
impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} succeeded, {} failed, {} skipped",
            self.succeeded(),
            self.failed(),
            self.skipped()
        )?;
        if self.pending() > 0 {
            write!(f, ", {} not begun", self.pending())?;
        }
        let Requests { sent, retried, throttled } = self.requests;
        writeln!(f, "; {sent} requests ({retried} repeated, {throttled} throttled)")?;
        for group in self.errors() {
            let (title, message) = &group.example;
            writeln!(f, "  {:>4} × {}: {title:?}: {message}", group.count, group.code)?;
        }
        if let Some(stop) = &self.stopped {
            writeln!(f, "stopped: {stop}")?;
        }
        if self.pending() > 0 {
            writeln!(f, "go on with: notion resume {}", self.run)?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests;
