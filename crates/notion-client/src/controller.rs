//! Who may send, and when: the one place all tasks of a client pass before every request.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::backoff::Backoff;
use crate::budget::Budget;
use crate::circuit::{Circuit, Current, is_worth_waiting};
use crate::concurrency::{Concurrency, Place};
use crate::event::{Event, Wait};
use crate::failure::Scope;
use crate::lane::{Before, Lane, Passed, TooLong};
use crate::quota::Cost;
use crate::shared::SharedBudget;

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
    shared: Option<Arc<SharedBudget>>,
    in_flight: Concurrency,
    circuit: Mutex<Circuit>,
    backoff: Mutex<Backoff>,
}

/// What a request may do now.
#[derive(Debug)]
pub(crate) enum Entry<'a> {
    /// Be sent.
    Sent(Place<'a>),
    /// First ask Notion whether it is there, and say so by [`Controller::probed`].
    ToProbe(Place<'a>),
}

impl Controller {
    pub(crate) fn new(
        budget: Budget,
        concurrency: usize,
        random: fastrand::Rng,
        shared: Option<SharedBudget>,
    ) -> Self {
        let now = Instant::now();
        let shared = shared.map(Arc::new);
        Self {
            budget,
            connection: Lane::new(budget, now, shared.clone()),
            endpoints: Mutex::default(),
            shared,
            in_flight: Concurrency::new(concurrency, now),
            circuit: Mutex::new(Circuit::new()),
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
    ) -> Result<Entry<'_>, TooLong> {
        loop {
            // A closed endpoint is waited for outside, where nobody else is held up.
            if let Some(lane) = self.endpoint(route) {
                lane.pass(patience, tell, |_| Before::Clear).await?;
            }
            let place = self.in_flight.enter().await;
            let before = |now: Instant| {
                if self.endpoint(route).is_some_and(|lane| lane.closed_until(now).is_some()) {
                    return Before::TurnBack;
                }
                match self.circuit().turn(now) {
                    Current::Flows => Before::Clear,
                    Current::Probe => Before::Probe,
                    Current::Interrupted { since, until } => {
                        let worth = is_worth_waiting(since, now, patience);
                        if worth { Before::Outage(until) } else { Before::Hopeless(until) }
                    }
                }
            };
            match self.connection.pass(patience, tell, before).await? {
                Passed::Through => return Ok(Entry::Sent(place)),
                Passed::ToProbe => return Ok(Entry::ToProbe(place)),
                Passed::TurnedBack => {}
            }
        }
    }

    /// Notion refused a request that was sent at `sent`, and asked to wait for this reason. Returns
    /// the wait if this closed a gate, or closed it for longer.
    pub(crate) fn refused(
        &self,
        route: &str,
        reason: Wait,
        sent: Instant,
        wait: Duration,
    ) -> Option<Duration> {
        let now = Instant::now();
        let pause = wait + self.backoff().spread();
        let until = now + pause;
        if reason != Wait::Limit(Scope::Endpoint) {
            self.connection.refused(now, wait);
        }
        let closed = match reason {
            Wait::Limit(Scope::Endpoint) => {
                if let Some(shared) = &self.shared {
                    shared.announce(route, until);
                }
                // Tells the other processes, even if this one has nothing else to send.
                self.connection.change(reason, |_| false);
                let lane = self.lane_of(route, now);
                lane.refused(now, wait);
                lane.change(reason, |pacer| pacer.refuse(now, sent, until))
            }
            Wait::Limit(scope) => self.connection.change(reason, |pacer| {
                let closed = pacer.refuse(now, sent, until);
                if scope == Scope::Connection {
                    pacer.learn(now, now + wait);
                }
                closed
            }),
            // Whoever sheds load does not count requests: a slower pace would change nothing.
            _ => self.connection.change(reason, |pacer| pacer.close(now, until)),
        };
        closed.then_some(pause)
    }

    /// The pause before the next attempt of a call that failed `attempt` times. When too much has
    /// failed lately, everybody pauses, for the time that is the second value.
    pub(crate) fn failed(&self, attempt: u32, cost: Cost) -> (Duration, Option<Duration>) {
        let pause = self.backoff().pause(attempt);
        (pause, self.circuit().failed(Instant::now(), cost))
    }

    /// What came of the question whether Notion is there.
    pub(crate) fn probed(&self, alive: bool) {
        if alive {
            self.circuit().close();
            self.connection.wake();
        }
    }

    /// A request was answered, or given up, after `latency`.
    pub(crate) fn answered(&self, latency: Duration, outage: bool) {
        self.in_flight.observe(Instant::now(), latency, outage);
    }

    /// A call succeeded.
    pub(crate) fn succeeded(&self) {
        self.circuit().succeeded();
    }

    /// A request to `route` was answered, for good or ill, and not asked to wait.
    pub(crate) fn got_through(&self, route: &str) {
        self.connection.got_through();
        let endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(lane) = endpoints.get(route) {
            lane.got_through();
        }
    }

    /// The budget this began with.
    pub(crate) const fn budget(&self) -> Budget {
        self.budget
    }

    /// Requests a second that are let out now; `None` without a limit.
    pub(crate) fn rate(&self) -> Option<f64> {
        self.connection.rate()
    }

    /// Requests that may be in flight now.
    pub(crate) fn concurrency(&self) -> usize {
        self.in_flight.limit()
    }

    /// The lane of an endpoint that was refused once, here or in another process.
    fn endpoint(&self, route: &str) -> Option<Arc<Lane>> {
        if let Some(until) = self.shared.as_ref().and_then(|shared| shared.closed_until(route)) {
            let now = Instant::now();
            let lane = self.lane_of(route, now);
            if until > now {
                lane.change(Wait::Limit(Scope::Endpoint), |pacer| pacer.close(now, until));
            }
            return Some(lane);
        }
        let endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        endpoints.get(route).map(Arc::clone)
    }

    fn lane_of(&self, route: &str, now: Instant) -> Arc<Lane> {
        let mut endpoints = self.endpoints.lock().unwrap_or_else(PoisonError::into_inner);
        let lane = endpoints.entry(route.into());
        Arc::clone(lane.or_insert_with(|| Arc::new(Lane::new(self.budget, now, None))))
    }

    fn circuit(&self) -> MutexGuard<'_, Circuit> {
        self.circuit.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn backoff(&self) -> MutexGuard<'_, Backoff> {
        self.backoff.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
