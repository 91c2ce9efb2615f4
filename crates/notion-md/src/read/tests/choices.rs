//! What is read only if somebody asks for it.

use super::all_with;
use crate::{Comments, LinkedImages, LoneLinks, ReadOptions, SoftBreaks, UnknownHtml};

#[test]
fn shortcodes() {
    let options = ReadOptions { shortcodes: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &[
        "done :tada: **:+1:**",
        "a:smile:b 10:30:45 :nobody: `:tada:`",
    ]), @r#"
    "done :tada: **:+1:**"
    P "done 🎉 " b"👍"

    "a:smile:b 10:30:45 :nobody: `:tada:`"
    P "a:smile:b 10:30:45 :nobody: " c":tada:"
    "#);
}

#[test]
fn wikilinks() {
    let options = ReadOptions { wikilinks: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &["[[Plan]] and [[Plan#Aims|our *aims*]]", "![[map.png]]"]), @r#"
    "[[Plan]] and [[Plan#Aims|our *aims*]]"
    P "Plan and our *aims*"
    ! line 1, column 1: the link to `Plan` was dropped: it is relative
    ! line 1, column 14: the link to `Plan#Aims` was dropped: it is relative

    "![[map.png]]"
    P "map.png"
    ! line 1, column 1: the image `map.png` became text: it is relative
    "#);
    let base_url = Some("https://h.org/notes/".to_owned());
    let options = ReadOptions { base_url, ..options };
    insta::assert_snapshot!(all_with(&options, &[
        "[[Big plan]] and [[Plan#Aims|our aims]]",
        "![[map.png]]",
        "![[map.png|300]] ![[map.png|300x200]] ![[map.png|The map]]",
        "a ![[map.png]] b ![[Plan]]",
    ]), @r#"
    "[[Big plan]] and [[Plan#Aims|our aims]]"
    P "Big plan"→https://h.org/notes/Big%20plan " and " "our aims"→https://h.org/notes/Plan#Aims

    "![[map.png]]"
    IMG(https://h.org/notes/map.png)

    "![[map.png|300]] ![[map.png|300x200]] ![[map.png|The map]]"
    IMG(https://h.org/notes/map.png)
    IMG(https://h.org/notes/map.png)
    IMG(https://h.org/notes/map.png; "The map")

    "a ![[map.png]] b ![[Plan]]"
    P "a"
    IMG(https://h.org/notes/map.png)
    P "b " "Plan"→https://h.org/notes/Plan
    "#);
}

#[test]
fn description_lists() {
    let options = ReadOptions { description_lists: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &[
        "Term *x*\n\n: first\n\n: second\n\n  more\n\nOther\n\n: - a\n\nend",
        "T\n: x",
    ]), @r#"
    "Term *x*\n\n: first\n\n: second\n\n  more\n\nOther\n\n: - a\n\nend"
    B b"Term " bi"x"
      P "first"
      P "second"
      P "more"
    B b"Other"
      B "a"
    P "end"

    "T\n: x"
    B b"T"
      P "x"
    "#);
}

#[test]
fn obsidian_callouts() {
    let options = ReadOptions { obsidian_callouts: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &[
        "> [!note]\n> a",
        "> [!bug] Known *issue*\n> a\n>\n> - b",
        "> [!faq]- Why?\n> because",
        "> [!tip]+\n> a",
        "> [!strange] x",
        "> [!quote|right]\n> > inner",
        "> plain",
    ]), @r#"
    "> [!note]\n> a"
    CO(ℹ️,blue_background) "a"

    "> [!bug] Known *issue*\n> a\n>\n> - b"
    CO(🐛,red_background) b"Known " bi"issue" "⏎a"
      B "b"

    "> [!faq]- Why?\n> because"
    TG "Why?"
      P "because"

    "> [!tip]+\n> a"
    TG "Tip"
      P "a"

    "> [!strange] x"
    CO(ℹ️,blue_background) "x"

    "> [!quote|right]\n> > inner"
    CO(💭,gray_background)
      Q "inner"

    "> plain"
    Q "plain"
    "#);
}

#[test]
fn comments() {
    let options = ReadOptions { obsidian_comments: true, ..ReadOptions::default() };
    let cases = ["a %%b%% c", "%%\na\n\nb\n%%\n\nc", "a <!-- b -->\n\n<!-- c -->"];
    insta::assert_snapshot!(all_with(&options, &cases), @r#"
    "a %%b%% c"
    P "a  c"
    ! line 1, column 3: the comment `%%b%%` was dropped

    "%%\na\n\nb\n%%\n\nc"
    P "c"
    ! line 1, column 1: a comment was dropped

    "a <!-- b -->\n\n<!-- c -->"
    P "a "
    ! line 1, column 3: the comment `<!-- b -->` was dropped
    ! line 3, column 1: the comment `<!-- c -->` was dropped
    "#);
    let options = ReadOptions { comments: Comments::Text, ..options };
    insta::assert_snapshot!(all_with(&options, &cases), @r#"
    "a %%b%% c"
    P "a %%b%% c"

    "%%\na\n\nb\n%%\n\nc"
    P "%%⏎a⏎⏎b⏎%%"
    P "c"

    "a <!-- b -->\n\n<!-- c -->"
    P "a <!-- b -->"
    P "<!-- c -->"
    "#);
}

#[test]
fn marks() {
    let options = ReadOptions {
        highlight: true,
        superscript: true,
        subscript: true,
        latex_math: true,
        ..ReadOptions::default()
    };
    let cases = ["==a== H~2~O x^2^ x^note!^ ~~s~~", "\\(x\\) and\n\n\\[y\\]"];
    insta::assert_snapshot!(all_with(&options, &cases), @r#"
    "==a== H~2~O x^2^ x^note!^ ~~s~~"
    P <yellow_background>"a" " H₂O x² xnote! " s"s"

    "\\(x\\) and\n\n\\[y\\]"
    P eq"x" " and"
    EQ "y"
    "#);
    let options = ReadOptions { script_equations: true, ..options };
    insta::assert_snapshot!(all_with(&options, &["x^note!^ y~b~ z^2^ <sup>a*b</sup>"]), @r#"
    "x^note!^ y~b~ z^2^ <sup>a*b</sup>"
    P "x" eq"^{note!}" " y" eq"_{b}" " z² " eq"^{a*b}"
    "#);
    let options = ReadOptions { cjk_friendly_emphasis: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&ReadOptions::default(), &["**中文。**后"]), @r#"
    "**中文。**后"
    P "**中文。**后"
    "#);
    insta::assert_snapshot!(all_with(&options, &["**中文。**后"]), @r#"
    "**中文。**后"
    P b"中文。" "后"
    "#);
}

#[test]
fn footnotes_where_they_stand() {
    let options = ReadOptions { inline_footnotes: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &["a^[some *note*] b[^1] c^[other]\n\n[^1]: x"]), @r#"
    "a^[some *note*] b[^1] c^[other]\n\n[^1]: x"
    P "a[note 1] b[1] c[note 2]"
    DIV
    P "Footnotes"
    P "[1] x"
    P "[note 1] some " i"note"
    P "[note 2] other"
    ! line 1, column 1: a footnote became text at the end of the page
    ! line 1, column 1: a footnote became text at the end of the page
    ! line 3, column 1: a footnote became text at the end of the page
    "#);
}

#[test]
fn tasks_and_directives() {
    let options = ReadOptions { relaxed_tasks: true, directives: true, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &[
        "- [-] a\n- [x] b\n- [ ] c",
        ":::note\na\n\n- b\n:::",
        ":::warning Mind *this*\na\n:::",
    ]), @r#"
    "- [-] a\n- [x] b\n- [ ] c"
    T[ ] "a"
    T[x] "b"
    T[ ] "c"
    ! line 1, column 1: the `-` of a task was dropped; it is not done

    ":::note\na\n\n- b\n:::"
    CO(ℹ️,blue_background) "a"
      B "b"

    ":::warning Mind *this*\na\n:::"
    CO(⚠️,yellow_background) b"Mind " bi"this" "⏎a"
    "#);
}

#[test]
fn html_that_means_nothing() {
    let cases = ["a <x-y>b</x-y> c", "<x-y>\nb\n</x-y>"];
    for (unknown_html, expected) in [
        (UnknownHtml::Text, "P \"a <x-y>b</x-y> c\""),
        (UnknownHtml::Drop, "P \"a b c\""),
        (UnknownHtml::Code, "P \"a \" c\"<x-y>\" \"b\" c\"</x-y>\" \" c\""),
    ] {
        let options = ReadOptions { unknown_html, ..ReadOptions::default() };
        let shown = all_with(&options, &cases);
        assert!(shown.lines().any(|it| it == expected), "{shown}");
    }
}

#[test]
fn links_that_stand_alone() {
    let cases = [
        "https://youtu.be/x",
        "<https://a.b>",
        "[x](https://a.b)",
        "see https://a.b",
        "- https://a.b",
        "- a\n\n  https://a.b",
        "www.a.b",
    ];
    let options = ReadOptions { lone_links: LoneLinks::Bookmark, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &cases), @r#"
    "https://youtu.be/x"
    BOOKMARK(https://youtu.be/x)

    "<https://a.b>"
    BOOKMARK(https://a.b)

    "[x](https://a.b)"
    P "x"→https://a.b

    "see https://a.b"
    P "see " "https://a.b"→https://a.b

    "- https://a.b"
    B "https://a.b"→https://a.b

    "- a\n\n  https://a.b"
    B "a"
      BOOKMARK(https://a.b)

    "www.a.b"
    P "www.a.b"→http://www.a.b
    "#);
    let options = ReadOptions { lone_links: LoneLinks::Embed, ..ReadOptions::default() };
    insta::assert_snapshot!(all_with(&options, &cases[..1]), @r#"
    "https://youtu.be/x"
    EMBED(https://youtu.be/x)
    "#);
}

#[test]
fn lines_headings_badges_and_titles() {
    let options = ReadOptions {
        soft_breaks: SoftBreaks::LineBreak,
        deepest_heading: 3,
        linked_images: LinkedImages::Images,
        code_titles: false,
        ..ReadOptions::default()
    };
    insta::assert_snapshot!(all_with(&options, &[
        "a\nb",
        "#### d",
        "[![a](https://h/i.svg)](https://a.b) [![b](https://h/j.svg)](https://c.d)",
        "```js title=\"a.js\"\nx\n```",
    ]), @r#####"
    "a\nb"
    P "a⏎b"

    "#### d"
    H3 "d"
    ! line 1, column 1: a heading of level 4 became one of level 3

    "[![a](https://h/i.svg)](https://a.b) [![b](https://h/j.svg)](https://c.d)"
    IMG(https://h/i.svg; "a"→https://a.b)
    IMG(https://h/j.svg; "b"→https://c.d)

    "```js title=\"a.js\"\nx\n```"
    C(javascript) "x"
    ! line 1, column 1: `title="a.js"` after a fence was dropped
    "#####);
}
