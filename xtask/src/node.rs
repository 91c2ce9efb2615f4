//! Programs for Node: whether they can be run, and their packages.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::{Failure, repository, shell};

/// Whether Node and its package manager can be run.
pub(crate) fn is_there() -> Result<(), Failure> {
    for program in ["node", "npm"] {
        shell::output(Command::new(program).arg("--version"))
            .map_err(|_| format!("`{program}` is not installed"))?;
    }
    Ok(())
}

/// Puts the packages that the lock file of `source` names, and scripts that use them, into a folder
/// below the target folder, so that the tree of the repository stays as it is. An installation of
/// `package` that is there already is kept. Scripts are named from the root of the repository.
pub(crate) fn install(
    source: &str,
    scripts: &[&str],
    package: &str,
    folder: &Path,
) -> Result<(), Failure> {
    fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let lock = repository::read(&format!("{source}/package-lock.json"))?;
    let installed = fs::read_to_string(folder.join("package-lock.json")).is_ok_and(|it| it == lock)
        && folder.join("node_modules").join(package).join("package.json").is_file();
    let packages = ["package.json", "package-lock.json"].map(|name| format!("{source}/{name}"));
    for file in packages.iter().map(String::as_str).chain(scripts.iter().copied()) {
        let name = file.rsplit('/').next().unwrap_or(file);
        fs::write(folder.join(name), repository::read(file)?)
            .map_err(|error| format!("{name}: {error}"))?;
    }
    if !installed {
        let mut npm = Command::new("npm");
        // Nothing that is installed is run by its installation.
        npm.current_dir(folder).args(["ci", "--ignore-scripts", "--no-audit", "--no-fund"]);
        shell::run(&mut npm)?;
    }
    Ok(())
}
