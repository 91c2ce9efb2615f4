//! Queries of a data source: filter, sorts, cursor.

use serde::{Deserialize, Serialize};

mod condition;
mod filter;
mod sort;

pub use condition::{
    CheckboxCondition, Condition, DateCondition, Existence, FormulaCondition, MultiSelectCondition,
    NumberCondition, OneOrMany, OptionCondition, PeopleCondition, RelationCondition,
    RollupCondition, RollupElement, TextCondition, VerificationCondition,
};
pub use filter::{Filter, PropertyFilter, TimestampFilter, TimestampKind};
pub use sort::{Direction, Sort, SortKey};

/// The body of a query.
///
/// ```
/// use notion_model::query::{Condition, Filter, OptionCondition, Query, Sort};
///
/// let query = Query {
///     filter: Some(Filter::property("Status", Condition::Status(OptionCondition::equals("Active")))),
///     sorts: vec![Sort::property("Deadline").ascending()],
///     ..Query::default()
/// };
/// assert_eq!(
///     serde_json::to_string(&query)?,
///     r#"{"filter":{"property":"Status","status":{"equals":"Active"}},"sorts":[{"property":"Deadline","direction":"ascending"}]}"#,
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
}
