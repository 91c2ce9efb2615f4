//! Blocks.

use super::all;

#[test]
fn headings() {
    insta::assert_snapshot!(all(&[
        "# a\n## b\n### c\n#### d",
        "##### e\n\n###### f",
        "Title\n===\n\nSub\n---",
        "# H ![i](https://h/a.png)",
        "# ![logo](https://h/a.png)",
        "# `code` and *marks* #",
        "#no heading",
    ]), @r######"
    "# a\n## b\n### c\n#### d"
    H1 "a"
    H2 "b"
    H3 "c"
    H4 "d"

    "##### e\n\n###### f"
    H4 "e"
    H4 "f"
    ! line 1, column 1: a heading of level 5 became one of level 4
    ! line 3, column 1: a heading of level 6 became one of level 4

    "Title\n===\n\nSub\n---"
    H1 "Title"
    H2 "Sub"

    "# H ![i](https://h/a.png)"
    H1 "H"
    IMG(https://h/a.png; "i")

    "# ![logo](https://h/a.png)"
    IMG(https://h/a.png; "logo")

    "# `code` and *marks* #"
    H1 c"code" " and " i"marks"

    "#no heading"
    P "#no heading"
    "######);
}

#[test]
fn lists() {
    insta::assert_snapshot!(all(&[
        "- a\n- b",
        "- a\n\n- b",
        "- a\n  - b\n    - c\n      - d",
        "1. a\n\n   ```js\n   x\n   ```\n\n2. b",
        "3) a",
        "1. a\n  - b\n2. c",
        "- a  \n  b",
        "- a\n\n  b",
        "- # h",
        "- ",
        "-  > q",
    ]), @r#"
    "- a\n- b"
    B "a"
    B "b"

    "- a\n\n- b"
    B "a"
    B "b"

    "- a\n  - b\n    - c\n      - d"
    B "a"
      B "b"
        B "c"
          B "d"

    "1. a\n\n   ```js\n   x\n   ```\n\n2. b"
    N "a"
      C(javascript) "x"
    N "b"

    "3) a"
    N "a"
    ! line 1, column 1: a list that begins with 3 will begin with 1

    "1. a\n  - b\n2. c"
    N "a"
    B "b"
    N "c"
    ! line 3, column 1: a list that begins with 2 will begin with 1

    "- a  \n  b"
    B "a⏎b"

    "- a\n\n  b"
    B "a"
      P "b"

    "- # h"
    B
      H1 "h"

    "- "
    B

    "-  > q"
    B
      Q "q"
    "#);
}

#[test]
fn to_dos() {
    insta::assert_snapshot!(all(&[
        "- [x] d\n- [ ] t\n- p",
        "1. [x] a",
        "- [ ]",
        "- [X] a\n  - [ ] b",
        "- [ ] # h",
    ]), @r##"
    "- [x] d\n- [ ] t\n- p"
    T[x] "d"
    T[ ] "t"
    B "p"

    "1. [x] a"
    T[x] "a"
    ! line 1, column 1: the numbers of tasks were dropped

    "- [ ]"
    T[ ]

    "- [X] a\n  - [ ] b"
    T[x] "a"
      T[ ] "b"

    "- [ ] # h"
    T[ ] "# h"
    "##);
}

#[test]
fn quotes() {
    insta::assert_snapshot!(all(&[
        "> a\n> b",
        "> a\n>\n> b",
        "> a\n\n> b",
        "> # h\n> a",
        "> - a",
        "> > a",
        ">",
    ]), @r#"
    "> a\n> b"
    Q "a b"

    "> a\n>\n> b"
    Q "a"
      P "b"

    "> a\n\n> b"
    Q "a"
    Q "b"

    "> # h\n> a"
    Q
      H1 "h"
      P "a"

    "> - a"
    Q
      B "a"

    "> > a"
    Q
      Q "a"

    ">"
    Q
    "#);
}

#[test]
fn alerts() {
    insta::assert_snapshot!(all(&[
        "> [!NOTE] same line",
        "> [!note]\n> **b** c",
        "> [!TIP]\n> a\n>\n> b\n> - c",
        "> [!WARNING] Mind *this*\n> body",
        "> [!CAUTION]",
        "> [!X] a",
    ]), @r#"
    "> [!NOTE] same line"
    CO(ℹ️,blue_background) "same line"

    "> [!note]\n> **b** c"
    CO(ℹ️,blue_background) b"b" " c"

    "> [!TIP]\n> a\n>\n> b\n> - c"
    CO(💡,green_background) "a"
      P "b"
      B "c"

    "> [!WARNING] Mind *this*\n> body"
    CO(⚠️,yellow_background) b"Mind " bi"this" "⏎body"

    "> [!CAUTION]"
    CO(🛑,red_background)

    "> [!X] a"
    Q "[!X] a"
    "#);
}

#[test]
fn code() {
    insta::assert_snapshot!(all(&[
        "```ts\nlet a;\n```",
        "```rust,no_run\n```",
        "```\n a\n\n\tb\n\n```",
        "```foo\nx\n```",
        "```js title=\"a.js\"\nx\n```",
        "````md\n```js\n```\n````",
        "    x\n    y",
        "```js\nopen",
        "~~~\r\na\r\nb\r\n~~~",
        "- ```sh\n  x",
    ]), @r#"
    "```ts\nlet a;\n```"
    C(typescript) "let a;"

    "```rust,no_run\n```"
    C(rust)
    ! line 1, column 1: `no_run` after a fence was dropped

    "```\n a\n\n\tb\n\n```"
    C(plain text) " a⏎⏎	b⏎"

    "```foo\nx\n```"
    C(plain text) "x"
    ! line 1, column 1: Notion has no language `foo`; the code block is plain text

    "```js title=\"a.js\"\nx\n```"
    C(javascript; "a.js") "x"

    "````md\n```js\n```\n````"
    C(markdown) "```js⏎```"

    "    x\n    y"
    C(plain text) "x⏎y"

    "```js\nopen"
    C(javascript) "open"
    ! line 1, column 1: the code block is not closed; it goes on to the end of its container

    "~~~\r\na\r\nb\r\n~~~"
    C(plain text) "a⏎b"

    "- ```sh\n  x"
    B
      C(shell) "x"
    ! line 1, column 3: the code block is not closed; it goes on to the end of its container
    "#);
}

#[test]
fn tables() {
    insta::assert_snapshot!(all(&[
        "|a|b|\n|-|-|\n|1|\n|1|2|3|",
        "|a|\n|:-:|\n|x<br>y|\n|`a\\|b`|",
        "| | |\n|-|-|\n|1|2|",
        "|a|\n|-|",
        "|**b**|[l](https://a.b)|\n|-|-|",
    ]), @r#"
    "|a|b|\n|-|-|\n|1|\n|1|2|3|"
    TBL(2,hdr)
      ROW "a" | "b"
      ROW "1" | 
      ROW "1" | "2"

    "|a|\n|:-:|\n|x<br>y|\n|`a\\|b`|"
    TBL(1,hdr)
      ROW "a"
      ROW "x⏎y"
      ROW c"a|b"
    ! line 1, column 1: the alignment of the columns was dropped

    "| | |\n|-|-|\n|1|2|"
    TBL(2)
      ROW "1" | "2"

    "|a|\n|-|"
    TBL(1,hdr)
      ROW "a"

    "|**b**|[l](https://a.b)|\n|-|-|"
    TBL(2,hdr)
      ROW b"b" | "l"→https://a.b
    "#);
}

#[test]
fn footnotes() {
    insta::assert_snapshot!(all(&[
        "a[^1]\n\n[^1]: n",
        "[^u]: x\n\ny",
        "a[^n]\n\n[^n]: n\n\n    more\n\nb",
        "[^none]",
    ]), @r#"
    "a[^1]\n\n[^1]: n"
    P "a[1]"
    DIV
    P "Footnotes"
    P "[1] n"
    ! line 3, column 1: a footnote became text at the end of the page

    "[^u]: x\n\ny"
    P "y"
    DIV
    P "Footnotes"
    P "[u] x"
    ! line 1, column 1: a footnote became text at the end of the page

    "a[^n]\n\n[^n]: n\n\n    more\n\nb"
    P "a[n]"
    P "b"
    DIV
    P "Footnotes"
    P "[n] n"
    P "more"
    ! line 3, column 1: a footnote became text at the end of the page

    "[^none]"
    P "[^none]"
    "#);
}

#[test]
fn dividers_front_matter_comments() {
    insta::assert_snapshot!(all(&[
        "***\n---\n___",
        "---\ntitle: x\n---\n\na",
        "<!-- c -->\n\na",
        "---\nnot front matter",
    ]), @r#"
    "***\n---\n___"
    DIV
    DIV
    DIV

    "---\ntitle: x\n---\n\na"
    P "a"

    "<!-- c -->\n\na"
    P "a"
    ! line 1, column 1: the comment `<!-- c -->` was dropped

    "---\nnot front matter"
    DIV
    P "not front matter"
    "#);
}
