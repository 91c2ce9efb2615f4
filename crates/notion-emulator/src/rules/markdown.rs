//! Reading Markdown that stands in a request.

use notion_md::{Dialect, ReadOptions, read};
use notion_model::request::BlockKind;
use serde_json::Value;

use super::text::rich_text;
use crate::check::{At, Checked};
use crate::world::text::Run;

/// `markdown_version`: `v1` where it is not said.
pub(crate) fn version(at: &At<'_, '_>) -> Checked<Dialect> {
    Ok(match at.opt(|at| at.word(&["v1", "v2"]))? {
        Some("v2") => Dialect::V2,
        _ => Dialect::V1,
    })
}

/// How Notion's endpoints read a dialect.
pub(crate) fn options(dialect: Dialect) -> ReadOptions {
    ReadOptions { dialect, ..ReadOptions::default() }
}

/// The text of a comment: each line with its inline formatting, blocks as they are written.
pub(crate) fn inline(markdown: &str, dialect: Dialect) -> Result<Vec<Run>, ()> {
    let mut runs: Vec<Value> = Vec::new();
    for (number, line) in markdown.lines().enumerate() {
        if number > 0 {
            runs.push(serde_json::json!({ "text": { "content": "\n" } }));
        }
        let document = read(line, &options(dialect));
        let text = match &document.blocks[..] {
            [only] if only.children.is_empty() => match &only.kind {
                BlockKind::Paragraph(text, _) => serde_json::to_value(&text.rich_text).ok(),
                _ => None,
            },
            _ => None,
        };
        match text {
            Some(Value::Array(text)) => runs.extend(text),
            _ => runs.push(serde_json::json!({ "text": { "content": line } })),
        }
    }
    let runs = Value::Array(runs);
    rich_text(&At::body(&runs)).map_err(drop)
}
