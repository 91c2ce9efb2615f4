//! Specs: what somebody wants done, written in TOML, read with every mistake reported at once.

mod batch;
mod field;
mod guard;
mod literal;
mod migrate;
mod push;
mod query;
mod reader;
mod sync;

use sha2::{Digest as _, Sha256};
use toml::de::DeTable;

use self::reader::{Problems, Table};
pub use self::{
    batch::{BatchAction, BatchSpec},
    field::{Cast, FieldRule, FieldSource, OnError, OnUnmapped},
    guard::Limit,
    literal::Literal,
    migrate::{MigrateSpec, MigrateTarget, OnLossy},
    push::{OnRemoteEdit, PushSpec, PushTarget},
    query::{Function, Measure, OutputFormat, QuerySpec},
    sync::{Guards, OnGone, OnTargetTrashed, SyncSpec, SyncTarget},
};
use crate::{
    hex,
    problem::{Located, Problem, SpecError},
};

/// Rows of one data source.
#[derive(Clone, Debug, PartialEq)]
pub struct Rows {
    /// A name, an id or a URL.
    pub data_source: Located<String>,
    /// A filter expression. `None` selects every row.
    pub filter: Option<Located<String>>,
}

/// How the command should reach Notion. This crate only carries it; it never looks for secrets.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Connection {
    /// The name of the environment variable that holds the token.
    pub token_env: Option<Located<String>>,
}

/// One spec: a name, what to do, and the text it came from.
#[derive(Clone, Debug, PartialEq)]
pub struct Spec {
    /// The namespace of its links, markers and runs: `[a-z0-9-]`, at most 40 letters.
    pub name: Located<String>,
    /// How to reach Notion.
    pub connection: Connection,
    /// What to do.
    pub kind: SpecKind,
    file: String,
    text: String,
    /// What is wrong with what was written, see [`Spec::read`].
    problems: Vec<Problem>,
}

/// What stands for the file where the text is a filter of the command line.
pub(crate) const EXPRESSION: &str = "filter";

/// What a spec asks for.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum SpecKind {
    /// Read rows and count them.
    Query(QuerySpec),
    /// Change many pages in one go.
    Batch(BatchSpec),
    /// Keep one data source in step with another.
    Sync(SyncSpec),
    /// Carry rows and their content to another schema.
    Migrate(MigrateSpec),
    /// Turn Markdown files into pages.
    Push(PushSpec),
}

impl SpecKind {
    /// The word after `kind =`.
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Query(_) => "query",
            Self::Batch(_) => "batch",
            Self::Sync(_) => "sync",
            Self::Migrate(_) => "migrate",
            Self::Push(_) => "push",
        }
    }
}

#[derive(Clone, Copy)]
enum Word {
    Query,
    Batch,
    Sync,
    Migrate,
    Push,
}

const KINDS: &[(&str, Word)] = &[
    ("query", Word::Query),
    ("batch", Word::Batch),
    ("sync", Word::Sync),
    ("migrate", Word::Migrate),
    ("push", Word::Push),
];

impl Spec {
    /// Reads a spec. `file` is the name that problems are reported under.
    ///
    /// # Errors
    /// Everything that is wrong with the text: syntax, unknown keys, wrong types, missing keys.
    pub fn parse(file: &str, text: &str) -> Result<Self, SpecError> {
        let spec = Self::read(file, text)?;
        if spec.problems.is_empty() { Ok(spec) } else { Err(spec.error(Vec::new())) }
    }

    /// Reads a spec as far as it goes. What is wrong with it is told together with what does not
    /// fit the workspace, as soon as it is planned, queried or verified: nothing can be done with
    /// such a spec, but its author sees every mistake at once.
    ///
    /// # Errors
    /// If too little of it can be read to look at the workspace, with every mistake in its place.
    pub fn read(file: &str, text: &str) -> Result<Self, SpecError> {
        let (table, errors) = DeTable::parse_recoverable(text);
        let problems = Problems::default();
        if !errors.is_empty() {
            // What a broken line was meant to say would only be guessed; other problems wait.
            let syntax = errors.iter().map(reader::syntax).collect();
            return Err(SpecError::new(file, text, syntax));
        }
        let read = read(Table::root(&table, &problems));
        let problems = problems.into_vec();
        match read {
            Some((name, connection, kind)) => {
                let (file, text) = (file.to_owned(), text.to_owned());
                Ok(Self { name, connection, kind, file, text, problems })
            }
            None => Err(SpecError::new(file, text, problems)),
        }
    }

    /// A spec that was not written in a file, for example one made of flags.
    pub fn from_parts(name: &str, kind: SpecKind) -> Self {
        let (connection, file) = (Connection::default(), String::new());
        Self {
            name: name.into(),
            connection,
            kind,
            file,
            text: String::new(),
            problems: Vec::new(),
        }
    }

    /// The same spec, whose problems are shown in this filter expression: for commands that take
    /// one from their user. Give its [`Located`] the whole text as its place.
    #[must_use]
    pub fn quoting(self, expression: &str) -> Self {
        Self { file: EXPRESSION.to_owned(), text: expression.to_owned(), ..self }
    }

    /// The name of the file, as it was given. Empty if there is none.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The fingerprint of the text, by which a plan knows the spec it was made from.
    pub fn sha256(&self) -> String {
        if self.text.is_empty() || self.file == EXPRESSION {
            // Made of flags: what it says is all there is.
            return hex::sha256(format!("{:?}", self.kind).as_bytes());
        }
        let mut hasher = Sha256::new();
        hasher.update(self.text.as_bytes());
        hex::encode(&hasher.finalize())
    }

    /// An error about places in this spec.
    pub fn error(&self, problems: Vec<Problem>) -> SpecError {
        let all = self.problems.iter().cloned().chain(problems).collect();
        SpecError::new(&self.file, &self.text, all)
    }

    /// Whether everything that was written could be read.
    pub(crate) const fn is_sound(&self) -> bool {
        self.problems.is_empty()
    }

    /// The text that problems are shown in.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The byte of the text at which a text value begins, if it stands there letter by letter: in
    /// quotes, but without escapes.
    pub(crate) fn start_of(&self, value: &Located<String>) -> Option<usize> {
        let whole = value.span.clone()?;
        let written = self.text.get(whole.clone())?;
        ["'''\n", "\"\"\"\n", "'''", "\"\"\"", "'", "\"", ""]
            .into_iter()
            .find(|it| written.strip_prefix(it).is_some_and(|rest| rest.starts_with(&value.value)))
            .map(|quotes| whole.start + quotes.len())
    }

    /// A problem at a place inside a text value: exact if the value was written without escapes.
    pub(crate) fn inside(&self, value: &Located<String>, place: std::ops::Range<usize>) -> Problem {
        let span = self.start_of(value).map(|start| {
            start + place.start..start + place.end.max(place.start + 1).min(value.len().max(1))
        });
        Problem { span: span.or_else(|| value.span.clone()), ..Problem::at(0..0, "") }
    }
}

fn read(root: Table<'_>) -> Option<(Located<String>, Connection, SpecKind)> {
    let version = root.number("version", 1);
    if let Some(version) = version.filter(|it| it.value != 1) {
        root.problem(
            version
                .problem(format!("version {} of the spec language is unknown", version.value))
                .help("this program reads version 1"),
        );
    }
    let name = root.required_text("name").inspect(|name| check_name(&root, name));
    let connection = root.table("connection").map(read_connection).unwrap_or_default();
    root.required_text("kind")?;
    let kind = match root.word("kind", KINDS)? {
        Word::Query => query::read(&root).map(SpecKind::Query),
        Word::Batch => batch::read(&root).map(SpecKind::Batch),
        Word::Sync => sync::read(&root).map(SpecKind::Sync),
        Word::Migrate => migrate::read(&root).map(SpecKind::Migrate),
        Word::Push => push::read(&root).map(SpecKind::Push),
    };
    root.finish();
    Some((name?, connection, kind?))
}

fn read_connection(table: Table<'_>) -> Connection {
    let token_env = table.text("token_env");
    table.refuse("api_version", "leave it out: the program writes 2026-03-11");
    table.refuse("plan", "give the budget to the command");
    table.finish();
    Connection { token_env }
}

/// The name becomes part of markers, so its letters are restricted.
fn check_name(root: &Table<'_>, name: &Located<String>) {
    let letters = |it: char| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '-';
    if name.len() > 40 || !name.chars().all(letters) {
        let message = format!("the name `{}` cannot be used in markers", name.value);
        root.problem(name.problem(message).help("use a-z, 0-9 and `-`, at most 40 of them"));
    }
}

/// `data_source` and `filter` of a table.
fn read_rows(table: &Table<'_>) -> Option<Rows> {
    let data_source = table.required_text("data_source");
    let filter = table.text("filter").filter(|it| !it.trim().is_empty());
    Some(Rows { data_source: data_source?, filter })
}

#[cfg(test)]
mod readme;
#[cfg(test)]
mod tests;
