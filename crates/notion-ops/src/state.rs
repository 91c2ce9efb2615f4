//! The folder `.notion`: the journal, plans and reports, held by one process at a time.

use std::{
    fs::{self, File, TryLockError},
    io,
    path::{Path, PathBuf},
};

use crate::{
    exit::Exit,
    journal::{JournalError, SqliteJournal},
    plan::{Plan, PlanFileError},
    report::Report,
};

/// The name of the folder, beside the spec.
pub const STATE_FOLDER: &str = ".notion";

/// The folder of a spec, open and locked.
///
/// While it is open, no other process can open it: two runs of one namespace would take each other's
/// half-done work for their own.
#[derive(Debug)]
pub struct StateFolder {
    path: PathBuf,
    journal: SqliteJournal,
    /// Unlocked when it is closed, by the operating system too if the process is killed.
    _lock: File,
}

/// Why the folder could not be opened or used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StateError {
    /// Another process has it.
    #[error("`{}` is in use by another run; wait until it is over", .0.display())]
    Locked(PathBuf),
    /// The file system said no.
    #[error("`{}` cannot be used", path.display())]
    Io {
        /// The folder or file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The journal in it cannot be opened.
    #[error("the journal in `{}` cannot be opened", path.display())]
    Journal {
        /// The file.
        path: PathBuf,
        /// Why.
        source: JournalError,
    },
}

impl StateError {
    /// What the command should exit with.
    pub const fn exit(&self) -> Exit {
        match self {
            Self::Locked(_) => Exit::Locked,
            Self::Io { .. } => Exit::Usage,
            Self::Journal { source, .. } => source.exit(),
        }
    }
}

impl StateFolder {
    /// Opens the folder `.notion` in `folder`, and creates it if there is none.
    ///
    /// # Errors
    /// If another process has it open, or the file system says no.
    pub fn open(folder: &Path) -> Result<Self, StateError> {
        let path = folder.join(STATE_FOLDER);
        let failed = |path: &Path, source| StateError::Io { path: path.to_owned(), source };
        fs::create_dir_all(&path).map_err(|source| failed(&path, source))?;
        let place = path.join("lock");
        let lock = File::options().create(true).append(true).open(&place);
        let lock = lock.map_err(|source| failed(&place, source))?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateError::Locked(path)),
            Err(TryLockError::Error(source)) => return Err(failed(&place, source)),
        }
        let place = path.join("state.db");
        let journal = SqliteJournal::open(&place)
            .map_err(|source| StateError::Journal { path: place, source })?;
        Ok(Self { path, journal, _lock: lock })
    }

    /// The journal.
    pub const fn journal(&self) -> &SqliteJournal {
        &self.journal
    }

    /// The folder itself.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Saves a plan in the folder and says where.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_plan(&self, plan: &Plan) -> Result<PathBuf, PlanFileError> {
        let path = self.path.join("plans").join(format!("{}.plan.json", plan.id));
        plan.save(&path)?;
        Ok(path)
    }

    /// Saves a report in the folder and says where.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save_report(&self, report: &Report) -> Result<PathBuf, StateError> {
        let path = self.path.join("reports").join(format!("{}.json", report.run));
        let failed = |source| StateError::Io { path: path.clone(), source };
        let mut text = serde_json::to_string_pretty(report)
            .map_err(|error| failed(io::Error::other(error)))?;
        text.push('\n');
        crate::plan::write_whole(&path, text.as_bytes()).map_err(failed)?;
        Ok(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_process_at_a_time() {
        let folder = tempfile::tempdir().unwrap();
        let first = StateFolder::open(folder.path()).unwrap();
        let second = StateFolder::open(folder.path()).unwrap_err();
        assert!(matches!(second, StateError::Locked(_)));
        assert_eq!(second.exit().code(), 7);
        drop(first);
        StateFolder::open(folder.path()).unwrap();
    }
}
