//! Notion's first dialect: a block on every line, its children one tab deeper, and tags.
//!
//! It is not `CommonMark`, so the lines are read here. Only the running text in them goes to the
//! parser, all of it at once: each text as the heading of a line of its own, because in a heading
//! nothing but running text means anything.

mod marker;
mod pipes;
mod scan;
mod walk;

pub(super) use scan::scan;

#[cfg(test)]
mod tests;
