//! One lane of requests: a pace that adapts, and a gate that `Retry-After` closes. No waiting in here:
//! the state is asked what to do now, so every rule can be tested with invented times.

use std::time::Duration;

use tokio::time::Instant;

use self::pace::Pace;
use crate::budget::Budget;

mod kept;
mod pace;
mod search;

pub(crate) use self::kept::{Kept, Reading};

/// The pace and the gate of one lane.
#[derive(Debug)]
pub(crate) struct Pacer {
    pace: Option<Pace>,
    closed: Option<Closed>,
}

/// The gate, while it is closed and afterwards.
#[derive(Clone, Copy, Debug)]
struct Closed {
    since: Instant,
    until: Instant,
}

/// What a lane answers to "may I go now?".
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Turn {
    /// Yes; the place is taken.
    Go,
    /// The pace says: not before then.
    Pace(Instant),
    /// The gate is closed until then.
    Gate(Instant),
}

impl Pacer {
    /// A lane with the pace of `budget`, open.
    pub(crate) fn new(budget: Budget, now: Instant) -> Self {
        Self { pace: Pace::new(budget, now), closed: None }
    }

    /// Takes the next place, or says until when to wait before asking again.
    pub(crate) fn turn(&mut self, now: Instant) -> Turn {
        let turn = self.look(now);
        if let (Turn::Go, Some(pace)) = (turn, &mut self.pace) {
            pace.go(now);
        }
        turn
    }

    /// What [`turn`](Self::turn) would say, without taking the place.
    pub(crate) fn look(&mut self, now: Instant) -> Turn {
        if let Some(until) = self.closed_until(now) {
            return Turn::Gate(until);
        }
        self.pace.as_mut().and_then(|pace| pace.not_before(now)).map_or(Turn::Go, Turn::Pace)
    }

    /// When the gate opens, if it is closed now.
    pub(crate) fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.closed.map(|closed| closed.until).filter(|until| *until > now)
    }

    /// Closes the gate until `until`, because a request that was sent at `sent` was refused.
    /// Says whether the gate was open or closes for longer.
    ///
    /// Several requests are in flight when a budget ends, and each comes back refused. They tell
    /// one story: only the first cuts the pace.
    pub(crate) fn refuse(&mut self, now: Instant, sent: Instant, until: Instant) -> bool {
        if self.closed.is_some_and(|closed| sent <= closed.since) {
            return self.extend(until);
        }
        if let Some(pace) = &mut self.pace {
            pace.cut(now);
        }
        self.close(now, until)
    }

    /// The budget of the connection is used up until `until`: what this tells of its size.
    pub(crate) fn learn(&mut self, now: Instant, until: Instant) {
        if let Some(pace) = &mut self.pace {
            pace.learn(now, until);
        }
    }

    /// Closes the gate without touching the pace: the service is in trouble, not the budget.
    pub(crate) fn close(&mut self, now: Instant, until: Instant) -> bool {
        if self.closed_until(now).is_some() {
            return self.extend(until);
        }
        self.closed = Some(Closed { since: now, until });
        self.rest(until);
        true
    }

    fn extend(&mut self, until: Instant) -> bool {
        let Some(closed) = self.closed.as_mut().filter(|closed| closed.until < until) else {
            return false;
        };
        closed.until = until;
        self.rest(until);
        true
    }

    /// What waited at the gate must not storm out when it opens.
    fn rest(&mut self, until: Instant) {
        if let Some(pace) = &mut self.pace {
            pace.rest(until);
        }
    }

    /// Requests a second now; `None` without a limit.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.pace.as_ref().map(Pace::rate)
    }
}

/// A time that may be before the beginning of the machine's clock.
fn before(now: Instant, ago: Duration) -> Instant {
    now.checked_sub(ago).unwrap_or(now)
}

#[cfg(test)]
mod tests;
