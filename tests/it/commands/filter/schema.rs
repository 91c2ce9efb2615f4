//! Where the schema and the names come from.

use crate::session::Session;

/// The data source `Tasks` of the demo.
const TASKS: &str = "6e60012f-81ea-490a-8c55-2606777e8301";

#[test]
fn a_data_source_is_read_once_an_hour() {
    let session = Session::local();
    let check = "notion filter check 'Estimate > 3' --data-source Tasks";
    insta::assert_snapshot!(session.run(check), @"
    exit code: 0
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    ");
    let session = session.at("2026-11-02T09:59:59Z");
    insta::assert_snapshot!(session.run(check), @"
    exit code: 0
    --- stderr
    `Tasks` as it was read at 2026-11-02T09:00:00Z; `--refresh` reads it again
    ");
    assert_eq!(session.run(&format!("{check} --quiet")).stderr, "");
    assert_eq!(session.run(&format!("{check} --refresh")).stderr, "");
    let session = session.at("2026-11-02T11:30:00Z");
    insta::assert_snapshot!(session.run(check), @"exit code: 0");
}

#[test]
fn a_schema_that_does_not_fit_is_read_again() {
    let session = Session::local();
    let check = "notion filter check 'Effort > 3' --data-source Tasks";
    insta::assert_snapshot!(session.run(check), @r#"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error[NF0101]: unknown property `Effort`
     --> filter:1:1
      |
    1 | Effort > 3
      | ^^^^^^ not a property of "Tasks"
      |
      = help: properties that hold a number: `Estimate`
    "#);
    let body = r#"{"properties":{"Effort":{"number":{"format":"number"}}}}"#;
    std::fs::write(session.path("effort.json"), body).unwrap();
    let outcome =
        session.run(&format!("notion api PATCH /v1/data_sources/{TASKS} -d @effort.json"));
    assert_eq!(outcome.code(), 0, "{outcome}");
    insta::assert_snapshot!(session.run(check), @"exit code: 0");
    insta::assert_snapshot!(session.run(check), @"
    exit code: 0
    --- stderr
    `Tasks` as it was read at 2026-11-02T09:00:00Z; `--refresh` reads it again
    ");
}

#[test]
fn a_data_source_has_a_name_an_id_and_an_address() {
    let session = Session::local();
    let compile = "notion filter compile 'Status = active' --data-source";
    let name = session.run(&format!("{compile} Tasks")).stdout;
    insta::assert_snapshot!(name, @r#"{"property":"Status","status":{"equals":"Active"}}"#);
    let undashed = TASKS.replace('-', "");
    for same in [TASKS, &format!("https://www.notion.so/Tasks-{undashed}")] {
        assert_eq!(session.run(&format!("{compile} {same}")).stdout, name);
    }
    insta::assert_snapshot!(session.run(&format!("{compile} Taks")), @"
    exit code: 3
    --- stderr
    error: no data source is called `Taks`
      = note: there is `Projects`, `Tasks`, `Team board`
      = help: did you mean `Tasks`?
    ");
}

#[test]
fn people_and_pages_are_found_by_name() {
    let session = Session::local();
    let compile = "notion filter compile --data-source Tasks";
    insta::assert_snapshot!(
        session.run(&format!("{compile} '\"Assigned To\" has Ada Okafor and Project is not empty'")),
        @r#"
        exit code: 0
        --- stdout
        {"and":[{"property":"Assigned To","people":{"contains":"4d8c1a51-fabc-49a2-a932-a25a24e3239e"}},{"property":"Project","relation":{"is_not_empty":true}}]}
        --- stderr
        made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
        "#
    );
    insta::assert_snapshot!(
        session.run(&format!("{compile} '\"Assigned To\" has Ada Okafr or Project has Nowhere'")),
        @r#"
        exit code: 3
        --- stderr
        `Tasks` as it was read at 2026-11-02T09:00:00Z; `--refresh` reads it again
        error[NF0211]: no person is called `Ada Okafr`
         --> filter:1:19
          |
        1 | "Assigned To" has Ada Okafr or Project has Nowhere
          |                   ^^^^^^^^^ unknown person
          |
          = help: did you mean `Ada Okafor`?
          = help: a person is `me`, a name, an e-mail address (both also with `@`) or an ID

        error[NF0211]: no related page is called `Nowhere`
         --> filter:1:44
          |
        1 | "Assigned To" has Ada Okafr or Project has Nowhere
          |                                            ^^^^^^^ unknown page
          |
          = help: a page is named by its title, its URL or its ID
        "#
    );
    let projects =
        session.run("notion query Projects 'order by Project limit 1 select Project' --format csv");
    let project = projects.stdout.lines().nth(1).unwrap().to_owned();
    let outcome = session.run(&format!("{compile} 'Project has \"{project}\"'"));
    insta::assert_snapshot!(outcome, @r#"
    exit code: 0
    --- stdout
    {"property":"Project","relation":{"contains":"db08a890-1df7-4af1-8628-8504181744b9"}}
    --- stderr
    `Tasks` as it was read at 2026-11-02T09:00:00Z; `--refresh` reads it again
    "#);
    let rows =
        session.run(&format!("notion query Tasks 'Project has \"{project}\" limit 1 select Name'"));
    insta::assert_snapshot!(rows, @r#"
    exit code: 0
    --- stdout
    {"id":"e47ef07e-0cd5-4b97-83e4-e6094972a63b","url":"https://www.notion.so/Second-interview-with-the-welder-from-Malm-e47ef07e0cd54b9783e4e6094972a63b","properties":{"Name":"Second interview with the welder from Malmö"}}
    --- stderr
    1 row, 3 requests
    "#);
}

#[test]
fn without_a_schema_only_the_unmistakable_is_taken() {
    let session = Session::new();
    let compile = "notion filter compile";
    for expression in [
        "Estimate > 3 and Done = true",
        "Name ~ launch",
        "Deadline < 2026-07-01",
        "Owner = me",
        "Status::status = Done",
        "any(Tags::multi_select) has bug",
        "Total::formula.number > 10",
        "created_time in past week",
    ] {
        let outcome = session.run(&format!("{compile} '{expression}'"));
        assert_eq!((outcome.code(), outcome.stderr.as_str()), (0, ""), "{expression}");
    }
    insta::assert_snapshot!(session.run(&format!("{compile} 'Status = Done and Owner has @Ada'")), @"
    exit code: 3
    --- stderr
    error[NF0115]: the type of `Status` is not known
     --> filter:1:1
      |
    1 | Status = Done and Owner has @Ada
      | ^^^^^^ without a schema, this comparison fits several types
      |
      = help: add the type, for example `Status::status` or `Status::rich_text`

    error[NF0213]: nothing is there to look up the person `Ada`
     --> filter:1:29
      |
    1 | Status = Done and Owner has @Ada
      |                             ^^^^ only IDs can be used here
      |
      = help: a person is `me`, a name, an e-mail address (both also with `@`) or an ID
    ");
    let session = Session::local();
    insta::assert_snapshot!(session.run(&format!("{compile} 'Owner::people has \"Ada Okafor\"'")), @r#"
    exit code: 0
    --- stdout
    {"property":"Owner","people":{"contains":"4d8c1a51-fabc-49a2-a932-a25a24e3239e"}}
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    "#);
}

#[test]
fn flags_that_do_not_fit_are_refused() {
    let session = Session::new().file("page.json", "{}");
    insta::assert_snapshot!(session.run("notion filter check x=1 --learn page.json"), @"
    exit code: 3
    --- stderr
    error: `--learn` teaches about a schema, and there is none

    hint: add `--schema FILE` or `--data-source NAME`
    ");
    insta::assert_snapshot!(session.run("notion filter check x=1 --data-source Tasks"), @"
    exit code: 77
    --- stderr
    error: there is no token

    hint: set `NOTION_TOKEN`, or use a local Notion with `--local DIR`
    ");
    let outcome = session.run("notion filter check x=1 --data-source Tasks --schema page.json");
    assert_eq!(outcome.code(), 3, "{outcome}");
    let outcome = session.run("notion filter check x=1 --refresh");
    assert_eq!(outcome.code(), 3, "{outcome}");
}

#[test]
fn a_type_can_be_assumed_where_there_is_no_schema() {
    let session = Session::new();
    let compile = "notion filter compile --untyped-equality";
    insta::assert_snapshot!(
        session.run(&format!("{compile} status 'Status = Done and Estimate = 3 and Name ~ x'")),
        @r#"
    exit code: 0
    --- stdout
    {"and":[{"property":"Status","status":{"equals":"Done"}},{"property":"Estimate","number":{"equals":3}},{"property":"Name","rich_text":{"contains":"x"}}]}
    "#
    );
    insta::assert_snapshot!(session.run(&format!("{compile} select 'Status not in (a, b) or Risk is empty'")), @r#"
    exit code: 0
    --- stdout
    {"or":[{"property":"Status","select":{"does_not_equal":["a","b"]}},{"property":"Risk","select":{"is_empty":true}}]}
    "#);
    let outcome = session.run(&format!("{compile} status 'Status > Done'"));
    assert!(outcome.code() == 3 && outcome.stderr.contains("NF0115"), "{outcome}");
    let outcome = session.run(&format!("{compile} status 'x = 1' --schema s.json"));
    assert!(outcome.code() == 3 && outcome.stderr.contains("cannot be used with"), "{outcome}");
    let local = Session::local();
    insta::assert_snapshot!(local.run(&format!("{compile} people 'Owner = Ada Okafor' --quiet")), @r#"
    exit code: 0
    --- stdout
    {"property":"Owner","people":{"contains":"4d8c1a51-fabc-49a2-a932-a25a24e3239e"}}
    "#);
}

#[test]
fn a_file_that_holds_something_else_is_called_what_it_is() {
    let database = r#"{"object":"database","id":"11111111-1111-4111-8111-111111111111"}"#;
    let session = Session::new().file("database.json", database).file("none.json", "");
    insta::assert_snapshot!(session.run("notion filter check x=1 --schema database.json"), @"
    exit code: 3
    --- stderr
    error: `database.json` is not a data source

    hint: it holds a database; what is wanted is what `notion api GET /v1/data_sources/ID` writes
    ");
    insta::assert_snapshot!(session.run("notion filter check x=1 --schema none.json"), @"
    exit code: 3
    --- stderr
    error: `none.json` is not a data source
      caused by: EOF while parsing a value at line 1 column 0
    ");
}
