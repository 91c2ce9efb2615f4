//! Killed in the middle of its work, again and again, and resumed to the same end.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value;

const SYNC: &str = include_str!("../../../../fixtures/specs/tasks-to-board.toml");

/// How much the local Notion grows on disk before the next kill, in bytes.
const GROWTH: u64 = 400_000;

fn notion(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_notion"));
    command
        .args(arguments)
        .env_clear()
        .env("NOTION_LOCAL", "world")
        .current_dir(folder)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    command
}

/// Kills a process, as the system does when there is no more memory, once it has written enough.
/// False if it ended before that.
fn kill_at_work(mut child: Child, world: &Path) -> bool {
    let at_work = is_at_work(&mut child, world);
    if at_work {
        child.kill().unwrap();
        child.wait().unwrap();
    }
    at_work
}

/// Waits until a process has written enough. False if it ended before that.
fn is_at_work(child: &mut Child, world: &Path) -> bool {
    let begin = size(world);
    while size(world) <= begin + GROWTH {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        std::thread::yield_now();
    }
    true
}

fn size(world: &Path) -> u64 {
    let files = fs::read_dir(world).unwrap().map_while(Result::ok);
    files.filter_map(|file| file.metadata().ok()).map(|it| it.len()).sum()
}

fn rows(folder: &Path) -> Vec<Value> {
    let query = ["query", "Team board", "Source ID is not empty"];
    let Output { stdout, status, .. } =
        notion(folder, &query).stdout(Stdio::piped()).output().unwrap();
    assert!(status.success());
    let text = String::from_utf8(stdout).unwrap();
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn a_killed_apply_is_resumed_without_duplicates() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("sync.toml"), SYNC).unwrap();
    let before = rows(folder).len();

    let apply = notion(folder, &["apply", "sync.toml", "--yes"]).spawn().unwrap();
    let mut kills = 0;
    let mut killed = kill_at_work(apply, &folder.join("world"));
    while killed {
        kills += 1;
        let resume = notion(folder, &["resume"]).spawn().unwrap();
        killed = kill_at_work(resume, &folder.join("world"));
    }
    assert!(kills > 0, "nothing was killed, so nothing was shown");
    // The last one came to its end, so there is nothing left.
    assert_eq!(notion(folder, &["resume"]).status().unwrap().code(), Some(3));

    let after = rows(folder);
    let marker = |row: &Value| row["properties"]["Source ID"].as_str().unwrap().to_owned();
    let sources: BTreeSet<_> =
        after.iter().map(|row| marker(row).rsplit(':').next().unwrap().to_owned()).collect();
    assert_eq!(sources.len(), after.len(), "two rows have one source");
    assert!(after.len() > before, "{} rows before, {} after", before, after.len());
    let plan = notion(folder, &["plan", "sync.toml", "--exit-code"]).status().unwrap();
    assert_eq!(plan.code(), Some(0), "something is left to do");
}

#[test]
#[cfg(unix)]
fn an_interrupted_apply_ends_properly_and_is_resumed() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    fs::write(folder.join("sync.toml"), SYNC).unwrap();
    rows(folder);

    let mut apply = notion(folder, &["apply", "sync.toml", "--yes"]).spawn().unwrap();
    assert!(is_at_work(&mut apply, &folder.join("world")), "it was too quick to be interrupted");
    let interrupt = ["-c", "kill -INT \"$0\"", &apply.id().to_string()];
    assert!(Command::new("sh").args(interrupt).status().unwrap().success());
    assert_eq!(apply.wait().unwrap().code(), Some(130));

    assert_eq!(notion(folder, &["resume"]).status().unwrap().code(), Some(0));
    let plan = notion(folder, &["plan", "sync.toml", "--exit-code"]).status().unwrap();
    assert_eq!(plan.code(), Some(0), "something is left to do");
}

#[test]
#[cfg(unix)]
fn an_interrupted_demo_is_no_failed_one() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let demo = notion(folder, &["demo", "--dir", "demo"]).stderr(Stdio::piped()).spawn().unwrap();
    let world = folder.join("demo");
    while !world.exists() || size(&world) < GROWTH {
        std::thread::yield_now();
    }
    let interrupt = ["-c", "kill -INT \"$0\"", &demo.id().to_string()];
    assert!(Command::new("sh").args(interrupt).status().unwrap().success());
    let Output { status, stderr, .. } = demo.wait_with_output().unwrap();
    assert_eq!(status.code(), Some(130));
    assert_eq!(String::from_utf8(stderr).unwrap(), "error: interrupted\n");
}
