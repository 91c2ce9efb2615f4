//! What is too long for a block, and what it becomes.

use notion_model::{
    limits::{BODY_BYTES, RICH_TEXT_ITEMS, TEXT, utf16_len},
    request::{Block, BlockKind, RichText, Table, TableRow, plain_text},
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
    ! block 1: an equation of more than 1000 UTF-16 units became code
    ! block 2: an equation of more than 1000 UTF-16 units became code
    ! block 2: a link of more than 2000 UTF-16 units was dropped
    ");
}

fn table(width: u32, rows: Vec<Vec<Vec<RichText>>>) -> Block {
    let kind = Table { width, has_column_header: true, has_row_header: true };
    let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
    Block::new(BlockKind::Table(kind)).with_children(rows.into_iter().map(row))
}

/// The widths of the tables that one becomes, and the text of their rows.
#[track_caller]
fn tables(block: Block) -> (Vec<u32>, Vec<Vec<String>>, String) {
    let fitted = fit(vec![block]);
    let mut rows = Vec::new();
    let mut widths = Vec::new();
    for block in &fitted.blocks {
        let BlockKind::Table(table) = &block.kind else { panic!("a table stays a table") };
        widths.push(table.width);
        for row in &block.children {
            let BlockKind::TableRow(row) = &row.kind else { panic!("a row stays a row") };
            assert_eq!(row.cells.len(), table.width as usize);
            assert!(row.cells.iter().all(|it| it.len() <= RICH_TEXT_ITEMS));
            assert!(serde_json::to_vec(&row.cells).unwrap().len() < BODY_BYTES - 50_000);
            rows.push(row.cells.iter().map(|it| plain_text(it)).collect());
        }
    }
    (widths, rows, list(&fitted.remarks))
}

#[test]
fn a_wide_table_becomes_several() {
    let cells = |row: usize| (0..250).map(move |it| vec![RichText::text(format!("{row}.{it}"))]);
    let (widths, rows, said) = tables(table(250, vec![cells(0).collect(), cells(1).collect()]));
    assert_eq!(widths, [100, 100, 50]);
    assert_eq!((rows.len(), rows[1][99].as_str(), rows[4][0].as_str()), (6, "1.99", "0.200"));
    insta::assert_snapshot!(said, @"! block 1: the table has more columns or a longer row than Notion takes; the rest follows in others");
}

#[test]
fn a_heavy_row_goes_on_in_the_next_one() {
    let long = "漢".repeat(90_000);
    let text = vec![RichText::text(long.clone())];
    let (widths, rows, said) =
        tables(table(3, vec![vec![text.clone(), vec!["b".into()], text.clone()]]));
    assert_eq!((widths, rows.len()), (vec![3], 2));
    assert_eq!(rows[0][1], "b");
    for column in [0, 2] {
        assert_eq!(rows.iter().map(|it| it[column].as_str()).collect::<String>(), long);
    }
    insta::assert_snapshot!(said, @"! block 1: the table has more columns or a longer row than Notion takes; the rest follows in others");
    let longer = vec![RichText::text("x".repeat(250_000))];
    let (_, rows, _) = tables(table(1, vec![vec![longer]]));
    assert_eq!(rows.iter().map(|it| it[0].len()).collect::<Vec<_>>(), [200_000, 50_000]);
}

#[test]
fn a_table_that_cannot_be_is_made_one() {
    let (widths, rows, _) = tables(table(0, Vec::new()));
    assert_eq!((widths, rows), (vec![1], vec![vec![String::new()]]));
    let (widths, rows, _) = tables(table(1, vec![vec![vec!["a".into()], vec!["b".into()]]]));
    assert_eq!((widths, rows), (vec![2], vec![vec!["a".to_owned(), "b".to_owned()]]));
}

#[test]
fn a_caption_is_cut_off_where_nothing_can_follow() {
    let mut image = Block::image("https://h/i.png");
    if let BlockKind::Image(it) = &mut image.kind {
        it.caption = vec![RichText::text("漢".repeat(60_000))];
    }
    let fitted = fit(vec![image]);
    assert!(serde_json::to_vec(&fitted.blocks).unwrap().len() < 100_000);
    insta::assert_snapshot!(list(&fitted.remarks), @"! block 1: a caption longer than Notion takes was cut off");
}
