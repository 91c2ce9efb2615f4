//! Comments: what was said about a page or a block, and in which discussion.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::World;
use super::moment::Moment;
use super::record::Parent;
use super::text::Run;

/// One comment. A discussion is nothing but what its comments have in common.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(crate) struct Comment {
    pub(crate) id: Uuid,
    /// Its place among all comments: lists begin with the oldest.
    pub(crate) rank: u64,
    pub(crate) discussion: Uuid,
    /// The page or block that the discussion is about.
    pub(crate) parent: Parent,
    pub(crate) created: Moment,
    pub(crate) created_by: Uuid,
    pub(crate) edited: Moment,
    pub(crate) text: Vec<Run>,
    pub(crate) name: DisplayName,
    /// The uploads that are attached.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) attachments: Vec<Uuid>,
}

/// As whom a comment is shown.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum DisplayName {
    #[default]
    Integration,
    /// The person for whom the token acts.
    User,
    Custom(Box<str>),
}

impl World {
    /// All comments, oldest first.
    pub(crate) fn comments(&self) -> Vec<&Comment> {
        let mut comments: Vec<&Comment> = self.all().collect();
        comments.sort_by_key(|comment| comment.rank);
        comments
    }

    /// The rank of a new comment.
    pub(crate) fn next_comment_rank(&self) -> u64 {
        self.all::<Comment>().map(|comment| comment.rank).max().map_or(1, |last| last + 1)
    }
}
