//! What Notion's first dialect means, case by case.

use crate::{
    Dialect, ReadOptions, WriteOptions, read,
    shorthand::{list, read_with},
    write,
};

fn options() -> ReadOptions {
    ReadOptions { dialect: Dialect::V1, ..ReadOptions::default() }
}

fn show(markdown: &str) -> String {
    read_with(markdown, &options())
}

/// What a text becomes when it is read and written in the dialect.
fn rewrite(markdown: &str) -> String {
    let blocks = read(markdown, &options()).blocks;
    let dialect = Dialect::V1;
    let written = write(&blocks, &WriteOptions { dialect, ..WriteOptions::default() });
    written.text + &list(&written.remarks)
}

#[test]
fn every_line_is_a_block_and_tabs_nest() {
    insta::assert_snapshot!(show("a\nb\n\n\tc {color=\"red_bg\"}\n\t\t- d\n- e\n\t1. f\n\t2. g\n- [x] h\n> i<br>j {color=\"blue\"}\n\tk\n---\n<empty-block/>\n# l {toggle=\"true\" color=\"gray\"}\n\tm\n###### n"), @r#"
    P "a"
    P "b"
      P(red_background) "c"
        B "d"
    B "e"
      N "f"
      N "g"
    T[x] "h"
    Q(blue) "i⏎j"
      P "k"
    DIV
    P
    H1(toggle)(gray) "l"
      P "m"
    H4 "n"
    ! line 16, column 8: a heading of level 6 became one of level 4
    "#);
    insta::assert_snapshot!(show("3. a\n\tb\n4. c\n+ d\n* e\n-\n#\n#f\n-g\n1.h\n- [ ]\n- [y] i"), @r##"
    N "a"
      P "b"
    N "c"
    B "d"
    B "e"
    B
    H1
    P "#f"
    P "-g"
    P "1.h"
    T[ ]
    B "[y] i"
    ! line 1, column 4: a list that begins with 3 will begin with 1
    "##);
    insta::assert_snapshot!(show("a \\{color=\"red\"}\nb {c=\"d\"}\n{color=\"red\"}\nc {color=\"teal\"}\nd {color=\"red\" e=\"f\"}\n`{color=\"red\"}`"), @r#"
    P "a {color=''red''}"
    P "b {c=''d''}"
    P(red)
    P "c"
    P(red) "d"
    P c"{color=''red''}"
    ! line 4, column 1: Notion has no colour `teal`; it was dropped
    ! line 5, column 1: `e` in braces was dropped
    "#);
}

#[test]
fn tags_hold_what_is_indented() {
    insta::assert_snapshot!(show("<details color=\"red\">\n<summary>a *b*</summary>\n\tc\n\t- d\n</details>\n<details>\n<summary></summary>\n</details>\n<details>\n\te\n</details>"), @r#"
    TG(red) "a " i"b"
      P "c"
      B "d"
    TG
    TG
      P "e"
    "#);
    insta::assert_snapshot!(show("<callout icon=\"🎯\" color=\"gray_bg\">\n\ta\n\tb\n\t\tc\n</callout>\n<callout>\n\t<empty-block/>\n\td\n</callout>\n<callout>\n\t# e\n</callout>\n::: callout {icon=\"💡\" color=\"red\"}\nf\n- g\n:::"), @r#"
    CO(🎯,gray_background) "a"
      P "b"
        P "c"
    CO(None,default)
      P "d"
    CO(None,default)
      H1 "e"
    CO(💡,red) "f"
      B "g"
    "#);
    insta::assert_snapshot!(show("<columns>\n\t<column>\n\t\ta\n\t</column>\n\t<column>\n\t\t- b\n\t\t\tc\n\t</column>\n</columns>\n<synced_block url=\"https://x\">\n\td\n</synced_block>\n<table_of_contents color=\"gray\"/>"), @r#"
    COLUMN_LIST
      COLUMN
        P "a"
      COLUMN
        B "b"
          P "c"
    SYNCED
      P "d"
    TOC(gray)
    "#);
    insta::assert_snapshot!(show("<table fit-page-width=\"true\" header-row=\"true\">\n\t<colgroup>\n\t\t<col color=\"red\">\n\t</colgroup>\n\t<tr>\n\t\t<td>**a** `</td>`</td>\n\t\t<td>- b<br>c</td>\n\t</tr>\n\t<tr color=\"red\"><td>d</td></tr>\n</table>\n| a | b\\|`|` |\n|:-|-|\n| c |\nd"), @r#"
    TBL(2,hdr)
      ROW b"a" " " c"</td>" | "- b⏎c"
      ROW "d" | 
    TBL(2,hdr)
      ROW "a" | "b|" c"|"
      ROW "c" | 
    P "d"
    ! line 3, column 3: of `<col>`, the request has no `color`; it was dropped
    ! line 9, column 2: of `<tr>`, the request has no `color`; it was dropped
    ! line 12, column 1: the alignment of the columns was dropped
    "#);
}

#[test]
fn files_and_what_cannot_be_created() {
    insta::assert_snapshot!(show("![a **b**](https://h/i.png) {color=\"red\"}\n<video src=\"https://h/v.mp4\">c</video>\n<audio source=\"https://h/a.mp3\"></audio>\n<file src=\"x\">d</file>\ne ![f](https://h/j.png) g\n\th"), @r#"
    IMG(https://h/i.png; "a " b"b")
    VIDEO(https://h/v.mp4; "c")
    AUDIO(https://h/a.mp3)
    P "x"
    P "d"
    P "e"
    IMG(https://h/j.png; "f")
    P "g"
      P "h"
    ! line 1, column 1: an image has no colour; it was dropped
    ! line 4, column 1: `x` is no address of a file
    ! line 4, column 1: `<file>` cannot be created here; its content stayed
    "#);
    insta::assert_snapshot!(show("<page url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\">T</page>\n<unknown url=\"https://a.b\" alt=\"bookmark\"/>\n<meeting-notes>\n\ta\n\t<summary>\n\t\tb\n\t</summary>\n\t<notes>\n\t\tc\n\t</notes>\n</meeting-notes>\n<synced_block_reference url=\"https://app.notion.com/p/0123456789abcdef0123456789abcdef#fedcba9876543210fedcba9876543210\">\n\td\n</synced_block_reference>"), @r#"
    LINK(page 01234567-89ab-cdef-0123-456789abcdef)
    P "bookmark"→https://a.b
    P "a"
    P "b"
    P "c"
    SYNCED(fedcba98-7654-3210-fedc-ba9876543210)
      P "d"
    ! line 1, column 1: a page in the page became a link to it
    ! line 2, column 1: `<unknown>` cannot be created here; its content stayed
    ! line 3, column 1: `<meeting-notes>` cannot be created here; its content stayed
    ! line 5, column 2: `<summary>` cannot be created here; its content stayed
    ! line 8, column 2: `<notes>` cannot be created here; its content stayed
    "#);
}

#[test]
fn escapes_end_where_the_sign_stands() {
    insta::assert_snapshot!(show(r"\{\}\<x\>"), @r#"P "{}<x>""#);
}

#[test]
fn running_text() {
    insta::assert_snapshot!(show("<mention-user url=\"{{user://01234567-89ab-cdef-0123-456789abcdef}}\">Ada</mention-user> <mention-page url=\"https://www.notion.so/0123456789abcdef0123456789abcdef\"/> <mention-date start=\"2026-01-02\" startTime=\"09:30\" timeZone=\"UTC\"/>\n<span color=\"red_bg\">a</span> <span underline=\"true\">b</span> snake_case _c_ `d_e` [f_g](https://a.b/h_i) $`j_k`$ $l$ m$n$ <div>\n<mention-agent url=\"agent://x\">o</mention-agent> :smile: [^https://a.b] https://a.b <!-- p --> <br> q\n<mention url=\"user://x\"/>\n\\# r \\* \\_s\\_"), @r##"
    P @person(01234567-89ab-cdef-0123-456789abcdef) " " @page(01234567-89ab-cdef-0123-456789abcdef) " " @(2026-01-02T09:30 UTC)
    P <red_background>"a" " " u"b" " snake_case _c_ " c"d_e" " " "f_g"→https://a.b/h_i " " eq"j_k" " " eq"l" " m$n$ <div>"
    P "<mention-agent url=''agent://x''>o</mention-agent> :smile: [^https://a.b] https://a.b <!-- p -->⏎q"
    P "<mention url=''user://x''/>"
    P "# r * _s_"
    ! line 2, column 124: `<div>` means nothing to Notion; it stayed as text
    ! line 3, column 1: `<mention-agent url="agent://x">` means nothing to Notion; it stayed as text
    ! line 3, column 33: `</mention-agent>` means nothing to Notion; it stayed as text
    ! line 3, column 85: `<!-- p -->` means nothing to Notion; it stayed as text
    ! line 4, column 1: `<mention url="user://x"/>` means nothing to Notion; it stayed as text
    "##);
}

#[test]
fn code_and_equations_are_literal() {
    insta::assert_snapshot!(show("- a\n\t```rust\n\tb\n\n\t\tc\n\t~~~\n\t```\n\t$$\n\td\n\n\t# e\n\t$$\n````mermaid\n```\n<callout>\n````\n```foo\n$$\nf"), @r#"
    B "a"
      C(rust) "b⏎⏎	c⏎~~~"
      EQ "d\n\n# e"
    C(mermaid) "```⏎<callout>"
    C(plain text) "$$⏎f"
    ! line 17, column 1: the code block is not closed; it goes on to the end of its container
    ! line 17, column 1: Notion has no language `foo`; the code block is plain text
    "#);
}

#[test]
fn nothing_is_lost_without_a_word() {
    insta::assert_snapshot!(show("<callout icon=\"x\">\n\ta\nb</callout>\n<callout>\nc"), @r#"
    CO(None,default) "a"
      P "b"
    P "<callout>"
    P "c"
    ! line 1, column 1: `x` is no icon; it was dropped
    ! line 4, column 1: `<callout>` has no counterpart where it stands; it stayed as text
    "#);
    insta::assert_snapshot!(show("<details>\n<summary>a</summary>\nb\n</details>\n</details>\n\t<callout>\n\t\tc\nd\n</callout>"), @r#"
    TG "a"
    P "b"
    P "</details>"
      P "<callout>"
      P "c"
    P "d"
    P "</callout>"
    ! line 3, column 1: what is not indented is not in the toggle before it
    ! line 5, column 1: `</details>` means nothing to Notion; it stayed as text
    ! line 6, column 2: `<callout>` has no counterpart where it stands; it stayed as text
    ! line 9, column 1: `</callout>` means nothing to Notion; it stayed as text
    "#);
    insta::assert_snapshot!(show("---\n\ta\n:::\n::: x\n<empty-block/>b\n$``$"), @r#"
    DIV
    P "a"
    P ":::"
    P "::: x"
    P "<empty-block/>b"
    P "$``$"
    ! line 5, column 1: `<empty-block/>` means nothing to Notion; it stayed as text
    "#);
}

#[test]
fn what_was_read_is_written_in_the_same_form() {
    insta::assert_snapshot!(rewrite("+ a\n    b {color=\"grey_background\"}\n*  c\n7) d\n8) e\n<details>\n<summary>f</summary>\n\tg\n</details>\n<callout icon=\"🎯\">\n\th\n\t- i\n</callout>\n<columns><column>j</column><column>k</column></columns>\n| l | m |\n|-|-|\n| n | o |\n![p](https://h/i.png)\n<video src=\"https://h/v.mp4\"/>\n```\nq\n```\n$$\nr\n$$\n---\n## s {toggle=\"true\"}\n\t> t *u* **v** ~~w~~ `x` $y$ [z](https://a.b) {a} | ^ _b_ <span underline=\"true\">c</span><br>d"), @r#"
    - a
    	b {color="gray_bg"}
    - c
    1. d
    2. e
    <details>
    <summary>f</summary>
    	g
    </details>
    <callout icon="🎯">
    	h
    	- i
    </callout>
    <columns>
    	<column>
    		j
    	</column>
    	<column>
    		k
    	</column>
    </columns>
    <table header-row="true">
    	<tr>
    		<td>l</td>
    		<td>m</td>
    	</tr>
    	<tr>
    		<td>n</td>
    		<td>o</td>
    	</tr>
    </table>
    ![p](https://h/i.png)
    <video src="https://h/v.mp4"></video>
    ```
    q
    ```
    $$
    r
    $$
    ---
    ## s {toggle="true"}
    	> t *u* **v** ~~w~~ `x` $`y`$ [z](https://a.b) \{a\} \| \^ _b_ <span underline="true">c</span><br>d
    "#);
}

#[test]
fn what_it_cannot_say_is_unknown() {
    let blocks = read(
        "<bookmark source=\"https://a.b\">c</bookmark>\n\n<nmd kind=\"breadcrumb\"/>\n\n<tabs><tab icon=\"🎯\">d\n\ne</tab></tabs>\n\n<columns><column ratio=\"50\">f</column><column>g</column></columns>\n\n```rust {caption=\"h\"}\nx\n```\n\n<file source=\"https://h/f.zip\" name=\"f.zip\"/>\n\n<p nmd-color=\"teal\">i</p>\n\n<callout nmd-icon=\"{&quot;type&quot;:&quot;icon&quot;,&quot;icon&quot;:{&quot;name&quot;:&quot;j&quot;}}\">k</callout>",
        &ReadOptions { dialect: Dialect::V2, ..ReadOptions::default() },
    )
    .blocks;
    let dialect = Dialect::V1;
    let written = write(&blocks, &WriteOptions { dialect, ..WriteOptions::default() });
    insta::assert_snapshot!(written.text + &list(&written.remarks), @r#"
    <unknown url="https://a.b" alt="bookmark"/>
    <unknown alt="breadcrumb"/>
    d
    	e
    <columns>
    	<column>
    		f
    	</column>
    	<column>
    		g
    	</column>
    </columns>
    ```rust
    x
    ```
    <file src="https://h/f.zip"></file>
    i
    <callout icon=":j:">
    	k
    </callout>
    ! block 1: Notion's Markdown has no form for a `bookmark`; it was not kept
    ! block 2: Notion's Markdown has no form for a `breadcrumb`; it was not kept
    ! block 3: Notion's Markdown has no form for tabs; it was not kept
    ! block 3.1: the icon of a tab was dropped
    ! block 4.1: Notion's Markdown has no form for the width of a column; it was not kept
    ! block 5: Notion's Markdown has no form for the caption of a code block; it was not kept
    ! block 6: Notion's Markdown has no form for the name of a file; it was not kept
    ! block 7: Notion's Markdown has no form for a colour that Notion's Markdown has no word for; it was not kept
    ! block 8: Notion's Markdown has no form for what an icon is; it was not kept
    "#);
}

#[test]
fn time_is_linear_in_what_is_made_for_it() {
    let n = 20_000;
    let deep: String = (0..400).fold(String::new(), |text, it| text + &"\t".repeat(it) + "- a\n");
    for text in [
        deep,
        "<callout>".repeat(n),
        "<callout>\n".repeat(n),
        format!("{}{}", "<callout>\n".repeat(n), "</columns>\n".repeat(n)),
        format!("{}{}", "<callout>\n".repeat(n), "</callout>\n".repeat(n)),
        "<details>\n".repeat(n),
        "<details>\n<summary>a\n".repeat(n),
        "::: callout\n".repeat(n),
        format!("{}{}", "<callout>\n".repeat(n), ":::\n".repeat(n)),
        "$$\n- ".repeat(n),
        "> ".repeat(n),
        "`<callout>".repeat(n),
        "<callout a=\"".repeat(n),
        "```\n<callout>\n".repeat(n),
        "<mention-user url=\"user://x\">".repeat(n),
        "|\n".repeat(n),
        "|-\n".repeat(n),
        "](".repeat(n),
        "_\\".repeat(n),
        "{color=\"".repeat(n),
        "a {color=\"red\"}\n".repeat(n),
        "<td>".repeat(n),
        "<empty-block\n".repeat(n),
        "\t".repeat(n),
        "<!--".repeat(n),
    ] {
        let document = read(&text, &options());
        assert!(document.blocks.len() <= text.len());
    }
}
