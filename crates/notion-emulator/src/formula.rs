//! Formulas: the text that is kept, the tree that it means, the type that it has, the value that it gives.
//!
//! What a formula says and this one does not evaluate ends in [`Stop::Unsupported`], which reads back as
//! `unsupported`: never as a value that might be wrong. What cannot be a formula at all ends in
//! [`Stop::Broken`], which reads back as no text, as recorded.

mod check;
mod date;
mod evaluate;
mod functions;
mod lex;
mod moments;
mod numbers;
mod parse;
#[cfg(test)]
mod print;
mod stored;
#[cfg(test)]
mod tests;
mod tree;
mod value;
mod words;

pub(crate) use check::{Type, type_of};
pub(crate) use date::{DateValue, Point};
pub(crate) use evaluate::{Evaluator, Limits, Row};
pub(crate) use numbers::of_many;
pub(crate) use stored::{Formula, PropName};
pub(crate) use value::{Stop, Value};
