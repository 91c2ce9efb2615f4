//! `notion api`.

use crate::session::Session;

#[test]
fn any_call_is_answered_with_json() {
    let session = Session::local();
    let outcome = session.run("notion api GET users -q page_size=2");
    assert_eq!(outcome.code(), 0, "{outcome}");
    let answer: serde_json::Value = serde_json::from_str(&outcome.stdout).unwrap();
    assert_eq!(answer["results"].as_array().unwrap().len(), 2);
    assert_eq!(answer["has_more"], true);
    let outcome = session.run("notion api POST search -d '{\"query\":\"Team board\"}'");
    assert!(outcome.stdout.contains("\"object\":\"data_source\""), "{outcome}");
}

#[test]
fn a_refusal_is_data_too() {
    let session = Session::local();
    let outcome = session.run("notion api GET pages/00000000-0000-4000-8000-000000000000");
    assert_eq!(outcome.code(), 1, "{outcome}");
    assert!(outcome.stdout.contains("object_not_found"), "{outcome}");
}

#[test]
fn what_is_said_is_recorded() {
    let session = Session::local();
    let line = "notion api GET users -q page_size=2 --record said.jsonl";
    assert_eq!(session.run(line).code(), 0);
    assert_eq!(session.run(line).code(), 0);
    let said = std::fs::read_to_string(session.path("said.jsonl")).unwrap();
    let said: Vec<serde_json::Value> =
        said.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(said.len(), 2);
    assert_eq!(said[1]["path"], "/v1/users");
    assert_eq!(said[1]["query"], serde_json::json!([["page_size", "2"]]));
    assert_eq!(said[1]["response"]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn bad_input_is_a_usage_error() {
    let session = Session::local();
    insta::assert_snapshot!(session.run("notion api FETCH users"), @"
    exit code: 3
    --- stderr
    error: `FETCH` is not a method of Notion's

    hint: use GET, POST, PATCH or DELETE
    ");
    insta::assert_snapshot!(session.run("notion api POST search -d {"), @"
    exit code: 3
    --- stderr
    error: the text after `--data` is not JSON
      caused by: EOF while parsing an object at line 1 column 1
    ");
    insta::assert_snapshot!(session.run("notion api GET ../admin"), @"
    exit code: 3
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    error: GET ../admin could not be built
      caused by: the path is not one below `/v1/`; write it like `pages/…`, without `..`
    ");
}

#[test]
fn without_a_token_nothing_is_sent() {
    insta::assert_snapshot!(Session::new().run("notion api GET users/me"), @"
    exit code: 77
    --- stderr
    error: there is no token

    hint: set `NOTION_TOKEN`, or use a local Notion with `--local DIR`
    ");
}

#[test]
fn a_token_is_never_printed() {
    let session = Session::new()
        .with("NOTION_TOKEN", "ntn_very s3cret")
        .with("NOTION_BASE_URL", "http://127.0.0.1:1");
    insta::assert_snapshot!(session.run("notion api GET users/me"), @"
    exit code: 77
    --- stderr
    error: the token contains white space or a character outside ASCII; copy it again
    ");
}

#[cfg(target_os = "linux")]
#[test]
fn a_recording_with_gaps_is_told_once() {
    let network = crate::network::Network::new();
    let session = network.session(notion_tests::TOKEN).with("NOTION_BUDGET", "unlimited");
    let outcome = session.run("notion query Tasks --record /dev/full");
    assert_eq!(outcome.code(), 0, "{outcome}");
    assert_eq!(
        outcome.stderr.matches("warning: the recording has gaps: No space").count(),
        1,
        "{outcome}"
    );
}
