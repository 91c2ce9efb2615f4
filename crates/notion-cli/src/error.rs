//! Every failure in words: a sentence, its causes, a hint, and the exit code that follows.
//!
//! This is the only place that knows whose fault an error of a library is and what helps.

use std::error::Error;
use std::io;
use std::path::Path;

use crate::Exit;

/// Why a command ends without having done what was asked.
#[derive(Debug)]
pub(crate) struct Failure {
    exit: Exit,
    message: String,
    causes: Vec<String>,
    hints: Vec<String>,
    /// A picture that replaces sentence and causes: problems under the lines they are about.
    drawn: Option<String>,
}

impl Failure {
    /// A failure that is nobody's usage error: something did not work.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self {
            exit: Exit::SomeFailed,
            message: message.into(),
            causes: Vec::new(),
            hints: Vec::new(),
            drawn: None,
        }
    }

    /// The command line or a file of the user is wrong.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(message).exit(Exit::Usage)
    }

    /// An error of a library as it is: its sentence, and its sources as causes.
    pub(crate) fn of(error: &dyn Error) -> Self {
        let failure = Self::new(error.to_string());
        match error.source() {
            Some(source) => failure.because(source),
            None => failure,
        }
    }

    /// Ctrl-C.
    pub(crate) fn interrupted() -> Self {
        Self::new("interrupted").exit(Exit::Interrupted)
    }

    /// A file that cannot be read or written, or whose content is wrong.
    pub(crate) fn file(path: &Path, error: &dyn Error) -> Self {
        Self::usage(format!("`{}` cannot be used", path.display())).because(error)
    }

    /// Standard output or standard error is gone. Whoever closed a pipe has seen enough.
    pub(crate) fn output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            return Self::new(String::new()).exit(Exit::Success);
        }
        Self::new("the output could not be written").because(error)
    }

    /// Says it in this way, instead of sentence and causes.
    pub(crate) fn drawing(mut self, drawn: String) -> Self {
        self.drawn = Some(drawn);
        self
    }

    /// Ends with another exit code.
    pub(crate) fn exit(mut self, exit: Exit) -> Self {
        self.exit = exit;
        self
    }

    /// Adds what helps.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// Adds an error and all its sources as causes.
    pub(crate) fn because(mut self, error: &dyn Error) -> Self {
        let mut next = Some(error);
        while let Some(error) = next {
            let cause = error.to_string();
            let cause = cause.trim_end();
            // SQLite's errors are wrapped in their own words.
            if !self.causes.last().is_some_and(|last| cause.ends_with(last.as_str())) {
                self.causes.push(cause.to_owned());
            }
            next = error.source();
        }
        self
    }

    /// The exit code.
    pub(crate) const fn code(&self) -> Exit {
        self.exit
    }

    /// The sentence. Empty if there is nothing to say.
    pub(crate) fn message(&self) -> &str {
        &self.message
    }

    /// Why, the outermost cause first.
    pub(crate) fn causes(&self) -> &[String] {
        &self.causes
    }

    /// Problems drawn under the lines they are about.
    pub(crate) fn drawn(&self) -> Option<&str> {
        self.drawn.as_deref()
    }

    /// What helps.
    pub(crate) fn hints(&self) -> &[String] {
        &self.hints
    }
}

impl From<notion_client::Error> for Failure {
    fn from(error: notion_client::Error) -> Self {
        use notion_client::ErrorKind;
        let status = error.status().map(|it| it.as_u16());
        let failure = Self::of(&error);
        match (error.kind(), status) {
            (_, Some(401)) => failure.exit(Exit::NotAllowed).hint(
                "the token is wrong, or was withdrawn: copy it again from the connection's settings",
            ),
            (_, Some(403)) => failure
                .exit(Exit::NotAllowed)
                .hint("the connection lacks a capability: switch it on in the connection's settings"),
            (_, Some(404)) => failure.hint(
                "share the page with the connection: open it in Notion, `…` > `Connections`",
            ),
            (ErrorKind::Ambiguous { .. }, _) => failure.exit(Exit::NeedsHuman),
            // Nothing was sent: it holds what Notion would refuse.
            (ErrorKind::Request(_), _) => failure.exit(Exit::Usage),
            (ErrorKind::Throttled { .. }, _) | (_, Some(429 | 500..=599)) => {
                failure.exit(Exit::Unavailable)
            }
            (ErrorKind::Failed { cause: notion_client::Cause::Transport(_), .. }, None) => {
                failure.exit(Exit::Unavailable).hint("is the network there, and the address right?")
            }
            _ => failure,
        }
    }
}

impl From<notion_client::InvalidToken> for Failure {
    fn from(error: notion_client::InvalidToken) -> Self {
        Self::of(&error).exit(Exit::NotAllowed)
    }
}

impl From<notion_client::InvalidBaseUrl> for Failure {
    fn from(error: notion_client::InvalidBaseUrl) -> Self {
        Self::of(&error).exit(Exit::Usage).hint("look at `NOTION_BASE_URL`")
    }
}

impl From<notion_filter::FilterError> for Failure {
    /// The diagnostics are drawn with their own headings, so they are all there is to say.
    fn from(error: notion_filter::FilterError) -> Self {
        Self { drawn: Some(error.to_string()), ..Self::usage("the filter cannot be used") }
    }
}

impl From<notion_ops::SpecError> for Failure {
    /// Every problem is drawn under its line.
    fn from(error: notion_ops::SpecError) -> Self {
        Self { drawn: Some(error.to_string()), ..Self::usage("the spec cannot be used") }
    }
}

impl From<notion_ops::PlanError> for Failure {
    fn from(error: notion_ops::PlanError) -> Self {
        let exit = error.exit();
        let failure = match error {
            notion_ops::PlanError::Spec(error) => Self::from(error),
            notion_ops::PlanError::Client(error) => Self::from(error),
            other => Self::of(&other),
        };
        failure.exit(exit)
    }
}

impl From<notion_ops::ApplyError> for Failure {
    fn from(error: notion_ops::ApplyError) -> Self {
        use notion_ops::journal::JournalError::UnknownRun;
        let exit = error.exit();
        match error {
            // A run that never was does not fail to go on.
            notion_ops::ApplyError::Journal { source: source @ UnknownRun(_), .. } => source.into(),
            error => Self::of(&error).exit(exit),
        }
    }
}

impl From<notion_ops::UndoError> for Failure {
    fn from(error: notion_ops::UndoError) -> Self {
        match error {
            notion_ops::UndoError::Run(error) => error.into(),
            notion_ops::UndoError::Plan(error) => error.into(),
            other => {
                let exit = other.exit();
                Self::of(&other).exit(exit)
            }
        }
    }
}

impl From<notion_ops::journal::JournalError> for Failure {
    fn from(error: notion_ops::journal::JournalError) -> Self {
        let exit = error.exit();
        Self::of(&error).exit(exit)
    }
}

impl From<notion_ops::plan::PlanFileError> for Failure {
    fn from(error: notion_ops::plan::PlanFileError) -> Self {
        Self::of(&error).exit(Exit::Usage)
    }
}

impl From<notion_ops::push::FilesError> for Failure {
    fn from(error: notion_ops::push::FilesError) -> Self {
        Self::of(&error).exit(Exit::Usage)
    }
}

impl From<notion_emulator::BuildError> for Failure {
    fn from(error: notion_emulator::BuildError) -> Self {
        use notion_emulator::{BuildError, StoreError};
        let exit = match error {
            BuildError::Store(StoreError::InUse { .. }) => Exit::Locked,
            _ => Exit::Usage,
        };
        Self::of(&error).exit(exit)
    }
}

impl From<notion_emulator::SeedError> for Failure {
    fn from(error: notion_emulator::SeedError) -> Self {
        Self::of(&error).exit(Exit::Usage)
    }
}

impl From<notion_ops::StateError> for Failure {
    fn from(error: notion_ops::StateError) -> Self {
        let exit = error.exit();
        Self::of(&error).exit(exit)
    }
}
