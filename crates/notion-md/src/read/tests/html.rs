//! HTML in Markdown.

use super::all;

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
