//! A very small Notion: enough to be written to, and to fail in every way at a chosen request.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard},
    time::Duration,
};

use jiff::Timestamp;
use notion_model::{
    Block, BlockId, DataSourceId, Page, PageId, Properties,
    request::{self, BlockChange, Parent, Position, PropertyValue},
};
use serde_json::json;
use tokio::sync::Notify;
use uuid::Uuid;

use super::super::sender::{Answer, Call, Refusal, Sender};
use crate::report::{Cause, Requests};

/// How a request fails.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Fault {
    /// Nobody knows what came of it; it was not done.
    LostBefore,
    /// Nobody knows what came of it; it was done.
    LostAfter,
    /// Nobody knows what came of it; it is done after a while.
    LateAfter(Duration),
    /// It was done, and this is all that is said.
    Committed,
    /// It was not done, and may be tried again.
    NotNow,
    /// It was not done and never will be.
    Invalid,
}

#[derive(Default)]
struct World {
    pages: BTreeMap<Uuid, MiniPage>,
    blocks: BTreeMap<Uuid, request::Block>,
    children: BTreeMap<Uuid, Vec<Uuid>>,
    databases: BTreeMap<Uuid, (String, Uuid)>,
    next: u128,
    sends: usize,
    faults: BTreeMap<usize, Fault>,
    met: bool,
    kill: bool,
    late: Vec<(tokio::time::Instant, Call)>,
}

struct MiniPage {
    parent: Uuid,
    properties: Properties<PropertyValue>,
    in_trash: bool,
}

/// The small Notion.
pub(super) struct Mini {
    world: Mutex<World>,
    met: Notify,
}

const HOME: Uuid = Uuid::from_u128(1);
const ROWS: Uuid = Uuid::from_u128(2);

impl Mini {
    pub(super) fn new() -> Self {
        let world = World { next: 100, ..World::default() };
        Self { world: Mutex::new(world), met: Notify::new() }
    }

    fn lock(&self) -> MutexGuard<'_, World> {
        let mut world = self.world.lock().unwrap();
        let now = tokio::time::Instant::now();
        let late = std::mem::take(&mut world.late);
        for (at, call) in late {
            if at <= now {
                world.apply(&call);
            } else {
                world.late.push((at, call));
            }
        }
        world
    }

    pub(super) fn home() -> PageId {
        HOME.into()
    }

    pub(super) fn data_source() -> DataSourceId {
        ROWS.into()
    }

    pub(super) fn sends(&self) -> usize {
        self.lock().sends
    }

    /// Lets the so-many-th request fail.
    pub(super) fn set_fault(&self, at: usize, fault: Fault) {
        self.lock().faults.insert(at, fault);
    }

    /// Lets the so-many-th request fail, and never return.
    pub(super) fn set_kill(&self, at: usize, fault: Fault) {
        self.set_fault(at, fault);
        self.lock().kill = true;
    }

    pub(super) fn met_fault(&self) -> bool {
        self.lock().met
    }

    /// Returns when the fault was met.
    pub(super) async fn fault_met(&self) {
        self.met.notified().await;
    }

    pub(super) fn seed_page(&self, title: &str, paragraphs: &[&str]) -> PageId {
        let mut world = self.lock();
        let id = world.add_page(ROWS, super::title(title));
        let blocks: Vec<_> = paragraphs.iter().map(|it| super::paragraph(*it)).collect();
        world.append(id, Position::End, &blocks);
        id.into()
    }

    pub(super) fn children_of(&self, parent: Uuid) -> Vec<Uuid> {
        self.lock().children.get(&parent).cloned().unwrap_or_default()
    }

    /// Everything there is, without ids.
    pub(super) fn world(&self) -> String {
        let world = self.lock();
        let mut pages: Vec<String> = world
            .pages
            .iter()
            .map(|(id, page)| {
                let mut text = format!(
                    "{}{} in {}\n",
                    if page.in_trash { "(trash) " } else { "" },
                    world.title(*id),
                    world.name_of(page.parent),
                );
                world.outline(*id, 1, &mut text);
                text
            })
            .collect();
        pages.extend(world.databases.values().map(|(title, _)| format!("database {title}\n")));
        pages.sort();
        pages.concat()
    }
}

impl World {
    fn id(&mut self) -> Uuid {
        self.next += 1;
        Uuid::from_u128(self.next)
    }

    fn add_page(&mut self, parent: Uuid, properties: Properties<PropertyValue>) -> Uuid {
        let id = self.id();
        self.pages.insert(id, MiniPage { parent, properties, in_trash: false });
        if parent == HOME {
            self.children.entry(parent).or_default().push(id);
        }
        id
    }

    /// Appends blocks and returns the ids of those on the first level.
    fn append(&mut self, to: Uuid, position: Position, blocks: &[request::Block]) -> Vec<Uuid> {
        let mut ids = Vec::new();
        for block in blocks {
            let id = self.id();
            let children = self.append(id, Position::End, &block.children);
            assert_eq!(children.len(), block.children.len());
            self.blocks.insert(id, request::Block::new(block.kind.clone()));
            ids.push(id);
        }
        let siblings = self.children.entry(to).or_default();
        let at = match position {
            Position::Start => 0,
            Position::End => siblings.len(),
            Position::After(block) => {
                siblings.iter().position(|it| *it == block.uuid()).unwrap() + 1
            }
        };
        siblings.splice(at..at, ids.iter().copied());
        ids
    }

    fn title(&self, page: Uuid) -> String {
        match self.pages[&page].properties.get("Name") {
            Some(PropertyValue::Title(runs)) => request::plain_text(runs),
            _ => String::new(),
        }
    }

    fn name_of(&self, parent: Uuid) -> String {
        let database = self.databases.values().find(|(_, rows)| *rows == parent);
        match database {
            Some((title, _)) => title.clone(),
            None if parent == HOME => "home".to_owned(),
            None => "rows".to_owned(),
        }
    }

    fn outline(&self, parent: Uuid, depth: usize, text: &mut String) {
        for id in self.children.get(&parent).into_iter().flatten() {
            let Some(block) = self.blocks.get(id) else { continue };
            let words = request::plain_text(block.kind.rich_text().unwrap_or_default());
            text.extend(["  ".repeat(depth).as_str(), &words, "\n"]);
            self.outline(*id, depth + 1, text);
        }
    }

    fn apply(&mut self, call: &Call) -> Answer {
        let ids = match call {
            Call::CreatePage(body) => {
                let parent = match body.parent {
                    Parent::Page(id) => id.uuid(),
                    Parent::DataSource(id) => id.uuid(),
                    _ => panic!("{:?}", body.parent),
                };
                let id = self.add_page(parent, body.properties.clone());
                self.append(id, Position::End, body.content.blocks());
                vec![id]
            }
            Call::CreateDatabase(body) => {
                let (id, rows) = (self.id(), self.id());
                let title = request::plain_text(&body.title);
                self.databases.insert(id, (title, rows));
                self.children.entry(HOME).or_default().push(id);
                vec![id, rows]
            }
            Call::Append { to, position, children } => {
                assert!(children.len() <= 100, "too many children: {}", children.len());
                self.append(to.uuid(), *position, children)
            }
            Call::UpdateBlock { block, change } => {
                let BlockChange::Paragraph(change) = change else { panic!("{change:?}") };
                let text = change.rich_text.clone().unwrap();
                self.blocks.insert(block.uuid(), request::Block::paragraph(text));
                Vec::new()
            }
            Call::UpdatePage { page, properties } => {
                let page = self.pages.get_mut(&page.uuid()).unwrap();
                for (name, value) in properties.iter() {
                    page.properties.insert(name, value.clone());
                }
                Vec::new()
            }
            Call::TrashPage { page, in_trash } => {
                self.pages.get_mut(&page.uuid()).unwrap().in_trash = *in_trash;
                Vec::new()
            }
            Call::UpdateSchema { .. } => Vec::new(),
            Call::DeleteBlock(id) => {
                for siblings in self.children.values_mut() {
                    siblings.retain(|it| *it != id.uuid());
                }
                Vec::new()
            }
        };
        Answer { ids, page: None }
    }

    fn answer(&mut self, call: &Call) -> Result<Answer, Refusal> {
        let cause = |code: &str| Cause::new(code, "on purpose");
        let here = self.sends;
        self.sends += 1;
        if let Some(fault) = self.faults.remove(&here) {
            self.met = true;
            return Err(match fault {
                Fault::LostBefore => Refusal::Unknown(cause("lost")),
                Fault::LostAfter => {
                    self.apply(call);
                    Refusal::Unknown(cause("lost"))
                }
                Fault::LateAfter(by) => {
                    self.late.push((tokio::time::Instant::now() + by, call.clone()));
                    Refusal::Unknown(cause("lost"))
                }
                Fault::Committed => Refusal::Committed(self.apply(call).ids),
                Fault::NotNow => Refusal::Later(cause("overloaded")),
                Fault::Invalid => Refusal::Failed(cause("validation_error")),
            });
        }
        if let Call::UpdatePage { page, .. } | Call::TrashPage { page, .. } = call
            && !self.pages.contains_key(&page.uuid())
        {
            return Err(Refusal::Gone(Cause::new("object_not_found", "there is no such page")));
        }
        Ok(self.apply(call))
    }

    fn read(&self, id: Uuid) -> Block {
        let mut json = if let Some((title, _)) = self.databases.get(&id) {
            json!({ "type": "child_database", "child_database": { "title": title } })
        } else if self.pages.contains_key(&id) {
            json!({ "type": "child_page", "child_page": { "title": self.title(id) } })
        } else {
            serde_json::to_value(&self.blocks[&id]).unwrap()
        };
        json["object"] = json!("block");
        json["id"] = json!(id);
        json["has_children"] = json!(self.children.contains_key(&id));
        serde_json::from_value(json).unwrap()
    }
}

impl Sender for Mini {
    async fn send(&self, call: &Call) -> Result<Answer, Refusal> {
        tokio::time::sleep(Duration::from_millis(200)).await;
        let answer = self.lock().answer(call);
        if answer.is_err() && self.lock().met {
            self.met.notify_one();
            if self.lock().kill {
                self.lock().kill = false;
                std::future::pending::<()>().await;
            }
        }
        answer
    }

    async fn find(
        &self,
        data_source: DataSourceId,
        property: &str,
        values: &[String],
    ) -> Result<Vec<(String, PageId)>, Refusal> {
        let world = self.lock();
        let mut found = Vec::new();
        for (id, page) in &world.pages {
            if let Some(PropertyValue::RichText(runs)) = page.properties.get(property)
                && page.parent == data_source.uuid()
                && values.contains(&request::plain_text(runs))
            {
                found.push((request::plain_text(runs), PageId::from(*id)));
            }
        }
        Ok(found)
    }

    async fn children(&self, of: BlockId) -> Result<Vec<Block>, Refusal> {
        let world = self.lock();
        let ids = world.children.get(&of.uuid()).cloned().unwrap_or_default();
        Ok(ids.into_iter().map(|id| world.read(id)).collect())
    }

    async fn data_source_of(&self, database: BlockId) -> Result<Option<Uuid>, Refusal> {
        Ok(self.lock().databases.get(&database.uuid()).map(|(_, rows)| *rows))
    }

    async fn edited_since(&self, _: DataSourceId, _: Timestamp) -> Result<Vec<Page>, Refusal> {
        Ok(Vec::new())
    }

    fn requests(&self) -> Requests {
        Requests { sent: self.lock().sends as u64, ..Requests::default() }
    }
}
