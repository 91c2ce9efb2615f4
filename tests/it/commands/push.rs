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
    let as_json = session.run("notion pull Garden --json").stdout;
    let as_json: serde_json::Value = serde_json::from_str(&as_json).unwrap();
    assert_eq!((&as_json["title"], &as_json["markdown"]), (&"Garden".into(), &TEXT.into()));
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

#[test]
fn a_file_is_one_page_however_it_is_named() {
    let session = Session::local().file("garden.md", TEXT);
    let push = |file: &str| session.run(&format!("notion push {file} --to Handbook")).stderr;
    assert!(push("garden.md").contains("1 to create"));
    let whole = session.path("garden.md").display().to_string();
    for name in ["./garden.md", "world/../garden.md", &whole, "*.md", "./g*.md"] {
        let again = push(name);
        assert!(again.contains("nothing to do, 1 unchanged"), "{name}: {again}");
    }
}

/// The page that a search finds first.
fn found(session: &Session, title: &str) -> serde_json::Value {
    let answer = session.run(&format!("notion api POST search -d '{{\"query\":\"{title}\"}}'"));
    serde_json::from_str::<serde_json::Value>(&answer.stdout).unwrap()["results"][0].take()
}

#[test]
fn a_page_stays_where_it_is_when_its_file_is_wanted_elsewhere() {
    let session = Session::local().file("garden.md", TEXT);
    assert_eq!(session.run("notion push garden.md --to Handbook").code(), 0);
    let elsewhere = session.run("notion push garden.md --to 'Halden Cycles'");
    let told: Vec<&str> = elsewhere.stderr.lines().filter(|it| !it.contains(" it is ")).collect();
    insta::assert_snapshot!(told.join("\n"), @r#"
    error: garden.md is a page already, and not in "Halden Cycles"
      = help: move that page in Notion; or, for a second page of the file, give the spec another `name`, or the command another `--state DIR`
    "#);
    assert_eq!(elsewhere.code(), 3);
    // The same place under another name is the same place.
    let handbook = found(&session, "Garden")["parent"]["page_id"].as_str().unwrap().to_owned();
    let to = format!("notion push garden.md --to {handbook}");
    assert!(session.run(&to).stderr.contains("Plan: 1 to link."));
    assert!(session.run(&to).stderr.contains("nothing to do, 1 unchanged. Made with 0 requests"));
}

#[test]
fn a_renamed_file_keeps_its_page() {
    let session = Session::local().file("garden.md", TEXT).file("other.md", "# Other\n");
    assert_eq!(session.run("notion push *.md --to Handbook").code(), 0);
    let rename =
        |from: &str, to: &str| std::fs::rename(session.path(from), session.path(to)).unwrap();
    rename("garden.md", "plants.md");
    insta::assert_snapshot!(session.run("notion push *.md --to Handbook").stderr, @"
    push plan: push

      = link     2 recognised, nothing is sent for them
      = skip     1 unchanged
      ! note: plants.md: it was garden.md before, and keeps its page

    Plan: 1 to link, 1 to unlink, 1 unchanged. Made with 8 requests.
    ");
    // Edited as well: known by its title.
    rename("plants.md", "flowers.md");
    let session = session.file("flowers.md", &TEXT.replace("plants", "flowers"));
    let renamed = session.run("notion push *.md --to Handbook");
    assert!(renamed.stderr.contains("1 to edit, 1 to unlink, 1 unchanged"), "{renamed}");
    // A copy is a file of its own.
    let session = session.file("copy.md", "# Other\n");
    assert!(session.run("notion push copy.md --to Handbook").stderr.contains("Plan: 1 to create."));
    // Without a heading the name is the title, and the text is what it is known by.
    let session = session.file("plain.md", "No heading\n");
    assert_eq!(session.run("notion push plain.md --to Handbook").code(), 0);
    std::fs::rename(session.path("plain.md"), session.path("simple.md")).unwrap();
    let renamed = session.run("notion push simple.md --to Handbook");
    assert!(renamed.stderr.contains("Plan: 1 to edit, 1 to unlink."), "{renamed}");
    assert_eq!(session.run("notion pull Garden").stdout, TEXT.replace("plants", "flowers"));
}

#[test]
fn with_overwrite_unchanged_files_are_made_good_too() {
    let session = Session::local().file("garden.md", TEXT);
    assert_eq!(session.run("notion push garden.md --to Handbook").code(), 0);
    let page = found(&session, "Garden")["id"].as_str().unwrap().to_owned();
    let push =
        |flag: &str| session.run(&format!("notion push garden.md --to Handbook {flag}")).stderr;
    assert!(push("--overwrite").contains("nothing to do, 1 unchanged"));

    let edit = r#"{"children":[{"paragraph":{"rich_text":[{"text":{"content":"By hand"}}]}}]}"#;
    let edit = format!("notion api PATCH blocks/{page}/children -d '{edit}'");
    assert_eq!(session.run(&edit).code(), 0);
    assert!(push("").contains("nothing to do, 1 unchanged. Made with 0 requests"));
    assert!(push("--overwrite").contains("Plan: 1 to edit."));
    assert_eq!(session.run("notion pull Garden").stdout, TEXT);

    let trash = format!("notion api PATCH pages/{page} -d '{{\"in_trash\":true}}'");
    assert_eq!(session.run(&trash).code(), 0);
    assert!(push("").contains("nothing to do, 1 unchanged. Made with 0 requests"));
    assert!(push("--overwrite").contains("garden.md: its page is gone; it is created again"));
    assert_eq!(session.run("notion pull Garden").stdout, TEXT);
}

#[test]
fn a_file_that_is_no_text_is_named_with_its_line() {
    let session = Session::local().file("notes.md", b"one\ntwo \xff\n");
    insta::assert_snapshot!(session.run("notion push notes.md --to Handbook --quiet"), @"
    exit code: 3
    --- stderr
    error: `[FOLDER]/notes.md` is no text: line 2 is not UTF-8
    ");
}

#[test]
fn files_are_where_the_user_is_and_remembered_where_they_say() {
    let session = Session::local().file("garden.md", TEXT);
    let push = |files: &str, state: &str| {
        session.run(&format!("notion push {files} --to Handbook --state {state}")).stderr
    };
    std::fs::create_dir(session.path("memory")).unwrap();
    let first = push("garden.md", "memory");
    assert!(first.contains("from ../garden.md") && first.contains("1 to create"), "{first}");
    assert!(push("*.md", "memory").contains("nothing to do, 1 unchanged"));
    let whole = session.path("memory").display().to_string();
    assert!(push("./garden.md", &whole).contains("nothing to do, 1 unchanged"));
}

#[test]
fn text_that_would_command_a_terminal_does_so_nowhere_and_is_kept() {
    let text = "# Red\n\n\u{1b}[31mred\u{7}\n";
    let session = Session::local().file("red.md", text);
    assert_eq!(session.run("notion push red.md --to Handbook").code(), 0);
    assert_eq!(session.run("notion pull Red").stdout, text);
    let shown = session.terminal().run("notion pull Red --color always").stdout;
    assert!(shown.starts_with("# Red") && !shown.contains(['\u{1b}', '\u{7}']), "{shown:?}");
}
