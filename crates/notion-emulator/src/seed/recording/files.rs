//! Files that were uploaded before a recording began, and uploads that were under way: what is known
//! of most is their address.

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::build::Builder;
use super::id;
use crate::world::World;
use crate::world::moment::Moment;
use crate::world::upload::{Import, ImportError, Mode, State, Upload};

impl Builder<'_> {
    /// Uploads that were begun before, as they are shown first.
    pub(super) fn uploads(&mut self) {
        let sightings = self.sightings;
        let shown = sightings.uploads.iter().filter(|(id, _)| sightings.is_presupposed(**id));
        let mut shown: Vec<_> = shown.map(|(id, upload)| (*id, *upload)).collect();
        // Lists begin with the newest.
        shown.sort_by_key(|(id, _)| std::cmp::Reverse(sightings.uploaded.get(id)));
        for (own, shown) in shown {
            let first = sightings.first("file_upload", own);
            let step = first.and_then(|it| match it.segments()[..] {
                ["file_uploads", _, step @ ("send" | "complete")] => Some(step),
                _ => None,
            });
            let upload = upload(&self.world, own, shown, step);
            self.world.put(upload);
        }
    }
}

/// An upload of which nothing is known.
pub(super) fn pending(world: &World, id: Uuid) -> Upload {
    let now = world.moment();
    Upload {
        id,
        rank: world.next_upload_rank(),
        created: now,
        created_by: world.about.integration.id,
        edited: now,
        mode: Mode::SinglePart,
        state: State::Pending,
        expires: None,
        filename: None,
        content_type: None,
        parts: [].into(),
        import: None,
    }
}

/// An upload as it was before a step that was answered with it.
fn upload(world: &World, own: Uuid, shown: &Value, step: Option<&str>) -> Upload {
    let time = |key: &str| -> Option<Moment> {
        Some(shown[key].as_str()?.parse::<Timestamp>().ok()?.into())
    };
    let mut upload = pending(world, own);
    upload.created = time("created_time").unwrap_or(upload.created);
    upload.edited = time("last_edited_time").unwrap_or(upload.edited);
    upload.created_by = id(&shown["created_by"], "id").unwrap_or(upload.created_by);
    upload.expires = time("expiry_time");
    upload.filename = shown["filename"].as_str().map(Into::into);
    upload.content_type = shown["content_type"].as_str().map(Into::into);
    let number = |value: &Value| value.as_u64().and_then(|it| u32::try_from(it).ok());
    let parts = &shown["number_of_parts"];
    let mut sent = u32::from(shown["content_length"].is_u64());
    if let Some(total) = number(&parts["total"]) {
        upload.mode = Mode::MultiPart(total);
        sent = number(&parts["sent"]).unwrap_or(0);
    }
    let result = &shown["file_import_result"];
    if let Some(kind) = result["type"].as_str() {
        upload.mode = Mode::ExternalUrl("".into());
        let error = &result["error"];
        let word = |key: &str| super::text::word(&error[key]);
        let status = error["status_code"].as_u64().and_then(|it| u16::try_from(it).ok());
        let error = (kind == "error").then(|| ImportError {
            kind: word("type"),
            code: word("code"),
            message: word("message"),
            status,
        });
        let at = result["imported_time"].as_str().and_then(|it| it.parse::<Timestamp>().ok());
        upload.import = Some(Import { at: at.map_or(upload.created, Into::into), error });
    }
    upload.state = match shown["status"].as_str() {
        _ if step.is_some() => State::Pending,
        Some("uploaded") => State::Uploaded,
        Some("failed") => State::Failed,
        _ => State::Pending,
    };
    if shown["status"] == "expired" && upload.expires.is_none_or(|end| end > world.moment()) {
        upload.expires = Some(Timestamp::UNIX_EPOCH.into());
    }
    if step == Some("send") {
        sent = sent.saturating_sub(1);
    }
    let length = shown["content_length"].as_u64().unwrap_or(0);
    upload.parts = (1..=sent).map(|part| (part, if part == 1 { length } else { 0 })).collect();
    upload
}

/// The upload behind `{"url", "expiry_time"}`, without its bytes.
pub(super) fn uploaded(world: &mut World, file: &Value) -> Option<Uuid> {
    let path = file["url"].as_str()?.split('?').next()?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty());
    let id = world.ids.page(world.now);
    let mut upload = pending(world, id);
    upload.state = State::Uploaded;
    upload.filename = name.map(Into::into);
    upload.parts = [(1, 0)].into();
    world.put(upload);
    Some(id)
}

/// An icon or a cover, which a world keeps as answers show it unless it is an uploaded file.
pub(super) fn icon(world: &mut World, value: &Value) -> Option<Box<Value>> {
    let kept = match value["type"].as_str()? {
        "file" => {
            let id = uploaded(world, &value["file"])?;
            json!({ "type": "file_upload", "file_upload": { "id": id } })
        }
        _ => value.clone(),
    };
    Some(Box::new(kept))
}
