//! File uploads, and uploaded files where they are attached.

use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{View, object};
use crate::ids;
use crate::signed;
use crate::version::Version;
use crate::world::emoji::Emoji;
use crate::world::moment::Moment;
use crate::world::upload::{Import, Mode, Upload};

impl View<'_> {
    /// An upload. What does not apply to it is not shown at all.
    pub(crate) fn upload(&self, upload: &Upload) -> Map<String, Value> {
        let now = self.world.now;
        let (status, expired) = (upload.status(now), upload.is_expired(now));
        let bot = self.world.user(upload.created_by).is_none_or(|user| user.is_bot);
        let kind = if bot { "bot" } else { "person" };
        let mut shown = object([
            ("object", json!("file_upload")),
            ("id", json!(upload.id)),
            ("created_time", json!(upload.created.to_minute())),
            ("created_by", json!({ "id": upload.created_by, "type": kind })),
            ("last_edited_time", json!(upload.edited.to_minute())),
            ("expiry_time", json!(upload.expires.map(Moment::to_minute))),
        ]);
        let base = format!("{}/v1/file_uploads/{}", self.world.base, upload.id);
        let by_url = matches!(upload.mode, Mode::ExternalUrl(_));
        if status == "pending" && !by_url {
            shown.insert("upload_url".into(), json!(format!("{base}/send")));
            if matches!(upload.mode, Mode::MultiPart(_)) && !upload.parts.is_empty() {
                shown.insert("complete_url".into(), json!(format!("{base}/complete")));
            }
        }
        let length = (!upload.parts.is_empty()).then(|| upload.length());
        shown.extend(object([
            ("in_trash", json!(expired)),
            ("status", json!(status)),
            ("filename", json!(upload.filename)),
            ("content_type", json!(upload.content_type)),
            ("content_length", json!(length)),
        ]));
        if let Mode::MultiPart(total) = upload.mode {
            let parts = json!({ "total": total, "sent": upload.parts.len() });
            shown.insert("number_of_parts".into(), parts);
        }
        if let Some(import) = &upload.import {
            shown.insert("file_import_result".into(), import_result(import));
        }
        if self.version == Version::V2025_09_03 {
            shown.insert("archived".into(), json!(expired));
        }
        shown
    }

    /// `{"url", "expiry_time"}` of an uploaded file: a new address with every read.
    pub(super) fn hosted(&self, upload: Uuid) -> Value {
        match self.world.find::<Upload>(upload) {
            Some(upload) => {
                let address = signed::address(self.world, upload);
                json!({ "url": address.url, "expiry_time": address.expiry_time })
            }
            None => json!({ "url": "", "expiry_time": null }),
        }
    }

    /// An icon or cover as it is read back: an upload has become a file.
    pub(super) fn icon(&self, kept: Option<&Value>) -> Value {
        let Some(kept) = kept else { return Value::Null };
        let upload = kept.get("file_upload").and_then(|it| it.get("id")).and_then(Value::as_str);
        if let Some(id) = upload.and_then(ids::parse) {
            return json!({ "type": "file", "file": self.hosted(id) });
        }
        let Some(custom) = kept.get("custom_emoji") else { return kept.clone() };
        let id = custom.get("id").and_then(Value::as_str).and_then(ids::parse);
        match id.and_then(|id| self.world.find::<Emoji>(id)) {
            Some(emoji) => {
                let emoji = json!({ "id": emoji.id, "name": emoji.name, "url": emoji.url });
                json!({ "type": "custom_emoji", "custom_emoji": emoji })
            }
            None if custom.get("url").is_none() => Value::Null,
            None => kept.clone(),
        }
    }
}

/// How an import ended.
pub(crate) fn import_result(import: &Import) -> Value {
    let time = import.at.to_second();
    match &import.error {
        None => json!({ "type": "success", "success": {}, "imported_time": time }),
        Some(error) => json!({
            "type": "error",
            "error": {
                "type": error.kind,
                "code": error.code,
                "message": error.message,
                "parameter": null,
                "status_code": error.status,
            },
            "imported_time": time,
        }),
    }
}
