//! What Markdown means, case by case.

use crate::shorthand::read_gfm;

fn all(cases: &[&str]) -> String {
    let shown = |it: &&str| format!("{:?}\n{}", it, read_gfm(it));
    cases.iter().map(shown).collect::<Vec<_>>().join("\n")
}

#[test]
fn html() {
    insta::assert_snapshot!(all(&[
        "<details>\n<summary>S *e*</summary>\n\nb\n\n</details>",
        "<details><summary>S</summary>one **line**</details>",
        "<details>\n\nno summary\n\n</details>",
        "<details>\n<summary>a</summary>\n<details>\n<summary>b</summary>\n\nx\n\n</details>\n</details>\n\nafter",
        "<p align=\"center\">\n  <img src=\"https://h/a.png\" alt=\"A\">\n  <b>bold</b> &amp; more\n</p>",
        "<div align=\"center\">\n\n# H\n\n</div>",
        "<h1 align=\"center\">T <img src=\"https://h/a.png\"></h1>\n<h3>U</h3>",
        "<ul><li>a</li><li>b <b>c</b><ol><li>d</li></ol></li></ul>",
        "<pre><code class=\"language-rust\">fn a() {}\n&lt;\n</code></pre>",
        "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>",
        "<blockquote>q</blockquote>\n<hr>\nx",
        "<details>\n<summary>open</summary>\n\nx",
        "</details>",
        "<!-- a --><p>x</p>",
        "<custom-thing>x</custom-thing>",
    ]), @r#"
    "<details>\n<summary>S *e*</summary>\n\nb\n\n</details>"
    TG "S " i"e"
      P "b"

    "<details><summary>S</summary>one **line**</details>"
    TG "S"
      P "one " b"line"

    "<details>\n\nno summary\n\n</details>"
    TG "Details"
      P "no summary"

    "<details>\n<summary>a</summary>\n<details>\n<summary>b</summary>\n\nx\n\n</details>\n</details>\n\nafter"
    TG "a"
      TG "b"
        P "x"
    P "after"

    "<p align=\"center\">\n  <img src=\"https://h/a.png\" alt=\"A\">\n  <b>bold</b> &amp; more\n</p>"
    IMG(https://h/a.png; "A")
    P b"bold" " & more"
    ! line 1, column 1: `<p align="center">` was dropped, its content stayed

    "<div align=\"center\">\n\n# H\n\n</div>"
    H1 "H"
    ! line 1, column 1: `<div align="center">` was dropped, its content stayed

    "<h1 align=\"center\">T <img src=\"https://h/a.png\"></h1>\n<h3>U</h3>"
    H1 "T"
    IMG(https://h/a.png)
    H3 "U"

    "<ul><li>a</li><li>b <b>c</b><ol><li>d</li></ol></li></ul>"
    B "a"
    B "b " b"c"
      N "d"

    "<pre><code class=\"language-rust\">fn a() {}\n&lt;\n</code></pre>"
    C(rust) "fn a() {}⏎<"

    "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td></tr></table>"
    TBL(2,hdr)
      ROW "a" | "b"
      ROW "1" | 

    "<blockquote>q</blockquote>\n<hr>\nx"
    Q "q"
    DIV
    P "x"

    "<details>\n<summary>open</summary>\n\nx"
    TG "open"
      P "x"
    ! line 1, column 1: `<details>` is not closed; it ends with what is around it

    "</details>"

    "<!-- a --><p>x</p>"
    P "x"
    ! line 1, column 1: the comment `<!-- a -->` was dropped
    ! line 1, column 1: `<p>` was dropped, its content stayed

    "<custom-thing>x</custom-thing>"
    P "<custom-thing>x</custom-thing>"
    ! line 1, column 1: `<custom-thing>` means nothing to Notion; it stayed as text
    ! line 1, column 16: `</custom-thing>` means nothing to Notion; it stayed as text
    "#);
}

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
fn paragraphs_and_line_breaks() {
    insta::assert_snapshot!(all(&[
        "a\nb",
        "漢字\n仮名\nabc\n漢",
        "a  \nb",
        "a\\\nb",
        "a<br>b<br/>\nc<BR />d",
        "x<br>",
        "<br>",
        "a\0b",
        "a\rb\u{2028}c",
    ]), @r#"
    "a\nb"
    P "a b"

    "漢字\n仮名\nabc\n漢"
    P "漢字仮名 abc 漢"

    "a  \nb"
    P "a⏎b"

    "a\\\nb"
    P "a⏎b"

    "a<br>b<br/>\nc<BR />d"
    P "a⏎b⏎c⏎d"

    "x<br>"
    P "x⏎"

    "<br>"
    P

    "a\0b"
    P "a�b"

    "a\rb\u{2028}c"
    P "a b c"
    "#);
}

#[test]
fn marks() {
    insta::assert_snapshot!(all(&[
        "**b** *i* ~~s~~ `c` ***bi*** **b*bi*b**",
        "**bold:**text",
        "`` ` `` and `**x**`",
        "<b>a</b> <em>b</em> <del>c</del> <u>d</u> <kbd>e</kbd> <mark>f</mark>",
        "<u>a *b</u> c*",
        "H<sub>2</sub>O x<sup>2</sup> <sup>note!</sup>",
        "<span color=\"red_bg\">a</span> <span style=\"color: blue; x: y\">b</span> <span>c</span>",
        "<b>open",
        "a</b>",
        "<license-mit> and <x@y>",
        "a **b<!-- c -->d**",
    ]), @r#"
    "**b** *i* ~~s~~ `c` ***bi*** **b*bi*b**"
    P b"b" " " i"i" " " s"s" " " c"c" " " bi"bi" " " b"b" bi"bi" b"b"

    "**bold:**text"
    P "**bold:**text"

    "`` ` `` and `**x**`"
    P c"`" " and " c"**x**"

    "<b>a</b> <em>b</em> <del>c</del> <u>d</u> <kbd>e</kbd> <mark>f</mark>"
    P b"a" " " i"b" " " s"c" " " u"d" " " c"e" " " <yellow_background>"f"

    "<u>a *b</u> c*"
    P u"a " iu"b" i" c"

    "H<sub>2</sub>O x<sup>2</sup> <sup>note!</sup>"
    P "H₂O x² note!"

    "<span color=\"red_bg\">a</span> <span style=\"color: blue; x: y\">b</span> <span>c</span>"
    P <red_background>"a" " " <blue>"b" " c"
    ! line 1, column 72: `<span>` was dropped, its content stayed

    "<b>open"
    P b"open"
    ! line 1, column 1: `<b>` is not closed; it ends with its paragraph

    "a</b>"
    P "a</b>"
    ! line 1, column 2: `</b>` means nothing to Notion; it stayed as text

    "<license-mit> and <x@y>"
    P "<license-mit> and " "x@y"→mailto:x@y
    ! line 1, column 1: `<license-mit>` means nothing to Notion; it stayed as text

    "a **b<!-- c -->d**"
    P "a " b"bd"
    ! line 1, column 6: the comment `<!-- c -->` was dropped
    "#);
}

#[test]
fn links() {
    insta::assert_snapshot!(all(&[
        "[x](./d.md)",
        "[x](#sec)",
        "[a *b*](https://a.b \"t\")",
        "[]()",
        "[x]()",
        "[](https://a.b)",
        "[a](<http://x y>)",
        "<a@b.c> a@b.c www.x.org https://a.b/c.",
        "[ref] and [it][ref]\n\n[ref]: https://a.b",
        "[a](ftp://x)",
        "<a href=\"https://a.b?x&amp;y\">t</a> <a name=\"n\">n</a>",
    ]), @r#"
    "[x](./d.md)"
    P "x"
    ! line 1, column 1: the link to `./d.md` was dropped: it is relative

    "[x](#sec)"
    P "x"
    ! line 1, column 1: the link to `#sec` was dropped: it leads to a place in the text

    "[a *b*](https://a.b \"t\")"
    P "a "→https://a.b i"b"→https://a.b
    ! line 1, column 1: the title `t` of a link was dropped

    "[]()"
    ! line 1, column 1: a link was dropped: it leads nowhere

    "[x]()"
    P "x"
    ! line 1, column 1: a link was dropped: it leads nowhere

    "[](https://a.b)"
    P "https://a.b"→https://a.b

    "[a](<http://x y>)"
    P "a"→http://x%20y

    "<a@b.c> a@b.c www.x.org https://a.b/c."
    P "a@b.c"→mailto:a@b.c " " "a@b.c"→mailto:a@b.c " " "www.x.org"→http://www.x.org " " "https://a.b/c"→https://a.b/c "."

    "[ref] and [it][ref]\n\n[ref]: https://a.b"
    P "ref"→https://a.b " and " "it"→https://a.b

    "[a](ftp://x)"
    P "a"
    ! line 1, column 1: the link to `ftp://x` was dropped: it is neither http, https, mailto nor tel

    "<a href=\"https://a.b?x&amp;y\">t</a> <a name=\"n\">n</a>"
    P "t"→https://a.b?x&y " n"
    "#);
}

#[test]
fn images() {
    insta::assert_snapshot!(all(&[
        "![a *b*](https://h/a.png)",
        "text ![i](https://h/a.png) more",
        "![a](https://h/a.png) ![b](https://h/b.png)\n![c](https://h/c.png)",
        "![x](img/a.png)",
        "![](data:image/png;base64,AAAA)",
        "[![alt](https://h/i.svg)](https://a.b)",
        "[![a](https://h/i.svg)](https://a.b) [![b](https://h/j.svg)](https://c.d)",
        "[![](https://h/i.svg)](https://a.b) x",
        "- ![x](https://h/a.png)\n- a ![x](https://h/a.png) b",
        "> ![x](https://h/a.png)",
        "|a|\n|-|\n|![x](https://h/a.png)|",
        "<img src=\"https://h/a.png\" alt=\"A\" width=\"3\">",
        "<a href=\"https://a.b\"><img src=\"https://h/a.png\" alt=\"A\"></a>",
        "![a](https://h/a.png 't')",
        "![o ![i](https://h/i.png)](https://h/o.png)",
        "*a ![x](https://h/a.png) b*",
    ]), @r#"
    "![a *b*](https://h/a.png)"
    IMG(https://h/a.png; "a " i"b")

    "text ![i](https://h/a.png) more"
    P "text"
    IMG(https://h/a.png; "i")
    P "more"

    "![a](https://h/a.png) ![b](https://h/b.png)\n![c](https://h/c.png)"
    IMG(https://h/a.png; "a")
    IMG(https://h/b.png; "b")
    IMG(https://h/c.png; "c")

    "![x](img/a.png)"
    P "x (img/a.png)"
    ! line 1, column 1: the image `img/a.png` became text: it is relative

    "![](data:image/png;base64,AAAA)"
    P "image"
    ! line 1, column 1: the image `data:image/png;base64,AAAA` became text: it is neither http nor https

    "[![alt](https://h/i.svg)](https://a.b)"
    IMG(https://h/i.svg; "alt"→https://a.b)

    "[![a](https://h/i.svg)](https://a.b) [![b](https://h/j.svg)](https://c.d)"
    P "a"→https://a.b " " "b"→https://c.d
    ! line 1, column 2: the image `https://h/i.svg` became a link
    ! line 1, column 39: the image `https://h/j.svg` became a link

    "[![](https://h/i.svg)](https://a.b) x"
    P "https://a.b"→https://a.b " x"
    ! line 1, column 2: the image `https://h/i.svg` became a link

    "- ![x](https://h/a.png)\n- a ![x](https://h/a.png) b"
    B
      IMG(https://h/a.png; "x")
    B "a"
      IMG(https://h/a.png; "x")
      P "b"

    "> ![x](https://h/a.png)"
    Q
      IMG(https://h/a.png; "x")

    "|a|\n|-|\n|![x](https://h/a.png)|"
    TBL(1,hdr)
      ROW "a"
      ROW "x"→https://h/a.png
    ! line 3, column 2: the image `https://h/a.png` became a link

    "<img src=\"https://h/a.png\" alt=\"A\" width=\"3\">"
    IMG(https://h/a.png; "A")

    "<a href=\"https://a.b\"><img src=\"https://h/a.png\" alt=\"A\"></a>"
    IMG(https://h/a.png; "A"→https://a.b)

    "![a](https://h/a.png 't')"
    IMG(https://h/a.png; "a")
    ! line 1, column 1: the title `t` of an image was dropped

    "![o ![i](https://h/i.png)](https://h/o.png)"
    IMG(https://h/o.png; "o i")

    "*a ![x](https://h/a.png) b*"
    P i"a"
    IMG(https://h/a.png; "x")
    P i"b"
    "#);
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
fn math() {
    insta::assert_snapshot!(all(&[
        "$x$ and $$ y $$",
        "$$ x $$",
        "before\n$$\nx\n$$\nafter",
        "```math\n\\frac12\n```",
        "$HOME/$USER costs $5 or $6",
        "$`a$b`$",
    ]), @r#"
    "$x$ and $$ y $$"
    P eq"x" " and"
    EQ "y"

    "$$ x $$"
    EQ "x"

    "before\n$$\nx\n$$\nafter"
    P "before"
    EQ "x"
    P "after"

    "```math\n\\frac12\n```"
    EQ "\\frac12"

    "$HOME/$USER costs $5 or $6"
    P "$HOME/$USER costs $5 or $6"

    "$`a$b`$"
    P eq"a$b"
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
