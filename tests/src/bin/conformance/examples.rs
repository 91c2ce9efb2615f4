//! `notion-md`: the examples of the CommonMark and GFM specifications keep their text.
//!
//! Each example says which HTML it means. Its text, without the tags, must be the text of our blocks,
//! and Notion must accept these.

use std::collections::BTreeMap;
use std::fs;
use std::panic;
use std::path::Path;

use notion_md::{ReadOptions, Step, UnknownHtml, WriteOptions, normal, plan, read, write};
use notion_model::PageId;
use notion_model::request::{AppendChildren, Block, BlockKind, CreatePage, Validate as _};
use serde::Deserialize;

use crate::Verdict;

/// Examples of which GitHub shows something else than they say; with the reason.
///
/// An example that is not listed must agree, and one that is listed must not.
#[rustfmt::skip]
const EXCEPTIONS: &[(&str, u32, &str)] = &[
    (COMMONMARK, 96, "what stands between two `---` at the head of a text is front matter"),
    (COMMONMARK, 475, "an image without a description has its title as one"),
    (COMMONMARK, 484, "a link without a text would not be seen; it has its address as one"),
    (GFM, 66, "what stands between two `---` at the head of a text is front matter"),
    (GFM, 484, "an image without a description has its title as one"),
    (GFM, 649, "CommonMark 0.31 has other comments"),
    (GFM, 650, "CommonMark 0.31 has other comments"),
    (GFM, 657, "tags that GitHub shows are dropped here, as all that mean nothing to Notion"),
];

const COMMONMARK: &str = "CommonMark 0.31";
const GFM: &str = "GFM 0.29";

#[derive(Deserialize)]
struct Example {
    suite: String,
    number: u32,
    section: String,
    markdown: String,
    html: String,
}

/// Judges every example of a JSON file.
pub(crate) fn judge(file: &Path) -> Result<Verdict, String> {
    let told = |error: &dyn std::fmt::Display| format!("{}: {error}", file.display());
    let text = fs::read_to_string(file).map_err(|error| told(&error))?;
    let examples: Vec<Example> = serde_json::from_str(&text).map_err(|error| told(&error))?;
    let mut failures = Vec::new();
    let mut counts: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    let mut notes = Vec::new();
    for example in &examples {
        let Example { suite, number, section, markdown, .. } = example;
        let exception = EXCEPTIONS.iter().find(|it| it.0 == suite && it.1 == *number);
        let complaints = panic::catch_unwind(|| complaints(example))
            .unwrap_or_else(|_| vec!["a panic, told above".to_owned()]);
        let (all, agreed) = counts.entry(suite).or_default();
        *all += 1;
        *agreed += usize::from(complaints.is_empty());
        let place = format!("{suite} {number} ({section})");
        match (exception, complaints.is_empty()) {
            (None, true) => {}
            (Some((_, _, reason)), false) => notes.push(format!("{place}: {reason}")),
            (Some(_), true) => failures.push(format!("{place} agrees and is listed as if not")),
            (None, false) => {
                let complaints = complaints.join("\n    ");
                failures.push(format!("{place}: {markdown:?}\n    {complaints}"));
            }
        }
    }
    if examples.is_empty() {
        failures.push("there are no examples in the file".to_owned());
    }
    let told = |(suite, (all, agreed)): (&str, (usize, usize))| {
        format!("{agreed} of {all} examples of {suite} keep their text and are accepted")
    };
    let summary = counts.into_iter().map(told).collect::<Vec<_>>().join(", ");
    Ok(Verdict { summary: format!("markdown: {summary}"), notes, failures })
}

/// What is wrong with our reading of an example.
fn complaints(example: &Example) -> Vec<String> {
    let options = ReadOptions {
        // So that no address needs words of its own, and no tag is text.
        base_url: Some("https://example.org/".to_owned()),
        unknown_html: UnknownHtml::Drop,
        ..ReadOptions::default()
    };
    let blocks = read(&example.markdown, &options).blocks;
    let mut complaints = Vec::new();
    let (said, expected) = (text_of_blocks(&blocks), text_of_html(&example.html));
    if said != expected {
        complaints.push(format!("the text is  {said:?}"));
        complaints.push(format!("it should be {expected:?}"));
    }
    let written = write(&normal(blocks.clone()), &WriteOptions::default());
    let again = normal(read(&written.text, &ReadOptions::default()).blocks);
    if again != normal(blocks.clone()) {
        complaints.push(format!("it came back otherwise from {:?}", written.text));
    }
    let plan = plan(blocks);
    let first = CreatePage::new(PageId::from(uuid::Uuid::nil())).with_children(plan.first);
    let appended = plan.steps.into_iter().filter_map(|step| match step {
        Step::Append(append) => Some(AppendChildren::new(append.children)),
        Step::List { .. } => None,
    });
    let verdicts = std::iter::once(first.validate()).chain(appended.map(|it| it.validate()));
    for violations in verdicts.filter_map(Result::err) {
        complaints.push(format!("it would be refused: {violations}"));
    }
    complaints
}

/// The text of blocks, without white space.
fn text_of_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    let mut open: Vec<&Block> = blocks.iter().rev().collect();
    while let Some(block) = open.pop() {
        let mut push = |runs: &[notion_model::request::RichText]| {
            for run in runs {
                text.extend(run.plain_text().chars().filter(|it| !it.is_whitespace()));
            }
        };
        push(block.kind.rich_text().unwrap_or_default());
        match &block.kind {
            BlockKind::Image(it) => push(&it.caption),
            BlockKind::TableRow(it) => it.cells.iter().for_each(|it| push(it)),
            _ => {}
        }
        open.extend(block.children.iter().rev());
    }
    text
}

/// The text of HTML, with the descriptions of its images, without white space.
fn text_of_html(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = markup(rest);
        let (tag, after) = rest.split_at(length);
        rest = after;
        if tag.is_empty() {
            text.push('<');
            rest = &rest[1..];
        } else if tag.starts_with("<img ") {
            text.push_str(attribute(tag, "alt"));
        }
    }
    text.push_str(rest);
    decoded(&text).chars().filter(|it| !it.is_whitespace()).collect()
}

/// The length of the tag, comment or the like at the start; 0 if that is text.
fn markup(html: &str) -> usize {
    let until = |end: &str| html.find(end).map_or(html.len(), |at| at + end.len());
    if html.starts_with("<!-->") || html.starts_with("<!--->") {
        return until(">");
    }
    for (start, end) in [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")] {
        if html.starts_with(start) {
            return until(end);
        }
    }
    let name = html[1..].trim_start_matches('/');
    if !name.starts_with(|it: char| it.is_ascii_alphabetic()) {
        return 0;
    }
    let mut quote = None;
    for (at, char) in html.char_indices().skip(1) {
        match (quote, char) {
            (None, '>') => return at + 1,
            (None, '<') => return 0,
            (None, '"' | '\'') => quote = Some(char),
            (Some(open), _) if open == char => quote = None,
            _ => {}
        }
    }
    0
}

fn attribute<'a>(tag: &'a str, name: &str) -> &'a str {
    let start = format!(" {name}=\"");
    let value = tag.find(&start).map_or("", |at| &tag[at + start.len()..]);
    value.split('"').next().unwrap_or_default()
}

fn decoded(text: &str) -> String {
    [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
        .into_iter()
        .fold(text.to_owned(), |text, (entity, char)| text.replace(entity, char))
}
