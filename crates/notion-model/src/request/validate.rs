//! Checks of a request against what Notion accepts, before it is sent.
//!
//! Every size is a constant of [`limits`], every check stands in the module of its subject, and
//! `tests/edges.rs` has a row for every constant: what is just accepted, and what is not any more.

use std::io;

use serde::Serialize;

use crate::{
    limits::{self, utf16_len},
    step::{self, Step},
};

mod blocks;
mod bodies;
mod changes;
mod content;
mod media;
mod properties;
mod query;
mod schema;
mod text;
mod violation;

pub use violation::{Problem, Unit, Violation, Violations};

/// A request that can be checked before it is sent.
///
/// ```
/// use notion_model::request::{AppendChildren, Block, RichText, Validate};
///
/// let long = "x".repeat(2001);
/// let request = AppendChildren {
///     children: vec![Block::paragraph(vec![RichText::text(long)])],
///     position: None,
/// };
/// assert_eq!(
///     request.validate().unwrap_err().to_string(),
///     "`body.children[0].paragraph.rich_text[0].text.content` has 2001 UTF-16 units, \
///      at most 2000 are accepted",
/// );
/// ```
pub trait Validate {
    /// Everything that Notion would refuse, in the order in which it stands. Inside a block that
    /// cannot stand where it stands, nothing more is looked for.
    ///
    /// # Errors
    ///
    /// When there is something. The error lists all of it, a line each.
    fn validate(&self) -> Result<(), Violations>;
}

/// Runs the checks of a request, and measures its body.
///
/// The body is counted while it is written to nowhere: no second copy of it is made. What nests so
/// deep that it is not written at all has been reported by the checks before.
pub(super) fn check<'a, T: Serialize>(
    request: &'a T,
    run: impl FnOnce(&mut Checks<'a>),
) -> Result<(), Violations> {
    let mut checks = Checks { path: vec![Step::Key("body")], violations: Vec::new() };
    run(&mut checks);
    let mut body = Counter(0);
    if serde_json::to_writer(&mut body, request).is_ok() {
        checks.at_most(body.0, limits::BODY_BYTES, Unit::Bytes);
    }
    Violations::none_of(checks.violations)
}

/// What Notion would refuse of a block that stands alone, without its children. Paths begin in the
/// block.
pub(crate) fn refused_in_block(kind: &super::BlockKind) -> Vec<Violation> {
    let mut checks = Checks { path: Vec::new(), violations: Vec::new() };
    checks.kind(kind);
    checks.violations
}

/// What Notion would refuse of a value that stands alone. Paths begin in the value.
pub(crate) fn refused_in_value(value: &super::PropertyValue) -> Vec<Violation> {
    let mut checks = Checks { path: Vec::new(), violations: Vec::new() };
    checks.property(value);
    checks.violations
}

/// Counts bytes and forgets them.
struct Counter(usize);

impl io::Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Where the checks are, and what they found. A path becomes a text only where something is wrong.
#[derive(Debug)]
pub(super) struct Checks<'a> {
    path: Vec<Step<'a>>,
    violations: Vec<Violation>,
}

impl<'a> Checks<'a> {
    /// Runs checks one step further down.
    pub(super) fn at(&mut self, step: impl Into<Step<'a>>, run: impl FnOnce(&mut Self)) {
        self.path.push(step.into());
        run(self);
        self.path.pop();
    }

    /// Says what is wrong here.
    pub(super) fn add(&mut self, problem: Problem) {
        let path = step::path(&self.path);
        self.violations.push(Violation { path, problem });
    }

    pub(super) fn at_most(&mut self, size: usize, limit: usize, unit: Unit) {
        if size > limit {
            self.add(Problem::TooLong { size, limit, unit });
        }
    }

    pub(super) fn at_least(&mut self, size: usize, limit: usize, unit: Unit) {
        if size < limit {
            self.add(Problem::TooShort { size, limit, unit });
        }
    }

    /// A list of at most so many items, each of which is checked.
    pub(super) fn each<T>(
        &mut self,
        items: &'a [T],
        limit: usize,
        mut run: impl FnMut(&mut Self, &'a T),
    ) {
        self.at_most(items.len(), limit, Unit::Items);
        for (index, item) in items.iter().enumerate() {
            self.at(index, |checks| run(checks, item));
        }
    }

    /// A text of at most so many UTF-16 units, which may be empty.
    pub(super) fn text(&mut self, text: &str, limit: usize) {
        // A text never has more units than bytes, so that most need not be counted.
        if text.len() > limit {
            self.at_most(utf16_len(text), limit, Unit::Utf16);
        }
    }

    /// A text of at most so many UTF-16 units, which may not be empty.
    pub(super) fn filled_text(&mut self, text: &str, limit: usize) {
        if text.is_empty() {
            self.at_least(0, 1, Unit::Utf16);
        }
        self.text(text, limit);
    }

    /// One of the words that Notion knows here.
    pub(super) fn word(&mut self, word: &str, known: &'static [&'static str]) {
        if !known.contains(&word) {
            self.add(Problem::Word { word: word.into(), known });
        }
    }
}

#[cfg(test)]
mod tests;
