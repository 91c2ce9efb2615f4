//! GitHub's Markdown: what it cannot hold is lost once, and nothing else ever is.

use comrak::{Arena, nodes::NodeValue};
use notion_md::{Dialect, ReadOptions, WriteOptions, normal, read, write};
use notion_model::request::{Block, BlockKind, RichText, TableRow, plain_text};
use proptest::{collection::vec, prelude::*, sample::select};

use crate::{
    laws::{blocks, json, markdown, text},
    trees,
};

mod loss;

use loss::{loss, spelled};

/// Every letter and digit of a tree, in order.
fn letters(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        let runs = block.kind.rich_text().unwrap_or_default();
        text += &plain_text(runs);
        match &block.kind {
            BlockKind::TableRow(row) => row.cells.iter().for_each(|it| text += &plain_text(it)),
            BlockKind::Image(it) => text += &plain_text(&it.caption),
            BlockKind::Equation(expression) => text += expression,
            _ => {}
        }
        open.extend(block.children.iter().rev());
    }
    text.retain(char::is_alphanumeric);
    text
}

/// Every letter and digit that the parser takes for text or code, in order.
fn parsed_letters(markdown: &str) -> String {
    let arena = Arena::new();
    let mut options = comrak::Options::default();
    let extension = &mut options.extension;
    (extension.table, extension.strikethrough, extension.tasklist) = (true, true, true);
    (extension.alerts, extension.autolink) = (true, true);
    let root = comrak::parse_document(&arena, markdown, &options);
    let mut text = String::new();
    for node in root.descendants() {
        match &node.data().value {
            NodeValue::Text(literal) => text += literal,
            NodeValue::Code(code) => text += &code.literal,
            NodeValue::CodeBlock(code) => text += &code.literal,
            _ => {}
        }
    }
    text.retain(char::is_alphanumeric);
    text
}

fn is_subsequence(part: &str, whole: &str) -> bool {
    let mut whole = whole.chars();
    part.chars().all(|it| whole.any(|char| char == it))
}

/// Blocks that nothing before or after them changes.
fn closed() -> impl Strategy<Value = String> {
    let inline = select(
        &["a", "b c", " ", "*", "**", "`", "~~", "_", "é", "漢", "<b>", "</b>", "!", "&amp;", "\\"]
            [..],
    );
    let line = vec(inline, 1..8).prop_map(|it| it.concat());
    let block = (select(&["", "# ", "## ", "> ", "> [!NOTE]\n> "][..]), line.clone())
        .prop_map(|(marker, line)| format!("{marker}x{line}x"));
    let code = line.prop_map(|it| format!("```\n{}\n```", it.replace('`', "")));
    let other = select(&["***", "| a | b |\n| - | - |\n| c | d |", "$$\nx\n$$"][..]);
    prop_oneof![6 => block, 1 => code, 1 => other.prop_map(str::to_owned)]
}

fn document() -> impl Strategy<Value = String> {
    vec(closed(), 1..4).prop_map(|it| it.join("\n\n"))
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn every_tree_survives_up_to_the_loss(page in trees::page()) {
        let page = normal(page);
        let left = normal(loss(page.clone()));
        prop_assert_eq!(&normal(loss(left.clone())), &left);
        let written = write(&page, &WriteOptions::default());
        let again = blocks(&written.text);
        prop_assert!(again == left, "{}\n{}\n{}", written.text, json(&left), json(&again));
        prop_assert!(left == spelled(page.clone()) || !written.remarks.is_empty(), "{}\n{}", written.text, json(&page));
    }

    #[test]
    fn no_text_is_lost(markdown in markdown()) {
        let document = read(&markdown, &ReadOptions { math: false, ..ReadOptions::default() });
        if document.remarks.is_empty() && document.front_matter.is_none() {
            let (parsed, kept) = (parsed_letters(&markdown), letters(&document.blocks));
            prop_assert!(is_subsequence(&parsed, &kept), "{parsed:?}\n{kept:?}");
        }
    }

    #[test]
    fn any_run_is_escaped(content in "(?s)[^\r\0]{0,30}|[ -/:-@\\[-`{-~a1\n]{0,12}", place in 0..6) {
        let run = || vec![RichText::text(content.clone())];
        let block = match place {
            0 => Block::paragraph(run()),
            1 => Block::heading(3, run()),
            2 => Block::bulleted(run()),
            3 => Block::quote(run()),
            4 => Block::toggle(run()),
            _ => {
                let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
                let mut table = Block::table(["a"], [["b"]]);
                table.children.push(row(vec![run()]));
                table
            }
        };
        let block = normal(vec![block]);
        let left = blocks(&text(&block));
        prop_assert!(left == block, "{}\n{}\n{}", text(&block), json(&block), json(&left));
    }

    #[test]
    fn documents_can_be_joined(first in document(), second in document()) {
        let mut apart = blocks(&first);
        apart.extend(blocks(&second));
        let together = blocks(&format!("{first}\n\n{second}"));
        prop_assert!(together == apart, "{}\n{}", json(&together), json(&apart));
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..200)) {
        let text = String::from_utf8_lossy(&bytes);
        for dialect in [Dialect::Gfm, Dialect::V2] {
            let read = read(&text, &ReadOptions { dialect, ..ReadOptions::default() });
            write(&read.blocks, &WriteOptions { dialect, ..WriteOptions::default() });
        }
    }
}
