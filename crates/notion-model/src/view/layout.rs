//! How a view looks, by its type: the same in answers and in requests.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser};
use serde_json::{Map, Value};

use super::{Chart, GroupBy};
use crate::{
    Patch,
    wire::{open_enum, wire_object},
};

/// Defines [`ViewConfiguration`] and [`ViewType`] from one line for each type of view.
macro_rules! configurations {
    ($( $(#[$meta:meta])* $arm:ident($type:ty) = $word:literal, )*) => {
        open_enum! {
            /// The type of a view. It never changes.
            pub enum ViewType {
                $( $(#[$meta])* $arm = $word, )*
            }
        }

        /// How a view looks. An update changes only what is named in it, but `properties` is
        /// replaced whole: those that are left out become hidden.
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum ViewConfiguration {
            $( $(#[$meta])* $arm(Box<$type>), )*
            /// A type this crate does not know, or a form of a known one, kept whole.
            Unknown(Map<String, Value>),
        }

        impl ViewConfiguration {
            /// The type of the views it fits.
            pub fn view_type(&self) -> ViewType {
                match self {
                    $( Self::$arm(_) => ViewType::$arm, )*
                    Self::Unknown(whole) => {
                        whole.get("type").and_then(Value::as_str).unwrap_or_default().into()
                    }
                }
            }

            fn fields(&self) -> Result<Value, serde_json::Error> {
                match self {
                    $( Self::$arm(it) => serde_json::to_value(it), )*
                    Self::Unknown(whole) => Ok(Value::Object(whole.clone())),
                }
            }

            /// `None` for what is unknown.
            fn known(type_name: &str, fields: &Map<String, Value>) -> Option<Self> {
                match type_name {
                    $( $word => Box::deserialize(fields).ok().map(Self::$arm), )*
                    _ => None,
                }
            }
        }

        $(
            impl From<$type> for ViewConfiguration {
                fn from(it: $type) -> Self {
                    Self::$arm(Box::new(it))
                }
            }
        )*
    };
}

configurations! {
    /// A table.
    Table(TableView) = "table",
    /// Cards in columns.
    Board(BoardView) = "board",
    /// A list.
    List(ListView) = "list",
    /// A calendar.
    Calendar(CalendarView) = "calendar",
    /// A timeline.
    Timeline(TimelineView) = "timeline",
    /// Cards with pictures.
    Gallery(GalleryView) = "gallery",
    /// A form that makes rows.
    Form(FormView) = "form",
    /// A chart.
    Chart(Chart) = "chart",
    /// A map.
    Map(MapView) = "map",
    /// Other views side by side. Its configuration is only read.
    Dashboard(Dashboard) = "dashboard",
}

impl Serialize for ViewConfiguration {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Self::Unknown(whole) = self {
            return whole.serialize(to);
        }
        // Views are few and small: a buffer costs nothing here.
        let mut written = Map::new();
        written.insert("type".to_owned(), Value::from(self.view_type().as_str()));
        if let Value::Object(fields) = self.fields().map_err(ser::Error::custom)? {
            written.extend(fields);
        }
        written.serialize(to)
    }
}

impl<'de> Deserialize<'de> for ViewConfiguration {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let whole = Map::deserialize(from)?;
        let Some(Value::String(type_name)) = whole.get("type") else {
            return Err(de::Error::missing_field("type"));
        };
        let mut fields = whole.clone();
        fields.shift_remove("type");
        Ok(Self::known(type_name, &fields).unwrap_or(Self::Unknown(whole)))
    }
}

wire_object! {
    /// How a table looks.
    #[derive(Default)]
    pub struct TableView {
        /// The columns, in their order.
        patched properties: Patch<Vec<ViewProperty>>,
        /// What its rows are grouped by.
        patched group_by: Patch<GroupBy>,
        /// How the rows below rows are shown.
        patched subtasks: Patch<Subtasks>,
        /// Whether cells wrap.
        optional wrap_cells: Option<bool>,
        /// The last column that stays when the table is scrolled, from 0.
        optional frozen_column_index: Option<u32>,
        /// Whether there are lines between the columns.
        optional show_vertical_lines: Option<bool>,
    }
}

wire_object! {
    /// How the rows below rows of a table are shown.
    #[derive(Default)]
    pub struct Subtasks {
        /// The relation to the rows below.
        optional property_id: Option<Box<str>>,
        /// How they are shown.
        optional display_mode: Option<SubtaskDisplay>,
        /// Which rows a filter applies to.
        optional filter_scope: Option<SubtaskScope>,
        /// The column with the toggle.
        optional toggle_column_id: Option<Box<str>>,
    }
}

open_enum! {
    /// How rows below rows are shown.
    pub enum SubtaskDisplay {
        /// Below their row.
        Show = "show",
        /// Not at all.
        Hidden = "hidden",
        /// Like any other row.
        Flattened = "flattened",
        /// There are no rows below rows.
        Disabled = "disabled",
    }
}

open_enum! {
    /// Which rows a filter applies to.
    pub enum SubtaskScope {
        /// Only those above.
        Parents = "parents",
        /// All.
        ParentsAndSubitems = "parents_and_subitems",
        /// Only those below.
        Subitems = "subitems",
    }
}

wire_object! {
    /// How a board looks. A request has to say what it is grouped by.
    #[derive(Default)]
    pub struct BoardView {
        /// What its columns are.
        optional group_by: Option<GroupBy>,
        /// What its rows are.
        patched sub_group_by: Patch<GroupBy>,
        /// What its cards show.
        patched properties: Patch<Vec<ViewProperty>>,
        /// The picture on its cards.
        patched cover: Patch<Cover>,
        /// How large it is.
        patched cover_size: Patch<CoverSize>,
        /// How it is fitted.
        patched cover_aspect: Patch<CoverAspect>,
        /// How its cards are laid out.
        patched card_layout: Patch<CardLayout>,
    }
}

wire_object! {
    /// How a gallery looks.
    #[derive(Default)]
    pub struct GalleryView {
        /// What its cards show.
        patched properties: Patch<Vec<ViewProperty>>,
        /// The picture on its cards.
        patched cover: Patch<Cover>,
        /// How large it is.
        patched cover_size: Patch<CoverSize>,
        /// How it is fitted.
        patched cover_aspect: Patch<CoverAspect>,
        /// How its cards are laid out.
        patched card_layout: Patch<CardLayout>,
    }
}

wire_object! {
    /// The picture on a card.
    pub struct Cover {
        /// Where it comes from.
        required r#type: CoverSource,
        /// The files property it comes from, if it comes from one.
        optional property_id: Option<Box<str>>,
    }
}

open_enum! {
    /// Where the picture on a card comes from.
    pub enum CoverSource {
        /// The cover of the page.
        PageCover = "page_cover",
        /// The first picture in the page.
        PageContent = "page_content",
        /// The first block of the page. Only read.
        PageContentFirst = "page_content_first",
        /// A files property.
        Property = "property",
    }
}

open_enum! {
    /// How large a picture is.
    pub enum CoverSize {
        /// Small.
        Small = "small",
        /// Medium.
        Medium = "medium",
        /// Large.
        Large = "large",
    }
}

open_enum! {
    /// How a picture is fitted.
    pub enum CoverAspect {
        /// Whole.
        Contain = "contain",
        /// Filling its space.
        Cover = "cover",
    }
}

open_enum! {
    /// How cards are laid out.
    pub enum CardLayout {
        /// A property a line.
        List = "list",
        /// Several properties a line.
        Compact = "compact",
    }
}

wire_object! {
    /// How a list looks.
    #[derive(Default)]
    pub struct ListView {
        /// What its rows show.
        patched properties: Patch<Vec<ViewProperty>>,
    }
}

wire_object! {
    /// How a calendar looks. A request has to say by which dates.
    #[derive(Default)]
    pub struct CalendarView {
        /// The dates it shows.
        optional date_property_id: Option<Box<str>>,
        /// Their name. Only read.
        optional date_property_name: Option<String>,
        /// What its rows show.
        patched properties: Patch<Vec<ViewProperty>>,
        /// A week or a month.
        patched view_range: Patch<CalendarRange>,
        /// Whether Saturday and Sunday are shown.
        patched show_weekends: Patch<bool>,
    }
}

open_enum! {
    /// How much a calendar shows.
    pub enum CalendarRange {
        /// A week.
        Week = "week",
        /// A month.
        Month = "month",
    }
}

wire_object! {
    /// How a timeline looks. A request has to say by which dates.
    #[derive(Default)]
    pub struct TimelineView {
        /// The dates, or those of the beginnings.
        optional date_property_id: Option<Box<str>>,
        /// Their name. Only read.
        optional date_property_name: Option<String>,
        /// The dates of the ends, if they are another property.
        patched end_date_property_id: Patch<Box<str>>,
        /// Their name. Only read.
        optional end_date_property_name: Option<String>,
        /// What its bars show.
        patched properties: Patch<Vec<ViewProperty>>,
        /// Whether there is a table at its side.
        patched show_table: Patch<bool>,
        /// The columns of that table.
        patched table_properties: Patch<Vec<ViewProperty>>,
        /// What part of the time it shows.
        patched preference: Patch<TimelinePreference>,
        /// The relation that its arrows are.
        patched arrows_by: Patch<TimelineArrows>,
        /// Whether its bars have colours.
        patched color_by: Patch<bool>,
    }
}

wire_object! {
    /// What part of the time a timeline shows.
    pub struct TimelinePreference {
        /// How much at once.
        required zoom_level: ZoomLevel,
        /// Around which moment, in milliseconds since 1970.
        optional center_timestamp: Option<i64>,
    }
}

open_enum! {
    /// How much of the time a timeline shows at once.
    pub enum ZoomLevel {
        /// Hours.
        Hours = "hours",
        /// A day.
        Day = "day",
        /// A week.
        Week = "week",
        /// Two weeks.
        BiWeek = "bi_week",
        /// A month.
        Month = "month",
        /// A quarter.
        Quarter = "quarter",
        /// A year.
        Year = "year",
        /// Five years.
        FiveYears = "5_years",
    }
}

wire_object! {
    /// The relation that the arrows of a timeline are.
    #[derive(Default)]
    pub struct TimelineArrows {
        /// The relation; none is cleared.
        patched property_id: Patch<Box<str>>,
    }
}

wire_object! {
    /// How a map looks.
    #[derive(Default)]
    pub struct MapView {
        /// How high it is.
        patched height: Patch<ViewHeight>,
        /// The places it shows.
        patched map_by: Patch<Box<str>>,
        /// Their name. Only read.
        optional map_by_property_name: Option<String>,
        /// What its pins show.
        patched properties: Patch<Vec<ViewProperty>>,
    }
}

open_enum! {
    /// How high a map or a chart is.
    pub enum ViewHeight {
        /// Small.
        Small = "small",
        /// Medium.
        Medium = "medium",
        /// Large.
        Large = "large",
        /// Larger still.
        ExtraLarge = "extra_large",
    }
}

wire_object! {
    /// How a form works.
    #[derive(Default)]
    pub struct FormView {
        /// Whether it takes no more answers.
        patched is_form_closed: Patch<bool>,
        /// Whether it does not say who answered.
        patched anonymous_submissions: Patch<bool>,
        /// What those who answered may do with their row.
        patched submission_permissions: Patch<SubmissionPermissions>,
    }
}

open_enum! {
    /// What those who answered a form may do with their row.
    pub enum SubmissionPermissions {
        /// Nothing.
        None = "none",
        /// Comment on it.
        CommentOnly = "comment_only",
        /// Read it.
        Reader = "reader",
        /// Change its content.
        ReadAndWrite = "read_and_write",
        /// Change everything about it.
        Editor = "editor",
    }
}

wire_object! {
    /// What a dashboard shows. It is changed by making and deleting views in it.
    #[derive(Default)]
    pub struct Dashboard {
        /// Its rows.
        defaulted rows: Vec<DashboardRow>,
    }
}

wire_object! {
    /// A row of a dashboard.
    pub struct DashboardRow {
        /// Its id.
        required id: Box<str>,
        /// The views side by side in it.
        required widgets: Vec<Widget>,
        /// How high it is.
        optional height: Option<serde_json::Number>,
    }
}

wire_object! {
    /// A view in a dashboard.
    pub struct Widget {
        /// Its place's id.
        required id: Box<str>,
        /// The view.
        required view_id: crate::ViewId,
        /// How wide it is, from 1 to 12.
        optional width: Option<u32>,
        /// The row it is in.
        optional row_index: Option<u32>,
    }
}

wire_object! {
    /// How one property is shown in a view.
    pub struct ViewProperty {
        /// The property, by id.
        required property_id: Box<str>,
        /// Its name. Only read.
        optional property_name: Option<String>,
        /// Whether it is shown.
        optional visible: Option<bool>,
        /// How wide its column is, in pixels.
        optional width: Option<serde_json::Number>,
        /// Whether it wraps.
        optional wrap: Option<bool>,
        /// `select` or `checkbox`: how a status is shown.
        optional status_show_as: Option<Box<str>>,
        /// `full_line` or `inline`: how much of a card it takes.
        optional card_property_width_mode: Option<Box<str>>,
        /// `full`, `short`, `month_day_year`, `day_month_year`, `year_month_day` or `relative`.
        optional date_format: Option<Box<str>>,
        /// `12_hour`, `24_hour` or `hidden`.
        optional time_format: Option<Box<str>>,
    }
}

impl ViewProperty {
    /// A property that is shown, by id.
    pub fn shown(property_id: impl Into<Box<str>>) -> Self {
        Self {
            property_id: property_id.into(),
            property_name: None,
            visible: Some(true),
            width: None,
            wrap: None,
            status_show_as: None,
            card_property_width_mode: None,
            date_format: None,
            time_format: None,
            wire: crate::Wire::default(),
        }
    }
}
