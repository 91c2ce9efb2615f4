//! What is too long, too deep or too much.

use notion_model::{
    limits::{TEXT, utf16_len},
    request::{Block, BlockKind, RichText, plain_text},
};

use crate::{ReadOptions, RemarkKind, read};

fn depth(blocks: &[Block]) -> usize {
    let mut open: Vec<(&Block, usize)> = blocks.iter().map(|it| (it, 1)).collect();
    let mut deepest = 0;
    while let Some((block, depth)) = open.pop() {
        deepest = deepest.max(depth);
        open.extend(block.children.iter().map(|it| (it, depth + 1)));
    }
    deepest
}

#[track_caller]
fn check(markdown: &str, expected: usize, is_capped: bool) {
    let document = read(markdown, &ReadOptions::default());
    let said = document.remarks.iter().filter(|it| it.kind == RemarkKind::TooDeep).count();
    assert_eq!((depth(&document.blocks), said), (expected, usize::from(is_capped)));
    let text = format!("{:?}", document.blocks);
    assert!(text.contains("end"), "the innermost text is kept");
}

#[test]
fn nesting_is_capped_and_the_text_stays() {
    check(&format!("{}end", "> ".repeat(20)), 20, false);
    check(&format!("{}end", "> ".repeat(20_000)), 100, true);
    // The parser itself stops here.
    check(&format!("{}end", "- ".repeat(5_000)), 99, false);
    check(&format!("{}end", "> - ".repeat(500)), 99, false);
    check(&format!("{}end", "<blockquote>".repeat(2_000)), 100, true);
    let details = ("<details>\n\n".repeat(500), "\n\n</details>".repeat(500));
    check(&format!("{}end{}", details.0, details.1), 101, true);
}

#[test]
fn marks_may_nest_without_bound() {
    let text = format!("{}end{}", "*a **b ".repeat(3_000), "** *".repeat(3_000));
    check(&text, 1, false);
    check(&format!("{}end", "<b>".repeat(3_000)), 1, true);
    check(&format!("{}end", "[".repeat(20_000)), 1, false);
}

/// The lengths of the runs in UTF-16 units, and their text.
fn runs(text: &[RichText]) -> (Vec<usize>, String) {
    let lengths = text.iter().map(|it| utf16_len(&it.plain_text())).collect();
    (lengths, plain_text(text))
}

#[test]
fn long_code_is_cut_behind_a_line() {
    let code = "let garden = plant();\n".repeat(114);
    let document = read(&format!("```rust\n{code}```"), &ReadOptions::default());
    let [Block { kind: BlockKind::Code(block), .. }] = document.blocks.as_slice() else {
        panic!("{:?}", document.blocks);
    };
    let code = code.trim_end();
    let (lengths, text) = runs(&block.rich_text);
    assert_eq!((lengths.as_slice(), text.as_str()), (&[1980, 527][..], code));
    assert!(document.remarks.is_empty());
}

#[test]
fn a_long_cell_is_several_runs() {
    let cell = "beans and peas ".repeat(200);
    let document = read(&format!("|a|\n|-|\n|{cell}|"), &ReadOptions::default());
    let [table] = document.blocks.as_slice() else { panic!("{:?}", document.blocks) };
    let BlockKind::TableRow(row) = &table.children[1].kind else { panic!("{table:?}") };
    let (lengths, text) = runs(&row.cells[0]);
    assert_eq!(text, cell.trim_end());
    assert!(lengths.len() == 2 && lengths.iter().all(|it| *it <= TEXT), "{lengths:?}");
}

/// Three million bytes without a line end: as many requests as their text needs, and nothing lost.
#[test]
fn a_line_may_be_of_any_length() {
    let line = "All work and no play. ".repeat(140_000);
    let document = read(&line, &ReadOptions::default());
    let mut text = String::new();
    for block in &document.blocks {
        let BlockKind::Paragraph(paragraph, _) = &block.kind else { panic!("{block:?}") };
        let (lengths, part) = runs(&paragraph.rich_text);
        assert!(lengths.len() <= 100 && lengths.iter().all(|it| *it <= TEXT), "{lengths:?}");
        text += &part;
    }
    assert_eq!(text, line.trim_end());
}

/// Texts that once took quadratic time; at this size they would be noticed.
#[test]
fn time_is_linear() {
    for piece in
        ["<details>", "<b>", "`$", "<a href=\"x\">", "[a](b) ", "<ul><li>", "a<br>", "*x* ", ">"]
    {
        let document = read(&piece.repeat(20_000), &ReadOptions::default());
        assert!(document.blocks.len() < 1_000);
    }
}
