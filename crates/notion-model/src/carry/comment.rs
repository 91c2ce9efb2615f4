//! Comments.

use super::{Carried, Lost, Reason, text::runs};
use crate::{
    Comment, DisplayName, Parent,
    request::{self, CommentName, CommentTarget, Validate as _},
};

impl Comment {
    /// A comment that says the same: an answer in the same discussion, or, where the discussion was
    /// not told, a comment on the same page or block. `None` if it is not known what it is about;
    /// [`to_request_in`](Self::to_request_in) takes another place.
    ///
    /// Attached files must be uploaded again.
    pub fn to_request(&self) -> Carried<Option<request::CreateComment>> {
        let mut lost = Lost::default();
        let value = target(self, &mut lost).map(|it| comment(self, it, &mut lost));
        lost.with(value)
    }

    /// A comment that says the same elsewhere.
    pub fn to_request_in(&self, target: CommentTarget) -> Carried<request::CreateComment> {
        let mut lost = Lost::default();
        let value = comment(self, target, &mut lost);
        lost.with(value)
    }
}

fn target(comment: &Comment, lost: &mut Lost<'_>) -> Option<CommentTarget> {
    if let Some(discussion) = &comment.discussion_id {
        return Some(CommentTarget::Discussion(discussion.clone()));
    }
    let (what, why) = match &comment.parent {
        Some(Parent::Page(id)) => return Some(CommentTarget::Page(*id)),
        Some(Parent::Block(id)) => return Some(CommentTarget::Block(*id)),
        Some(Parent::Database(_) | Parent::DataSource { .. } | Parent::Workspace) => {
            ("comment outside a page", Reason::NotCreatable)
        }
        Some(Parent::Unknown(_)) => ("parent", Reason::Unknown),
        None => ("parent", Reason::Cut),
    };
    lost.add_at("parent", what, why);
    None
}

fn comment<'a>(
    comment: &'a Comment,
    target: CommentTarget,
    lost: &mut Lost<'a>,
) -> request::CreateComment {
    lost.fields(&comment.wire);
    let text = lost.at("rich_text", |lost| runs(&comment.rich_text, lost));
    lost.at("attachments", |lost| {
        for (index, it) in comment.attachments.iter().flatten().enumerate() {
            lost.at(index, |lost| {
                lost.fields(&it.wire);
                lost.add("file", Reason::Hosted);
            });
        }
    });
    let name = comment.display_name.as_ref();
    let written = request::CreateComment {
        display_name: name.and_then(|it| lost.at("display_name", |lost| display_name(it, lost))),
        ..request::CreateComment::new(target, text)
    };
    lost.refused(written.validate().err().into_iter().flatten());
    written
}

/// The name of the connection is what a comment has by default.
fn display_name<'a>(name: &'a DisplayName, lost: &mut Lost<'a>) -> Option<CommentName> {
    lost.fields(&name.wire);
    match (&*name.r#type, &name.resolved_name) {
        ("integration", _) => None,
        ("user", _) => Some(CommentName::User),
        ("custom", Some(name)) => Some(CommentName::Custom(name.clone())),
        ("custom", None) => {
            lost.add_at("resolved_name", "name of who commented", Reason::Cut);
            None
        }
        (other, _) => {
            lost.add(format!("name of type {other}"), Reason::Unknown);
            None
        }
    }
}
