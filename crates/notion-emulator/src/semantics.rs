//! What a well-formed request means in a given world: the checks that need the world, then the work.
//!
//! Everything is checked before anything is changed, so a refused request leaves no trace.

pub(crate) mod attachments;
pub(crate) mod blocks;
pub(crate) mod cells;
pub(crate) mod markdown;
pub(crate) mod options;
pub(crate) mod retype;
pub(crate) mod schema;
pub(crate) mod templates;
pub(crate) mod views;
