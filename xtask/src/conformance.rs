//! Official clients against our local Notion: what they cannot tell apart, we may call Notion.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::flags::Conformance;
use crate::{Failure, repository, shell};

/// The versions of the API that the SDK is tried with.
const VERSIONS: &[&str] = &["2025-09-03", "2026-03-11"];

/// The token of the local Notion. It opens nothing else.
const TOKEN: &str = "ntn_conformance";

/// Runs the official JavaScript SDK against `notion serve`.
pub(crate) fn run(wanted: Conformance) -> Result<(), Failure> {
    if let Err(reason) = node_is_there() {
        let words = format!("{reason}; the official JavaScript SDK was not run");
        return match wanted {
            Conformance::Demand => Err(format!("{words}\nhint: install Node 18 or newer")),
            Conformance::IfAvailable => {
                shell::say(&words);
                Ok(())
            }
        };
    }
    let folder = install()?;
    let notion = build()?;
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

fn node_is_there() -> Result<(), Failure> {
    for program in ["node", "npm"] {
        shell::output(Command::new(program).arg("--version"))
            .map_err(|_| format!("`{program}` is not installed"))?;
    }
    Ok(())
}

/// Puts the scripts and the SDK into a folder below the target folder, so that the tree of the
/// repository stays as it is. An installation that is there already is kept.
fn install() -> Result<PathBuf, Failure> {
    let folder = target_folder()?.join("conformance");
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

/// Builds the command and returns its path.
fn build() -> Result<PathBuf, Failure> {
    shell::run(&mut shell::cargo(&["build", "--package", "notion-cli"]))?;
    Ok(target_folder()?.join("debug").join(format!("notion{}", std::env::consts::EXE_SUFFIX)))
}

fn target_folder() -> Result<PathBuf, Failure> {
    let metadata = shell::output(&mut shell::cargo(&[
        "metadata",
        "--format-version",
        "1",
        "--no-deps",
        "--offline",
    ]))?;
    let metadata: Value = serde_json::from_slice(&metadata)
        .map_err(|error| format!("`cargo metadata` cannot be read: {error}"))?;
    match metadata["target_directory"].as_str() {
        Some(folder) => Ok(PathBuf::from(folder)),
        None => Err("`cargo metadata` names no target folder".to_owned()),
    }
}

/// A local Notion on a free port, which ends when this value does.
struct Server {
    process: Child,
    /// Where it listens.
    url: String,
    /// The page to work under.
    root: String,
}

impl Server {
    fn start(notion: &Path) -> Result<Self, Failure> {
        let mut process = shell::command(notion)
            .args(["serve", "--addr", "127.0.0.1:0", "--budget", "unlimited", "--token", TOKEN])
            .args(["--seed", "fixtures/worlds/demo.json"])
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("`notion serve` cannot be started: {error}"))?;
        let lines = process.stdout.take().map(|it| BufReader::new(it).lines());
        let mut server = Self { process, url: String::new(), root: String::new() };
        for line in lines.into_iter().flatten().map_while(Result::ok) {
            if let Some(url) = line.strip_prefix("listening on ") {
                url.trim().clone_into(&mut server.url);
                server.root = server.home(notion)?;
                return Ok(server);
            }
        }
        Err("`notion serve` ended before it listened".to_owned())
    }

    /// The id of the page `Halden Cycles`, asked with our own command.
    fn home(&self, notion: &Path) -> Result<String, Failure> {
        let found = shell::output(
            shell::command(notion)
                .args(["api", "POST", "search", "-d", r#"{"query":"Halden Cycles"}"#])
                .env("NOTION_BASE_URL", &self.url)
                .env("NOTION_TOKEN", TOKEN),
        )?;
        let found: Value = serde_json::from_slice(&found)
            .map_err(|error| format!("`notion api` did not answer with JSON: {error}"))?;
        let mut results = found["results"].as_array().into_iter().flatten();
        results
            .find_map(|page| page["id"].as_str())
            .map(str::to_owned)
            .ok_or_else(|| "the page `Halden Cycles` is not in the local Notion".to_owned())
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is ours, and it may have ended by itself.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
