//! Time as an argument: what the library needs from a clock, and a clock that follows Tokio's.

use std::{pin::Pin, time::Duration};

use jiff::{SignedDuration, Timestamp};
use tokio::time::Instant;

/// A future that ends when its time has come.
pub type Sleep = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Tells the time and waits.
///
/// Everything in this crate that needs to know how late it is asks a `Clock` it was given, so that
/// a test can let a quarter of an hour pass in no time.
pub trait Clock: Send + Sync {
    /// The time of day, now.
    fn now(&self) -> Timestamp;

    /// Waits for `duration`.
    fn sleep(&self, duration: Duration) -> Sleep;
}

/// A clock that was set once and then follows Tokio's.
///
/// Under a paused Tokio clock it stands still between sleeps, and sleeps take no time.
///
/// ```
/// # use notion_ops::{Clock, TokioClock};
/// # fn example(started: jiff::Timestamp) {
/// let clock = TokioClock::starting_at(started);
/// let now = clock.now();
/// # }
/// ```
#[derive(Clone, Debug)]
pub struct TokioClock {
    base: Timestamp,
    origin: Instant,
}

impl TokioClock {
    /// A clock that shows `now` at this moment.
    pub fn starting_at(now: Timestamp) -> Self {
        Self { base: now, origin: Instant::now() }
    }
}

impl Clock for TokioClock {
    fn now(&self) -> Timestamp {
        let passed = SignedDuration::try_from(self.origin.elapsed()).unwrap_or(SignedDuration::MAX);
        self.base.saturating_add(passed).unwrap_or(Timestamp::MAX)
    }

    fn sleep(&self, duration: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(duration))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test(start_paused = true)]
    async fn follows_the_paused_clock() {
        let start: Timestamp = "2026-11-02T09:00:00Z".parse().unwrap();
        let clock = TokioClock::starting_at(start);
        clock.sleep(Duration::from_secs(110)).await;
        insta::assert_snapshot!(clock.now(), @"2026-11-02T09:01:50Z");
    }
}
