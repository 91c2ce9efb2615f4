//! One more condition in a filter that may have no room for it.

use notion_model::limits;
use notion_model::query::Filter;

use crate::paging::PagingError;

/// `filter` and `bound`, in no more than the two levels that Notion allows.
pub(super) fn bounded(filter: Option<Filter>, bound: &Filter) -> Result<Filter, PagingError> {
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
