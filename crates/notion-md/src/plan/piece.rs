//! How much of a block and of what hangs below it goes into one request.

use notion_model::{
    limits,
    request::{Block, BlockKind},
};

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
            _ => rest.children = prefix(&mut block, children, 1, &mut weight, limits),
        }
        // What is appended later is taken only by a heading that unfolds, and says so by itself:
        // Notion makes one unfold if its children come with it, but not if they come later.
        if unfold(&mut block.kind, !rest.is_empty()) {
            weight.bytes += UNFOLDS;
        }
        Self { block, weight, rest }
    }
}

/// `,"is_toggleable":true`
const UNFOLDS: usize = 21;

/// Makes a heading with something in it unfold; says whether it did not before.
pub(crate) const fn unfold(kind: &mut BlockKind, has_children: bool) -> bool {
    match kind {
        BlockKind::Heading1(it)
        | BlockKind::Heading2(it)
        | BlockKind::Heading3(it)
        | BlockKind::Heading4(it)
            if has_children && !it.is_toggleable =>
        {
            it.is_toggleable = true;
            true
        }
        _ => false,
    }
}

/// How many children a block must bring, because Notion would refuse it without them.
const fn needed(kind: &BlockKind) -> usize {
    match kind {
        BlockKind::Table(_) => limits::TABLE_ROWS_MIN,
        BlockKind::ColumnList => limits::COLUMNS_MIN,
        BlockKind::Tab => limits::TABS_MIN,
        _ => 0,
    }
}

/// Moves the longest run of children into a block that is whole on `level`; returns the others.
fn prefix(
    block: &mut Block,
    mut children: Vec<Block>,
    level: usize,
    weight: &mut Weight,
    limits: Limits,
) -> Vec<Block> {
    let needed = needed(&block.kind);
    let mut count = 0;
    for child in children.iter().take(limits.siblings) {
        if !is_whole(child, level, limits.siblings) {
            break;
        }
        let with_child = weight.with(Weight::of(child));
        if !with_child.fits(limits.request) && count >= needed {
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
    // Their ids must be asked for if something is missing in them. Those that are appended by
    // themselves are named by the answer, and in a label that is, there may be a level more.
    let needed = needed(&block.kind);
    let mut must_ask = false;
    // All of them first, so that they stand in one answer; then what there is room for in them.
    let mut below = Vec::new();
    let mut count = 0;
    for child in children.iter_mut().take(limits.siblings) {
        let fits = |level| {
            child.children.len() <= limits.siblings
                && child.children.iter().all(|it| is_whole(it, level, limits.siblings))
        };
        let (fits_here, fits_alone) = (fits(level), fits(1));
        let inside = std::mem::take(&mut child.children);
        let with_child = weight.with(Weight::of(child)).with(Weight { blocks: 0, bytes: 14 });
        let may_wait =
            !with_child.fits(limits.request) || (!fits_here && (fits_alone || !must_ask));
        if may_wait && count >= needed {
            child.children = inside;
            break;
        }
        must_ask |= !fits_here;
        *weight = with_child;
        below.push(inside);
        count += 1;
    }
    let mut rest = Rest { children: children.split_off(count), of_children: Vec::new() };
    for (index, (child, inside)) in children.iter_mut().zip(below).enumerate() {
        let later = prefix(child, inside, level, weight, limits);
        if !later.is_empty() {
            rest.of_children.push((index, later));
        }
    }
    block.children = children;
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
