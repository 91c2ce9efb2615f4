//! Reading a request body the way the service validates it: by path, with its messages.
//!
//! A reading function takes an [`At`], a place in the body that knows its own path, and gives
//! back a typed value or a [`Problem`] whose text is the one Notion would send, for example
//! ``body failed validation: body.children.length should be ≤ `100`, instead was `124`.``.

use std::fmt;

use notion_model::Patch;
use serde_json::Value;
use uuid::Uuid;

use crate::ids;
use crate::refusal::Refusal;

/// What reading gives: the value, or what is wrong with it.
pub(crate) type Checked<T> = Result<T, Problem>;

/// A place in a request: what stands there, if anything, and how one got there.
#[derive(Clone, Copy, Debug)]
pub(crate) struct At<'v, 'p> {
    value: Option<&'v Value>,
    path: Path<'p>,
    /// Whether messages say that the value may also be missing or null.
    undefined: bool,
    null: bool,
}

#[derive(Clone, Copy, Debug)]
enum Path<'p> {
    Root(&'static str),
    Key(&'p Self, &'p str),
    Index(&'p Self, usize),
}

impl fmt::Display for Path<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Root(name) => f.write_str(name),
            Self::Key(parent, key) => write!(f, "{parent}.{key}"),
            Self::Index(parent, index) => write!(f, "{parent}[{index}]"),
        }
    }
}

impl<'v> At<'v, 'static> {
    /// The body of a request.
    pub(crate) fn body(value: &'v Value) -> Self {
        Self::root("body", Some(value))
    }

    /// A root of another name: `path`, `query`.
    pub(crate) fn root(name: &'static str, value: Option<&'v Value>) -> Self {
        Self { value, path: Path::Root(name), undefined: false, null: false }
    }
}

impl<'v> At<'v, '_> {
    /// The member `key` of the object that stands here.
    pub(crate) fn key<'q>(&'q self, key: &'q str) -> At<'v, 'q> {
        let value = self.value.and_then(|value| value.get(key));
        At { value, path: Path::Key(&self.path, key), undefined: false, null: false }
    }

    fn index<'q>(&'q self, index: usize) -> At<'v, 'q> {
        let value = self.value.and_then(|value| value.get(index));
        At { value, path: Path::Index(&self.path, index), undefined: false, null: false }
    }

    /// What stands here, `None` if nothing does.
    pub(crate) fn value(&self) -> Option<&'v Value> {
        self.value
    }

    /// Whether anything stands here, even `null`.
    pub(crate) fn is_present(&self) -> bool {
        self.value.is_some()
    }

    /// Reads a value that may be missing.
    pub(crate) fn opt<T>(&self, read: impl FnOnce(&Self) -> Checked<T>) -> Checked<Option<T>> {
        let optional = Self { undefined: true, ..*self };
        self.value.map(|_| read(&optional)).transpose()
    }

    /// Reads a value that may be null.
    pub(crate) fn nullable<T>(&self, read: impl FnOnce(&Self) -> Checked<T>) -> Checked<Option<T>> {
        let nullable = Self { null: true, ..*self };
        if self.value == Some(&Value::Null) { Ok(None) } else { read(&nullable).map(Some) }
    }

    /// Reads a value that may be missing or null, which both mean that there is none.
    pub(crate) fn maybe<T>(&self, read: impl FnOnce(&Self) -> Checked<T>) -> Checked<Option<T>> {
        Ok(self.opt(|at| at.nullable(read))?.flatten())
    }

    /// Reads a value that changes nothing if it is missing, and clears if it is null.
    pub(crate) fn patch<T>(&self, read: impl FnOnce(&Self) -> Checked<T>) -> Checked<Patch<T>> {
        Ok(self.opt(|at| at.nullable(read))?.map_or(Patch::Keep, Patch::from))
    }

    /// The path, for a sentence that is not of the usual form.
    fn line(&self, rest: &str) -> String {
        format!("{}{rest}", self.path)
    }

    /// `should be <expected>, instead was <value>`, with what else would have been fine.
    pub(crate) fn should_be(&self, expected: &str) -> Problem {
        self.should_be_one_of([expected.to_owned()])
    }

    fn should_be_one_of(&self, expected: impl IntoIterator<Item = String>) -> Problem {
        let mut expected: Vec<String> = expected.into_iter().collect();
        expected.extend(self.null.then(|| "`null`".to_owned()));
        expected.extend(self.undefined.then(|| "`undefined`".to_owned()));
        let expected = alternatives(&expected);
        let actual = self.value.map_or_else(|| "undefined".to_owned(), shortened);
        self.problem(self.line(&format!(" should be {expected}, instead was `{actual}`.")))
    }

    /// The value has to be there.
    pub(crate) fn missing(&self) -> Problem {
        self.should_be("defined")
    }

    /// The value must not be there.
    pub(crate) fn not_present(&self) -> Problem {
        self.should_be("not present")
    }

    fn problem(&self, line: String) -> Problem {
        Problem::Schema { part: self.part(), lines: vec![line] }
    }

    fn part(&self) -> &'static str {
        let mut path = &self.path;
        loop {
            match path {
                Path::Root(name) => return name,
                Path::Key(parent, _) | Path::Index(parent, _) => path = parent,
            }
        }
    }

    /// `<path>.length should be ≤ <most>`.
    pub(crate) fn length_at_most(&self, length: usize, most: usize) -> Checked<()> {
        if length <= most {
            return Ok(());
        }
        let rest = format!(".length should be ≤ `{most}`, instead was `{length}`.");
        Err(self.problem(self.line(&rest)))
    }

    /// `<path>.length should be ≥ <least>`.
    pub(crate) fn length_at_least(&self, length: usize, least: usize) -> Checked<()> {
        if length >= least {
            return Ok(());
        }
        let rest = format!(".length should be ≥ `{least}`, instead was `{length}`.");
        Err(self.problem(self.line(&rest)))
    }

    /// An object.
    pub(crate) fn object(&self) -> Checked<&'v serde_json::Map<String, Value>> {
        match self.value {
            Some(Value::Object(members)) => Ok(members),
            None if !self.undefined => Err(self.missing()),
            _ => Err(self.should_be("an object")),
        }
    }

    /// An object with none but these members.
    pub(crate) fn only(&self, known: &[&str]) -> Checked<()> {
        let unknown = self.object()?.keys().find(|key| !known.contains(&key.as_str()));
        unknown.map_or(Ok(()), |key| Err(self.key(key).not_present()))
    }

    /// A string.
    pub(crate) fn string(&self) -> Checked<&'v str> {
        match self.value {
            Some(Value::String(text)) => Ok(text),
            None if !self.undefined => Err(self.missing()),
            _ => Err(self.should_be("a string")),
        }
    }

    /// A string of at most `most` UTF-16 units.
    pub(crate) fn text(&self, most: usize) -> Checked<&'v str> {
        let text = self.string()?;
        self.length_at_most(notion_model::limits::utf16_len(text), most)?;
        Ok(text)
    }

    /// A string of 1 to `most` UTF-16 units.
    pub(crate) fn filled_text(&self, most: usize) -> Checked<&'v str> {
        let text = self.text(most)?;
        self.length_at_least(text.len(), 1)?;
        Ok(text)
    }

    /// `true` or `false`.
    pub(crate) fn boolean(&self) -> Checked<bool> {
        match self.value {
            Some(Value::Bool(value)) => Ok(*value),
            None if !self.undefined => Err(self.missing()),
            _ => Err(self.should_be("a boolean")),
        }
    }

    /// A number.
    pub(crate) fn number(&self) -> Checked<&'v serde_json::Number> {
        match self.value {
            Some(Value::Number(number)) => Ok(number),
            None if !self.undefined => Err(self.missing()),
            _ => Err(self.should_be("a number")),
        }
    }

    /// A whole number of at least `least`.
    pub(crate) fn at_least(&self, least: u64) -> Checked<u64> {
        let number = self.number()?;
        let whole = number.as_u64().or_else(|| whole(number.as_f64()?));
        match whole {
            Some(value) if value >= least => Ok(value),
            _ if number.as_f64().is_some_and(|n| n.fract() != 0.0) => {
                Err(self.should_be("an integer"))
            }
            _ => Err(self.should_be(&format!("≥ `{least}`"))),
        }
    }

    /// An id, with or without dashes.
    pub(crate) fn uuid(&self) -> Checked<Uuid> {
        match self.value {
            None if !self.undefined => Err(self.missing()),
            Some(Value::String(text)) => {
                ids::parse(text).ok_or_else(|| self.should_be("a valid uuid"))
            }
            _ => Err(self.should_be("a valid uuid")),
        }
    }

    /// One of a fixed set of words.
    pub(crate) fn word(&self, words: &[&'static str]) -> Checked<&'static str> {
        let found = self.value.and_then(Value::as_str);
        let known = found.and_then(|found| words.iter().find(|word| **word == found));
        known
            .copied()
            .ok_or_else(|| self.should_be_one_of(words.iter().map(|word| format!("`\"{word}\"`"))))
    }

    /// An array of at most `most` items, each read by `read`.
    pub(crate) fn array<T>(
        &self,
        most: usize,
        mut read: impl FnMut(&At<'v, '_>) -> Checked<T>,
    ) -> Checked<Vec<T>> {
        let items = match self.value {
            Some(Value::Array(items)) => items,
            None if !self.undefined => return Err(self.missing()),
            _ => return Err(self.should_be("an array")),
        };
        self.length_at_most(items.len(), most)?;
        (0..items.len()).map(|index| read(&self.index(index))).collect()
    }
}

/// A whole number that came as a float, such as `5.0` or `1e2`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the range and the fraction are checked first"
)]
fn whole(number: f64) -> Option<u64> {
    (number.fract() == 0.0 && (0.0..9e15).contains(&number)).then_some(number as u64)
}

/// What is wrong with a request.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Problem {
    /// It has not the shape the service wants: one line for each way of putting it right.
    Schema { part: &'static str, lines: Vec<String> },
    /// It asks for something that Notion does and this one does not.
    NotYet(String),
}

impl Problem {
    /// Something that Notion would do, named by a noun phrase in the plural or a gerund.
    pub(crate) fn not_yet(what: &str) -> Self {
        Self::NotYet(what.to_owned())
    }

    /// Either this is mended or `other` is: both are alternatives of one union.
    #[must_use]
    pub(crate) fn or(mut self, other: Self) -> Self {
        if let (Self::Schema { lines, .. }, Self::Schema { lines: more, .. }) = (&mut self, other) {
            lines.extend(more.into_iter().filter(|line| !lines.contains(line)).collect::<Vec<_>>());
        }
        self
    }

    /// One problem out of the alternatives of a union.
    pub(crate) fn any(problems: impl IntoIterator<Item = Self>) -> Option<Self> {
        problems.into_iter().reduce(Self::or)
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        match problem {
            Problem::NotYet(what) => Self::not_yet(&what),
            Problem::Schema { part, lines } => {
                let gap = if lines.len() == 1 { ": " } else { ". Fix one:\n" };
                Self::validation(format!("{part} failed validation{gap}{}", lines.join("\n")))
            }
        }
    }
}

/// Notion quotes at most this many characters of an offending value.
const QUOTED: usize = 55;

fn shortened(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(QUOTED) {
        Some((end, _)) => format!("{}...", &text[..end]),
        None => text,
    }
}

/// `a`, `a or b`, `a, b, or c`.
fn alternatives(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [one, two] => format!("{one} or {two}"),
        [first @ .., last] => format!("{}, or {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
