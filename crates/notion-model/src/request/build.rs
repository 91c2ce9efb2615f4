//! Bodies, put together step by step.

use super::{
    AppendChildren, Block, CreateDataSource, CreateDatabase, CreatePage, File, Icon, IntoRichText,
    Parent, PropertyChange, PropertySchema, PropertyValue, UpdateDataSource, UpdatePage,
};
use crate::{DatabaseId, Patch, Properties};

impl CreatePage {
    /// The same page with a property, by name or id.
    #[must_use]
    pub fn with_property(mut self, name: impl Into<Box<str>>, value: PropertyValue) -> Self {
        self.properties.insert(name, value);
        self
    }

    /// The same page with an icon.
    #[must_use]
    pub fn with_icon(self, icon: Icon) -> Self {
        Self { icon: Some(icon), ..self }
    }

    /// The same page with a picture at its top.
    #[must_use]
    pub fn with_cover(self, cover: File) -> Self {
        Self { cover: Some(cover), ..self }
    }

    /// The same page with this content, at most 100 blocks.
    #[must_use]
    pub fn with_children(self, children: impl IntoIterator<Item = Block>) -> Self {
        Self { content: children.into_iter().collect::<Vec<_>>().into(), ..self }
    }
}

/// What is not named keeps its value.
///
/// ```
/// use notion_model::request::{PropertyValue, UpdatePage};
///
/// let update = UpdatePage::default()
///     .with_property("Status", PropertyValue::status("Done"))
///     .with_property("Deadline", PropertyValue::Date(None))
///     .without_icon();
/// assert_eq!(
///     serde_json::to_string(&update)?,
///     r#"{"properties":{"Status":{"status":{"name":"Done"}},"Deadline":{"date":null}},"icon":null}"#,
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
impl UpdatePage {
    /// The same update, which also sets a property, by name or id.
    #[must_use]
    pub fn with_property(mut self, name: impl Into<Box<str>>, value: PropertyValue) -> Self {
        self.properties.insert(name, value);
        self
    }

    /// The same update, which also sets the icon.
    #[must_use]
    pub fn with_icon(self, icon: Icon) -> Self {
        Self { icon: Patch::Set(icon), ..self }
    }

    /// The same update, which also removes the icon.
    #[must_use]
    pub fn without_icon(self) -> Self {
        Self { icon: Patch::Clear, ..self }
    }
}

impl AppendChildren {
    /// Appends blocks, at most 100, after those that are there.
    pub fn new(children: impl IntoIterator<Item = Block>) -> Self {
        Self { children: children.into_iter().collect(), position: None }
    }
}

impl CreateDatabase {
    /// The same database with one more property in its data source.
    #[must_use]
    pub fn with_property(mut self, name: impl Into<Box<str>>, schema: PropertySchema) -> Self {
        self.initial_data_source.properties.insert(name, schema);
        self
    }
}

impl CreateDataSource {
    /// A data source without properties, in a database.
    pub fn new(database: DatabaseId, title: impl IntoRichText) -> Self {
        Self {
            parent: Parent::Database(database),
            properties: Properties::default(),
            title: title.into_rich_text(),
            icon: None,
        }
    }

    /// The same data source with one more property.
    #[must_use]
    pub fn with_property(mut self, name: impl Into<Box<str>>, schema: PropertySchema) -> Self {
        self.properties.insert(name, schema);
        self
    }
}

/// ```
/// use notion_model::request::{PropertyChange, PropertySchema, UpdateDataSource};
///
/// let update = UpdateDataSource::default()
///     .with_change("Cost", PropertySchema::number("euro"))
///     .with_change("Due", PropertyChange::rename("Deadline"))
///     .with_change("Mood", PropertyChange::Remove);
/// assert_eq!(
///     serde_json::to_value(&update)?,
///     serde_json::json!({"properties": {
///         "Cost": {"type": "number", "number": {"format": "euro"}},
///         "Due": {"name": "Deadline"},
///         "Mood": null,
///     }}),
/// );
/// # Ok::<(), serde_json::Error>(())
/// ```
impl UpdateDataSource {
    /// The same update, which also changes a property, by name or id.
    #[must_use]
    pub fn with_change(
        mut self,
        name: impl Into<Box<str>>,
        change: impl Into<PropertyChange>,
    ) -> Self {
        self.properties.insert(name, change.into());
        self
    }
}
