//! Comments.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{View, object};
use crate::world::comment::{Comment, DisplayName};
use crate::world::upload::Upload;

impl View<'_> {
    pub(crate) fn comment(&self, comment: &Comment) -> Map<String, Value> {
        let mut shown = object([
            ("object", json!("comment")),
            ("id", json!(comment.id)),
            ("parent", self.parent(comment.parent)),
            ("discussion_id", json!(comment.discussion)),
            ("created_time", json!(comment.created.to_minute())),
            ("last_edited_time", json!(comment.edited.to_minute())),
            ("created_by", Self::partial_user(comment.created_by)),
            ("rich_text", self.rich_text(&comment.text)),
        ]);
        if !comment.attachments.is_empty() {
            let attachments = comment.attachments.iter().map(|id| self.attachment(*id)).collect();
            shown.insert("attachments".into(), attachments);
        }
        shown.insert("display_name".into(), self.display_name(comment));
        shown
    }

    fn attachment(&self, upload: Uuid) -> Value {
        let kind = self.world.find::<Upload>(upload).and_then(|it| it.content_type.as_deref());
        let category = match kind.unwrap_or_default() {
            "application/pdf" => "pdf",
            "application/mp4" => "video",
            other => match other.split('/').next() {
                Some("audio") => "audio",
                Some("image") => "image",
                Some("video") => "video",
                _ => "productivity",
            },
        };
        json!({ "category": category, "file": self.hosted(upload) })
    }

    fn display_name(&self, comment: &Comment) -> Value {
        let name_of = |id: Uuid| self.world.user(id).map(|user| &*user.name);
        let (kind, name) = match &comment.name {
            DisplayName::Integration => ("integration", name_of(comment.created_by)),
            DisplayName::User => {
                let author = self.world.user(comment.created_by).filter(|user| !user.is_bot);
                let person = author.map(|user| user.id).or(self.world.about.person);
                ("user", name_of(person.unwrap_or(comment.created_by)))
            }
            DisplayName::Custom(name) => ("custom", Some(&**name)),
        };
        json!({ "type": kind, "resolved_name": name })
    }
}
