//! The table of the README: every construct of Markdown and every block, read and written.
//!
//! What the table says is what the crate does, because the crate writes it; this file only lists
//! what is asked.

use std::fmt::Write as _;

use notion_model::request::Block;

use crate::{
    Dialect, ReadOptions, Remark, WriteOptions, normal, read,
    shorthand::{Sample, tree},
    write,
};

mod blocks;
mod texts;

/// The dialects that the table shows, each with the head of its column.
const DIALECTS: &[(Dialect, &str)] = &[
    (Dialect::Gfm, "as GitHub's Markdown"),
    (Dialect::V2, "as Notion's second"),
    (Dialect::V1, "as Notion's first"),
];

const PAGE: &str = include_str!("../README.md");
const BEGIN: &str = "<!-- Written by `constructs.rs`; its test says how. -->\n";
const END: &str = "<!-- The end of what is written. -->\n";

/// Set this to have the README written instead of compared.
const WRITE: &str = "NOTION_WRITE_README";

#[test]
fn the_readme_says_what_is_done() {
    let (head, rest) = PAGE.split_once(BEGIN).expect("the README has the table");
    let (_, tail) = rest.split_once(END).expect("the table has an end");
    let page = format!("{head}{BEGIN}{}{END}{tail}", tables());
    if std::env::var_os(WRITE).is_some() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/README.md");
        std::fs::write(path, page).expect("the README can be written");
    } else {
        assert!(page == PAGE, "run `{WRITE}=1 cargo test -p notion-md --lib constructs`");
    }
}

fn tables() -> String {
    let mut out = String::new();
    let heads: String = DIALECTS.iter().fold(String::new(), |all, it| format!("{all} {} |", it.1));
    let lines = "--- | ".repeat(DIALECTS.len());
    writeln!(out, "\n| Construct | Markdown | Blocks |{heads} Remarks |").unwrap();
    writeln!(out, "| --- | --- | --- | {lines}--- |").unwrap();
    for (name, markdown) in texts::TEXTS {
        let document = read(markdown, &ReadOptions::default());
        let row = row(&document.blocks, markdown, document.remarks);
        writeln!(out, "| {name} | {} | {row}", code(markdown)).unwrap();
    }
    writeln!(out, "\n| Block or run | Blocks |{heads} Remarks |").unwrap();
    writeln!(out, "| --- | --- | {lines}--- |").unwrap();
    for Sample { name, blocks } in blocks::samples() {
        writeln!(out, "| {name} | {}", row(&blocks, "", Vec::new())).unwrap();
    }
    out.push('\n');
    out
}

/// The blocks in short, what they become in each dialect, and what is said about all of it. Proves
/// on the way that each text means these blocks again, unless a remark says what was lost.
fn row(blocks: &[Block], markdown: &str, mut remarks: Vec<Remark>) -> String {
    let blocks = normal(blocks.to_vec());
    let mut cells = format!("{} |", code(&flat(&tree(&blocks))));
    for (dialect, _) in DIALECTS {
        let dialect = *dialect;
        let written = write(&blocks, &WriteOptions { dialect, ..WriteOptions::default() });
        let again = read(&written.text, &ReadOptions { dialect, ..ReadOptions::default() });
        let is_equal = normal(again.blocks) == blocks;
        let is_lossless = dialect == Dialect::V2;
        assert!(is_equal || !is_lossless, "{markdown}\n{}", written.text);
        assert!(is_equal || !written.remarks.is_empty(), "{markdown}\n{}", written.text);
        assert!(!is_lossless || written.remarks.is_empty(), "{:?}", written.remarks);
        let is_same = !markdown.is_empty() && written.text.trim_end() == markdown.trim_end();
        let shown = if is_same { "the same".to_owned() } else { code(&written.text) };
        write!(cells, " {shown} |").unwrap();
        remarks.extend(written.remarks);
    }
    let mut codes: Vec<_> = remarks.iter().map(|it| it.kind.code()).collect();
    codes.dedup();
    let codes: Vec<_> = codes.iter().map(|it| format!("`{it}`")).collect();
    format!("{cells} {} |", codes.join(", "))
}

/// A text on one line, in code.
fn code(text: &str) -> String {
    let text = text.trim_end_matches('\n').replace('\n', "⏎").replace('|', "\\|");
    if text.is_empty() {
        return "nothing".to_owned();
    }
    let longest = text.split(|it| it != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let is_edged = text.starts_with('`') || text.ends_with('`');
    let space = if is_edged { " " } else { "" };
    format!("{fence}{space}{text}{space}{fence}")
}

/// A tree of lines on one line: what is in a block stands in braces behind it.
fn flat(tree: &str) -> String {
    let mut out = String::new();
    let mut depth = 0;
    for (at, line) in tree.lines().enumerate() {
        let text = line.trim_start_matches(' ');
        let level = (line.len() - text.len()) / 2;
        match level {
            _ if level > depth => out.push_str(" { "),
            _ => {
                out.push_str(&" }".repeat(depth - level));
                out.push_str(if at == 0 { "" } else { " · " });
            }
        }
        out.push_str(text);
        depth = level;
    }
    out + &" }".repeat(depth)
}
