//! The planner against its formula, against a model of the server, and against every other plan.

use std::{
    collections::{BTreeSet, HashMap, VecDeque},
    fmt::Write as _,
};

use notion_model::request::{Block, BlockKind, Column, RichText, Table, TableRow};
use proptest::prelude::*;

use super::{Limits, Step, Target, UploadPlan, piece::Weight, plan, plan_append};
use crate::shorthand::tree;

fn limits(siblings: usize) -> Limits {
    let request = Weight { blocks: usize::MAX, bytes: usize::MAX };
    Limits { siblings, request, properties: 0 }
}

fn block(name: usize) -> Block {
    Block::bulleted(vec![RichText::text(name.to_string())])
}

fn levels(block: &Block) -> usize {
    1 + block.children.iter().map(levels).max().unwrap_or(0)
}

/// A server that knows the limits, and whose answers name only the blocks of the first level.
#[derive(Default)]
struct Server {
    /// The children of each block; the page is block 0.
    children: Vec<Vec<usize>>,
    kinds: Vec<Option<BlockKind>>,
}

impl Server {
    fn new() -> Self {
        Self { children: vec![Vec::new()], kinds: vec![None] }
    }

    fn create(&mut self, parent: usize, block: &Block, level: usize, limits: Limits) -> usize {
        let below = match &block.kind {
            BlockKind::Column(_) => level,
            _ => level + 1,
        };
        assert!(level < 3, "too deep");
        assert!(!matches!(block.kind, BlockKind::ColumnList) || level == 0);
        assert!(
            !matches!(block.kind, BlockKind::Table(_)) || (level < 2 && !block.children.is_empty())
        );
        assert!(block.children.len() <= limits.siblings, "too many siblings");
        let id = self.children.len();
        self.children.push(Vec::new());
        self.kinds.push(Some(block.kind.clone()));
        self.children[parent].push(id);
        for child in &block.children {
            self.create(id, child, below, limits);
        }
        id
    }

    fn append(&mut self, parent: usize, blocks: &[Block], limits: Limits) -> Vec<usize> {
        assert!(!blocks.is_empty() && blocks.len() <= limits.siblings);
        assert!(blocks.iter().map(Block::count).sum::<usize>() <= limits.request.blocks);
        let bytes = serde_json::to_vec(blocks).unwrap().len();
        assert!(bytes <= limits.request.bytes, "{bytes} bytes");
        blocks.iter().map(|it| self.create(parent, it, 0, limits)).collect()
    }

    fn run(plan: &UploadPlan, limits: Limits) -> Vec<Block> {
        let mut server = Self::new();
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
                Step::Append(append) => {
                    let parent = id(&append.parent);
                    server.append(parent, &append.children, limits)
                }
                Step::List { parent } => server.children[id(parent)].clone(),
            };
            known.push(answer);
        }
        server.tree(0)
    }

    fn tree(&self, id: usize) -> Vec<Block> {
        let block = |id: &usize| {
            let kind = self.kinds[*id].clone().unwrap();
            Block { kind, children: self.tree(*id) }
        };
        self.children[id].iter().map(block).collect()
    }
}

/// The fewest requests, by the formula: one for the page and one for each block with more than
/// two levels below it, more where there are too many siblings.
fn formula(blocks: &[Block], siblings: usize) -> usize {
    let calls = |count: usize| count.div_ceil(siblings);
    let below = |block: &Block| -> usize {
        let whole = |it: &&Block| levels(it) <= 2 && it.children.len() <= siblings;
        let rides = block.children.iter().take(siblings).take_while(whole).count();
        let own = calls(block.children.len() - rides);
        own + block.children.iter().skip(rides).map(|it| below_of(it, siblings)).sum::<usize>()
    };
    calls(blocks.len()) + blocks.iter().map(below).sum::<usize>()
}

fn below_of(block: &Block, siblings: usize) -> usize {
    formula(std::slice::from_ref(block), siblings) - 1
}

#[track_caller]
fn check(blocks: Vec<Block>, limits: Limits) -> usize {
    let plan = limits.append(blocks.clone());
    assert_eq!(Server::run(&plan, limits), blocks);
    let created = limits.create(blocks.clone());
    assert_eq!(Server::run(&created, limits), blocks);
    assert_eq!(created.count(), blocks.iter().map(Block::count).sum::<usize>());
    assert!(created.steps.len() <= plan.steps.len());
    plan.steps.len()
}

fn nested(depth: usize, width: usize) -> Vec<Block> {
    if depth == 0 {
        return Vec::new();
    }
    (0..width).map(|it| block(it).with_children(nested(depth - 1, width))).collect()
}

fn many(count: usize) -> Vec<Block> {
    (0..count).map(block).collect()
}

#[test]
fn known_trees_take_the_known_number_of_requests() {
    let notion = Limits::NOTION;
    assert_eq!(check(many(20), notion), 1);
    assert_eq!(check(many(1000), notion), 10);
    assert_eq!(check(nested(10, 1), notion), 8);
    assert_eq!(check(nested(6, 2), notion), 15);
    let chains = |_| block(0).with_children(nested(3, 1));
    assert_eq!(check((0..50).map(chains).collect(), notion), 51);
    let outline = |_| {
        block(0).with_children(
            (0..10)
                .map(|_| block(1).with_children((0..10).map(|_| block(2).with_children(many(3))))),
        )
    };
    assert_eq!(check((0..10).map(outline).collect(), notion), 11);
    let toggles = |_| block(0).with_children(many(30));
    assert_eq!(check((0..100).map(toggles).collect(), notion), 4);
    assert_eq!(check(vec![block(0).with_children(many(250))], notion), 3);
    assert_eq!(check(vec![table(350)], notion), 4);
    let mixed = |_| {
        let mut children = many(10);
        children.push(table(20));
        block(0).with_children(children)
    };
    assert_eq!(check((0..30).map(mixed).collect(), notion), 1);
}

fn table(rows: usize) -> Block {
    let kind =
        BlockKind::Table(Table { width: 1, has_column_header: false, has_row_header: false });
    let row = |it: usize| {
        let cells = vec![vec![RichText::text(it.to_string())]];
        Block::new(BlockKind::TableRow(TableRow { cells }))
    };
    Block { kind, children: (0..rows).map(row).collect() }
}

#[test]
fn a_table_two_levels_down_waits_for_its_parent() {
    let inner = block(1).with_children(vec![table(2)]);
    assert_eq!(check(vec![block(0).with_children(vec![inner])], Limits::NOTION), 2);
}

#[test]
fn deep_columns_are_listed_once() {
    let column = |children| Block { kind: BlockKind::Column(Column::default()), children };
    let list = |columns| Block { kind: BlockKind::ColumnList, children: columns };
    let flat = list(vec![column(nested(2, 2)), column(many(3))]);
    assert_eq!(check(vec![flat], Limits::NOTION), 1);
    let deep = list(vec![column(nested(3, 2)), column(nested(4, 1)), column(many(150))]);
    let plan = plan_append(vec![deep.clone()]);
    let lists = plan.steps.iter().filter(|it| matches!(it, Step::List { .. })).count();
    assert_eq!(lists, 1);
    check(vec![block(0).with_children(vec![deep])], Limits::NOTION);
}

#[test]
fn heavy_blocks_are_spread_by_their_bytes() {
    let heavy = Block::paragraph(vec![RichText::text("ü".repeat(2000)); 50]);
    assert_eq!(check(vec![heavy.clone(); 9], Limits::NOTION), 5);
    let parent = block(0).with_children(vec![heavy; 9]);
    assert_eq!(check(vec![parent], Limits::NOTION), 5);
}

#[test]
fn a_plan_can_be_read() {
    let mut blocks = many(2);
    blocks.extend(nested(5, 1));
    let plan = plan(blocks);
    let mut shown = format!("first:\n{}", tree(&plan.first));
    for step in &plan.steps {
        if let Step::Append(it) = step {
            write!(shown, "to {:?}:\n{}", it.parent, tree(&it.children)).unwrap();
        }
    }
    insta::assert_snapshot!(shown, @r#"
    first:
    B "0"
    B "1"
    to Page:
    B "0"
    to Block { step: 0, index: 0 }:
    B "0"
    to Block { step: 1, index: 0 }:
    B "0"
      B "0"
        B "0"
    "#);
}

/// All lists of ordered trees with `count` nodes, as shapes.
fn forests(count: usize) -> Vec<Vec<Block>> {
    if count == 0 {
        return vec![Vec::new()];
    }
    let mut all = Vec::new();
    for first in 1..=count {
        let firsts = forests(first - 1);
        for rest in forests(count - first) {
            for children in &firsts {
                let mut forest = vec![block(0).with_children(children.clone())];
                forest.extend(rest.clone());
                all.push(forest);
            }
        }
    }
    all
}

/// A tree with numbered nodes; 0 is the page.
struct Shape {
    children: Vec<Vec<usize>>,
}

impl Shape {
    fn new(forest: &[Block]) -> Self {
        let mut shape = Self { children: vec![Vec::new()] };
        shape.add(0, forest);
        shape
    }

    fn add(&mut self, parent: usize, blocks: &[Block]) {
        for block in blocks {
            let id = self.children.len();
            self.children.push(Vec::new());
            self.children[parent].push(id);
            self.add(id, &block.children);
        }
    }

    /// Every way to append more children of `parent`, as sets of what exists afterwards. At each
    /// node any prefix of its children may ride along.
    fn appends(&self, parent: usize, exists: u32, siblings: usize) -> BTreeSet<(u32, u32)> {
        let kids = &self.children[parent];
        let done = kids.iter().take_while(|it| exists & (1 << **it) != 0).count();
        let mut results = BTreeSet::new();
        for count in 1..=siblings.min(kids.len() - done) {
            let named: u32 = kids[done..done + count].iter().map(|it| 1 << it).sum();
            for set in self.subtrees(&kids[done..done + count], 0, siblings) {
                results.insert((exists | set, named));
            }
        }
        results
    }

    /// What may be created together with all of `nodes` on this level.
    fn subtrees(&self, nodes: &[usize], level: usize, siblings: usize) -> BTreeSet<u32> {
        let mut sets = BTreeSet::from([0]);
        for &node in nodes {
            let mut own = BTreeSet::from([1 << node]);
            let kids = &self.children[node];
            for count in 1..=siblings.min(kids.len()) {
                if level < 2 {
                    let below = self.subtrees(&kids[..count], level + 1, siblings);
                    own.extend(below.into_iter().map(|it| it | 1 << node));
                }
            }
            sets = sets.iter().flat_map(|set| own.iter().map(move |it| set | it)).collect();
        }
        sets
    }

    /// The fewest requests of all plans, those that list children included.
    fn fewest(&self, siblings: usize) -> usize {
        let all = (1_u32 << self.children.len()) - 1;
        let mut seen = HashMap::from([((1_u32, 1_u32), 0_usize)]);
        let mut queue = VecDeque::from([(1_u32, 1_u32)]);
        while let Some((exists, known)) = queue.pop_front() {
            let cost = seen[&(exists, known)];
            if exists == all {
                return cost;
            }
            for node in 0..self.children.len() {
                if known & (1 << node) == 0 {
                    continue;
                }
                let mut next: Vec<(u32, u32)> = self
                    .appends(node, exists, siblings)
                    .into_iter()
                    .map(|(exists, named)| (exists, known | named))
                    .collect();
                let there = self.children[node].iter().filter(|it| exists & (1 << **it) != 0);
                let listed: u32 = there.take(siblings).map(|it| 1 << it).sum();
                next.push((exists, known | listed));
                for state in next {
                    if let std::collections::hash_map::Entry::Vacant(it) = seen.entry(state) {
                        it.insert(cost + 1);
                        queue.push_back(state);
                    }
                }
            }
        }
        usize::MAX
    }
}

#[test]
fn no_plan_is_shorter() {
    for count in 1..=6 {
        for forest in forests(count) {
            for siblings in [2, 3, 100] {
                let ours = check(forest.clone(), limits(siblings));
                let best = Shape::new(&forest).fewest(siblings);
                assert_eq!(ours, best, "{siblings} siblings\n{}", tree(&forest));
                assert_eq!(ours, formula(&forest, siblings), "{}", tree(&forest));
            }
        }
    }
}

fn forest() -> impl Strategy<Value = Vec<Block>> {
    let leaf = Just(block(0)).boxed();
    let tree = leaf.prop_recursive(8, 200, 6, |inner| {
        prop::collection::vec(inner, 0..6).prop_map(|it| block(0).with_children(it))
    });
    prop::collection::vec(tree, 0..8)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn plans_build_the_tree(blocks in forest(), siblings in 2_usize..5, cap in 3_usize..50) {
        let request = Weight { blocks: cap, bytes: usize::MAX };
        check(blocks.clone(), Limits { request, ..limits(siblings) });
        let calls = check(blocks.clone(), limits(siblings));
        prop_assert_eq!(calls, formula(&blocks, siblings));
    }
}
