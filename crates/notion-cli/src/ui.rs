//! What may be written where: data to standard output, words to standard error.

mod drawing;
pub(crate) mod listener;
mod progress;
pub(crate) mod table;
mod waits;
pub(crate) mod words;

use std::fmt::Display;
use std::io::{self, Write};

use anstream::adapter::strip_str;
use anstream::{AutoStream, ColorChoice};
use anstyle::{AnsiColor, Style};
use serde::Serialize;

use self::table::Table;
use self::words::Words;

use crate::Exit;
use crate::args::{self, Global};
use crate::error::Failure;
use crate::host::{Host, Stream};

/// For `error:`.
const ERROR: Style = AnsiColor::Red.on_default().bold();
/// For `warning:`.
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
/// For `hint:` and headings.
pub(crate) const ACCENT: Style = AnsiColor::Cyan.on_default().bold();
/// For what held.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default();
/// For what did not hold.
pub(crate) const BAD: Style = AnsiColor::Red.on_default();
/// For what matters less.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// The two streams, and what the user wants to see on them.
pub(crate) struct Ui {
    data: Box<dyn Write + Send>,
    /// Whether stories on the same stream are coloured. Data never is.
    stories: ColorChoice,
    words: Words,
    /// Columns of the terminal that data goes to, if it goes to one.
    data_columns: Option<u16>,
    json: bool,
    quiet: bool,
    draws: bool,
}

impl Ui {
    /// Takes the streams out of the host.
    pub(crate) fn new(global: &Global, host: &mut Host) -> Self {
        let plain = host.is_plain();
        let nowhere = || Stream::pipe(io::sink());
        let stdout = std::mem::replace(&mut host.stdout, nowhere());
        let stderr = std::mem::replace(&mut host.stderr, nowhere());
        let choice = |stream: &Stream| match global.color {
            args::ColorChoice::Always => ColorChoice::Always,
            args::ColorChoice::Auto if stream.columns.is_some() && !plain => ColorChoice::Always,
            args::ColorChoice::Auto | args::ColorChoice::Never => ColorChoice::Never,
        };
        let words = choice(&stderr);
        Self {
            data_columns: stdout.columns,
            json: global.json,
            quiet: global.quiet,
            draws: stderr.columns.is_some() && !global.quiet && !global.no_progress,
            stories: choice(&stdout),
            data: stdout.writer,
            words: Words::new(AutoStream::new(stderr.writer, words)),
        }
    }

    /// Whether a person reads the data, who wants a table and not JSON.
    pub(crate) const fn reads_tables(&self) -> bool {
        self.data_columns.is_some() && !self.json
    }

    /// Whether data is asked for as JSON.
    pub(crate) const fn is_json(&self) -> bool {
        self.json
    }

    /// Writes text as data, exactly as it is; but what somebody wrote in Notion does not command the
    /// terminal of whoever reads it.
    pub(crate) fn put(&mut self, text: &str) -> Result<(), Failure> {
        if self.data_columns.is_none() {
            return self.write(text);
        }
        self.write(&strip_str(text).to_string())
    }

    /// Writes one line of data.
    pub(crate) fn line(&mut self, line: impl Display) -> Result<(), Failure> {
        self.put(&format!("{line}\n"))
    }

    fn write(&mut self, text: &str) -> Result<(), Failure> {
        self.data.write_all(text.as_bytes()).map_err(|error| Failure::output(&error))
    }

    /// Writes a value as JSON: on one line into a pipe, laid out for a person.
    pub(crate) fn json(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = if self.reads_tables() {
            serde_json::to_string_pretty(value)
        } else {
            serde_json::to_string(value)
        };
        let text =
            text.map_err(|error| Failure::new("no JSON could be written").because(&error))?;
        self.line(text)
    }

    /// Writes a value as one line of JSON.
    pub(crate) fn json_line(&mut self, value: &impl Serialize) -> Result<(), Failure> {
        let text = serde_json::to_string(value)
            .map_err(|error| Failure::new("no JSON could be written").because(&error))?;
        self.line(text)
    }

    /// Writes a table, as wide as the terminal at most.
    pub(crate) fn table(&mut self, table: Table) -> Result<(), Failure> {
        let text = self.laid_out(table, 0);
        self.line(text)
    }

    /// The lines of a table, as wide as the terminal at most, less a margin.
    pub(crate) fn laid_out(&self, table: Table, margin: u16) -> String {
        table.lay_out(self.data_columns.map(|columns| columns.saturating_sub(margin)))
    }

    /// Tells a story: it is what was asked for, unless JSON was, which then has the data to itself.
    pub(crate) fn narrate(&mut self, words: impl Display) -> Result<(), Failure> {
        if self.json {
            self.say(words);
            return Ok(());
        }
        let line = format!("{words}\n");
        match self.stories {
            ColorChoice::Never => self.write(&strip_str(&line).to_string()),
            _ => self.write(&line),
        }
    }

    /// Says something that is not data.
    pub(crate) fn say(&mut self, words: impl Display) {
        if !self.quiet {
            self.word(words);
        }
    }

    /// Says that something may not be as the user thinks.
    pub(crate) fn warn(&mut self, words: impl Display) {
        self.say(format_args!("{WARNING}warning:{WARNING:#} {words}"));
    }

    /// Says something that a library drew under the lines it is about.
    pub(crate) fn draw(&mut self, drawn: &str) {
        self.say(drawing::painted(drawn.trim_end()));
    }

    /// Says what helps.
    pub(crate) fn hint(&mut self, hint: impl Display) {
        self.word(format_args!("\n{ACCENT}hint:{ACCENT:#} {hint}"));
    }

    /// Says why a command ends, and returns its exit code.
    pub(crate) fn failure(&mut self, failure: &Failure) -> Exit {
        if let Some(drawn) = failure.drawn() {
            self.word(drawing::painted(drawn));
        } else if !failure.message().is_empty() {
            self.word(format_args!("{ERROR}error:{ERROR:#} {}", failure.message()));
            for cause in failure.causes() {
                self.word(format_args!("  caused by: {}", indented(cause)));
            }
        }
        for hint in failure.hints() {
            self.hint(hint);
        }
        failure.code()
    }

    /// Whether progress may be drawn.
    pub(crate) const fn draws(&self) -> bool {
        self.draws
    }

    /// Where to say what a person who sees no progress has to know, unless they want silence.
    pub(crate) fn words(&self) -> Option<Words> {
        (!self.draws && !self.quiet).then(|| self.words.clone())
    }

    /// Where to say what must be known, from a place that has no `Ui`.
    pub(crate) fn voice(&self) -> Words {
        self.words.clone()
    }

    /// Sends what is buffered on its way.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.data.flush().map_err(|error| Failure::output(&error))
    }

    fn word(&mut self, words: impl Display) {
        self.words.say(words);
    }
}

/// Continues a cause of several lines below its first.
fn indented(cause: &str) -> String {
    cause.replace('\n', "\n    ")
}
