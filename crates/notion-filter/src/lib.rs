#![doc = include_str!("../README.md")]
//!
//! # Items by purpose
//!
//! | purpose | items |
//! |---|---|
//! | compile a filter | [`compile`], [`compile_with`] → [`Compiled`]; [`FilterError`] |
//! | what a filter depends on | [`Schema`], [`Property`], [`PropertyType`], [`OptionNames`], [`StatusGroup`], [`FormulaType`], [`RollupFunction`]; [`Env`], [`Directory`], [`Entries`], [`Entry`], [`Lookup`], [`NoDirectory`] |
//! | how it is said to Notion | [`Options`]: [`Relative`], [`Windows`], [`MultiValue`], [`PropertyKeys`], [`Pushdown`], [`Limits`] |
//! | what is left to do locally | [`Residual`] |
//! | what is wrong with it | [`Diagnostic`], [`Code`], [`Severity`], [`Label`], [`Fix`], [`Edit`], [`Span`]; [`MAX_DIAGNOSTICS`] |
//! | only read or write the text | [`parse`] → [`Parsed`], [`syntax`]; [`format()`], [`format_pretty`], [`quote_name`], [`quote_value`]; [`MAX_BYTES`], [`MAX_DEPTH`], [`MAX_LIST`] |
//! | from JSON to text | [`decompile`], [`decompile_json`], [`decompile_query`] → [`Decompiled`], [`DecompileWarning`]; [`DecompileError`] |
//! | help in an editor | [`complete`] → [`Completion`], [`CompletionKind`]; [`MAX_COMPLETIONS`] |
//! | what a filter means | [`matches()`], [`compare`] with [`EvalEnv`], [`TextEquality`], [`RowOrder`] |

mod check;
mod compile;
mod complement;
mod complete;
mod decompile;
mod diagnostic;
mod env;
mod error;
mod evaluate;
mod explain;
mod fit;
mod format;
#[cfg(test)]
mod laws;
mod lex;
mod logic;
mod parse;
mod print;
mod quantify;
mod residual;
mod schema;
mod span;
mod suggest;
pub mod syntax;
mod typed;

pub use compile::{
    Compiled, MultiValue, Options, PropertyKeys, Pushdown, Relative, Windows, compile, compile_with,
};
pub use complete::{Completion, CompletionKind, MAX_COMPLETIONS, complete};
pub use decompile::{
    DecompileError, DecompileWarning, Decompiled, decompile, decompile_json, decompile_query,
};
pub use diagnostic::{Code, Diagnostic, Edit, Fix, Label, MAX_DIAGNOSTICS, Severity, UnknownCode};
pub use env::{Directory, Entries, Entry, Env, Lookup, NoDirectory};
pub use error::FilterError;
pub use evaluate::{EvalEnv, RowOrder, TextEquality, compare, matches};
pub use explain::{
    Circumstances, ExplainedCondition, Explanation, Fitting, Requests, Resolution, Resolved, Runs,
    explain,
};
pub use fit::Limits;
pub use format::{format, format_pretty};
pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_LIST, Parsed, parse};
pub use residual::Residual;
pub use schema::{
    FormulaType, OptionNames, Property, PropertyType, RollupFunction, Schema, StatusGroup,
};
pub use span::Span;
pub use suggest::{quote_name, quote_value};
