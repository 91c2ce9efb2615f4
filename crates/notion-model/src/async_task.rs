//! Work that Notion goes on with after its answer.

use serde_json::{Map, Value};

use crate::{
    ApiError, Timestamp,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// Work that Notion goes on with after it answered 202. Ask for it again until it is over.
    pub struct AsyncTask {
        /// Always `async_task`.
        required object: Box<str>,
        /// Its id: `task_` and 32 hex digits, which is no UUID.
        required id: Box<str>,
        /// How far it is.
        required status: AsyncTaskStatus,
        /// Where to ask.
        optional status_url: Option<String>,
        /// When it was made, to the millisecond.
        optional created_time: Option<Timestamp>,
        /// When to ask again, in seconds. Asking earlier is no error.
        optional poll_after_seconds: Option<u64>,
        /// What it does: `{surface, name}`.
        optional operation: Option<Map<String, Value>>,
        /// What would have been the answer, once it succeeded.
        optional result: Option<Value>,
        /// Why it failed.
        optional error: Option<ApiError>,
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// How far a task is.
    pub enum AsyncTaskStatus {
        /// Not begun.
        Queued = "queued",
        /// Begun.
        Running = "running",
        /// Begun again after a failure.
        Retrying = "retrying",
        /// Done, see `result`.
        Succeeded = "succeeded",
        /// Given up, see `error`.
        Failed = "failed",
    }
}
