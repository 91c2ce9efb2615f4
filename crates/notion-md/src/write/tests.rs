//! How blocks are written, case by case.

use notion_model::{
    Color,
    request::{
        Block, BlockKind, Callout, Code, Column, FileSource, Heading, Icon, Media, RichText,
        SyncedBlock, Table, TableRow, TextBlock, Website,
    },
};

use crate::{
    Colors, ReadOptions, WriteOptions, read,
    shorthand::{list, tree},
    write,
};

/// What these blocks become, and what is said about it.
fn show(blocks: &[Block]) -> String {
    let written = write(blocks, &WriteOptions::default());
    written.text + &list(&written.remarks)
}

fn text(runs: impl IntoIterator<Item = RichText>) -> String {
    show(&[Block::paragraph(runs.into_iter().collect::<Vec<_>>())])
}

/// What a text becomes when it is read and written.
fn rewrite(markdown: &str) -> String {
    show(&read(markdown, &ReadOptions::default()).blocks)
}

#[test]
fn plain_text_stays_readable() {
    for line in [
        "Hello, world! It's 5 * 3 - 2 = 13 (or so): a_b_c, x < y & z > 1; ~5 min.",
        "Costs $5, see a[0] or {b}. 50% off | new.",
        "snake_case and 2026-01-02T10:00 at C:/temp/x.txt",
        "Version 1.2.3-beta+4 is out",
        "漢字と仮名。",
        "😀 \u{e9}",
    ] {
        assert_eq!(text([line.into()]), format!("{line}\n"));
    }
}

#[test]
fn what_would_mean_something_is_escaped() {
    let lines = [
        "# no heading",
        "- no item",
        "+ x",
        "1. no item",
        "1) x",
        "> no quote",
        "---",
        "===",
        "***",
        "```",
        "~~~",
        "| a |",
        "[x](y) and ![i](j)",
        "*a* _b_ **c** ~~d~~ `e` $f$ \\g",
        "<b>x</b> <!-- c -->",
        "&amp; &#38; &x",
        "https://a.b www.a.b a@b.c",
        "[^1]: x",
        "[a]: b",
        " edges ",
        "a\n# b\n- c",
        "\n",
        "x\n",
        "[!NOTE]",
        "a\tb",
        "\u{feff}x",
        ": - x",
    ];
    let shown = |it: &&str| format!("{it:?}\n{}", text([(*it).into()]));
    let shown: Vec<_> = lines.iter().map(shown).collect();
    insta::assert_snapshot!(shown.join(""), @r##"
    "# no heading"
    \# no heading
    "- no item"
    \- no item
    "+ x"
    \+ x
    "1. no item"
    1\. no item
    "1) x"
    1\) x
    "> no quote"
    \> no quote
    "---"
    \---
    "==="
    \===
    "***"
    \*\*\*
    "```"
    \`\`\`
    "~~~"
    \~\~\~
    "| a |"
    \| a |
    "[x](y) and ![i](j)"
    \[x\](y) and \![i\](j)
    "*a* _b_ **c** ~~d~~ `e` $f$ \\g"
    \*a\* \_b\_ \*\*c\*\* \~\~d\~\~ \`e\` \$f\$ \\g
    "<b>x</b> <!-- c -->"
    \<b>x\</b> \<!-- c -->
    "&amp; &#38; &x"
    \&amp; \&#38; &x
    "https://a.b www.a.b a@b.c"
    https\://a.b www\.a.b a\@b.c
    "[^1]: x"
    \[^1\]: x
    "[a]: b"
    \[a\]: b
    " edges "
    &#32;edges&#32;
    "a\n# b\n- c"
    a\
    \# b\
    \- c
    "\n"
    <br><br>
    "x\n"
    x<br>
    "[!NOTE]"
    \[!NOTE\]
    "a\tb"
    a	b
    "\u{feff}x"
    &#65279;x
    ": - x"
    \: - x
    "##);
}

#[test]
fn marks_are_spans() {
    let (b, i, c) = (
        |it: &str| RichText::text(it).bold(),
        |it: &str| RichText::text(it).italic(),
        |it: &str| RichText::text(it).code(),
    );
    let link = |it: RichText| it.linked("https://a.b");
    let cases = [
        vec![b("a"), b("b").italic(), i("c")],
        vec![b("a"), i("b")],
        vec![b("a "), "b".into()],
        vec![b("a,"), "b".into()],
        vec!["x".into(), b(" a "), "y".into()],
        vec![b(" ")],
        vec![link("a".into()), link(b("b")), link("c".into())],
        vec![b("a"), link(b("b")), b("c")],
        vec![link("https://a.b".into())],
        vec![c("a"), c("b").bold(), c("`"), c(" x "), c("a\nb")],
        vec![RichText::equation("x^2"), "y".into(), RichText::equation("a$b")],
        vec![RichText::text("u").underline(), RichText::text("m").colored(Color::YellowBackground)],
        vec![RichText::text("red").colored(Color::Red)],
        vec![
            RichText::text("in").linked("/0123456789abcdef0123456789abcdef"),
            RichText::text("x").linked("a b"),
        ],
    ];
    let shown: Vec<_> = cases.into_iter().map(text).collect();
    insta::assert_snapshot!(shown.join(""), @r"
    <b>a<i>b</i></b><i>c</i>
    **a***b*
    <b>a </b>b
    <b>a,</b>b
    x<b> a </b>y
    <b>&#32;</b>
    [a**b**c](https://a.b)
    **a[b](https://a.b)c**
    <https://a.b>
    `a`**`b`**<code>\` x a\
    b</code>
    $`x^2`$y$`a$b`$
    <u>u</u><mark>m</mark>
    red
    ! block 1: Markdown has no colours; `red` of `red` was dropped
    [in](https://www.notion.so/0123456789abcdef0123456789abcdef)x
    ! block 1: the link to `a b` was dropped
    ");
}

#[test]
fn colors_may_stay() {
    let run = RichText::text("red").colored(Color::RedBackground);
    let blocks = [Block::paragraph(vec![run, " x".into()])];
    let written = write(&blocks, &WriteOptions { colors: Colors::Span, ..WriteOptions::default() });
    insta::assert_snapshot!(written.text, @r#"<span color="red_background">red</span> x"#);
    assert_eq!(read(&written.text, &ReadOptions::default()).blocks, blocks);
}

#[test]
fn lists_and_containers() {
    insta::assert_snapshot!(rewrite("* a\n\n\n* b\n    * c\n\n      d\n* e\n\n1) x\n2) y\n\n- [ ] t\n- [x] u\n  - v"), @r"
    - a
    - b
      - c

        d
    - e

    1. x
    2. y

    - [ ] t
    - [x] u
      - v
    ");
    insta::assert_snapshot!(rewrite("> a\n>\n> - b\n>   > c\n\n> d\n\n>"), @r"
    > a
    >
    > - b
    >
    >   > c

    > d

    >
    ");
    insta::assert_snapshot!(rewrite("> [!tip]\n> a\n> - b\n\n> [!WARNING] T\n> x"), @r"
    > [!TIP]
    > a
    >
    > - b

    > [!WARNING]
    > **T**\
    > x
    ");
    insta::assert_snapshot!(rewrite("<details><summary>a *b* @c</summary>\n\n- d\n\n</details>"), @r"
    <details>
    <summary>a <i>b</i> &#64;<!---->c</summary>

    - d

    </details>
    ");
}

#[test]
fn code_tables_images() {
    insta::assert_snapshot!(rewrite("    indented\n\n~~~c++ title=\"a.cc\"\n```\n~~~\n\n```foo\n```"), @r#"
    ```
    indented
    ```

    ````cpp title="a.cc"
    ```
    ````

    ```
    ```
    "#);
    insta::assert_snapshot!(rewrite("a|b\n-|:-:\n`x\\|y`|c<br>d\n| |"), @r"
    | a | b |
    | --- | --- |
    | `x\|y` | c<br>d |
    | | |
    ");
    insta::assert_snapshot!(rewrite("a ![b](https://h/i.png) c\n\n[![d](https://h/j.svg)](https://k.l)"), @r"
    a

    ![b](https://h/i.png)

    c

    [![d](https://h/j.svg)](https://k.l)
    ");
    insta::assert_snapshot!(rewrite("$$\nx\n$$\n\n$$- y$$"), @r"
    $$
    x
    $$

    ```math
    - y
    ```
    ");
}

#[test]
fn what_markdown_has_no_form_for() {
    let media = |url: &str, name: Option<&str>| Media {
        source: FileSource::External(url.to_owned()),
        caption: Vec::new(),
        name: name.map(str::to_owned),
    };
    let p = |it: &str| Block::paragraph(vec![it.into()]);
    let column =
        |it: &str| Block::new(BlockKind::Column(Column::default())).with_children(vec![p(it)]);
    let website = Website { url: "https://a.b/".to_owned(), caption: Vec::new() };
    let table = Table { width: 1, has_column_header: false, has_row_header: true };
    let heading = Heading { rich_text: vec!["H".into()], is_toggleable: true, color: Color::Blue };
    let callout = Callout {
        rich_text: vec!["c".into()],
        color: Color::Default,
        icon: Some(Icon::emoji("🎯")),
    };
    let blocks = [
        Block::new(BlockKind::ColumnList).with_children(vec![column("left"), column("right")]),
        Block::new(BlockKind::TableOfContents(Color::Default)),
        Block::new(BlockKind::Bookmark(website)),
        Block::new(BlockKind::Video(media("https://h/v.mp4", None))),
        Block::new(BlockKind::File(media("https://h/f.zip", Some("f.zip")))),
        Block::new(BlockKind::Heading2(heading)).with_children(vec![p("inside")]),
        p("parent").with_children(vec![p("child")]),
        Block::new(BlockKind::Callout(callout)),
        Block::new(BlockKind::SyncedBlock(SyncedBlock::default())).with_children(vec![p("synced")]),
        Block::new(BlockKind::Table(table)).with_children(vec![Block::new(BlockKind::TableRow(
            TableRow { cells: vec![vec!["x".into()]] },
        ))]),
        Block::new(BlockKind::Quote(TextBlock { rich_text: vec!["q".into()], color: Color::Red })),
        p(""),
    ];
    insta::assert_snapshot!(show(&blocks), @r"
    left

    right

    <https://a.b/>

    <https://h/v.mp4>

    [f.zip](https://h/f.zip)

    ## H

    inside

    parent

    child

    > 🎯 c

    synced

    | |
    | --- |
    | x |

    > q

    <br>
    ! block 1: Markdown has no `column_list`; its content follows in order
    ! block 2: Markdown has no `table_of_contents`; it was dropped
    ! block 3: a `bookmark` became a link
    ! block 4: a `video` became a link
    ! block 5: a `file` became a link
    ! block 6: Markdown has no colours; `blue` was dropped
    ! block 6: a `heading_2` cannot hold blocks in Markdown; they follow it
    ! block 7: a `paragraph` cannot hold blocks in Markdown; they follow it
    ! block 8: Markdown has only five kinds of callouts; this one became a quotation
    ! block 9: Markdown has no `synced_block`; its content follows in order
    ! block 10: Markdown has no header columns; the first column became a plain one
    ! block 11: Markdown has no colours; `red` was dropped
    ");
}

/// What becomes of blocks that are written and read again.
#[track_caller]
fn again(blocks: &[Block]) -> String {
    tree(&read(&write(blocks, &WriteOptions::default()).text, &ReadOptions::default()).blocks)
}

#[test]
fn a_title_may_be_white_to_people_and_not_to_markdown() {
    for title in ["\u{a0}", "\u{3000}a", "a\u{2028}", " ", "\n"] {
        let toggle = [Block::toggle(vec![title.into()])];
        assert_eq!(again(&toggle), tree(&toggle), "{title:?}");
    }
}

#[test]
fn captions_of_code_are_written_as_entities_and_escapes() {
    let code = |caption: &str| {
        let language = "notion formula".into();
        [Block::new(BlockKind::Code(Code {
            rich_text: Vec::new(),
            language,
            caption: vec![caption.into()],
        }))]
    };
    for caption in ["&#10;", "\\&amp;", "\n", "`", "\"", "'", "\\\\", "title=\"a", " a "] {
        assert_eq!(again(&code(caption)), tree(&code(caption)), "{caption:?}");
    }
    insta::assert_snapshot!(show(&code("\"'")), @r"
    ```notion formula
    ```
    ! block 1: a caption with both kinds of quotation marks cannot be written here
    ");
}

#[test]
fn files_and_templates_become_links_and_text() {
    let file = |source, name: &str| {
        let name = Some(name.to_owned());
        Block::new(BlockKind::File(Media { source, caption: Vec::new(), name }))
    };
    let upload = FileSource::Upload("0123456789abcdef0123456789abcdef".parse().unwrap());
    let url = || FileSource::External("https://h/a.zip".to_owned());
    insta::assert_snapshot!(show(&[file(url(), "b"), file(url(), ""), file(upload, "c")]), @r"
    [b](https://h/a.zip)

    <https://h/a.zip>

    c
    ! block 1: a `file` became a link
    ! block 2: a `file` became a link
    ! block 3: a `file` became a link
    ");
    insta::assert_snapshot!(show(&[Block::new(BlockKind::Template(vec!["a".into()]))]), @r"
    a
    ! block 1: a `template` became a paragraph
    ");
    let image = Block::image("mailto:a@b.c");
    insta::assert_snapshot!(show(&[Block::bulleted(vec![]).with_children([image])]), @r"
    - <br>

      <mailto:a@b.c>
    ! block 1.1: the address of an image is none on the web; it became text
    ");
}
