//! Files that were uploaded before a recording began: what is known of them is their address.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::world::World;
use crate::world::upload::{Mode, State, Upload};

/// The upload behind `{"url", "expiry_time"}`, without its bytes.
pub(super) fn uploaded(world: &mut World, file: &Value) -> Option<Uuid> {
    let path = file["url"].as_str()?.split('?').next()?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty());
    let id = world.ids.page(world.now);
    let (now, rank) = (world.moment(), world.next_upload_rank());
    world.put(Upload {
        id,
        rank,
        created: now,
        created_by: world.about.integration.id,
        edited: now,
        mode: Mode::SinglePart,
        state: State::Uploaded,
        expires: None,
        filename: name.map(Into::into),
        content_type: None,
        parts: [(1, 0)].into(),
        import: None,
    });
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
