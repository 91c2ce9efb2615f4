//! The syntax tree: what was written, before any schema is consulted.
//!
//! `and` and `or` hold any number of parts, so that a chain of a thousand conditions is not a thousand
//! levels deep. Nesting is limited to [`MAX_DEPTH`](crate::parse::MAX_DEPTH), which bounds every recursion
//! over these types.

use std::sync::Arc;

use crate::span::Span;

/// A whole filter with its clauses.
#[derive(Clone, Debug, PartialEq)]
pub struct Query {
    /// The text it was read from.
    pub source: Arc<str>,
    /// The condition on pages; none means every page.
    pub filter: Option<Expr>,
    /// The keys of `order by`, the most important first.
    pub order: Vec<SortKey>,
    /// The number after `limit`.
    pub limit: Option<Limit>,
    /// The properties after `select`.
    pub select: Vec<Reference>,
}

/// A condition or a combination of conditions.
#[derive(Clone, Debug, PartialEq)]
pub enum Expr {
    /// Every part must hold; at least two parts.
    And(Vec<Self>),
    /// At least one part must hold; at least two parts.
    Or(Vec<Self>),
    /// The part must not hold. The span covers the word or sign.
    Not(Span, Box<Self>),
    /// A condition on one property.
    Condition(Box<Condition>),
    /// A part that could not be read and was already complained about.
    Error(Span),
}

/// A property and what must be true of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// What is tested.
    pub target: Target,
    /// The test; none if the property stands alone, as yes/no properties may.
    pub test: Option<Test>,
    /// The whole condition.
    pub span: Span,
}

/// A property, perhaps with the values of its list counted by a quantifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Target {
    /// `any`, `every` or `none`, with the place of the word.
    pub quantifier: Option<(Quantifier, Span)>,
    /// The property.
    pub reference: Reference,
    /// Quantifier, parentheses and property.
    pub span: Span,
}

/// How many values of a list must match.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Quantifier {
    /// At least one; also written `some`.
    Any,
    /// All, and there is at least one; also written `all`.
    Every,
    /// Not a single one.
    None,
}

impl Quantifier {
    /// The canonical word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Any => "any",
            Self::Every => "every",
            Self::None => "none",
        }
    }
}

/// A property's name, perhaps with its type.
#[derive(Clone, Debug, PartialEq)]
pub struct Reference {
    /// The name.
    pub name: Name,
    /// What follows `::`.
    pub cast: Option<Cast>,
    /// Name and type.
    pub span: Span,
}

/// A property's name as written.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    /// The name without quotes and escapes; blanks between bare words are single.
    pub text: String,
    /// Whether it was written in quotes of any kind, which makes it a name and nothing else.
    pub quoted: bool,
    /// Its place, quotes included.
    pub span: Span,
}

/// A type given by the author, such as `formula.date`.
#[derive(Clone, Debug, PartialEq)]
pub struct Cast {
    /// The type in lower case.
    pub text: String,
    /// Its place, without the `::`.
    pub span: Span,
}

/// An operator and its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Test {
    /// Whether the operator was negated: `!=`, `not in`, `is not empty`, …
    pub negated: bool,
    /// The operator in its positive form.
    pub kind: TestKind,
    /// The characters of the operator, as far as they stand together.
    pub operator: Span,
}

/// The operators in their positive form.
#[derive(Clone, Debug, PartialEq)]
pub enum TestKind {
    /// A comparison with one value.
    Compare(Comparison, Value),
    /// `in (…)`: equal to one of the values.
    In(List),
    /// `in past week`, `within next 14 days`, `in group(…)`.
    Within(Value),
    /// `has any (…)`, `has all (…)`, `has none (…)`.
    Has(Which, List),
    /// `between low and high`, both included.
    Between(Value, Value),
    /// `is empty`.
    Empty,
    /// `is checked`, or `is unchecked` if false.
    Checked(bool),
}

/// Comparisons with one value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Comparison {
    /// `=`, `is`, `equals`.
    Equal,
    /// `<`, `before`.
    Less,
    /// `<=`, `on or before`.
    LessOrEqual,
    /// `>`, `after`.
    Greater,
    /// `>=`, `on or after`.
    GreaterOrEqual,
    /// `~`, `contains`, `has`.
    Contains,
    /// `^=`, `starts with`.
    StartsWith,
    /// `$=`, `ends with`.
    EndsWith,
}

/// How many of the listed values a property must have.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Which {
    /// At least one.
    Any,
    /// All of them.
    All,
    /// None of them.
    None,
}

/// Values in parentheses.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The values; empty only after a complaint.
    pub items: Vec<Value>,
    /// The parentheses and what is between them.
    pub span: Span,
}

/// A value as written. What it means is decided by the property's type.
#[derive(Clone, Debug, PartialEq)]
pub struct Value {
    /// The text without quotes, escapes and wrappers; blanks between bare words are single.
    pub text: String,
    /// How it was written.
    pub kind: ValueKind,
    /// Its place, quotes and wrappers included.
    pub span: Span,
}

/// How a value was written.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum ValueKind {
    /// Words without quotes.
    Bare,
    /// Text in quotes: always text.
    Quoted,
    /// `@"…"`: a person.
    Mention,
    /// `page(…)`: a page.
    Page,
    /// `user(…)`: a person.
    User,
    /// `group(…)`: a group of a status property.
    Group,
}

/// One key of `order by`.
#[derive(Clone, Debug, PartialEq)]
pub struct SortKey {
    /// The property, or `@created_time` or `@last_edited_time`.
    pub reference: Reference,
    /// Largest first.
    pub descending: bool,
    /// The whole key.
    pub span: Span,
}

/// The number after `limit`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Limit {
    /// How many pages at most; at least 1.
    pub rows: u32,
    /// The place of the number.
    pub span: Span,
}

impl Expr {
    /// The characters from the first to the last part; parentheses around it are not counted.
    pub fn span(&self) -> Span {
        match self {
            Self::And(parts) | Self::Or(parts) => match (parts.first(), parts.last()) {
                (Some(first), Some(last)) => first.span().to(last.span()),
                _ => Span::default(),
            },
            Self::Not(sign, inner) => sign.to(inner.span()),
            Self::Condition(condition) => condition.span,
            Self::Error(span) => *span,
        }
    }
}
