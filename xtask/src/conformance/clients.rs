//! Official clients against our local Notion: what they cannot tell apart, we may call Notion.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use super::server::{self, Server, TOKEN};
use crate::flags::Absence;
use crate::{Failure, repository, shell};

/// The versions of the API that the SDK is tried with.
const VERSIONS: &[&str] = &["2025-09-03", "2026-03-11"];

/// Runs the official JavaScript SDK against `notion serve`.
pub(super) fn run(absence: Absence) -> Result<(), Failure> {
    if let Err(reason) = node_is_there() {
        let words = format!("{reason}; the official JavaScript SDK was not run");
        return absence.judge(&words, "install Node 18 or newer");
    }
    let folder = install()?;
    let notion = server::build()?;
    for version in VERSIONS {
        let server = Server::start(&notion)?;
        let mut client = Command::new("node");
        client
            .current_dir(&folder)
            .arg("javascript.mjs")
            .env("NOTION_BASE_URL", &server.url)
            .env("NOTION_TOKEN", TOKEN)
            .env("NOTION_VERSION", version)
            .env("NOTION_ROOT", &server.root);
        shell::say(&format!("the JavaScript SDK, version {version} of the API"));
        shell::run(&mut client)?;
    }
    Ok(())
}

/// Whether Node and its package manager can be run.
pub(super) fn node_is_there() -> Result<(), Failure> {
    for program in ["node", "npm"] {
        shell::output(Command::new(program).arg("--version"))
            .map_err(|_| format!("`{program}` is not installed"))?;
    }
    Ok(())
}

/// Puts the scripts and the SDK into a folder below the target folder, so that the tree of the
/// repository stays as it is. An installation that is there already is kept.
fn install() -> Result<PathBuf, Failure> {
    let folder = server::target_folder()?.join("conformance");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let lock = repository::read("xtask/conformance/package-lock.json")?;
    let installed = fs::read_to_string(folder.join("package-lock.json")).is_ok_and(|it| it == lock)
        && folder.join("node_modules/@notionhq/client/package.json").is_file();
    for name in ["package.json", "package-lock.json", "javascript.mjs"] {
        let text = repository::read(&format!("xtask/conformance/{name}"))?;
        fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"))?;
    }
    if !installed {
        let mut npm = Command::new("npm");
        npm.current_dir(&folder).args(["ci", "--no-audit", "--no-fund"]);
        shell::run(&mut npm)?;
    }
    Ok(folder)
}
