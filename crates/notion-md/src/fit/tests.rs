//! What is too long for a block, and what it becomes.

use notion_model::{
    limits::{BODY_BYTES, RICH_TEXT_ITEMS, TEXT, utf16_len},
    request::{Block, BlockKind, RichText, TableRow, plain_text},
};

use crate::{fit, shorthand::list};

/// Asserts that blocks are within the limits, and says how many runs each has.
fn check(blocks: Vec<Block>) -> (Vec<usize>, String) {
    let fitted = fit(blocks);
    let mut counts = Vec::new();
    let mut open: Vec<&Block> = fitted.blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        let runs = block.kind.rich_text().unwrap_or_default();
        assert!(runs.len() <= RICH_TEXT_ITEMS);
        assert!(runs.iter().all(|it| utf16_len(&it.plain_text()) <= TEXT));
        assert!(serde_json::to_vec(&block.kind.rich_text()).unwrap().len() < BODY_BYTES);
        counts.push(runs.len());
        open.extend(block.children.iter().rev());
    }
    (counts, list(&fitted.remarks))
}

fn alternating(count: usize) -> Vec<RichText> {
    let run = |it: usize| {
        let run = RichText::text(format!("word {it}. "));
        if it.is_multiple_of(2) { run } else { run.bold() }
    };
    (0..count).map(run).collect()
}

#[test]
fn long_runs_are_cut_and_short_ones_joined() {
    let long = RichText::text("x".repeat(4218));
    assert_eq!(check(vec![Block::paragraph(vec![long])]), (vec![3], String::new()));
    let short = vec![RichText::text("a"); 600];
    assert_eq!(check(vec![Block::paragraph(short)]), (vec![1], String::new()));
}

#[test]
fn a_paragraph_goes_on_in_another_one() {
    let (counts, said) = check(vec![Block::paragraph(alternating(250))]);
    assert_eq!(counts, [100, 100, 50]);
    insta::assert_snapshot!(said, @"! block 1: a text too long for one block was divided");
}

#[test]
fn an_item_goes_on_in_itself_and_a_heading_after_itself() {
    let child = Block::paragraph(vec!["child".into()]);
    let item = Block::bulleted(alternating(150)).with_children(vec![child.clone()]);
    let fitted = fit(vec![item, Block::heading(1, alternating(150))]);
    assert_eq!(fitted.blocks.len(), 3);
    assert_eq!(fitted.blocks[0].children.len(), 2);
    assert_eq!(fitted.blocks[0].children[1], child);
}

#[test]
fn heavy_text_is_divided_by_its_bytes() {
    let text: String = "漢".repeat(190_000);
    let (counts, _) = check(vec![Block::paragraph(vec![RichText::text(text)])]);
    assert_eq!(counts.len(), 2);
    let control = "\u{1}".repeat(150_000);
    let (counts, _) = check(vec![Block::paragraph(vec![RichText::text(control)])]);
    assert_eq!(counts.len(), 3);
}

#[test]
fn a_cell_loses_its_rarest_annotation() {
    let mut runs = alternating(90);
    runs.extend((0..40).flat_map(|_| [RichText::text("i").italic(), RichText::text("p")]));
    let text = plain_text(&runs);
    let row = Block::new(BlockKind::TableRow(TableRow { cells: vec![runs] }));
    let fitted = fit(vec![row]);
    let BlockKind::TableRow(row) = &fitted.blocks[0].kind else { panic!("a row stays a row") };
    assert_eq!(plain_text(&row.cells[0]), text);
    assert_eq!(row.cells[0].len(), 91);
    assert!(row.cells[0].iter().any(|it| it.annotations.bold));
    insta::assert_snapshot!(list(&fitted.remarks), @"! block 1: annotations were dropped from a text of more than 100 runs");
}

#[test]
fn equations_and_addresses_that_are_too_long() {
    let equation = "x".repeat(1001);
    let url = format!("https://a.b/{}", "x".repeat(2000));
    let blocks = vec![
        Block::new(BlockKind::Equation(equation.clone())),
        Block::paragraph(vec![RichText::equation(equation), RichText::text("a").linked(url)]),
    ];
    let (counts, said) = check(blocks);
    assert_eq!(counts, [1, 2]);
    insta::assert_snapshot!(said, @r"
    ! block 1: an equation of more than 1000 characters became code
    ! block 2: an equation of more than 1000 characters became code
    ! block 2: a link of more than 2000 characters was dropped
    ");
}
