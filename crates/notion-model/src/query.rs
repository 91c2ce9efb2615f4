//! Queries of a data source: filter, sorts, cursor.
//!
//! Start with [`Filter::property`], join tests with [`Test::and`] and [`Test::or`], and put the
//! filter into a [`Query`]. The conditions are for reading filters, and for tests that are only
//! known at run time ([`Subject::passes`]).

use serde::{Deserialize, Serialize};

mod condition;
mod filter;
mod group;
mod sort;
mod test;

pub use condition::{
    CheckboxCondition, Condition, DateCondition, Existence, FormulaCondition, MultiSelectCondition,
    NumberCondition, OneOrMany, OptionCondition, PeopleCondition, RelationCondition,
    RollupCondition, RollupElement, TextCondition, VerificationCondition,
};
pub use filter::{Filter, PropertyFilter, TimestampFilter, TimestampKind};
pub use group::{And, AndPart, One, Or, OrPart, Two};
pub use sort::{Direction, Sort, SortKey};
pub use test::{Subject, Test, Testing};

/// The body of a query.
///
/// ```
/// use notion_model::query::{Filter, Query, Sort};
///
/// let query = Query::new()
///     .with_filter(Filter::property("Status").status().equals("Active"))
///     .with_sort(Sort::property("Deadline").descending());
/// assert_eq!(
///     serde_json::to_string(&query)?,
///     r#"{"filter":{"property":"Status","status":{"equals":"Active"}},"sorts":[{"property":"Deadline","direction":"descending"}]}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
pub struct Query {
    /// Which rows. `None` means all; `null` is never sent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filter: Option<Filter>,
    /// In which order; earlier keys win.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sorts: Vec<Sort>,
    /// Where to go on: the `next_cursor` of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_cursor: Option<String>,
    /// How many rows at most, from 1 to 100. Notion's default is 100.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub page_size: Option<u32>,
    /// Only rows in the trash.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub in_trash: Option<bool>,
    /// Only archived rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_archived: Option<bool>,
    /// Only pages, or only data sources: a wiki has both as rows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub result_type: Option<crate::request::SearchObject>,
}

impl Query {
    /// All rows, in the order of the app.
    pub fn new() -> Self {
        Self::default()
    }

    /// The same query of the rows that pass this filter.
    #[must_use]
    pub fn with_filter(self, filter: impl Into<Filter>) -> Self {
        Self { filter: Some(filter.into()), ..self }
    }

    /// The same query with one more key of the order; earlier keys win.
    #[must_use]
    pub fn with_sort(mut self, sort: Sort) -> Self {
        self.sorts.push(sort);
        self
    }

    /// The same query with at most this many rows in an answer, from 1 to 100.
    #[must_use]
    pub fn with_page_size(self, rows: u32) -> Self {
        Self { page_size: Some(rows), ..self }
    }

    /// The same query from where another left off: the `next_cursor` of its answer.
    #[must_use]
    pub fn starting_at(self, next_cursor: impl Into<String>) -> Self {
        Self { start_cursor: Some(next_cursor.into()), ..self }
    }
}
