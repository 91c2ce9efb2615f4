//! Both trees as flat lists, with what it takes to compare two blocks at a glance.

use std::{
    collections::HashSet,
    hash::{DefaultHasher, Hash, Hasher as _},
    io,
    ops::Range,
};

use notion_model::{
    BlockId,
    request::{Block, BlockKind, Icon, LinkTarget, RichText, RichTextKind},
};

use super::{Existing, hosted};
use crate::normal::{fit_row, normal_kind};

/// A tree, its page first, then each block before the blocks in it.
pub(super) struct Tree {
    pub(super) nodes: Vec<Node>,
    /// The children of every block, siblings side by side.
    kids: Vec<usize>,
}

/// A block of a tree.
#[expect(clippy::struct_excessive_bools, reason = "four facts that do not depend on each other")]
pub(super) struct Node {
    /// Where it came from. Of a new block, nothing.
    pub(super) id: Option<BlockId>,
    /// The word in `type`.
    pub(super) name: Box<str>,
    /// The block as it was given. `None` for the page, and for what cannot be created.
    pub(super) given: Option<BlockKind>,
    /// The same in normal form.
    pub(super) normal: Option<BlockKind>,
    pub(super) parent: usize,
    /// The first block that is not in it any more.
    pub(super) end: usize,
    kids: Range<usize>,
    /// Equal for blocks that are equal, apart from what is in them.
    pub(super) own: u64,
    /// Equal for blocks that are equal with everything in them.
    pub(super) whole: u64,
    /// Equal for blocks of which one can be changed into the other.
    pub(super) class: u64,
    /// One bit for each of its words, more or less.
    pub(super) words: u64,
    /// How many blocks it is that new ones may be compared with.
    pub(super) weight: usize,
    /// It must not be deleted; or, if it is new, it cannot be created.
    pub(super) pinned: bool,
    /// Something in it is pinned, so that it must not be deleted either.
    pub(super) holds: bool,
    /// Something in its text cannot be written again.
    pub(super) loses_text: bool,
    /// It cannot be changed.
    pub(super) fixed: bool,
}

impl Tree {
    /// The blocks in a block that new ones may be compared with.
    pub(super) fn kids(&self, index: usize) -> &[usize] {
        self.kids.get(self.nodes[index].kids.clone()).unwrap_or_default()
    }

    /// All blocks in a block, those that nothing can be compared with included.
    pub(super) fn children(&self, index: usize) -> impl Iterator<Item = usize> {
        let end = self.nodes[index].end;
        let mut next = index + 1;
        std::iter::from_fn(move || {
            let child = next;
            (child < end).then(|| {
                next = self.nodes[child].end;
                child
            })
        })
    }

    /// The place of a block in the tree that was given, for people.
    pub(super) fn path(&self, mut index: usize) -> Vec<usize> {
        let mut path = Vec::new();
        while index > 0 {
            let parent = self.nodes[index].parent;
            path.push(self.children(parent).take_while(|it| *it != index).count());
            index = parent;
        }
        path.reverse();
        path
    }
}

/// The two trees.
pub(super) fn both(old: &Existing, new: Vec<Block>) -> (Tree, Tree) {
    let mut old = read(old);
    let mut new = written(new);
    let files = |nodes: &[(usize, Node)], of: fn(&BlockKind) -> Option<&str>| -> HashSet<String> {
        nodes.iter().filter_map(|(_, it)| Some(of(it.given.as_ref()?)?.to_owned())).collect()
    };
    let there = files(&old, hosted::file_of);
    let shown = if there.is_empty() { HashSet::new() } else { files(&new, hosted::shown_by) };
    for (_, node) in old.iter_mut().chain(&mut new) {
        let Some(kind) = &mut node.normal else { continue };
        hosted::unsign(kind, &there);
        let file = hosted::file_of(kind);
        // An old file may be replaced by another one, unless it is shown elsewhere: then it must
        // be kept for that, and what shows it can be nothing else.
        if file.is_some_and(|it| node.id.is_none() || shown.contains(it)) {
            node.pinned = true;
            node.class = hash(&(kind.type_name(), file));
        }
    }
    (finish(old), finish(new))
}

/// The page's own node.
fn blank(id: Option<BlockId>, given: Option<BlockKind>) -> Node {
    Node {
        id,
        name: Box::default(),
        given,
        normal: None,
        parent: 0,
        end: 0,
        kids: 0..0,
        own: 0,
        whole: 0,
        class: 0,
        words: 0,
        weight: 0,
        pinned: false,
        holds: false,
        loses_text: false,
        fixed: false,
    }
}

fn read(old: &Existing) -> Vec<(usize, Node)> {
    use notion_model::BlockKind as Read;
    let mut nodes = Vec::with_capacity(old.len());
    // What is in some blocks is not ours to change: it is shown from elsewhere, or made by Notion.
    let mut closed: Option<usize> = None;
    for (depth, block) in old.iter() {
        if closed.is_some_and(|it| depth > it) {
            continue;
        }
        closed = None;
        let carried = block.to_request();
        let given = carried.value.map(|it| it.into_parts().0);
        let mut node = blank(Some(block.id), given);
        let in_text =
            |it: &str| ["rich_text", "caption", "cells"].iter().any(|key| it.contains(key));
        node.loses_text = carried.lost.iter().any(|it| in_text(&it.path));
        let is_copy = matches!(&block.kind, Read::SyncedBlock(it) if it.synced_from.is_some());
        node.fixed = matches!(&block.kind, Read::LinkPreview(_) | Read::Template(_));
        let is_original = matches!(&block.kind, Read::SyncedBlock(_)) && !is_copy;
        node.pinned = node.given.is_none() || node.fixed || is_original;
        if node.given.is_none() || node.fixed || is_copy {
            closed = Some(depth);
        }
        prepare(&mut node, block.kind.type_name());
        node.name = block.kind.type_name().into();
        nodes.push((depth, node));
    }
    nodes
}

fn written(new: Vec<Block>) -> Vec<(usize, Node)> {
    let mut nodes = Vec::with_capacity(new.len());
    // A list of open blocks instead of recursion: trees may have any depth.
    let mut open: Vec<(usize, Block)> = new.into_iter().rev().map(|it| (0, it)).collect();
    while let Some((depth, block)) = open.pop() {
        let (kind, mut children) = block.into_parts();
        match &kind {
            // A copy shows the blocks of its original.
            BlockKind::SyncedBlock(it) if it.synced_from.is_some() => children.clear(),
            BlockKind::Template(_) => children.clear(),
            _ => {}
        }
        let name = kind.type_name();
        let mut node = blank(None, Some(kind));
        node.pinned = matches!(node.given, Some(BlockKind::Template(_)));
        prepare(&mut node, name);
        nodes.push((depth, node));
        open.extend(children.into_iter().rev().map(|it| (depth + 1, it)));
    }
    nodes
}

/// What can be said about a block without its neighbours.
fn prepare(node: &mut Node, name: &str) {
    node.normal = node.given.clone();
    node.class = match &node.given {
        Some(BlockKind::Table(it)) => hash(&(name, it.width)),
        Some(BlockKind::SyncedBlock(it)) => hash(&(name, it.synced_from)),
        // Notion answers 200 to another target and keeps the old one: it takes another block.
        Some(BlockKind::LinkToPage(LinkTarget::Page(it))) => hash(&(name, it.uuid())),
        Some(BlockKind::LinkToPage(LinkTarget::Database(it))) => hash(&(name, it.uuid())),
        Some(BlockKind::LinkToPage(LinkTarget::Comment(it))) => hash(&(name, it.uuid())),
        _ => hash(&name),
    };
    let mut words = 0;
    let mut add = |text: &[RichText]| text.iter().for_each(|it| words |= words_of(it));
    match &node.given {
        Some(BlockKind::TableRow(row)) => row.cells.iter().for_each(|it| add(it)),
        Some(kind) => add(kind.rich_text().unwrap_or_default()),
        None => {}
    }
    node.words = words;
}

/// One bit for each word.
fn words_of(run: &RichText) -> u64 {
    let RichTextKind::Text { content, .. } = &run.kind else { return 1 };
    let mut words = 0;
    for word in content.split_ascii_whitespace() {
        // FNV-1a, whose high bits are better than its low ones.
        let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
        for byte in word.bytes() {
            hash = (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
        words |= 1 << (hash >> 58);
    }
    words
}

/// Puts the page in front, and works out all that depends on a block's neighbours.
fn finish(blocks: Vec<(usize, Node)>) -> Tree {
    let mut nodes = Vec::with_capacity(blocks.len() + 1);
    nodes.push(blank(None, None));
    let mut open = vec![0];
    for (depth, mut node) in blocks {
        let index = nodes.len();
        for closed in open.drain((depth + 1).min(open.len())..) {
            let closed: &mut Node = &mut nodes[closed];
            closed.end = index;
        }
        node.parent = open.last().copied().unwrap_or_default();
        open.push(index);
        nodes.push(node);
    }
    let end = nodes.len();
    for closed in open {
        nodes[closed].end = end;
    }
    let kids = link(&mut nodes);
    for index in 1..nodes.len() {
        let parent = nodes[index].parent;
        let width = match &nodes[parent].normal {
            Some(BlockKind::Table(it)) => Some(it.width),
            _ => None,
        };
        let node = &mut nodes[index];
        let Some(kind) = &mut node.normal else { continue };
        normal_kind(kind, !node.kids.is_empty());
        match kind {
            BlockKind::TableRow(row) => {
                if let Some(width) = width {
                    fit_row(row, width);
                }
            }
            // Notion gives one to a callout that has none.
            BlockKind::Callout(it) => drop(it.icon.get_or_insert_with(|| Icon::emoji("💡"))),
            _ => {}
        }
        node.own = own(kind);
    }
    for index in (0..nodes.len()).rev() {
        let mut hasher = DefaultHasher::new();
        nodes[index].own.hash(&mut hasher);
        let mut weight = usize::from(index > 0);
        for kid in kids.get(nodes[index].kids.clone()).unwrap_or_default() {
            nodes[*kid].whole.hash(&mut hasher);
            weight += nodes[*kid].weight;
        }
        (nodes[index].whole, nodes[index].weight) = (hasher.finish(), weight);
        if index > 0 && (nodes[index].pinned || nodes[index].holds) {
            let parent = nodes[index].parent;
            nodes[parent].holds = true;
        }
    }
    Tree { nodes, kids }
}

/// Finds out which blocks are in which.
fn link(nodes: &mut [Node]) -> Vec<usize> {
    let mut counts = vec![0; nodes.len()];
    let takes_part = |node: &Node| node.given.is_some();
    for node in nodes.iter().skip(1).filter(|it| takes_part(it)) {
        counts[node.parent] += 1;
    }
    let mut start = 0;
    for (node, count) in nodes.iter_mut().zip(&counts) {
        node.kids = start..start;
        start += count;
    }
    let mut kids = vec![0; start];
    for index in 1..nodes.len() {
        if takes_part(&nodes[index]) {
            let parent = nodes[index].parent;
            let range = &mut nodes[parent].kids;
            kids[range.end] = index;
            range.end += 1;
        }
    }
    kids
}

fn hash<T: Hash>(it: &T) -> u64 {
    let mut hasher = DefaultHasher::new();
    it.hash(&mut hasher);
    hasher.finish()
}

/// The hash of a block as JSON: the one form that says everything about it.
fn own(kind: &mut BlockKind) -> u64 {
    let block = Block::new(std::mem::replace(kind, BlockKind::Divider));
    let mut into = Into(DefaultHasher::new());
    // Hashing cannot fail, and what cannot be written as JSON differs from nothing else.
    let written = serde_json::to_writer(io::BufWriter::with_capacity(512, &mut into), &block);
    written.is_err().hash(&mut into.0);
    *kind = block.into_parts().0;
    into.0.finish()
}

struct Into(DefaultHasher);

impl io::Write for Into {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.write(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
