//! The forms of Markdown that are read and written, and how to tell which one a text is in.

use crate::html::{self, Token};

/// A form of Markdown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// GitHub's: what most texts are in, and what every program shows.
    #[default]
    Gfm,
    /// Notion's second, "Notion-flavored Markdown" (`markdown_version: "v2"`): `CommonMark` with
    /// tags for what Markdown does not have. The only one that carries everything.
    V2,
    /// Notion's first, "enhanced Markdown": children are indented with tabs, and every line is a
    /// block. Notion has deprecated it.
    V1,
}

impl Dialect {
    /// Whether it is one of Notion's own.
    pub(crate) fn is_notion(self) -> bool {
        self != Self::Gfm
    }

    /// The form that a text is most likely in, by its first tag or mark that only one of them has.
    /// What stands in code is not looked at.
    ///
    /// ```
    /// use notion_md::Dialect;
    ///
    /// assert_eq!(Dialect::detect("# Plan\n\n<toggle>More\n\ntext\n</toggle>\n"), Dialect::V2);
    /// assert_eq!(Dialect::detect("# Plan {color=\"blue\"}\n"), Dialect::V1);
    /// assert_eq!(Dialect::detect("# Plan\n\n`<toggle>`\n"), Dialect::Gfm);
    /// ```
    pub fn detect(markdown: &str) -> Self {
        let mut fence: Option<&str> = None;
        let mut in_list = false;
        for line in markdown.lines() {
            let content = line.trim_start();
            let ticks = content.len() - content.trim_start_matches(['`', '~']).len();
            match fence {
                Some(open) if ticks >= open.len() && content.starts_with(open) => fence = None,
                Some(_) => {}
                None if ticks >= 3 => fence = Some(&content[..ticks]),
                None => {
                    if let Some(dialect) = of_line(line, in_list) {
                        return dialect;
                    }
                    in_list = is_item(content) || (in_list && content.len() < line.len());
                }
            }
        }
        Self::Gfm
    }
}

/// The form that a line gives away.
fn of_line(line: &str, in_list: bool) -> Option<Dialect> {
    let content = line.trim();
    let has_suffix = content.ends_with("\"}")
        && content.rfind('{').is_some_and(|at| {
            content[at..].starts_with("{color=\"") || content[at..].starts_with("{toggle=\"")
        });
    if has_suffix || (line.starts_with('\t') && !in_list && !content.is_empty()) {
        return Some(Dialect::V1);
    }
    let mut rest = line;
    while let Some(at) = rest.find(['<', '`', '\\']) {
        rest = &rest[at..];
        if let Some(escaped) = rest.strip_prefix('\\') {
            rest = escaped.strip_prefix('<').unwrap_or(escaped);
            continue;
        }
        let ticks = rest.len() - rest.trim_start_matches('`').len();
        if ticks > 0 {
            let (fence, tail) = rest.split_at(ticks);
            rest = tail.find(fence).map_or(tail, |at| &tail[at + ticks..]);
            continue;
        }
        let (token, length) = html::token(rest);
        if let Some(dialect) = of_token(token) {
            return Some(dialect);
        }
        // After a `<` that begins no tag, the next one may be escaped.
        rest = if matches!(token, Token::Text(_)) { &rest[1..] } else { &rest[length..] };
    }
    None
}

fn of_token(token: Token<'_>) -> Option<Dialect> {
    let tag = match token {
        Token::Open(tag) => tag,
        Token::Close(_) | Token::Comment | Token::Text(_) => return None,
    };
    let has = |name: &str| tag.attribute(name).is_some();
    match tag.name {
        "p" if tag.closed || has("color") || has("icon") => Some(Dialect::V2),
        "quote"
        | "toggle"
        | "todo"
        | "nmd"
        | "synced-block"
        | "synced-block-reference"
        | "table-of-contents"
        | "bookmark"
        | "tabs" => Some(Dialect::V2),
        "mention" if has("url") => Some(Dialect::V2),
        "date" if has("start") => Some(Dialect::V2),
        "column" if has("ratio") => Some(Dialect::V2),
        "empty-block" | "table_of_contents" | "synced_block" | "synced_block_reference" => {
            Some(Dialect::V1)
        }
        name if name.starts_with("mention-") => Some(Dialect::V1),
        "span" if has("underline") => Some(Dialect::V1),
        _ => None,
    }
}

/// Whether a line without its indentation begins an item of a list.
fn is_item(content: &str) -> bool {
    let rest = content.trim_start_matches(|it: char| it.is_ascii_digit());
    let marker = if rest.len() < content.len() { &['.', ')'][..] } else { &['-', '*', '+'][..] };
    rest.strip_prefix(marker).is_some_and(|it| it.is_empty() || it.starts_with([' ', '\t']))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(markdown: &str, expected: Dialect) {
        assert_eq!(Dialect::detect(markdown), expected, "{markdown:?}");
    }

    #[test]
    fn tells_the_dialects_apart() {
        check("", Dialect::Gfm);
        check("# a\n\n<details>\n\nb\n\n</details>\n\n<p align=\"center\">x</p>", Dialect::Gfm);
        check("a\n\n<p />\n\nb", Dialect::V2);
        check("x <mention url=\"user://1\"/>", Dialect::V2);
        check("- a\n\n  <quote color=\"red\">b</quote>", Dialect::V2);
        check("a\n\tb", Dialect::V1);
        check("- a\n\tb", Dialect::Gfm);
        check("1. a\n\tb\n\tc", Dialect::Gfm);
        check("a <span underline=\"true\">b</span>", Dialect::V1);
        check("<table_of_contents/>", Dialect::V1);
        check("a {color=\"blue\"}", Dialect::V1);
        check("a {b=\"c\"}", Dialect::Gfm);
    }

    #[test]
    fn code_and_escapes_give_nothing_away() {
        check("```html\n<quote>\n```", Dialect::Gfm);
        check("~~~~\n~~~\n<quote>\n~~~~\n<toggle>", Dialect::V2);
        check("`<quote>` and \\<quote>", Dialect::Gfm);
        check("``` <quote>", Dialect::Gfm);
    }
}
