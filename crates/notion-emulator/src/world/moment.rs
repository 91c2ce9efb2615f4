//! Server times: kept to the millisecond, shown in one of two spellings.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// An instant in milliseconds of the epoch.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub(crate) struct Moment(i64);

impl Moment {
    pub(crate) fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(Timestamp::UNIX_EPOCH)
    }

    /// The minute since 1970, which is all that queries tell times apart by.
    pub(crate) const fn minute(self) -> i64 {
        self.0.div_euclid(60_000)
    }

    /// `2026-06-27T16:49:00.000Z`: pages, blocks and data sources show the minute only.
    pub(crate) fn to_minute(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:00.000Z").to_string()
    }

    /// `2026-06-27T16:49:02.000+00:00`: the results of imports show the second.
    pub(crate) fn to_second(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%S.000+00:00").to_string()
    }

    /// `2026-06-27T16:49:02.556+00:00`: databases show milliseconds, in another spelling.
    pub(crate) fn to_millisecond(self) -> String {
        self.timestamp().strftime("%Y-%m-%dT%H:%M:%S.%3f+00:00").to_string()
    }
}

impl From<Timestamp> for Moment {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_spellings() {
        let moment = Moment::from("2026-06-27T16:49:02.5569Z".parse::<Timestamp>().unwrap());
        assert_eq!(moment.to_minute(), "2026-06-27T16:49:00.000Z");
        assert_eq!(moment.to_millisecond(), "2026-06-27T16:49:02.556+00:00");
    }
}
