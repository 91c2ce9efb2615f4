//! The schema of a property: its type and what belongs to it.

use crate::{
    Color, DataSourceId, DatabaseId, PropertyId,
    block::Empty,
    wire::{wire_object, wire_union},
};

wire_object! {
    /// A column of a data source.
    pub struct PropertySchema {
        /// Its id: it survives renaming and retyping. Empty where a request left it out.
        defaulted id: PropertyId,
        /// Its name. Empty where a request left it out.
        defaulted name: Box<str>,
        /// What it is for, in words.
        nullable description: Option<String>,
    }
    /// Its type and what belongs to it.
    tagged kind: PropertySchemaKind {}
}

wire_union! {
    /// The type of a property and what belongs to it.
    pub enum PropertySchemaKind {
        /// The title. Every data source has exactly one.
        Title(Empty) = "title",
        /// Text.
        RichText(Empty) = "rich_text",
        /// A number.
        Number(NumberSchema) = "number",
        /// One of some options.
        Select(Options) = "select",
        /// Several of some options.
        MultiSelect(Options) = "multi_select",
        /// One of some options that belong to groups.
        Status(Status) = "status",
        /// A date, a time, or a range.
        Date(Empty) = "date",
        /// People.
        People(Empty) = "people",
        /// Files.
        Files(Empty) = "files",
        /// Yes or no.
        Checkbox(Empty) = "checkbox",
        /// An address on the web.
        Url(Empty) = "url",
        /// An e-mail address.
        Email(Empty) = "email",
        /// A phone number.
        PhoneNumber(Empty) = "phone_number",
        /// Computed by a formula.
        Formula(Formula) = "formula",
        /// Rows of a data source.
        Relation(Box<Relation>) = "relation",
        /// Computed from the rows of a relation.
        Rollup(Box<Rollup>) = "rollup",
        /// A number that counts up.
        UniqueId(UniqueId) = "unique_id",
        /// When the row was made.
        CreatedTime(Empty) = "created_time",
        /// Who made the row.
        CreatedBy(Empty) = "created_by",
        /// When the row was last changed.
        LastEditedTime(Empty) = "last_edited_time",
        /// Who changed the row last.
        LastEditedBy(Empty) = "last_edited_by",
        /// A place on earth.
        Place(Empty) = "place",
        /// A button of the app.
        Button(Empty) = "button",
        /// Whether a page of a wiki was verified.
        Verification(Empty) = "verification",
    }
}

wire_object! {
    /// How a number is shown.
    pub struct NumberSchema {
        /// `number`, `percent`, `euro`, … Empty where a request left it out.
        defaulted format: Box<str>,
    }
}

wire_object! {
    /// The options of a select or multi-select property, in the order of the app.
    pub struct Options {
        /// The options.
        defaulted options: Vec<OptionSchema>,
    }
}

wire_object! {
    /// An option in the schema.
    pub struct OptionSchema {
        /// Its id. A UUID, or a short text if it was made in the app. Empty where a request left
        /// it out.
        defaulted id: Box<str>,
        /// Its name, without commas. Empty where a request left it out.
        defaulted name: String,
        /// Its colour.
        defaulted color: Color,
        /// What it means, in words.
        nullable description: Option<String>,
    }
}

wire_object! {
    /// An option as the value of a page.
    pub struct SelectOption {
        /// Its id. Empty where a request named the option.
        defaulted id: Box<str>,
        /// Its name. Empty where a request gave the id.
        defaulted name: String,
        /// Its colour.
        defaulted color: Color,
    }
}

wire_object! {
    /// The options of a status property and their groups.
    pub struct Status {
        /// The options.
        defaulted options: Vec<OptionSchema>,
        /// The groups: To-do, In progress and Complete. Cannot be written.
        defaulted groups: Vec<StatusGroup>,
    }
}

wire_object! {
    /// A group of status options.
    pub struct StatusGroup {
        /// Its id.
        required id: Box<str>,
        /// Its name.
        required name: String,
        /// Its colour.
        defaulted color: Color,
        /// The options in it.
        required option_ids: Vec<Box<str>>,
    }
}

wire_object! {
    /// A formula in Notion's stored form. The type of its result is not part of the schema.
    pub struct Formula {
        /// The expression.
        required expression: String,
    }
}

wire_object! {
    /// Which rows a relation leads to.
    pub struct Relation {
        /// The database of the data source.
        nullable database_id: Option<DatabaseId>,
        /// The data source the rows are in.
        nullable data_source_id: Option<DataSourceId>,
    }
    /// Whether the other side shows the relation too.
    tagged kind: RelationKind {}
}

wire_union! {
    /// Whether the other side shows a relation too.
    pub enum RelationKind {
        /// Only this side.
        Single(Empty) = "single_property",
        /// Both sides.
        Dual(DualProperty) = "dual_property",
    }
}

wire_object! {
    /// The property on the other side of a relation.
    pub struct DualProperty {
        /// Its name.
        optional synced_property_name: Option<String>,
        /// Its id.
        optional synced_property_id: Option<PropertyId>,
    }
}

wire_object! {
    /// What a rollup computes.
    pub struct Rollup {
        /// The property of the related rows.
        optional rollup_property_name: Option<String>,
        /// The relation of this row.
        optional relation_property_name: Option<String>,
        /// The property of the related rows. Not percent-encoded.
        optional rollup_property_id: Option<PropertyId>,
        /// The relation of this row. Not percent-encoded.
        optional relation_property_id: Option<PropertyId>,
        /// `sum`, `count`, `show_original`, …
        required function: Box<str>,
    }
}

wire_object! {
    /// How unique ids begin.
    pub struct UniqueId {
        /// `TASK` in `TASK-42`.
        nullable prefix: Option<Box<str>>,
    }
}
