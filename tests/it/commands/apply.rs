//! `notion apply`, `run`, `verify`, `resume` and `runs`.

use crate::network::Network;
use crate::session::Session;

const SYNC: &str = include_str!("../../../fixtures/specs/tasks-to-board.toml");
const MIGRATE: &str = include_str!("../../../fixtures/specs/projects-to-programme.toml");

#[test]
fn without_anybody_to_ask_it_needs_a_flag() {
    let session = Session::local().file("sync.toml", SYNC);
    let outcome = session.run("notion apply sync.toml");
    assert_eq!(outcome.code(), 3, "{outcome}");
    assert!(outcome.stderr.contains("add `--yes`"), "{outcome}");
    let board = session.run("notion query 'Team board' 'Source ID is not empty'");
    assert!(board.stderr.contains("205 rows"), "nothing was written: {board}");
}

#[test]
fn the_second_run_has_nothing_to_do() {
    let session = Session::local().file("sync.toml", SYNC);
    insta::assert_snapshot!(session.run("notion run sync.toml"), @"
    exit code: 0
    --- stdout
    271 succeeded, 0 failed, 0 skipped; 111 requests (0 repeated, 0 throttled)
    545 rows compared with 8 requests: 0 differences
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    ");
    insta::assert_snapshot!(session.run("notion run sync.toml"), @"
    exit code: 0
    --- stdout
    0 succeeded, 0 failed, 0 skipped; 8 requests (0 repeated, 0 throttled)
    545 rows compared with 8 requests: 0 differences
    ");
    insta::assert_snapshot!(session.run("notion verify sync.toml"), @"
    exit code: 0
    --- stdout
    545 rows compared with 8 requests: 0 differences
    ");
    insta::assert_snapshot!(session.run("notion resume"), @"
    exit code: 3
    --- stderr
    error: every run has ended

    hint: runs are remembered beside their spec; name another folder with `--state DIR`
    ");
}

#[test]
fn a_difference_is_found() {
    let session = Session::local().file("sync.toml", SYNC);
    assert_eq!(session.run("notion run sync.toml").code(), 0);
    let edit = "notion batch update Tasks --where 'Name starts with \"Fire drill\"' --set Priority=Low --yes";
    insta::assert_snapshot!(session.run(edit), @r#"
    exit code: 0
    --- stdout
    1 succeeded, 0 failed, 0 skipped; 5 requests (0 repeated, 0 throttled)
    --- stderr
    batch plan: batch
      rows: Tasks (1 rows)

      ~ update   Tasks / "Fire drill before the end of November"
          ~ Priority  "Medium" -> "Low"

    Plan: 1 to update. Made with 2 requests.
    "#);
    insta::assert_snapshot!(session.run("notion verify sync.toml"), @r#"
    exit code: 9
    --- stdout
    545 rows compared with 8 requests: 1 differences
      "Fire drill before the end of November": `Urgency` should be "Low", and is "Medium"
    "#);
}

#[test]
fn a_migration_is_compared_block_by_block() {
    let session = Session::local().file("migrate.toml", MIGRATE);
    insta::assert_snapshot!(session.run("notion run migrate.toml"), @"
    exit code: 0
    --- stdout
    10 succeeded, 0 failed, 0 skipped; 388 requests (0 repeated, 0 throttled)
    9 rows, 90 values, 988 blocks compared with 548 requests: 0 differences
    --- stderr
    made a local Notion in [FOLDER]/world: the workspace of Halden Cycles
    ");
    let rows = "notion query Programme 'order by Name select Name, Phase, \"On track\", Budget'";
    insta::assert_snapshot!(session.run(&format!("{rows} --format md")).stdout, @"
    | Name | Phase | On track | Budget |
    | --- | --- | --- | --- |
    | Apprenticeship from spring | Shape | true | 12400 |
    | Battery recall 2026 | Ship | false | 97250 |
    | Dealer portal | Explore | true | 38000 |
    | Frame test bench | Rest | true | 55800 |
    | Halden 4 launch | Make | true | 184000 |
    | Move to the Aumaker hall | Make | true | 41000 |
    | Subscription pilot in Utrecht | Explore | true | 23900 |
    | Web shop rebuild | Make | true | 62500 |
    | Winter service campaign | Keep | true | 8600 |
    ");
}

#[test]
fn a_run_is_taken_back() {
    let session = Session::local();
    let which = "--where 'Name starts with \"Fire drill\"'";
    let edit = format!("notion batch update Tasks {which} --set Priority=Low --yes");
    assert_eq!(session.run(&edit).code(), 0);
    let name = only_run(&session);
    let runs = session.run("notion runs");
    assert!(runs.stdout.contains(r#""kind":"batch","state":"finished""#), "{runs}");
    insta::assert_snapshot!(session.run(&format!("notion runs {name}")), @r#"
    exit code: 0
    --- stdout
    {"op":"op_cc24c346f1e49d401ae3","action":"update","title":"Fire drill before the end of November","state":"applied","cause":null}
    "#);
    insta::assert_snapshot!(session.run(&format!("notion undo {name} --yes")), @r#"
    exit code: 0
    --- stdout
    1 succeeded, 0 failed, 0 skipped; 2 requests (0 repeated, 0 throttled)
    --- stderr
    batch plan: batch

      ~ update   Tasks / "Fire drill before the end of November"  takes back: update
          ~ Priority  "Low" -> "Medium"

    Plan: 1 to update. Made with 1 requests.
    "#);
    insta::assert_snapshot!(session.run(&format!("notion retry {name} --yes")), @"
    exit code: 0
    --- stdout
    0 succeeded, 0 failed, 0 skipped; 0 requests (0 repeated, 0 throttled)
    --- stderr
    batch plan: batch
      rows: Tasks (1 rows)


    Plan: nothing to do. Made with 0 requests.
    ");
    insta::assert_snapshot!(session.run("notion undo nobody --yes"), @"
    exit code: 3
    --- stderr
    error: there is no run `nobody`; list them with `notion runs`
    ");
}

/// The name of the only run, which differs every time: reports are kept under it.
fn only_run(session: &Session) -> String {
    let mut reports = std::fs::read_dir(session.path(".notion/reports")).unwrap();
    let file = reports.next().unwrap().unwrap().file_name().into_string().unwrap();
    file.trim_end_matches(".json").to_owned()
}

/// Of all steps of a run, so that none reaches another workspace.
#[test]
fn the_token_is_the_one_that_the_spec_names() {
    let spec = format!("{SYNC}\n[connection]\ntoken_env = \"WORK\"\n");
    let network = Network::new();
    let session = network.session("no token at all").file("sync.toml", &spec);
    let refused = session.run("notion plan sync.toml");
    assert!(refused.code() == 77 && refused.stderr.contains("in `WORK`"), "{refused}");
    let session = session.with("WORK", notion_tests::TOKEN).with("NOTION_BUDGET", "unlimited");
    for line in ["notion plan sync.toml --output plan.json", "notion apply plan.json"] {
        let outcome = session.run(line);
        assert_eq!(outcome.code(), 0, "{outcome}");
    }
    let run = only_run(&session);
    for line in
        ["notion verify sync.toml", "notion resume", "notion undo --yes", "notion retry --yes"]
    {
        let line = if line.ends_with("--yes") { format!("{line} {run}") } else { line.to_owned() };
        let outcome = session.run(&line);
        assert_ne!(outcome.code(), 77, "{line}: {outcome}");
    }
}
