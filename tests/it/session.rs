//! A session: a folder, an environment and a clock of its own, and the command inside this process.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{self, Cursor, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use notion_cli::{Answers, Exit, Host, Interrupts, Stream};
use notion_tests::leaks;
use tempfile::TempDir;

/// The moment at which a session takes place: that of the demo world.
const NOW: &str = "2026-11-02T09:00:00Z";

/// The beginning of the time in the name of a run, and how many letters follow it.
const RUN: &str = "-20261102T";
const RUN_END: usize = "090000-123456".len();

/// A place where commands are run one after the other.
pub(crate) struct Session {
    folder: TempDir,
    environment: BTreeMap<String, String>,
    stdin: String,
    /// Columns of the terminal that a person looks at, if one does.
    columns: Option<u16>,
    now: Timestamp,
}

impl Session {
    /// An empty folder and an empty environment.
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (environment, now) = (BTreeMap::new(), NOW.parse().unwrap());
        Self { folder, environment, stdin: String::new(), columns: None, now }
    }

    /// A folder with a local Notion: the workspace of the demo.
    pub(crate) fn local() -> Self {
        Self::new().with("NOTION_LOCAL", "world")
    }

    /// Somebody looks at standard output, without colour.
    pub(crate) fn terminal(self) -> Self {
        Self { columns: Some(100), ..self }.with("NO_COLOR", "1")
    }

    /// Sets an environment variable.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.insert(name.to_owned(), value.to_owned());
        self
    }

    /// From now on, it is so late.
    pub(crate) fn at(self, now: &str) -> Self {
        Self { now: now.parse().unwrap(), ..self }
    }

    /// What a `-` reads.
    pub(crate) fn stdin(mut self, text: &str) -> Self {
        text.clone_into(&mut self.stdin);
        self
    }

    /// Writes a file into the folder.
    pub(crate) fn file(self, path: &str, text: &(impl AsRef<[u8]> + ?Sized)) -> Self {
        fs::write(self.path(path), text).unwrap();
        self
    }

    /// A path in the folder.
    pub(crate) fn path(&self, path: &str) -> std::path::PathBuf {
        self.folder.path().join(path)
    }

    /// Runs a command line. Words are parted by spaces; quotes keep them together.
    #[must_use = "either snapshot the outcome or look at its exit code"]
    pub(crate) fn run(&self, line: &str) -> Outcome {
        notion_tests::watch();
        let stdout = Captured::default();
        let stderr = Captured::default();
        let now = self.now;
        let mut environment = self.environment.clone();
        if let Some(file) = notion_tests::recording("notion-cli") {
            environment.insert("NOTION_RECORD".to_owned(), file.display().to_string());
        }
        let host = Host {
            environment,
            folder: self.folder.path().to_owned(),
            stdin: Box::new(Cursor::new(self.stdin.clone().into_bytes())),
            answers: Answers::Nobody,
            stdout: Stream { writer: Box::new(stdout.clone()), columns: self.columns },
            stderr: Stream::pipe(stderr.clone()),
            now: Arc::new(move || now),
            zone: self.environment.get("TZ").map_or(TimeZone::UTC, |_| TimeZone::unknown()),
            interrupts: Interrupts::Never,
        };
        let exit = notion_cli::run(words(line).into_iter().map(Into::into), host);
        let clean = |text: Captured| text.text(self.folder.path());
        let outcome = Outcome { exit, stdout: clean(stdout), stderr: clean(stderr) };
        assert!(!leaks(&outcome.to_string()), "the token was printed by `{line}`");
        keeps_no_token(self.folder.path());
        outcome
    }
}

/// No file that a command leaves behind tells the token: no recording, journal, plan or cache.
fn keeps_no_token(folder: &Path) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            keeps_no_token(&path);
        } else if let Ok(bytes) = fs::read(&path) {
            let text = String::from_utf8_lossy(&bytes);
            assert!(!leaks(&text), "the token was written to {}", path.display());
        }
    }
}

/// What a user sees of one command.
pub(crate) struct Outcome {
    pub(crate) exit: Exit,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Outcome {
    /// The exit code.
    pub(crate) fn code(&self) -> u8 {
        self.exit.code()
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "exit code: {}", self.code())?;
        for (name, text) in [("stdout", &self.stdout), ("stderr", &self.stderr)] {
            if !text.is_empty() {
                writeln!(f, "--- {name}\n{}", text.trim_end())?;
            }
        }
        Ok(())
    }
}

/// A stream that remembers.
#[derive(Clone, Default)]
struct Captured(Arc<Mutex<Vec<u8>>>);

impl Captured {
    /// What was written, without what differs between two executions: the name of the folder, and
    /// the ends of the names of runs.
    fn text(self, folder: &Path) -> String {
        let bytes = self.0.lock().unwrap().clone();
        let text = String::from_utf8(bytes).unwrap();
        let text = text.replace(&folder.display().to_string(), "[FOLDER]");
        let mut parts = text.split(RUN);
        let first = parts.next().unwrap_or_default().to_owned();
        parts.fold(first, |text, rest| text + "-[RUN]" + rest.get(RUN_END..).unwrap_or_default())
    }
}

impl Write for Captured {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Parts a line as a shell does, as far as the tests need it.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![];
    let mut word: Option<String> = None;
    let mut quote = None;
    for letter in line.chars() {
        match (quote, letter) {
            (None, ' ' | '\n') => words.extend(word.take()),
            (None, '\'' | '"') => {
                quote = Some(letter);
                word.get_or_insert_default();
            }
            (Some(open), letter) if letter == open => quote = None,
            (_, letter) => word.get_or_insert_default().push(letter),
        }
    }
    words.extend(word);
    words
}
