//! From what a request changed to the events that tell of it.

use serde_json::{Value, json};
use uuid::Uuid;

use super::event::{Action, Details, Entity, Event, EventKind, SchemaChange};
use crate::world::comment::Comment;
use crate::world::record::{Block, DataSource, Database, Page, Parent};
use crate::world::schema::{Property, PropertyKey, PropertyKind};
use crate::world::upload::{State, Upload};
use crate::world::view::View;
use crate::world::watch::{Past, Was};
use crate::world::{Key, Kind, World};

/// What these changes are told as. `world` is as they left it.
///
/// What a new page holds is part of its creation. Notion has no event for an archived page, nor for
/// a database that gets another title, icon or lock: the one is told as properties that were
/// updated, the other as content of the page that holds the database.
pub(crate) fn events(world: &World, past: &Past) -> Vec<Event> {
    let mut telling = Telling { world, past, events: Vec::new() };
    for (key, was) in past {
        telling.tell(*key, was);
    }
    telling.events
}

/// The event of an upload that nobody attached in time.
pub(crate) fn expired(world: &World, upload: &Upload) -> Event {
    Event {
        at: upload.expires.unwrap_or(world.moment()).timestamp(),
        kind: EventKind::FileUploadExpired,
        entity: Entity { id: upload.id, kind: "file_upload" },
        author: upload.created_by,
        parent: None,
        details: Details::Nothing,
    }
}

struct Telling<'w> {
    world: &'w World,
    past: &'w Past,
    events: Vec<Event>,
}

impl Telling<'_> {
    fn tell(&mut self, key: Key, was: &Was) {
        let (world, id) = (self.world, key.id);
        match key.kind {
            Kind::Page => {
                if let Some(page) = world.page(id) {
                    self.page(page, was);
                }
            }
            Kind::Block => {
                if let Some(block) = world.block(id) {
                    self.block(block, was);
                }
            }
            Kind::Database => {
                if let Some(database) = world.database(id) {
                    self.database(database, was);
                }
            }
            Kind::DataSource => {
                if let Some(source) = world.source(id) {
                    self.source(source, was);
                }
            }
            Kind::Comment => self.comment(id, was),
            Kind::Upload => self.upload(id, was),
            Kind::View => self.view(id, was),
            _ => {}
        }
    }

    fn page(&mut self, page: &Page, was: &Was) {
        let entity = Entity::page(page.id);
        let parent = Some(self.place(page.parent));
        let Was::Page(before) = was else {
            self.add(EventKind::PageCreated, entity, parent, Details::Nothing);
            return self.content_of(page.parent, entity);
        };
        if page.parent != before.parent {
            let from = Details::MovedFrom(Some(self.place(before.parent)));
            self.add(EventKind::PageMoved, entity, parent.clone(), from);
            self.content_of(before.parent, entity);
            self.content_of(page.parent, entity);
        }
        if page.in_trash != before.in_trash {
            let kind =
                if page.in_trash { EventKind::PageDeleted } else { EventKind::PageUndeleted };
            self.add(kind, entity, parent.clone(), Details::Nothing);
            self.content_of(page.parent, entity);
        }
        if page.is_locked != before.is_locked {
            let kind = if page.is_locked { EventKind::PageLocked } else { EventKind::PageUnlocked };
            self.add(kind, entity, parent.clone(), Details::Nothing);
        }
        // Whoever is moved loses what the other data source does not know.
        let values =
            if page.parent == before.parent { self.values(page, before) } else { Vec::new() };
        let looks = (&page.icon, &page.cover, page.is_archived);
        if !values.is_empty() || looks != (&before.icon, &before.cover, before.is_archived) {
            let kind = EventKind::PagePropertiesUpdated;
            self.add(kind, entity, parent, Details::Values(values));
        }
    }

    fn block(&mut self, block: &Block, was: &Was) {
        let same = |before: &Block| {
            (&before.parts, before.in_trash, before.parent, before.rank)
                == (&block.parts, block.in_trash, block.parent, block.rank)
        };
        if !matches!(was, Was::Block(before) if same(before)) {
            self.content_of(block.parent, Entity { id: block.id, kind: "block" });
        }
    }

    fn database(&mut self, database: &Database, was: &Was) {
        let entity = Entity { id: database.id, kind: "database" };
        let parent = Some(self.place(database.parent));
        let Was::Database(before) = was else {
            self.add(EventKind::DatabaseCreated, entity, parent, Details::Nothing);
            return self.content_of(database.parent, entity);
        };
        if database.parent != before.parent {
            let from = Details::MovedFrom(Some(self.place(before.parent)));
            self.add(EventKind::DatabaseMoved, entity, parent.clone(), from);
            self.content_of(before.parent, entity);
        }
        if database.in_trash != before.in_trash {
            let kind = if database.in_trash {
                EventKind::DatabaseDeleted
            } else {
                EventKind::DatabaseUndeleted
            };
            self.add(kind, entity, parent, Details::Nothing);
        }
        let with_stamp_of = Database { stamp: database.stamp, ..(**before).clone() };
        if *database != with_stamp_of {
            self.content_of(database.parent, entity);
        }
    }

    fn source(&mut self, source: &DataSource, was: &Was) {
        let entity = Entity { id: source.id, kind: "data_source" };
        let parent = Some(json!({ "id": source.database, "type": "database" }));
        let Was::Source(before) = was else {
            return self.add(EventKind::DataSourceCreated, entity, parent, Details::Nothing);
        };
        if source.in_trash != before.in_trash {
            let kind = if source.in_trash {
                EventKind::DataSourceDeleted
            } else {
                EventKind::DataSourceUndeleted
            };
            self.add(kind, entity, parent.clone(), Details::Nothing);
        }
        let changes = schema_changes(source, before);
        if !changes.is_empty() || (&source.title, &source.icon) != (&before.title, &before.icon) {
            let kind = EventKind::DataSourceSchemaUpdated;
            self.add(kind, entity, parent, Details::Schema(changes));
        }
    }

    fn comment(&mut self, id: Uuid, was: &Was) {
        let (now, before) = (self.world.find::<Comment>(id), was.read::<Comment>());
        let kind = match (now, &before) {
            (Some(_), None) => EventKind::CommentCreated,
            (None, Some(_)) => EventKind::CommentDeleted,
            (Some(now), Some(before)) if now != before => EventKind::CommentUpdated,
            _ => return,
        };
        let Some(parent) = now.or(before.as_ref()).map(|comment| comment.parent) else { return };
        let page = self.world.page_above(parent.id());
        let details = page.map_or(Details::Nothing, Details::OnPage);
        let parent = self.place(parent);
        self.add(kind, Entity { id, kind: "comment" }, Some(parent), details);
    }

    fn upload(&mut self, id: Uuid, was: &Was) {
        let Some(upload) = self.world.find::<Upload>(id) else { return };
        let before = was.read::<Upload>();
        let entity = Entity { id, kind: "file_upload" };
        if before.is_none() {
            self.add(EventKind::FileUploadCreated, entity, None, Details::Nothing);
        }
        let state = before.map_or(State::Pending, |before| before.state);
        match upload.state {
            State::Uploaded if state != State::Uploaded => {
                self.add(EventKind::FileUploadCompleted, entity, None, Details::Nothing);
            }
            State::Failed if state != State::Failed => {
                let details = upload.import.as_ref().map_or(Details::Nothing, |import| {
                    Details::Import(crate::render::import_result(import))
                });
                self.add(EventKind::FileUploadFailed, entity, None, details);
            }
            _ => {}
        }
    }

    fn view(&mut self, id: Uuid, was: &Was) {
        let (now, before) = (self.world.find::<View>(id), was.read::<View>());
        let (kind, details) = match (now, &before) {
            (Some(now), None) => (EventKind::ViewCreated, Details::ViewType(now.kind.clone())),
            (None, Some(_)) => (EventKind::ViewDeleted, Details::Nothing),
            (Some(now), Some(before)) => {
                let changed = [
                    ("name", now.name != before.name),
                    ("filter", now.filter != before.filter),
                    ("sorts", now.sorts != before.sorts),
                    ("configuration", now.configuration != before.configuration),
                ];
                let fields: Vec<_> =
                    changed.iter().filter(|(_, it)| *it).map(|(name, _)| *name).collect();
                if fields.is_empty() && now.quick_filters == before.quick_filters {
                    return;
                }
                (EventKind::ViewUpdated, Details::Fields(fields))
            }
            (None, None) => return,
        };
        let Some(database) = now.or(before.as_ref()).map(|view| view.database) else { return };
        let parent = json!({ "id": database, "type": "database" });
        self.add(kind, Entity { id, kind: "view" }, Some(parent), details);
    }

    /// The ids of the properties whose values differ. Values that a change of the schema converted or
    /// removed are part of that change.
    fn values(&self, page: &Page, before: &Page) -> Vec<String> {
        let source = match page.parent {
            Parent::DataSource(id) => Some(id),
            _ => None,
        };
        let old = source.and_then(|id| self.past.get(&Key { kind: Kind::DataSource, id }));
        let source = source.and_then(|id| self.world.source(id));
        let is_settled = |key: &&PropertyKey| {
            let kind = |source: &DataSource| source.property(key).map(|it| it.kind.type_name());
            let now = source.and_then(kind);
            let then = match old {
                Some(Was::Source(old)) => kind(old),
                _ => now,
            };
            now.is_some() && now == then
        };
        let cells = page.cells.iter().chain(&before.cells).map(|(key, _)| key);
        let mut keys: Vec<&PropertyKey> =
            cells.filter(|key| page.cell(key) != before.cell(key)).filter(is_settled).collect();
        keys.sort();
        keys.dedup();
        let title = (page.title != before.title).then(|| PropertyKey::title().encoded());
        title.into_iter().chain(keys.into_iter().map(PropertyKey::encoded)).collect()
    }

    /// Tells that something was put into a page or data source, changed there or taken out.
    fn content_of(&mut self, holder: Parent, what: Entity) {
        let (kind, entity, parent) = match holder {
            Parent::Workspace => return,
            Parent::DataSource(id) => {
                let database = self.world.source(id).map(|source| source.database);
                let parent = json!({ "id": database, "type": "database" });
                let entity = Entity { id, kind: "data_source" };
                (EventKind::DataSourceContentUpdated, entity, parent)
            }
            Parent::Page(id) | Parent::Block(id) => {
                // A template is no page.
                let Some(page) = self.world.page_above(id).and_then(|it| self.world.page(it))
                else {
                    return;
                };
                let entity = Entity::page(page.id);
                (EventKind::PageContentUpdated, entity, self.place(page.parent))
            }
        };
        let holder = match entity.kind {
            "page" => Kind::Page,
            _ => Kind::DataSource,
        };
        if self.past.get(&Key { kind: holder, id: entity.id }) == Some(&Was::Nothing) {
            return;
        }
        let told = self.events.iter_mut().find(|it| it.kind == kind && it.entity == entity);
        match told.map(|event| &mut event.details) {
            Some(Details::Blocks(blocks)) => blocks.push(what),
            _ => self.add(kind, entity, Some(parent), Details::Blocks(vec![what])),
        }
    }

    fn add(&mut self, kind: EventKind, entity: Entity, parent: Option<Value>, details: Details) {
        let (at, author) = (self.world.now, self.world.about.integration.id);
        self.events.push(Event { at, kind, entity, author, parent, details });
    }

    /// A parent as events name it.
    fn place(&self, parent: Parent) -> Value {
        match parent {
            Parent::Workspace => json!({ "id": self.world.about.workspace, "type": "space" }),
            Parent::Page(id) => json!({ "id": id, "type": "page" }),
            Parent::Block(id) => json!({ "id": id, "type": "block" }),
            Parent::DataSource(id) => {
                let database = self.world.source(id).map(|source| source.database);
                json!({ "id": database, "type": "database", "data_source_id": id })
            }
        }
    }
}

fn schema_changes(source: &DataSource, before: &DataSource) -> Vec<SchemaChange> {
    let change = |property: &Property, action| {
        let name = (action != Action::Deleted).then(|| property.name.clone());
        SchemaChange { id: property.key.encoded(), name, action }
    };
    let mut changes = Vec::new();
    for property in &source.properties {
        match before.property(&property.key) {
            None => changes.push(change(property, Action::Created)),
            Some(old) if settled(old) != settled(property) => {
                changes.push(change(property, Action::Updated));
            }
            Some(_) => {}
        }
    }
    let gone = before.properties.iter().filter(|it| source.property(&it.key).is_none());
    changes.extend(gone.map(|property| change(property, Action::Deleted)));
    changes
}

/// A property without what every new row moves on.
fn settled(property: &Property) -> Property {
    let mut property = property.clone();
    if let PropertyKind::UniqueId { last, .. } = &mut property.kind {
        *last = 0;
    }
    property
}
