//! How many requests a query costs at least: arithmetic on Notion's limits, nothing measured.

use notion_model::limits::{PAGE_SIZE, QUERY_ROWS};
use notion_model::query::{Sort, SortKey, TimestampKind};

/// What is known besides the filter; it decides how many requests a query costs.
///
/// The default knows nothing: the schema and the directories still have to be asked for.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Circumstances {
    /// How many rows pass what is sent to Notion; none if nobody knows.
    pub rows: Option<u64>,
    /// Whether the schema is at hand, so that no request has to ask for it.
    pub schema_at_hand: bool,
    /// Whether the directory of people is at hand. It is needed only if the filter names a person.
    pub people_at_hand: bool,
    /// Whether the titles of pages are at hand. They are needed only if the filter names a page.
    pub pages_at_hand: bool,
}

/// How many requests a query costs at least, and why.
///
/// | part | requests |
/// | --- | --- |
/// | schema | 1, unless it is at hand or there is none |
/// | people | 1 if a person is looked up by name or address, unless they are at hand |
/// | pages | 1 if a page is looked up by title, unless they are at hand |
/// | query | `max(1, ⌈(n + w − 1) / 100⌉)` for `n` rows in `w = max(1, ⌈(n − 1) / 9,999⌉)` windows |
///
/// `n` is the smaller of the rows that pass what is sent to Notion and the `limit`; nobody's `n` is 0. A page
/// holds 100 rows. Notion ends a query after 10,000 rows; the next window begins with the creation time of
/// the last row, so that at least this row comes a second time. Requests that have to be repeated are not
/// counted, nor pages that the residual makes necessary.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Requests {
    /// To read the schema: 0 or 1.
    pub schema: u64,
    /// To look up people: 0, or at least 1.
    pub people: u64,
    /// To look up pages by title: 0, or at least 1.
    pub pages: u64,
    /// For the query itself: at least 1.
    pub query: u64,
    /// The most the query costs where a `limit` says it: pages that the limit can fill.
    pub query_at_most: Option<u64>,
}

impl Requests {
    /// The sum: fewer requests are not possible.
    pub const fn least(&self) -> u64 {
        self.schema + self.people + self.pages + self.query
    }

    /// `limited` is the `limit` and `residual` whether pages are dropped after they were received.
    pub(crate) fn of_query(rows: Option<u64>, limited: Option<u32>, residual: bool) -> Self {
        let limit = limited.map(u64::from);
        let wanted = match (rows, limit) {
            (Some(rows), Some(limit)) => rows.min(limit),
            (Some(rows), None) => rows,
            (None, _) => 0,
        };
        // With a residual, nobody knows how many pages must be seen to fill the limit.
        let most = match (rows, limit, residual) {
            (Some(rows), None, _) | (Some(rows), Some(_), true) => Some(rows),
            (_, Some(limit), false) => Some(rows.map_or(limit, |rows| rows.min(limit))),
            (None, _, _) => None,
        };
        Self { query: pages(wanted), query_at_most: most.map(pages), ..Self::default() }
    }
}

/// Whether a query in this order can be continued behind 10,000 rows: by creation time first, or without an
/// order, when the client takes that one.
pub(super) fn is_by_creation(sorts: &[Sort]) -> bool {
    sorts.first().is_none_or(|it| it.key == SortKey::Timestamp(TimestampKind::CreatedTime))
}

/// The requests that read so many rows in the order of their creation.
fn pages(rows: u64) -> u64 {
    let window = QUERY_ROWS as u64;
    let windows = rows.saturating_sub(1).div_ceil(window - 1).max(1);
    rows.saturating_add(windows - 1).div_ceil(u64::from(PAGE_SIZE)).max(1)
}

#[cfg(test)]
mod tests {
    use super::{Requests, pages};

    #[test]
    fn a_page_holds_a_hundred_rows_and_a_window_ten_thousand() {
        for (rows, requests) in [
            (0, 1),
            (1, 1),
            (100, 1),
            (101, 2),
            (10_000, 100),
            // The 10,001st row comes with the 10,000th once more.
            (10_001, 101),
            (10_099, 101),
            (10_100, 102),
            (19_999, 200),
            (20_000, 201),
            (1_000_000, 10_001),
        ] {
            assert_eq!(pages(rows), requests, "{rows} rows");
        }
    }

    #[test]
    fn windows_are_counted_as_they_are_read() {
        // One window after the other: full ones have 100 pages, and each begins with a row already seen.
        for rows in [1_u64, 5_000, 10_000, 10_001, 19_999, 20_000, 29_998, 29_999, 123_456] {
            let mut requests = 0;
            let mut unseen = rows;
            let mut repeated = 0;
            while unseen > 0 {
                let delivered = (unseen + repeated).min(10_000);
                requests += delivered.div_ceil(100);
                unseen -= delivered - repeated;
                repeated = 1;
            }
            assert_eq!(pages(rows), requests, "{rows} rows");
        }
    }

    #[test]
    fn a_limit_ends_the_query_early() {
        let of = |rows, limit, residual| {
            let requests = Requests::of_query(rows, limit, residual);
            (requests.query, requests.query_at_most)
        };
        assert_eq!(of(None, None, false), (1, None));
        assert_eq!(of(None, Some(20), false), (1, Some(1)));
        assert_eq!(of(None, Some(250), false), (1, Some(3)));
        assert_eq!(of(None, Some(250), true), (1, None));
        assert_eq!(of(Some(1_000), None, false), (10, Some(10)));
        assert_eq!(of(Some(1_000), Some(250), false), (3, Some(3)));
        assert_eq!(of(Some(1_000), Some(250), true), (3, Some(10)));
        assert_eq!(of(Some(0), Some(250), true), (1, Some(1)));
    }
}
