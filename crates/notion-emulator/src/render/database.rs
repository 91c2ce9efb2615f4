//! Databases and data sources.

use serde_json::{Map, Value, json};

use super::{View, object};
use crate::world::record::{DataSource, Database};
use crate::world::text::Run;

/// What an untitled database is called.
const UNTITLED: &str = "New database";

impl View<'_> {
    pub(crate) fn database(&self, database: &Database) -> Map<String, Value> {
        let sources: Value = database
            .sources
            .iter()
            .filter_map(|id| self.world.source(*id))
            .map(|source| json!({ "id": source.id, "name": self.source_name(source) }))
            .collect();
        let in_trash = self.in_trash(database.id, database.in_trash);
        let mut shown = object([
            ("object", json!("database")),
            ("id", json!(database.id)),
            ("title", self.titled(&database.title)),
            ("description", self.rich_text(&database.description)),
            ("parent", self.parent(database.parent)),
            ("is_inline", json!(database.is_inline)),
            ("in_trash", json!(in_trash)),
            ("is_locked", json!(database.is_locked)),
            ("created_time", json!(database.stamp.created.to_millisecond())),
            ("last_edited_time", json!(database.stamp.edited.to_millisecond())),
            ("data_sources", sources),
            ("icon", self.icon(database.icon.as_deref())),
            ("cover", self.icon(database.cover.as_deref())),
            ("url", json!(self.url("", database.id))),
            ("public_url", Value::Null),
        ]);
        self.archived(&mut shown, in_trash);
        shown
    }

    /// The title of a database as text.
    pub(crate) fn database_title(&self, database: &Database) -> String {
        self.or_untitled(&database.title)
    }

    /// What a data source is called among those of its database.
    pub(crate) fn source_name(&self, source: &DataSource) -> String {
        self.or_untitled(&source.title)
    }

    fn or_untitled(&self, title: &[Run]) -> String {
        let plain = self.world.plain(title);
        if plain.is_empty() { UNTITLED.to_owned() } else { plain }
    }

    fn titled(&self, title: &[Run]) -> Value {
        if title.is_empty() {
            self.rich_text(&[Run::text(UNTITLED)])
        } else {
            self.rich_text(title)
        }
    }

    /// A data source. Much of it is that of its database.
    pub(crate) fn source(&self, source: &DataSource) -> Map<String, Value> {
        let Some(database) = self.world.database(source.database) else { return Map::new() };
        let stamp = &database.stamp;
        let properties: Map<String, Value> = source
            .properties
            .iter()
            .map(|property| (property.name.as_ref().to_owned(), self.schema(source, property)))
            .collect();
        let in_trash = source.in_trash || self.in_trash(database.id, database.in_trash);
        let mut shown = object([
            ("object", json!("data_source")),
            ("id", json!(source.id)),
            ("cover", self.icon(database.cover.as_deref())),
            ("icon", self.icon(source.icon.as_deref())),
            ("created_time", json!(stamp.created.to_minute())),
            ("created_by", Self::partial_user(stamp.created_by)),
            ("last_edited_by", Self::partial_user(stamp.edited_by)),
            ("last_edited_time", json!(stamp.edited.to_minute())),
            ("title", self.rich_text(&source.title)),
            ("description", self.rich_text(&database.description)),
            ("is_inline", json!(database.is_inline)),
            ("properties", Value::Object(properties)),
            ("parent", json!({ "type": "database_id", "database_id": database.id })),
            ("database_parent", self.parent(database.parent)),
            ("url", json!(self.url("", database.id))),
            ("public_url", Value::Null),
            ("in_trash", json!(in_trash)),
        ]);
        self.archived(&mut shown, in_trash);
        shown
    }
}
