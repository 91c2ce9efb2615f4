//! The repository on disk: where it is and which files are ours.

use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// What we did not write. In a worktree, `.git` is a file.
const SKIPPED: &[&str] = &["target", "node_modules", ".git"];

/// Hidden folders that hold something we wrote.
const HIDDEN: &[&str] = &[".cargo", ".ci"];

/// The folder of the root manifest.
pub(crate) fn root() -> &'static Path {
    // The manifest of this crate is one level below the root.
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."))
}

/// A file of ours: its path below the root, with slashes, and its content.
#[derive(Debug)]
pub(crate) struct File {
    /// Path below the root, with slashes on every system.
    pub(crate) path: String,
    /// The whole text.
    pub(crate) text: String,
}

/// All text files of the repository, in the order of their paths.
pub(crate) fn files() -> Result<Vec<File>, Failure> {
    let mut found = Vec::new();
    let mut folders = vec![root().to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in list(&folder)? {
            let name = entry.file_name().map(|name| name.to_string_lossy().into_owned());
            let name = name.unwrap_or_default();
            if SKIPPED.contains(&name.as_str()) {
                continue;
            }
            if entry.is_dir() {
                if !name.starts_with('.') || HIDDEN.contains(&name.as_str()) {
                    folders.push(entry);
                }
            } else if let Ok(text) = fs::read_to_string(&entry) {
                found.push(File { path: below_root(&entry), text });
            }
        }
    }
    found.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(found)
}

/// Reads a file below the root.
pub(crate) fn read(path: &str) -> Result<String, Failure> {
    fs::read_to_string(root().join(path)).map_err(|error| format!("{path}: {error}"))
}

/// Writes a file below the root.
pub(crate) fn write(path: &str, text: &str) -> Result<(), Failure> {
    fs::write(root().join(path), text).map_err(|error| format!("{path}: {error}"))
}

fn list(folder: &Path) -> Result<Vec<PathBuf>, Failure> {
    fs::read_dir(folder)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(|error| format!("{}: {error}", below_root(folder)))
}

fn below_root(path: &Path) -> String {
    path.strip_prefix(root()).unwrap_or(path).to_string_lossy().replace('\\', "/")
}
