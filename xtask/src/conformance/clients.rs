//! Official clients against our local Notion: what they cannot tell apart, we may call Notion.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::server::{self, Server, TOKEN};
use crate::flags::Absence;
use crate::{Failure, node, python, repository, shell};

/// The versions of the API that every client is tried with.
const VERSIONS: &[&str] = &["2025-09-03", "2026-03-11"];

/// What the names of the recordings begin with.
pub(super) const RECORDED: &str = "notion-clients--";

/// Where the scripts are.
const SOURCE: &str = "xtask/conformance";

/// A program of somebody else that talks to Notion, with a script that has it call everything.
struct Client {
    name: &'static str,
    script: &'static str,
    /// Puts it into a folder and says what runs the script, or why nothing can.
    prepare: fn(&Path) -> Result<OsString, Failure>,
    /// What to do if nothing can.
    hint: &'static str,
}

const CLIENTS: &[Client] = &[
    Client {
        name: "the JavaScript SDK",
        script: "javascript.mjs",
        prepare: javascript,
        hint: "install Node 18 or newer",
    },
    Client {
        name: "the Python SDK",
        script: "python.py",
        prepare: python_sdk,
        hint: "install Python 3.10 or newer, and see that its packages can be had",
    },
    Client {
        name: "Notion's command `ntn`",
        script: "ntn.mjs",
        prepare: ntn,
        hint: "install Node 18 or newer, on Linux (x64) or macOS",
    },
];

/// What is put beside the packages of Node.
const SCRIPTS: &[&str] = &[
    "xtask/conformance/javascript.mjs",
    "xtask/conformance/javascript.content.mjs",
    "xtask/conformance/javascript.data.mjs",
    "xtask/conformance/javascript.refused.mjs",
    "xtask/conformance/ntn.mjs",
];

/// Runs every client against `notion serve`, each with a world of its own. Returns the folder of
/// what was said, a file for each.
pub(super) fn run(absence: Absence) -> Result<PathBuf, Failure> {
    let folder = server::target_folder()?.join("conformance");
    let mut ready = Vec::new();
    for client in CLIENTS {
        match (client.prepare)(&folder) {
            Ok(program) => ready.push((client, program)),
            Err(reason) => {
                let words = format!("{reason}; {} was not run", client.name);
                absence.judge(&words, client.hint)?;
            }
        }
    }
    let recordings = folder.join("recordings");
    let words = |error| format!("{}: {error}", recordings.display());
    if recordings.exists() {
        fs::remove_dir_all(&recordings).map_err(words)?;
    }
    fs::create_dir_all(&recordings).map_err(words)?;
    if ready.is_empty() {
        return Ok(recordings);
    }
    let notion = server::build()?;
    for (client, program) in ready {
        for version in VERSIONS {
            let stem = client.script.split('.').next().unwrap_or(client.script);
            let record = recordings.join(format!("{RECORDED}{stem}-{version}.jsonl"));
            let server = Server::start(&notion, &record)?;
            let mut command = Command::new(&program);
            command
                .current_dir(&folder)
                .arg(client.script)
                .env("NOTION_BASE_URL", &server.url)
                .env("NOTION_TOKEN", TOKEN)
                .env("NOTION_VERSION", version)
                .env("NOTION_ROOT", &server.root);
            shell::say(&format!("{}, version {version} of the API", client.name));
            shell::run(&mut command)?;
        }
    }
    Ok(recordings)
}

fn javascript(folder: &Path) -> Result<OsString, Failure> {
    node::is_there()?;
    node::install(SOURCE, SCRIPTS, "@notionhq/client", folder)?;
    Ok("node".into())
}

/// A script of Node runs the command, which comes as a program for a few systems.
fn ntn(folder: &Path) -> Result<OsString, Failure> {
    let node = javascript(folder)?;
    let system = match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    };
    let processor = match std::env::consts::ARCH {
        "x86_64" => "x64",
        "aarch64" => "arm64",
        other => other,
    };
    let name = format!("ntn-{system}-{processor}");
    if folder.join("node_modules/ntn/dist").join(&name).join("ntn").is_file() {
        return Ok(node);
    }
    Err(format!("there is no `{name}`"))
}

fn python_sdk(folder: &Path) -> Result<OsString, Failure> {
    let found = python::find()?;
    let inside = python::install(found, &format!("{SOURCE}/requirements.txt"), folder)?;
    let script = repository::read(&format!("{SOURCE}/python.py"))?;
    fs::write(folder.join("python.py"), script).map_err(|error| format!("python.py: {error}"))?;
    Ok(inside.into())
}
