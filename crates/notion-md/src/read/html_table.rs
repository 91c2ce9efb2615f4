//! Tables written in HTML.

use comrak::nodes::Sourcepos;
use notion_model::request::{Block, RichText};

use super::{
    Reader, build,
    inline::{Setting, Walk, only_text},
};
use crate::{
    RemarkKind,
    html::{self, Token},
};

/// Reads what is inside of a `<table>`: the text that is in none of its cells, such as its caption,
/// and the table, if there are any cells.
pub(super) fn table(
    reader: &mut Reader<'_>,
    html: &str,
    place: Sourcepos,
) -> (Vec<RichText>, Option<Block>) {
    let mut beside = String::new();
    let mut says_merged = false;
    let mut rows: Vec<Vec<Vec<RichText>>> = Vec::new();
    let mut first_is_header = false;
    let mut cell: Option<usize> = None;
    let mut at = 0;
    while at < html.len() {
        let (token, length) = html::token(&html[at..]);
        let name = match token {
            Token::Open(tag) => {
                says_merged |= ["colspan", "rowspan"].iter().any(|name| {
                    tag.attribute(name).is_some_and(|it| !matches!(it.trim(), "" | "1"))
                });
                tag.name.to_ascii_lowercase()
            }
            Token::Close(name) => name.to_ascii_lowercase(),
            Token::Comment | Token::Text(_) => String::new(),
        };
        let is_part = matches!(
            name.as_str(),
            "td" | "th" | "tr" | "thead" | "tbody" | "tfoot" | "caption" | "colgroup" | "col"
        );
        if cell.is_none() {
            beside.push_str(if is_part { " " } else { &html[at..at + length] });
        }
        if is_part {
            if let Some(start) = cell.take() {
                let text = cell_text(reader, &html[start..at], place);
                match rows.last_mut() {
                    Some(row) => row.push(text),
                    None => rows.push(vec![text]),
                }
            }
            if let Token::Open(_) = token {
                match name.as_str() {
                    "tr" => rows.push(Vec::new()),
                    "th" | "td" => {
                        first_is_header |= name == "th" && rows.len() <= 1;
                        cell = Some(at + length);
                    }
                    _ => {}
                }
            }
        }
        at += length;
    }
    if let Some(start) = cell {
        let text = cell_text(reader, &html[start..], place);
        if let Some(row) = rows.last_mut() {
            row.push(text);
        }
    }
    rows.retain(|it| !it.is_empty());
    if says_merged {
        let message = "cells of a table that were merged were taken apart";
        reader.remark(RemarkKind::HtmlUnwrapped, place, message);
    }
    let beside = beside.split_ascii_whitespace().collect::<Vec<_>>().join(" ");
    let beside = if beside.is_empty() { Vec::new() } else { cell_text(reader, &beside, place) };
    let Some(width) = rows.iter().map(Vec::len).max() else { return (beside, None) };
    for row in &mut rows {
        row.resize(width, Vec::new());
    }
    let rows = rows.into_iter().map(build::row).collect();
    let width = u32::try_from(width).unwrap_or(u32::MAX);
    (beside, Some(build::table(width, first_is_header, rows)))
}

fn cell_text(reader: &mut Reader<'_>, html: &str, place: Sourcepos) -> Vec<RichText> {
    let text = only_text(&mut Walk::new(reader, Setting::Line).html_text(html, place));
    reader.squeezed(text, place)
}
