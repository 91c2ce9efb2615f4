//! Reading configurations of views: which settings each type of view has.

use super::TYPES;
use crate::check::{At, Checked};

/// What may stand in a setting.
#[derive(Clone, Copy, Debug)]
enum Setting {
    Flag,
    Number,
    /// The id or the name of a property.
    Property,
    Word(&'static [&'static str]),
    /// How each property is shown.
    Properties,
    /// By what rows are put together.
    Group,
    /// An object that is kept as it is sent.
    Object,
}

use Setting::{Flag, Group, Number, Object, Properties, Property, Word};

type Settings = &'static [(&'static str, Setting)];

const TABLE: Settings = &[
    ("properties", Properties),
    ("group_by", Group),
    ("subtasks", Object),
    ("wrap_cells", Flag),
    ("frozen_column_index", Number),
    ("show_vertical_lines", Flag),
];
const BOARD: Settings = &[
    ("group_by", Group),
    ("sub_group_by", Group),
    ("properties", Properties),
    ("cover", Object),
    ("cover_size", Word(SIZES)),
    ("cover_aspect", Word(ASPECTS)),
    ("card_layout", Word(LAYOUTS)),
];
const GALLERY: Settings = &[
    ("properties", Properties),
    ("cover", Object),
    ("cover_size", Word(SIZES)),
    ("cover_aspect", Word(ASPECTS)),
    ("card_layout", Word(LAYOUTS)),
];
const CALENDAR: Settings = &[
    ("date_property_id", Property),
    ("properties", Properties),
    ("view_range", Word(&["week", "month"])),
    ("show_weekends", Flag),
];
const TIMELINE: Settings = &[
    ("date_property_id", Property),
    ("end_date_property_id", Property),
    ("properties", Properties),
    ("show_table", Flag),
    ("table_properties", Properties),
    ("preference", Object),
    ("arrows_by", Object),
    ("color_by", Flag),
];
const MAP: Settings = &[
    ("height", Word(&["small", "medium", "large", "extra_large"])),
    ("map_by", Property),
    ("properties", Properties),
];
const FORM: Settings = &[
    ("is_form_closed", Flag),
    ("anonymous_submissions", Flag),
    ("submission_permissions", Word(PERMISSIONS)),
];
const SIZES: &[&str] = &["small", "medium", "large"];
const ASPECTS: &[&str] = &["contain", "cover"];
const LAYOUTS: &[&str] = &["list", "compact"];
const PERMISSIONS: &[&str] = &["none", "comment_only", "reader", "read_and_write", "editor"];

/// How one property is shown. What a read view says of its name may be sent back.
const SHOWN: Settings = &[
    ("property_id", Property),
    ("property_name", Property),
    ("visible", Flag),
    ("width", Number),
    ("wrap", Flag),
    ("status_show_as", Word(&["select", "checkbox"])),
    ("card_property_width_mode", Word(&["full_line", "inline"])),
    ("date_format", Word(DATES)),
    ("time_format", Word(&["12_hour", "24_hour", "hidden"])),
];
const DATES: &[&str] =
    &["full", "short", "month_day_year", "day_month_year", "year_month_day", "relative"];

/// Checks a configuration: no settings but those of its type, each of its kind or `null`, which
/// clears it. What charts and dashboards say is not looked at.
pub(super) fn check(at: &At<'_, '_>) -> Checked<()> {
    let (settings, required) = match at.key("type").word(&TYPES)? {
        "table" => (TABLE, None),
        "board" => (BOARD, Some("group_by")),
        "list" => (&[("properties", Properties)] as Settings, None),
        "calendar" => (CALENDAR, Some("date_property_id")),
        "timeline" => (TIMELINE, Some("date_property_id")),
        "gallery" => (GALLERY, None),
        "form" => (FORM, None),
        "map" => (MAP, None),
        _ => return Ok(()),
    };
    check_settings(at, settings, required, &["type"])
}

fn check_settings(
    at: &At<'_, '_>,
    settings: Settings,
    required: Option<&str>,
    beside: &[&str],
) -> Checked<()> {
    at.object()?;
    for (key, setting) in settings {
        let value = at.key(key);
        if required == Some(*key) {
            check_setting(&value, *setting)?;
        } else {
            value.maybe(|at| check_setting(at, *setting))?;
        }
    }
    let known: Vec<&str> =
        settings.iter().map(|(key, _)| *key).chain(beside.iter().copied()).collect();
    at.only(&known)
}

fn check_setting(at: &At<'_, '_>, setting: Setting) -> Checked<()> {
    match setting {
        Flag => at.boolean().map(drop),
        Number => at.number().map(drop),
        Property => at.string().map(drop),
        Word(words) => at.word(words).map(drop),
        Object => at.object().map(drop),
        Properties => {
            at.array(usize::MAX, |at| check_settings(at, SHOWN, Some("property_id"), &[])).map(drop)
        }
        Group => {
            at.object()?;
            at.key("type").string()?;
            at.key("property_id").string().map(drop)
        }
    }
}
