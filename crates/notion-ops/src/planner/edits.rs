//! What must be done to a page so that it holds other content: the fewest blocks are touched.

use std::collections::HashMap;

use notion_client::BlockTree;
use notion_md::{Counts, Existing, Operation};
use notion_model::{Block, BlockId, Guarded, Odd, request};
use serde::Deserialize;

use crate::plan::{Edit, InsertBlocks};

/// What must be done, and what could not be.
pub(crate) struct Editing {
    /// In an order in which it can be done.
    pub(crate) edits: Vec<Edit>,
    /// How much it is.
    pub(crate) counts: Counts,
    /// Blocks that are not touched.
    pub(crate) kept: usize,
    /// Where the page will not be as wanted, and why.
    pub(crate) remarks: Vec<String>,
}

/// Finds what must be done to a page that was read, so that it holds `content`.
pub(crate) fn edits(page: &BlockTree, content: Vec<request::Block>) -> Editing {
    edits_of(&existing(page.in_order().map(|it| (it.depth, &it.block))), content)
}

fn edits_of(existing: &Existing, content: Vec<request::Block>) -> Editing {
    let neighbours = Neighbours::of(existing);
    let difference = notion_md::diff(existing, content);
    let (counts, kept) = (difference.counts(), difference.kept);
    let remarks = difference.remarks.iter().map(ToString::to_string).collect();
    let edits = difference.operations.into_iter().map(|it| edit(it, &neighbours)).collect();
    Editing { edits, counts, kept, remarks }
}

fn edit(operation: Operation, neighbours: &Neighbours) -> Edit {
    match operation {
        Operation::Update { block, change } => Edit::Update { block, change },
        Operation::Delete { block, count } => Edit::Delete { block, count },
        Operation::Insert(insert) => {
            let (after, before) = match insert.position {
                request::Position::After(id) => (Some(id), neighbours.next.get(&id)),
                request::Position::Start => (None, neighbours.first.get(&insert.parent)),
                request::Position::End => (None, None),
            };
            let before = before.copied();
            Edit::Insert(InsertBlocks {
                parent: insert.parent,
                after,
                before,
                blocks: insert.blocks,
            })
        }
    }
}

/// The blocks that were read, with their ids.
fn existing<'a>(page: impl Iterator<Item = (usize, &'a Guarded<Block>)>) -> Existing {
    // What is in a block that cannot be read is left to it.
    let mut hidden = None;
    let blocks = page.filter_map(|(depth, block)| {
        if hidden.is_some_and(|it| depth > it) {
            return None;
        }
        hidden = None;
        match block {
            Guarded::Item(block) => Some((depth, block.clone())),
            Guarded::Odd(odd) => {
                hidden = Some(depth);
                stand_in(odd).map(|block| (depth, block))
            }
        }
    });
    blocks.collect()
}

/// A block that cannot be created, in the place of one that cannot be read: it stays where it is, and
/// so does what it is in.
fn stand_in(odd: &Odd) -> Option<Block> {
    #[derive(Deserialize)]
    struct Named {
        id: BlockId,
    }
    let Named { id } = serde_json::from_str(odd.raw.get()).ok()?;
    let block = serde_json::json!({ "object": "block", "id": id, "type": "unreadable_block", "unreadable_block": {} });
    serde_json::from_value(block).ok()
}

/// What stands beside what.
#[derive(Default)]
struct Neighbours {
    /// The block behind a block, in the same parent.
    next: HashMap<BlockId, BlockId>,
    /// The first block in a block; `None`: on the page.
    first: HashMap<Option<BlockId>, BlockId>,
}

impl Neighbours {
    fn of(existing: &Existing) -> Self {
        let mut neighbours = Self::default();
        // The last block of each depth that is open.
        let mut open: Vec<BlockId> = Vec::new();
        for (depth, block) in existing.iter() {
            open.truncate(depth + 1);
            if open.len() > depth
                && let Some(previous) = open.pop()
            {
                neighbours.next.insert(previous, block.id);
            } else {
                neighbours.first.insert(open.last().copied(), block.id);
            }
            open.push(block.id);
        }
        neighbours
    }
}

#[cfg(test)]
mod tests;
