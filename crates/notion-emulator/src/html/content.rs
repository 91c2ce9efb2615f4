//! The blocks of a page as HTML.

use std::fmt::Write as _;

use uuid::Uuid;

use super::{escaped, label, link};
use crate::rules::icon::is_link;
use crate::world::World;
use crate::world::block_type::Part;
use crate::world::record::Block;
use crate::world::text::{Mention, Run, RunKind};

/// How deep blocks are shown: nesting of a world is not bound, that of this page is.
const DEPTH: usize = 40;

/// Everything below a page or block.
pub(super) fn children(world: &World, id: Uuid, depth: usize, html: &mut String) {
    if depth > DEPTH {
        html.push_str("<p>…</p>");
        return;
    }
    // Items of a list stand in one list, as long as they follow each other.
    let mut list: Option<&str> = None;
    for child in world.live_children(id) {
        let block = world.block(child);
        let wanted = match block.map(|block| block.kind.name) {
            Some("bulleted_list_item") => Some("ul"),
            Some("numbered_list_item") => Some("ol"),
            _ => None,
        };
        if wanted != list {
            if let Some(open) = list {
                let _ = write!(html, "</{open}>");
            }
            if let Some(new) = wanted {
                let _ = write!(html, "<{new}>");
            }
            list = wanted;
        }
        if let Some(block) = block {
            one(world, block, depth, html);
        } else {
            let label = label(world, child).unwrap_or_default();
            let _ = write!(html, "<p>{}</p>", link(child, &label));
        }
    }
    if let Some(open) = list {
        let _ = write!(html, "</{open}>");
    }
}

fn one(world: &World, block: &Block, depth: usize, html: &mut String) {
    let text = match block.part("rich_text") {
        Some(Part::Text(runs)) => rich(world, runs),
        _ => String::new(),
    };
    let below = |html: &mut String| children(world, block.id, depth + 1, html);
    let around = |html: &mut String, open: &str, close: &str| {
        html.push_str(open);
        html.push_str(&text);
        below(html);
        html.push_str(close);
    };
    match block.kind.name {
        "heading_1" => around(html, "<h2>", "</h2>"),
        "heading_2" => around(html, "<h3>", "</h3>"),
        "heading_3" | "heading_4" => around(html, "<h4>", "</h4>"),
        "bulleted_list_item" | "numbered_list_item" => around(html, "<li>", "</li>"),
        "quote" => around(html, "<blockquote>", "</blockquote>"),
        "callout" => around(html, "<div class=callout>", "</div>"),
        "toggle" => {
            let _ = write!(html, "<details open><summary>{text}</summary>");
            below(html);
            html.push_str("</details>");
        }
        "to_do" => {
            let done = block.part("checked") == Some(&Part::Flag(true));
            let (mark, class) = if done { ("☑", " class=done") } else { ("☐", "") };
            let _ = write!(html, "<div>{mark} <span{class}>{text}</span>");
            below(html);
            html.push_str("</div>");
        }
        "code" => {
            let _ = write!(html, "<pre>{text}</pre>");
        }
        "divider" => html.push_str("<hr>"),
        "column_list" => around(html, "<div class=columns>", "</div>"),
        "table" => around(html, "<div class=scroll><table>", "</table></div>"),
        "table_row" => {
            html.push_str("<tr>");
            if let Some(Part::Cells(cells)) = block.part("cells") {
                for cell in cells {
                    let _ = write!(html, "<td>{}</td>", rich(world, cell));
                }
            }
            html.push_str("</tr>");
        }
        "equation" => {
            if let Some(Part::Word(expression)) = block.part("expression") {
                let _ = write!(html, "<pre>{}</pre>", escaped(expression));
            }
        }
        "image" => {
            if let Some(Part::External(url)) = block.part("external") {
                let _ = write!(html, "<p><img alt=\"\" src=\"{}\"></p>", escaped(url));
            }
        }
        _ => other(block, &text, html, below),
    }
}

/// Paragraphs, and whatever has no look of its own: its text, its address, its children.
fn other(block: &Block, text: &str, html: &mut String, below: impl Fn(&mut String)) {
    let address = block.parts.iter().find_map(|(key, part)| match part {
        Part::External(url) => Some(url),
        Part::Word(url) if &**key == "url" => Some(url),
        _ => None,
    });
    match address {
        Some(url) => {
            let _ = write!(html, "<p>{}</p>", anchor(url, &escaped(url)));
        }
        None => {
            let _ = write!(html, "<p>{text}</p>");
        }
    }
    below(html);
}

/// A link to somewhere else, if the address is one that a browser may follow.
fn anchor(url: &str, html: &str) -> String {
    let web = ["http://", "https://", "mailto:"].iter().any(|scheme| url.starts_with(scheme));
    if web && is_link(url) {
        format!("<a rel=noreferrer href=\"{}\">{html}</a>", escaped(url))
    } else {
        html.to_owned()
    }
}

/// A rich text with its styles.
pub(super) fn rich(world: &World, runs: &[Run]) -> String {
    runs.iter().map(|run| styled(world, run)).collect()
}

fn styled(world: &World, run: &Run) -> String {
    let plain = world.plain_run(run);
    let mut html = escaped(&plain).replace('\n', "<br>");
    let style = run.style;
    for (on, tag) in [
        (style.code, "code"),
        (style.bold, "b"),
        (style.italic, "i"),
        (style.strikethrough, "s"),
        (style.underline, "u"),
    ] {
        if on {
            html = format!("<{tag}>{html}</{tag}>");
        }
    }
    match &run.kind {
        RunKind::Link(_, url) => anchor(url, &html),
        RunKind::Mention(mention) => match **mention {
            Mention::Page(id) | Mention::Database(id) => link(id, &plain),
            _ => html,
        },
        RunKind::Text(_) | RunKind::Equation(_) => html,
    }
}
