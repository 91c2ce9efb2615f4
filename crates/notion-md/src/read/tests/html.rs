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
    ! line 1, column 11: `<p>` was dropped, its content stayed

    "<custom-thing>x</custom-thing>"
    P "<custom-thing>x</custom-thing>"
    ! line 1, column 1: `<custom-thing>` means nothing to Notion; it stayed as text
    ! line 1, column 16: `</custom-thing>` means nothing to Notion; it stayed as text
    "#);
}

#[test]
fn media() {
    insta::assert_snapshot!(all(&[
        "<video src=\"https://h/a.mp4\" controls>Your browser <b>cannot</b>.</video>",
        "<video controls>\n  <source src=\"https://h/a.webm\">\n  <source src=\"https://h/a.mp4\">\n  No video.\n</video>",
        "a <audio src=\"https://h/a.mp3\"/> b",
        "<audio src=\"a.mp3\"></audio>",
        "<iframe width=\"560\" src=\"https://www.youtube.com/embed/x\"></iframe>\n\nafter",
        "<iframe></iframe>",
        "|a|\n|-|\n|<video src=\"https://h/a.mp4\"></video>|",
        "<video src=\"https://h/a.mp4\">left open",
    ]), @r#"
    "<video src=\"https://h/a.mp4\" controls>Your browser <b>cannot</b>.</video>"
    VIDEO(https://h/a.mp4)
    ! line 1, column 66: `Your browser cannot.` is for browsers without `<video>`; it was dropped

    "<video controls>\n  <source src=\"https://h/a.webm\">\n  <source src=\"https://h/a.mp4\">\n  No video.\n</video>"
    VIDEO(https://h/a.webm)
    ! line 1, column 1: `No video.` is for browsers without `<video>`; it was dropped

    "a <audio src=\"https://h/a.mp3\"/> b"
    P "a"
    AUDIO(https://h/a.mp3)
    P "b"

    "<audio src=\"a.mp3\"></audio>"
    P "a.mp3"
    ! line 1, column 1: the audio `a.mp3` became text: it is relative

    "<iframe width=\"560\" src=\"https://www.youtube.com/embed/x\"></iframe>\n\nafter"
    EMBED(https://www.youtube.com/embed/x)
    P "after"

    "<iframe></iframe>"
    P "<iframe>"
    ! line 1, column 1: `<iframe>` means nothing to Notion; it stayed as text
    ! line 1, column 1: `</iframe>` was dropped, its content stayed

    "|a|\n|-|\n|<video src=\"https://h/a.mp4\"></video>|"
    TBL(1,hdr)
      ROW "a"
      ROW "https://h/a.mp4"→https://h/a.mp4

    "<video src=\"https://h/a.mp4\">left open"
    VIDEO(https://h/a.mp4)
    P "left open"
    ! line 1, column 1: `<video>` is not closed; it ends with its paragraph
    "#);
}

#[test]
fn figures() {
    insta::assert_snapshot!(all(&[
        "<figure>\n  <img src=\"https://h/a.png\">\n  <figcaption>The <b>map</b></figcaption>\n</figure>",
        "<figure><img src=\"https://h/a.png\" alt=\"A map\"><figcaption>The map</figcaption></figure>",
        "<figure><figcaption>Alone</figcaption></figure>",
        "<picture><source srcset=\"https://h/b.png\"><img src=\"https://h/a.png\" alt=\"A\"></picture>",
    ]), @r#"
    "<figure>\n  <img src=\"https://h/a.png\">\n  <figcaption>The <b>map</b></figcaption>\n</figure>"
    IMG(https://h/a.png; "The " b"map")
    ! line 1, column 1: `<figure>` was dropped, its content stayed
    ! line 3, column 3: `<figcaption>` was dropped, its content stayed

    "<figure><img src=\"https://h/a.png\" alt=\"A map\"><figcaption>The map</figcaption></figure>"
    IMG(https://h/a.png; "The map")
    ! line 1, column 1: `<figure>` was dropped, its content stayed
    ! line 1, column 48: `<figcaption>` was dropped, its content stayed
    ! line 1, column 67: the description `A map` gave way to the caption

    "<figure><figcaption>Alone</figcaption></figure>"
    P "Alone"
    ! line 1, column 1: `<figure>` was dropped, its content stayed
    ! line 1, column 9: `<figcaption>` was dropped, its content stayed

    "<picture><source srcset=\"https://h/b.png\"><img src=\"https://h/a.png\" alt=\"A\"></picture>"
    IMG(https://h/a.png; "A")
    ! line 1, column 1: `<picture>` was dropped, its content stayed
    "#);
}

#[test]
fn processing_instructions_end_where_they_do() {
    insta::assert_snapshot!(all(&["<?php\n\necho '>';\n\n?>\nokay", "a <![CDATA[ > ]]> b"]), @r#"
    "<?php\n\necho '>';\n\n?>\nokay"
    P "okay"
    ! line 1, column 1: the comment `<?php…` was dropped

    "a <![CDATA[ > ]]> b"
    P "a  b"
    ! line 1, column 3: the comment `<![CDATA[ > ]]>` was dropped
    "#);
}
