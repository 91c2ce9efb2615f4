//! How long to pause before the next attempt when Notion does not say.

use std::time::Duration;

/// Doubling pauses with jitter, from a random source that a test can seed.
#[derive(Clone, Debug)]
pub(crate) struct Backoff {
    first: Duration,
    most: Duration,
    random: fastrand::Rng,
}

impl Backoff {
    /// Pauses of 1, 2, 4 … at most 30 seconds, each shortened by up to a half at random so that
    /// tasks that failed together do not come back together.
    pub(crate) fn new(random: fastrand::Rng) -> Self {
        Self { first: Duration::from_secs(1), most: Duration::from_secs(30), random }
    }

    /// The pause after the failed attempt number `attempt`, counted from 1.
    pub(crate) fn pause(&mut self, attempt: u32) -> Duration {
        let doubled = self.first.saturating_mul(1 << attempt.saturating_sub(1).min(16));
        doubled.min(self.most).mul_f64(0.5 + self.random.f64() / 2.0)
    }

    /// What is added to a wait that Notion asked for, up to half a second: two processes that were
    /// refused together should not come back in the same instant.
    pub(crate) fn spread(&mut self) -> Duration {
        Duration::from_secs_f64(self.random.f64() / 2.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pauses(seed: u64) -> Vec<u128> {
        let mut backoff = Backoff::new(fastrand::Rng::with_seed(seed));
        (1..9).map(|attempt| backoff.pause(attempt).as_millis()).collect()
    }

    #[test]
    fn doubles_up_to_half_a_minute_and_repeats_with_its_seed() {
        assert_eq!(pauses(7), pauses(7));
        assert_ne!(pauses(7), pauses(8));
        for seed in 0..200 {
            for (pause, most) in pauses(seed).into_iter().zip([1, 2, 4, 8, 16, 30, 30, 30]) {
                assert!((most * 500..=most * 1000).contains(&pause), "{pause} of {most} s");
            }
        }
    }

    #[test]
    fn survives_any_number_of_attempts() {
        let mut backoff = Backoff::new(fastrand::Rng::with_seed(1));
        for attempt in [0, 31, 32, 33, u32::MAX] {
            assert!(backoff.pause(attempt) <= Duration::from_secs(30));
        }
        assert!((0..100).all(|_| backoff.spread() < Duration::from_millis(500)));
    }
}
