//! What Markdown means, case by case.

use crate::{
    ReadOptions,
    shorthand::{read_gfm, read_with},
};

mod block;
mod choices;
mod hostile;
mod html;
mod inline;
mod limits;
mod odd_html;
mod resolve;

/// Every text, and what it means.
fn all(cases: &[&str]) -> String {
    let shown = |it: &&str| format!("{it:?}\n{}", read_gfm(it));
    cases.iter().map(shown).collect::<Vec<_>>().join("\n")
}

/// The same with options.
fn all_with(options: &ReadOptions, cases: &[&str]) -> String {
    let shown = |it: &&str| format!("{it:?}\n{}", read_with(it, options));
    cases.iter().map(shown).collect::<Vec<_>>().join("\n")
}
