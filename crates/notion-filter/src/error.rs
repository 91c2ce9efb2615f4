//! The error of everything in this crate that reads a filter.

use std::fmt::{self, Write as _};
use std::sync::Arc;

use crate::diagnostic::Diagnostic;

/// A filter that cannot be used, with everything that is wrong with it.
///
/// `Display` draws every diagnostic under its line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FilterError {
    source: Arc<str>,
    diagnostics: Vec<Diagnostic>,
    omitted: usize,
}

impl FilterError {
    pub(crate) fn new(source: Arc<str>, diagnostics: Vec<Diagnostic>, omitted: usize) -> Self {
        Self { source, diagnostics, omitted }
    }

    /// The text of the filter.
    pub fn filter(&self) -> &str {
        &self.source
    }

    /// What is wrong, in the order of the text; warnings are among it.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// How many further diagnostics were only counted.
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// All diagnostics as plain text. `name` stands for the filter in `--> name:line:column`.
    pub fn render(&self, name: &str) -> String {
        let drawn: Vec<String> =
            self.diagnostics.iter().map(|it| it.render(&self.source, name)).collect();
        let mut text = drawn.join("\n");
        if self.omitted > 0 {
            let _ = writeln!(text, "\n… and {} more", self.omitted);
        }
        text
    }
}

impl fmt::Display for FilterError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.render("filter").trim_end())
    }
}

impl std::error::Error for FilterError {}
