//! The second layer: tokens to a syntax tree, with every mistake reported and none fatal.
//!
//! ```text
//! query      = [ "where" ] [ expr ] { clause }
//! expr       = conj { ( "or" | "||" ) conj }
//! conj       = unary { ( "and" | "&&" ) unary }
//! unary      = { "not" | "!" } ( "(" expr ")" | condition )
//! condition  = target [ test ]
//! ```
//!
//! Each parser is a `fn(Tokens) -> Read<T>`. It returns `Err::Error` to say "not here", so that another can
//! try, and `Err::Failure` after it has complained; the loops of [`expr`] then skip to the next connector.
//! No parser looks back further than one token or ahead further than three, so reading is linear.

mod clause;
mod condition;
pub(crate) mod cursor;
mod expr;
mod habit;
mod name;
mod operator;
mod recover;
mod tokens;
mod value;

pub(crate) use habit::{not_an_operator, sign_for};
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::error::FilterError;
use crate::lex::lex;
use crate::span::{Span, offset};
use crate::syntax::Query;
use tokens::{Context, Tokens};

/// The longest filter that is read, in bytes.
pub const MAX_BYTES: usize = 64 * 1024;

/// How deep parentheses may be nested. Nobody needs ten levels; the limit keeps the stack small.
pub const MAX_DEPTH: u8 = 64;

/// How many values a list may have.
pub const MAX_LIST: usize = 1_000;

/// What reading a filter gives: always a tree, and everything that is wrong with the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Parsed {
    /// The tree. Parts that could not be read are [`Expr::Error`](crate::syntax::Expr::Error).
    pub query: Query,
    /// Every mistake, in the order of the source, up to [`MAX_DIAGNOSTICS`](crate::MAX_DIAGNOSTICS).
    pub diagnostics: Vec<Diagnostic>,
    /// How many further mistakes were only counted.
    pub omitted: usize,
}

impl Parsed {
    /// The tree, if nothing is wrong with the text.
    ///
    /// # Errors
    ///
    /// [`FilterError`] with all mistakes.
    pub fn into_result(self) -> Result<Query, FilterError> {
        if self.diagnostics.is_empty() {
            return Ok(self.query);
        }
        Err(FilterError::new(self.query.source, self.diagnostics, self.omitted))
    }
}

impl From<Parsed> for Diagnostics {
    fn from(parsed: Parsed) -> Self {
        Self { list: parsed.diagnostics, omitted: parsed.omitted }
    }
}

/// Reads a filter. Never fails and never panics; takes time linear in the length of the text.
///
/// ```
/// let parsed = notion_filter::parse("Status = Done and (Priority = High or Deadline < now)");
/// assert!(parsed.diagnostics.is_empty());
/// ```
pub fn parse(source: &str) -> Parsed {
    let Parsed { query, diagnostics, omitted } = read(source);
    let log = Diagnostics { list: diagnostics, omitted };
    let log = log.tried(source, |it| read(it).into());
    Parsed { query, diagnostics: log.list, omitted: log.omitted }
}

/// The same with fixes that nobody has tried yet.
pub(crate) fn read(source: &str) -> Parsed {
    parse_knowing(source, &|_| false)
}

/// Reads a filter with the help of the names of a schema.
///
/// The fixes are still to be tried. The names never change what a filter means; they only make complaints about missing connectors and
/// operators point at the right word.
pub(crate) fn parse_knowing(source: &str, is_property: &dyn Fn(&str) -> bool) -> Parsed {
    let mut log = Diagnostics::default();
    let source: Arc<str> = Arc::from(source);
    if source.len() > MAX_BYTES {
        let start = (0..=MAX_BYTES).rev().find(|at| source.is_char_boundary(*at)).unwrap_or(0);
        let rest = Span::new(offset(start), offset(source.len()));
        log.push(
            Diagnostic::new(
                Code::TooLong,
                format!("filter is longer than {MAX_BYTES} bytes"),
                rest,
            )
            .label(format!("this is byte {}", start + 1)),
        );
        let query = Query { source, filter: None, order: vec![], limit: None, select: vec![] };
        return Parsed { query, diagnostics: log.list, omitted: 0 };
    }
    let tokens = lex(&source, &mut log);
    let context = Context::new(&source, &tokens, log, is_property);
    let query = expr::query(Tokens::of(&context));
    let log = context.log.into_inner().sorted();
    Parsed { query: query.with_source(source), diagnostics: log.list, omitted: log.omitted }
}

#[cfg(test)]
mod tests;
