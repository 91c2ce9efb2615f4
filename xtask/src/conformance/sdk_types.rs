//! The types of the official JavaScript SDK against what our tests send and what our local Notion
//! answers.
//!
//! The test suite runs with recording on; every body it sent or got then becomes a line of
//! TypeScript that the compiler takes or refuses. One kind of request is not judged: what the tests
//! of the local Notion wrote by hand to see it refused, and it was refused, with 400. Every other
//! one is, whatever came back. Tests that take bodies apart at random record nothing.

mod exceptions;
mod gather;
mod verdict;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use exceptions::Exceptions;
use gather::Gathered;

use super::server;
use crate::flags::Absence;
use crate::{Failure, node, repository, shell};

/// The variable with which the tests are asked to record.
const RECORD: &str = "NOTION_TEST_RECORD";

/// Judges what the suite said: in the recordings of a run that has been, or else in those of a new
/// one.
pub(super) fn run(tool: &Path, recorded: Option<&Path>, absence: Absence) -> Result<(), Failure> {
    if !tool.join("typecheck.mjs").is_file() {
        let words = format!("there is no typecheck.mjs in {}; no body was judged", tool.display());
        return absence.judge(&words, "name the folder of the tool that knows the official types");
    }
    if let Err(reason) = node::is_there() {
        let words = format!("{reason}; no body was judged by the official types");
        return absence.judge(&words, "install Node 18 or newer");
    }
    let work = server::target_folder()?.join("conformance").join("types");
    fs::create_dir_all(&work).map_err(|error| format!("{}: {error}", work.display()))?;
    install(tool, &work)?;
    let recorded = match recorded {
        Some(folder) => folder.to_owned(),
        None => record(&work.join("recordings"))?,
    };
    let exceptions = Exceptions::parse(&repository::read("xtask/conformance/types.json")?)?;
    let gathered = Gathered::read(&recorded, &exceptions)?;
    if gathered.is_empty() {
        return Err(format!("nothing was recorded in {}", recorded.display()));
    }
    gathered.write(&work)?;
    let output = judge(&work)?;
    verdict::report(&gathered, &verdict::refusals(&output), &output)
}

/// Runs the whole suite with recording on.
fn record(folder: &Path) -> Result<PathBuf, Failure> {
    let words = |error| format!("{}: {error}", folder.display());
    if folder.exists() {
        fs::remove_dir_all(folder).map_err(words)?;
    }
    fs::create_dir_all(folder).map_err(words)?;
    shell::run(shell::cargo(&["test", "--workspace", "--quiet"]).env(RECORD, folder))?;
    Ok(folder.to_owned())
}

/// Copies the tool and installs what it needs, unless that has been done before.
fn install(tool: &Path, work: &Path) -> Result<(), Failure> {
    let read = |path: PathBuf| {
        fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
    };
    let is_same = read(tool.join("package-lock.json"))?
        == read(work.join("package-lock.json")).unwrap_or_default();
    for name in ["package.json", "package-lock.json", "typecheck.mjs"] {
        let text = read(tool.join(name))?;
        fs::write(work.join(name), text).map_err(|error| format!("{name}: {error}"))?;
    }
    if !is_same || !work.join("node_modules/typescript/package.json").is_file() {
        let mut npm = Command::new("npm");
        npm.current_dir(work).args(["ci", "--no-audit", "--no-fund"]);
        shell::run(&mut npm)?;
    }
    Ok(())
}

/// Runs the tool over what was gathered. That it refuses bodies is not its failure.
fn judge(work: &Path) -> Result<String, Failure> {
    let mut node = Command::new("node");
    node.current_dir(work).args(["typecheck.mjs", "--show", "1000000"]);
    node.args([gather::REQUESTS, gather::RESPONSES]);
    let output = node.output().map_err(|error| format!("`node` cannot be started: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if text.contains("accepted by the official types") {
        return Ok(text);
    }
    Err(format!("typecheck.mjs failed: {}", String::from_utf8_lossy(&output.stderr)))
}
