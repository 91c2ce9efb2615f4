//! What must be done to a page so that it becomes another one: the fewest blocks are touched.

use std::fmt;

use notion_model::{
    BlockId,
    request::{Block, BlockChange, Position},
};

use crate::{Remark, UploadPlan, plan_append};

mod align;
mod change;
mod emit;
mod existing;
mod hosted;
mod sequence;
mod tree;

#[cfg(test)]
mod tests;

pub use existing::Existing;

/// What must be done to a page, in this order, and what could not be.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Difference {
    /// What is done. New blocks come before anything is deleted, so that there is never nothing.
    pub operations: Vec<Operation>,
    /// How many of the blocks that were there are not touched.
    pub kept: usize,
    /// Where the page will not be as the new blocks say, and why.
    pub remarks: Vec<Remark>,
}

/// One thing that is done to a page.
#[derive(Clone, Debug, PartialEq)]
pub enum Operation {
    /// Changes the content of a block, which keeps its id, its children and its comments.
    Update {
        /// The block.
        block: BlockId,
        /// What changes of it; its type never does.
        change: BlockChange,
    },
    /// Puts new blocks somewhere.
    Insert(Insert),
    /// Deletes a block and what is in it.
    Delete {
        /// The block.
        block: BlockId,
        /// How many blocks these are.
        count: usize,
    },
}

/// New blocks, side by side, with everything in them.
#[derive(Clone, Debug, PartialEq)]
pub struct Insert {
    /// The block they go into. `None`: the page.
    pub parent: Option<BlockId>,
    /// Where in it. A block named here is never deleted later.
    pub position: Position,
    /// The blocks, with their children at any depth.
    pub blocks: Vec<Block>,
    /// Blocks that are deleted and that are created again in here, because Notion cannot move any.
    pub moved: Vec<BlockId>,
}

impl Insert {
    /// The requests for it. The first goes to its position, later ones with the same parent follow
    /// the blocks of the one before.
    pub fn upload(&self) -> UploadPlan {
        plan_append(self.blocks.clone())
    }

    /// How many blocks are created.
    pub fn count(&self) -> usize {
        self.blocks.iter().map(Block::count).sum()
    }
}

/// How much a [`Difference`] does, in blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Blocks that are changed in place.
    pub updated: usize,
    /// Blocks that are created.
    pub inserted: usize,
    /// Blocks that are deleted.
    pub deleted: usize,
    /// Of the deleted ones, how many are created again elsewhere with everything in them.
    pub moved: usize,
}

impl Counts {
    /// How many blocks are touched: what is made the least.
    pub const fn cost(self) -> usize {
        self.updated + self.inserted + self.deleted
    }
}

/// `update 2, insert 1, delete 1`.
impl fmt::Display for Counts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { updated, inserted, deleted, moved } = *self;
        let words =
            [("update", updated), ("insert", inserted), ("delete", deleted), ("move", moved)];
        let mut separator = "";
        for (word, count) in words.into_iter().filter(|(_, count)| *count > 0) {
            write!(f, "{separator}{word} {count}")?;
            separator = ", ";
        }
        if separator.is_empty() { f.write_str("nothing") } else { Ok(()) }
    }
}

impl Difference {
    /// How much is done, in blocks.
    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for operation in &self.operations {
            match operation {
                Operation::Update { .. } => counts.updated += 1,
                Operation::Insert(insert) => {
                    counts.inserted += insert.count();
                    counts.moved += insert.moved.len();
                }
                Operation::Delete { count, .. } => counts.deleted += count,
            }
        }
        counts
    }

    /// Whether nothing is done.
    pub fn is_empty(&self) -> bool {
        self.operations.is_empty()
    }

    /// How many requests it takes: one for each update and each deleted block, and those that
    /// upload the new ones.
    pub fn requests(&self) -> usize {
        let requests = self.operations.iter().map(|it| match it {
            Operation::Insert(insert) => insert.upload().steps.len(),
            Operation::Update { .. } | Operation::Delete { .. } => 1,
        });
        requests.sum()
    }
}

/// Finds what must be done to a page so that it holds the new blocks.
///
/// Two blocks are the same if they are equal in [normal form](crate::normal()); a file in Notion is
/// the same whatever the signature in its address. First of all, as many blocks as possible stay as
/// they are; of the others, as many as possible keep their id and are changed in place; the rest is
/// deleted and created. Notion can neither move a block nor change its type or a table's width, so
/// that such blocks are created again. At most twice as many blocks are touched as would be if no
/// block had to keep its id. Only long lists without much in common are compared more coarsely, so
/// that the time stays in proportion to the size, and there more blocks may be touched.
///
/// Blocks that cannot be created through the API stay where they are, and so do the blocks around
/// them: pages and databases, buttons, notes of meetings, previews of links, originals of synced
/// blocks, and whatever the API does not show. So does a file in Notion that the new blocks still
/// show elsewhere: its address would expire.
///
/// ```
/// use notion_md::{Existing, ReadOptions, diff, read};
/// use notion_model::Block;
///
/// let block = |id: u8, text: &str| -> Block {
///     serde_json::from_value(serde_json::json!({
///         "object": "block",
///         "id": format!("00000000-0000-0000-0000-0000000000{id:02}"),
///         "type": "paragraph",
///         "paragraph": { "rich_text": [{ "type": "text", "text": { "content": text } }] },
///     }))
///     .expect("a block")
/// };
/// let old: Existing = [(0, block(1, "One")), (0, block(2, "Two")), (0, block(3, "3"))]
///     .into_iter()
///     .collect();
/// let new = read("One\n\nTwo and a half\n\n- Three", &ReadOptions::default()).blocks;
///
/// let difference = diff(&old, new);
/// assert_eq!(difference.counts().to_string(), "update 1, insert 1, delete 1");
/// assert_eq!(difference.kept, 1);
/// ```
pub fn diff(old: &Existing, new: Vec<Block>) -> Difference {
    let (from, to) = tree::both(old, new);
    let partners = align::align(&from, &to);
    emit::operations(&from, &to, &partners)
}
