//! Schemas and names over a connection, and where they are kept.

use std::fs;
use std::path::{Path, PathBuf};

use notion_tests::TOKEN;

use crate::network::Network;
use crate::session::Session;

const CHECK: &str = "notion filter check 'Estimate > 3' --data-source Tasks";

/// The files that are kept below a folder.
fn kept(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder.join("data-sources")).into_iter().flatten();
    let mut files: Vec<_> = entries.map(|it| it.unwrap().path()).collect();
    files.sort();
    files
}

/// How many requests a command costs that succeeds.
#[track_caller]
fn cost(network: &Network, session: &Session, command: &str) -> u64 {
    let before = network.requests();
    let outcome = session.run(command);
    assert_eq!(outcome.code(), 0, "{outcome}");
    network.requests() - before
}

#[test]
fn a_schema_is_learned_over_a_connection_once() {
    let network = Network::new();
    let session = network.session(TOKEN);
    let compile = "notion filter compile 'Status = active and \"Assigned To\" has Ada Okafor' --data-source Tasks";
    let before = network.requests();
    insta::assert_snapshot!(session.run(compile), @r#"
    exit code: 0
    --- stdout
    {"and":[{"property":"Status","status":{"equals":"Active"}},{"property":"Assigned To","people":{"contains":"4d8c1a51-fabc-49a2-a932-a25a24e3239e"}}]}
    "#);
    assert_eq!(network.requests() - before, 2, "the data source, and the people");
    assert_eq!(cost(&network, &session, CHECK), 0);
    assert_eq!(cost(&network, &session, &format!("{CHECK} --refresh")), 1);
    // Just in time, and an hour later.
    let session = session.at("2026-11-02T09:59:59Z");
    assert_eq!(cost(&network, &session, CHECK), 0);
    let session = session.at("2026-11-02T10:00:00Z");
    assert_eq!(cost(&network, &session, CHECK), 1);
    // Kept in the future: some clock was wrong.
    let session = session.at("2026-11-02T08:00:00Z");
    assert_eq!(cost(&network, &session, CHECK), 1);
}

#[test]
fn an_unknown_property_is_asked_for_again_and_not_more_than_that() {
    let network = Network::new();
    let session = network.session(TOKEN);
    assert_eq!(cost(&network, &session, CHECK), 1);
    let before = network.requests();
    let outcome = session.run("notion filter check 'Effort > 3' --data-source Tasks");
    assert!(outcome.stderr.contains("error[NF0101]: unknown property `Effort`"), "{outcome}");
    assert_eq!((outcome.code(), network.requests() - before), (3, 1));
    // A mistake that no schema can mend costs nothing.
    let before = network.requests();
    let outcome = session.run("notion filter check 'Estimate > ' --data-source Tasks");
    assert_eq!((outcome.code(), network.requests() - before), (3, 0), "{outcome}");
}

#[test]
fn what_the_connection_may_not_read_is_said() {
    let network = Network::new();
    let session = network.session(TOKEN);
    network.refuse("GET", "/v1/users", 403);
    let named = "notion filter compile '\"Assigned To\" has Ada' --data-source Tasks";
    insta::assert_snapshot!(session.run(named), @r#"
    exit code: 3
    --- stderr
    warning: Notion does not let this connection look up people: switch it on in the connection's settings, or use ids
    error[NF0213]: nothing is there to look up the person `Ada`
     --> filter:1:19
      |
    1 | "Assigned To" has Ada
      |                   ^^^ only IDs can be used here
      |
      = help: a person is `me`, a name, an e-mail address (both also with `@`) or an ID
    "#);
    let by_id = "notion filter compile '\"Assigned To\" has 4d8c1a51-fabc-49a2-a932-a25a24e3239e' --data-source Tasks";
    assert_eq!(session.run(by_id).code(), 0);
    network.refuse("POST", "/v1/search", 403);
    insta::assert_snapshot!(session.run("notion filter compile 'Project has Nowhere' --data-source Tasks"), @"
    exit code: 3
    --- stderr
    warning: Notion does not let this connection look up pages: switch it on in the connection's settings, or use ids
    `Tasks` as it was read at 2026-11-02T09:00:00Z; `--refresh` reads it again
    error[NF0213]: nothing is there to look up the related page `Nowhere`
     --> filter:1:13
      |
    1 | Project has Nowhere
      |             ^^^^^^^ only IDs can be used here
      |
      = help: a page is named by its title, its URL or its ID
    ");
    // The data source itself is another matter: without it, nothing can be said.
    let session = network.session(TOKEN);
    insta::assert_snapshot!(session.run(CHECK), @"
    exit code: 77
    --- stderr
    error: POST search failed
      caused by: Insufficient permissions for this endpoint. (restricted_resource)

    hint: the connection lacks a capability: switch it on in the connection's settings
    ");
    network.refuse("GET", "/v1/data_sources/*", 404);
    let by_id =
        "notion filter check 'Estimate > 3' --data-source 6e60012f-81ea-490a-8c55-2606777e8301";
    insta::assert_snapshot!(session.run(by_id), @"
    exit code: 3
    --- stderr
    error: there is no data source 6e60012f-81ea-490a-8c55-2606777e8301
      = help: look at the id, and share the object with the connection: in Notion, `…` > `Connections`
    ");
    network.refuse("POST", "/v1/search", 401);
    insta::assert_snapshot!(session.run(CHECK), @"
    exit code: 77
    --- stderr
    error: POST search failed
      caused by: API token is invalid. (unauthorized)

    hint: the token is wrong, or was withdrawn: copy it again from the connection's settings
    ");
}

#[test]
fn data_sources_are_kept_in_the_cache_of_the_user() {
    let network = Network::new();
    for (variables, folder) in [
        (&[("XDG_CACHE_HOME", "xdg"), ("HOME", "home")][..], "xdg/notion"),
        (&[("LOCALAPPDATA", "local"), ("HOME", "home")], "local/notion"),
        (&[("XDG_CACHE_HOME", ""), ("HOME", "home")], "home/.cache/notion"),
        (&[], ".notion/cache"),
    ] {
        let session = variables
            .iter()
            .fold(network.session(TOKEN), |session, (name, value)| session.with(name, value));
        assert_eq!(cost(&network, &session, CHECK), 1);
        let files = kept(&session.path(folder));
        assert_eq!(files.len(), 1, "{variables:?}");
        assert_eq!(files[0].extension().unwrap(), "json");
        let text = fs::read_to_string(&files[0]).unwrap();
        assert!(!text.contains("secret"), "the token is in {text}");
    }
}

#[test]
fn what_is_kept_of_one_workspace_is_not_used_for_another() {
    let network = Network::new();
    let session = network.session(TOKEN).with("XDG_CACHE_HOME", "cache");
    assert_eq!(cost(&network, &session, CHECK), 1);
    let session = session.with("NOTION_TOKEN", "ntn_s3cret_too");
    assert_eq!(cost(&network, &session, CHECK), 1);
    assert_eq!(cost(&network, &session, CHECK), 0);
    let session = session.with("NOTION_TOKEN", TOKEN);
    assert_eq!(cost(&network, &session, CHECK), 0);
    // The same address in other words is the same; another Notion is not.
    let other = Network::new();
    let elsewhere =
        other.session(TOKEN).with("XDG_CACHE_HOME", session.path("cache").to_str().unwrap());
    assert_eq!(cost(&other, &elsewhere, CHECK), 1);
    let outcome = session.run(&format!("{CHECK} --local world"));
    assert!(outcome.stderr.contains("made a local Notion"), "{outcome}");
    assert_eq!(kept(&session.path("cache/notion")).len(), 4);
}

#[test]
fn a_damaged_file_is_as_good_as_none() {
    let network = Network::new();
    let session = network.session(TOKEN).with("XDG_CACHE_HOME", "cache");
    assert_eq!(cost(&network, &session, CHECK), 1);
    let file = &kept(&session.path("cache/notion"))[0];
    let whole = fs::read(file).unwrap();
    let half = &whole[..whole.len() / 2];
    for damaged in [b"".as_slice(), b"{", b"null", b"\xff\xfe", br#"{"read":1}"#, half] {
        fs::write(file, damaged).unwrap();
        assert_eq!(cost(&network, &session, CHECK), 1);
        assert_eq!(fs::read(file).unwrap(), whole);
    }
    // Where nothing can be kept, everything works.
    fs::remove_file(file).unwrap();
    fs::create_dir(file).unwrap();
    assert_eq!(cost(&network, &session, CHECK), 1);
    assert_eq!(kept(&session.path("cache/notion")).len(), 1, "nothing is left lying about");
    let session = session.file("file", "").with("XDG_CACHE_HOME", "file");
    assert_eq!(cost(&network, &session, CHECK), 1);
}

#[test]
fn commands_at_the_same_time_never_see_half_a_file() {
    let network = Network::new();
    let session = network.session(TOKEN).with("XDG_CACHE_HOME", "cache");
    assert_eq!(cost(&network, &session, CHECK), 1);
    let file = &kept(&session.path("cache/notion"))[0];
    let whole = fs::read(file).unwrap();
    std::thread::scope(|scope| {
        let again = || {
            for _ in 0..10 {
                let outcome = session.run(&format!("{CHECK} --refresh --quiet"));
                assert_eq!((outcome.code(), outcome.stderr.as_str()), (0, ""));
            }
        };
        let writers = [scope.spawn(again), scope.spawn(again), scope.spawn(again)];
        while !writers.iter().all(std::thread::ScopedJoinHandle::is_finished) {
            assert!(fs::read(file).unwrap() == whole, "half a file was seen");
        }
    });
    assert_eq!(kept(&session.path("cache/notion")).len(), 1);
}
