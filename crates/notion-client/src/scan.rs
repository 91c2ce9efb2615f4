//! Queries of more rows than Notion lists: the same query again, from the last creation time on, and
//! minute by minute in parts where even one minute holds too many.

use std::time::Duration;

use notion_model::query::{DateCondition, Direction, Filter, Query, Sort, SortKey, TimestampKind};
use notion_model::{Page, Timestamp};

use crate::paging::{Next, PagingError, Stand};

mod bound;
mod crowd;
mod divide;

use bound::bounded;
use crowd::Crowd;
use divide::Sample;

/// Rows of one minute that have to follow each other before they are looked at more closely.
const NOTABLE: usize = 100;

/// A minute, as Notion's times have no seconds: since 1970.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Minute(i64);

impl Minute {
    pub(crate) fn of(time: &Timestamp) -> Option<Self> {
        time.instant().map(|it| Self(it.as_second().div_euclid(60)))
    }

    const fn next(self) -> Self {
        Self(self.0 + 1)
    }

    const fn before(self) -> Self {
        Self(self.0 - 1)
    }

    /// `2026-11-02T09:00:00.000Z`, as Notion writes it.
    fn text(self) -> String {
        let start = jiff::Timestamp::from_second(self.0.saturating_mul(60)).unwrap_or_default();
        Timestamp::zulu(start).to_string()
    }

    /// In this minute or later, of one of the times of a page.
    fn or_later(self, time: TimestampKind) -> Filter {
        Filter::timestamp(time, DateCondition::OnOrAfter(self.text()))
    }

    /// Before this minute. Unlike "on or before the last one" it does not depend on whether Notion
    /// compares with seconds.
    fn or_earlier(self, time: TimestampKind) -> Filter {
        Filter::timestamp(time, DateCondition::Before(self.next().text()))
    }
}

/// What reading a query all through depends on: pure, told of every row, asked for the next part.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Scan {
    /// As the caller asked.
    whole: Query,
    /// Which way creation times go, if they are what the rows are sorted by first.
    direction: Option<Direction>,
    /// Where the present part begins.
    from: Option<Minute>,
    /// The minute in which the first row of the present part was created.
    first: Option<Minute>,
    /// The minute in which the last row was created.
    last: Option<Minute>,
    /// How many rows of that minute were read one after the other, and some of them.
    run: usize,
    sample: Sample,
    /// The minute that is read in parts.
    crowd: Option<Crowd>,
}

impl Scan {
    /// Sorts a query without an order by creation, oldest first: then rows that are made meanwhile
    /// come last, and no page shifts under the reader.
    pub(crate) fn new(mut whole: Query) -> Self {
        if whole.sorts.is_empty() {
            whole.sorts.push(Sort::timestamp(TimestampKind::CreatedTime));
        }
        let direction = match whole.sorts.first() {
            Some(Sort { key: SortKey::Timestamp(TimestampKind::CreatedTime), direction }) => {
                Some(*direction)
            }
            _ => None,
        };
        Self {
            whole,
            direction,
            from: None,
            first: None,
            last: None,
            run: 0,
            sample: Sample::default(),
            crowd: None,
        }
    }

    /// The order of the rows of the present part.
    pub(crate) fn sorts(&self) -> Vec<Sort> {
        self.crowd.as_ref().map_or_else(|| self.whole.sorts.clone(), Crowd::sorts)
    }

    /// The filter of the present part.
    pub(crate) fn filter(&self) -> Result<Option<Filter>, PagingError> {
        let created = TimestampKind::CreatedTime;
        let mut bounds = Vec::new();
        if let Some(crowd) = &self.crowd {
            bounds.push(crowd.minute().or_later(created));
            bounds.push(crowd.minute().or_earlier(created));
            bounds.extend_from_slice(crowd.bounds());
        } else if let Some(from) = self.from {
            bounds.push(match self.direction {
                Some(Direction::Descending) => from.or_earlier(created),
                _ => from.or_later(created),
            });
        }
        let filter = self.whole.filter.clone();
        bounds.iter().try_fold(filter, |filter, bound| bounded(filter, bound).map(Some))
    }

    /// Whether the present page is only looked at, to find out what tells rows apart.
    pub(crate) fn is_probe(&self) -> bool {
        self.crowd.as_ref().is_some_and(Crowd::is_probe)
    }

    /// Where a row stands in an order in which the query never goes back.
    pub(crate) fn rank(&self, created: Option<&Timestamp>) -> Option<i64> {
        let minute = Minute::of(created?)?.0;
        match self.direction? {
            Direction::Ascending => Some(minute),
            Direction::Descending => Some(-minute),
        }
    }

    /// A row was read.
    pub(crate) fn pass(&mut self, created: Option<&Timestamp>, row: Option<&Page>) {
        if let Some(crowd) = &mut self.crowd {
            crowd.pass(row);
            return;
        }
        let Some(minute) = created.and_then(Minute::of) else { return };
        self.first = self.first.or(Some(minute));
        if self.last != Some(minute) {
            self.last = Some(minute);
            self.run = 0;
            self.sample = Sample::default();
        }
        self.run += 1;
        if self.run > NOTABLE
            && let Some(row) = row
        {
            self.sample.take(row);
        }
    }

    /// What comes next, after a page that leaves the present part at this stand.
    pub(crate) fn go_on(&mut self, stand: Stand) -> Result<Next, PagingError> {
        let Some(crowd) = &mut self.crowd else {
            return match stand {
                Stand::More => Ok(Next::Page),
                Stand::Whole => Ok(Next::End),
                Stand::Cut => self.narrow(),
            };
        };
        let next = crowd.go_on(stand)?;
        if next == Next::End {
            let minute = crowd.minute();
            self.crowd = None;
            self.begin(match self.direction {
                Some(Direction::Descending) => minute.before(),
                _ => minute.next(),
            });
            return Ok(Next::PART);
        }
        Ok(next)
    }

    /// Makes the present part begin at the last row, because the cursor has expired. Rows of its
    /// minute come again.
    pub(crate) fn begin_again(&mut self) {
        if self.crowd.is_none() && self.direction.is_some() && self.first.is_some() {
            self.from = self.last.or(self.from);
            self.first = None;
        }
    }

    /// Makes the part behind the last row the present one. The rows of its minute come again.
    fn narrow(&mut self) -> Result<Next, PagingError> {
        if self.direction.is_none() {
            return Err(PagingError::Sorted);
        }
        let (Some(first), Some(last)) = (self.first, self.last) else {
            return Err(PagingError::Incomplete);
        };
        if first != last {
            // Whoever asks again where this part begins would ask for ever: rows came that do not pass.
            let is_further = self.from.is_none_or(|from| match self.direction {
                Some(Direction::Descending) => last < from,
                _ => last > from,
            });
            if !is_further {
                return Err(PagingError::Incomplete);
            }
            self.begin(last);
            return Ok(Next::PART);
        }
        // Nothing but this minute fits: it has to be told apart by something else.
        let mut crowd = Crowd::new(last, std::mem::take(&mut self.sample));
        let next = crowd.divide();
        self.crowd = Some(crowd);
        Ok(next)
    }

    fn begin(&mut self, from: Minute) {
        self.from = Some(from);
        self.first = None;
        self.run = 0;
        self.sample = Sample::default();
    }
}

impl Next {
    /// Another part, at once.
    pub(crate) const PART: Self = Self::Part { after: Duration::ZERO };
}

#[cfg(test)]
mod tests;
