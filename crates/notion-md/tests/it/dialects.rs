//! What holds in every dialect, in each by itself: what was read is stable, texts and marks are kept,
//! documents can be joined, and nothing at all makes it stop.

use notion_md::{Colors, Dialect, ReadOptions, WriteOptions, Written, normal, read, write};
use notion_model::{
    Color,
    request::{Block, BlockKind, RichText, TableRow},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::{laws::json, trees};

fn blocks(dialect: Dialect, markdown: &str) -> Vec<Block> {
    normal(read(markdown, &ReadOptions { dialect, ..ReadOptions::default() }).blocks)
}

fn text(dialect: Dialect, blocks: &[Block]) -> String {
    written(dialect, blocks).text
}

fn written(dialect: Dialect, blocks: &[Block]) -> Written {
    let options = WriteOptions { dialect, colors: Colors::Span, ..WriteOptions::default() };
    write(blocks, &options)
}

/// What is read, written and read again is the same, unless it is said what was lost.
#[track_caller]
fn assert_stable(dialect: Dialect, markdown: &str) {
    let first = blocks(dialect, markdown);
    let Written { text: written, remarks } = written(dialect, &first);
    let second = blocks(dialect, &written);
    if first != second && remarks.is_empty() {
        let [first, second] = [first, second].map(|it| json(&it));
        panic!("{markdown:?}\nbecame\n{written}\n{first}\nand then\n{second}");
    }
}

/// Tags that stand alone on a line, with what makes trouble around them.
const TAGS: &[&str] = &[
    "\n\t",
    "\n\t\t",
    "\n- ",
    "<p color=\"red\">",
    "<toggle>",
    "\n</toggle>",
    "<callout icon=\"x\">\n",
    "\n</callout>",
    "<columns>\n<column>\n",
    "\n</column>\n</columns>",
    "<synced-block>\n",
    "\n</synced-block>\n",
    "<synced_block>\n\t",
    "\n</synced_block>\n",
    "<empty-block/>\n",
    "<table>\n<tr>\n<td>",
    "</td>\n</tr>\n</table>",
    "<details>\n<summary>",
    "</summary>\n",
    "<image source=\"https://h/i.png\">",
    "</image>",
    "<mention-user url=\"user://x\"/>",
    "<equation>",
    " {color=\"red\"}\n",
    " {toggle=\"true\"}\n",
];

/// A text of pieces that make trouble next to each other.
fn markdown() -> impl Strategy<Value = String> {
    let piece = prop_oneof![3 => select(trees::PIECES), 1 => select(TAGS)];
    vec(piece, 0..20).prop_map(|it| it.concat())
}

/// A text without a line end where there cannot be one, in one of the places for it.
fn placed(run: Vec<RichText>, place: usize) -> Block {
    match place {
        0 => Block::paragraph(run),
        1 => Block::heading(3, run),
        2 => Block::bulleted(run),
        3 => Block::quote(run),
        4 => Block::toggle(run),
        5 => {
            let mut image = Block::image("https://h/i.png");
            if let BlockKind::Image(it) = &mut image.kind {
                it.caption = run;
            }
            image
        }
        _ => {
            let row = |cells| Block::new(BlockKind::TableRow(TableRow { cells }));
            let mut table = Block::table(["a"], [["b"]]);
            table.children.push(row(vec![run]));
            table
        }
    }
}

const PLACES: std::ops::Range<usize> = 0..7;

fn any_content() -> impl Strategy<Value = String> {
    prop_oneof!["(?s)[^\r\0]{0,30}", "[ -/:-@\\[-`{-~a1\n]{0,12}"]
}

/// Runs with every set of marks, with colours and with links.
fn marked() -> impl Strategy<Value = Vec<RichText>> {
    const WORDS: [&str; 5] = ["gray", "red", "yellow", "yellow_background", "red_background"];
    let color = prop_oneof![Just(Color::Default), select(&WORDS[..]).prop_map(Color::from)];
    let word = select(&["a", "b c", " ", "é", "漢", ".", "*", "`", "\n", "_x", "1"][..]);
    let content = vec(word, 1..4).prop_map(|it| it.concat());
    let link = option::weighted(0.3, select(&["https://a.b", "https://c.d/(e"][..]));
    let run =
        (content, any::<[bool; 5]>(), color, link).prop_map(|(content, marks, color, link)| {
            let mut run = RichText::text(content);
            let look = &mut run.annotations;
            [look.bold, look.italic, look.strikethrough, look.underline, look.code] = marks;
            look.color = color;
            match link {
                Some(link) => run.linked(link),
                None => run,
            }
        });
    vec(run, 0..6)
}

fn assert_kept(dialect: Dialect, block: Block) {
    let block = normal(vec![block]);
    let written = text(dialect, &block);
    let again = blocks(dialect, &written);
    assert!(again == block, "{written}\n{}\n{}", json(&block), json(&again));
}

/// Blocks that nothing before or after them changes.
fn closed() -> impl Strategy<Value = String> {
    let inline = select(
        &["a", "b c", " ", "*", "**", "`", "~~", "_", "é", "漢", "<b>", "</b>", "!", "&amp;", "\\"]
            [..],
    );
    let line = vec(inline, 1..8).prop_map(|it| it.concat());
    let marker = select(&["", "# ", "## ", "> "][..]);
    let block = (marker, line.clone()).prop_map(|(marker, line)| format!("{marker}x{line}x"));
    let code = line.prop_map(|it| format!("```\n{}\n```", it.replace('`', "")));
    let other =
        &["***", "| a | b |\n| - | - |\n| c | d |", "$$\nx\n$$", "<nmd kind=\"breadcrumb\"/>"];
    prop_oneof![6 => block, 1 => code, 1 => select(&other[..]).prop_map(str::to_owned)]
}

fn assert_joined(dialect: Dialect, first: &[String], second: &[String]) {
    let (first, second) = (first.join("\n\n"), second.join("\n\n"));
    let mut apart = blocks(dialect, &first);
    apart.extend(blocks(dialect, &second));
    let together = blocks(dialect, &format!("{first}\n\n{second}"));
    assert!(together == apart, "{first}\n+++\n{second}\n{}\n{}", json(&together), json(&apart));
}

fn config() -> ProptestConfig {
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_was_read_is_stable_in_gfm(markdown in markdown()) {
        assert_stable(Dialect::Gfm, &markdown);
    }

    #[test]
    fn what_was_read_is_stable_in_v2(markdown in markdown()) {
        assert_stable(Dialect::V2, &markdown);
    }

    #[test]
    fn what_was_read_is_stable_in_v1(markdown in markdown()) {
        assert_stable(Dialect::V1, &markdown);
    }

    #[test]
    fn any_text_is_kept_in_gfm(content in any_content(), place in PLACES) {
        assert_kept(Dialect::Gfm, placed(vec![RichText::text(content)], place));
    }

    #[test]
    fn any_text_is_kept_in_v2(content in any_content(), place in PLACES) {
        assert_kept(Dialect::V2, placed(vec![RichText::text(content)], place));
    }

    #[test]
    fn any_text_is_kept_in_v1(content in any_content(), place in PLACES) {
        assert_kept(Dialect::V1, placed(vec![RichText::text(content)], place));
    }

    #[test]
    fn any_marks_are_kept_in_gfm(runs in marked(), place in PLACES) {
        assert_kept(Dialect::Gfm, placed(runs, place));
    }

    #[test]
    fn any_marks_are_kept_in_v2(runs in marked(), place in PLACES) {
        assert_kept(Dialect::V2, placed(runs, place));
    }

    #[test]
    fn any_marks_are_kept_in_v1(runs in marked(), place in PLACES) {
        assert_kept(Dialect::V1, placed(runs, place));
    }

    #[test]
    fn documents_can_be_joined_in_gfm(first in vec(closed(), 1..4), second in vec(closed(), 1..4)) {
        assert_joined(Dialect::Gfm, &first, &second);
    }

    #[test]
    fn documents_can_be_joined_in_v2(first in vec(closed(), 1..4), second in vec(closed(), 1..4)) {
        assert_joined(Dialect::V2, &first, &second);
    }

    #[test]
    fn documents_can_be_joined_in_v1(first in vec(closed(), 1..4), second in vec(closed(), 1..4)) {
        assert_joined(Dialect::V1, &first, &second);
    }

    #[test]
    fn any_bytes_are_read(bytes in vec(any::<u8>(), 0..200)) {
        let markdown = String::from_utf8_lossy(&bytes);
        for dialect in [Dialect::Gfm, Dialect::V2, Dialect::V1] {
            text(dialect, &blocks(dialect, &markdown));
        }
    }
}
