//! Which of two budgets Notion grants, seen from where the first refusal comes.

use std::collections::VecDeque;
use std::time::Duration;

use notion_model::limits;
use tokio::time::Instant;

use super::before;
use crate::budget::Budget;

/// How long a window of Notion's is.
const WINDOW: Duration = Duration::from_mins(1);
/// How finely requests are counted.
const SLOT: Duration = Duration::from_secs(5);
/// How long a refusal is believed.
const BELIEVED: Duration = Duration::from_hours(1);

/// Counts what is sent, and looks at a refusal: if about as many went out in the window as the
/// smaller budget grants, it is the smaller one. Fewer: somebody else was at it. More: it is the
/// larger one.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// When a slot of time began, and the requests in it; those of one window.
    pub(super) sent: VecDeque<(Instant, u32)>,
    /// When the smaller budget was found.
    pub(super) found: Option<Instant>,
}

impl Search {
    /// A request goes out.
    pub(super) fn count(&mut self, now: Instant) {
        let past = |at: Instant| now.saturating_duration_since(at);
        while self.sent.front().is_some_and(|(at, _)| past(*at) > WINDOW + SLOT) {
            self.sent.pop_front();
        }
        match self.sent.back_mut().filter(|(at, _)| past(*at) < SLOT) {
            Some((_, count)) => *count = count.saturating_add(1),
            None => self.sent.push_back((now, 1)),
        }
    }

    /// The budget is used up until `until`, when its window ends.
    pub(super) fn refused(&mut self, now: Instant, until: Instant) {
        let left = until.saturating_duration_since(now);
        if left > WINDOW {
            return;
        }
        let began = before(now, WINDOW.saturating_sub(left) + SLOT);
        let counts = self.sent.iter().filter(|(at, _)| *at >= began).map(|(_, count)| *count);
        let sent = counts.fold(0, u32::saturating_add);
        let granted = limits::REQUESTS_PER_MINUTE;
        // Slots are coarse, and some of what was sent was refused.
        if (granted * 4 / 5..=granted * 5 / 4).contains(&sent) {
            self.found = Some(now);
        }
    }

    /// What was found an hour ago is tried again.
    pub(super) fn forget(&mut self, now: Instant) {
        self.found = self.found.filter(|at| now.saturating_duration_since(*at) < BELIEVED);
    }

    /// The pace of the smaller budget, if that is the one.
    pub(super) fn found(&self) -> Option<f64> {
        self.found.and_then(|_| Budget::Standard.pace())
    }
}
