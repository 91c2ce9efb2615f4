//! Properties of every type, in a word each.

use super::{NewOption, PropertySchema, PropertySchemaKind, RelationSchema, RollupSchema};
use crate::{Color, DataSourceId};

/// Defines constructors of types without anything that belongs to them.
macro_rules! plain {
    ($( $(#[$meta:meta])* $name:ident, )*) => {
        impl PropertySchema {
            $( $(#[$meta])* pub fn $name() -> Self {
                PropertySchemaKind::plain(stringify!($name)).into()
            } )*
        }
    };
}

plain! {
    /// The title. Every data source has exactly one.
    title,
    /// Text.
    rich_text,
    /// A date, a time, or a range.
    date,
    /// People.
    people,
    /// Files.
    files,
    /// Yes or no.
    checkbox,
    /// An address on the web.
    url,
    /// An e-mail address.
    email,
    /// A phone number.
    phone_number,
    /// When the row was made.
    created_time,
    /// Who made the row.
    created_by,
    /// When the row was last changed.
    last_edited_time,
    /// Who changed the row last.
    last_edited_by,
}

/// ```
/// use notion_model::{Color, request::{NewOption, PropertySchema}};
///
/// PropertySchema::title();
/// PropertySchema::number("euro").described("What it may cost");
/// PropertySchema::select([NewOption::from("High").colored(Color::Red), "Low".into()]);
/// PropertySchema::status(["Not started", "Active", "Done"]);
/// PropertySchema::formula(r#"prop("Cost") * 1.19"#);
/// ```
impl PropertySchema {
    /// The same property with a description, at most 280 UTF-16 units.
    #[must_use]
    pub fn described(self, description: impl Into<String>) -> Self {
        Self { description: Some(description.into()), ..self }
    }

    /// A number and how it is shown: `number`, `number_with_commas`, `percent`, `euro`, …
    pub fn number(format: impl Into<Box<str>>) -> Self {
        PropertySchemaKind::Number(Some(format.into())).into()
    }

    /// One of these options.
    pub fn select(options: impl IntoIterator<Item: Into<NewOption>>) -> Self {
        PropertySchemaKind::Select(Some(collect(options))).into()
    }

    /// Any of these options.
    pub fn multi_select(options: impl IntoIterator<Item: Into<NewOption>>) -> Self {
        PropertySchemaKind::MultiSelect(Some(collect(options))).into()
    }

    /// One of these options, all of which are in the group To-do: the API cannot move them.
    pub fn status(options: impl IntoIterator<Item: Into<NewOption>>) -> Self {
        PropertySchemaKind::Status(Some(collect(options))).into()
    }

    /// A formula in the language of the app.
    pub fn formula(expression: impl Into<String>) -> Self {
        PropertySchemaKind::Formula(expression.into()).into()
    }

    /// Rows of a data source, shown only on this side.
    pub fn relation(data_source_id: DataSourceId) -> Self {
        PropertySchemaKind::Relation(RelationSchema { data_source_id, dual: None }).into()
    }

    /// Rows of a data source that gets a property which leads back. Notion names it, if no name
    /// is given.
    pub fn relation_both_ways(data_source_id: DataSourceId, other_side: Option<String>) -> Self {
        let dual = Some(other_side);
        PropertySchemaKind::Relation(RelationSchema { data_source_id, dual }).into()
    }

    /// What a function (`sum`, `count`, `show_original`, …) makes of a property of the rows that a
    /// relation leads to.
    pub fn rollup(
        function: impl Into<Box<str>>,
        relation: impl Into<String>,
        property: impl Into<String>,
    ) -> Self {
        PropertySchemaKind::Rollup(RollupSchema {
            function: function.into(),
            relation_property_name: Some(relation.into()),
            relation_property_id: None,
            rollup_property_name: Some(property.into()),
            rollup_property_id: None,
        })
        .into()
    }

    /// A number that counts up, after a prefix: `TASK` makes `TASK-1`.
    pub fn unique_id(prefix: impl Into<Box<str>>) -> Self {
        PropertySchemaKind::UniqueId(Some(prefix.into())).into()
    }
}

impl NewOption {
    /// The same option in a colour. The colour of an option that exists cannot be changed.
    #[must_use]
    pub fn colored(self, color: Color) -> Self {
        Self { color: Some(color), ..self }
    }
}

fn collect(options: impl IntoIterator<Item: Into<NewOption>>) -> Vec<NewOption> {
    options.into_iter().map(Into::into).collect()
}
