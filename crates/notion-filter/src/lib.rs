#![doc = include_str!("../README.md")]

mod check;
mod compile;
mod complement;
mod complete;
mod decompile;
mod diagnostic;
mod env;
mod error;
mod evaluate;
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
pub use diagnostic::{Code, Diagnostic, Edit, Fix, Label, MAX_DIAGNOSTICS, Severity};
pub use env::{Directory, Entries, Entry, Env, Lookup, NoDirectory};
pub use error::FilterError;
pub use evaluate::{EvalEnv, RowOrder, TextEquality, compare, matches};
pub use fit::Limits;
pub use format::{format, format_pretty};
pub use parse::{MAX_BYTES, MAX_DEPTH, MAX_LIST, Parsed, parse};
pub use residual::Residual;
pub use schema::{
    FormulaType, OptionNames, Property, PropertyType, RollupFunction, Schema, StatusGroup,
};
pub use span::Span;
pub use suggest::{quote_name, quote_value};
