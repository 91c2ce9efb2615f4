//! `notion plan`: what a spec would do, and everything that is wrong with one.

use crate::session::Session;

#[test]
fn a_plan_says_what_would_change() {
    let session = Session::local().file(
        "one.toml",
        r#"
version = 1
kind = "batch"
name = "one"
[input]
select = { data_source = "Tasks", filter = "Name = \"Fire drill before the end of November\"" }
[action]
type = "update"
[[action.set]]
to = "Priority"
const = "Low"
"#,
    );
    insta::assert_snapshot!(session.run("notion plan one.toml"), @r#"
    exit code: 0
    --- stdout
    batch plan: one
      rows: Tasks (1 rows)

      ~ update   Tasks / "Fire drill before the end of November"
          ~ Priority  "Medium" -> "Low"

    Plan: 1 to update. Made with 2 requests.
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    "#);
    assert_eq!(session.run("notion plan one.toml --exit-code").code(), 2);
    insta::assert_snapshot!(session.run("notion plan one.toml --output one.json --json").stderr, @"saved; `notion apply one.json` carries it out");
    insta::assert_snapshot!(session.run("notion apply one.json"), @"
    exit code: 0
    --- stdout
    1 succeeded, 0 failed, 0 skipped; 3 requests (0 repeated, 0 throttled)
    ");
    insta::assert_snapshot!(session.run("notion plan one.toml --exit-code"), @"
    exit code: 0
    --- stdout
    batch plan: one
      rows: Tasks (1 rows)

      = skip     1 unchanged

    Plan: nothing to do, 1 unchanged. Made with 2 requests.
    ");
    insta::assert_snapshot!(session.run("notion apply one.json"), @"
    exit code: 3
    --- stderr
    error: the plan was applied before, run one-[RUN] is finished; make a new plan
    ");
}

const BOARD: &str = include_str!("../../../fixtures/specs/tasks-to-board.toml");

#[test]
fn what_is_applied_is_what_was_planned() {
    let session = Session::local().file("board.toml", BOARD);
    assert_eq!(session.run("notion plan board.toml --output board").code(), 0);
    let saved = std::fs::read_to_string(session.path("board")).unwrap();
    let session = session.file("edited.json", &saved.replace("Team board", "Other board"));
    insta::assert_snapshot!(session.run("notion apply edited.json"), @"
    exit code: 3
    --- stderr
    error: the plan `[FOLDER]/edited.json` was changed after it was made, and nobody has checked what it says now; change the spec instead, and make the plan again
    ");
    let session = session.at("2026-11-02T10:00:00Z");
    assert_eq!(session.run("notion run board.toml").code(), 0);
    // The plan does not know what was done since. It is a plan by what is in it, not by its name.
    let refused = session.run("notion apply board");
    assert_eq!(refused.code(), 6, "{refused}");
    assert!(
        refused.stderr.contains("was carried out since, and may have done the same"),
        "{refused}"
    );
    let verified = session.run("notion verify board.toml");
    assert_eq!(verified.code(), 0, "{verified}");
}

/// The folder of the plan is not that of the spec, so that two memories know of one plan.
#[test]
fn a_plan_that_is_applied_twice_in_two_places_creates_once() {
    let session = Session::local().file("board.toml", BOARD);
    std::fs::create_dir(session.path("plans")).unwrap();
    let said = session.run("notion plan board.toml --output plans/board.json").stderr;
    insta::assert_snapshot!(said.lines().last().unwrap(), @"saved; `notion apply plans/board.json --state .` carries it out");
    let rows = || session.run("notion query 'Team board' 'Source ID is not empty'").stderr;
    assert_eq!(session.run("notion apply plans/board.json").code(), 0);
    let once = rows();
    let again = session.run("notion apply plans/board.json --state .");
    assert_eq!((again.code(), rows()), (4, once), "{again}");
}

#[test]
fn a_plan_takes_the_place_of_a_plan_only() {
    let session = Session::local().file("board.toml", BOARD);
    insta::assert_snapshot!(session.run("notion plan board.toml --quiet --output board.toml").stderr, @"error: `[FOLDER]/board.toml` is there already and is no plan; name another file");
    assert_eq!(std::fs::read_to_string(session.path("board.toml")).unwrap(), BOARD);
    for _ in 0..2 {
        assert_eq!(session.run("notion plan board.toml --output board.json").code(), 0);
    }
}

#[test]
fn a_folder_that_cannot_hold_the_state_is_named() {
    let session = Session::local().file("board.toml", BOARD).file(".notion", "mine");
    insta::assert_snapshot!(session.run("notion plan board.toml --quiet"), @"
    exit code: 3
    --- stderr
    error: `[FOLDER]/.notion` cannot be used
      caused by: File exists (os error 17)
    ");
}

#[test]
fn unknown_keys_and_wrong_types_have_their_lines() {
    let session = Session::local().file(
        "bad.toml",
        r#"version = 1
kind = "sync"
name = "bad"
[source]
data_source = 7
filtr = "Status = Active"
[[target]]
data_source = "Team board"
[[target.map]]
from = "Name"
"#,
    );
    insta::assert_snapshot!(session.run("notion plan bad.toml"), @r#"
    exit code: 3
    --- stderr
    error: `data_source` must be text in quotes, but this is the number 7
      --> bad.toml:5:15
      |
    5 | data_source = 7
      |               ^

    error: unknown key `filtr` in [source]
      --> bad.toml:6:1
      |
    6 | filtr = "Status = Active"
      | ^^^^^
      = help: did you mean `filter`?

    error: `to` is missing in [[target.map]]
      --> bad.toml:9:1
      |
    9 | [[target.map]]
      | ^^^^^^^^^^^^^^
    "#);
    insta::assert_snapshot!(session.run("notion apply bad.toml --yes"), @r#"
    exit code: 3
    --- stderr
    error: `data_source` must be text in quotes, but this is the number 7
      --> bad.toml:5:15
      |
    5 | data_source = 7
      |               ^

    error: unknown key `filtr` in [source]
      --> bad.toml:6:1
      |
    6 | filtr = "Status = Active"
      | ^^^^^
      = help: did you mean `filter`?

    error: `to` is missing in [[target.map]]
      --> bad.toml:9:1
      |
    9 | [[target.map]]
      | ^^^^^^^^^^^^^^
    "#);
}

#[test]
fn what_does_not_fit_the_workspace_has_its_line() {
    let session = Session::local().file(
        "bad.toml",
        r#"version = 1
kind = "sync"
name = "bad"
[source]
data_source = "Tasks"
filter = 'Status = Activ and Estimate = many'
[[target]]
data_source = "Team bord"
[[target.map]]
from = "Nam"
to = "Task"
"#,
    );
    insta::assert_snapshot!(session.run("notion plan bad.toml"), @r#"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error[NF0205]: `Status` has no option `Activ`
     --> bad.toml:6:20
      |
    6 | filter = 'Status = Activ and Estimate = many'
      |                    ^^^^^ unknown option
      |
      = help: did you mean `Active`?
      = help: options: `Not started`, `Active`, `Blocked`, `In review`, `Done`, `Cancelled`
      = fix:  Status = Active and Estimate = many

    error[NF0203]: expected a number, found `many`
     --> bad.toml:6:41
      |
    6 | filter = 'Status = Activ and Estimate = many'
      |                                         ^^^^ `Estimate` is a number property

    error: no data source is called `Team bord`
      --> bad.toml:8:15
      |
    8 | data_source = "Team bord"
      |               ^^^^^^^^^^^
      = note: there is `Team board`
      = help: did you mean `Team board`?
    "#);
}

#[test]
fn a_spec_that_is_not_there() {
    insta::assert_snapshot!(Session::local().run("notion plan none.toml"), @"
    exit code: 3
    --- stderr
    error: `none.toml` cannot be used
      caused by: No such file or directory (os error 2)
    ");
}

#[test]
fn an_unknown_key_a_missing_database_and_a_wrong_type_are_told_at_once() {
    let session = Session::local().file(
        "three.toml",
        r#"version = 1
kind = "batch"
name = "three"
[input]
select = { data_source = "Taskz", filtr = "x" }
[action]
type = "update"
[limits]
max_failures = true
[[action.set]]
to = "Reviewed"
const = true
"#,
    );
    insta::assert_snapshot!(session.run("notion plan three.toml"), @r#"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: no data source is called `Taskz`
      --> three.toml:5:26
      |
    5 | select = { data_source = "Taskz", filtr = "x" }
      |                          ^^^^^^^
      = note: there is `Projects`, `Tasks`, `Team board`
      = help: did you mean `Tasks`?

    error: unknown key `filtr` in [input.select]
      --> three.toml:5:35
      |
    5 | select = { data_source = "Taskz", filtr = "x" }
      |                                   ^^^^^
      = help: did you mean `filter`?

    error: `max_failures` must be a number of rows or a share of them
      --> three.toml:9:16
      |
    9 | max_failures = true
      |                ^^^^
      = help: write 40 or "2%"
    "#);
}

#[test]
fn a_rule_that_cannot_be_read_hides_no_other_mistake() {
    let session = Session::local().file(
        "rules.toml",
        r#"kind = "batch"
name = "Rules"
[input]
select = { data_source = "Tasks" }
[action]
type = "update"
[[action.set]]
to = "Reviewed"
from = "Name"
const = true
[[action.set]]
const = true
[[action.set]]
to = "Statsu"
const = "Done"
"#,
    );
    let told = session.run("notion plan rules.toml --quiet").stderr;
    let errors = told.lines().filter(|line| line.starts_with("error"));
    insta::assert_snapshot!(errors.collect::<Vec<_>>().join("\n"), @"
    error: the name `Rules` cannot be used in markers
    error: `from` and `const` exclude each other
    error: `to` is missing in [[action.set]]
    error: `Tasks` has no property `Statsu`
    ");
}
