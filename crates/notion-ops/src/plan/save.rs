//! A plan in a file: written whole or not at all, and checked when it is read.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{PLAN_VERSION, Plan};

/// Why a plan file could not be written or read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum PlanFileError {
    /// The file system said no.
    #[error("the plan file `{}` cannot be {doing}", path.display())]
    Io {
        /// `read` or `written`.
        doing: &'static str,
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file is no plan.
    #[error("`{}` is not a plan; make one with `notion plan`", path.display())]
    NotAPlan {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        source: serde_json::Error,
    },
    /// The plan was made by another version of the program.
    #[error("the plan `{}` has version {found}, and this program reads {PLAN_VERSION}; make it again", path.display())]
    Version {
        /// The file.
        path: PathBuf,
        /// The version in it.
        found: u32,
    },
}

impl Plan {
    /// Writes the plan to a file: to a temporary file beside it first, which then takes its place.
    ///
    /// # Errors
    /// If the file cannot be written; then the old one, if any, is as it was.
    pub fn save(&self, path: &Path) -> Result<(), PlanFileError> {
        let error = |source| PlanFileError::Io { doing: "written", path: path.to_owned(), source };
        let mut text = serde_json::to_string_pretty(self)
            .map_err(|source| PlanFileError::NotAPlan { path: path.to_owned(), source })?;
        text.push('\n');
        write_whole(path, text.as_bytes()).map_err(error)
    }

    /// Reads a plan from a file.
    ///
    /// # Errors
    /// If the file cannot be read, is no plan, or is of another version.
    pub fn load(path: &Path) -> Result<Self, PlanFileError> {
        let text = fs::read_to_string(path).map_err(|source| PlanFileError::Io {
            doing: "read",
            path: path.to_owned(),
            source,
        })?;
        Self::from_json(&text, path)
    }

    /// Reads a plan from its saved form. `path` is the name used in errors.
    pub(crate) fn from_json(text: &str, path: &Path) -> Result<Self, PlanFileError> {
        #[derive(serde::Deserialize)]
        struct Version {
            plan_version: u32,
        }
        let not_a_plan = |source| PlanFileError::NotAPlan { path: path.to_owned(), source };
        let version: Version = serde_json::from_str(text).map_err(not_a_plan)?;
        if version.plan_version != PLAN_VERSION {
            let found = version.plan_version;
            return Err(PlanFileError::Version { path: path.to_owned(), found });
        }
        serde_json::from_str(text).map_err(not_a_plan)
    }
}

/// Writes a file so that it is there whole, or as it was before, whatever happens.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder)?;
    }
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".tmp");
    let temporary = path.with_file_name(name);
    let mut file = File::create(&temporary)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&temporary, path)?;
    // The rename itself is durable only once the folder is.
    File::open(folder.unwrap_or_else(|| Path::new(".")))?.sync_all()
}
