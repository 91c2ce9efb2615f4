//! How many requests are in flight at once, fewer while Notion is slow.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio::time::Instant;

/// An answer later than this counts as slow.
const SLOW: Duration = Duration::from_secs(10);
/// How many of the latest answers are looked at.
const LATEST: usize = 20;
/// How often the limit may move in one direction.
const STEP: Duration = Duration::from_secs(10);
/// Two server errors within this time are a sign of overload.
const TROUBLE: Duration = Duration::from_secs(30);

/// A semaphore whose size follows the answers.
#[derive(Debug)]
pub(crate) struct Concurrency {
    semaphore: Semaphore,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    most: usize,
    limit: usize,
    /// Permits to take away as soon as they come back.
    owed: usize,
    in_flight: usize,
    slow: VecDeque<bool>,
    last_trouble: Option<Instant>,
    moved: Instant,
}

/// One place among the requests in flight.
#[derive(Debug)]
pub(crate) struct Place<'a> {
    owner: &'a Concurrency,
    permit: Option<SemaphorePermit<'a>>,
}

impl Concurrency {
    pub(crate) fn new(most: usize, now: Instant) -> Self {
        let most = most.clamp(1, Semaphore::MAX_PERMITS);
        Self {
            semaphore: Semaphore::new(most),
            state: Mutex::new(State {
                most,
                limit: most,
                owed: 0,
                in_flight: 0,
                slow: VecDeque::with_capacity(LATEST),
                last_trouble: None,
                moved: now,
            }),
        }
    }

    /// Waits for a place. First come, first served.
    pub(crate) async fn enter(&self) -> Place<'_> {
        // The semaphore is never closed; if it were, no limit would be better than no requests.
        let permit = self.semaphore.acquire().await.ok();
        self.state().in_flight += 1;
        Place { owner: self, permit }
    }

    /// Learns from an answer that took `latency`; `failed` when it was a server error or silence.
    pub(crate) fn observe(&self, now: Instant, latency: Duration, failed: bool) {
        let mut state = self.state();
        if state.slow.len() == LATEST {
            state.slow.pop_front();
        }
        state.slow.push_back(latency > SLOW);
        let again = failed
            && state
                .last_trouble
                .replace(now)
                .is_some_and(|last| now.duration_since(last) < TROUBLE);
        // Two slow answers of twenty: the 95th percentile is above the mark.
        let slow = state.slow.iter().filter(|slow| **slow).count() >= 2;
        let due = now.saturating_duration_since(state.moved) >= STEP;
        if (again || slow) && (due || state.limit == state.most) {
            self.shrink(&mut state, now);
        } else if due && !slow && state.limit < state.most && state.in_flight * 2 >= state.limit {
            state.moved = now;
            state.limit += 1;
            if state.owed > 0 {
                state.owed -= 1;
            } else {
                self.semaphore.add_permits(1);
            }
        }
    }

    fn shrink(&self, state: &mut State, now: Instant) {
        let smaller = (state.limit * 9 / 10).max(1);
        let less = state.limit - smaller;
        state.moved = now;
        state.limit = smaller;
        state.slow.clear();
        state.owed += less - self.semaphore.forget_permits(less);
    }

    /// How many requests may be in flight now.
    pub(crate) fn limit(&self) -> usize {
        self.state().limit
    }

    fn state(&self) -> std::sync::MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut state = self.owner.state();
        state.in_flight -= 1;
        if state.owed > 0
            && let Some(permit) = self.permit.take()
        {
            state.owed -= 1;
            permit.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(start: Instant, seconds: u64) -> Instant {
        start + Duration::from_secs(seconds)
    }

    #[tokio::test]
    async fn shrinks_while_notion_is_slow_and_grows_back() {
        let start = Instant::now();
        let limit = Concurrency::new(16, start);
        for second in 0..200 {
            limit.observe(after(start, second), Duration::from_secs(30), false);
        }
        let lowest = limit.limit();
        assert!(lowest <= 4, "{lowest}");
        // Nobody needs more: nothing grows.
        for second in 200..300 {
            limit.observe(after(start, second), Duration::from_millis(300), false);
        }
        assert_eq!(limit.limit(), lowest);
        // With every place taken, it grows back to where it was, and not beyond.
        for second in 300..900 {
            let mut places = Vec::new();
            for _ in 0..limit.limit() {
                places.push(limit.enter().await);
            }
            limit.observe(after(start, second), Duration::from_millis(300), false);
        }
        assert_eq!(limit.limit(), 16);
        assert_eq!(limit.semaphore.available_permits(), 16);
    }

    #[tokio::test]
    async fn takes_places_away_when_they_come_back() {
        let start = Instant::now();
        let limit = Concurrency::new(4, start);
        let mut places = Vec::new();
        for _ in 0..4 {
            places.push(limit.enter().await);
        }
        limit.observe(start, Duration::ZERO, true);
        limit.observe(after(start, 1), Duration::ZERO, true);
        assert_eq!(limit.limit(), 3);
        places.clear();
        assert_eq!(limit.semaphore.available_permits(), 3);
    }

    #[tokio::test]
    async fn one_server_error_is_no_sign() {
        let start = Instant::now();
        let limit = Concurrency::new(4, start);
        limit.observe(start, Duration::ZERO, true);
        limit.observe(after(start, 31), Duration::ZERO, true);
        assert_eq!(limit.limit(), 4);
    }
}
