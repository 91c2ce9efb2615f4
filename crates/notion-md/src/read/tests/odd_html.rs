//! HTML that nobody should write and somebody will.

use super::all;

#[test]
#[expect(clippy::too_many_lines, reason = "it is a list of cases")]
fn odd_html() {
    insta::assert_snapshot!(all(&[
        "<details><details><summary>a</summary></details></details>",
        "<details>\n<summary>a\n</details>\n\nb",
        "<summary>a</summary>",
        "<details open><summary></summary></details>",
        "<ul><p>a</p><li>b</ul>c",
        "<li>a</li>",
        "<ol start=\"5\"><li>a",
        "<table></table>\n\n<table><tr></tr></table>",
        "<table>a<tr>b<td>c</td>d</tr>e</table>",
        "<table><tr><td><ul><li>a</li></ul></td><td><table><tr><td>b</td></tr></table></td></tr></table>",
        "<td>a</td><tr>b</tr>",
        "<table><tr><td colspan=2>a</td></tr><tr><td rowspan=3>b</td><td>c</td></tr></table>",
        "<script>alert('<p>')</script>\n\n<style>a{}</style>",
        "a <script>b</script> c",
        "<textarea>\n\n# a\n\n</textarea>",
        "<img> <img src> <img src=\"\"> <img src=x alt=y>",
        "<a href>b</a> <a href=\"#\">c</a> <a href=x><b>d</a></b>",
        "<b><i>a</b>b</i>c",
        "</b></details></div></p>",
        "<p>a<p>b</p>c</p>",
        "<h1>a<h2>b</h2></h1><h9>c</h9>",
        "<br/><br><hr/><hr>",
        "<pre>a\n  <b>b</b>\n&lt;</pre><pre><code>\n\nc</code></pre>",
        "<blockquote>a\n\n- b\n\n</blockquote>",
        "<span color=\"nope\">a</span> <font color=#f00>b</font> <span style=\"background:yellow\">c</span>",
        "a<!-- b\n\nc -->d",
        "<!-- a -- b --><!---->c<!-->d",
        "<a\nhref=\"https://a.b\"\n>c</a>",
        "<div\n\n>a</div>",
        "<DIV><B>a</B></DIV><Details><SUMMARY>b</SUMMARY>c</Details>",
    ]), @r##"
    "<details><details><summary>a</summary></details></details>"
    TG "Details"
      TG "a"

    "<details>\n<summary>a\n</details>\n\nb"
    TG "a </details>"
      P "b"
    ! line 1, column 1: `</details>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `<details>` is not closed; it ends with what is around it

    "<summary>a</summary>"
    P "a"

    "<details open><summary></summary></details>"
    TG

    "<ul><p>a</p><li>b</ul>c"
    P "a"
    B "b"
    P "c"
    ! line 1, column 5: `<p>` was dropped, its content stayed

    "<li>a</li>"
    B "a"

    "<ol start=\"5\"><li>a"
    N "a"
    ! line 1, column 1: a list that begins with 5 will begin with 1
    ! line 1, column 15: `<li>` is not closed; it ends with what is around it

    "<table></table>\n\n<table><tr></tr></table>"

    "<table>a<tr>b<td>c</td>d</tr>e</table>"
    P "a b d e"
    TBL(1)
      ROW "c"

    "<table><tr><td><ul><li>a</li></ul></td><td><table><tr><td>b</td></tr></table></td></tr></table>"
    TBL(2)
      ROW "<ul><li>a" | "<table>"
      ROW "b" | 
    ! line 1, column 1: `<ul>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `<li>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `</li>` was dropped, its content stayed
    ! line 1, column 1: `</ul>` was dropped, its content stayed
    ! line 1, column 1: `<table>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `</table>` was dropped, its content stayed

    "<td>a</td><tr>b</tr>"
    P "<td>a<tr>b"
    ! line 1, column 1: `<td>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `</td>` was dropped, its content stayed
    ! line 1, column 1: `<tr>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `</tr>` was dropped, its content stayed

    "<table><tr><td colspan=2>a</td></tr><tr><td rowspan=3>b</td><td>c</td></tr></table>"
    TBL(2)
      ROW "a" | 
      ROW "b" | "c"
    ! line 1, column 1: cells of a table that were merged were taken apart

    "<script>alert('<p>')</script>\n\n<style>a{}</style>"
    P "<script>alert('"
    P "')"
    P "<style>a{}"
    ! line 1, column 1: `<script>` means nothing to Notion; it stayed as text
    ! line 1, column 16: `<p>` was dropped, its content stayed
    ! line 1, column 19: `</script>` was dropped, its content stayed
    ! line 3, column 1: `<style>` means nothing to Notion; it stayed as text
    ! line 3, column 1: `</style>` was dropped, its content stayed

    "a <script>b</script> c"
    P "a <script>b</script> c"
    ! line 1, column 3: `<script>` means nothing to Notion; it stayed as text
    ! line 1, column 12: `</script>` means nothing to Notion; it stayed as text

    "<textarea>\n\n# a\n\n</textarea>"
    P "<textarea> # a"
    ! line 1, column 1: `<textarea>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `</textarea>` was dropped, its content stayed

    "<img> <img src> <img src=\"\"> <img src=x alt=y>"
    P "<img>   y (x)"
    ! line 1, column 1: `<img>` means nothing to Notion; it stayed as text
    ! line 1, column 7: the image `` became text: it leads nowhere
    ! line 1, column 17: the image `` became text: it leads nowhere
    ! line 1, column 30: the image `x` became text: it is relative

    "<a href>b</a> <a href=\"#\">c</a> <a href=x><b>d</a></b>"
    P "b c " b"d"
    ! line 1, column 1: a link was dropped: it leads nowhere
    ! line 1, column 15: the link to `#` was dropped: it leads to a place in the text
    ! line 1, column 33: the link to `x` was dropped: it is relative

    "<b><i>a</b>b</i>c"
    P bi"a" i"b" "c"

    "</b></details></div></p>"
    P "</b></details></div></p>"
    ! line 1, column 1: `</b>` means nothing to Notion; it stayed as text
    ! line 1, column 5: `</details>` means nothing to Notion; it stayed as text
    ! line 1, column 15: `</div>` means nothing to Notion; it stayed as text
    ! line 1, column 21: `</p>` means nothing to Notion; it stayed as text

    "<p>a<p>b</p>c</p>"
    P "a"
    P "b"
    P "c"
    ! line 1, column 1: `<p>` was dropped, its content stayed
    ! line 1, column 5: `<p>` was dropped, its content stayed

    "<h1>a<h2>b</h2></h1><h9>c</h9>"
    H1 "a"
    H2 "b"
    P "<h9>c"
    ! line 1, column 21: `<h9>` means nothing to Notion; it stayed as text
    ! line 1, column 21: `</h9>` was dropped, its content stayed

    "<br/><br><hr/><hr>"
    P "⏎⏎<hr/><hr>"
    ! line 1, column 10: `<hr/>` means nothing to Notion; it stayed as text
    ! line 1, column 15: `<hr>` means nothing to Notion; it stayed as text

    "<pre>a\n  <b>b</b>\n&lt;</pre><pre><code>\n\nc</code></pre>"
    C(plain text) "a⏎  b⏎<"
    C(plain text)
    P "c</code></pre>"
    ! line 5, column 2: `</code>` means nothing to Notion; it stayed as text
    ! line 5, column 9: `</pre>` means nothing to Notion; it stayed as text

    "<blockquote>a\n\n- b\n\n</blockquote>"
    Q "a"
      B "b"

    "<span color=\"nope\">a</span> <font color=#f00>b</font> <span style=\"background:yellow\">c</span>"
    P "a b " <yellow_background>"c"
    ! line 1, column 1: `<span>` was dropped, its content stayed
    ! line 1, column 29: `<span>` was dropped, its content stayed

    "a<!-- b\n\nc -->d"
    P "a<!-- b"
    P "c -->d"

    "<!-- a -- b --><!---->c<!-->d"
    P "cd"
    ! line 1, column 1: the comment `<!-- a -- b -->` was dropped
    ! line 1, column 1: the comment `<!-->` was dropped

    "<a\nhref=\"https://a.b\"\n>c</a>"
    P "<a href=''" "https://a.b"→https://a.b "''"
    Q "c</a>"
    ! line 3, column 3: `</a>` means nothing to Notion; it stayed as text

    "<div\n\n>a</div>"
    P "<div"
    Q "a</div>"
    ! line 3, column 3: `</div>` means nothing to Notion; it stayed as text

    "<DIV><B>a</B></DIV><Details><SUMMARY>b</SUMMARY>c</Details>"
    P b"a"
    TG "b"
      P "c"
    ! line 1, column 1: `<DIV>` was dropped, its content stayed
    "##);
}
