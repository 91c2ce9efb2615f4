//! The emojis that people of the workspace added.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One emoji. They are made in the app, and here by a seed.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Emoji {
    pub(crate) id: Uuid,
    /// Its place in the list.
    pub(crate) rank: u64,
    pub(crate) name: Box<str>,
    pub(crate) url: Box<str>,
}
