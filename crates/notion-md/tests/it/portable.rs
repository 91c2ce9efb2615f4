//! GitHub's Markdown: what it cannot hold is lost once, and nothing else ever is.

use comrak::{Arena, nodes::NodeValue};
use notion_md::{ReadOptions, WriteOptions, normal, read, write};
use notion_model::request::{Block, BlockKind, plain_text};
use proptest::prelude::*;

use crate::{
    laws::{blocks, json, markdown},
    trees,
};

pub(crate) mod loss;

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
}
