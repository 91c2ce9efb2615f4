//! One file per command, with the same names as in `notion-cli`.

mod api;
mod apply;
mod batch;
mod completions;
mod demo;
mod filter;
mod md;
mod plan;
mod push;
mod query;
mod serve;
