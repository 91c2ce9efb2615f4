//! `notion batch`.

use crate::session::Session;

#[test]
fn pages_are_changed_trashed_and_restored() {
    let session = Session::local();
    let which = "--where 'Name starts with \"Half-year talk with B\"'";
    insta::assert_snapshot!(
        session.run(&format!("notion batch update Tasks {which} --set Estimate=2.5 --set 'Tags=[\"People\",\"Customer\"]' --yes")),
        @r#"
    exit code: 0
    --- stdout
    1 succeeded, 0 failed, 0 skipped; 5 requests (0 repeated, 0 throttled)
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    batch plan: batch
      rows: Tasks (1 rows)

      ~ update   Tasks / "Half-year talk with Bruno"
          ~ Estimate  (empty) -> 2.5
          ~ Tags      "People", "Quick win" -> "Customer", "People"

    Plan: 1 to update. Made with 2 requests.
    "#
    );
    insta::assert_snapshot!(session.run(&format!("notion batch trash Tasks {which} --yes")).stdout, @"1 succeeded, 0 failed, 0 skipped; 3 requests (0 repeated, 0 throttled)");
    insta::assert_snapshot!(session.run(&format!("notion batch restore Tasks {which} --yes")).stdout, @"1 succeeded, 0 failed, 0 skipped; 3 requests (0 repeated, 0 throttled)");
}

#[test]
fn a_wrong_property_has_a_nearest_name() {
    insta::assert_snapshot!(
        Session::local().run("notion batch update Tasks --set Estimat=1 --set Estimate=many --yes"),
        @r#"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: `Tasks` has no property `Estimat`
      = note: it has `Assigned To`, `Deadline`, `Notes`, `Priority`, `Edited`, `Estimate`, `Status`, `Created`, `Waiting for customer`, `Link`, `Project`, `Reviewed`, `Tags`, `Name`
      = help: did you mean `Estimate`?

    error: `Estimate` is number: "many" is not a number
    "#
    );
}

#[test]
fn a_typo_does_not_become_an_option() {
    let session = Session::local();
    insta::assert_snapshot!(session.run("notion batch update Tasks --set Priority=Hihg --yes"), @"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: `Priority` has no option `Hihg`
      = note: it has `Low`, `Medium`, `High`, `Urgent`
      = help: did you mean `High`?
    ");
}

#[test]
fn what_notion_would_refuse_is_not_sent() {
    let link = format!("https://example.com/{}", "a".repeat(2000));
    let which = "--where 'Name starts with \"Half-year talk with B\"'";
    let command = format!("notion batch update Tasks {which} --set Link={link} --yes");
    insta::assert_snapshot!(Session::local().run(&command).stdout, @r#"
    0 succeeded, 1 failed, 0 skipped; 4 requests (0 repeated, 0 throttled)
         1 × invalid_request: "Half-year talk with Bruno": PATCH pages/156b8335-7b2a-4e41-8c86-cd10f4c63d11 could not be built: `body.properties.Link.url` has 2020 UTF-16 units, at most 2000 are accepted
    "#);
}
