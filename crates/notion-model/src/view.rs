//! Views of databases and their queries, as they are read.

use serde_json::{Map, Value};

mod chart;
mod group_by;
mod layout;

pub use chart::{Aggregation, Chart, ChartType, ReferenceLine};
pub use group_by::{FormulaGroup, GroupBy, GroupOrder, GroupSort, GroupUnit, GroupWord};
pub use layout::{
    BoardView, CalendarRange, CalendarView, CardLayout, Cover, CoverAspect, CoverSize, CoverSource,
    Dashboard, DashboardRow, FormView, GalleryView, ListView, MapView, SubmissionPermissions,
    SubtaskDisplay, SubtaskScope, Subtasks, TableView, TimelineArrows, TimelinePreference,
    TimelineView, ViewConfiguration, ViewHeight, ViewProperty, ViewType, Widget, ZoomLevel,
};

use crate::{
    DataSourceId, PageId, Parent, Timestamp, User, ViewId,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// A view. Lists hold only its id; deleting answers with its id, parent and type.
    pub struct View {
        /// Always `view`.
        defaulted object: ViewObject,
        /// Its id.
        required id: ViewId,
        /// The database it is a view of, or the dashboard it is in.
        nullable parent: Option<Parent>,
        /// The data source it shows; `None` for a dashboard.
        nullable data_source_id: Option<DataSourceId>,
        /// Its name.
        nullable name: Option<String>,
        /// Its type.
        nullable r#type: Option<ViewType>,
        /// When it was made, to the millisecond.
        nullable created_time: Option<Timestamp>,
        /// Who made it: only an id.
        nullable created_by: Option<User>,
        /// When it was last changed, to the millisecond.
        nullable last_edited_time: Option<Timestamp>,
        /// Who changed it last: only an id.
        nullable last_edited_by: Option<User>,
        /// Its address.
        nullable url: Option<String>,
        /// Its filter, by property id. Two levels, as in a query.
        nullable filter: Option<Value>,
        /// Its sorts, by property id.
        nullable sorts: Option<Vec<Value>>,
        /// Its quick filters by property id.
        nullable quick_filters: Option<Map<String, Value>>,
        /// How it looks. Its `type` is that of the view.
        nullable configuration: Option<ViewConfiguration>,
        /// The dashboard it is in, if it is a widget of one.
        optional dashboard_view_id: Option<ViewId>,
        /// Notion's id of the answer, if the view is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of a view.
    #[derive(Default)]
    pub enum ViewObject {
        /// A view.
        #[default]
        View = "view",
    }
}

wire_object! {
    /// The rows that a view shows, as found once. It expires after 15 minutes.
    pub struct ViewQuery {
        /// Always `view_query`.
        required object: Box<str>,
        /// Its id.
        required id: Box<str>,
        /// The view. Left out when the query is deleted.
        optional view_id: Option<ViewId>,
        /// Until when it may be paged.
        optional expires_at: Option<Timestamp>,
        /// How many rows there are.
        optional total_count: Option<u64>,
        /// The first rows: only their ids.
        optional results: Option<Vec<PagePointer>>,
        /// Where the next page begins.
        nullable next_cursor: Option<String>,
        /// Whether there is a next page.
        optional has_more: Option<bool>,
        /// Whether the query was deleted.
        optional deleted: Option<bool>,
        /// Notion's id of the answer.
        optional request_id: Option<Box<str>>,
    }
}

wire_object! {
    /// A page of which only the id is told.
    pub struct PagePointer {
        /// Always `page`.
        required object: Box<str>,
        /// Its id.
        required id: PageId,
    }
}
