//! The records of the journal.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{OpId, RunId};

/// A run about to begin.
#[derive(Clone, Debug, PartialEq)]
pub struct NewRun {
    /// Its id, which is the plan's.
    pub id: RunId,
    /// The kind of its spec.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// The plan, as it is saved.
    pub plan: String,
    /// When it begins.
    pub started: Timestamp,
}

/// A run, as it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct RunRecord {
    /// Its id.
    pub id: RunId,
    /// The kind of its spec.
    pub kind: String,
    /// Its namespace.
    pub namespace: String,
    /// Whether it is over.
    pub state: RunState,
    /// When it began.
    pub started: Timestamp,
    /// When it was last known to be alive.
    pub alive: Timestamp,
}

macro_rules! words {
    ($(#[$meta:meta])* $name:ident { $($(#[$doc:meta])* $variant:ident = $word:literal,)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        pub enum $name {
            $($(#[$doc])* #[serde(rename = $word)] $variant,)+
        }

        impl $name {
            /// The word for it in the journal, in JSON and in reports.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $word,)+ }
            }

            pub(super) fn from_word(word: &str) -> Option<Self> {
                match word { $($word => Some(Self::$variant),)+ _ => None }
            }
        }
    };
}

words! {
    /// How a run stands.
    RunState {
        /// It was begun and is not known to have ended: it runs, or it was killed.
        Running = "running",
        /// It stopped before the end and can be resumed.
        Interrupted = "interrupted",
        /// Every op has ended.
        Finished = "finished",
    }
}

words! {
    /// How an op ended. Every op of a finished run has exactly one of these.
    OpState {
        /// Done, and Notion said so.
        Applied = "applied",
        /// Done: it was found done after nobody knew.
        Adopted = "adopted",
        /// Notion refused it.
        Failed = "failed",
        /// The page was changed, trashed or hidden since the plan was made; nothing was written.
        Stale = "stale",
        /// An op it needs did not succeed; nothing was written.
        Blocked = "blocked",
        /// The run was stopped before its turn came; nothing was written.
        Cancelled = "cancelled",
        /// Nobody can tell whether it was done: a person has to look.
        NeedsHuman = "needs_human",
    }
}

/// A step that is about to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intent {
    /// The op.
    pub op: OpId,
    /// Which of its requests, from 0.
    pub step: u32,
    /// The fingerprint of the request.
    pub fingerprint: String,
    /// When.
    pub at: Timestamp,
}

/// What came of a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settled {
    /// The op.
    pub op: OpId,
    /// Which of its requests, from 0.
    pub step: u32,
    /// Whether it was done. If not, it was certainly not done, and may be sent again.
    pub done: bool,
    /// What it created, in the order of the request.
    pub ids: Vec<Uuid>,
    /// When.
    pub at: Timestamp,
}

/// What the journal knows about a step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepRecord {
    /// The op.
    pub op: OpId,
    /// Which of its requests, from 0.
    pub step: u32,
    /// The fingerprint of the request.
    pub fingerprint: String,
    /// When it was last about to be sent.
    pub intended: Timestamp,
    /// What it created; `None` if nobody knows whether it was done.
    pub done: Option<Vec<Uuid>>,
}

/// How an op ended.
#[derive(Clone, Debug, PartialEq)]
pub struct OpEnd {
    /// How.
    pub state: OpState,
    /// Why, if it did not succeed.
    pub cause: Option<crate::report::Cause>,
    /// What it created or changed.
    pub result: Option<Uuid>,
    /// What becomes of its link.
    pub link: Option<LinkChange>,
    /// What it replaced.
    pub undo: Option<Undo>,
    /// When.
    pub at: Timestamp,
}

/// Two things that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The run's namespace, and the target's name where there are several.
    pub namespace: String,
    /// The source: a page's id or a file's path.
    pub source: String,
    /// The page that follows it.
    pub target: Uuid,
    /// The source's fingerprint when they last agreed.
    pub source_base: String,
    /// The target's fingerprint when they last agreed.
    pub target_base: String,
}

/// What becomes of a link.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkChange {
    /// It is as given from now on.
    Set(Link),
    /// It is forgotten.
    Forget {
        /// Its namespace.
        namespace: String,
        /// Its source.
        source: String,
    },
}

/// What an op replaced, so that it can be taken back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undo {
    /// The page or block.
    pub resource: Uuid,
    /// How to take it back, as JSON: the values before, or `"trash"` for what was created.
    pub before: serde_json::Value,
}
