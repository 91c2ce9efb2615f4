//! Texts that people wrote, as they lie on this machine: the READMEs of packages and what else of
//! Markdown comes with them. They are read where they are.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use crate::Failure;

/// Longer texts are chronicles and lists, of which a few would outweigh all others.
const LONGEST: usize = 64 * 1024;

/// Where cargo has the sources of its packages, and a system the documents of its own.
pub(super) fn default_folders() -> Vec<PathBuf> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(PathBuf::from(std::env::var_os("HOME")?).join(".cargo")));
    let packages = home.map(|it| it.join("registry/src"));
    let documents = Some(PathBuf::from("/usr/share/doc")).filter(|it| it.is_dir());
    packages.into_iter().chain(documents).collect()
}

/// The Markdown files below some folders, each text once, in an order that is always the same.
pub(super) fn read(folders: &[PathBuf]) -> Result<Vec<String>, Failure> {
    let mut files = Vec::new();
    for folder in folders {
        files_below(folder, &mut files)
            .map_err(|error| format!("{} cannot be read: {error}", folder.display()))?;
    }
    let texts = files.iter().filter_map(|it| fs::read_to_string(it).ok());
    let texts: BTreeSet<String> =
        texts.filter(|it| !it.trim().is_empty() && it.len() <= LONGEST).collect();
    if texts.is_empty() {
        return Err("there is no Markdown in these folders; name some with --readmes".to_owned());
    }
    Ok(texts.into_iter().collect())
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    let mut open = vec![folder.to_path_buf()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder)? {
            let entry = entry?;
            let path = entry.path();
            if entry.file_type()?.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|it| it.eq_ignore_ascii_case("md")) {
                files.push(path);
            }
        }
    }
    Ok(())
}
