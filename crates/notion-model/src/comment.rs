//! Comments, as they are read.

use crate::{
    CommentId, Parent, RichText, Timestamp, User,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// A comment. Comments of one discussion share its id.
    pub struct Comment {
        /// Always `comment`.
        defaulted object: CommentObject,
        /// Its id.
        required id: CommentId,
        /// The page or block it is about.
        nullable parent: Option<Parent>,
        /// The discussion it is part of.
        nullable discussion_id: Option<Box<str>>,
        /// When it was made, floored to the minute.
        nullable created_time: Option<Timestamp>,
        /// When it was last changed, floored to the minute.
        nullable last_edited_time: Option<Timestamp>,
        /// Who made it: only an id.
        nullable created_by: Option<User>,
        /// What it says.
        defaulted rich_text: Vec<RichText>,
        /// The files attached to it.
        optional attachments: Option<Vec<Attachment>>,
        /// As whom it was made.
        optional display_name: Option<DisplayName>,
        /// Notion's id of the answer, if the comment is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of a comment.
    #[derive(Default)]
    pub enum CommentObject {
        /// A comment.
        #[default]
        Comment = "comment",
    }
}

wire_object! {
    /// A file attached to a comment.
    pub struct Attachment {
        /// `audio`, `image`, `pdf`, `productivity` or `video`.
        required category: Box<str>,
        /// The file, behind an address that expires.
        required file: crate::HostedFile,
    }
}

wire_object! {
    /// The name under which a comment was made.
    pub struct DisplayName {
        /// `integration`, `user` or `custom`.
        required r#type: Box<str>,
        /// The name.
        nullable resolved_name: Option<String>,
    }
}
