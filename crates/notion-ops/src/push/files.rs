//! The Markdown files of a push: found by name or pattern, and read.

use std::{
    ffi::OsStr,
    fs, io,
    path::{Component, Path, PathBuf},
};

use crate::{hex, problem::Located};

/// A Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MarkdownFile {
    /// Its path relative to the spec, with `/`: what it is known by.
    pub path: String,
    /// Its text.
    pub text: String,
}

impl MarkdownFile {
    /// The fingerprint of its text.
    pub(crate) fn fingerprint(&self) -> String {
        hex::sha256(self.text.as_bytes())
    }
}

/// Why the files of a push could not be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FilesError {
    /// The file system said no.
    #[error("`{}` cannot be read", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// It is no text.
    #[error("`{}` is no text: line {line} is not UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first line that is wrong, from 1.
        line: usize,
    },
    /// No file fits.
    #[error("no file is called `{pattern}` below `{}`", folder.display())]
    Nothing {
        /// What was looked for.
        pattern: String,
        /// Where.
        folder: PathBuf,
    },
}

/// Reads the files that names and patterns mean, relative to a folder, in the order of their paths.
///
/// In a pattern, `*` stands for a part of a name and `**` for any number of folders. However a file is
/// named, `./a.md` or by its whole path, it is known as `a.md`; a file above the folder as `../a.md`.
///
/// # Errors
/// If a file cannot be read or is no text, or nothing fits a name.
pub fn read_files(
    folder: &Path,
    patterns: &[Located<String>],
) -> Result<Vec<MarkdownFile>, FilesError> {
    let mut files: Vec<MarkdownFile> = Vec::new();
    for pattern in patterns {
        let known = known_as(folder, &pattern.value);
        let paths = if known.contains('*') { fitting(folder, &known)? } else { vec![known] };
        if paths.is_empty() {
            let (pattern, folder) = (pattern.value.clone(), folder.to_owned());
            return Err(FilesError::Nothing { pattern, folder });
        }
        for path in paths {
            if files.iter().any(|it| it.path == path) {
                continue;
            }
            let place = folder.join(&path);
            let text = read_text(place)?;
            files.push(MarkdownFile { path, text });
        }
    }
    files.sort_by(|one, other| one.path.cmp(&other.path));
    Ok(files)
}

fn read_text(path: PathBuf) -> Result<String, FilesError> {
    let bytes = match fs::read(&path) {
        Ok(bytes) => bytes,
        Err(source) => return Err(FilesError::Io { path, source }),
    };
    String::from_utf8(bytes).map_err(|error| {
        let read = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = String::from_utf8_lossy(read).matches('\n').count() + 1;
        FilesError::NotText { path, line }
    })
}

/// What a file or a pattern is known as, seen from a folder, without looking at the disk.
fn known_as(folder: &Path, name: &str) -> String {
    let whole = folder.join(name);
    let (from, to) = (plain(folder), plain(&whole));
    let shared = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
    let up = from[shared..].iter().map(|_| "..".into());
    let down = to[shared..].iter().map(|it| it.to_string_lossy());
    up.chain(down).collect::<Vec<_>>().join("/")
}

/// The parts of a path without `.` and `..`.
fn plain(path: &Path) -> Vec<&OsStr> {
    let mut parts = Vec::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if parts.last().is_some_and(|it| *it != "..") => drop(parts.pop()),
            _ => parts.push(part.as_os_str()),
        }
    }
    parts
}

/// The files that a pattern means.
fn fitting(folder: &Path, pattern: &str) -> Result<Vec<String>, FilesError> {
    // Only what can fit is looked at: a pattern often begins with a folder, also one above.
    let star = pattern.find('*').unwrap_or(pattern.len());
    let (fixed, rest) = pattern.split_at(pattern[..star].rfind('/').map_or(0, |it| it + 1));
    let parts: Vec<&str> = rest.split('/').collect();
    let mut paths = walk(&folder.join(fixed))?;
    paths.retain(|path| fits(&parts, &path.split('/').collect::<Vec<_>>()));
    Ok(paths.into_iter().map(|path| format!("{fixed}{path}")).collect())
}

/// All files below a folder, as paths with `/`. Hidden folders and links are left out.
fn walk(folder: &Path) -> Result<Vec<String>, FilesError> {
    let mut paths = Vec::new();
    let mut open = vec![(folder.to_owned(), String::new())];
    while let Some((place, prefix)) = open.pop() {
        let failed = |source| FilesError::Io { path: place.clone(), source };
        for entry in fs::read_dir(&place).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name.starts_with('.') {
                continue;
            }
            let kind = entry.file_type().map_err(failed)?;
            let path = format!("{prefix}{name}");
            if kind.is_dir() {
                open.push((entry.path(), format!("{path}/")));
            } else if kind.is_file() {
                paths.push(path);
            }
        }
    }
    paths.sort();
    Ok(paths)
}

/// Whether a path fits a pattern, part by part.
fn fits(pattern: &[&str], path: &[&str]) -> bool {
    // Where the last `**` was, and how many parts of the path it took so far.
    let (mut at, mut here) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        let next = pattern.get(at).copied();
        if next == Some("**") {
            back = Some((at, here));
            at += 1;
        } else if next.is_some() && here < path.len() && name_fits(next.unwrap_or(""), path[here]) {
            (at, here) = (at + 1, here + 1);
        } else if next.is_none() && here == path.len() {
            return true;
        } else {
            // The last `**` takes one part more.
            match &mut back {
                Some((star, taken)) if *taken < path.len() => {
                    *taken += 1;
                    (at, here) = (*star + 1, *taken);
                }
                _ => return false,
            }
        }
    }
}

/// Whether a name fits a pattern with `*`.
fn name_fits(pattern: &str, name: &str) -> bool {
    let mut parts = pattern.split('*');
    let Some(mut rest) = parts.next().and_then(|first| name.strip_prefix(first)) else {
        return false;
    };
    let mut last: Option<&str> = None;
    for part in parts {
        if let Some(part) = last.replace(part) {
            match rest.find(part) {
                Some(at) => rest = &rest[at + part.len()..],
                None => return false,
            }
        }
    }
    last.map_or(rest.is_empty(), |last| rest.ends_with(last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, path: &str, expected: bool) {
        let (pattern, path): (Vec<_>, Vec<_>) =
            (pattern.split('/').collect(), path.split('/').collect());
        assert_eq!(fits(&pattern, &path), expected, "{pattern:?} {path:?}");
    }

    #[test]
    fn patterns() {
        check("*.md", "a.md", true);
        check("*.md", "docs/a.md", false);
        check("docs/**/*.md", "docs/a.md", true);
        check("docs/**/*.md", "docs/x/y/a.md", true);
        check("docs/**/*.md", "docs/x/y/a.txt", false);
        check("**/b/*", "a/b/a/b/c", true);
        check("a*b*c", "abc", true);
        check("a*b*c", "a-b-b-c", true);
        check("a*b*c", "acb", false);
        check("**", "a/b", true);
    }

    #[test]
    fn a_file_has_one_name() {
        let check = |folder: &str, name: &str, expected: &str| {
            assert_eq!(known_as(Path::new(folder), name), expected, "{name} from {folder}");
        };
        check("/a/b", "c.md", "c.md");
        check("/a/b", "./c.md", "c.md");
        check("/a/b", "d//../c.md", "c.md");
        check("/a/b", "/a/b/c.md", "c.md");
        check("/a/b", "../c.md", "../c.md");
        check("/a/b", "/x/c.md", "../../x/c.md");
        check("/a/../b", "/b/c.md", "c.md");
        check("", "./docs/*.md", "docs/*.md");
        check("a", "../../c.md", "../../c.md");
    }

    #[test]
    fn files_are_found_and_read() {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir_all(folder.path().join("docs/.git")).unwrap();
        for path in ["docs/b.md", "docs/a.md", "docs/.git/c.md", "docs/d.txt"] {
            fs::write(folder.path().join(path), path).unwrap();
        }
        let read = |pattern: &str| read_files(folder.path(), &[pattern.into()]);
        let paths: Vec<_> = read("docs/*.md").unwrap().into_iter().map(|it| it.path).collect();
        assert_eq!(paths, ["docs/a.md", "docs/b.md"]);
        assert!(matches!(read("*.md"), Err(FilesError::Nothing { .. })));
        let beside = folder.path().join("docs/.git");
        let read_from = |pattern: &str| read_files(&beside, &[pattern.into()]);
        let paths: Vec<_> = read_from("../*.md").unwrap().into_iter().map(|it| it.path).collect();
        assert_eq!(paths, ["../a.md", "../b.md"]);
        assert!(matches!(read("docs/x.md"), Err(FilesError::Io { .. })));
    }
}
