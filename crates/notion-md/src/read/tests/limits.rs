//! What is too long, too deep or too much.

use notion_model::request::Block;

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
