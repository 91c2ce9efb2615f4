//! Pages of which only their text is shown, as Markdown.

use notion_md::Dialect;
use serde_json::Value;
use uuid::Uuid;

use super::Exchange;
use super::build::Builder;
use crate::ids::parse;
use crate::semantics::blocks::{Place, append};
use crate::semantics::markdown::new_blocks;

impl Builder<'_> {
    /// Gives pages the blocks that their text shows, unless other exchanges show blocks.
    pub(super) fn texts(&mut self, exchanges: &[Exchange]) {
        let mut known: Vec<Uuid> = Vec::new();
        for exchange in exchanges.iter().filter(|exchange| exchange.is_done()) {
            // What the recording has put into a page was not there before.
            if exchange.method != "GET" {
                let parent = &exchange.request["parent"];
                known.extend(super::id(parent, "page_id"));
                if let ["blocks", page, ..] = exchange.segments()[..] {
                    known.extend(parse(page));
                }
            }
            let ["pages", page, "markdown"] = exchange.segments()[..] else { continue };
            let Some(page) = parse(page).filter(|page| self.sightings.is_presupposed(*page)) else {
                continue;
            };
            let is_empty = self.world.all_children(page).is_empty();
            if known.contains(&page) || !is_empty {
                continue;
            }
            known.push(page);
            let Some(text) = before(exchange) else { continue };
            let named = exchange.parameter("markdown_version").map(Value::from);
            let named = named.or_else(|| exchange.request.get("markdown_version").cloned());
            let dialect = if named == Some("v2".into()) { Dialect::V2 } else { Dialect::V1 };
            if let Ok(blocks) = new_blocks(&self.world, &text, dialect) {
                append(&mut self.world, page, blocks, Place::End);
            }
        }
    }
}

/// The text that a page had, as far as the change and what came of it tell.
fn before(exchange: &Exchange) -> Option<String> {
    let after = exchange.response["markdown"].as_str()?.to_owned();
    let request = &exchange.request;
    let kind = request["type"].as_str().unwrap_or_default();
    let (change, word) = (&request[kind], |value: &Value| value.as_str().map(str::to_owned));
    Some(match kind {
        "update_content" => {
            let updates = change["content_updates"].as_array().into_iter().flatten().rev();
            updates.fold(after, |text, update| {
                let (old, new) = (word(&update["old_str"]), word(&update["new_str"]));
                match old.zip(new) {
                    Some((old, new)) if !new.is_empty() => text.replacen(&new, &old, 1),
                    Some((old, _)) => format!("{text}\n{old}"),
                    None => text,
                }
            })
        }
        "insert_content" => {
            let content = word(&change["content"])?;
            after.replacen(content.trim(), "", 1)
        }
        "replace_content_range" => {
            let range = word(&change["content_range"])?;
            let content = word(&change["content"])?;
            after.replacen(content.trim(), &range.replacen("...", "\n", 1), 1)
        }
        _ => after,
    })
}
