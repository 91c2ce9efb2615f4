#![doc = include_str!("../README.md")]

mod evaluate;

pub use evaluate::{EvalEnv, RowOrder, TextEquality, compare, matches};
