//! Views: how a data source is looked at, and queries of one that are kept for a while.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use uuid::Uuid;

use super::World;
use super::moment::Moment;
use super::record::Stamp;

/// One view: a tab of a database, or a widget of a dashboard.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct View {
    pub(crate) id: Uuid,
    /// Its place among the views of its database.
    pub(crate) rank: u64,
    pub(crate) database: Uuid,
    /// None for a dashboard.
    pub(crate) source: Option<Uuid>,
    /// The dashboard of which it is a widget.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) dashboard: Option<Uuid>,
    pub(crate) name: Box<str>,
    /// `table`, `board`, …
    pub(crate) kind: Box<str>,
    pub(crate) stamp: Stamp,
    /// As they were sent, with properties by id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) filter: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) sorts: Option<Value>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) quick_filters: Option<Value>,
    /// The configuration, which has at least its `type`.
    pub(crate) configuration: Value,
}

/// What a query of a view found, kept for a quarter of an hour.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct ViewQuery {
    pub(crate) id: Uuid,
    pub(crate) view: Uuid,
    pub(crate) expires: Moment,
    pub(crate) rows: Vec<Uuid>,
}

impl World {
    /// The views of a database, in their order.
    pub(crate) fn views(&self) -> Vec<&View> {
        let mut views: Vec<&View> = self.all().collect();
        views.sort_by_key(|view| view.rank);
        views
    }
}
