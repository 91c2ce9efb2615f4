//! What the tests of all crates share: where they leave the exchanges they had with a local Notion,
//! the token they use, and who watches that it is never told. The end-to-end tests of the whole
//! workspace are in `it/`.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};

mod log;

pub use log::{Log, TOKEN, leaks, watch};

/// Names the folder for recordings. `cargo xtask conformance --types` sets it.
const FOLDER: &str = "NOTION_TEST_RECORD";

/// A new file for the exchanges of one local Notion, if exchanges are to be kept.
///
/// The file is called after the suite and the test, so that a refused body leads back to who sent
/// it. Nothing is made here: what records makes the file.
pub fn recording(suite: &str) -> Option<PathBuf> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let folder = std::env::var_os(FOLDER).filter(|folder| !folder.is_empty())?;
    let thread = std::thread::current();
    let test = thread.name().unwrap_or("unnamed").replace("::", ".");
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("{suite}--{test}--{}-{number}.jsonl", std::process::id());
    Some(PathBuf::from(folder).join(name))
}
