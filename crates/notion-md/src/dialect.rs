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
    /// A tab at the head of a line means nothing by itself: people indent code with it, and HTML.
    /// Only in a text without any blank line, of which Notion's first dialect has none, does it
    /// count.
    ///
    /// ```
    /// use notion_md::Dialect;
    ///
    /// assert_eq!(Dialect::detect("# Plan\n\n<toggle>More\n\ntext\n</toggle>\n"), Dialect::V2);
    /// assert_eq!(Dialect::detect("# Plan {color=\"blue\"}\n"), Dialect::V1);
    /// assert_eq!(Dialect::detect("# Plan\n\n`<toggle>`\n"), Dialect::Gfm);
    /// assert_eq!(Dialect::detect("Run:\n\n\tcargo test\n"), Dialect::Gfm);
    /// ```
    pub fn detect(markdown: &str) -> Self {
        let mut seen = Seen::default();
        for line in markdown.lines() {
            let is_hidden = seen.is_hidden(line);
            if !is_hidden && let Some(dialect) = of_line(line).or_else(|| seen.indented(line)) {
                return dialect;
            }
            seen.pass(line, is_hidden);
        }
        if seen.has_children && !seen.has_blanks { Self::V1 } else { Self::Gfm }
    }
}

/// What the lines of a text so far say about the next one.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Default)]
struct Seen<'t> {
    /// The fence of the code that is open, and whether that is in a quotation.
    fence: Option<(&'t str, bool)>,
    in_comment: bool,
    in_list: bool,
    /// In code that is indented and not fenced.
    in_code: bool,
    /// The line before; empty after a blank one.
    last: &'t str,
    /// Whether a line is indented with one more tab than the one before.
    has_children: bool,
    /// Whether a blank line stands between two others.
    has_blanks: bool,
    is_after_blank: bool,
}

impl<'t> Seen<'t> {
    /// Whether a line is code or part of a comment, or begins either.
    fn is_hidden(&mut self, line: &'t str) -> bool {
        let content = line.trim_start();
        if self.in_comment {
            self.in_comment = !content.contains("-->");
            return true;
        }
        let is_quoted = content.starts_with('>');
        let inner = without_markers(content);
        let run = fence_run(inner);
        match self.fence {
            Some((_, true)) if !is_quoted => self.fence = None,
            Some((open, _)) => {
                if run.starts_with(open) && inner[run.len()..].trim().is_empty() {
                    self.fence = None;
                }
                return true;
            }
            None => {}
        }
        // What stands after backticks on the same line closes them: that is code in a text.
        if run.len() >= 3 && !(run.starts_with('`') && inner[run.len()..].contains('`')) {
            self.fence = Some((run, is_quoted));
            return true;
        }
        if inner.starts_with("<!--") && !inner.contains("-->") {
            self.in_comment = true;
            return true;
        }
        let is_indented = line.starts_with('\t') || line.starts_with("    ");
        self.in_code = is_indented && !self.in_list && (self.in_code || self.last.is_empty());
        self.in_code
    }

    /// What the indentation of a line gives away, right now or when all has been seen.
    fn indented(&mut self, line: &str) -> Option<Dialect> {
        let tabs = |line: &str| line.len() - line.trim_start_matches('\t').len();
        let parent = self.last.trim_start();
        if self.in_list || line.trim().is_empty() || tabs(line) != tabs(self.last) + 1 {
            return None;
        }
        // Both of Notion's dialects have these, but only the first indents what is in them.
        if ["<callout", "<column"].iter().any(|it| parent.starts_with(it)) {
            return Some(Dialect::V1);
        }
        self.has_children |=
            !parent.is_empty() && (!parent.starts_with('<') || parent.starts_with("<summary>"));
        None
    }

    fn pass(&mut self, line: &'t str, is_hidden: bool) {
        let content = line.trim_start();
        if content.is_empty() {
            // Whether another line follows is not known yet.
            self.is_after_blank = self.fence.is_none();
            self.last = "";
            return;
        }
        self.has_blanks |= std::mem::take(&mut self.is_after_blank);
        if is_hidden {
            // Code has no children, no more than HTML.
            self.last = "<";
            return;
        }
        self.in_list = is_item(content) || (self.in_list && content.len() < line.len());
        self.last = line;
    }
}

/// A line without the marks of the quotations and items that it is in.
fn without_markers(mut content: &str) -> &str {
    loop {
        let rest = content.strip_prefix('>').map_or_else(|| after_marker(content), Some);
        match rest {
            Some(rest) if !rest.is_empty() => content = rest.trim_start(),
            _ => return content,
        }
    }
}

/// The backticks or tildes that a line begins with.
fn fence_run(content: &str) -> &str {
    let char = if content.starts_with('~') { '~' } else { '`' };
    &content[..content.len() - content.trim_start_matches(char).len()]
}

/// The form that a line gives away.
fn of_line(line: &str) -> Option<Dialect> {
    let content = line.trim();
    let has_suffix = content.ends_with("\"}")
        && content.rfind('{').is_some_and(|at| {
            let is_known =
                ["{color=\"", "{toggle=\""].iter().any(|it| content[at..].starts_with(it));
            is_known && !content[..at].ends_with('\\')
        });
    if has_suffix {
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
    after_marker(content).is_some()
}

/// What follows the marker of an item, if that is what a line without its indentation begins with.
fn after_marker(content: &str) -> Option<&str> {
    let rest = content.trim_start_matches(|it: char| it.is_ascii_digit());
    let marker = if rest.len() < content.len() { &['.', ')'][..] } else { &['-', '*', '+'][..] };
    rest.strip_prefix(marker).filter(|it| it.is_empty() || it.starts_with([' ', '\t']))
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
        check("```\n```html\n<quote>\n```", Dialect::Gfm);
        check("```one line``` <quote>", Dialect::V2);
        check("> ```\n> <quote>\n> ```\n\na", Dialect::Gfm);
        check("> ```\n> <quote>\n\n<toggle>", Dialect::V2);
        check("- ```\n  <quote>\n  ```", Dialect::Gfm);
        check("a\n\n    <quote>\n\n    <toggle>\n\nb", Dialect::Gfm);
        check("<!--\n<quote>\n-->\na", Dialect::Gfm);
        check("a \\{color=\"red\"}", Dialect::Gfm);
    }

    /// Forms that the READMEs of real packages have.
    #[test]
    fn people_indent_with_tabs_too() {
        for markdown in [
            "# x\n\nUsage:\n\tcargo run\n\nMore.",
            "Run\n\n\tcargo test\n\tcargo doc\n\nand see.",
            "* a\n\n\tstill a\n\n\t\tcode\n\nb",
            "1. a\n\n\t```sh\n\tls\n\t```\n\n2. b",
            "<p align=\"center\">\n\t<img src=\"a.png\">\n</p>\n# x",
            "<table>\n\t<tr>\n\t\t<td>a</td>\n\t</tr>\n</table>",
            "| a |\n|---|\n| b |\n\n\tcode",
            "---\ntitle: x\n---\n\n<Tabs>\n\t<Tab>a</Tab>\n</Tabs>",
            "```go\nfunc a() {\n\treturn\n}\n```",
            "[a]: https://a.b\n\t\"title\"\n\nx",
            "\tcode from the start\n",
        ] {
            check(markdown, Dialect::Gfm);
        }
        check("a\n\tb\n\t\tc\nd\n\n", Dialect::V1);
        check("```\n\n```\na\n\tb", Dialect::V1);
        check("# a\n<callout>\n\tb\n</callout>\n\nc", Dialect::V1);
        check("<columns>\n\t<column>\n\t\ta\n\t</column>\n</columns>", Dialect::V1);
        check("<details>\n<summary>a</summary>\n\tb\n</details>", Dialect::V1);
    }
}
