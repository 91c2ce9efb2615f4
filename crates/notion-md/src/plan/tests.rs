//! The planner against its formula, against a model of the server, and against every other plan.

use std::fmt::Write as _;

use notion_model::request::{Block, BlockKind, Column, RichText, Table, TableRow};
use proptest::prelude::*;

use super::{Limits, Step, piece::Weight, plan, plan_append};
use crate::{normal, shorthand::tree};

mod exhaustive;
mod server;

use server::run;

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
    let blocks = normal(blocks);
    let plan = limits.append(blocks.clone());
    assert_eq!(normal(run(&plan, limits)), blocks);
    let created = limits.create(blocks.clone());
    assert_eq!(normal(run(&created, limits)), blocks);
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

fn forest() -> impl Strategy<Value = Vec<Block>> {
    let leaf = Just(block(0)).boxed();
    let tree = leaf.prop_recursive(8, 60, 5, |inner| {
        prop::collection::vec(inner, 0..5).prop_map(|it| block(0).with_children(it))
    });
    prop::collection::vec(tree, 0..4)
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn plans_build_the_tree(blocks in forest(), siblings in 2_usize..5, cap in 3_usize..50) {
        let request = Weight { blocks: cap, bytes: usize::MAX };
        check(blocks.clone(), Limits { request, ..limits(siblings) });
        let calls = check(blocks.clone(), limits(siblings));
        prop_assert_eq!(calls, formula(&blocks, siblings));
    }
}
