//! Who may send, and when: the one place all tasks of a client pass before every request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

use crate::backoff::Backoff;
use crate::budget::Budget;
use crate::concurrency::{Concurrency, Place};
use crate::event::{Event, Wait};
use crate::failure::Scope;
use crate::pacer::{Pacer, Turn};
use crate::quota::{Cost, Quota};

/// Pace, gates and concurrency of one connection.
///
/// A refusal closes a gate for everybody who passes it: were each task to wait on its own, those
/// that were not refused yet would run into the same wall, one after the other.
#[derive(Debug)]
pub(crate) struct Controller {
    budget: Budget,
    connection: Lane,
    /// Only endpoints that were refused once have a lane of their own.
    endpoints: Mutex<BTreeMap<Box<str>, Arc<Lane>>>,
    in_flight: Concurrency,
    quota: Mutex<Quota>,
    backoff: Mutex<Backoff>,
}

#[derive(Debug)]
struct Lane {
    /// Only who holds this asks the pacer and sleeps; the others queue here, first come first
    /// served. A thousand waiting tasks cost one timer.
    turnstile: tokio::sync::Mutex<()>,
    state: Mutex<State>,
}

#[derive(Debug)]
struct State {
    pacer: Pacer,
    /// Why the gate was closed last.
    wait: Wait,
}

/// The gate stays closed for longer than the call wants to wait.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct TooLong {
    pub(crate) wait: Wait,
    pub(crate) pause: Duration,
}

enum Passed {
    Through,
    /// The gate of the endpoint closed meanwhile.
    TurnedBack,
}

impl Controller {
    pub(crate) fn new(budget: Budget, concurrency: usize, random: fastrand::Rng) -> Self {
        let now = Instant::now();
        Self {
            budget,
            connection: Lane::new(budget, now),
            endpoints: Mutex::default(),
            in_flight: Concurrency::new(concurrency, now),
            quota: Mutex::new(Quota::new()),
            backoff: Mutex::new(Backoff::new(random)),
        }
    }

    /// Waits until a request to `route` may be sent.
    ///
    /// # Errors
    ///
    /// When a gate stays closed for longer than `patience`. Waiting for the pace has no limit: it
    /// ends by itself, and a long queue is no trouble.
    pub(crate) async fn enter(
        &self,
        route: &str,
        patience: Duration,
        tell: &(dyn Fn(&Event<'_>) + Sync),
    ) -> Result<Place<'_>, TooLong> {
        loop {
            // A closed endpoint is waited for outside, where nobody else is held up.
            if let Some(lane) = self.endpoint(route) {
                lane.pass(patience, tell, || true).await?;
            }
            let place = self.in_flight.enter().await;
            let open = || {
                self.endpoint(route).is_none_or(|lane| lane.closed_until(Instant::now()).is_none())
            };
            if let Passed::Through = self.connection.pass(patience, tell, open).await? {
                return Ok(place);
            }
        }
    }

    /// Notion refused a request that was sent at `sent`, and asked to wait. Returns the wait if
    /// this closed a gate, or closed it for longer.
    pub(crate) fn refused(
        &self,
        route: &str,
        scope: Scope,
        sent: Instant,
        wait: Duration,
    ) -> Option<Duration> {
        let now = Instant::now();
        let pause = wait + self.backoff().spread();
        let reason = Wait::Limit(scope);
        let closed = match scope {
            Scope::Endpoint => {
                let mut endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
                let lane = endpoints
                    .entry(route.into())
                    .or_insert_with(|| Arc::new(Lane::new(self.budget, now)));
                lane.change(reason, |pacer| pacer.refuse(now, sent, now + pause))
            }
            _ => self.connection.change(reason, |pacer| pacer.refuse(now, sent, now + pause)),
        };
        closed.then_some(pause)
    }

    /// The pause before the next attempt of a call that failed `attempt` times. When too much has
    /// failed lately, everybody pauses; the second value says so.
    pub(crate) fn failed(&self, attempt: u32, cost: Cost) -> (Duration, bool) {
        let pause = self.backoff().pause(attempt);
        let paid = self.quota.lock().unwrap_or_else(PoisonError::into_inner).pay(cost);
        if paid {
            return (pause, false);
        }
        // The longest pause there is: this is not about one call any more.
        let pause = pause.max(self.backoff().pause(u32::MAX));
        let now = Instant::now();
        let closed = self.connection.change(Wait::Outage, |pacer| pacer.close(now, now + pause));
        (pause, closed)
    }

    /// A request was answered, or given up, after `latency`.
    pub(crate) fn answered(&self, latency: Duration, outage: bool) {
        self.in_flight.observe(Instant::now(), latency, outage);
    }

    /// A call succeeded.
    pub(crate) fn succeeded(&self) {
        self.quota.lock().unwrap_or_else(PoisonError::into_inner).refund();
    }

    /// The budget this began with.
    pub(crate) const fn budget(&self) -> Budget {
        self.budget
    }

    /// Requests a second that are let out now; `None` without a limit.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.connection.state().pacer.rate()
    }

    /// Requests that may be in flight now.
    pub(crate) fn concurrency(&self) -> usize {
        self.in_flight.limit()
    }

    fn endpoint(&self, route: &str) -> Option<Arc<Lane>> {
        let endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        endpoints.get(route).map(Arc::clone)
    }

    fn backoff(&self) -> MutexGuard<'_, Backoff> {
        self.backoff.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Lane {
    fn new(budget: Budget, now: Instant) -> Self {
        Self {
            turnstile: tokio::sync::Mutex::default(),
            state: Mutex::new(State { pacer: Pacer::new(budget, now), wait: Wait::Pace }),
        }
    }

    /// Waits for a turn, as long as `wanted` says that it is still wanted.
    async fn pass(
        &self,
        patience: Duration,
        tell: &(dyn Fn(&Event<'_>) + Sync),
        wanted: impl Fn() -> bool + Send,
    ) -> Result<Passed, TooLong> {
        let _turn = self.turnstile.lock().await;
        loop {
            if !wanted() {
                return Ok(Passed::TurnedBack);
            }
            let now = Instant::now();
            let (turn, closed_for) = {
                let mut state = self.state();
                (state.pacer.turn(now), state.wait)
            };
            let (until, wait) = match turn {
                Turn::Go => return Ok(Passed::Through),
                Turn::Pace(until) => (until, Wait::Pace),
                Turn::Gate(until) => (until, closed_for),
            };
            let pause = until - now;
            if wait != Wait::Pace && pause > patience {
                return Err(TooLong { wait, pause });
            }
            tell(&Event::Waiting { wait, pause });
            sleep_until(until).await;
        }
    }

    fn change(&self, wait: Wait, change: impl FnOnce(&mut Pacer) -> bool) -> bool {
        let mut state = self.state();
        let changed = change(&mut state.pacer);
        if changed {
            state.wait = wait;
        }
        changed
    }

    fn closed_until(&self, now: Instant) -> Option<Instant> {
        self.state().pacer.closed_until(now)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
