//! `notion md`.

use crate::session::Session;

const TEXT: &str = "# Garden\n\n- [ ] Water the **plants**\n  - all\n    - of\n      - them\n";

#[test]
fn blocks_are_nested_json() {
    insta::assert_snapshot!(Session::new().stdin(TEXT).run("notion md blocks -"), @r#"
    exit code: 0
    --- stdout
    [{"type":"heading_1","heading_1":{"rich_text":[{"type":"text","text":{"content":"Garden"}}]}},{"type":"to_do","to_do":{"rich_text":[{"type":"text","text":{"content":"Water the "}},{"type":"text","text":{"content":"plants"},"annotations":{"bold":true}}],"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"all"}}],"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"of"}}],"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"them"}}]}}]}}]}}]}}]
    "#);
}

#[test]
fn requests_say_where_they_append() {
    insta::assert_snapshot!(Session::new().stdin(TEXT).run("notion md requests -"), @r#"
    exit code: 0
    --- stdout
    {"request":0,"create":"page","children":[{"type":"heading_1","heading_1":{"rich_text":[{"type":"text","text":{"content":"Garden"}}]}}]}
    {"request":1,"append_to":"page","children":[{"type":"to_do","to_do":{"rich_text":[{"type":"text","text":{"content":"Water the "}},{"type":"text","text":{"content":"plants"},"annotations":{"bold":true}}]}}]}
    {"request":2,"append_to":{"request":1,"block":0},"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"all"}}],"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"of"}}],"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"them"}}]}}]}}]}}]}
    "#);
}

#[test]
fn blocks_come_back_as_the_same_text() {
    let session = Session::new().file("garden.md", TEXT);
    let blocks = session.run("notion md blocks garden.md").stdout;
    let outcome = session.stdin(&blocks).run("notion md render -");
    assert_eq!(outcome.code(), 0, "{outcome}");
    assert_eq!(outcome.stdout, TEXT);
}

#[test]
fn what_is_not_carried_is_said_with_its_place() {
    let session = Session::new().file("a.md", "Hello\n\nSee [the plan](plan.md).\n");
    insta::assert_snapshot!(session.run("notion md blocks a.md"), @r#"
    exit code: 0
    --- stdout
    [{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"Hello"}}]}},{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"See the plan."}}]}}]
    --- stderr
    warning: a.md:3:5: the link to `plan.md` was dropped: it is relative
    "#);
}

#[test]
fn bad_input_is_a_usage_error() {
    insta::assert_snapshot!(Session::new().stdin("{").run("notion md render -"), @"
    exit code: 3
    --- stderr
    error: `-` does not hold JSON of blocks
      caused by: EOF while parsing an object at line 1 column 1

    hint: give an array of blocks as `notion md blocks` writes it
    ");
    insta::assert_snapshot!(Session::new().run("notion md blocks none.md"), @"
    exit code: 3
    --- stderr
    error: `none.md` cannot be used
      caused by: No such file or directory (os error 2)
    ");
}

#[test]
fn the_first_dialect_of_notion_is_read_and_written() {
    let session = Session::new().stdin("a {color=\"red\"}\n\t- b\n");
    insta::assert_snapshot!(session.run("notion md blocks - --dialect v1"), @r#"
    exit code: 0
    --- stdout
    [{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"a"}}],"color":"red","children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"b"}}]}}]}}]
    "#);
    let session = Session::new().stdin(
        r#"[{"type":"toggle","toggle":{"rich_text":[{"text":{"content":"a"}}],"children":[{"type":"breadcrumb","breadcrumb":{}}]}}]"#,
    );
    insta::assert_snapshot!(session.run("notion md render - --dialect v1"), @r#"
    exit code: 0
    --- stdout
    <details>
    <summary>a</summary>
    	<unknown alt="breadcrumb"/>
    </details>
    --- stderr
    warning: -: block 1.1: Notion's Markdown has no form for a `breadcrumb`; it was not kept
    "#);
}

/// The blocks of a page as Notion lists them: two lists, one after the other.
const PAGE: &str = r#"[
    { "object": "block", "id": "00000000-0000-0000-0000-000000000001", "type": "paragraph",
      "paragraph": { "rich_text": [{ "type": "text", "text": { "content": "Hello" } }] } },
    { "object": "block", "id": "00000000-0000-0000-0000-000000000002", "type": "bulleted_list_item",
      "has_children": true,
      "bulleted_list_item": { "rich_text": [{ "type": "text", "text": { "content": "a" } }] } },
    { "object": "block", "id": "00000000-0000-0000-0000-000000000003", "type": "child_page",
      "child_page": { "title": "Inside" } },
    { "object": "block", "id": "00000000-0000-0000-0000-000000000004", "type": "quote",
      "parent": { "type": "block_id", "block_id": "00000000-0000-0000-0000-000000000002" },
      "quote": { "rich_text": [{ "type": "text", "text": { "content": "gone" } }] } }
]"#;

#[test]
fn a_page_is_compared_with_a_text() {
    let session = Session::new().file("page.json", PAGE);
    let session = session.stdin("Hello, world\n\n- a\n  - b\n    - c\n");
    insta::assert_snapshot!(session.run("notion md diff page.json -"), @r##"
    exit code: 0
    --- stdout
    {"operation":"update","block":"00000000-0000-0000-0000-000000000001","change":{"paragraph":{"rich_text":[{"type":"text","text":{"content":"Hello, world"}}]}}}
    {"operation":"insert","into":"00000000-0000-0000-0000-000000000002","position":{"type":"start"},"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"b"}}],"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"c"}}]}}]}}]}
    {"operation":"delete","block":"00000000-0000-0000-0000-000000000004","blocks":1}
    --- stderr
    update 1, insert 2, delete 1; 2 blocks are not touched
    note: page.json: block 00000000-0000-0000-0000-000000000003: the child_page stays: it could not be created again
    "##);
}

#[test]
fn a_page_of_which_something_is_missing_is_not_compared() {
    let page = PAGE.replace(
        r#""block_id": "00000000-0000-0000-0000-000000000002""#,
        r#""block_id": "00000000-0000-0000-0000-000000000009""#,
    );
    let session = Session::new().file("page.json", &page).stdin("Hello");
    insta::assert_snapshot!(session.run("notion md diff page.json -"), @r##"
    exit code: 3
    --- stderr
    error: the blocks in 00000000-0000-0000-0000-000000000002 are missing

    hint: list the children of every block with `has_children`, and add them
    "##);
    let list = r#"{ "object": "list", "results": [], "has_more": true }"#;
    let session = Session::new().file("page.json", list).stdin("Hello");
    insta::assert_snapshot!(session.run("notion md diff page.json -"), @r##"
    exit code: 3
    --- stderr
    error: `page.json` does not hold the blocks of a page
      caused by: the list goes on (`has_more`)

    hint: give a JSON array of blocks as `notion api` reads them
    "##);
}

#[test]
fn notions_own_dialect_keeps_everything() {
    const NOTION: &str = "<callout icon=\"🎯\" color=\"blue_background\">Aim\n\n- high\n</callout>\n\n<nmd kind=\"breadcrumb\"/>\n";
    let session = Session::new().file("aim.md", NOTION);
    let blocks = session.run("notion md blocks aim.md --dialect v2").stdout;
    insta::assert_snapshot!(blocks, @r#"[{"type":"callout","callout":{"rich_text":[{"type":"text","text":{"content":"Aim"}}],"color":"blue_background","icon":{"type":"emoji","emoji":"🎯"},"children":[{"type":"bulleted_list_item","bulleted_list_item":{"rich_text":[{"type":"text","text":{"content":"high"}}]}}]}},{"type":"breadcrumb","breadcrumb":{}}]"#);
    let session = session.stdin(&blocks);
    let outcome = session.run("notion md render - --dialect v2");
    assert_eq!((outcome.code(), &*outcome.stdout, &*outcome.stderr), (0, NOTION, ""));
    let outcome = session.run("notion md render - --dialect v2 --for-endpoint");
    assert!(outcome.stderr.contains("no form for a breadcrumb"), "{outcome}");
    let outcome = session.run("notion md render - --dialect gfm");
    assert!(outcome.stdout.starts_with("> 🎯 Aim\n"), "{outcome}");
}

#[test]
fn more_is_read_if_asked_for() {
    const NOTE: &str = "#### [[Plan]] :tada:\n\n> [!faq]- Why?\n> one\n> two <x-y>\n\n%%later%%\n";
    let session = Session::new().file("note.md", NOTE);
    let flags = "--obsidian --shortcodes --line-breaks --max-heading 3 --unknown-html code";
    insta::assert_snapshot!(session.run(&format!("notion md blocks note.md --base-url https://h.org/ {flags}")), @r#"
    exit code: 0
    --- stdout
    [{"type":"heading_3","heading_3":{"rich_text":[{"type":"text","text":{"content":"Plan","link":{"url":"https://h.org/Plan"}}},{"type":"text","text":{"content":" 🎉"}}]}},{"type":"toggle","toggle":{"rich_text":[{"type":"text","text":{"content":"Why?"}}],"children":[{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"one\ntwo "}},{"type":"text","text":{"content":"<x-y>"},"annotations":{"code":true}}]}}]}}]
    --- stderr
    note: note.md:1:1: a heading of level 4 became one of level 3
    warning: note.md:5:7: `<x-y>` means nothing to Notion; it stayed as code
    note: note.md:7:1: the comment `%%later%%` was dropped
    "#);
    insta::assert_snapshot!(session.run("notion md blocks note.md --wikilinks --max-heading 5"), @r#"
    exit code: 3
    --- stderr
    error: invalid value '5' for '--max-heading <LEVEL>': 5 is not in 1..=4

    For more information, try '--help'.
    "#);
}

#[test]
fn blocks_may_nest_as_deep_as_markdown_does() {
    let text = format!("{}a\n", "> ".repeat(100));
    let session = Session::new().file("deep.md", &text);
    let blocks = session.run("notion md blocks deep.md").stdout;
    let outcome = session.stdin(&blocks).run("notion md render -");
    assert_eq!(outcome.stdout, text, "{}", outcome.stderr);
}

#[test]
fn what_is_no_text_is_said_with_its_place() {
    let session = Session::new().file("a.md", b"# a\nb \xc3\xa4 \xff");
    insta::assert_snapshot!(session.run("notion md blocks a.md"), @"
    exit code: 3
    --- stderr
    error: `a.md` is not text
      caused by: line 2, column 5: the byte 0xff is no UTF-8

    hint: save it as UTF-8
    ");
    let session = session.file("b.md", b"\xff\xfea\0");
    insta::assert_snapshot!(session.run("notion md blocks b.md"), @"
    exit code: 3
    --- stderr
    error: `b.md` is not text
      caused by: line 1, column 1: the byte 0xff is no UTF-8

    hint: it looks like UTF-16; save it as UTF-8
    ");
}

#[test]
fn blocks_are_taken_in_the_forms_that_programs_give() {
    const BLOCK: &str = r#"{ "object": "block", "id": "00000000-0000-0000-0000-000000000001",
        "has_children": false, "type": "paragraph",
        "paragraph": { "rich_text": [{ "type": "text", "text": { "content": "Hello" } }] } }"#;
    let render = |json: &str| Session::new().stdin(json).run("notion md render -");
    for json in [
        BLOCK.to_owned(),
        format!("\u{feff}[{BLOCK}]"),
        format!(
            r#"{{ "object": "list", "results": [{BLOCK}], "has_more": false, "type": "block" }}"#
        ),
        format!(r#"{{ "parent": {{}}, "children": [{BLOCK}] }}"#),
    ] {
        let outcome = render(&json);
        assert_eq!((outcome.code(), &*outcome.stdout, &*outcome.stderr), (0, "Hello\n", ""));
    }
    insta::assert_snapshot!(render(&format!(r#"{{ "results": [{BLOCK}], "has_more": true }}"#)), @"
    exit code: 3
    --- stderr
    error: `-` does not hold JSON of blocks
      caused by: the list goes on (`has_more`)

    hint: ask for the rest, and put all into one array
    ");
    insta::assert_snapshot!(render(&BLOCK.replace("false", "true")), @"
    exit code: 3
    --- stderr
    error: `-` does not hold JSON of blocks
      caused by: line 1, column 1, block 1: its children are missing, which it has (`has_children`)

    hint: what `notion md blocks` writes will do; `notion pull` writes a page
    ");
}

#[test]
fn options_that_would_do_nothing_are_refused() {
    let session = Session::new().file("a.md", "[x](y)").file("a.json", "[]");
    for (line, word) in [
        ("notion md render a.json --wikilinks", "unexpected argument"),
        ("notion md blocks a.md --for-endpoint", "unexpected argument"),
        ("notion md render a.json --for-endpoint", "is for `--dialect v2`"),
        ("notion md render a.json --colors --dialect v2", "is for `--dialect gfm`"),
        ("notion md render a.json --dialect auto", "invalid value 'auto'"),
        ("notion md blocks a.md --base-url docs", "it is no absolute address"),
        ("notion md blocks a.md --base-url https:///x", "it is no absolute address"),
        ("notion md diff - -", "only one of the two can be standard input"),
    ] {
        let outcome = session.run(line);
        assert_eq!((outcome.code(), &*outcome.stdout), (3, ""), "{line}\n{outcome}");
        assert!(outcome.stderr.contains(word), "{line}\n{outcome}");
    }
}

#[test]
fn the_dialect_is_found_if_that_is_asked_for() {
    let session = Session::new().stdin("a {color=\"red\"}\n\t- b\n");
    let outcome = session.run("notion md blocks - --dialect auto");
    assert!(outcome.stdout.contains(r#""color":"red","children""#), "{outcome}");
    let colored = r#"[{"type":"paragraph","paragraph":{"rich_text":[{"type":"text","text":{"content":"a"},"annotations":{"color":"red"}}]}}]"#;
    let outcome = Session::new().stdin(colored).run("notion md render - --colors");
    assert_eq!((&*outcome.stdout, &*outcome.stderr), ("<span color=\"red\">a</span>\n", ""));
}
