//! Addresses in Markdown.

use std::borrow::Cow;

pub(super) use crate::mention::page_url;

/// Whether [`read`](crate::read) takes an address without a base.
pub(super) fn is_kept(url: &str) -> bool {
    matches!(crate::read::judge(url), Some(kept) if kept == url)
}

/// An address as it stands in the parentheses of a link.
pub(super) fn destination(url: &str) -> Cow<'_, str> {
    let mut depth = 0_usize;
    let mut balanced = true;
    for byte in url.bytes() {
        match byte {
            b'(' => depth += 1,
            b')' if depth == 0 => balanced = false,
            b')' => depth -= 1,
            _ => {}
        }
    }
    let is_special =
        |it: char| matches!(it, '\\' | '&' | '<' | '>') || it.is_whitespace() || it.is_control();
    if balanced && depth == 0 && !url.is_empty() && !url.contains(is_special) {
        return Cow::Borrowed(url);
    }
    let mut out = String::with_capacity(url.len() + 8);
    let pointed = url.is_empty() || !balanced || depth != 0 || url.contains(char::is_whitespace);
    if pointed {
        out.push('<');
    }
    for (at, char) in url.char_indices() {
        match char {
            '\\' | '<' | '>' => out.extend(['\\', char]),
            '&' if super::escape::begins_entity(&url[at..]) => out.push_str("&amp;"),
            '\n' | '\r' => out.push_str("%0A"),
            _ => out.push(char),
        }
    }
    if pointed {
        out.push('>');
    }
    Cow::Owned(out)
}
