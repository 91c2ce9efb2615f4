//! Progress as events. Nothing here draws: whoever listens decides what to show.

use std::time::Duration;

use jiff::Timestamp;

use crate::{
    id::OpId,
    journal::OpState,
    report::{Cause, Stop},
};

/// Something happened that a person may want to see.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Event {
    /// Rows of a data source are being read.
    Scanning {
        /// The data source's name.
        what: String,
        /// How many rows so far.
        rows: usize,
    },
    /// The content of pages is being read.
    ReadingContent {
        /// The page's title.
        title: String,
        /// How many blocks so far, over all pages.
        blocks: usize,
    },
    /// A run begins, or goes on after an interruption.
    Started {
        /// How many ops it has.
        ops: usize,
        /// How many of them had ended before.
        ended: usize,
    },
    /// An op's first request is about to be sent.
    OpStarted {
        /// Which.
        op: OpId,
        /// What the op's page is called.
        title: String,
    },
    /// An op ended.
    OpEnded {
        /// Which.
        op: OpId,
        /// What the op's page is called.
        title: String,
        /// How.
        state: OpState,
        /// Why, if it did not succeed.
        cause: Option<Cause>,
    },
    /// Nobody knows whether an op was done. It waits until nothing of it can be under way any more.
    OpParked {
        /// Which.
        op: OpId,
        /// What the op's page is called.
        title: String,
        /// When it will be looked at.
        until: Timestamp,
    },
    /// Nothing is left to do but wait for parked ops.
    Waiting {
        /// How many ops are parked.
        parked: usize,
        /// How long.
        wait: Duration,
    },
    /// A parked op was looked at.
    OpResolved {
        /// Which.
        op: OpId,
        /// Whether it had been done after all.
        found: bool,
    },
    /// Nothing more will be started.
    Stopping {
        /// Why.
        reason: Stop,
    },
    /// Pages are being read back and compared.
    Verifying {
        /// How many so far.
        done: usize,
        /// Of how many.
        of: usize,
    },
}

/// Listens to what happens.
pub trait Progress: Send + Sync {
    /// Something happened. Must return at once.
    fn event(&self, event: Event);
}

/// Nobody listens.
#[derive(Clone, Copy, Debug, Default)]
pub struct Silent;

impl Progress for Silent {
    fn event(&self, _: Event) {}
}

/// Any function of an event listens.
impl<F: Fn(Event) + Send + Sync> Progress for F {
    fn event(&self, event: Event) {
        self(event);
    }
}
