//! The plan: everything that would be written, as a value that can be read, saved and applied.

mod action;
mod save;
mod text;

use jiff::Timestamp;
use notion_model::{DataSourceId, PropertyId};
use serde::{Deserialize, Serialize};

pub(crate) use self::save::write_whole;
pub use self::{
    action::{
        Action, CreateDatabase, CreatePage, Edit, EditContent, InsertBlocks, Marked, Owner,
        UpdatePage,
    },
    save::{PlanFileError, Sealed},
};
use crate::{
    id::{OpId, RunId},
    journal::{RunRecord, RunState},
    spec::Limit,
};

/// The version of the saved form.
pub const PLAN_VERSION: u32 = 2;

/// What would be done, decided once: applying it decides nothing any more.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// The version of this form, [`PLAN_VERSION`].
    pub plan_version: u32,
    /// Its name, which is also the name of the run that applies it.
    pub id: RunId,
    /// The kind of its spec.
    pub kind: String,
    /// The spec's name.
    pub namespace: String,
    /// When it was made. Times are the clock's, not Notion's.
    pub made_at: Timestamp,
    /// The fingerprint of the spec.
    pub spec_sha256: String,
    /// The environment variable of the token that the spec names. Applying the plan needs the same one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_env: Option<String>,
    /// The last run of this namespace that had ended by then. What later runs did is not in the plan,
    /// so that it is refused once there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<RunId>,
    /// The data sources it was made from.
    pub inputs: Vec<Input>,
    /// Limits that were checked.
    pub guards: Vec<Guard>,
    /// What to do, in an order that needs no look ahead.
    pub ops: Vec<Op>,
    /// How many rows need nothing.
    pub unchanged: u64,
    /// What its reader should know.
    pub notes: Vec<Note>,
    /// Stop when more ops than this have failed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_failures: Option<u64>,
    /// How many requests it took to make it.
    pub reads: u64,
}

/// A data source the plan was made from.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Input {
    /// `source`, or the target's name.
    pub role: String,
    /// Its title.
    pub title: String,
    /// Its id.
    pub data_source: DataSourceId,
    /// How many rows were read.
    pub rows: u64,
    /// The last edit among them, in Notion's time: later edits are the ones that were not seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<Timestamp>,
    /// Whether the plan writes to its rows.
    pub written: bool,
}

/// A limit that was checked.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Guard {
    /// What is limited, such as `deletes`.
    pub what: String,
    /// How many there are.
    pub count: u64,
    /// Of how many.
    pub of: u64,
    /// How many there may be.
    pub limit: Limit,
    /// Whether there are too many.
    pub tripped: bool,
}

impl Guard {
    /// Checks `count` of `of` against a limit.
    pub fn check(what: &str, count: u64, of: u64, limit: Limit) -> Self {
        Self { what: what.to_owned(), count, of, limit, tripped: count > limit.of(of) }
    }
}

/// Something the plan's reader should know.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// How much it matters.
    pub level: Level,
    /// A word for its kind, such as `duplicate_marker`.
    pub code: String,
    /// What it is.
    pub message: String,
}

/// How much a note matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Good to know.
    Info,
    /// Something is left out or left alone.
    Warning,
}

/// One logical change.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Op {
    /// Its name: the same work on the same thing has the same name in every plan.
    pub op_id: OpId,
    /// The target's name.
    pub target: String,
    /// What the page is called.
    pub title: String,
    /// Why, or where it comes from.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub why: String,
    /// Ops that must have succeeded before.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub needs: Vec<OpId>,
    /// What to do.
    pub action: Action,
    /// What changes, for reading and for noticing that somebody else was faster.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub changes: Vec<Change>,
    /// What is remembered when it is done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<LinkPlan>,
}

/// One property that changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Its name.
    pub property: String,
    /// Its id, which survives renaming. `None` if the property does not exist yet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub property_id: Option<PropertyId>,
    /// Its value now, for reading. `None` for a new row.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// Its value then, for reading.
    pub after: String,
    /// The fingerprint of the canonical value now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before_sha256: Option<String>,
    /// The fingerprint of the canonical value then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after_sha256: Option<String>,
    /// The value now as it can be written back, if it can be.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undo: Option<serde_json::Value>,
}

/// The link that an op leaves behind.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "link", rename_all = "snake_case")]
pub enum LinkPlan {
    /// Source and target belong together from now on.
    Set {
        /// The links' namespace.
        namespace: String,
        /// The source: a page's id or a file's path.
        source: String,
        /// The source's fingerprint.
        source_base: String,
        /// The target's fingerprint, once the op is done.
        target_base: String,
    },
    /// They do not belong together any more.
    Forget {
        /// The links' namespace.
        namespace: String,
        /// The source.
        source: String,
    },
}

impl Plan {
    /// Ops that send requests.
    pub fn writes(&self) -> impl Iterator<Item = &Op> {
        self.ops.iter().filter(|op| !op.action.is_local())
    }

    /// Whether there is nothing to do at Notion.
    pub fn is_empty(&self) -> bool {
        self.writes().next().is_none()
    }

    /// The guards that stop it.
    pub fn tripped(&self) -> Vec<&Guard> {
        self.guards.iter().filter(|it| it.tripped).collect()
    }

    /// Gives the plan its name, which depends on all it contains.
    ///
    /// `runs` are those that were before, the newest first: the same plan made twice at the same
    /// instant is two plans.
    pub(crate) fn named(mut self, runs: &[RunRecord]) -> Self {
        let ops = serde_json::to_string(&self.ops).unwrap_or_default();
        let contents = format!("{}\0{ops}", runs.len());
        self.id = RunId::derive(&self.namespace, self.made_at, &contents);
        self.after = last_ended(runs, &self.namespace).cloned();
        self
    }
}

/// The last run of a namespace that has ended, among runs with the newest first.
pub(crate) fn last_ended<'r>(runs: &'r [RunRecord], namespace: &str) -> Option<&'r RunId> {
    let mut ended = runs.iter().filter(|run| run.state == RunState::Finished);
    ended.find(|run| run.namespace == namespace).map(|run| &run.id)
}

#[cfg(test)]
mod tests;
