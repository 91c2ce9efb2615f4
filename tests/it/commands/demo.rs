//! `notion demo`.

use crate::session::Session;

#[test]
fn every_check_holds() {
    let session = Session::new();
    let outcome = session.run("notion demo --dir world");
    assert_eq!(outcome.code(), 0, "{outcome}");
    let headings = ["1  query:", "2  batch:", "3  sync:", "4  migrate:", "5  page:"];
    for heading in headings {
        assert!(outcome.stdout.contains(heading), "{outcome}");
    }
    assert!(outcome.stdout.ends_with("Every check held.\n"), "{outcome}");
    // What it leaves behind can be used.
    let outcome = session.run("notion --local world plan world/specs/tasks-to-board.toml");
    assert!(outcome.stdout.contains("nothing to do"), "{outcome}");
    insta::assert_snapshot!(session.run("notion demo --dir world"), @"
    exit code: 3
    --- stderr
    error: `[FOLDER]/world` is not empty

    hint: the demo begins with a new workspace: name a folder that does not exist yet
    ");
}
