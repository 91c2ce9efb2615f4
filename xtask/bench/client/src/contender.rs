//! Who is measured: our client and the official SDKs, each as a program that does one job and says
//! in one line of JSON how it went.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use bench_report::process;
use serde_json::Value;

use crate::{Failure, TOKEN};

/// The jobs: read every row of a data source, or create pages in it.
pub(crate) const READ: &str = "read";
pub(crate) const CREATE: &str = "create";

/// The flags with which the peers come.
pub(crate) const JAVASCRIPT: &str = "--javascript";
pub(crate) const PYTHON: &str = "--python";

const JAVASCRIPT_SCRIPT: &str = "sdk.mjs";

/// A program that can do both jobs.
pub(crate) struct Contender {
    pub(crate) name: &'static str,
    program: String,
    /// What stands before the job, its URL and its data source.
    script: Option<&'static str>,
    /// Where it runs.
    folder: Option<String>,
}

/// What a job said of itself.
pub(crate) struct Outcome {
    /// Rows that were read, or pages that were created.
    pub(crate) done: u64,
    /// From the first request to the last answer.
    pub(crate) time: Duration,
    /// The same and the start of the program.
    pub(crate) whole: Duration,
    /// The most memory that the process ever had, in KiB; nothing where the system does not say.
    pub(crate) kibibytes: Option<u64>,
}

impl Contender {
    pub(crate) fn ours() -> Result<Self, Failure> {
        let own = std::env::current_exe().map_err(|it| it.to_string())?;
        let program =
            own.into_os_string().into_string().map_err(|it| format!("{it:?} is no text"))?;
        Ok(Self { name: "notion-client", program, script: None, folder: None })
    }

    /// The JavaScript SDK, installed in this folder.
    pub(crate) fn javascript(folder: &str) -> Self {
        Self {
            name: "JavaScript SDK",
            program: "node".to_owned(),
            script: Some(JAVASCRIPT_SCRIPT),
            folder: Some(folder.to_owned()),
        }
    }

    /// The Python SDK, known to this Python.
    pub(crate) fn python(program: &str) -> Self {
        Self {
            name: "Python SDK",
            program: program.to_owned(),
            // Run from the root of the repository, as this program is.
            script: Some("xtask/bench/client/sdk.py"),
            folder: None,
        }
    }

    /// Whether our time is measured by this one's.
    pub(crate) fn is_the_anchor(&self) -> bool {
        self.script == Some(JAVASCRIPT_SCRIPT)
    }

    /// Does one job against the Notion at `url` and waits for its end.
    pub(crate) fn run(&self, job: &str, url: &str, source: &str) -> Result<Outcome, Failure> {
        let mut command = Command::new(&self.program);
        command.args(self.script).args([job, url, source]).env("NOTION_TOKEN", TOKEN);
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let start = Instant::now();
        let output = command.stderr(Stdio::inherit()).output();
        let whole = start.elapsed();
        let output = output.map_err(|error| format!("{}: {error}", self.name))?;
        let said: Value = serde_json::from_slice(&output.stdout)
            .map_err(|_| format!("{} ended with {}", self.name, output.status))?;
        let number = |name: &str| {
            said[name].as_u64().ok_or_else(|| format!("{}: no `{name}` in {said}", self.name))
        };
        Ok(Outcome {
            done: number("done")?,
            time: Duration::from_micros(number("microseconds")?),
            whole,
            kibibytes: said["kibibytes"].as_u64(),
        })
    }
}

impl Outcome {
    /// The best of two runs of the same job.
    pub(crate) fn better(self, other: &Self) -> Self {
        Self {
            done: self.done,
            time: self.time.min(other.time),
            whole: self.whole.min(other.whole),
            kibibytes: self.kibibytes.min(other.kibibytes),
        }
    }
}

/// What our own program says at its end.
pub(crate) fn say(done: u64, time: Duration) {
    let kibibytes =
        process::kibibytes("self", process::PEAK).map_or("null".to_owned(), |it| it.to_string());
    let microseconds = time.as_micros();
    println!(r#"{{"done":{done},"microseconds":{microseconds},"kibibytes":{kibibytes}}}"#);
}
