//! The whole content of a page: every block at every depth.

use std::collections::HashSet;
use std::ops::Range;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use notion_model::{Block, BlockId, BlockKind, Guarded};

use crate::Client;
use crate::endpoint::blocks;
use crate::error::Error;

/// Lists that are read at the same time. The client's budget decides what is really in flight; more
/// than this would only wait.
const AT_ONCE: usize = 8;

/// The blocks below a block or page, level by level.
///
/// Flat, so that no depth of nesting can overflow a stack. The blocks of one level follow those of
/// the level above; the children of one block stand together, in order.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct BlockTree {
    nodes: Vec<Node>,
    top: usize,
}

/// One block in a [`BlockTree`].
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The block, or what could not be read as one.
    pub block: Guarded<Block>,
    /// How deep it is: 0 at the top.
    pub depth: usize,
    children: Range<usize>,
}

impl BlockTree {
    /// How many blocks there are.
    pub fn len(&self) -> usize {
        self.nodes.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.nodes.is_empty()
    }

    /// The blocks at the top, in order.
    pub fn top(&self) -> impl ExactSizeIterator<Item = &Node> {
        self.nodes[..self.top].iter()
    }

    /// The children of a block of this tree, in order.
    pub fn children(&self, node: &Node) -> impl ExactSizeIterator<Item = &Node> {
        self.nodes.get(node.children.clone()).unwrap_or_default().iter()
    }

    /// All blocks in the order in which one reads them: each before its children.
    pub fn in_order(&self) -> impl Iterator<Item = &Node> {
        let mut next: Vec<&Node> = self.nodes[..self.top].iter().rev().collect();
        std::iter::from_fn(move || {
            let node = next.pop()?;
            next.extend(self.nodes[node.children.clone()].iter().rev());
            Some(node)
        })
    }
}

impl Client {
    /// Reads everything below a block or page, level by level, several lists at a time.
    ///
    /// Costs one request for each hundred children of each block that has any. Pages and databases
    /// below are listed, but not entered: their content is their own. No block is entered twice.
    ///
    /// # Errors
    ///
    /// When a list could not be read to its end. A block that this version cannot read is kept in its
    /// place and is no error.
    pub async fn block_tree(&self, root: impl Into<BlockId>) -> Result<BlockTree, Error> {
        let mut tree = BlockTree::default();
        let root = root.into();
        let mut level = vec![(None, root)];
        // A synced block shows the blocks of another one, which may be a block it stands in.
        let mut opened = HashSet::from([root]);
        let mut depth = 0;
        while !level.is_empty() {
            let lists = level.into_iter().map(|(parent, id)| async move {
                let children: Vec<_> = self.list(blocks::children(id)).try_collect().await?;
                Ok::<_, Error>((parent, children))
            });
            // `buffered` keeps the order, so the tree is the same whoever answers first.
            let lists: Vec<_> = stream::iter(lists).buffered(AT_ONCE).try_collect().await?;
            level = Vec::new();
            for (parent, children) in lists {
                let first = tree.nodes.len();
                for block in children {
                    if let Some(id) = open(&block).filter(|id| opened.insert(*id)) {
                        level.push((Some(tree.nodes.len()), id));
                    }
                    tree.nodes.push(Node { block, depth, children: 0..0 });
                }
                let range = first..tree.nodes.len();
                match parent.and_then(|parent: usize| tree.nodes.get_mut(parent)) {
                    Some(parent) => parent.children = range,
                    None => tree.top = range.end,
                }
            }
            depth += 1;
        }
        Ok(tree)
    }
}

/// The id of a block whose children are to be listed.
fn open(block: &Guarded<Block>) -> Option<BlockId> {
    #[derive(serde::Deserialize)]
    struct Named {
        id: BlockId,
        #[serde(default)]
        has_children: bool,
    }
    match block {
        Guarded::Item(block) => {
            let own = matches!(block.kind, BlockKind::ChildPage(_) | BlockKind::ChildDatabase(_));
            (block.has_children && !own).then_some(block.id)
        }
        // Whatever it is, its children may be readable.
        Guarded::Odd(odd) => {
            let named: Named = serde_json::from_str(odd.raw.get()).ok()?;
            named.has_children.then_some(named.id)
        }
    }
}

#[cfg(test)]
mod tests;
