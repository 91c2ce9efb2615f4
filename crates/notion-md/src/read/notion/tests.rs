//! What Notion's second dialect means, case by case.

use crate::{
    Dialect, ReadOptions, WriteOptions, read,
    shorthand::{list, read_with},
    write,
};

fn options() -> ReadOptions {
    ReadOptions { dialect: Dialect::V2, ..ReadOptions::default() }
}

fn show(markdown: &str) -> String {
    read_with(markdown, &options())
}

/// What a text becomes when it is read and written in the dialect.
fn rewrite(markdown: &str) -> String {
    let blocks = read(markdown, &options()).blocks;
    let dialect = Dialect::V2;
    let written = write(&blocks, &WriteOptions { dialect, ..WriteOptions::default() });
    written.text + &list(&written.remarks)
}

#[test]
fn tags_hold_a_text_and_children() {
    insta::assert_snapshot!(show("<quote color=\"red_bg\">\nt\n\n- c\n</quote>"), @r#"
    Q(red_background) "t"
      B "c"
    "#);
    insta::assert_snapshot!(show("<p color=\"gray\">a *b*\n\nc</p>\n<p />\nd"), @r#"
    P(gray) "a " i"b"
      P "c"
    P
    P "d"
    "#);
    insta::assert_snapshot!(show("- a\n\n  <toggle>b\n\n  1. c\n  </toggle>\n- d"), @r#"
    B "a"
      TG "b"
        N "c"
    B "d"
    "#);
    insta::assert_snapshot!(show("> <h2 color=\"blue\">a</h2>\n> b"), @r#"
    Q
      H2(blue) "a"
      P "b"
    "#);
    insta::assert_snapshot!(show("<ul><li color=\"red\">a</li><li>b</li></ul><ol><li>c</li></ol>"), @r#"
    B(red) "a"
    B "b"
    N "c"
    "#);
    insta::assert_snapshot!(show("<toggle heading=\"h3\">a\n\n<todo checked>b</todo></toggle>"), @r#"
    H3(toggle) "a"
      T[x] "b"
    "#);
}

#[test]
fn layouts() {
    insta::assert_snapshot!(show("<columns>\n<column ratio=\"50\">\na\n\nb\n</column>\n<column>\n# c\n</column>\n</columns>"), @r#"
    COLUMN_LIST
      COLUMN(0.5)
        P "a"
        P "b"
      COLUMN
        H1 "c"
    "#);
    insta::assert_snapshot!(show("<columns><column>a</column></columns>"), @r#"
    P "a"
    ! line 1, column 1: there must be two columns at least; their content stayed
    "#);
    insta::assert_snapshot!(show("<table header-column=\"true\">\n<colgroup><col width=\"100\"/></colgroup>\n<tr color=\"red\"><td>**a** `</td>`</td><td>b<br />c</td></tr>\n<tr><td># d</td></tr>\n</table>"), @r#"
    TBL(2,rows)
      ROW b"a" " " c"</td>" | "b⏎c"
      ROW "d" | 
    ! line 2, column 11: of `<col>`, the request has no `width`; it was dropped
    ! line 3, column 1: of `<tr>`, the request has no `color`; it was dropped
    ! line 4, column 5: a cell holds only text; its blocks became text
    "#);
}

#[test]
fn running_text() {
    insta::assert_snapshot!(show("<mention url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\">**P**</mention> <u>u</u>\n<div>x</div> https://a.b <!-- c -->"), @r#"
    P @page(01234567-89ab-cdef-0123-456789abcdef) " " u"u" " <div>x</div> https://a.b <!-- c -->"
    ! line 2, column 1: `<div>` means nothing to Notion; it stayed as text
    ! line 2, column 7: `</div>` means nothing to Notion; it stayed as text
    ! line 2, column 26: `<!-- c -->` means nothing to Notion; it stayed as text
    "#);
    insta::assert_snapshot!(show("$$\na\n\n# b\n$$\n\n<mention url=\"agent://x\">A</mention>"), @r#"
    EQ "a\n\n# b"
    P "<mention url=''agent://x''>A</mention>"
    ! line 7, column 1: `<mention url="agent://x">` means nothing to Notion; it stayed as text
    ! line 7, column 27: `</mention>` means nothing to Notion; it stayed as text
    "#);
}

#[test]
fn nothing_is_lost_without_a_word() {
    insta::assert_snapshot!(show("<callout icon=\"🎯\">a\n\nb"), @r#"
    P "<callout icon=''🎯''>"
    P "a"
    P "b"
    ! line 1, column 1: `<callout icon="🎯">` has no counterpart where it stands; it stayed as text
    "#);
    insta::assert_snapshot!(show("a</quote>\n\n</p>\n\n- <quote>b\n\nc</quote>"), @r#"
    P "a</quote>"
    P "</p>"
    B "<quote>"
      P "b"
    P "c</quote>"
    ! line 1, column 2: `</quote>` means nothing to Notion; it stayed as text
    ! line 3, column 1: `</p>` means nothing to Notion; it stayed as text
    ! line 5, column 3: `<quote>` has no counterpart where it stands; it stayed as text
    ! line 7, column 2: `</quote>` means nothing to Notion; it stayed as text
    "#);
    insta::assert_snapshot!(show("<page url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\" color=\"red\">T</page>\n<unknown url=\"https://a.b\" alt=\"form\"/>\n<equation color=\"red\">x</equation>"), @r#"
    LINK(page 01234567-89ab-cdef-0123-456789abcdef)
    P "form"→https://a.b
    EQ "x"
    ! line 1, column 1: a page in the page became a link to it
    ! line 2, column 1: `<unknown>` cannot be created here; its content stayed
    ! line 3, column 1: of `<equation>`, the request has no `color`; it was dropped
    "#);
}

#[test]
fn code_hides_tags() {
    insta::assert_snapshot!(show("```\n<quote>\n```\n\n- ~~~ html\n  </quote>\n  ~~~\n\n      <quote>\n\n`</quote>` and `a\n<b>`"), @r#"
    C(plain text) "<quote>"
    B
      C(html) "</quote>"
      C(plain text) "<quote>"
    P c"</quote>" " and " c"a <b>"
    "#);
}

#[test]
fn what_markdown_can_say_is_written_as_markdown() {
    insta::assert_snapshot!(rewrite("* a\n  * b\n\n<todo checked>c</todo>\n\n<quote>d</quote>\n<quote>e\n\nf</quote>\n\n<table header-row=\"true\"><tr><td>g</td></tr></table>\n\n<h1>h</h1>\n\n<image source=\"https://h/i.png\">j</image>"), @"
    - a
      - b
    - [x] c

    > d

    <quote>e

    f
    </quote>

    | g |
    | --- |

    # h

    ![j](https://h/i.png)
    ");
}

#[test]
fn the_endpoint_gets_only_its_own_words() {
    let markdown = "<nmd kind=\"breadcrumb\"/>\n\n```rust {caption=\"c\"}\nx\n```\n\n<file source=\"https://h/f.zip\" name=\"f.zip\"/>";
    let blocks = read(markdown, &options()).blocks;
    let dialect = Dialect::V2;
    let written = write(&blocks, &WriteOptions { dialect, for_endpoint: true, ..<_>::default() });
    insta::assert_snapshot!(written.text + &list(&written.remarks), @r#"
    <p />

    ```rust
    x
    ```

    <file source="https://h/f.zip"/>
    ! block 1: Notion's Markdown has no form for a breadcrumb; it was not kept
    ! block 2: Notion's Markdown has no form for the caption of a code block; it was not kept
    ! block 3: Notion's Markdown has no form for the name of a file; it was not kept
    "#);
}

#[test]
fn time_is_linear_in_what_is_made_for_it() {
    let n = 20_000;
    for text in [
        "<p>".repeat(n),
        "<p>\n".repeat(n),
        format!("{}{}", "<p>\n".repeat(n), "</quote>\n".repeat(n)),
        format!("{}{}", "<quote>a\n".repeat(n), "</quote>\n".repeat(n)),
        "$$\n- ".repeat(n),
        "> ".repeat(n),
        format!("{}\n{}", "- ".repeat(5000), "\n".repeat(n)),
        "`<p>".repeat(n),
        "<p a=\"".repeat(n),
        "```\n<p>\n".repeat(n),
        "<mention url=\"user://x\">".repeat(n),
    ] {
        let document = read(&text, &options());
        assert!(document.blocks.len() <= text.len());
    }
}
