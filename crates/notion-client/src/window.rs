//! Queries of more than 10,000 rows, where Notion ends: the same query again, from the last creation
//! time on.

use notion_model::limits;
use notion_model::query::{DateCondition, Direction, Filter, Query, Sort, SortKey, TimestampKind};

use crate::paging::PagingError;

/// A query that goes on from the last creation time it has seen.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) struct Window {
    /// As the caller asked.
    whole: Query,
    /// Which way creation times go, if they are what the rows are sorted by first.
    direction: Option<Direction>,
    /// The creation time of the last row, as Notion writes it: a whole minute.
    last: Option<String>,
    /// Where the present part begins.
    from: Option<String>,
}

impl Window {
    /// Sorts a query without an order by creation, oldest first: then rows that are made meanwhile
    /// come last, and no page shifts under the reader.
    pub(crate) fn new(mut whole: Query) -> Self {
        if whole.sorts.is_empty() {
            whole.sorts.push(Sort {
                key: SortKey::Timestamp(TimestampKind::CreatedTime),
                direction: Direction::Ascending,
            });
        }
        let direction = match whole.sorts.first() {
            Some(Sort { key: SortKey::Timestamp(TimestampKind::CreatedTime), direction }) => {
                Some(*direction)
            }
            _ => None,
        };
        Self { whole, direction, last: None, from: None }
    }

    /// The order of the rows.
    pub(crate) fn sorts(&self) -> Vec<Sort> {
        self.whole.sorts.clone()
    }

    /// The filter of the present part.
    pub(crate) fn filter(&self) -> Result<Option<Filter>, PagingError> {
        let filter = self.whole.filter.clone();
        let (Some(from), Some(direction)) = (&self.from, self.direction) else {
            return Ok(filter);
        };
        let bound = match direction {
            Direction::Ascending => DateCondition::OnOrAfter(from.clone()),
            Direction::Descending => DateCondition::OnOrBefore(from.clone()),
        };
        bounded(filter, &Filter::timestamp(TimestampKind::CreatedTime, bound)).map(Some)
    }

    /// A row was read that was created in this minute.
    pub(crate) fn pass(&mut self, created: Option<String>) {
        if created.is_some() {
            self.last = created;
        }
    }

    /// Makes the part behind the last row the present one. The rows of its minute come again.
    pub(crate) fn narrow(&mut self) -> Result<(), PagingError> {
        if self.direction.is_none() {
            return Err(PagingError::Sorted);
        }
        let last = self.last.clone().ok_or(PagingError::Incomplete)?;
        if self.from.as_ref() == Some(&last) {
            return Err(PagingError::OneMinute { minute: last });
        }
        self.from = Some(last);
        Ok(())
    }
}

/// `filter` and `bound`, in no more than the two levels that Notion allows.
fn bounded(filter: Option<Filter>, bound: &Filter) -> Result<Filter, PagingError> {
    match filter {
        None => Ok(bound.clone()),
        Some(Filter::And(mut parts)) => {
            parts.push(bound.clone());
            fits(parts).map(Filter::And)
        }
        // An `or` of plain conditions leaves a level for an `and` around it.
        Some(filter) if filter.depth() < 2 => Ok(Filter::And(vec![filter, bound.clone()])),
        // Otherwise the bound moves into every branch: (a or b) and c = (a and c) or (b and c).
        Some(Filter::Or(branches)) => {
            let mut spread = Vec::with_capacity(branches.len());
            for branch in branches {
                match branch {
                    Filter::Or(inner) => {
                        for part in inner {
                            spread.push(bounded(Some(part), bound)?);
                        }
                    }
                    branch => spread.push(bounded(Some(branch), bound)?),
                }
            }
            fits(spread).map(Filter::Or)
        }
        Some(leaf) => Ok(Filter::And(vec![leaf, bound.clone()])),
    }
}

fn fits(parts: Vec<Filter>) -> Result<Vec<Filter>, PagingError> {
    if parts.len() > limits::FILTER_ENTRIES { Err(PagingError::FilterFull) } else { Ok(parts) }
}

#[cfg(test)]
mod tests;
