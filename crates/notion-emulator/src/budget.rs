//! How many requests a local Notion takes before it answers 429, as data.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use notion_model::limits;
use uuid::Uuid;

/// The request budgets of a workspace. Both windows are fixed: a window opens with the first
/// request after the last one ended, may be spent in one burst, and is refilled when it ends.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Budget {
    /// What one connection may send. Each token is a connection, and those that one connection was
    /// given by OAuth are one.
    pub connection: Option<Window>,
    /// What all connections of the workspace may send together.
    pub workspace: Option<Window>,
}

/// A number of requests in a number of seconds.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Window {
    /// Requests that are answered in one window.
    pub requests: u32,
    /// Length of the window in seconds.
    pub seconds: u32,
}

impl Budget {
    /// No limit.
    pub const fn unlimited() -> Self {
        Self { connection: None, workspace: None }
    }

    /// 180 requests in 60 seconds: every plan but Business and Enterprise.
    pub const fn standard() -> Self {
        Self::per_window(limits::REQUESTS_PER_MINUTE, 60)
    }

    /// 600 requests in 60 seconds: the Business and Enterprise plans.
    pub const fn business() -> Self {
        Self::per_window(limits::REQUESTS_PER_MINUTE_BUSINESS, 60)
    }

    /// A connection's budget of `requests` in `seconds`.
    pub const fn per_window(requests: u32, seconds: u32) -> Self {
        Self { connection: Some(Window { requests, seconds }), workspace: None }
    }
}

/// Why and for how long a request was turned away.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Exceeded {
    /// The word in `additional_data.rate_limit_reason`.
    pub(crate) reason: &'static str,
    /// Whole seconds until the window is refilled, never 0.
    pub(crate) retry_after: u64,
}

/// Counts requests against a budget.
#[derive(Debug, Default)]
pub(crate) struct Meter {
    /// What each connection spent. Those whose window ended are forgotten, now and then.
    connections: BTreeMap<Uuid, Spent>,
    workspace: Spent,
}

/// How many connections are counted before those that are idle are forgotten.
const CONNECTIONS: usize = 1024;

#[derive(Debug, Default)]
struct Spent {
    opened: Option<Timestamp>,
    requests: u32,
}

impl Meter {
    /// Takes one request from both budgets, or says which of them is empty.
    ///
    /// A request that is turned away costs nothing.
    pub(crate) fn take(
        &mut self,
        budget: &Budget,
        connection: Uuid,
        now: Timestamp,
    ) -> Result<(), Exceeded> {
        if self.connections.len() > CONNECTIONS {
            self.connections.retain(|_, spent| spent.is_open(budget.connection, now));
        }
        let own = self.connections.entry(connection).or_default();
        let own = own.wait(budget.connection, now);
        let workspace = self.workspace.wait(budget.workspace, now);
        if let Some(retry_after) = own {
            return Err(Exceeded { reason: "public_api_request_rate_limit", retry_after });
        }
        if let Some(retry_after) = workspace {
            return Err(Exceeded { reason: "public_api_space_request_rate_limit", retry_after });
        }
        // What others spend is for a script to say, so it may be any number.
        self.take_foreign(connection, 1);
        Ok(())
    }
}

impl Meter {
    /// Takes what another client of the same connection sent in the windows that are open.
    pub(crate) fn take_foreign(&mut self, connection: Uuid, requests: u32) {
        let own = self.connections.entry(connection).or_default();
        for spent in [own, &mut self.workspace] {
            spent.requests = spent.requests.saturating_add(requests);
        }
    }
}

impl Spent {
    /// Whether its window has not ended yet.
    fn is_open(&self, window: Option<Window>, now: Timestamp) -> bool {
        self.opened.zip(window).is_some_and(|(opened, window)| {
            let age = now.duration_since(opened);
            !age.is_negative() && age < SignedDuration::from_secs(window.seconds.into())
        })
    }

    /// Seconds until the window refills, if it is empty. Opens a new window when it is due.
    fn wait(&mut self, window: Option<Window>, now: Timestamp) -> Option<u64> {
        let window = window?;
        let length = SignedDuration::from_secs(window.seconds.into());
        let open = self.opened.map(|opened| now.duration_since(opened));
        // A clock that was set back would keep an old window open for ever.
        let Some(age) = open.filter(|age| !age.is_negative() && *age < length) else {
            *self = Self { opened: Some(now), requests: 0 };
            return (window.requests == 0).then_some(window.seconds.max(1).into());
        };
        (self.requests >= window.requests).then(|| {
            let left = length.saturating_sub(age);
            let seconds = left.as_secs() + i64::from(left.subsec_nanos() > 0);
            seconds.unsigned_abs().max(1)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ONE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_millisecond(seconds * 1000 + 250).unwrap()
    }

    #[test]
    fn a_window_is_spent_in_a_burst_and_refilled_at_its_end() {
        let budget = Budget::per_window(2, 10);
        let mut meter = Meter::default();
        assert_eq!(meter.take(&budget, ONE, at(100)), Ok(()));
        assert_eq!(meter.take(&budget, ONE, at(100)), Ok(()));
        let exceeded = meter.take(&budget, ONE, at(103)).unwrap_err();
        assert_eq!(exceeded.reason, "public_api_request_rate_limit");
        assert_eq!(exceeded.retry_after, 7);
        assert_eq!(meter.take(&budget, ONE, at(109)).unwrap_err().retry_after, 1);
        assert_eq!(meter.take(&budget, ONE, at(110)), Ok(()));
    }

    #[test]
    fn the_workspace_has_its_own_reason_and_takes_nothing_from_the_connection() {
        let workspace = Some(Window { requests: 1, seconds: 600 });
        let budget = Budget { connection: Some(Window { requests: 2, seconds: 60 }), workspace };
        let mut meter = Meter::default();
        assert_eq!(meter.take(&budget, ONE, at(0)), Ok(()));
        for _ in 0..5 {
            let exceeded = meter.take(&budget, ONE, at(1)).unwrap_err();
            assert_eq!(exceeded.reason, "public_api_space_request_rate_limit");
        }
    }

    #[test]
    fn every_connection_has_a_window_and_all_share_that_of_the_workspace() {
        let workspace = Some(Window { requests: 3, seconds: 600 });
        let budget = Budget { connection: Some(Window { requests: 2, seconds: 60 }), workspace };
        let mut meter = Meter::default();
        let mut take = |connection, second| {
            meter.take(&budget, connection, at(second)).map_err(|it| (it.reason, it.retry_after))
        };
        assert_eq!([take(ONE, 0), take(ONE, 0)], [Ok(()), Ok(())]);
        assert_eq!(take(ONE, 1), Err(("public_api_request_rate_limit", 59)));
        assert_eq!(take(OTHER, 30), Ok(()));
        assert_eq!(take(OTHER, 30), Err(("public_api_space_request_rate_limit", 570)));
        assert_eq!(take(ONE, 600), Ok(()), "both were refilled");
    }

    #[test]
    fn idle_connections_are_forgotten() {
        let budget = Budget::per_window(2, 60);
        let mut meter = Meter::default();
        for number in 0..3 * CONNECTIONS as u128 {
            let second = i64::try_from(number).unwrap();
            meter.take(&budget, Uuid::from_u128(number), at(second)).unwrap();
        }
        assert!(meter.connections.len() <= CONNECTIONS + 1);
    }

    #[test]
    fn a_clock_that_was_set_back_opens_a_new_window() {
        let budget = Budget::per_window(1, 60);
        let mut meter = Meter::default();
        assert_eq!(meter.take(&budget, ONE, at(1000)), Ok(()));
        assert_eq!(meter.take(&budget, ONE, at(0)), Ok(()));
    }
}
