//! Trees of blocks of any depth: copied, compared, shown and dropped without recursion.

use std::fmt;

use super::Block;

/// The deepest level of blocks that is written or shown. Notion takes a few in one request, and
/// Markdown a hundred; this is a bound on recursion.
pub(super) const DEEPEST: usize = 200;

// Trees come from pages and programs, and nothing bounds their depth: what is usually derived is
// written out here without recursion, so that none of it needs more stack for a deeper tree.

impl Clone for Block {
    fn clone(&self) -> Self {
        let copy = |it: &Self| Self {
            kind: it.kind.clone(),
            children: Vec::with_capacity(it.children.len()),
        };
        let (mut done, mut rest) = (copy(self), self.children.iter());
        let mut open = Vec::new();
        loop {
            if let Some(child) = rest.next() {
                open.push((done, rest));
                (done, rest) = (copy(child), child.children.iter());
            } else if let Some((mut parent, siblings)) = open.pop() {
                parent.children.push(done);
                (done, rest) = (parent, siblings);
            } else {
                return done;
            }
        }
    }
}

impl PartialEq for Block {
    fn eq(&self, other: &Self) -> bool {
        let mut open = vec![(self, other)];
        while let Some((left, right)) = open.pop() {
            if left.kind != right.kind || left.children.len() != right.children.len() {
                return false;
            }
            open.extend(left.children.iter().zip(&right.children));
        }
        true
    }
}

impl Drop for Block {
    fn drop(&mut self) {
        let mut open = std::mem::take(&mut self.children);
        while let Some(mut block) = open.pop() {
            open.append(&mut block.children);
        }
    }
}

/// Shows two hundred levels, and of what is below only how much it is.
impl fmt::Debug for Block {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Shown(self, 1).fmt(f)
    }
}

struct Shown<'a>(&'a Block, usize);

impl fmt::Debug for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(Block { kind, children }, level) = self;
        let mut block = f.debug_struct("Block");
        block.field("kind", kind);
        if *level == DEEPEST && !children.is_empty() {
            let blocks = self.0.count() - 1;
            return block.field("children", &format_args!("[… {blocks} blocks]")).finish();
        }
        let children: Vec<_> = children.iter().map(|child| Shown(child, level + 1)).collect();
        block.field("children", &children).finish()
    }
}
