//! A server that knows the limits, and whose answers name only the blocks of the first level.

use notion_model::request::{Block, BlockKind};

use crate::plan::{Limits, Step, Target, UploadPlan, unfold};

/// The tree that a plan builds.
#[track_caller]
pub(super) fn run(plan: &UploadPlan, limits: Limits) -> Vec<Block> {
    let mut server = Server { children: vec![Vec::new()], kinds: vec![None] };
    if !plan.first.is_empty() {
        server.append(0, &plan.first, limits);
    }
    let mut known: Vec<Vec<usize>> = Vec::new();
    for step in &plan.steps {
        let id = |target: &Target| match target {
            Target::Page => 0,
            Target::Block { step, index } => known[*step][*index],
        };
        let answer = match step {
            Step::Append(append) => server.append(id(&append.parent), &append.children, limits),
            Step::List { parent } => {
                let children = &server.children[id(parent)];
                children.iter().take(limits.siblings).copied().collect()
            }
        };
        known.push(answer);
    }
    server.tree(0)
}

#[derive(Debug)]
struct Server {
    /// The children of each block; the page is block 0.
    children: Vec<Vec<usize>>,
    kinds: Vec<Option<BlockKind>>,
}

impl Server {
    fn append(&mut self, parent: usize, blocks: &[Block], limits: Limits) -> Vec<usize> {
        assert!(!blocks.is_empty() && blocks.len() <= limits.siblings);
        assert!(blocks.iter().map(Block::count).sum::<usize>() <= limits.request.blocks);
        let bytes = serde_json::to_vec(blocks).unwrap().len();
        assert!(bytes <= limits.request.bytes, "{bytes} bytes");
        if let Some(kind) = &mut self.kinds[parent] {
            assert!(kind.takes_children() && !unfold(kind, true), "{kind:?} takes no children");
        }
        blocks.iter().map(|it| self.create(parent, it, 0, limits)).collect()
    }

    fn create(&mut self, parent: usize, block: &Block, level: usize, limits: Limits) -> usize {
        let inside = self.kinds[parent].as_ref();
        let (children, at_least, below) =
            (&block.children, |least| block.children.len() >= least, level + 1);
        let (is_fine, below) = match &block.kind {
            // What stands in a column is on the second level, wherever the column is.
            BlockKind::Column(_) => (matches!(inside, Some(BlockKind::ColumnList)), 1),
            BlockKind::ColumnList => (level == 0 && at_least(2), below),
            BlockKind::Table(_) | BlockKind::Tab => (level < 2 && at_least(1), below),
            BlockKind::TableRow(_) => (matches!(inside, Some(BlockKind::Table(_))), below),
            _ if matches!(inside, Some(BlockKind::Tab)) && level > 0 => {
                (children.is_empty() || level == 1, below)
            }
            _ => (level < 3, below),
        };
        assert!(is_fine, "{} on level {level}", block.kind.type_name());
        assert!(level < 2 || children.is_empty(), "too deep");
        assert!(children.len() <= limits.siblings, "too many siblings");
        let id = self.children.len();
        let mut kind = block.kind.clone();
        unfold(&mut kind, !children.is_empty());
        self.children.push(Vec::new());
        self.kinds.push(Some(kind));
        self.children[parent].push(id);
        for child in children {
            self.create(id, child, below, limits);
        }
        id
    }

    fn tree(&self, id: usize) -> Vec<Block> {
        let block = |id: &usize| {
            let kind = self.kinds[*id].clone().unwrap();
            Block { kind, children: self.tree(*id) }
        };
        self.children[id].iter().map(block).collect()
    }
}
