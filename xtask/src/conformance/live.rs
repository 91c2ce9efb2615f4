//! What we assume of Notion, asked of Notion itself: `notion-tests` asks, we start it.

use crate::{Failure, shell};

/// Runs the example `live` of the package `notion-tests`, which says what it needs.
pub(super) fn run() -> Result<(), Failure> {
    shell::run(&mut shell::cargo(&[
        "run",
        "--quiet",
        "--package",
        "notion-tests",
        "--example",
        "live",
    ]))
}
