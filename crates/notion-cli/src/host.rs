//! The outside world as one value, so that a test can be a whole world of its own.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, IsTerminal, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::error::Failure;

/// Everything that the command takes from outside: environment, folder, streams, time.
///
/// Nothing else in this crate looks for any of these, and no library below it may.
pub struct Host {
    /// The environment variables.
    pub environment: BTreeMap<String, String>,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// Standard input. It is read only where a `-` asks for it.
    pub stdin: Box<dyn Read + Send>,
    /// Whether a person is at standard input, who can be asked.
    pub answers: Answers,
    /// Standard output, for data.
    pub stdout: Stream,
    /// Standard error, for words.
    pub stderr: Stream,
    /// What time it is.
    pub now: Arc<dyn Fn() -> Timestamp + Send + Sync>,
    /// The time zone of the user.
    pub zone: TimeZone,
    /// Whether Ctrl-C is listened for.
    pub interrupts: Interrupts,
}

/// Whether questions are answered.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Answers {
    /// A person is at standard input.
    Person,
    /// Nobody is: what needs an answer needs a flag.
    Nobody,
}

/// Whether a signal can stop the command.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Interrupts {
    /// Ctrl-C and its like stop it: what was done is kept.
    Signals,
    /// Nothing does. For tests, which share their process.
    Never,
}

/// A place to write to.
pub struct Stream {
    /// Where the bytes go.
    pub writer: Box<dyn Write + Send>,
    /// The number of columns if a person is looking, else nothing.
    pub columns: Option<u16>,
}

impl Stream {
    /// A file, a pipe or a buffer: nobody is looking.
    pub fn pipe(writer: impl Write + Send + 'static) -> Self {
        Self { writer: Box::new(writer), columns: None }
    }

    /// A terminal of that many columns.
    pub fn terminal(writer: impl Write + Send + 'static, columns: u16) -> Self {
        Self { writer: Box::new(writer), columns: Some(columns) }
    }
}

impl Host {
    /// The real one.
    pub fn real() -> Self {
        Self {
            environment: std::env::vars_os()
                .filter_map(|(name, value)| {
                    Some((name.into_string().ok()?, value.into_string().ok()?))
                })
                .collect(),
            folder: std::env::current_dir().unwrap_or_default(),
            stdin: Box::new(io::stdin()),
            answers: if io::stdin().is_terminal() { Answers::Person } else { Answers::Nobody },
            stdout: Stream { columns: columns(io::stdout()), writer: Box::new(io::stdout()) },
            stderr: Stream { columns: columns(io::stderr()), writer: Box::new(io::stderr()) },
            now: Arc::new(now),
            zone: TimeZone::system(),
            interrupts: Interrupts::Signals,
        }
    }

    /// An environment variable. An empty one counts as not set.
    pub fn variable(&self, name: &str) -> Option<&str> {
        self.environment.get(name).map(String::as_str).filter(|value| !value.is_empty())
    }

    /// Whether the environment asks for no colour.
    pub(crate) fn is_plain(&self) -> bool {
        self.variable("NO_COLOR").is_some() || self.variable("TERM") == Some("dumb")
    }

    /// A path of the user, from the folder of the user.
    pub fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.folder.join(path)
    }

    /// A path as the user would write it: from their folder, if it is below.
    pub(crate) fn within<'p>(&self, path: &'p Path) -> &'p Path {
        match path.strip_prefix(&self.folder) {
            Ok(rest) if rest.as_os_str().is_empty() => Path::new("."),
            Ok(rest) => rest,
            Err(_) => path,
        }
    }

    /// One line of standard input: the answer to a question.
    pub(crate) fn read_line(&mut self) -> Result<String, Failure> {
        let mut line = Vec::new();
        let mut letter = [0];
        loop {
            match self.stdin.read(&mut letter) {
                Ok(1) if letter != *b"\n" => line.extend(letter),
                Ok(_) => return Ok(String::from_utf8_lossy(&line).into_owned()),
                Err(error) => return Err(Failure::new("no answer").because(&error)),
            }
        }
    }

    /// The text of a file, or of standard input if the path is `-`.
    pub(crate) fn read(&mut self, path: impl AsRef<Path>) -> Result<String, Failure> {
        let path = path.as_ref();
        if path == Path::new("-") {
            let mut bytes = Vec::new();
            self.stdin
                .read_to_end(&mut bytes)
                .map_err(|error| Failure::usage("standard input cannot be read").because(&error))?;
            return text(bytes, "standard input is not text");
        }
        let bytes = fs::read(self.path(path)).map_err(|error| Failure::file(path, &error))?;
        text(bytes, &format!("`{}` is not text", path.display()))
    }
}

/// Bytes as text; if they are none, where the first one is that is wrong.
fn text(bytes: Vec<u8>, otherwise: &str) -> Result<String, Failure> {
    String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        let bytes = error.as_bytes();
        let before = String::from_utf8_lossy(&bytes[..at]);
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
        let byte = bytes.get(at).copied().unwrap_or_default();
        let hint = if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
            "it looks like UTF-16; save it as UTF-8"
        } else {
            "save it as UTF-8"
        };
        let place = format!("line {line}, column {column}: the byte 0x{byte:02x} is no UTF-8");
        Failure::usage(otherwise).because(&io::Error::other(place)).hint(hint)
    })
}

impl fmt::Debug for Host {
    /// Leaves the environment out: it holds tokens.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Host").field("folder", &self.folder).finish_non_exhaustive()
    }
}

impl fmt::Debug for Stream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Stream").field("columns", &self.columns).finish_non_exhaustive()
    }
}

#[expect(clippy::disallowed_methods, reason = "this is where everybody else's time comes from")]
fn now() -> Timestamp {
    Timestamp::now()
}

/// The columns of a terminal; nothing for anything else.
fn columns(stream: impl IsTerminal) -> Option<u16> {
    /// For a terminal that does not tell.
    const USUAL: u16 = 80;
    let asked = || terminal_size::terminal_size().map_or(USUAL, |(width, _)| width.0);
    stream.is_terminal().then(asked)
}
