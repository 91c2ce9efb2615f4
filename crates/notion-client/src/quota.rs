//! How much trouble the client puts up with before it leaves the service alone for a while.

/// Tokens that retries use up and successes give back: while most calls succeed, retries are free;
/// when everything fails, they end, and the client stops adding to the trouble.
#[derive(Debug)]
pub(crate) struct Quota {
    tokens: u32,
}

const FULL: u32 = 100;

/// What a retry costs.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cost {
    /// After a failure that says nothing about the service, such as a conflict.
    Nothing = 0,
    /// After an answer.
    Answered = 5,
    /// After silence, which has held a connection for long.
    Silent = 10,
}

impl Quota {
    pub(crate) const fn new() -> Self {
        Self { tokens: FULL }
    }

    /// Pays for a retry. `false`: there is not enough, and the client should pause as a whole.
    pub(crate) fn pay(&mut self, cost: Cost) -> bool {
        let left = self.tokens.checked_sub(cost as u32);
        self.tokens = left.unwrap_or(self.tokens);
        left.is_some()
    }

    /// A call succeeded.
    pub(crate) fn refund(&mut self) {
        self.tokens = (self.tokens + 1).min(FULL);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_failures_in_a_row_are_enough() {
        let mut quota = Quota::new();
        assert_eq!((0..50).filter(|_| quota.pay(Cost::Answered)).count(), 20);
        (0..5).for_each(|_| quota.refund());
        assert!(
            !quota.pay(Cost::Silent) && quota.pay(Cost::Answered) && !quota.pay(Cost::Answered)
        );
        (0..500).for_each(|_| quota.refund());
        assert_eq!((0..50).filter(|_| quota.pay(Cost::Silent)).count(), 10);
    }
}
