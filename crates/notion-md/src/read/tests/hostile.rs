//! Texts that nobody should write and somebody will.

use super::all;

#[test]
fn odd_bytes() {
    insta::assert_snapshot!(all(&[
        "\u{feff}# a",
        "a\r\nb\r\n\r\n- c\r\n- d",
        "a\rb\r\r# c",
        "```\r\na\rb\r\n```",
        "a\0\0b `c\0` [d\0](https://e.f/\0)",
    ]), @r#"
    "\u{feff}# a"
    H1 "a"

    "a\r\nb\r\n\r\n- c\r\n- d"
    P "a b"
    B "c"
    B "d"

    "a\rb\r\r# c"
    P "a b"
    H1 "c"

    "```\r\na\rb\r\n```"
    C(plain text) "a⏎b"

    "a\0\0b `c\0` [d\0](https://e.f/\0)"
    P "a��b " c"c�" " " "d�"→https://e.f/%00
    "#);
}

/// What cannot be seen stays.
#[test]
fn invisible_characters() {
    let same = |text: &str| assert_eq!(super::read_gfm(text), format!("P \"{text}\"\n"));
    same("a\u{feff}b");
    same("\u{202e}abc\u{202c} \u{200b}x\u{2060}");
    same("a\u{2028}b\u{2029}c\u{85}d\u{b}e\u{c}f");
    same("\u{a0}\u{a0}");
    same("\u{3000}# a");
    let entities = super::read_gfm("&#0; &#xD800; &#x110000; &#13; &#10;x");
    assert_eq!(entities, "P \"\u{fffd} \u{fffd} \u{fffd} \r ⏎x\"\n");
}

#[test]
fn odd_links() {
    insta::assert_snapshot!(all(&[
        "[a](http://x y)",
        "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](vbscript:x)",
        "<javascript:x> <data:text/html,x>",
        "[a](https://) [b](http:///x) [c](https:x) [d](https://?q)",
        "[a](//h.org/x) [b](HTTPS://H.ORG) [c](\\\\server\\share)",
        "[a]( <https://a.b> ) [b](https://a.b\\)c) [c](<https://a.b/>",
        "[a](https://a.b/%zz%20%F0) [b](https://ä.de/ö?ü#ß)",
        "[a](tel:+49-30) [b](mailto:) [c](mailto:a@b?subject=x y)",
        "[a\n\nb](https://a.b)",
        "[`](https://a.b)` [*a](https://a.b)*",
        "[[a]](https://a.b) [a]](https://a.b)",
        "[a][] [A] [ a ]\n\n[a]: https://a.b\n[a]: https://c.d",
        "[a]: <>\n\n[a]",
        "http://a.b/c(d)e) https://a.b/?c=d&amp;e https://a.b/c&copy;",
        "https://a.b<b>c</b> (www.a.b). 'https://a.b'",
        "[](#) ![]() ![](#) []( \"t\")",
        "[a](https://user:pw@h.org:99999/x)",
    ]), @r#"
    "[a](http://x y)"
    P "[a](" "http://x"→http://x " y)"

    "[a](javascript:alert(1)) [b](file:///etc/passwd) [c](vbscript:x)"
    P "a b c"
    ! line 1, column 1: the link to `javascript:alert(1)` was dropped: it is neither http, https, mailto nor tel
    ! line 1, column 26: the link to `file:///etc/passwd` was dropped: it is neither http, https, mailto nor tel
    ! line 1, column 50: the link to `vbscript:x` was dropped: it is neither http, https, mailto nor tel

    "<javascript:x> <data:text/html,x>"
    P "javascript:x data:text/html,x"
    ! line 1, column 1: the link to `javascript:x` was dropped: it is neither http, https, mailto nor tel
    ! line 1, column 16: the link to `data:text/html,x` was dropped: it is neither http, https, mailto nor tel

    "[a](https://) [b](http:///x) [c](https:x) [d](https://?q)"
    P "a b c d"
    ! line 1, column 1: the link to `https://` was dropped: it has no host
    ! line 1, column 15: the link to `http:///x` was dropped: it has no host
    ! line 1, column 30: the link to `https:x` was dropped: it has no host
    ! line 1, column 43: the link to `https://?q` was dropped: it has no host

    "[a](//h.org/x) [b](HTTPS://H.ORG) [c](\\\\server\\share)"
    P "a " "b"→HTTPS://H.ORG " c"
    ! line 1, column 1: the link to `//h.org/x` was dropped: it is relative
    ! line 1, column 35: the link to `\server\share` was dropped: it is relative

    "[a]( <https://a.b> ) [b](https://a.b\\)c) [c](<https://a.b/>"
    P "a"→https://a.b " " "b"→https://a.b)c " [c](" "https://a.b/"→https://a.b/

    "[a](https://a.b/%zz%20%F0) [b](https://ä.de/ö?ü#ß)"
    P "a"→https://a.b/%zz%20%F0 " " "b"→https://ä.de/ö?ü#ß

    "[a](tel:+49-30) [b](mailto:) [c](mailto:a@b?subject=x y)"
    P "a"→tel:+49-30 " " "b"→mailto: " [c](mailto:a@b?subject=x y)"

    "[a\n\nb](https://a.b)"
    P "[a"
    P "b](" "https://a.b"→https://a.b ")"

    "[`](https://a.b)` [*a](https://a.b)*"
    P "[" c"](https://a.b)" " " "*a"→https://a.b "*"

    "[[a]](https://a.b) [a]](https://a.b)"
    P "[a]"→https://a.b " [a]](" "https://a.b"→https://a.b ")"

    "[a][] [A] [ a ]\n\n[a]: https://a.b\n[a]: https://c.d"
    P "a"→https://a.b " " "A"→https://a.b " " " a "→https://a.b

    "[a]: <>\n\n[a]"
    P "a"
    ! line 3, column 1: a link was dropped: it leads nowhere

    "http://a.b/c(d)e) https://a.b/?c=d&amp;e https://a.b/c&copy;"
    P "http://a.b/c(d)e"→http://a.b/c(d)e ") " "https://a.b/?c=d&amp;e"→https://a.b/?c=d&amp;e " " "https://a.b/c"→https://a.b/c "©"

    "https://a.b<b>c</b> (www.a.b). 'https://a.b'"
    P "https://a.b"→https://a.b b"c" " (" "www.a.b"→http://www.a.b "). '" "https://a.b"→https://a.b "'"

    "[](#) ![]() ![](#) []( \"t\")"
    P "  # "
    ! line 1, column 1: the link to `#` was dropped: it leads to a place in the text
    ! line 1, column 7: the image `` became text: it leads nowhere
    ! line 1, column 13: the image `#` became text: it leads to a place in the text
    ! line 1, column 20: the link to `"t"` was dropped: it is relative

    "[a](https://user:pw@h.org:99999/x)"
    P "a"→https://user:pw@h.org:99999/x
    "#);
}

#[test]
#[expect(clippy::too_many_lines, reason = "it is a list of cases")]
fn odd_blocks() {
    insta::assert_snapshot!(all(&[
        "- \n\n  a",
        "-\n\n\n-",
        "1.\n2.\n0.",
        "999999999. a\n\n9999999999. b",
        "* * *\n- - -\n- - a",
        "- [ ]a\n- [  ] b\n- [x]\n- [x]\tc",
        "> ```\n> a\nb",
        "> - a\n>\n>   b\n> c",
        "#\ta\n#\n####### b\n\\# c",
        "a\n-\nb\n=\n",
        "|a|\n|-|-|",
        "a | b\n-|-\n",
        "|a|b|\n|-|-|\n\n|c|",
        "|\\||`|`|\n|-|-|-|",
        "| a\n| -\n| **b\n| c**",
        "> [!NOTE]\n\na",
        "> [!NOTE]\n> [!TIP]\n> a",
        "> [!NOTE] <b>x\n> y</b>",
        "    a\n\n\n    b\n  c",
        "\t- a\n- b\n\t- c",
        "$$\na\n\nb\n$$",
        "$$a$$ $$ $$ $$$ $a $ $ b$ $c$d",
        "$`$ $``$ `$`",
    ]), @r########"
    "- \n\n  a"
    B
    P "a"

    "-\n\n\n-"
    B
    B

    "1.\n2.\n0."
    N
    N
    P "0."

    "999999999. a\n\n9999999999. b"
    N "a"
    P "9999999999. b"
    ! line 1, column 1: a list that begins with 999999999 will begin with 1

    "* * *\n- - -\n- - a"
    DIV
    DIV
    B
      B "a"

    "- [ ]a\n- [  ] b\n- [x]\n- [x]\tc"
    B "[ ]a"
    B "[  ] b"
    T[x]
    T[x] "c"

    "> ```\n> a\nb"
    Q
      C(plain text) "a"
    P "b"
    ! line 1, column 3: the code block is not closed; it goes on to the end of its container

    "> - a\n>\n>   b\n> c"
    Q
      B "a"
        P "b c"

    "#\ta\n#\n####### b\n\\# c"
    H1 "a"
    H1
    P "####### b # c"

    "a\n-\nb\n=\n"
    H2 "a"
    H1 "b"

    "|a|\n|-|-|"
    P "|a| |-|-|"

    "a | b\n-|-\n"
    TBL(2,hdr)
      ROW "a" | "b"

    "|a|b|\n|-|-|\n\n|c|"
    TBL(2,hdr)
      ROW "a" | "b"
    P "|c|"

    "|\\||`|`|\n|-|-|-|"
    TBL(3,hdr)
      ROW "|" | "`" | "`"

    "| a\n| -\n| **b\n| c**"
    TBL(1,hdr)
      ROW "a"
      ROW "**b"
      ROW "c**"

    "> [!NOTE]\n\na"
    CO(ℹ️,blue_background)
    P "a"

    "> [!NOTE]\n> [!TIP]\n> a"
    CO(ℹ️,blue_background) "[!TIP] a"

    "> [!NOTE] <b>x\n> y</b>"
    CO(ℹ️,blue_background) b"x" "⏎y</b>"
    ! line 1, column 1: `<b>` is not closed; it ends with its paragraph
    ! line 2, column 4: `</b>` means nothing to Notion; it stayed as text

    "    a\n\n\n    b\n  c"
    C(plain text) "a⏎⏎⏎b"
    P "c"

    "\t- a\n- b\n\t- c"
    C(plain text) "- a"
    B "b"
      B "c"

    "$$\na\n\nb\n$$"
    P "$$ a"
    P "b $$"

    "$$a$$ $$ $$ $$$ $a $ $ b$ $c$d"
    EQ "a"
    P "$$$ $a $ $ b$ $c$d"

    "$`$ $``$ `$`"
    P "$" c"$ $``$ " "$`"
    "########);
}

#[test]
fn odd_marks_and_notes() {
    insta::assert_snapshot!(all(&[
        "****a**** *****b***** ** c ** **d\n\ne**",
        "***a** b* *a **b*** *a**b*",
        "_a_b_ __a__b a__b__ _(a)_b",
        "~a~b~ ~~~a~~~ ~~a~b~~",
        "`` a` `` ``` ` `` `a\nb` ` a ` `  `",
        "\\`a\\` \\*b\\* \\<c> \\&amp; \\\\d \\e",
        "*a `*` b* **[c**](https://d.e)",
        "[^a]: b\n    c\n\n        d\n\n[^a]: e\n\n[^a][^a]",
        "a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]",
        "- a[^x]\n\n  [^x]: b\n\n> c[^x]",
        "[^a b] [^] [^\\]] ^[a]",
        "[^1]: - a\n      - b\n\n[^1]",
        "| a[^1] |\n|---|\n\n[^1]: | b |",
    ]), @r#"
    "****a**** *****b***** ** c ** **d\n\ne**"
    P b"a" " " bi"b" " ** c ** **d"
    P "e**"

    "***a** b* *a **b*** *a**b*"
    P bi"a" i" b" " " i"a " bi"b" " " i"a**b"

    "_a_b_ __a__b a__b__ _(a)_b"
    P i"a_b" " " b"a__b a__b" " _(a)_b"

    "~a~b~ ~~~a~~~ ~~a~b~~"
    P s"a" "b~ ~~~a~~~ " s"a~b"

    "`` a` `` ``` ` `` `a\nb` ` a ` `  `"
    P c"a`" " ``` " c"``" "a b` ` a ` `  `"

    "\\`a\\` \\*b\\* \\<c> \\&amp; \\\\d \\e"
    P "`a` *b* <c> &amp; \d \e"

    "*a `*` b* **[c**](https://d.e)"
    P i"a " ic"*" i" b" " **" "c**"→https://d.e

    "[^a]: b\n    c\n\n        d\n\n[^a]: e\n\n[^a][^a]"
    P "[a][a]"
    DIV
    P "Footnotes"
    P "[a] b c"
    C(plain text) "d"
    P "[a] e"
    ! line 1, column 1: a footnote became text at the end of the page
    ! line 6, column 1: a footnote became text at the end of the page

    "a[^1]\n\n[^1]: b[^2]\n[^2]: c[^1]"
    P "a[1]"
    DIV
    P "Footnotes"
    P "[1] b[2]"
    P "[2] c[1]"
    ! line 3, column 1: a footnote became text at the end of the page
    ! line 4, column 1: a footnote became text at the end of the page

    "- a[^x]\n\n  [^x]: b\n\n> c[^x]"
    B "a[x]"
    Q "c[x]"
    DIV
    P "Footnotes"
    P "[x] b"
    ! line 3, column 3: a footnote became text at the end of the page

    "[^a b] [^] [^\\]] ^[a]"
    P "[^a b] [^] [^]] ^[a]"

    "[^1]: - a\n      - b\n\n[^1]"
    P "[1]"
    DIV
    P "Footnotes"
    P "[1]"
    B "a"
      B "b"
    ! line 1, column 1: a footnote became text at the end of the page

    "| a[^1] |\n|---|\n\n[^1]: | b |"
    TBL(1,hdr)
      ROW "a[1]"
    DIV
    P "Footnotes"
    P "[1] | b |"
    ! line 4, column 1: a footnote became text at the end of the page
    "#);
}

#[test]
fn odd_front_matter() {
    insta::assert_snapshot!(all(&[
        "---\n---\n",
        "---\n\n---\na",
        "---\na: b\n...\nc",
        "---\n: : :\n- a\n---\nb",
        "---\n\"a\n---\nb",
        "---\r\ntitle: x\r\n---\r\nb",
        "--- \na: b\n---\nc",
        "---\na: &x [*x]\n---\nb",
        " ---\na: b\n---\nc",
        "+++\na = 1\n+++\nb",
        "\u{feff}---\na: b\n---\nc",
    ]), @r#"
    "---\n---\n"
    DIV
    DIV

    "---\n\n---\na"
    P "a"

    "---\na: b\n...\nc"
    DIV
    P "a: b ... c"

    "---\n: : :\n- a\n---\nb"
    P "b"
    ! line 2, column 1: an entry of the front matter was left out: it is no `key: value`

    "---\n\"a\n---\nb"
    P "b"
    ! line 2, column 1: an entry of the front matter was left out: it is no `key: value`

    "---\r\ntitle: x\r\n---\r\nb"
    P "b"

    "--- \na: b\n---\nc"
    DIV
    H2 "a: b"
    P "c"

    "---\na: &x [*x]\n---\nb"
    P "b"
    ! line 2, column 1: an entry of the front matter was left out: anchors, aliases and tags are not read

    " ---\na: b\n---\nc"
    DIV
    H2 "a: b"
    P "c"

    "+++\na = 1\n+++\nb"
    P "+++ a = 1 +++ b"

    "\u{feff}---\na: b\n---\nc"
    P "c"
    "#);
}
