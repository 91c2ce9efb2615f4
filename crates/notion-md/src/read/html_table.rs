//! Tables written in HTML.

use comrak::nodes::Sourcepos;
use notion_model::request::{Block, RichText};

use super::{
    Reader, build,
    inline::{Setting, Walk, only_text},
};
use crate::html::{self, Token};

/// Reads what is inside of a `<table>`; `None` if there are no cells.
pub(super) fn table(reader: &mut Reader<'_>, html: &str, place: Sourcepos) -> Option<Block> {
    let mut rows: Vec<Vec<Vec<RichText>>> = Vec::new();
    let mut first_is_header = false;
    let mut cell: Option<usize> = None;
    let mut at = 0;
    while at < html.len() {
        let (token, length) = html::token(&html[at..]);
        let name = match token {
            Token::Open(tag) => tag.name.to_ascii_lowercase(),
            Token::Close(name) => name.to_ascii_lowercase(),
            Token::Comment | Token::Text(_) => String::new(),
        };
        if matches!(name.as_str(), "td" | "th" | "tr" | "thead" | "tbody" | "caption") {
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
    let width = rows.iter().map(Vec::len).max()?;
    for row in &mut rows {
        row.resize(width, Vec::new());
    }
    let rows = rows.into_iter().map(build::row).collect();
    Some(build::table(u32::try_from(width).unwrap_or(u32::MAX), first_is_header, rows))
}

fn cell_text(reader: &mut Reader<'_>, html: &str, place: Sourcepos) -> Vec<RichText> {
    let text = only_text(&mut Walk::new(reader, Setting::Line).html_text(html, place));
    reader.squeezed(text, place)
}
