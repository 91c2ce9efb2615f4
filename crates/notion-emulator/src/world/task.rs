//! Work that was accepted with a 202: what it was, and how it ended.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::moment::Moment;

/// One task. The work is done when it is accepted; how far it says to be is a matter of the clock.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Task {
    pub(crate) id: Uuid,
    pub(crate) created: Moment,
    /// `PATCH /v1/pages/:page_id/markdown`
    pub(crate) operation: Box<str>,
    pub(crate) outcome: Outcome,
}

/// How a task ended.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Outcome {
    /// With what would have been the answer.
    Succeeded(Value),
    /// With an error object.
    Failed(Value),
}
