//! Programs for Python: whether they can be run, and their packages.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::{Failure, repository, shell};

/// The names of Python, the one that says its version first.
const PROGRAMS: &[&str] = &["python3", "python"];

/// What Python has to have: a version that the packages know, and what makes an environment.
const PROBE: &str = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))";

/// The Python of this machine, or why there is none.
pub(crate) fn find() -> Result<&'static str, Failure> {
    let works = |program: &&&str| shell::output(Command::new(program).args(["-c", PROBE])).is_ok();
    let found = PROGRAMS.iter().find(works).copied();
    found.ok_or_else(|| "Python 3.10 with `venv` is not installed".to_owned())
}

/// Makes an environment below the target folder that holds exactly the packages of a list, each
/// with its hash, and returns its Python. One that is there already is kept.
pub(crate) fn install(python: &str, requirements: &str, folder: &Path) -> Result<PathBuf, Failure> {
    let list = repository::read(requirements)?;
    let environment = folder.join("python");
    let program = if cfg!(windows) { "Scripts/python.exe" } else { "bin/python" };
    let inside = environment.join(program);
    // Written last, so that an installation that broke off is made again.
    let done = environment.join("installed.txt");
    if fs::read_to_string(&done).is_ok_and(|it| it == list) && inside.is_file() {
        return Ok(inside);
    }
    shell::run(Command::new(python).args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut pip = Command::new(&inside);
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    pip.args(["--require-hashes", "--only-binary", ":all:", "--requirement"]);
    shell::run(pip.arg(repository::root().join(requirements)))?;
    fs::write(&done, list).map_err(|error| format!("{}: {error}", done.display()))?;
    Ok(inside)
}
