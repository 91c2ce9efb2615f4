//! What may come at the cursor, for editors and shells.

use crate::env::Env;
use crate::schema::Schema;
use crate::span::Span;

/// At most this many completions are offered.
pub const MAX_COMPLETIONS: usize = 50;

/// Something that may come at the cursor.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Completion {
    /// The characters that it takes the place of; empty to insert.
    pub replace: Span,
    /// What to write there, quoted where it has to be.
    pub insert: String,
    /// What to show: the name or the word itself.
    pub label: String,
    /// What it is.
    pub kind: CompletionKind,
    /// A few words about it, such as the type of a property; may be empty.
    pub detail: String,
}

/// What a completion is.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum CompletionKind {
    /// A property, or a time of the page itself.
    Property,
    /// An operator that suits the property.
    Operator,
    /// An option of a select, a status or a multi-select, or a state of a verification.
    Option,
    /// A group of a status.
    Group,
    /// `true`, `false` and other words with a fixed meaning.
    Word,
    /// A day or a time.
    Date,
    /// A period, such as `past week`.
    Period,
    /// A person, or `me`.
    Person,
    /// A page of a relation.
    Page,
    /// Something with parentheses, such as `any(`.
    Function,
    /// `and`, `or` and `not`.
    Connector,
    /// `order by`, `limit`, `select`, and what belongs to them.
    Clause,
    /// A type behind `::`.
    Type,
}

impl CompletionKind {
    /// The kind in a word, such as `property`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Property => "property",
            Self::Operator => "operator",
            Self::Option => "option",
            Self::Group => "group",
            Self::Word => "word",
            Self::Date => "date",
            Self::Period => "period",
            Self::Person => "person",
            Self::Page => "page",
            Self::Function => "function",
            Self::Connector => "connector",
            Self::Clause => "clause",
            Self::Type => "type",
        }
    }
}

impl Completion {
    /// The filter with the completion in it, and the offset of the cursor behind it.
    pub fn apply(&self, source: &str) -> (String, usize) {
        let mut text = Span::new(0, self.replace.start).slice(source).to_owned();
        text.push_str(&self.insert);
        let cursor = text.len();
        text.push_str(source.get(self.replace.end as usize..).unwrap_or_default());
        (text, cursor)
    }
}

/// What may come at the cursor, the most likely first.
///
/// `cursor` is an offset in bytes; one within a character counts as before it, one behind the end as at the
/// end. The filter may be unfinished or wrong anywhere. At most [`MAX_COMPLETIONS`] are offered.
pub fn complete(source: &str, cursor: usize, schema: &Schema, env: &Env<'_>) -> Vec<Completion> {
    let _ = (source, cursor, schema, env);
    Vec::new()
}
