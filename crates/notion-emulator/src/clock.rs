//! Where a local Notion takes its time from: the machine, Tokio, a stepping counter or a hand-set clock.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// The time a world lives in.
///
/// Every time a response shows, every window of a budget and every default of a new object comes
/// from here, so a world with a given clock and a given seed answers the same way every time.
pub trait Clock: fmt::Debug + Send + Sync + 'static {
    /// The present instant.
    fn now(&self) -> Timestamp;
}

impl<C: Clock + ?Sized> Clock for Arc<C> {
    fn now(&self) -> Timestamp {
        (**self).now()
    }
}

/// A length of time as it is reckoned with here; one that is too long is the longest there is.
pub(crate) fn signed(time: Duration) -> SignedDuration {
    SignedDuration::try_from(time).unwrap_or(SignedDuration::MAX)
}

/// The instant so much later, or the last one of all.
pub(crate) fn later(now: Timestamp, by: SignedDuration) -> Timestamp {
    now.saturating_add(by).unwrap_or(Timestamp::MAX)
}

/// The clock of the machine: for a local Notion that people use.
#[derive(Clone, Copy, Debug, Default)]
pub struct RealClock;

impl Clock for RealClock {
    #[expect(clippy::disallowed_methods, reason = "this is the one clock that reads the machine")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Starts at a given instant and passes as Tokio's time does.
///
/// Under `#[tokio::test(start_paused = true)]` a client that sleeps through a `Retry-After` also
/// moves this clock, so waiting costs no real time and windows still open and close.
#[derive(Clone, Copy, Debug)]
pub struct TokioClock {
    start: Timestamp,
    origin: tokio::time::Instant,
}

impl TokioClock {
    /// Shows `start` now.
    pub fn starting_at(start: Timestamp) -> Self {
        Self { start, origin: tokio::time::Instant::now() }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        later(self.start, signed(self.origin.elapsed()))
    }
}

/// Moves by a fixed step each time it is read: nothing else can influence it.
#[derive(Debug)]
pub struct SteppingClock {
    next: Mutex<Timestamp>,
    step: SignedDuration,
}

impl SteppingClock {
    /// Shows `start`, then `start + step`, and so on. A step of zero is a stopped clock.
    pub fn new(start: Timestamp, step: SignedDuration) -> Self {
        Self { next: Mutex::new(start), step }
    }
}

impl Clock for SteppingClock {
    fn now(&self) -> Timestamp {
        let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
        let now = *next;
        *next = later(now, self.step);
        now
    }
}

/// Stands still until it is told to move. Clones share the same hands.
#[derive(Clone, Debug)]
pub struct ManualClock {
    hands: Arc<Mutex<Timestamp>>,
}

impl ManualClock {
    /// Shows `start` until told otherwise.
    pub fn new(start: Timestamp) -> Self {
        Self { hands: Arc::new(Mutex::new(start)) }
    }

    /// Moves the hands by `by`, backwards if it is negative.
    pub fn advance(&self, by: SignedDuration) {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        *hands = later(*hands, by);
    }

    /// Sets the hands.
    pub fn set(&self, to: Timestamp) {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner) = to;
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn clones_of_a_manual_clock_share_their_hands() {
        let clock = ManualClock::new(at("2026-11-02T09:00:00Z"));
        clock.clone().advance(SignedDuration::from_mins(5));
        assert_eq!(clock.now(), at("2026-11-02T09:05:00Z"));
        clock.set(at("2026-01-01T00:00:00Z"));
        assert_eq!(clock.clone().now(), at("2026-01-01T00:00:00Z"));
    }

    #[test]
    fn a_stepping_clock_moves_when_it_is_read() {
        let clock = SteppingClock::new(at("2026-11-02T09:00:00Z"), SignedDuration::from_secs(1));
        assert_eq!(clock.now(), at("2026-11-02T09:00:00Z"));
        assert_eq!(clock.now(), at("2026-11-02T09:00:01Z"));
    }

    #[tokio::test(start_paused = true)]
    async fn a_tokio_clock_follows_virtual_time() {
        let clock = TokioClock::starting_at(at("2026-11-02T09:00:00Z"));
        tokio::time::sleep(Duration::from_hours(1)).await;
        assert_eq!(clock.now(), at("2026-11-02T10:00:00Z"));
    }
}
