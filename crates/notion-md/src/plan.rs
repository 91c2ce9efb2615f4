//! Uploading a tree of blocks of any depth and width in as few requests as Notion allows.
//!
//! One request takes three levels of blocks, a hundred siblings, a thousand blocks and 500 KB, and
//! its answer names only the blocks of the first level. So whatever hangs deeper than three levels
//! below the page must be appended later, to a block whose id is known by then.
//!
//! A block with more than two levels below it gets a request of its own for its children;
//! everything else rides along with its parent. Every such block then is on the first level of the
//! request that creates it (its parent has even more levels below it, or is the page), so its id
//! is known without asking, and no plan needs fewer requests: some request must have such a block
//! as its target, because the blocks three levels below it can be reached in no other way.
//!
//! Columns and the labels of tabs are not named by the answer that creates them with what they are
//! in. Where something must be appended to one, it is appended by itself, or their parent is asked.
//! Requests are filled in order; where the thousand blocks or the 500 KB of one are reached, there
//! may be a plan with one request less.

use std::collections::VecDeque;

use notion_model::{limits, request::Block};

mod piece;
#[cfg(test)]
mod tests;

pub(crate) use piece::unfold;
use piece::{Piece, Weight};

/// The requests that upload a tree of blocks, in order.
///
/// A pure value: it can be printed, kept, and carried out by anybody.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct UploadPlan {
    /// The blocks that ride in the request that creates the page. Empty if the page exists.
    pub first: Vec<Block>,
    /// The requests after it. Steps with different parents may run at the same time as soon as
    /// the ids they need are known; steps with one parent must run in order.
    pub steps: Vec<Step>,
}

/// One request of a plan.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Appends blocks. Its answer names the blocks of the first level, in order.
    Append(Append),
    /// Lists the children of a block that was made by an earlier step, because the answer that
    /// made them did not name them: columns and tabs.
    List {
        /// The block whose children are listed.
        parent: Target,
    },
}

/// A request that appends blocks to the end of a block.
#[derive(Clone, Debug, PartialEq)]
pub struct Append {
    /// What they are appended to.
    pub parent: Target,
    /// The blocks, at most three levels of them.
    pub children: Vec<Block>,
}

/// A block whose id is known when a step begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The page itself.
    Page,
    /// A block that an earlier step made known.
    Block {
        /// The index of that step in [`UploadPlan::steps`].
        step: usize,
        /// Its position among the blocks in the answer to that step, from 0.
        index: usize,
    },
}

/// Plans the requests for a new page with these blocks: what the creating request carries, and
/// what is appended after it.
///
/// ```
/// use notion_md::{ReadOptions, plan, read};
///
/// let document = read("- a\n  - b\n    - c\n      - d\n", &ReadOptions::default());
/// let plan = plan(document.blocks);
/// assert!(plan.first.is_empty(), "four levels need the id of `a`");
/// assert_eq!(plan.steps.len(), 2);
/// ```
pub fn plan(blocks: Vec<Block>) -> UploadPlan {
    Limits::NOTION.create(blocks)
}

/// Plans the requests that append these blocks to a page that exists, or to a block.
pub fn plan_append(blocks: Vec<Block>) -> UploadPlan {
    Limits::NOTION.append(blocks)
}

impl UploadPlan {
    /// How many blocks the plan creates.
    pub fn count(&self) -> usize {
        let appended = self.steps.iter().map(|it| match it {
            Step::Append(append) => append.children.as_slice(),
            Step::List { .. } => &[],
        });
        appended.chain([self.first.as_slice()]).flatten().map(Block::count).sum()
    }
}

/// What one request takes.
#[derive(Clone, Copy, Debug)]
struct Limits {
    siblings: usize,
    request: Weight,
    /// What is kept free in the request that creates the page, for its properties.
    properties: usize,
}

impl Limits {
    const NOTION: Self = Self {
        siblings: limits::CHILDREN,
        request: Weight {
            blocks: limits::BLOCKS_PER_REQUEST,
            // What stands around the blocks takes a few dozen bytes.
            bytes: limits::BODY_BYTES - 500,
        },
        properties: 100_000,
    };

    fn create(self, blocks: Vec<Block>) -> UploadPlan {
        let mut queue = Queue::new(blocks, self);
        let mut room = self.request;
        room.bytes = room.bytes.saturating_sub(self.properties);
        let mut plan = UploadPlan::default();
        // The answer to this request names no blocks, so only what is whole may ride along.
        while plan.first.len() < self.siblings {
            let Some(piece) = queue.next_fitting(room) else { break };
            if !piece.rest.is_empty() {
                queue.put_back(piece);
                break;
            }
            room = room.without(piece.weight);
            plan.first.push(piece.block);
        }
        self.steps(Target::Page, queue, &mut plan.steps);
        plan
    }

    fn append(self, blocks: Vec<Block>) -> UploadPlan {
        let mut plan = UploadPlan::default();
        self.steps(Target::Page, Queue::new(blocks, self), &mut plan.steps);
        plan
    }

    /// The steps that append what is in the queue, and all that hangs below it.
    fn steps(self, parent: Target, queue: Queue, steps: &mut Vec<Step>) {
        // A list of open work instead of recursion: trees may have any depth.
        let mut open = vec![(parent, queue)];
        while let Some((parent, mut queue)) = open.pop() {
            let step = steps.len();
            let mut children = Vec::new();
            let mut later = Vec::new();
            let mut room = self.request;
            while children.len() < self.siblings {
                // What is too heavy for any request is sent alone; Notion will say why not.
                let fitting =
                    if children.is_empty() { queue.next() } else { queue.next_fitting(room) };
                let Some(piece) = fitting else { break };
                room = room.without(piece.weight);
                if !piece.rest.is_empty() {
                    later.push((children.len(), piece.rest));
                }
                children.push(piece.block);
            }
            if children.is_empty() {
                continue;
            }
            steps.push(Step::Append(Append { parent, children }));
            open.push((parent, queue));
            let mut below = Vec::new();
            for (index, rest) in later {
                let target = Target::Block { step, index };
                if !rest.of_children.is_empty() {
                    let list = steps.len();
                    steps.push(Step::List { parent: target });
                    for (index, blocks) in rest.of_children {
                        let target = Target::Block { step: list, index };
                        below.push((target, Queue::new(blocks, self)));
                    }
                }
                below.push((target, Queue::new(rest.children, self)));
            }
            // The first is taken up first, so that a page grows from the top.
            open.extend(below.into_iter().rev());
        }
    }
}

/// Blocks that wait for their request, under one parent.
struct Queue {
    blocks: VecDeque<Block>,
    /// A piece that was too heavy for the request before.
    waiting: Option<Piece>,
    limits: Limits,
}

impl Queue {
    fn new(blocks: Vec<Block>, limits: Limits) -> Self {
        Self { blocks: blocks.into(), waiting: None, limits }
    }

    /// The next piece, whatever it weighs.
    fn next(&mut self) -> Option<Piece> {
        let waiting = self.waiting.take();
        waiting.or_else(|| self.blocks.pop_front().map(|it| Piece::new(it, self.limits)))
    }

    /// The next piece if there is room for it.
    fn next_fitting(&mut self, room: Weight) -> Option<Piece> {
        let piece = self.next()?;
        if piece.weight.fits(room) {
            return Some(piece);
        }
        self.waiting = Some(piece);
        None
    }

    fn put_back(&mut self, piece: Piece) {
        self.waiting = Some(piece);
    }
}
