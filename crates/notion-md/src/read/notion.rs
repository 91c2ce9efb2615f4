//! Notion's second dialect: `CommonMark` with tags of Notion's own around and between blocks.
//!
//! The parser would take such tags for HTML, which swallows what follows them. So they are found
//! first, line by line, and a comment of one line stands in for each; the parser then reads the
//! whole text at once, and its walk finds the tags again where they belong.

mod close;
mod containers;
mod inline;
mod kind;
mod scan;
mod walk;

pub(super) use close::{Ending, Made, What};
pub(super) use scan::{Fence, Line, Scanned, code_span, fence_of, line_at, scan};

#[cfg(test)]
mod tests;
