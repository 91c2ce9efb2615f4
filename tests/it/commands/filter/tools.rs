//! `fmt`, `decompile` and `complete`.

use crate::session::Session;

#[test]
fn an_expression_is_written_in_one_form() {
    let session = Session::new().stdin("Status is Done\n");
    insta::assert_snapshot!(
        session.run("notion filter fmt 'Status is Done   AND not (x contains y or z>3) ORDER BY a'"),
        @"
        exit code: 0
        --- stdout
        Status = Done and not (x ~ y or z > 3) order by a
        "
    );
    insta::assert_snapshot!(session.run("notion filter fmt -"), @"
    exit code: 0
    --- stdout
    Status = Done
    ");
    insta::assert_snapshot!(session.run("notion filter fmt - --check"), @"exit code: 1");
    insta::assert_snapshot!(session.run("notion filter fmt 'Status = Done' --check"), @"exit code: 0");
    insta::assert_snapshot!(session.run("notion filter fmt 'Status = and x = 1'"), @"
    exit code: 3
    --- stderr
    error[NF0018]: expected a value after `=`, found `and`
     --> filter:1:10
      |
    1 | Status = and x = 1
      |        - ^^^ expected a value
      |
      = help: to mean the word `and`, quote it
    ");
}

#[test]
fn json_is_written_as_an_expression() {
    let json = r#"{"or":[{"property":"Status","status":{"equals":["Done","Not started"]}},{"timestamp":"created_time","created_time":{"past_week":{}}}]}"#;
    let session = Session::local().file("filter.json", json).stdin(json);
    insta::assert_snapshot!(session.run("notion filter decompile @filter.json"), @r#"
    exit code: 0
    --- stdout
    Status::status in (Done, "Not started") or @created_time in past week
    "#);
    insta::assert_snapshot!(session.run("notion filter decompile - --data-source Tasks"), @r#"
    exit code: 0
    --- stdout
    Status in (Done, "Not started") or @created_time in past week
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    "#);
    let session = session.file("wrong.json", r#"{"property":"Status","status":{"is":"Done"}}"#);
    for (json, name) in [("@wrong.json", "wrong.json"), ("'no JSON'", "the JSON")] {
        let outcome = session.run(&format!("notion filter decompile {json}"));
        assert_eq!((outcome.code(), outcome.stdout.as_str()), (3, ""));
        let said = format!("error: {name} is not a filter that can be written\n  caused by: ");
        assert!(outcome.stderr.starts_with(&said), "{outcome}");
    }
}

#[test]
fn an_editor_is_told_what_may_come() {
    let session = Session::local();
    insta::assert_snapshot!(
        session.run("notion filter complete 'Status = Ac' --data-source Tasks"),
        @r#"
        exit code: 0
        --- stdout
        {"label":"Active","insert":"Active","kind":"option","detail":"To-do","replace":{"start":9,"end":11}}
        {"label":"Cancelled","insert":"Cancelled","kind":"option","detail":"To-do","replace":{"start":9,"end":11}}
        --- stderr
        made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
        "#
    );
    let session = session.terminal();
    insta::assert_snapshot!(
        session.run("notion filter complete 'Pri and x = 1' --cursor 3 --data-source Tasks"),
        @"
        exit code: 0
        --- stdout
         insert    kind      detail
        ────────────────────────────
         Priority  property  select
        --- stderr
        `Tasks` as it was read at 2026-11-02T09:00:00Z; `--refresh` reads it again
        "
    );
}

#[test]
fn a_program_gets_objects_and_its_mistakes_as_json() {
    let session = Session::new();
    insta::assert_snapshot!(session.run("notion filter fmt 'Name is x' --json"), @r#"
    exit code: 0
    --- stdout
    {"text":"Name = x"}
    "#);
    let session = session.stdin(r#"{"property":"Done","checkbox":{"equals":true}}"#);
    insta::assert_snapshot!(session.run("notion filter decompile - --json"), @r#"
    exit code: 0
    --- stdout
    {"text":"Done::checkbox = true","warnings":[]}
    "#);
    let session = session.stdin(r#"{"property":"Status","status":{"is":"Done"}}"#);
    insta::assert_snapshot!(session.run("notion filter decompile - --json"), @r#"
    exit code: 3
    --- stderr
    [{"path":"filter.status.is","message":"unknown variant `is`, expected one of `equals`, `does_not_equal`, `is_empty`, `is_not_empty`"}]
    "#);
    for command in ["compile", "explain", "fmt", "complete"] {
        let outcome = session.run(&format!("notion filter {command} '(x = ' --json"));
        let is_array = outcome.stderr.starts_with(r#"[{"code":"NF"#);
        assert!(command == "complete" || is_array && outcome.stdout.is_empty(), "{outcome}");
    }
}
