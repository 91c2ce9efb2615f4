//! A plan in a file: written whole or not at all, and checked when it is read.

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use super::{PLAN_VERSION, Plan};
use crate::hex;

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
    /// The plan says something else than when it was made.
    #[error(
        "the plan `{}` was changed after it was made, and nobody has checked what it says now; change \
         the spec instead, and make the plan again", .0.display()
    )]
    Changed(PathBuf),
    /// Where the plan would go, there is something else.
    #[error("`{}` is there already and is no plan; name another file", .0.display())]
    Taken(PathBuf),
}

/// A plan as it is saved and printed: with the fingerprint of what it says, by which a change shows.
#[derive(Debug, Serialize)]
pub struct Sealed<'a> {
    #[serde(flatten)]
    plan: &'a Plan,
    sha256: String,
}

/// What every plan has, of whatever version.
#[derive(Deserialize)]
struct Version {
    plan_version: u32,
}

#[derive(Deserialize)]
struct Seal {
    sha256: String,
}

impl Plan {
    /// The plan with the fingerprint of what it says: what [`load`](Self::load) reads.
    pub fn sealed(&self) -> Sealed<'_> {
        Sealed { plan: self, sha256: self.fingerprint() }
    }

    /// The fingerprint of all that it says, however it is laid out.
    fn fingerprint(&self) -> String {
        hex::sha256(serde_json::to_string(self).unwrap_or_default().as_bytes())
    }

    /// Writes the plan to a file: to a temporary file beside it first, which then takes its place.
    ///
    /// # Errors
    /// If the file cannot be written, or is there and is no plan; then it is as it was.
    pub fn save(&self, path: &Path) -> Result<(), PlanFileError> {
        let error = |source| PlanFileError::Io { doing: "written", path: path.to_owned(), source };
        match fs::read(path) {
            Ok(bytes) if serde_json::from_slice::<Version>(&bytes).is_err() => {
                return Err(PlanFileError::Taken(path.to_owned()));
            }
            Err(source) if source.kind() != io::ErrorKind::NotFound => return Err(error(source)),
            Ok(_) | Err(_) => {}
        }
        let mut text = serde_json::to_string_pretty(&self.sealed())
            .map_err(|source| PlanFileError::NotAPlan { path: path.to_owned(), source })?;
        text.push('\n');
        write_whole(path, text.as_bytes()).map_err(error)
    }

    /// Reads a plan from a file.
    ///
    /// # Errors
    /// If the file cannot be read, is no plan, is of another version, or was changed.
    pub fn load(path: &Path) -> Result<Self, PlanFileError> {
        let text = fs::read_to_string(path).map_err(|source| PlanFileError::Io {
            doing: "read",
            path: path.to_owned(),
            source,
        })?;
        let plan = Self::from_json(&text, path)?;
        let seal: Seal = serde_json::from_str(&text)
            .map_err(|source| PlanFileError::NotAPlan { path: path.to_owned(), source })?;
        if seal.sha256 == plan.fingerprint() {
            Ok(plan)
        } else {
            Err(PlanFileError::Changed(path.to_owned()))
        }
    }

    /// Reads a plan from its saved form. `path` is the name used in errors.
    pub(crate) fn from_json(text: &str, path: &Path) -> Result<Self, PlanFileError> {
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
