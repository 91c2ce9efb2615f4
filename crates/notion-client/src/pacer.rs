//! One lane of requests: a pace that adapts, and a gate that `Retry-After` closes. No waiting in here:
//! the state is asked what to do now, so every rule can be tested with invented times.

use std::time::Duration;

use tokio::time::Instant;

use crate::budget::Budget;

/// A refusal cuts the pace to this part.
const CUT: f64 = 0.7;
/// The pace never falls below this part of the full pace.
const FLOOR: f64 = 0.05;
/// Every [`GROWTH_TIME`] without refusal gives this part of the full pace back.
const GROWTH: f64 = 0.05;
/// See [`GROWTH`].
const GROWTH_TIME: Duration = Duration::from_secs(10);

/// The pace and the gate of one lane.
///
/// The pace is the generic cell rate algorithm: one time, `due`, says when the next request would
/// go out if all went out evenly; a request may be early by at most the burst. It adapts as TCP does:
/// a refusal cuts the pace by a third, quiet time gives it back in small steps.
#[derive(Debug)]
pub(crate) struct Pacer {
    pace: Option<Pace>,
    gate: Gate,
}

#[derive(Debug)]
struct Pace {
    /// Requests a second when nobody disturbs.
    full: f64,
    /// Requests a second now.
    rate: f64,
    /// Requests that may go out at once after a quiet time.
    burst: f64,
    due: Instant,
    grown: Instant,
    /// Whether the pace has made anybody wait since `grown`. Growing while nobody asks for more
    /// would forget what the last refusal taught.
    held_back: bool,
}

#[derive(Clone, Copy, Debug, Default)]
struct Gate {
    closed: Option<Closed>,
}

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
        let pace = budget.pace().map(|full| Pace {
            full,
            rate: full,
            burst: budget.burst(),
            due: now,
            grown: now,
            held_back: false,
        });
        Self { pace, gate: Gate::default() }
    }

    /// Takes the next place, or says until when to wait before asking again.
    pub(crate) fn turn(&mut self, now: Instant) -> Turn {
        if let Some(until) = self.closed_until(now) {
            return Turn::Gate(until);
        }
        let Some(pace) = &mut self.pace else {
            return Turn::Go;
        };
        pace.grow(now);
        let interval = Duration::from_secs_f64(1.0 / pace.rate);
        let early = interval.mul_f64(pace.burst - 1.0);
        if pace.due > now + early {
            pace.held_back = true;
            return Turn::Pace(pace.due - early);
        }
        pace.due = pace.due.max(now) + interval;
        Turn::Go
    }

    /// When the gate opens, if it is closed now.
    pub(crate) fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.gate.closed.map(|closed| closed.until).filter(|until| *until > now)
    }

    /// Closes the gate until `until`, because a request that was sent at `sent` was refused.
    /// Says whether the gate was open or closes for longer.
    ///
    /// Several requests are in flight when a budget ends, and each comes back refused. They tell
    /// one story: only the first cuts the pace.
    pub(crate) fn refuse(&mut self, now: Instant, sent: Instant, until: Instant) -> bool {
        let known = self.gate.closed.is_some_and(|closed| sent <= closed.since);
        if known {
            return self.extend(until);
        }
        if let Some(pace) = &mut self.pace {
            pace.rate = (pace.rate * CUT).max(pace.full * FLOOR);
            pace.grown = now;
            pace.held_back = false;
        }
        self.close(now, until)
    }

    /// Closes the gate without touching the pace: the service is in trouble, not the budget.
    pub(crate) fn close(&mut self, now: Instant, until: Instant) -> bool {
        if self.closed_until(now).is_some() {
            return self.extend(until);
        }
        self.gate.closed = Some(Closed { since: now, until });
        self.rest(until);
        true
    }

    fn extend(&mut self, until: Instant) -> bool {
        let Some(closed) = &mut self.gate.closed else {
            return false;
        };
        if until <= closed.until {
            return false;
        }
        closed.until = until;
        self.rest(until);
        true
    }

    /// Uses up the burst at the time the gate opens: what waited there must not storm out.
    fn rest(&mut self, until: Instant) {
        if let Some(pace) = &mut self.pace {
            pace.due =
                pace.due.max(until + Duration::from_secs_f64((pace.burst - 1.0) / pace.rate));
        }
    }

    /// Requests a second now; `None` without a limit.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.pace.as_ref().map(|pace| pace.rate)
    }
}

impl Pace {
    fn grow(&mut self, now: Instant) {
        let quiet = now.saturating_duration_since(self.grown);
        if quiet < GROWTH_TIME {
            return;
        }
        self.grown = now;
        if std::mem::take(&mut self.held_back) {
            // A long sleep is not ten steps of growth: nothing was tried meanwhile.
            self.rate = (self.rate + GROWTH * self.full).min(self.full);
        }
    }
}

#[cfg(test)]
mod tests;
