//! Blocks, and pages and databases as the blocks that they also are.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{View, object};
use crate::world::block_type::{Children, Part};
use crate::world::record::{Block, Parent, Stamp};

impl View<'_> {
    /// Whatever stands under this id among blocks.
    pub(crate) fn block(&self, id: Uuid) -> Option<Map<String, Value>> {
        let world = self.world;
        if let Some(block) = world.block(id) {
            let has_children = self.block_has_children(block);
            let envelope = (block.id, block.parent, &block.stamp, block.in_trash);
            Some(self.envelope(envelope, has_children, block.kind.name, self.payload(block)))
        } else if let Some(page) = world.page(id) {
            let has_children = world.live_children(id).next().is_some();
            let envelope = (id, page.parent, &page.stamp, page.in_trash);
            let payload = json!({ "title": world.plain(&page.title) });
            Some(self.envelope(envelope, has_children, "child_page", payload))
        } else {
            let database = world.database(id)?;
            let envelope = (id, database.parent, &database.stamp, database.in_trash);
            let payload = json!({ "title": self.database_title(database) });
            Some(self.envelope(envelope, false, "child_database", payload))
        }
    }

    fn block_has_children(&self, block: &Block) -> bool {
        // A copy of a synced block has children at once: those of its original.
        let copy = matches!(block.part("synced_from"), Some(Part::SyncedFrom(Some(_))));
        copy || (block.kind.children != Children::None
            && self.world.live_children(block.id).next().is_some())
    }

    fn envelope(
        &self,
        (id, parent, stamp, in_trash): (Uuid, Parent, &Stamp, bool),
        has_children: bool,
        kind: &str,
        payload: Value,
    ) -> Map<String, Value> {
        let in_trash = self.in_trash(id, in_trash);
        let mut block = object([
            ("object", json!("block")),
            ("id", json!(id)),
            ("parent", self.parent(parent)),
        ]);
        block.extend(Self::stamps(stamp).map(|(key, value)| (key.to_owned(), value)));
        block.extend(object([
            ("has_children", json!(has_children)),
            ("in_trash", json!(in_trash)),
            ("type", json!(kind)),
        ]));
        block.insert(kind.to_owned(), payload);
        self.archived(&mut block, in_trash);
        block
    }

    fn payload(&self, block: &Block) -> Value {
        let mut payload = Map::new();
        for field in block.kind.fields {
            let Some(part) = block.part(field.key) else { continue };
            let value = match part {
                Part::Text(runs) => self.rich_text(runs),
                Part::Cells(cells) => cells.iter().map(|cell| self.rich_text(cell)).collect(),
                Part::Color(color) => json!(color.0),
                Part::Flag(flag) => json!(flag),
                Part::Word(word) => json!(word),
                Part::Count(count) => json!(count),
                Part::Ratio(ratio) => json!(ratio),
                Part::Icon(icon) => self.icon(icon.as_deref()),
                Part::External(url) => {
                    payload.insert("type".into(), json!("external"));
                    json!({ "url": url })
                }
                Part::Upload(id) => {
                    payload.insert("type".into(), json!("file"));
                    payload.insert("file".into(), self.hosted(*id));
                    continue;
                }
                Part::SyncedFrom(None) => Value::Null,
                Part::SyncedFrom(Some(id)) => json!({ "type": "block_id", "block_id": id }),
                Part::Target(kind, id) => {
                    payload.insert("type".into(), json!(kind));
                    payload.insert(kind.as_ref().to_owned(), json!(id));
                    continue;
                }
            };
            payload.insert(field.key.to_owned(), value);
        }
        Value::Object(payload)
    }
}
