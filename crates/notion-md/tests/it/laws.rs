//! What holds for every text and every tree.

use notion_md::{ReadOptions, WriteOptions, normal, read, write};
use notion_model::{
    Color,
    request::{Block, BlockKind, RichText, ToDo},
};
use proptest::prelude::*;

pub(crate) fn blocks(markdown: &str) -> Vec<Block> {
    normal(read(markdown, &ReadOptions::default()).blocks)
}

pub(crate) fn json(blocks: &[Block]) -> String {
    serde_json::to_string_pretty(blocks).expect("blocks can be written")
}

fn text(blocks: &[Block]) -> String {
    write(blocks, &WriteOptions::default()).text
}

/// What is read, written and read again is the same.
fn assert_stable(markdown: &str) {
    let first = blocks(markdown);
    let written = text(&first);
    let second = blocks(&written);
    if first != second {
        let [first, second] = [first, second].map(|it| json(&it));
        panic!("{markdown:?}\nbecame\n{written}\n{first}\nand then\n{second}");
    }
}

#[test]
fn stable_on_what_once_was_not() {
    for markdown in [
        "a<br> b",
        "# a <br> b #",
        "- <br>\n\n  b",
        "> <br>\n>\n> b",
        "- [ ] <br>\n\n  b",
        "<br><br>",
        "- ***\n- ---x",
        "<b>a </b>b",
        "`` a` `` and ` `",
        "[a](<b c>) <https://a.b> [https://a.b](https://c.d) https\\://a.b",
        "***a** b* *c **d***",
        "<details>\n<summary>S *e* &#42; &lt;</summary>\n\nb\n\n- c\n\n</details>\n\nafter",
        "- a\n\n  <details>\n\n  x\n\n  </details>\n- b",
        "[![a](https://h/a.png)](https://a.b)",
        "![a](https://h/a.png)![b \\] c](https://h/b\\(.png)",
        "|a\\|b|`c\\|d`|\n|-|-|\n|x<br>y|**z**|",
        "$a_b$ and $`x$y`$ and \\$5 and \\$6",
        "$$\n- x\n$$",
        "> [!NOTE]\n> <br>\n>\n> b",
        "> [!NOTE] Title\n> a",
        "1. a\n\n   b\n2. c\n\n---\n\n1. d",
        "a\\\n\\# b\\\n1\\. c\\\n--- \\\n| d",
    ] {
        assert_stable(markdown);
    }
}

/// Pieces that make trouble next to each other.
pub(crate) const PIECES: &[&str] = &[
    "a",
    "b c",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\n",
    "*",
    "**",
    "***",
    "_",
    "~~",
    "`",
    "``",
    "```\n",
    "[",
    "](https://a.b)",
    "![",
    "<br>",
    "<b>",
    "</b>",
    "<u>",
    "</u>",
    "<details>",
    "</details>",
    "<summary>",
    "</summary>",
    "- ",
    "1. ",
    "> ",
    "  ",
    "    ",
    "# ",
    "#",
    "---",
    "===",
    "| ",
    "|\n|-|-|\n",
    "$",
    "$$",
    "\\",
    "&amp;",
    "&",
    "é",
    "漢",
    "😀",
    "- [ ] ",
    "- [x] ",
    "https://a.b",
    "www.a.b",
    "a@b.c",
    "[^1]",
    "[^1]: ",
    "> [!NOTE]\n> ",
    "<!-- c -->",
    "!",
    "]",
    "(",
    ")",
    ":",
    "=",
    "+ ",
    "<",
    ">",
    "\t",
    "~",
    "<img src=\"https://h/i.png\">",
    "<p>",
    "</p>",
    "<pre>",
    "</pre>",
    "<table><tr><td>",
    "</td></tr></table>",
    "&#32;",
    "\\\n",
];

pub(crate) fn markdown() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(PIECES), 0..24).prop_map(|it| it.concat())
}

fn run() -> impl Strategy<Value = RichText> {
    let text = prop::collection::vec(prop::sample::select(PIECES), 1..4).prop_map(|it| it.concat());
    let text = text.prop_map(|it| it.replace('\t', " "));
    (text, any::<[bool; 6]>(), 0..8).prop_map(|(text, marks, link)| {
        let mut run = RichText::text(text);
        let look = &mut run.annotations;
        (look.bold, look.italic, look.strikethrough) = (marks[0], marks[1], marks[2]);
        (look.underline, look.code) = (marks[3] && marks[4], marks[4] && marks[5]);
        if marks[3] && marks[5] {
            look.color = Color::YellowBackground;
        }
        match link {
            0 => run.linked("https://a.b/(c"),
            1 => run.linked("https://a.b"),
            2 => RichText::equation("x_1 + y"),
            _ => run,
        }
    })
}

fn runs() -> impl Strategy<Value = Vec<RichText>> {
    prop::collection::vec(run(), 0..5)
}

/// A block of the kinds that Markdown can hold, with its text and children.
fn tree() -> impl Strategy<Value = Block> {
    let leaf = (0..3, runs()).prop_map(|(kind, runs)| match kind {
        0 => Block::paragraph(runs),
        1 => Block::heading(2, runs),
        _ => Block::new(BlockKind::Divider),
    });
    leaf.prop_recursive(4, 24, 4, |inner| {
        (0..5, runs(), prop::collection::vec(inner, 0..4)).prop_map(|(kind, runs, children)| {
            let kind = match kind {
                0 => BlockKind::BulletedListItem(runs.into()),
                1 => BlockKind::NumberedListItem(runs.into()),
                2 => BlockKind::Quote(runs.into()),
                3 => BlockKind::Toggle(runs.into()),
                _ => BlockKind::ToDo(ToDo { rich_text: runs, ..ToDo::default() }),
            };
            Block { kind, children }
        })
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10_000) })]

    #[test]
    fn what_was_read_is_stable(markdown in markdown()) {
        assert_stable(&markdown);
    }

    #[test]
    fn any_text_is_read_and_stable(markdown in r"(?s).{0,80}") {
        assert_stable(&markdown);
    }

    #[test]
    fn any_front_matter_is_read(lines in prop::collection::vec("[a-c:'\"\\[\\]{}|>,#& \\\\-]{0,8}", 0..6)) {
        let markdown = format!("---\n{}\n---\n\nx\n", lines.join("\n"));
        let document = read(&markdown, &ReadOptions::default());
        if let Some(front_matter) = document.front_matter {
            let written = format!("---\n{front_matter}---\n");
            let again = read(&written, &ReadOptions::default()).front_matter.unwrap_or_default();
            prop_assert_eq!(again.to_string(), front_matter.to_string());
        }
    }

    #[test]
    fn what_markdown_can_hold_survives(trees in prop::collection::vec(tree(), 0..4)) {
        let trees = normal(trees);
        let written = text(&trees);
        let again = blocks(&written);
        prop_assert!(again == trees, "{written}\n{}\n{}", json(&trees), json(&again));
    }
}
