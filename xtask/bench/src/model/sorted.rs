//! The other program, which knows the other `Value`, see `sorted/Cargo.toml`.

use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::time::Duration;

use crate::{Failure, clock};

/// The other program while it runs. It ends with its standard input.
pub(crate) struct Sorted {
    process: Child,
    orders: Option<ChildStdin>,
    answers: BufReader<ChildStdout>,
}

impl Sorted {
    pub(crate) fn start(program: &Path) -> Result<Self, Failure> {
        let fail = || format!("{} cannot be started", program.display());
        let mut process = Command::new(program)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .map_err(|error| format!("{}: {error}", fail()))?;
        let orders = process.stdin.take();
        let answers = BufReader::new(process.stdout.take().ok_or_else(fail)?);
        Ok(Self { process, orders, answers })
    }

    /// Gives it the texts to decode from now on.
    pub(crate) fn take(&mut self, texts: &[String]) -> Result<(), Failure> {
        let mut order = format!("texts {}\n", texts.len());
        for text in texts {
            order.push_str(text);
            order.push('\n');
        }
        self.ask(&order).map(drop)
    }

    /// Lets it decode the texts once.
    pub(crate) fn contender(&mut self) -> clock::Contender<'_> {
        Box::new(|| match self.ask("decode\n") {
            Ok(nanoseconds) => Duration::from_nanos(nanoseconds),
            // A program that is gone was not quick.
            Err(_) => Duration::MAX,
        })
    }

    /// What a decoded text holds on average.
    pub(crate) fn bytes_per_text(&mut self) -> Result<usize, Failure> {
        self.ask("weigh\n").and_then(|it| it.try_into().map_err(|_| "too much".to_owned()))
    }

    fn ask(&mut self, order: &str) -> Result<u64, Failure> {
        let fail = || "the program for the other `Value` does not answer".to_owned();
        let orders = self.orders.as_mut().ok_or_else(fail)?;
        orders.write_all(order.as_bytes()).and_then(|()| orders.flush()).map_err(|_| fail())?;
        let mut answer = String::new();
        self.answers.read_line(&mut answer).map_err(|_| fail())?;
        answer.trim().parse().map_err(|_| fail())
    }
}

impl Drop for Sorted {
    fn drop(&mut self) {
        drop(self.orders.take());
        drop(self.process.wait());
    }
}
