//! Markdown that people wrote against `notion-md`: `notion-tests` judges, we start it.

use std::path::Path;

use crate::flags::Absence;
use crate::{Failure, shell};

/// Runs the program `conformance` of the package `notion-tests` on a folder of Markdown.
pub(super) fn run(folder: &Path, absence: Absence) -> Result<(), Failure> {
    // Programs are started in the root of the repository; the path was written somewhere else.
    let folder =
        std::path::absolute(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    if !folder.is_dir() {
        let words = format!("there is no folder {}; no Markdown was judged", folder.display());
        return absence.judge(&words, "name a folder with Markdown files below it");
    }
    let mut judge = shell::cargo(&["run", "--quiet", "--package", "notion-tests"]);
    judge.args(["--bin", "conformance", "--", "--readmes"]).arg(folder);
    shell::run(&mut judge)
}
