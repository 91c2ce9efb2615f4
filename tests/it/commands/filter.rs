//! `notion filter`.

use crate::session::{Outcome, Session};

/// A data source as Notion answers it.
const SCHEMA: &str = r#"{
    "object": "data_source", "id": "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee",
    "title": [{ "type": "text", "text": { "content": "Tasks" }, "plain_text": "Tasks" }],
    "properties": {
        "Name": { "id": "title", "name": "Name", "type": "title", "title": {} },
        "Status": { "id": "s", "name": "Status", "type": "status", "status": {
            "options": [{ "id": "a", "name": "Not started" }, { "id": "b", "name": "Active" }],
            "groups": []
        } },
        "Estimate": { "id": "e", "name": "Estimate", "type": "number", "number": { "format": "number" } },
        "Deadline": { "id": "d", "name": "Deadline", "type": "date", "date": {} },
        "Assigned To": { "id": "p", "name": "Assigned To", "type": "people", "people": {} }
    }
}"#;

const ENV: &str = r#"{
    "now": "2026-11-02T09:00:00+01:00", "zone": "Europe/Berlin", "week_start": "monday",
    "people": [{ "id": "11111111-1111-4111-8111-111111111111", "name": "Ada", "email": "ada@halden.example" }]
}"#;

fn filter(arguments: &str) -> Outcome {
    Session::new()
        .file("tasks.json", SCHEMA)
        .file("env.json", ENV)
        .run(&format!("notion filter {arguments} --schema tasks.json --env env.json"))
}

#[test]
fn an_expression_becomes_a_filter() {
    insta::assert_snapshot!(
        filter("compile 'Status = active and \"Assigned To\" has Ada'"),
        @r#"
    exit code: 0
    --- stdout
    {"and":[{"property":"Status","status":{"equals":"Active"}},{"property":"Assigned To","people":{"contains":"11111111-1111-4111-8111-111111111111"}}]}
    "#
    );
}

#[test]
fn clauses_make_it_a_query() {
    insta::assert_snapshot!(filter("compile 'Deadline < now order by Estimate desc limit 5'"), @r#"
    exit code: 0
    --- stdout
    {"filter":{"property":"Deadline","date":{"before":"2026-11-02T09:00:00+01:00"}},"sorts":[{"property":"Estimate","direction":"descending"}],"limit":5}
    "#);
}

#[test]
fn a_good_expression_is_silent() {
    insta::assert_snapshot!(filter("check 'Estimate > 3'"), @"exit code: 0");
}

#[test]
fn every_mistake_is_shown_with_its_place() {
    insta::assert_snapshot!(filter("check 'Statu = Active and Estimate > soon and Status = Actve'"), @r#"
    exit code: 3
    --- stderr
    error[NF0101]: unknown property `Statu`
     --> filter:1:1
      |
    1 | Statu = Active and Estimate > soon and Status = Actve
      | ^^^^^ not a property of "Tasks"
      |
      = help: did you mean `Status`?
      = fix:  Status = Active and Estimate > soon and Status = Actve

    error[NF0203]: expected a number, found `soon`
     --> filter:1:31
      |
    1 | Statu = Active and Estimate > soon and Status = Actve
      |                               ^^^^ `Estimate` is a number property

    error[NF0205]: `Status` has no option `Actve`
     --> filter:1:49
      |
    1 | Statu = Active and Estimate > soon and Status = Actve
      |                                                 ^^^^^ unknown option
      |
      = help: did you mean `Active`?
      = help: options: `Not started`, `Active`
      = fix:  Statu = Active and Estimate > soon and Status = Active
    "#);
}

#[test]
fn files_that_cannot_be_used_are_named() {
    insta::assert_snapshot!(Session::new().run("notion filter check x --schema none.json"), @"
    exit code: 3
    --- stderr
    error: `none.json` cannot be used
      caused by: No such file or directory (os error 2)
    ");
    let session = Session::new().file("tasks.json", "{}").file("env.json", "{ \"noww\": 1 }");
    insta::assert_snapshot!(session.run("notion filter check x --schema tasks.json"), @"
    exit code: 3
    --- stderr
    error: `tasks.json` is not a data source
      caused by: missing field `id` at line 1 column 2
    ");
    let session = session.file("tasks.json", SCHEMA);
    insta::assert_snapshot!(
        session.run("notion filter check Estimate=1 --schema tasks.json --env env.json"),
        @"
    exit code: 3
    --- stderr
    error: the file after `--env` cannot be used
      caused by: unknown field `noww`, expected one of `now`, `zone`, `week_start`, `me`, `people`, `pages` at line 1 column 8
    "
    );
    insta::assert_snapshot!(
        session.run("notion filter check Estimate=1 --schema tasks.json --tz Mars/Olympus"),
        @"
    exit code: 3
    --- stderr
    error: there is no time zone `Mars/Olympus`
      caused by: failed to find time zone `Mars/Olympus` in time zone database

    hint: write it like `Europe/Berlin` or `UTC`
    "
    );
}
