//! The value of a property in a page.

use serde_json::{Map, Number, Value};

use crate::{
    DateValue, File, PageId, PropertyId, RichText, Timestamp, User,
    property::SelectOption,
    wire::{wire_object, wire_union},
};

wire_object! {
    /// The value of a property in a page.
    pub struct PropertyValue {
        /// The property's id. Left out in the elements of a rollup.
        optional id: Option<PropertyId>,
    }
    /// Its type and the value.
    tagged kind: PropertyValueKind {
        /// Whether a relation has more rows than the 25 that a page shows. A value that was cut
        /// must not be written back.
        optional has_more: Option<bool>,
    }
}

impl PropertyValue {
    /// A value with its property's id.
    pub fn new(id: PropertyId, kind: PropertyValueKind) -> Self {
        Self { id: Some(id), kind, has_more: None, wire: crate::Wire::default() }
    }

    /// Whether the page shows only a part of the value.
    pub fn is_cut(&self) -> bool {
        self.has_more == Some(true)
    }
}

wire_union! {
    /// The type of a value and the value.
    pub enum PropertyValueKind {
        /// The title.
        Title(Vec<RichText>) = "title",
        /// Text.
        RichText(Vec<RichText>) = "rich_text",
        /// A number.
        Number(Option<Number>) = "number",
        /// One option.
        Select(Option<SelectOption>) = "select",
        /// Several options.
        MultiSelect(Vec<SelectOption>) = "multi_select",
        /// One option that belongs to a group.
        Status(Option<SelectOption>) = "status",
        /// A date, a time, or a range.
        Date(Option<DateValue>) = "date",
        /// People and groups.
        People(Vec<User>) = "people",
        /// Files.
        Files(Vec<File>) = "files",
        /// Yes or no.
        Checkbox(bool) = "checkbox",
        /// An address on the web.
        Url(Option<String>) = "url",
        /// An e-mail address.
        Email(Option<String>) = "email",
        /// A phone number.
        PhoneNumber(Option<String>) = "phone_number",
        /// Rows of a data source, at most 25 of them, see `has_more`.
        Relation(Vec<PageRef>) = "relation",
        /// What a formula computed.
        Formula(FormulaValue) = "formula",
        /// What a rollup computed.
        Rollup(Box<RollupValue>) = "rollup",
        /// The row's number.
        UniqueId(UniqueIdValue) = "unique_id",
        /// When the row was made.
        CreatedTime(Timestamp) = "created_time",
        /// Who made the row.
        CreatedBy(Box<User>) = "created_by",
        /// When the row was last changed.
        LastEditedTime(Timestamp) = "last_edited_time",
        /// Who changed the row last.
        LastEditedBy(Box<User>) = "last_edited_by",
        /// Whether a page of a wiki was verified.
        Verification(Option<Box<Verification>>) = "verification",
        /// A place on earth.
        Place(Option<Box<Place>>) = "place",
        /// A button: nothing.
        Button(Map<String, Value>) = "button",
    }
}

wire_object! {
    /// A row that a relation leads to.
    #[derive(Eq)]
    pub struct PageRef {
        /// The row.
        required id: PageId,
    }
}

wire_object! {
    /// What a formula computed.
    pub struct FormulaValue {}
    /// The type of the result and the result.
    tagged kind: FormulaValueKind {}
}

wire_union! {
    /// The result of a formula.
    pub enum FormulaValueKind {
        /// Text.
        String(Option<String>) = "string",
        /// A number.
        Number(Option<Number>) = "number",
        /// Yes or no.
        Boolean(Option<bool>) = "boolean",
        /// A date.
        Date(Option<DateValue>) = "date",
    }
}

wire_object! {
    /// What a rollup computed.
    pub struct RollupValue {}
    /// The type of the result and the result.
    tagged kind: RollupValueKind {
        /// The function: `sum`, `show_original`, …
        required function: Box<str>,
    }
}

wire_union! {
    /// The result of a rollup.
    pub enum RollupValueKind {
        /// A number.
        Number(Option<Number>) = "number",
        /// A date.
        Date(Option<DateValue>) = "date",
        /// The values of the related rows.
        Array(Vec<PropertyValue>) = "array",
    }
}

wire_object! {
    /// A row's number.
    pub struct UniqueIdValue {
        /// `TASK` in `TASK-42`.
        nullable prefix: Option<Box<str>>,
        /// The number.
        nullable number: Option<i64>,
    }
}

/// `TASK-42`, `42` without a prefix, and nothing where Notion has not counted the row yet.
impl std::fmt::Display for UniqueIdValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.prefix, self.number) {
            (Some(prefix), Some(number)) => write!(f, "{prefix}-{number}"),
            (None, Some(number)) => number.fmt(f),
            (_, None) => Ok(()),
        }
    }
}

wire_object! {
    /// Whether and by whom a page was verified.
    pub struct Verification {
        /// `verified`, `expired` or `unverified`.
        required state: Box<str>,
        /// Who verified it.
        nullable verified_by: Option<User>,
        /// From when to when.
        nullable date: Option<DateValue>,
    }
}

wire_object! {
    /// A place on earth.
    pub struct Place {
        /// Degrees north.
        required lat: Number,
        /// Degrees east.
        required lon: Number,
        /// What it is called.
        nullable name: Option<String>,
        /// Its address.
        nullable address: Option<String>,
    }
}
