//! What is wrong with a text that a person wrote: where, why, and what to do.

use std::{fmt, ops::Range};

use crate::spec::EXPRESSION;

/// A value together with the place where it was written.
///
/// Values that did not come from a text (flags, defaults) have no place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Located<T> {
    /// The value.
    pub value: T,
    /// Its place in the text, in bytes.
    pub span: Option<Range<usize>>,
}

impl<T> Located<T> {
    /// A value that was written at `span`.
    pub const fn at(value: T, span: Range<usize>) -> Self {
        Self { value, span: Some(span) }
    }

    /// The same place with another value.
    pub fn map<U>(self, f: impl FnOnce(T) -> U) -> Located<U> {
        Located { value: f(self.value), span: self.span }
    }

    /// A problem with this value.
    pub fn problem(&self, message: impl Into<String>) -> Problem {
        Problem { span: self.span.clone(), ..Problem::at(0..0, message) }
    }
}

impl<T> From<T> for Located<T> {
    fn from(value: T) -> Self {
        Self { value, span: None }
    }
}

impl From<&str> for Located<String> {
    fn from(value: &str) -> Self {
        Self { value: value.to_owned(), span: None }
    }
}

impl<T> std::ops::Deref for Located<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One thing that is wrong with a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Where, in bytes of the spec's text. `None` if it is not about one place.
    pub span: Option<Range<usize>>,
    /// What is wrong, and what was expected.
    pub message: String,
    /// Why just here, in a few words beside the place. May be empty.
    pub label: String,
    /// Further facts, one line or paragraph each.
    pub notes: Vec<String>,
    /// What to do about it.
    pub help: Option<String>,
    /// The code under which the filter language explains it, such as `NF0205`.
    pub code: Option<&'static str>,
    /// All of it as the filter language draws it, which knows more: several places, and a fix.
    pub(crate) drawn: Option<String>,
}

impl Problem {
    /// A problem at a place of the text.
    pub fn at(span: Range<usize>, message: impl Into<String>) -> Self {
        Self {
            span: Some(span),
            message: message.into(),
            label: String::new(),
            notes: Vec::new(),
            help: None,
            code: None,
            drawn: None,
        }
    }

    /// The same problem with advice.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The same problem with advice, if there is any.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<String>) -> Self {
        self.help = help.or(self.help);
        self
    }

    /// The same problem with one more fact.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }
}

/// Everything that is wrong with one spec.
///
/// `Display` shows each problem with the line it is about:
///
/// ```text
/// error: unknown key `filtr` in [source]
///   --> tasks.toml:7:1
///    |
///  7 | filtr = 'Status = Active'
///    | ^^^^^
///    = help: did you mean `filter`?
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpecError {
    file: String,
    text: String,
    problems: Vec<Problem>,
}

impl SpecError {
    /// Collects `problems` with the text they are about, in the order of the text.
    pub(crate) fn new(file: &str, text: &str, mut problems: Vec<Problem>) -> Self {
        problems.sort_by_key(|it| it.span.as_ref().map_or((usize::MAX, 0), |s| (s.start, s.end)));
        problems.dedup();
        Self { file: file.to_owned(), text: text.to_owned(), problems }
    }

    /// The problems, in the order of the text.
    pub fn problems(&self) -> &[Problem] {
        &self.problems
    }

    /// The name of the file, as it was given.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// Line and column of a problem, both counted from 1, the column in characters.
    pub fn position(&self, problem: &Problem) -> Option<(usize, usize)> {
        problem.span.as_ref().map(|span| position(&self.text, span.start))
    }

    fn write_problem(&self, f: &mut fmt::Formatter<'_>, problem: &Problem) -> fmt::Result {
        if let Some(drawn) = &problem.drawn {
            return f.write_str(drawn);
        }
        write!(f, "error: {}", problem.message)?;
        let mut margin = 1;
        if let Some(span) = &problem.span {
            let (line, column) = position(&self.text, span.start);
            let source = self.text.lines().nth(line - 1).unwrap_or_default();
            margin = line.to_string().len();
            let marked = source.chars().count().saturating_sub(column - 1);
            let length = self.text.get(span.clone()).map_or(1, |it| it.chars().count());
            let carets = length.min(marked).max(1);
            writeln!(f, "\n{:margin$} --> {}:{line}:{column}", "", self.file)?;
            writeln!(f, "{:margin$} |", "")?;
            writeln!(f, "{line} | {}", source.replace('\t', " "))?;
            write!(f, "{:margin$} | {:indent$}{:^<carets$}", "", "", "", indent = column - 1)?;
            if !problem.label.is_empty() {
                write!(f, " {}", problem.label)?;
            }
        } else if !self.file.is_empty() && self.file != EXPRESSION {
            write!(f, "\n{:margin$} --> {}", "", self.file)?;
        }
        let facts = problem.notes.iter().map(|it| ("note", it));
        for (word, text) in facts.chain(problem.help.iter().map(|it| ("help", it))) {
            let mut lines = text.lines();
            write!(f, "\n{:margin$} = {word}: {}", "", lines.next().unwrap_or_default())?;
            for line in lines {
                write!(f, "\n{:margin$}   {line}", "")?;
            }
        }
        Ok(())
    }
}

impl fmt::Display for SpecError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.problems.iter().enumerate() {
            if index > 0 {
                f.write_str("\n\n")?;
            }
            self.write_problem(f, problem)?;
        }
        Ok(())
    }
}

impl std::error::Error for SpecError {}

/// Line and column of a byte offset, counted from 1.
pub(crate) fn position(text: &str, offset: usize) -> (usize, usize) {
    let mut offset = offset.min(text.len());
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    let before = &text[..offset];
    let line_start = before.rfind('\n').map_or(0, |it| it + 1);
    (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
}
