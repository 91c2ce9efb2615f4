//! martian, the converter that most people use, in a process of Node that stays.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::Failure;

/// It while it runs. It ends with its standard input.
pub(super) struct Martian {
    process: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
    /// How many texts it could not read in its last turn.
    pub(super) refused: u64,
}

impl Martian {
    /// Starts it in the folder where it is installed and gives it the texts.
    pub(super) fn start(folder: &Path, texts: &[String]) -> Result<Self, Failure> {
        let mut process = Command::new("node")
            .arg("martian.mjs")
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("Node cannot be started: {error}"))?;
        let orders = process.stdin.take();
        let answers = process.stdout.take().ok_or("Node says nothing")?;
        let mut martian = Self { process, orders, answers: BufReader::new(answers), refused: 0 };
        let texts = serde_json::to_string(texts).map_err(|error| error.to_string())?;
        martian.ask(&texts)?;
        Ok(martian)
    }

    /// Lets it turn all texts into JSON once.
    pub(super) fn run(&mut self) -> Result<Duration, Failure> {
        self.ask("run").map(Duration::from_nanos)
    }

    fn ask(&mut self, order: &str) -> Result<u64, Failure> {
        let fail = || "martian does not answer".to_owned();
        let orders = self.orders.as_mut().ok_or_else(fail)?;
        writeln!(orders, "{order}").and_then(|()| orders.flush()).map_err(|_| fail())?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).map_err(|_| fail())?;
        let (nanoseconds, refused) = answer.trim().split_once(' ').ok_or_else(fail)?;
        self.refused = refused.parse().map_err(|_| fail())?;
        nanoseconds.parse().map_err(|_| fail())
    }
}

impl Drop for Martian {
    fn drop(&mut self) {
        drop(self.orders.take());
        drop(self.process.wait());
    }
}
