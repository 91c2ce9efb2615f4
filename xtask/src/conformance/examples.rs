//! The examples of the CommonMark and GFM specifications against `notion-md`: Node reads them from their
//! packages, `notion-tests` judges.

use std::fs;
use std::process::Command;

use super::server;
use crate::flags::Absence;
use crate::{Failure, node, shell};

/// Runs the program `conformance` of the package `notion-tests` on every example.
pub(super) fn run(absence: Absence) -> Result<(), Failure> {
    if let Err(reason) = node::is_there() {
        let words = format!("{reason}; the examples of the specifications were not judged");
        return absence.judge(&words, "install Node 18 or newer");
    }
    let folder = server::target_folder()?.join("examples");
    let scripts = &["xtask/examples/examples.mjs"];
    node::install("xtask/examples", scripts, "commonmark-spec", &folder)?;
    let examples = shell::output(Command::new("node").current_dir(&folder).arg("examples.mjs"))?;
    let file = folder.join("examples.json");
    fs::write(&file, examples).map_err(|error| format!("{}: {error}", file.display()))?;
    let mut judge = shell::cargo(&["run", "--quiet", "--package", "notion-tests"]);
    judge.args(["--bin", "conformance", "--", "--examples"]).arg(&file);
    shell::run(&mut judge)
}
