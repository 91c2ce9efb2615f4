//! A local Notion to check against: our own command, built and serving.

use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::{Failure, shell};

/// The token of the local Notion. It opens nothing else.
pub(super) const TOKEN: &str = "ntn_conformance";

/// Builds the command and returns its path.
pub(super) fn build() -> Result<PathBuf, Failure> {
    shell::run(&mut shell::cargo(&["build", "--package", "notion-cli"]))?;
    Ok(target_folder()?.join("debug").join(format!("notion{}", std::env::consts::EXE_SUFFIX)))
}

pub(super) fn target_folder() -> Result<PathBuf, Failure> {
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
pub(super) struct Server {
    process: Child,
    /// Where it listens.
    pub(super) url: String,
    /// The page to work under.
    pub(super) root: String,
}

impl Server {
    /// Starts it on a small world with something of everything that a client may ask for. What is
    /// said is written down.
    pub(super) fn start(notion: &Path, record: &Path) -> Result<Self, Failure> {
        let mut process = shell::command(notion)
            .args(["serve", "--addr", "127.0.0.1:0", "--budget", "unlimited", "--token", TOKEN])
            .args(["--seed", "xtask/conformance/world.json", "--record"])
            .arg(record)
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
