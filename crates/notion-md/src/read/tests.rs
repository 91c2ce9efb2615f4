//! What Markdown means, case by case.

use crate::shorthand::read_gfm;

mod block;
mod html;
mod inline;
mod limits;

/// Every text, and what it means.
fn all(cases: &[&str]) -> String {
    let shown = |it: &&str| format!("{it:?}\n{}", read_gfm(it));
    cases.iter().map(shown).collect::<Vec<_>>().join("\n")
}
