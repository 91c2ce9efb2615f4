//! How quickly requests go out, and how that adapts.

use std::time::Duration;

use tokio::time::Instant;

use super::search::Search;
use crate::budget::Budget;

/// A refusal cuts the pace to this part.
const CUT: f64 = 0.7;
/// The pace never falls below this part of the full pace.
const FLOOR: f64 = 0.05;
/// Every [`GROWTH_TIME`] without refusal gives this part of the full pace back.
const GROWTH: f64 = 0.05;
/// See [`GROWTH`].
const GROWTH_TIME: Duration = Duration::from_secs(10);

/// The pace is the generic cell rate algorithm: one time, `due`, says when the next request would
/// go out if all went out evenly; a request may be early by at most the burst. It adapts as TCP does:
/// a refusal cuts the pace by a third, quiet time gives it back in small steps.
#[derive(Debug)]
pub(super) struct Pace {
    /// Requests a second when nobody disturbs.
    pub(super) full: f64,
    /// Requests a second now.
    pub(super) rate: f64,
    /// Requests that may go out at once after a quiet time.
    pub(super) burst: f64,
    pub(super) due: Instant,
    pub(super) grown: Instant,
    /// Whether the pace has made anybody wait since `grown`. Growing while nobody asks for more
    /// would forget what the last refusal taught.
    pub(super) held_back: bool,
    /// Of a budget that has to be found out.
    pub(super) search: Option<Search>,
}

impl Pace {
    /// `None` without a limit.
    pub(super) fn new(budget: Budget, now: Instant) -> Option<Self> {
        Some(Self {
            full: budget.pace()?,
            rate: budget.first_pace()?,
            burst: budget.burst(),
            due: now,
            grown: now,
            held_back: false,
            search: (budget == Budget::Auto).then(Search::default),
        })
    }

    pub(super) const fn rate(&self) -> f64 {
        self.rate
    }

    /// Until when the pace holds back.
    pub(super) fn not_before(&mut self, now: Instant) -> Option<Instant> {
        self.grow(now);
        let early = self.interval().mul_f64(self.burst - 1.0);
        let held_back = self.due > now + early;
        self.held_back |= held_back;
        held_back.then(|| self.due - early)
    }

    /// One goes.
    pub(super) fn go(&mut self, now: Instant) {
        self.due = self.due.max(now) + self.interval();
        if let Some(search) = &mut self.search {
            search.count(now);
        }
    }

    /// One was refused.
    pub(super) fn cut(&mut self, now: Instant) {
        self.rate = (self.rate * CUT).max(self.most() * FLOOR);
        self.grown = now;
        self.held_back = false;
    }

    /// The window that is used up ends at `until`: does it tell the size of the budget?
    pub(super) fn learn(&mut self, now: Instant, until: Instant) {
        if let Some(search) = &mut self.search {
            search.refused(now, until);
            self.rate = self.rate.min(self.most());
        }
    }

    /// Uses up the burst at `until`.
    pub(super) fn rest(&mut self, until: Instant) {
        self.due = self.due.max(until + Duration::from_secs_f64((self.burst - 1.0) / self.rate));
    }

    fn grow(&mut self, now: Instant) {
        if let Some(search) = &mut self.search {
            search.forget(now);
        }
        if now.saturating_duration_since(self.grown) < GROWTH_TIME {
            return;
        }
        self.grown = now;
        if std::mem::take(&mut self.held_back) {
            // A long sleep is not ten steps of growth: nothing was tried meanwhile.
            self.rate = (self.rate + GROWTH * self.most()).min(self.most());
        }
    }

    /// The full pace, or the part of it that Notion has turned out to grant.
    fn most(&self) -> f64 {
        let found = self.search.as_ref().and_then(Search::found);
        found.map_or(self.full, |found| found.min(self.full))
    }

    fn interval(&self) -> Duration {
        Duration::from_secs_f64(1.0 / self.rate)
    }
}
