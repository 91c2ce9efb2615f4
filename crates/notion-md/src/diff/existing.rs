//! The blocks of a page as they are there, with their ids.

use std::collections::HashMap;

use notion_model::{Block, BlockId, Parent};

/// The content of a page, as it was read: each block before the blocks in it.
///
/// Made of blocks with their depths, 0 at the top, in the order in which one reads them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Existing {
    pub(super) blocks: Vec<(usize, Block)>,
}

impl Existing {
    /// Puts blocks together that were read one list at a time: each goes into the block that it
    /// names as its parent, if that is among them, else to the top. Siblings keep their order.
    pub fn assemble(blocks: impl IntoIterator<Item = Block>) -> Self {
        let blocks: Vec<Block> = blocks.into_iter().collect();
        let known: HashMap<BlockId, usize> =
            blocks.iter().enumerate().map(|(index, it)| (it.id, index)).collect();
        let mut inside: Vec<Vec<usize>> = vec![Vec::new(); blocks.len()];
        let mut top = Vec::new();
        for (index, block) in blocks.iter().enumerate() {
            let parent = match &block.parent {
                Some(Parent::Block(id)) => known.get(id).copied(),
                _ => None,
            };
            parent.map_or(&mut top, |it| &mut inside[it]).push(index);
        }
        let mut blocks: Vec<Option<Block>> = blocks.into_iter().map(Some).collect();
        let mut open: Vec<(usize, usize)> = top.into_iter().rev().map(|it| (0, it)).collect();
        let mut assembled = Self::default();
        while let Some((depth, index)) = open.pop() {
            // Two blocks that name each other as parents are never reached; nor is any block twice.
            let Some(block) = blocks[index].take() else { continue };
            assembled.blocks.push((depth, block));
            open.extend(inside[index].iter().rev().map(|it| (depth + 1, *it)));
        }
        assembled
    }

    /// The blocks with their depths, in the order in which one reads them.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (usize, &Block)> {
        self.blocks.iter().map(|(depth, block)| (*depth, block))
    }

    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }
}

/// A block that is deeper than one level below the block before it is taken as a child of that.
impl FromIterator<(usize, Block)> for Existing {
    fn from_iter<I: IntoIterator<Item = (usize, Block)>>(blocks: I) -> Self {
        let mut next = 0;
        let blocks = blocks.into_iter().map(|(depth, block)| {
            let depth = depth.min(next);
            next = depth + 1;
            (depth, block)
        });
        Self { blocks: blocks.collect() }
    }
}
