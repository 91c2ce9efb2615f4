//! Running text.

use super::all;

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

/// Of the same kind as the cases above, from texts that people wrote.
#[test]
fn corners() {
    insta::assert_snapshot!(all(&[
        "**a** **b**",
        "**Note**: x, **bold**text, snake_case_name and __init__",
        "[a][b] and [c]",
        "[x](https://a.b/c_(d)) [y](<https://a.b/e f>)",
        "<https://a.b?x=1&y=2> &copy; &#x41; &nbsp;x",
        "1986\\. A year\n\n\\# no heading",
        "~one~ ~~two~~ a~b",
        "a*b*c 2*3*4",
        "[^1] without a note, [ ] no task",
        "![](https://h/a.png)",
        "[ ![a](https://h/i.svg) ](https://a.b) text",
        "<kbd>Ctrl</kbd>+<kbd>C</kbd>",
        "C:\\path\\to and https://a.b/c\\~d",
        "line<br>\n<br>\nnext",
    ]), @r##"
    "**a** **b**"
    P b"a" " " b"b"

    "**Note**: x, **bold**text, snake_case_name and __init__"
    P b"Note" ": x, " b"bold" "text, snake_case_name and " b"init"

    "[a][b] and [c]"
    P "[a][b] and [c]"

    "[x](https://a.b/c_(d)) [y](<https://a.b/e f>)"
    P "x"→https://a.b/c_(d) " " "y"→https://a.b/e%20f

    "<https://a.b?x=1&y=2> &copy; &#x41; &nbsp;x"
    P "https://a.b?x=1&y=2"→https://a.b?x=1&y=2 " © A  x"

    "1986\\. A year\n\n\\# no heading"
    P "1986. A year"
    P "# no heading"

    "~one~ ~~two~~ a~b"
    P s"one" " " s"two" " a~b"

    "a*b*c 2*3*4"
    P "a" i"b" "c 2" i"3" "4"

    "[^1] without a note, [ ] no task"
    P "[^1] without a note, [ ] no task"

    "![](https://h/a.png)"
    IMG(https://h/a.png)

    "[ ![a](https://h/i.svg) ](https://a.b) text"
    P " a "→https://a.b " text"
    ! line 1, column 3: the image `https://h/i.svg` became a link

    "<kbd>Ctrl</kbd>+<kbd>C</kbd>"
    P c"Ctrl" "+" c"C"

    "C:\\path\\to and https://a.b/c\\~d"
    P "C:\path\to and " "https://a.b/c\~d"→https://a.b/c\~d

    "line<br>\n<br>\nnext"
    P "line⏎⏎next"
    "##);
}
