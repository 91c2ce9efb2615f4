//! `notion query`.

use crate::session::Session;

#[test]
fn rows_are_json_lines_in_a_pipe() {
    let session = Session::local();
    insta::assert_snapshot!(
        session.run(
            "notion query Tasks 'Status = Blocked and Priority = High order by Name limit 3 select Name, Priority, Deadline'"
        ),
        @r#"
    exit code: 0
    --- stdout
    {"id":"f4b1a3cc-fc24-4850-84ca-86e5b69f311d","url":"https://www.notion.so/Book-the-travel-to-the-supplier-audit-in-Porto-f4b1a3ccfc24485084ca86e5b69f311d","properties":{"Name":"Book the travel to the supplier audit in Porto","Priority":"High","Deadline":"2026-12-14"}}
    {"id":"ac136bae-5276-472d-8893-3767d0f4f0ad","url":"https://www.notion.so/Recall-swap-the-batteries-of-the-first-Berlin-batch-ac136bae5276472d88933767d0f4f0ad","properties":{"Name":"Recall: swap the batteries of the first Berlin batch","Priority":"High","Deadline":"2026-12-07"}}
    {"id":"d3346dff-8376-4d66-808e-59829b92a13e","url":"https://www.notion.so/Reorder-display-mounts-before-the-stock-falls-below-four-weeks-d3346dff83764d66808e59829b92a13e","properties":{"Name":"Reorder display mounts before the stock falls below four weeks","Priority":"High","Deadline":"2026-11-04T15:30:00.000+01:00"}}
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    3 rows, 2 requests
    "#
    );
}

#[test]
fn rows_are_a_table_on_a_terminal() {
    let session = Session::local().terminal();
    let rows =
        "notion query Tasks 'Status = Blocked order by Name limit 4 select Name, Assigned To'";
    let outcome = session.run(&format!("{rows} --count-by Priority --sum Estimate"));
    insta::assert_snapshot!(outcome, @"
    exit code: 0
    --- stdout
     Name                                                  Assigned To
    ──────────────────────────────────────────────────────────────────────────────────
     Book the travel to the supplier audit in Porto        Katrin Aalto
     Box lid: hinge breaks after 800 openings              Katrin Aalto
     Cost of goods for the Halden 4, first honest version  Dmitri Sokolov, Ada Okafor
     Dealer portal: claim a warranty case                  Elif Yıldız

     Priority  rows  sum of Estimate
    ─────────────────────────────────
     Low          1                0
     Medium       2                4
     High         1                0
     all          4                4
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    4 rows, 2 requests
    ");
}

#[test]
fn rows_are_csv_and_markdown() {
    let session = Session::local();
    let rows = "notion query 'Team board' 'Task contains \"Ask\" order by Task limit 2 select Task, State'";
    insta::assert_snapshot!(session.run(&format!("{rows} --format csv")), @"
    exit code: 0
    --- stdout
    Task,State
    Ask Brakewell for samples and a price for 500,Doing
    Ask Kasten & Söhne for samples and a price for 500,Done
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    2 rows, 2 requests
    ");
    insta::assert_snapshot!(session.run(&format!("{rows} --format md")), @"
    exit code: 0
    --- stdout
    | Task | State |
    | --- | --- |
    | Ask Brakewell for samples and a price for 500 | Doing |
    | Ask Kasten & Söhne for samples and a price for 500 | Done |
    --- stderr
    2 rows, 2 requests
    ");
}

#[test]
fn a_wrong_filter_is_shown_with_its_place() {
    let session = Session::local();
    insta::assert_snapshot!(session.run("notion query Tasks 'Statu = Active'"), @r#"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error[NF0101]: unknown property `Statu`
     --> filter:1:1
      |
    1 | Statu = Active
      | ^^^^^ not a property of "Tasks"
      |
      = help: did you mean `Status`?
      = fix:  Status = Active
    "#);
    let outcome = session.run("notion query Tasks 'Priority = Hihg and Estimate > x'");
    insta::assert_snapshot!(outcome, @"
    exit code: 3
    --- stderr
    error[NF0205]: `Priority` has no option `Hihg`
     --> filter:1:12
      |
    1 | Priority = Hihg and Estimate > x
      |            ^^^^ unknown option
      |
      = help: did you mean `High`?
      = help: options: `Low`, `Medium`, `High`, `Urgent`
      = fix:  Priority = High and Estimate > x

    error[NF0203]: expected a number, found `x`
     --> filter:1:32
      |
    1 | Priority = Hihg and Estimate > x
      |                                ^ `Estimate` is a number property
    ");
    let outcome = session.run("notion batch trash Tasks --where 'Deadlin < today' --yes");
    insta::assert_snapshot!(outcome, @r#"
    exit code: 3
    --- stderr
    error[NF0101]: unknown property `Deadlin`
     --> filter:1:1
      |
    1 | Deadlin < today
      | ^^^^^^^ not a property of "Tasks"
      |
      = help: did you mean `Deadline`?
      = fix:  Deadline < today
    "#);
}

#[test]
fn the_request_can_be_looked_at() {
    let session = Session::local();
    insta::assert_snapshot!(
        session.run("notion query Tasks 'Status = Active order by Deadline limit 5' --explain"),
        @r#"
    exit code: 0
    --- stdout
    {"method":"POST","path":"/v1/data_sources/6e60012f-81ea-490a-8c55-2606777e8301/query","body":{"filter":{"property":"Status","status":{"equals":"Active"}},"sorts":[{"property":"Deadline","direction":"ascending"}],"page_size":5},"limit":5,"explanation":{"source":"Status = Active order by Deadline limit 5","canonical":"Status = Active order by Deadline limit 5","conditions":[{"span":[0,15],"written":"Status = Active","negated":false,"meaning":"Status is Active","property":"a status property","matches_empty":false,"filter":{"property":"Status","status":{"equals":"Active"}},"runs":"notion","why":null}],"structure":"1","resolved":[],"fitting":{"levels_before":0,"conditions_before":1,"levels":0,"conditions":1,"rewritten":null,"too_complex":null},"sent":"Status = Active","query":{"filter":{"property":"Status","status":{"equals":"Active"}},"sorts":[{"property":"Deadline","direction":"ascending"}],"limit":5,"select":[]},"residual":false,"warnings":[],"requests":{"least":2,"schema":1,"people":0,"pages":0,"query":1,"query_at_most":1,"rows":null,"continues_after_10000":false}}}
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    "#
    );
}

#[test]
fn a_wrong_name_is_shown_with_the_right_ones() {
    insta::assert_snapshot!(Session::local().run("notion query Taks"), @"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: no data source is called `Taks`
      = note: there is `Projects`, `Tasks`, `Team board`
      = help: did you mean `Tasks`?
    ");
}

#[test]
fn only_numbers_are_added_up() {
    let session = Session::local();
    insta::assert_snapshot!(session.run("notion query Tasks --sum Priority --format table"), @"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: `Priority` holds no numbers: it is a select property
      = help: add up a number property, or use `count`
    ");
}

#[test]
fn a_folder_of_other_files_is_left_alone() {
    let session = Session::new();
    std::fs::create_dir(session.path("photos")).unwrap();
    std::fs::write(session.path("photos/cat.png"), "cat").unwrap();
    insta::assert_snapshot!(session.run("notion --local photos query Tasks"), @"
    exit code: 3
    --- stderr
    error: `[FOLDER]/photos` holds no local Notion, but other files

    hint: name its folder, or one that does not exist yet
    ");
    assert_eq!(std::fs::read_dir(session.path("photos")).unwrap().count(), 1);
}

#[test]
fn a_wrong_filter_of_a_spec_is_shown_in_the_spec() {
    let spec = r#"version = 1
kind = "query"
name = "urgent"

[from]
data_source = "Tasks"

[select]
where = "Staus = Active and 状態 = 1 or Priority = Hihg"
"#;
    let session = Session::local().file("urgent.toml", spec);
    insta::assert_snapshot!(session.run("notion run urgent.toml"), @r#"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error[NF0101]: unknown property `Staus`
     --> urgent.toml:9:10
      |
    9 | where = "Staus = Active and 状態 = 1 or Priority = Hihg"
      |          ^^^^^ not a property of "Tasks"
      |
      = help: did you mean `Status`?
      = fix:  Status = Active and 状態 = 1 or Priority = Hihg

    error[NF0101]: unknown property `状態`
     --> urgent.toml:9:29
      |
    9 | where = "Staus = Active and 状態 = 1 or Priority = Hihg"
      |                             ^^^^ not a property of "Tasks"
      |
      = help: properties that hold a number: `Estimate`

    error[NF0205]: `Priority` has no option `Hihg`
     --> urgent.toml:9:50
      |
    9 | where = "Staus = Active and 状態 = 1 or Priority = Hihg"
      |                                                    ^^^^ unknown option
      |
      = help: did you mean `High`?
      = help: options: `Low`, `Medium`, `High`, `Urgent`
      = fix:  Staus = Active and 状態 = 1 or Priority = High
    "#);
    // With escapes, its letters are not those of the file.
    let spec =
        spec.replace("Staus = Active and 状態 = 1 or Priority = Hihg", r#"\"Staus\" = Active"#);
    insta::assert_snapshot!(session.file("urgent.toml", &spec).run("notion run urgent.toml"), @r#"
    exit code: 3
    --- stderr
    error[NF0101]: unknown property `Staus`
     --> urgent.toml:9:9: filter:1:1
      |
    1 | "Staus" = Active
      | ^^^^^^^ not a property of "Tasks"
      |
      = help: did you mean `Status`?
      = fix:  Status = Active
    "#);
}

#[test]
fn a_zone_that_does_not_exist_is_told() {
    let session = Session::local().with("TZ", "Europe/Atlantis");
    let outcome = session.run("notion query Tasks 'Deadline = today'");
    assert!(outcome.stderr.starts_with("warning: `TZ` is `Europe/Atlantis`"), "{outcome}");
    let quiet = session.run("notion query Tasks 'Deadline = today' --quiet");
    assert_eq!(quiet.stderr, "");
}
