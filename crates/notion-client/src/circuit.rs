//! When everything fails: nothing is sent any more but one small question now and then.

use std::time::Duration;

use tokio::time::Instant;

use crate::quota::{Cost, Quota};

/// How often it is asked whether Notion is back.
const PROBE: Duration = Duration::from_secs(30);
/// After so long calls fail instead of waiting on.
const PATIENCE: Duration = Duration::from_mins(10);

/// Retries use up a quota. When it is empty, the circuit opens: calls wait, and every half minute
/// one request that changes nothing is sent, until it is answered.
///
/// Calls themselves are not sent to see what happens: a write in the middle of an outage is the
/// write of which nobody knows whether it was done.
#[derive(Debug)]
pub(crate) struct Circuit {
    quota: Quota,
    open: Option<Open>,
}

#[derive(Clone, Copy, Debug)]
struct Open {
    since: Instant,
    probe: Instant,
}

/// What the circuit says to a call that wants to go.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Current {
    /// Go on.
    Flows,
    /// Ask Notion whether it is there, and tell what came of it.
    Probe,
    /// Nobody asks before then. Calls have been waiting since the other time.
    Interrupted { since: Instant, until: Instant },
}

impl Circuit {
    pub(crate) const fn new() -> Self {
        Self { quota: Quota::new(), open: None }
    }

    /// Pays for a retry. If the quota does not suffice, the circuit opens; the time until which says
    /// so, if it was closed.
    pub(crate) fn failed(&mut self, now: Instant, cost: Cost) -> Option<Duration> {
        if self.quota.pay(cost) || self.open.is_some() {
            return None;
        }
        self.open = Some(Open { since: now, probe: now + PROBE });
        Some(PROBE)
    }

    /// A call succeeded.
    pub(crate) fn succeeded(&mut self) {
        self.quota.refund();
    }

    /// Whether a call may go now. Who is told to probe is the only one for half a minute.
    pub(crate) fn turn(&mut self, now: Instant) -> Current {
        let Some(open) = &mut self.open else {
            return Current::Flows;
        };
        if now < open.probe {
            return Current::Interrupted { since: open.since, until: open.probe };
        }
        open.probe = now + PROBE;
        Current::Probe
    }

    /// The probe was answered: calls go on, and may be repeated as often as ever.
    pub(crate) fn close(&mut self) {
        *self = Self::new();
    }
}

/// Whether a call that sees an outage since then should wait on.
pub(crate) fn is_worth_waiting(since: Instant, now: Instant, patience: Duration) -> bool {
    now.saturating_duration_since(since) < PATIENCE.min(patience)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_probe_every_half_minute_until_one_is_answered() {
        let zero = Instant::now();
        let at = |seconds: u64| zero + Duration::from_secs(seconds);
        let mut circuit = Circuit::new();
        let opened = (0..30).filter(|_| circuit.failed(zero, Cost::Answered).is_some()).count();
        assert_eq!(opened, 1, "only once");
        let closed_until =
            |since, until| Current::Interrupted { since: at(since), until: at(until) };
        assert_eq!(circuit.turn(at(29)), closed_until(0, 30));
        assert_eq!(circuit.turn(at(30)), Current::Probe);
        assert_eq!(circuit.turn(at(30)), closed_until(0, 60));
        assert_eq!(circuit.turn(at(75)), Current::Probe);
        circuit.close();
        assert_eq!(circuit.turn(at(75)), Current::Flows);
        let paid = (0..30).take_while(|_| circuit.failed(at(80), Cost::Answered).is_none()).count();
        assert_eq!(paid, 20, "the quota is full again");
    }

    #[test]
    fn ten_minutes_are_enough() {
        let zero = Instant::now();
        let waits = |seconds: u64, patience: u64| {
            let now = zero + Duration::from_secs(seconds);
            is_worth_waiting(zero, now, Duration::from_secs(patience))
        };
        assert!(waits(599, 900) && !waits(600, 900) && waits(59, 60) && !waits(60, 60));
    }
}
