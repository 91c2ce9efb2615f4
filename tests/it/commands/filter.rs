//! `notion filter`.

mod connection;
mod explain;
mod schema;
mod tools;

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

#[test]
fn a_program_gets_the_mistakes_as_json() {
    let mistakes = "'Statu = Active and Status = Actve'";
    insta::assert_snapshot!(filter(&format!("check {mistakes} --json")), @r#"
    exit code: 3
    --- stdout
    [{"code":"NF0101","severity":"error","message":"unknown property `Statu`","primary":{"span":{"start":{"byte":0,"char":0,"utf16":0,"line":1,"column":1},"end":{"byte":5,"char":5,"utf16":5,"line":1,"column":6}},"text":"not a property of \"Tasks\""},"secondary":[],"notes":[],"helps":["did you mean `Status`?"],"fix":{"edits":[{"span":{"start":{"byte":0,"char":0,"utf16":0,"line":1,"column":1},"end":{"byte":5,"char":5,"utf16":5,"line":1,"column":6}},"text":"Status"}],"fixed":"Status = Active and Status = Actve"}},{"code":"NF0205","severity":"error","message":"`Status` has no option `Actve`","primary":{"span":{"start":{"byte":28,"char":28,"utf16":28,"line":1,"column":29},"end":{"byte":33,"char":33,"utf16":33,"line":1,"column":34}},"text":"unknown option"},"secondary":[],"notes":[],"helps":["did you mean `Active`?","options: `Not started`, `Active`"],"fix":{"edits":[{"span":{"start":{"byte":28,"char":28,"utf16":28,"line":1,"column":29},"end":{"byte":33,"char":33,"utf16":33,"line":1,"column":34}},"text":"Active"}],"fixed":"Statu = Active and Status = Active"}}]
    "#);
    insta::assert_snapshot!(filter("check 'Estimate > 3' --json"), @"
    exit code: 0
    --- stdout
    []
    ");
    // The data of the others is not a list of mistakes: nobody takes one for it.
    let outcome = filter("compile 'Estimate > soon' --json");
    assert_eq!((outcome.code(), outcome.stdout.as_str()), (3, ""));
    assert!(outcome.stderr.starts_with(r#"[{"code":"NF0203","#), "{}", outcome.stderr);
}

#[test]
fn a_person_gets_the_mistakes_in_colour() {
    let outcome = filter("check 'Statu = Active' --color always");
    insta::assert_snapshot!(outcome.stderr.replace('\u{1b}', "␛"), @r#"
    ␛[1m␛[31merror[NF0101]:␛[0m unknown property `Statu`
     ␛[1m␛[34m-->␛[0m filter:1:1
    ␛[1m␛[34m  |␛[0m
    ␛[1m␛[34m1 |␛[0m Statu = Active
    ␛[1m␛[34m  |␛[0m␛[1m␛[31m ^^^^^ not a property of "Tasks"␛[0m
    ␛[1m␛[34m  |␛[0m
      ␛[1m␛[34m=␛[0m ␛[1m␛[36mhelp:␛[0m did you mean `Status`?
      ␛[1m␛[34m=␛[0m ␛[32mfix:␛[0m  Status = Active
    "#);
}

#[test]
fn the_form_of_the_json_can_be_chosen() {
    insta::assert_snapshot!(filter("compile 'Status in (Active, Not started)' --keys id"), @r#"
    exit code: 0
    --- stdout
    {"property":"s","status":{"equals":["Active","Not started"]}}
    "#);
    insta::assert_snapshot!(filter("compile 'Status in (Active, Not started)' --multi-value expand"), @r#"
    exit code: 0
    --- stdout
    {"or":[{"property":"Status","status":{"equals":"Active"}},{"property":"Status","status":{"equals":"Not started"}}]}
    "#);
    insta::assert_snapshot!(filter("compile 'Deadline = today' --relative symbolic"), @r#"
    exit code: 0
    --- stdout
    {"property":"Deadline","date":{"equals":"today"}}
    "#);
    insta::assert_snapshot!(filter("compile 'Deadline in past week' --windows explicit"), @r#"
    exit code: 0
    --- stdout
    {"and":[{"property":"Deadline","date":{"on_or_after":"2026-10-26"}},{"property":"Deadline","date":{"on_or_before":"2026-11-02"}}]}
    "#);
    insta::assert_snapshot!(filter("compile 'Deadline < now' --tz America/New_York"), @r#"
    exit code: 0
    --- stdout
    {"property":"Deadline","date":{"before":"2026-11-02T03:00:00-05:00"}}
    "#);
    let ada = "11111111-1111-4111-8111-111111111111";
    insta::assert_snapshot!(filter(&format!("compile '\"Assigned To\" = me' --me {ada}")), @r#"
    exit code: 0
    --- stdout
    {"property":"Assigned To","people":{"contains":"11111111-1111-4111-8111-111111111111"}}
    "#);
}

#[test]
fn what_notion_cannot_express_is_left_out_where_that_is_wanted() {
    let expression = "'Estimate > 3 and not Name starts with Draft'";
    insta::assert_snapshot!(filter(&format!("compile {expression}")), @r#"
    exit code: 3
    --- stderr
    error[NF0401]: Notion has no "does not start with" filter
     --> filter:1:27
      |
    1 | Estimate > 3 and not Name starts with Draft
      |                           ^^^^^^^^^^^ no opposite of `starts with`
      |
      = help: `!~` would be another question: it leaves out every page with the text in it, wherever that stands
      = help: with partial pushdown, this condition is applied to the pages that Notion sends
    "#);
    insta::assert_snapshot!(filter(&format!("compile {expression} --pushdown partial")), @r#"
    exit code: 0
    --- stdout
    {"property":"Estimate","number":{"greater_than":3}}
    --- stderr
    warning: the opposite of `Name starts with Draft` is not in it, because Notion has no opposite of `starts with`
    apply the whole filter to the rows received
    "#);
}

#[test]
fn an_expression_is_read_where_a_dash_asks_for_it() {
    let session = Session::new().file("tasks.json", SCHEMA).stdin("Estimate > 3\n");
    insta::assert_snapshot!(session.run("notion filter compile - --schema tasks.json"), @r#"
    exit code: 0
    --- stdout
    {"property":"Estimate","number":{"greater_than":3}}
    "#);
}

#[test]
fn every_condition_that_is_left_out_is_named_whole() {
    let partial = "--pushdown partial";
    let expression = "'Status = Active or Name does not start with \"a b\" or Estimate > 3'";
    insta::assert_snapshot!(filter(&format!("compile {expression} {partial}")), @r#"
    exit code: 0
    --- stdout
    {}
    --- stderr
    warning: `Status = Active`, `Estimate > 3` are not in it, because `or` joins it with a condition that Notion cannot express
    warning: `Name does not start with "a b"` is not in it, because Notion has no opposite of `starts with`
    apply the whole filter to the rows received
    "#);
    insta::assert_snapshot!(filter(&format!("compile 'Estimate = 1 and not Name $= x' {partial} --json")), @r#"
    exit code: 0
    --- stdout
    {"property":"Estimate","number":{"equals":1}}
    --- stderr
    {"left_out":[{"written":"Name $= x","negated":true,"span":[21,30],"why":"Notion has no opposite of `ends with`"}]}
    "#);
}
