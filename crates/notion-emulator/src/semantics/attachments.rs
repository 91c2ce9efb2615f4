//! Attaching uploads: which ones a request names, whether they are ready, and that they stay.

use serde_json::Value;
use uuid::Uuid;

use crate::ids;
use crate::refusal::Refusal;
use crate::rules::block::complete_file_name;
use crate::rules::property::{GivenFile, GivenPlace};
use crate::signed;
use crate::world::World;
use crate::world::block_type::Part;
use crate::world::cell::{FileItem, FilePlace};
use crate::world::upload::Upload;

/// The uploads that a body names, which was read before and is therefore of the right form.
fn named(body: &Value) -> Vec<Uuid> {
    let mut found = Vec::new();
    let mut rest = vec![body];
    while let Some(value) = rest.pop() {
        match value {
            Value::Array(items) => rest.extend(items),
            Value::Object(members) => {
                let id = members.get("file_upload").and_then(|it| it.get("id"));
                let id = id.or_else(|| members.get("file_upload_id"));
                found.extend(id.and_then(Value::as_str).and_then(ids::parse));
                rest.extend(members.values());
            }
            _ => {}
        }
    }
    found
}

/// Refuses what cannot be attached: uploads that are not there, not complete, failed or expired.
pub(crate) fn check(world: &World, body: &Value) -> Result<(), Refusal> {
    named(body).into_iter().try_for_each(|id| check_one(world, id))
}

fn check_one(world: &World, id: Uuid) -> Result<(), Refusal> {
    let Some(upload) = world.find::<Upload>(id) else {
        return Err(Refusal::not_found("file_upload", id, &world.about.integration));
    };
    match upload.status(world.now) {
        "uploaded" => Ok(()),
        status => Err(Refusal::validation(format!(
            "File upload {id} cannot be attached: its status should be `uploaded`, instead was \
             `{status}`."
        ))),
    }
}

/// What is attached stays: it no longer expires.
pub(crate) fn attach(world: &mut World, body: &Value) {
    for id in named(body) {
        let attached = world.find::<Upload>(id).is_some_and(|upload| upload.expires.is_none());
        if !attached && let Some(upload) = world.change::<Upload>(id) {
            upload.expires = None;
        }
    }
}

/// A file of a files property: an upload lends its name, an address of ours is an upload again.
pub(crate) fn file(world: &World, given: GivenFile) -> Result<FileItem, Refusal> {
    let place = match given.place {
        GivenPlace::External(url) => FilePlace::Url(url),
        GivenPlace::Upload(id) => {
            check_one(world, id)?;
            FilePlace::Upload(id)
        }
        GivenPlace::Hosted(url) => {
            let id = signed::upload_of(world, &url).ok_or_else(|| {
                Refusal::validation("The file is none of this workspace: attach it as external.")
            })?;
            FilePlace::Upload(id)
        }
    };
    let own = match &place {
        FilePlace::Upload(id) => world.find::<Upload>(*id).and_then(|it| it.filename.clone()),
        FilePlace::Url(_) => None,
    };
    let name = given.name.or(own).unwrap_or_else(|| "Untitled".into());
    Ok(FileItem { name, place })
}

/// Gives a file block the name of its upload, if it has none, and its extension.
pub(crate) fn name_file_block(world: &World, parts: &mut Vec<(Box<str>, Part)>) {
    let upload = parts.iter().find_map(|(_, part)| match part {
        Part::Upload(id) => world.find::<Upload>(*id),
        _ => None,
    });
    let Some(upload) = upload else { return complete_file_name(parts) };
    let own = upload.filename.as_deref().unwrap_or_default();
    let extension = own.rsplit_once('.').map(|(_, extension)| extension);
    let name = parts.iter_mut().find(|(key, _)| &**key == "name");
    match (name, extension) {
        (Some((_, Part::Word(name))), Some(extension)) if !name.contains('.') => {
            *name = format!("{name}.{extension}").into();
        }
        (Some(_), _) => {}
        (None, _) => parts.push(("name".into(), Part::Word(own.into()))),
    }
}
