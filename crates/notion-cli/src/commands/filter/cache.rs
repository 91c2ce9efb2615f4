//! Data sources as they were read last, so that a filter that is typed again costs no request.

use std::fs::{self, File, OpenOptions};
use std::hash::{BuildHasher as _, DefaultHasher, Hash as _, Hasher as _, RandomState};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use jiff::{SignedDuration, Timestamp};
use notion_ops::filter::Subject;
use serde::{Deserialize, Serialize};

use crate::host::Host;
use crate::run::App;

/// How long a schema is taken for new. One that does not fit a filter is read again at once, so this
/// only bounds how long a renamed or retyped property goes unnoticed.
const NEW: SignedDuration = SignedDuration::from_hours(1);

/// A place for one data source, as it is called by its user.
#[derive(Debug)]
pub(super) struct Cache {
    path: PathBuf,
}

/// What is kept.
#[derive(Debug, Deserialize, Serialize)]
pub(super) struct Kept {
    /// When the data source was read.
    pub(super) read: Timestamp,
    pub(super) subject: Subject,
}

impl Cache {
    /// The same name means something else in another workspace, and a token belongs to one.
    pub(super) fn of(name: &str, app: &App) -> Self {
        let mut hasher = DefaultHasher::new();
        app.settings.workspace(&mut hasher);
        name.hash(&mut hasher);
        let file = format!("{:016x}.json", hasher.finish());
        Self { path: folder(&app.host).join("data-sources").join(file) }
    }

    /// What is kept, if it is new. What cannot be read is as good as nothing.
    pub(super) fn read(&self, app: &App) -> Option<Kept> {
        let text = fs::read_to_string(&self.path).ok()?;
        let kept: Kept = serde_json::from_str(&text).ok()?;
        let age = (app.host.now)().duration_since(kept.read);
        (SignedDuration::ZERO <= age && age < NEW).then_some(kept)
    }

    /// Keeps a data source. That it cannot be kept costs only requests.
    pub(super) fn write(&self, kept: &Kept) {
        let write = || {
            fs::create_dir_all(self.path.parent()?).ok()?;
            // Whoever reads meanwhile sees the old one or the new one.
            let new = self.path.with_extension(format!("{:016x}.new", one_of_its_kind()));
            let text = serde_json::to_string(kept).ok()?;
            let done = mine(&new).and_then(|mut file| file.write_all(text.as_bytes()));
            let done = done.and_then(|()| fs::rename(&new, &self.path));
            if done.is_err() {
                drop(fs::remove_file(&new));
            }
            done.ok()
        };
        let _: Option<()> = write();
    }
}

/// A new file that nobody else reads: it may hold rows.
fn mine(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// A number that no other process has, not even one in a container that shares the folder, where the numbers
/// of processes are the same.
fn one_of_its_kind() -> u64 {
    RandomState::new().hash_one(std::process::id())
}

/// The cache of the user, or the state beside the work where there is none.
fn folder(host: &Host) -> PathBuf {
    let of_the_user = host.variable("XDG_CACHE_HOME").or_else(|| host.variable("LOCALAPPDATA"));
    match (of_the_user, host.variable("HOME")) {
        (Some(folder), _) => host.path(folder).join("notion"),
        (None, Some(home)) => host.path(home).join(".cache").join("notion"),
        (None, None) => host.path(notion_ops::state::STATE_FOLDER).join("cache"),
    }
}
