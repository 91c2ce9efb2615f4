//! How a chart looks.

use serde_json::Number;

use super::{GroupBy, ViewHeight};
use crate::{
    Patch,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// How a chart looks. A request has to say which chart it is.
    #[derive(Default)]
    pub struct Chart {
        /// Which chart it is.
        optional chart_type: Option<ChartType>,
        /// The groups along the x axis, or the slices of a donut.
        patched x_axis: Patch<GroupBy>,
        /// What the heights are.
        patched y_axis: Patch<Aggregation>,
        /// The property of the x axis, of a chart that shows rows one by one.
        patched x_axis_property_id: Patch<Box<str>>,
        /// The property of the y axis, of a chart that shows rows one by one.
        patched y_axis_property_id: Patch<Box<str>>,
        /// What a number shows.
        patched value: Patch<Aggregation>,
        /// `manual`, `x_ascending`, `x_descending`, `y_ascending` or `y_descending`.
        patched sort: Patch<Box<str>>,
        /// `gray`, `blue`, `yellow`, `green`, `purple`, `teal`, `orange`, `pink`, `red`, `auto` or
        /// `colorful`.
        patched color_theme: Patch<Box<str>>,
        /// How high it is.
        patched height: Patch<ViewHeight>,
        /// Whether groups without rows are hidden.
        patched hide_empty_groups: Patch<bool>,
        /// `off`, `bottom` or `side`.
        patched legend_position: Patch<Box<str>>,
        /// Whether the values are written beside the marks.
        patched show_data_labels: Patch<bool>,
        /// `none`, `x_axis`, `y_axis` or `both`.
        patched axis_labels: Patch<Box<str>>,
        /// `none`, `horizontal`, `vertical` or `both`.
        patched grid_lines: Patch<Box<str>>,
        /// Whether the values of a line add up.
        patched cumulative: Patch<bool>,
        /// Whether a line is smooth.
        patched smooth_line: Patch<bool>,
        /// Whether the area below a line is left empty.
        patched hide_line_fill_area: Patch<bool>,
        /// `normal`, `percent` or `side_by_side`.
        patched group_style: Patch<Box<str>>,
        /// Where the y axis begins.
        patched y_axis_min: Patch<Number>,
        /// Where the y axis ends.
        patched y_axis_max: Patch<Number>,
        /// `none`, `value`, `name` or `name_and_value`.
        patched donut_labels: Patch<Box<str>>,
        /// Whether its title is hidden.
        patched hide_title: Patch<bool>,
        /// The groups within a group.
        patched stack_by: Patch<GroupBy>,
        /// Lines across the chart.
        patched reference_lines: Patch<Vec<ReferenceLine>>,
        /// A text below it.
        patched caption: Patch<String>,
        /// Whether the colours follow the values.
        patched color_by_value: Patch<bool>,
    }
}

open_enum! {
    /// Which chart it is.
    pub enum ChartType {
        /// Columns.
        Column = "column",
        /// Bars.
        Bar = "bar",
        /// A line.
        Line = "line",
        /// A donut.
        Donut = "donut",
        /// One number.
        Number = "number",
    }
}

wire_object! {
    /// What is computed from the rows of a group.
    pub struct Aggregation {
        /// `count`, `count_values`, `sum`, `average`, `median`, `min`, `max`, `range`, `unique`,
        /// `empty`, `not_empty`, `percent_empty`, `percent_not_empty`, `checked`, `unchecked`,
        /// `percent_checked`, `percent_unchecked`, `earliest_date`, `latest_date` or `date_range`.
        required aggregator: Box<str>,
        /// The property it is computed from. Not for `count`.
        optional property_id: Option<Box<str>>,
    }
}

wire_object! {
    /// A line across a chart.
    pub struct ReferenceLine {
        /// Its id. Notion gives one to a new line.
        optional id: Option<Box<str>>,
        /// Where it is.
        required value: Number,
        /// What stands beside it.
        required label: String,
        /// Its colour, one of [`limits::ICON_COLORS`](crate::limits::ICON_COLORS).
        required color: Box<str>,
        /// `solid` or `dash`.
        required dash_style: Box<str>,
    }
}
