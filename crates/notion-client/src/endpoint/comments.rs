//! Comments on pages and blocks, and the discussions they form.
//!
//! Reading and inserting comments are capabilities of their own; without them, Notion refuses with
//! `403`. See Notion's guide, <https://developers.notion.com/docs/working-with-comments>.

use http::Method;
use notion_model::request::{
    CreateComment as Body, UpdateComment as Update, Validate as _, Violations,
};
use notion_model::{BlockId, Comment, CommentId, List};
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, paged};

/// Comments on a page or a block, or answers in a discussion: at most 100 runs of text and 3 files.
///
/// A comment on a page joins the discussion of the page, if there is one. On a range of text one
/// can only answer: the first comment there is made by people.
pub const fn create(comment: Body) -> CreateComment {
    CreateComment { body: comment }
}

/// A comment by id.
pub const fn retrieve(comment: CommentId) -> RetrieveComment {
    RetrieveComment { comment }
}

/// The unresolved comments on a page or on a block, oldest first, all its discussions in one list.
/// Those on what is in a page are not on the page.
pub fn list(subject: impl Into<BlockId>) -> ListComments {
    ListComments { subject: subject.into(), cursor: None, size: None }
}

/// Replaces what a comment says. Only a comment that the connection made can be changed; any other
/// is refused with `403`.
pub const fn update(comment: CommentId, change: Update) -> UpdateComment {
    UpdateComment { comment, body: change }
}

/// Deletes a comment that the connection made, for good, and answers with what it was.
///
/// After an attempt whose answer was lost, "not found" may well be the work of that attempt:
/// [`Client::get_opt`](crate::Client::get_opt) takes it for `None`.
pub const fn delete(comment: CommentId) -> DeleteComment {
    DeleteComment { comment }
}

/// See [`create`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreateComment {
    body: Body,
}

impl Endpoint for CreateComment {
    type Output = Comment;
    type Body = Body;
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::Once;

    fn path(&self) -> String {
        "comments".to_owned()
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        resource.map(|id| format!("comments/{id}"))
    }
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveComment {
    comment: CommentId,
}

impl Endpoint for RetrieveComment {
    type Output = Comment;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("comments/{}", self.comment)
    }
}

/// See [`list`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListComments {
    subject: BlockId,
    cursor: Option<String>,
    size: Option<u32>,
}

impl Endpoint for ListComments {
    type Output = List<Comment>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "comments".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let mut query = vec![("block_id", self.subject.to_string())];
        query.extend(paged(self.cursor.as_ref(), self.size));
        query
    }
}

impl ListEndpoint for ListComments {
    type Item = Comment;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &Comment) -> Option<Uuid> {
        Some(item.id.uuid())
    }
}

/// See [`update`].
#[derive(Clone, Debug, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct UpdateComment {
    comment: CommentId,
    body: Update,
}

impl Endpoint for UpdateComment {
    type Output = Comment;
    type Body = Update;
    const METHOD: Method = Method::PATCH;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("comments/{}", self.comment)
    }

    fn body(&self) -> Option<&Update> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(self.path())
    }
}

/// See [`delete`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct DeleteComment {
    comment: CommentId,
}

impl Endpoint for DeleteComment {
    type Output = Comment;
    type Body = ();
    const METHOD: Method = Method::DELETE;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("comments/{}", self.comment)
    }
}
