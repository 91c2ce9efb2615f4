//! What the rows of a view are grouped by.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Number, Value};

use crate::wire::{Wire, open_enum, wire_object};

wire_object! {
    /// What the rows of a view, or the marks of a chart, are grouped by.
    ///
    /// The constructors build what Notion accepts for each type of property.
    pub struct GroupBy {
        /// The type of the property: `select`, `status`, `person`, `date`, `text`, … For people it
        /// is `person`, not `people`; for formulas see [`GroupUnit::Formula`].
        required r#type: Box<str>,
        /// The property, by id.
        required property_id: Box<str>,
        /// How finely. Not for every type.
        optional group_by: Option<GroupUnit>,
        /// How the groups are ordered. Not for formulas, where it stands with the unit.
        optional sort: Option<GroupSort>,
        /// The property's name. Only read.
        optional property_name: Option<String>,
        /// Whether groups without rows are hidden.
        optional hide_empty_groups: Option<bool>,
        /// Where a week begins: 0 on Sunday, 1 on Monday. Only for dates.
        optional start_day_of_week: Option<u8>,
        /// Where the groups of numbers begin.
        optional range_start: Option<Number>,
        /// Where they end.
        optional range_end: Option<Number>,
        /// How large they are.
        optional range_size: Option<Number>,
    }
}

/// How finely rows are grouped.
#[derive(Clone, Debug, PartialEq)]
pub enum GroupUnit {
    /// By a word: `group` or `option` of a status; `relative`, `day`, `week`, `month` or `year` of
    /// a date; `exact` or `alphabet_prefix` of a text.
    Word(GroupWord),
    /// By what a formula computes.
    Formula(Box<FormulaGroup>),
    /// In a way this crate does not know, kept whole.
    Unknown(Value),
}

open_enum! {
    /// How finely rows are grouped.
    pub enum GroupWord {
        /// By the groups of a status.
        Group = "group",
        /// By the options of a status.
        Option = "option",
        /// By the distance of a date from today.
        Relative = "relative",
        /// By day.
        Day = "day",
        /// By week.
        Week = "week",
        /// By month.
        Month = "month",
        /// By year.
        Year = "year",
        /// By the whole text.
        Exact = "exact",
        /// By the first letter.
        AlphabetPrefix = "alphabet_prefix",
    }
}

wire_object! {
    /// How rows are grouped by what a formula computes.
    pub struct FormulaGroup {
        /// What it computes: `date`, `text`, `number` or `checkbox`.
        required r#type: Box<str>,
        /// How finely. Only for dates and texts.
        optional group_by: Option<GroupWord>,
        /// How the groups are ordered.
        required sort: GroupSort,
        /// Where a week begins: 0 on Sunday, 1 on Monday. Only for dates.
        optional start_day_of_week: Option<u8>,
        /// Where the groups of numbers begin.
        optional range_start: Option<Number>,
        /// Where they end.
        optional range_end: Option<Number>,
        /// How large they are.
        optional range_size: Option<Number>,
    }
}

wire_object! {
    /// How groups are ordered.
    pub struct GroupSort {
        /// The order.
        required r#type: GroupOrder,
    }
}

open_enum! {
    /// How groups are ordered. People are only ordered by hand.
    pub enum GroupOrder {
        /// By hand.
        Manual = "manual",
        /// Upwards.
        Ascending = "ascending",
        /// Downwards.
        Descending = "descending",
    }
}

impl From<GroupOrder> for GroupSort {
    fn from(order: GroupOrder) -> Self {
        Self { r#type: order, wire: Wire::default() }
    }
}

impl GroupBy {
    /// By a property of a type that has no unit: `select`, `multi_select`, `relation`, `checkbox`,
    /// `number`, and `person`, `created_by` and `last_edited_by`, which are ordered by hand.
    pub fn plain(type_name: &str, property_id: &str, order: GroupOrder) -> Self {
        Self {
            r#type: type_name.into(),
            property_id: property_id.into(),
            group_by: None,
            sort: Some(order.into()),
            property_name: None,
            hide_empty_groups: None,
            start_day_of_week: None,
            range_start: None,
            range_end: None,
            range_size: None,
            wire: Wire::default(),
        }
    }

    /// By a property of a type that needs a unit: `status`, dates, texts.
    pub fn by(type_name: &str, property_id: &str, unit: GroupWord, order: GroupOrder) -> Self {
        Self { group_by: Some(GroupUnit::Word(unit)), ..Self::plain(type_name, property_id, order) }
    }

    /// By the options of a select property.
    pub fn select(property_id: &str) -> Self {
        Self::plain("select", property_id, GroupOrder::Manual)
    }

    /// By the options of a status.
    pub fn status(property_id: &str) -> Self {
        Self::by("status", property_id, GroupWord::Option, GroupOrder::Manual)
    }

    /// By a date.
    pub fn date(property_id: &str, unit: GroupWord) -> Self {
        Self::by("date", property_id, unit, GroupOrder::Ascending)
    }

    /// By people.
    pub fn person(property_id: &str) -> Self {
        Self::plain("person", property_id, GroupOrder::Manual)
    }

    /// By what a formula computes.
    pub fn formula(property_id: &str, group: FormulaGroup) -> Self {
        Self {
            group_by: Some(GroupUnit::Formula(Box::new(group))),
            sort: None,
            ..Self::plain("formula", property_id, GroupOrder::Manual)
        }
    }
}

impl Serialize for GroupUnit {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Word(word) => word.serialize(to),
            Self::Formula(group) => group.serialize(to),
            Self::Unknown(value) => value.serialize(to),
        }
    }
}

impl<'de> Deserialize<'de> for GroupUnit {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(from)?;
        Ok(match &value {
            Value::String(word) => Self::Word(word.as_str().into()),
            _ => FormulaGroup::deserialize(&value)
                .map_or_else(|_| Self::Unknown(value), |it| Self::Formula(Box::new(it))),
        })
    }
}
