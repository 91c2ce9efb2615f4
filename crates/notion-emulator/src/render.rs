//! Objects of a world as a response shows them, with their keys in the order of the wire.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::version::Version;
use crate::world::World;
use crate::world::record::{Parent, Stamp};

mod block;
mod comment;
mod database;
mod page;
mod property;
mod text;
mod upload;
mod user;
mod view;

pub(crate) use page::Selection;
pub(crate) use upload::import_result;

/// Shows objects of a world to a client that speaks a version.
#[derive(Clone, Copy, Debug)]
pub(crate) struct View<'w> {
    pub(crate) world: &'w World,
    pub(crate) version: Version,
}

impl<'w> View<'w> {
    pub(crate) fn new(world: &'w World, version: Version) -> Self {
        Self { world, version }
    }

    /// A user of whom only the id is said.
    fn partial_user(id: Uuid) -> Value {
        json!({ "object": "user", "id": id })
    }

    fn parent(&self, parent: Parent) -> Value {
        match parent {
            Parent::Workspace => json!({ "type": "workspace", "workspace": true }),
            Parent::Page(id) => json!({ "type": "page_id", "page_id": id }),
            Parent::Block(id) => json!({ "type": "block_id", "block_id": id }),
            Parent::DataSource(id) => {
                let database = self.world.source(id).map(|source| source.database);
                let kind = "data_source_id";
                json!({ "type": kind, "data_source_id": id, "database_id": database })
            }
        }
    }

    /// `created_time` to `last_edited_by`, as pages and blocks have them.
    fn stamps(stamp: &Stamp) -> [(&'static str, Value); 4] {
        [
            ("created_time", json!(stamp.created.to_minute())),
            ("last_edited_time", json!(stamp.edited.to_minute())),
            ("created_by", Self::partial_user(stamp.created_by)),
            ("last_edited_by", Self::partial_user(stamp.edited_by)),
        ]
    }

    /// Where people find an object in the app.
    pub(crate) fn url(&self, slug: &str, id: Uuid) -> String {
        let slug = slugged(slug);
        let gap = if slug.is_empty() { "" } else { "-" };
        format!("{}{slug}{gap}{}", self.world.about.site, id.simple())
    }

    /// What `in_trash` says: things below the trash are in it too.
    fn in_trash(&self, id: Uuid, own: bool) -> bool {
        own || self.world.is_below_trash(id)
    }

    /// The trash flag of older versions, which stands behind everything else.
    fn archived(&self, object: &mut Map<String, Value>, in_trash: bool) {
        if self.version == Version::V2025_09_03 {
            object.insert("archived".into(), json!(in_trash));
        }
    }
}

/// Builds an object in the order of its entries.
fn object<const N: usize>(entries: [(&str, Value); N]) -> Map<String, Value> {
    entries.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Each run of characters other than `[A-Za-z0-9_]` becomes one dash; dashes at the ends go.
fn slugged(title: &str) -> String {
    let words = title.split(|it: char| !it.is_ascii_alphanumeric() && it != '_');
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-")
}

/// A list of one page, whose last page it is if there is no cursor.
pub(crate) fn list(
    kind: &str,
    results: Vec<Value>,
    next_cursor: Option<String>,
) -> Map<String, Value> {
    let has_more = next_cursor.is_some();
    let mut list = object([
        ("object", json!("list")),
        ("results", Value::Array(results)),
        ("next_cursor", json!(next_cursor)),
        ("has_more", json!(has_more)),
        ("type", json!(kind)),
    ]);
    list.insert(kind.to_owned(), json!({}));
    list
}

#[cfg(test)]
mod tests {
    use super::slugged;

    #[test]
    fn slugs_are_as_recorded() {
        for (title, slug) in [
            ("Test 2026-07-04 11:08:23.286175", "Test-2026-07-04-11-08-23-286175"),
            ("Embed/Inline/Linked & Unfurl", "Embed-Inline-Linked-Unfurl"),
            ("level_2", "level_2"),
            ("  ", ""),
        ] {
            assert_eq!(slugged(title), slug);
        }
    }
}
