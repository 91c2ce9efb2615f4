//! The tables of the README: every construct of Markdown and every block, read and written.
//!
//! What the tables say is what the crate does, because the crate writes it; this file only lists
//! what is asked.

use std::fmt::Write as _;

use notion_model::request::Block;

use crate::{
    Dialect, Document, ReadOptions, Remark, WriteOptions, normal, read,
    shorthand::{Sample, tree},
    write,
};

mod blocks;
mod choices;
mod tags;
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
    let heads: Vec<_> = DIALECTS.iter().map(|it| it.1).collect();
    let mut out = String::from("\n### What is read\n");
    table(&mut out, &[&["Construct", "Markdown", "Blocks", "Remarks"], &*heads].concat());
    for (name, markdown) in texts::TEXTS {
        let document = read(markdown, &ReadOptions::default());
        let blocks = normal(document.blocks);
        let shown = code(&flat(&tree(&blocks)));
        let mut cells = vec![(*name).to_owned(), code(markdown), shown, codes(&document.remarks)];
        cells.extend(DIALECTS.iter().map(|it| written(it.0, &blocks, markdown).0));
        line(&mut out, &cells);
    }
    out.push_str("\n### What the options change\n");
    table(&mut out, &["Option", "Markdown", "Blocks", "Remarks"]);
    for (name, choose, markdown) in choices::CHOICES {
        let mut options = ReadOptions::default();
        let usual = read(markdown, &options).blocks;
        choose(&mut options);
        let document = read(markdown, &options);
        assert_ne!(document.blocks, usual, "{name} changes nothing");
        line(&mut out, &[&[code(name), code(markdown)], &*shown(document)].concat());
    }
    out.push_str("\n### What is written\n");
    let head = ["Block or run", "Blocks", heads[0], "read again", heads[1], heads[2]];
    table(&mut out, &head);
    for Sample { name, blocks } in blocks::samples() {
        let blocks = normal(blocks);
        let mut cells = vec![name, code(&flat(&tree(&blocks)))];
        for (dialect, _) in DIALECTS {
            let (text, again) = written(*dialect, &blocks, "");
            cells.push(text);
            if *dialect == Dialect::Gfm {
                let is_same = again == blocks;
                let shown = || code(&flat(&tree(&again)));
                cells.push(if is_same { "the same".to_owned() } else { shown() });
            }
        }
        line(&mut out, &cells);
    }
    out.push_str("\n### What only Notion's own Markdown has\n");
    table(&mut out, &["Dialect", "Text", "Blocks", "Remarks"]);
    for (dialect, text) in tags::TAGS {
        let document = read(text, &ReadOptions { dialect: *dialect, ..ReadOptions::default() });
        let name = if *dialect == Dialect::V2 { "second" } else { "first" };
        line(&mut out, &[&[name.to_owned(), code(text)], &*shown(document)].concat());
    }
    out.push('\n');
    out
}

fn table(out: &mut String, heads: &[&str]) {
    out.push('\n');
    line(out, &heads.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>());
    line(out, &vec!["---".to_owned(); heads.len()]);
}

fn line(out: &mut String, cells: &[String]) {
    writeln!(out, "| {} |", cells.join(" | ").replace(" |  |", " | |")).unwrap();
}

/// The blocks of a text in short, and the codes of what was said.
fn shown(document: Document) -> Vec<String> {
    vec![code(&flat(&tree(&normal(document.blocks)))), codes(&document.remarks)]
}

/// What blocks become in a dialect, with what is said about it in parentheses, and what that is
/// read as. Proves on the way that it means these blocks again, unless a remark says what was lost.
fn written(dialect: Dialect, blocks: &[Block], markdown: &str) -> (String, Vec<Block>) {
    let written = write(blocks, &WriteOptions { dialect, ..WriteOptions::default() });
    let again = read(&written.text, &ReadOptions { dialect, ..ReadOptions::default() });
    let again = normal(again.blocks);
    let is_equal = again == blocks;
    let is_lossless = dialect == Dialect::V2;
    assert!(is_equal || !is_lossless, "{markdown}\n{}", written.text);
    assert!(is_equal || !written.remarks.is_empty(), "{markdown}\n{}", written.text);
    assert!(!is_lossless || written.remarks.is_empty(), "{:?}", written.remarks);
    let is_same = !markdown.is_empty() && written.text.trim_end() == markdown.trim_end();
    let shown = if is_same { "the same".to_owned() } else { code(&written.text) };
    let lost = codes(&written.remarks);
    (if lost.is_empty() { shown } else { format!("{shown} ({lost})") }, again)
}

fn codes(remarks: &[Remark]) -> String {
    let mut codes: Vec<_> = remarks.iter().map(|it| it.kind.code()).collect();
    codes.dedup();
    codes.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(", ")
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
