//! What a client tells about its work while it works, and what it counts.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use http::Method;

use crate::failure::{Failure, Scope};

/// Whose log lines they are.
const TARGET: &str = "notion_client";

/// Something a client did or is waiting for.
///
/// Events are for progress and logs. They hold no token and no content of the workspace.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Event<'a> {
    /// A request is on its way.
    Sent {
        /// The method.
        method: &'a Method,
        /// The path below `/v1/`.
        path: &'a str,
        /// 1 for the first attempt. Refusals by a rate limit are not counted as attempts.
        attempt: u32,
    },
    /// A request was answered with success.
    Answered {
        /// The method.
        method: &'a Method,
        /// The path below `/v1/`.
        path: &'a str,
        /// The HTTP status.
        status: u16,
        /// How long the answer took.
        elapsed: Duration,
        /// Notion's name for the request, for its support.
        request_id: Option<&'a str>,
    },
    /// An attempt failed.
    Failed {
        /// The method.
        method: &'a Method,
        /// The path below `/v1/`.
        path: &'a str,
        /// How.
        failure: Failure,
        /// The pause before the next attempt; `None`: there is none.
        pause: Option<Duration>,
        /// Notion's name for the request, if it had one.
        request_id: Option<&'a str>,
    },
    /// No request of this client, or of this endpoint, is sent for a while.
    Closed {
        /// Why.
        wait: Wait,
        /// The path of the request that was refused.
        path: &'a str,
        /// How long.
        pause: Duration,
    },
    /// The next request waits.
    Waiting {
        /// For what.
        wait: Wait,
        /// How long.
        pause: Duration,
    },
}

/// What requests wait for.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Wait {
    /// The client's own pace, which keeps it within the budget.
    Pace,
    /// Notion asked to wait, for this scope.
    Limit(Scope),
    /// Notion, or the way to it, is in trouble: it sheds load (`529`), a proxy refuses, or so much has
    /// failed that the client has stopped and only asks now and then whether Notion is back.
    Outage,
}

impl fmt::Display for Wait {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pace => f.write_str("the pace of the budget"),
            Self::Limit(scope) => write!(f, "the limit of the {scope}"),
            Self::Outage => f.write_str("an outage"),
        }
    }
}

impl Event<'_> {
    /// Logs it, below the span of the call. What makes people wait is worth more than a debug line.
    pub(crate) fn log(&self) {
        let seconds = |time: &Duration| time.as_secs_f64();
        match self {
            Self::Sent { method, path, attempt } => {
                tracing::debug!(target: TARGET, %method, path, attempt, "sent");
            }
            Self::Answered { method, path, status, elapsed, request_id } => {
                let elapsed = seconds(elapsed);
                tracing::debug!(target: TARGET, %method, path, status, elapsed, request_id, "answered");
            }
            Self::Failed { method, path, failure, pause, request_id } => {
                let pause = pause.as_ref().map(seconds);
                tracing::info!(target: TARGET, %method, path, %failure, pause, request_id, "failed");
            }
            Self::Closed { wait, path, pause } => {
                let pause = seconds(pause);
                tracing::warn!(target: TARGET, reason = %wait, path, pause, "nothing is sent for a while");
            }
            Self::Waiting { wait: Wait::Pace, pause } => {
                tracing::trace!(target: TARGET, reason = %Wait::Pace, pause = seconds(pause), "waiting");
            }
            Self::Waiting { wait, pause } => {
                tracing::info!(target: TARGET, reason = %wait, pause = seconds(pause), "waiting");
            }
        }
    }
}

/// Receives the events of a client. Called in the middle of the work: be quick, do not block.
///
/// Any `Fn(&Event<'_>)` is an observer.
pub trait Observer: Send + Sync + 'static {
    /// Something happened.
    fn observe(&self, event: &Event<'_>);
}

impl<F: Fn(&Event<'_>) + Send + Sync + 'static> Observer for F {
    fn observe(&self, event: &Event<'_>) {
        self(event);
    }
}

/// What a client has done so far.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Stats {
    /// Requests sent, repeated ones included.
    pub requests: u64,
    /// Requests answered with success.
    pub succeeded: u64,
    /// Requests sent again after a failure that was not a rate limit.
    pub retries: u64,
    /// Requests refused because of a rate limit or of overload (`429`, `529`).
    pub throttled: u64,
    /// Time that calls have waited for the pace or the gate, summed over all calls. Calls wait
    /// side by side, so this may be more than the time that went by.
    pub waited: Duration,
    /// Bytes of answers.
    pub received: u64,
}

/// The counters behind [`Stats`].
#[derive(Debug, Default)]
pub(crate) struct Counters {
    pub(crate) requests: AtomicU64,
    pub(crate) succeeded: AtomicU64,
    pub(crate) retries: AtomicU64,
    pub(crate) throttled: AtomicU64,
    pub(crate) waited_micros: AtomicU64,
    pub(crate) received: AtomicU64,
}

impl Counters {
    pub(crate) fn add(counter: &AtomicU64, more: u64) {
        counter.fetch_add(more, Ordering::Relaxed);
    }

    pub(crate) fn waited(&self, wait: Duration) {
        Self::add(&self.waited_micros, u64::try_from(wait.as_micros()).unwrap_or(u64::MAX));
    }

    pub(crate) fn stats(&self) -> Stats {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Stats {
            requests: read(&self.requests),
            succeeded: read(&self.succeeded),
            retries: read(&self.retries),
            throttled: read(&self.throttled),
            waited: Duration::from_micros(read(&self.waited_micros)),
            received: read(&self.received),
        }
    }
}
