//! Official clients against our local Notion: what they cannot tell apart, we may call Notion.

use std::process::Command;

use super::server::{self, Server, TOKEN};
use crate::flags::Absence;
use crate::{Failure, node, shell};

/// The versions of the API that the SDK is tried with.
const VERSIONS: &[&str] = &["2025-09-03", "2026-03-11"];

/// What is put beside the SDK.
const FILES: &[&str] = &[
    "package.json",
    "package-lock.json",
    "javascript.mjs",
    "javascript.content.mjs",
    "javascript.data.mjs",
    "javascript.refused.mjs",
];

/// Runs the official JavaScript SDK against `notion serve`.
pub(super) fn run(absence: Absence) -> Result<(), Failure> {
    if let Err(reason) = node::is_there() {
        let words = format!("{reason}; the official JavaScript SDK was not run");
        return absence.judge(&words, "install Node 18 or newer");
    }
    let folder = server::target_folder()?.join("conformance");
    node::install("xtask/conformance", FILES, "@notionhq/client", &folder)?;
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
