//! How much of a block and of what hangs below it goes into one request.

use notion_model::request::{Block, BlockKind};

use super::Limits;
use crate::json::write_block;

/// A block as it goes into a request, on the first level, and what must follow it later.
#[derive(Debug)]
pub(super) struct Piece {
    pub(super) block: Block,
    pub(super) weight: Weight,
    pub(super) rest: Rest,
}

/// What hangs below a block and did not fit into the request that creates it.
#[derive(Debug, Default)]
pub(super) struct Rest {
    /// More children of the block.
    pub(super) children: Vec<Block>,
    /// More children of its children, by their index: for columns and tabs only.
    pub(super) of_children: Vec<(usize, Vec<Block>)>,
}

impl Rest {
    pub(super) fn is_empty(&self) -> bool {
        self.children.is_empty() && self.of_children.is_empty()
    }
}

/// What counts towards the limits of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Weight {
    pub(super) blocks: usize,
    pub(super) bytes: usize,
}

impl Weight {
    fn of(block: &Block) -> Self {
        // The comma after it counts, too.
        Self { blocks: block.count(), bytes: json_bytes(block) + 1 }
    }

    fn with(self, other: Self) -> Self {
        Self { blocks: self.blocks + other.blocks, bytes: self.bytes + other.bytes }
    }

    pub(super) fn without(self, other: Self) -> Self {
        Self {
            blocks: self.blocks.saturating_sub(other.blocks),
            bytes: self.bytes.saturating_sub(other.bytes),
        }
    }

    pub(super) fn fits(self, room: Self) -> bool {
        self.blocks <= room.blocks && self.bytes <= room.bytes
    }
}

impl Piece {
    /// Cuts off what cannot ride along with a block.
    pub(super) fn new(mut block: Block, limits: Limits) -> Self {
        let children = std::mem::take(&mut block.children);
        // `"children":[]`
        let mut weight = Weight::of(&block).with(Weight { blocks: 0, bytes: 14 });
        let mut rest = Rest::default();
        match block.kind {
            BlockKind::ColumnList => {
                rest = inner(&mut block, children, 1, &mut weight, limits);
            }
            BlockKind::Tab => rest = inner(&mut block, children, 2, &mut weight, limits),
            _ => {
                let needs_one = matches!(block.kind, BlockKind::Table(_));
                rest.children = prefix(&mut block, children, 1, &mut weight, limits, needs_one);
            }
        }
        Self { block, weight, rest }
    }
}

/// Moves the longest run of children into a block that is whole on `level`; returns the others.
fn prefix(
    block: &mut Block,
    mut children: Vec<Block>,
    level: usize,
    weight: &mut Weight,
    limits: Limits,
    needs_one: bool,
) -> Vec<Block> {
    let mut count = 0;
    for child in children.iter().take(limits.siblings) {
        if !is_whole(child, level, limits.siblings) {
            break;
        }
        let with_child = weight.with(Weight::of(child));
        // A table without rows would be refused.
        let is_needed = needs_one && count == 0;
        if !with_child.fits(limits.request) && !is_needed {
            break;
        }
        *weight = with_child;
        count += 1;
    }
    let rest = children.split_off(count);
    block.children = children;
    rest
}

/// The same for a block that must bring its children, whose own children are on `level`.
fn inner(
    block: &mut Block,
    mut children: Vec<Block>,
    level: usize,
    weight: &mut Weight,
    limits: Limits,
) -> Rest {
    let others = children.split_off(children.len().min(limits.siblings));
    let mut rest = Rest { children: others, of_children: Vec::new() };
    for (index, mut child) in children.into_iter().enumerate() {
        let below = std::mem::take(&mut child.children);
        *weight = weight.with(Weight::of(&child)).with(Weight { blocks: 0, bytes: 14 });
        let below = prefix(&mut child, below, level, weight, limits, false);
        if !below.is_empty() {
            rest.of_children.push((index, below));
        }
        block.children.push(child);
    }
    rest
}

/// Whether a block and all below it may stand on a level of one request, counted from 0.
pub(super) fn is_whole(block: &Block, level: usize, siblings: usize) -> bool {
    let children = &block.children;
    let below = |level| children.iter().all(|it| is_whole(it, level, siblings));
    let below_that = |level| {
        children.iter().all(|child| {
            child.children.len() <= siblings
                && child.children.iter().all(|it| is_whole(it, level, siblings))
        })
    };
    children.len() <= siblings
        && match (&block.kind, level) {
            (BlockKind::ColumnList, 0) => below_that(1),
            (BlockKind::Tab, 0) => below_that(2),
            (BlockKind::Tab, 1) => children.iter().all(|it| it.children.is_empty()),
            // A table comes with its rows, so it cannot stand on the last level.
            (BlockKind::Table(_), 0 | 1) => true,
            (BlockKind::ColumnList | BlockKind::Table(_), _) => false,
            (_, 0 | 1) => below(level + 1),
            (_, _) => children.is_empty(),
        }
}

/// The length of a block as JSON.
fn json_bytes(block: &Block) -> usize {
    let mut out = Vec::new();
    match write_block(block, &mut out) {
        Ok(()) => out.len(),
        // What cannot be written cannot be sent; the request will say so.
        Err(_) => 0,
    }
}
