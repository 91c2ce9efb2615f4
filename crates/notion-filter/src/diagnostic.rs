//! A diagnostic is one complaint about a filter: where, what, why, and what to do.

mod code;
mod json;
mod render;
mod trial;

pub use code::{Code, Severity, UnknownCode};

use crate::span::Span;

/// How many diagnostics one pass keeps; the rest is counted.
///
/// A person reads the first few, and a hostile input could otherwise make one per character.
pub const MAX_DIAGNOSTICS: usize = 20;

/// One complaint about a filter, as data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Diagnostic {
    /// What kind of mistake it is; stable across releases.
    pub code: Code,
    /// What is wrong, in one sentence without a final full stop.
    pub message: String,
    /// The place that is wrong, and why it is wrong there.
    pub primary: Label,
    /// Other places that explain the first.
    pub secondary: Vec<Label>,
    /// Facts that explain the complaint.
    pub notes: Vec<String>,
    /// What the author can do.
    pub helps: Vec<String>,
    /// An edit that removes this diagnostic, if there is only one reasonable edit. It was tried on this very
    /// text: the diagnostic is gone after it, and there are no more mistakes of syntax than before.
    pub fix: Option<Fix>,
}

impl Diagnostic {
    pub(crate) fn new(code: Code, message: impl Into<String>, span: Span) -> Self {
        /// A name of the whole input's length is not repeated in full.
        const LONGEST: usize = 300;
        let mut message = message.into();
        if let Some((cut, _)) = message.char_indices().nth(LONGEST) {
            message.truncate(cut);
            message.push('…');
        }
        Self {
            code,
            message,
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            notes: Vec::new(),
            helps: Vec::new(),
            fix: None,
        }
    }

    /// Error or warning; decided by the code.
    pub const fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// Whether this stops the filter from being used.
    pub fn is_error(&self) -> bool {
        self.severity() == Severity::Error
    }

    pub(crate) fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    pub(crate) fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    pub(crate) fn note(mut self, text: impl Into<String>) -> Self {
        self.notes.push(text.into());
        self
    }

    pub(crate) fn help(mut self, text: impl Into<String>) -> Self {
        self.helps.push(text.into());
        self
    }

    pub(crate) fn fix(mut self, fix: Fix) -> Self {
        self.fix = Some(fix);
        self
    }
}

/// A place in a filter with a few words about it.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Label {
    /// The characters it is about.
    pub span: Span,
    /// Why they are marked; may be empty.
    pub text: String,
}

/// A change of the source that a tool may apply without asking.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Fix {
    /// What is replaced by what, in the order of the source, without overlaps.
    pub edits: Vec<Edit>,
}

/// One replacement.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Edit {
    /// The characters to take out; empty to insert.
    pub span: Span,
    /// The characters to put there.
    pub text: String,
}

impl Fix {
    pub(crate) fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { edits: vec![Edit { span, text: text.into() }] }
    }

    pub(crate) fn insert(place: Span, text: impl Into<String>) -> Self {
        Self::replace(Span::at(place.start), text)
    }

    pub(crate) fn remove(span: Span) -> Self {
        Self::replace(span, "")
    }

    pub(crate) fn and_replace(mut self, span: Span, text: impl Into<String>) -> Self {
        self.edits.push(Edit { span, text: text.into() });
        self.edits.sort_by_key(|edit| edit.span);
        self
    }

    /// The source after the change.
    pub fn apply(&self, source: &str) -> String {
        let mut fixed = String::with_capacity(source.len() + 16);
        let mut done = 0;
        for edit in &self.edits {
            fixed.push_str(Span::new(done, edit.span.start).slice(source));
            fixed.push_str(&edit.text);
            done = edit.span.end.max(done);
        }
        fixed.push_str(source.get(done as usize..).unwrap_or_default());
        fixed
    }
}

/// The diagnostics of one pass: the first ones, and how many more there were.
#[derive(Clone, Debug, Default)]
pub(crate) struct Diagnostics {
    pub(crate) list: Vec<Diagnostic>,
    pub(crate) omitted: usize,
}

impl Diagnostics {
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        if self.is_full() {
            self.omitted += 1;
        } else {
            self.list.push(diagnostic);
        }
    }

    pub(crate) fn extend(&mut self, others: Self) {
        self.omitted += others.omitted;
        for diagnostic in others.list {
            self.push(diagnostic);
        }
    }

    /// Whether the next diagnostic is only counted, so that nothing need be found out for it.
    pub(crate) fn is_full(&self) -> bool {
        self.list.len() >= MAX_DIAGNOSTICS
    }

    /// Whether there are only warnings.
    pub(crate) fn is_fine(&self) -> bool {
        self.omitted == 0 && !self.list.iter().any(Diagnostic::is_error)
    }

    /// The diagnostics in the order of the source.
    pub(crate) fn sorted(mut self) -> Self {
        self.list.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
        self
    }
}
