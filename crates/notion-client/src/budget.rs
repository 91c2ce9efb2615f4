//! How many requests Notion grants: plain data, because the plan decides.

use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use std::time::Duration;

use notion_model::limits;

/// The part of a budget that is used as a steady pace; the rest is what may go out at once.
const PACED: f64 = 0.97;

/// How many requests may be sent in a window of time.
///
/// Notion counts per connection and minute: [`Standard`](Self::Standard) and
/// [`Business`](Self::Business) are its figures of 2026. The client spreads 97 % of the budget
/// evenly and lets the remaining 3 % go out at once, so a client that is alone meets no `429`.
///
/// Written as `standard`, `business`, `auto`, `unlimited` or `30/10` (30 requests in 10 seconds).
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Budget {
    /// 180 requests a minute: every plan below Business.
    #[default]
    Standard,
    /// 600 requests a minute: Business and Enterprise.
    Business,
    /// Whichever of the two the plan grants, found out: the client begins with
    /// [`Standard`](Self::Standard) and goes up to [`Business`](Self::Business) while nothing is
    /// refused. A refusal after about 180 requests in a window tells that there are no more; it is
    /// believed for an hour.
    Auto,
    /// No pace. `Retry-After` is obeyed all the same. For a local Notion.
    Unlimited,
    /// So many requests in so many seconds.
    PerWindow {
        /// Requests granted in one window.
        requests: NonZeroU32,
        /// The length of the window in seconds.
        seconds: NonZeroU32,
    },
}

impl Budget {
    /// `requests` in a window of `seconds`; `None` when one of them is zero.
    pub const fn per_window(requests: u32, seconds: u32) -> Option<Self> {
        match (NonZeroU32::new(requests), NonZeroU32::new(seconds)) {
            (Some(requests), Some(seconds)) => Some(Self::PerWindow { requests, seconds }),
            _ => None,
        }
    }

    /// Requests and length of one window; `None` without a limit. Of [`Auto`](Self::Auto) the most
    /// that it may find.
    pub const fn window(self) -> Option<(u32, Duration)> {
        match self {
            Self::Standard => Some((limits::REQUESTS_PER_MINUTE, Duration::from_mins(1))),
            Self::Business | Self::Auto => {
                Some((limits::REQUESTS_PER_MINUTE_BUSINESS, Duration::from_mins(1)))
            }
            Self::Unlimited => None,
            Self::PerWindow { requests, seconds } => {
                Some((requests.get(), Duration::from_secs(seconds.get() as u64)))
            }
        }
    }

    /// Requests a second that can be kept up for ever; `None` without a limit.
    pub(crate) fn pace(self) -> Option<f64> {
        self.window().map(|(requests, window)| PACED * f64::from(requests) / window.as_secs_f64())
    }

    /// Requests a second that a client begins with; `None` without a limit.
    pub(crate) fn first_pace(self) -> Option<f64> {
        match self {
            Self::Auto => Self::Standard.pace(),
            _ => self.pace(),
        }
    }

    /// How many requests may go out at once after a quiet time.
    ///
    /// What the pace leaves of one window: pace × window + burst is never above the budget,
    /// wherever Notion lets its windows begin.
    pub(crate) fn burst(self) -> f64 {
        // What is not known to be granted is not taken at once.
        let surely = if self == Self::Auto { Self::Standard } else { self };
        surely
            .window()
            .map_or(1.0, |(requests, _)| ((1.0 - PACED) * f64::from(requests)).floor().max(1.0))
    }

    /// How many requests may be in flight. Little's law for answers that take two seconds: more
    /// would only wait in Notion's queue instead of ours.
    pub(crate) fn concurrency(self) -> usize {
        const IN_FLIGHT: [(f64, usize); 4] = [(0.5, 2), (1.5, 4), (4.0, 6), (8.0, 10)];
        let pace = self.pace().unwrap_or(f64::INFINITY);
        IN_FLIGHT.into_iter().find(|(most, _)| pace < *most).map_or(16, |(_, limit)| limit)
    }
}

impl FromStr for Budget {
    type Err = ParseBudgetError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        match text {
            "standard" => Ok(Self::Standard),
            "business" => Ok(Self::Business),
            "auto" => Ok(Self::Auto),
            "unlimited" => Ok(Self::Unlimited),
            _ => text
                .split_once('/')
                .and_then(|(requests, seconds)| {
                    Self::per_window(requests.trim().parse().ok()?, seconds.trim().parse().ok()?)
                })
                .ok_or_else(|| ParseBudgetError { text: text.to_owned() }),
        }
    }
}

impl fmt::Display for Budget {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Standard => f.write_str("standard"),
            Self::Business => f.write_str("business"),
            Self::Auto => f.write_str("auto"),
            Self::Unlimited => f.write_str("unlimited"),
            Self::PerWindow { requests, seconds } => write!(f, "{requests}/{seconds}"),
        }
    }
}

/// A text that is no budget.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "`{text}` is not a budget; write `standard`, `business`, `auto`, `unlimited` or requests and \
     seconds such as `30/10`"
)]
pub struct ParseBudgetError {
    text: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_and_writes() {
        for text in ["standard", "business", "auto", "unlimited", "30/10"] {
            assert_eq!(text.parse::<Budget>().unwrap().to_string(), text);
        }
        for text in ["", "fast", "0/10", "10/0", "3", "-1/2", "1/2/3", "99999999999/1"] {
            assert!(text.parse::<Budget>().is_err(), "{text}");
        }
        insta::assert_snapshot!("3rps".parse::<Budget>().unwrap_err(), @"`3rps` is not a budget; write `standard`, `business`, `auto`, `unlimited` or requests and seconds such as `30/10`");
    }

    #[test]
    fn never_promises_more_than_notion_grants() {
        for budget in ["standard", "business", "auto", "30/10", "1/1", "7/60", "100000/1"] {
            let budget: Budget = budget.parse().unwrap();
            let (requests, window) = budget.window().unwrap();
            let most = budget.pace().unwrap() * window.as_secs_f64() + budget.burst();
            // A budget below 34 leaves no whole request beside the pace; the first one is free then.
            assert!(most <= f64::from(requests).max(0.97 * f64::from(requests) + 1.0), "{budget}");
        }
        assert_eq!(Budget::Standard.concurrency(), 6);
        assert_eq!(Budget::Business.concurrency(), 16);
        assert_eq!(Budget::Unlimited.concurrency(), 16);
        assert_eq!(Budget::Auto.first_pace(), Budget::Standard.pace());
    }
}
