//! The text of a Markdown text is the text of the HTML that it means: on examples of our own, of
//! what the specifications have examples for and of what GitHub has besides.

use comrak::options::{Extension, Options, Render};
use notion_md::{ReadOptions, UnknownHtml, read};
use notion_model::request::{Block, BlockKind, RichText};
use proptest::{collection, prelude::*, sample};

use crate::laws::PIECES;

const EXAMPLES: &[&str] = &[
    // Blocks of one kind, and what ends them.
    "\tcode by a tab\n\n- item\n\n\tits second paragraph",
    "  # indented heading #  \n#\n## \n####### seven",
    "one\n===\ntwo\nlines\n---\n\n***\n",
    "    code\n\n      more\n\n\nend",
    "~~~ rust extra\n```\n~~~~\nafter",
    "```\n\n  \n```\n> ```\n> quoted\nlazy",
    "para\n    not code\n# heading\npara\n> quote\nlazy line\n\nend",
    "[label]: /url\n'title'\n\n[label] [Label][] [text][LABEL] [none]",
    "<div>\n*raw*\n\n*read*\n</div>\n\n<!-- c\n\nd -->\nend",
    // Containers in containers.
    "> # a\n> - b\n>   > c\n>\n> 1. d\n\n- > e\n- f",
    "- a\n- b\n\n  c\n- d\n\n\n10) e\n11) f",
    "-\n  a\n-\n\n  b\n- - 1. deep",
    "* a\n+ b\n- c\n1. d\n2) e",
    "- [ ] open\n- [x] done\n  1. [X] inner\n- [y] neither",
    // Running text.
    "*a **b** c* __d__ _e_f_ **g*h**",
    "***a** b* ****c**** *d",
    "a`b``c` ``d`e`` ` f ` `` ` ``",
    "[a](<b c> \"t\") [d](e(f)g) ![h *i*](j) [k]( l",
    "[x [y](/z) w](/v) ![p [q](/r)](/s)",
    "<https://a.b?c=d&e> <f@g.h> <i:> <j k>",
    "&amp; &copy; &#35; &#x22; &nope; &copy",
    "\\*a\\* \\a \\\\ \\& b\\\nc  \nd",
    "a <b>c</b> <d e=\"f>g\"> <!-- h --> i <j",
    // What GitHub has besides.
    "| a | b |\n|:--|--:|\n| `c\\|d` | *e* |\n| f |\n\n| g |\n|-|",
    "~a~ ~~b~~ ~~~c~~~ d~e~f",
    "www.a.b/c_d. https://e.f/(g)) h@i.j http://k.l&m",
    "> [!TIP]\n> a\n>\n> - b",
    "a\u{a0}b \u{2003}c\u{200b}d é\u{301} 漢字 😀",
];

/// Pieces of Markdown without HTML, footnotes and alerts, which are not in the HTML as they are in
/// Notion.
fn markdown() -> impl Strategy<Value = String> {
    let is_plain = |it: &&str| !it.contains(['<', '>', '$', '^']) || *it == "> ";
    let pieces: Vec<_> = PIECES.iter().copied().filter(is_plain).collect();
    let piece = sample::select(pieces);
    collection::vec(piece, 0..24).prop_map(|it| it.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn any_text_is_the_text_of_the_html(markdown in markdown()) {
        assert_same(&markdown);
    }
}

#[test]
fn the_text_is_the_text_of_the_html() {
    for markdown in EXAMPLES {
        assert_same(markdown);
    }
}

#[track_caller]
fn assert_same(markdown: &str) {
    let options = Options {
        extension: Extension {
            strikethrough: true,
            table: true,
            autolink: true,
            tasklist: true,
            footnotes: true,
            front_matter_delimiter: Some("---".to_owned()),
            ..Extension::default()
        },
        render: Render { r#unsafe: true, ..Render::default() },
        ..Options::default()
    };
    let read_options = ReadOptions {
        base_url: Some("https://example.org/".to_owned()),
        unknown_html: UnknownHtml::Drop,
        ..ReadOptions::default()
    };
    let html = comrak::markdown_to_html(markdown, &options).replace("[!TIP]\n", "");
    // Where there is no text for a link, its address stands.
    let has_empty = ["\"></a>", "\"> </a>", "alt=\"\""].iter().any(|it| html.contains(it));
    if has_empty || markdown.contains("[](") {
        return;
    }
    let blocks = read(markdown, &read_options).blocks;
    let mut texts = [text_of_blocks(&blocks), text_of_html(&html)];
    if html.contains("<img ") {
        // An image follows the heading that it was in.
        texts = texts.map(|it| {
            let mut chars: Vec<_> = it.chars().collect();
            chars.sort_unstable();
            chars.into_iter().collect()
        });
    }
    let [text, expected] = texts;
    assert_eq!(text, expected, "{markdown:?}\n{html}");
}

/// The text of blocks, without white space.
fn text_of_blocks(blocks: &[Block]) -> String {
    let mut text = String::new();
    for block in blocks {
        let mut push = |runs: &[RichText]| {
            let plain = notion_model::request::plain_text(runs);
            text.extend(plain.chars().filter(|it| !it.is_whitespace()));
        };
        push(block.kind.rich_text().unwrap_or_default());
        match &block.kind {
            BlockKind::Image(it) => push(&it.caption),
            BlockKind::TableRow(it) => it.cells.iter().for_each(|it| push(it)),
            _ => {}
        }
        text.push_str(&text_of_blocks(&block.children));
    }
    text
}

/// The same of HTML as our examples have it: the descriptions of images count, tags do not.
fn text_of_html(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        if let Some((_, alt)) = tag.split_once("alt=\"").filter(|_| tag.starts_with("img ")) {
            text.push_str(alt.split('"').next().unwrap_or_default());
        }
        let end = if tag.starts_with("!--") { "-->" } else { ">" };
        let tag = tag.strip_prefix("d e=\"f>").unwrap_or(tag);
        rest = tag.split_once(end).map_or("", |it| it.1);
    }
    text.push_str(rest);
    for (entity, char) in [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")] {
        text = text.replace(entity, char);
    }
    text.retain(|it| !it.is_whitespace());
    text
}
