//! Everything a change must pass, in the order of patience: the quick complaints come first.

use std::process::Command;

use crate::flags::{Mode, Tests};
use crate::{Failure, codegen, shell, tidy};

/// Runs every check and stops at the first that fails.
pub(crate) fn run(tests: Tests) -> Result<(), Failure> {
    shell::run(&mut shell::cargo(&["fmt", "--all", "--check"]))?;
    step("tidy", tidy::run)?;
    step("codegen --check", || codegen::run(Mode::Check))?;
    shell::run(&mut shell::cargo(&[
        "clippy",
        "--workspace",
        "--all-targets",
        "--",
        "-D",
        "warnings",
    ]))?;
    without_features()?;
    shell::run(documentation().env("RUSTDOCFLAGS", "-D warnings"))?;
    if tests == Tests::Run {
        shell::run(&mut shell::cargo(&["test", "--workspace"]))?;
    }
    shell::say("everything passed");
    Ok(())
}

fn step(name: &str, work: impl FnOnce() -> Result<(), Failure>) -> Result<(), Failure> {
    shell::say(&format!("$ xtask {name}"));
    work()
}

/// The client must build without its HTTP library, and must then not contain it: that is what
/// makes it usable with another transport.
fn without_features() -> Result<(), Failure> {
    let client = ["-p", "notion-client", "--no-default-features"];
    shell::run(shell::cargo(&["check"]).args(client))?;
    let tree =
        shell::output(shell::cargo(&["tree", "-e", "normal", "--prefix", "none"]).args(client))?;
    let names = String::from_utf8_lossy(&tree);
    match names.lines().find(|line| line.starts_with("reqwest ")) {
        Some(line) => Err(format!("notion-client without features still contains {line}")),
        None => Ok(()),
    }
}

fn documentation() -> Command {
    shell::cargo(&["doc", "--workspace", "--no-deps"])
}
