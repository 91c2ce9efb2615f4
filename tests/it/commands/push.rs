//! `notion push` and `notion pull`.

use crate::session::Session;

const TEXT: &str =
    "# Garden\n\nWater the **plants**.\n\n- a\n  - b\n    - c\n      - d\n        - e\n";

#[test]
fn a_file_becomes_a_page_and_comes_back() {
    let session = Session::local().file("garden.md", TEXT);
    insta::assert_snapshot!(session.run("notion push garden.md --to Handbook"), @r#"
    exit code: 0
    --- stdout
    1 succeeded, 0 failed, 0 skipped; 6 requests (0 repeated, 0 throttled)
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    push plan: push

      + create   Handbook / "Garden"  from garden.md

    Plan: 1 to create. Made with 2 requests.
    "#);
    insta::assert_snapshot!(session.run("notion push garden.md --to Handbook"), @"
    exit code: 0
    --- stdout
    0 succeeded, 0 failed, 0 skipped; 0 requests (0 repeated, 0 throttled)
    --- stderr
    push plan: push

      = skip     1 unchanged

    Plan: nothing to do, 1 unchanged. Made with 0 requests.
    ");
    let pulled = session.run("notion pull Garden");
    assert_eq!(pulled.stdout, TEXT, "{pulled}");
    let session = session.file("garden.md", &TEXT.replace("plants", "flowers"));
    insta::assert_snapshot!(session.run("notion push garden.md --to Handbook").stderr, @r#"
    push plan: push

      ~ edit     Handbook / "Garden"  from garden.md: update 1, 5 kept

    Plan: 1 to edit. Made with 8 requests.
    "#);
    assert!(session.run("notion pull Garden").stdout.contains("flowers"));
}

#[test]
fn what_is_not_there_is_named() {
    let session = Session::local().file("garden.md", TEXT);
    insta::assert_snapshot!(session.run("notion push gardn.md --to Handbook"), @"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: `[FOLDER]/gardn.md` cannot be read
      caused by: No such file or directory (os error 2)
    ");
    insta::assert_snapshot!(session.run("notion push garden.md --to Handbok"), @"
    exit code: 3
    --- stderr
    error: no page is called `Handbok`
      = help: look at the id, and share the object with the connection: in Notion, `…` > `Connections`
    ");
    insta::assert_snapshot!(session.run("notion pull Gardn"), @"
    exit code: 3
    --- stderr
    error: no page is called `Gardn`
      = help: look at the id, and share the object with the connection: in Notion, `…` > `Connections`
    ");
}
