//! A server that does what it is told under Notion's rules, and nothing else.

use std::collections::{HashMap, HashSet};

use notion_md::{Difference, Existing, Insert, Operation, RemarkKind, Step, Target};
use notion_model::{
    BlockId,
    request::{
        AppendChildren, Block, BlockChange, BlockKind, Position, UpdateBlock, Validate as _,
    },
};
use serde_json::{Value, json};

use super::random::Random;

/// The page is entry 0.
#[derive(Debug, Default)]
pub(crate) struct Server {
    entries: Vec<Entry>,
    /// What the client can know.
    known: HashMap<BlockId, usize>,
    pub(crate) updated: HashSet<BlockId>,
    pub(crate) deleted: HashSet<BlockId>,
    pub(crate) requests: usize,
}

#[derive(Debug)]
struct Entry {
    id: BlockId,
    /// `None` for the page and for what cannot be created.
    kind: Option<BlockKind>,
    pinned: Option<Value>,
    children: Vec<usize>,
}

fn id(index: usize) -> BlockId {
    format!("{index:032x}").parse().expect("an id")
}

impl Server {
    /// A page with these blocks. Now and then, blocks that cannot be created stand between them.
    pub(crate) fn new(blocks: &[Block], mut pins: Option<&mut Random>) -> Self {
        let mut server = Self::default();
        server.entry(None, None);
        let mut open: Vec<(usize, &[Block])> = vec![(0, blocks)];
        while let Some((parent, blocks)) = open.pop() {
            let is_free = match &server.entries[parent].kind {
                Some(BlockKind::Table(_) | BlockKind::ColumnList) => false,
                Some(BlockKind::Heading1(it) | BlockKind::Heading2(it)) => it.is_toggleable,
                _ => true,
            };
            for block in blocks {
                if is_free
                    && let Some(random) = pins.as_mut()
                    && random.one_in(8)
                {
                    let pinned = [
                        json!({ "type": "child_page", "child_page": { "title": "Inside" } }),
                        json!({ "type": "unsupported", "unsupported": { "block_type": "form" } }),
                        json!({ "type": "link_preview", "link_preview": { "url": "https://p.q" } }),
                        json!({ "type": "from_tomorrow", "from_tomorrow": {} }),
                    ];
                    let pin = server.entry(None, Some(pinned[random.below(4)].clone()));
                    server.entries[parent].children.push(pin);
                }
                let child = server.entry(Some(block.kind.clone()), None);
                if !block.children.is_empty() {
                    server.unfold(child);
                }
                server.entries[parent].children.push(child);
                open.push((child, &block.children));
            }
        }
        let known = server.entries.iter().enumerate().map(|(index, it)| (it.id, index));
        server.known = known.collect();
        server
    }

    fn entry(&mut self, kind: Option<BlockKind>, pinned: Option<Value>) -> usize {
        let index = self.entries.len();
        self.entries.push(Entry { id: id(index), kind, pinned, children: Vec::new() });
        index
    }

    fn unfold(&mut self, index: usize) {
        if let Some(BlockKind::Heading1(it) | BlockKind::Heading2(it)) =
            &mut self.entries[index].kind
        {
            it.is_toggleable = true;
        }
    }

    /// The blocks as they are read.
    pub(crate) fn existing(&self) -> Existing {
        let mut open: Vec<(usize, usize)> =
            self.entries[0].children.iter().rev().map(|it| (0, *it)).collect();
        let mut read = Vec::new();
        while let Some((depth, index)) = open.pop() {
            let entry = &self.entries[index];
            let mut json = match (&entry.kind, &entry.pinned) {
                (Some(kind), _) => {
                    serde_json::to_value(Block::new(kind.clone())).expect("it is JSON")
                }
                (None, pinned) => pinned.clone().expect("it is pinned"),
            };
            let map = json.as_object_mut().expect("an object");
            map.insert("object".into(), "block".into());
            map.insert("id".into(), entry.id.to_string().into());
            read.push((depth, serde_json::from_value(json).expect("a block")));
            open.extend(entry.children.iter().rev().map(|it| (depth + 1, *it)));
        }
        read.into_iter().collect()
    }

    /// How many blocks there are.
    pub(crate) fn len(&self) -> usize {
        self.entries.len() - 1
    }

    /// Every block with a text, by the words for the blocks around it and for itself.
    pub(crate) fn paths(&self, word: impl Fn(&BlockKind) -> String) -> Vec<(String, BlockId)> {
        let mut open = vec![(String::new(), 0)];
        let mut paths = Vec::new();
        while let Some((path, index)) = open.pop() {
            for child in &self.entries[index].children {
                let entry = &self.entries[*child];
                let Some(kind) = &entry.kind else { continue };
                let path = format!("{path}/{}", word(kind));
                if kind.rich_text().is_some() {
                    paths.push((path.clone(), entry.id));
                }
                open.push((path, *child));
            }
        }
        paths
    }

    pub(crate) fn pinned(&self) -> impl Iterator<Item = BlockId> {
        self.entries.iter().filter(|it| it.pinned.is_some()).map(|it| it.id)
    }

    /// Carries it out.
    pub(crate) fn apply(&mut self, difference: &Difference) {
        for operation in &difference.operations {
            match operation {
                Operation::Update { block, change } => self.update(*block, change.clone()),
                Operation::Insert(insert) => self.insert(insert),
                Operation::Delete { block, count } => {
                    self.requests += 1;
                    let index = self.known[block];
                    let gone = self.delete(index);
                    assert_eq!(gone, *count, "the number of deleted blocks is told");
                    let mut parents = self.entries.iter_mut();
                    if let Some(parent) = parents.find(|it| it.children.contains(&index)) {
                        parent.children.retain(|it| *it != index);
                    }
                }
            }
        }
    }

    fn update(&mut self, block: BlockId, change: BlockChange) {
        self.requests += 1;
        assert!(self.updated.insert(block), "one update says it all");
        let index = self.known[&block];
        let kind = self.entries[index].kind.clone().expect("what is pinned is never changed");
        assert_eq!(kind.type_name(), change.type_name(), "a type never changes");
        let update = UpdateBlock::from(change);
        update.validate().expect("Notion takes it");
        let update = serde_json::to_value(update).expect("it is JSON");
        let name = kind.type_name();
        let mut json = serde_json::to_value(Block::new(kind)).expect("it is JSON");
        assert!(!update[name].as_object().expect("an object").is_empty(), "it changes something");
        for (key, value) in update[name].as_object().expect("an object") {
            assert_ne!(key, "table_width", "a table never changes its width");
            if key == "is_toggleable" && value == &Value::Bool(false) {
                assert!(self.entries[index].children.is_empty(), "something is in it");
            }
            json[name][key] = value.clone();
        }
        let changed: Block = serde_json::from_value(json).expect("a block");
        let (changed, _) = changed.into_parts();
        assert_ne!(self.entries[index].kind, Some(changed.clone()), "the update was needed");
        self.entries[index].kind = Some(changed);
    }

    fn insert(&mut self, insert: &Insert) {
        let upload = insert.upload();
        let parent = insert.parent.map_or(0, |it| self.known[&it]);
        let mut answers: Vec<Vec<usize>> = Vec::new();
        let mut last = None;
        for step in upload.steps {
            self.requests += 1;
            let find = |target: Target| match target {
                Target::Page => parent,
                Target::Block { step, index } => answers[step][index],
            };
            match step {
                Step::List { parent } => {
                    let parent = find(parent);
                    answers.push(self.entries[parent].children.clone());
                }
                Step::Append(append) => {
                    let to = find(append.parent);
                    let is_first = append.parent == Target::Page;
                    let position = match (is_first, last) {
                        (true, Some(last)) => Position::After(id(last)),
                        (true, None) => insert.position,
                        (false, _) => Position::End,
                    };
                    let made = self.append(to, append.children, position);
                    if is_first {
                        last = made.last().copied();
                    }
                    answers.push(made);
                }
            }
        }
    }

    fn append(&mut self, to: usize, children: Vec<Block>, position: Position) -> Vec<usize> {
        let inside = self.entries[to].kind.clone();
        match (&inside, &self.entries[to].pinned) {
            (_, Some(_)) => panic!("nothing is put into what is pinned"),
            (Some(BlockKind::Heading1(it) | BlockKind::Heading2(it)), _) => {
                assert!(it.is_toggleable, "a heading must unfold to hold something");
            }
            (Some(kind), _) => assert!(kind.takes_children()),
            (None, None) => {}
        }
        let body = AppendChildren { children, position: Some(position) };
        body.validate().expect("Notion takes it");
        let at = match position {
            Position::Start => 0,
            Position::End => self.entries[to].children.len(),
            Position::After(id) => {
                let sibling = self.known[&id];
                let place = self.entries[to].children.iter().position(|it| *it == sibling);
                1 + place.expect("what new blocks follow is their sibling")
            }
        };
        let made: Vec<usize> = body.children.into_iter().map(|it| self.create(it)).collect();
        for index in &made {
            self.known.insert(id(*index), *index);
        }
        self.entries[to].children.splice(at..at, made.iter().copied());
        made
    }

    fn create(&mut self, block: Block) -> usize {
        let (kind, children) = block.into_parts();
        let index = self.entry(Some(kind), None);
        if !children.is_empty() {
            self.unfold(index);
        }
        let children = children.into_iter().map(|it| self.create(it)).collect();
        self.entries[index].children = children;
        index
    }

    fn delete(&mut self, index: usize) -> usize {
        let entry = &self.entries[index];
        assert!(entry.pinned.is_none(), "what is pinned is never deleted");
        assert!(self.deleted.insert(entry.id), "nothing is deleted twice");
        let children = entry.children.clone();
        1 + children.into_iter().map(|it| self.delete(it)).sum::<usize>()
    }

    /// What is there, without the blocks that were said to stay although they should not.
    pub(crate) fn blocks(&self, difference: &Difference) -> Vec<Block> {
        let kinds = [RemarkKind::BlockKept, RemarkKind::ParentKept];
        let stays = difference.remarks.iter().filter(|it| kinds.contains(&it.kind));
        let stays: HashSet<String> = stays.map(|it| it.place.to_string()).collect();
        self.tree(0, &stays)
    }

    fn tree(&self, index: usize, stays: &HashSet<String>) -> Vec<Block> {
        let children = self.entries[index].children.iter();
        let children = children.filter(|it| {
            let entry = &self.entries[**it];
            entry.kind.is_some() && !stays.contains(&format!("block {}", entry.id))
        });
        children
            .map(|it| {
                let kind = self.entries[*it].kind.clone().expect("it can be created");
                Block::new(kind).with_children(self.tree(*it, stays))
            })
            .collect()
    }
}
