//! File uploads: begin, send, complete, retrieve, list.

use std::collections::BTreeMap;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use jiff::SignedDuration;
use notion_model::limits;
use serde_json::Value;
use uuid::Uuid;

use super::{not_found, shown};
use crate::call::{Answer, Call, page_of_ids};
use crate::check::At;
use crate::clock::{self, later};
use crate::fault::UploadMishap;
use crate::fetch::{FetchError, Fetched};
use crate::form::{self, Field};
use crate::refusal::Refusal;
use crate::render::{View, list as shown_list};
use crate::rules::media_type;
use crate::rules::upload::{check_size, new_upload, settle};
use crate::signed;
use crate::world::World;
use crate::world::upload::{Import, ImportError, Mode, State, Upload};

/// How long an upload can be used before it is attached, unless a fault says otherwise.
const LIFETIME: SignedDuration = SignedDuration::from_hours(1);

/// `POST /v1/file_uploads`
///
/// An import by URL is answered as pending, and is done when the next request comes.
pub(super) fn create(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&[])?;
    let mut new = new_upload(&call.body())?;
    settle(&mut new, world.about.plan, &world.base)?;
    let id = world.ids.upload(world.now);
    let rank = world.next_upload_rank();
    let now = world.moment();
    let created_by = world.about.integration.id;
    let end = later(world.now, world.alterations.expires.map_or(LIFETIME, clock::signed));
    let url = match &new.mode {
        Mode::ExternalUrl(url) => Some(url.clone()),
        _ => None,
    };
    world.put(Upload {
        id,
        rank,
        created: now,
        created_by,
        edited: now,
        mode: new.mode,
        state: State::Pending,
        expires: Some(end.into()),
        filename: new.filename.map(Into::into),
        content_type: new.content_type.map(Into::into),
        parts: BTreeMap::new(),
        import: None,
    });
    let view = View::new(world, call.version);
    let answer = shown(world.find(id).map(|upload| view.upload(upload)))?;
    if let Some(url) = url {
        import(world, call, id, &url);
    }
    Ok(answer.making(id, Vec::new()))
}

/// Fetches what an upload by URL names: a file of this world, or what the fetcher brings.
fn import(world: &mut World, call: &Call<'_>, id: Uuid, url: &str) {
    let own = signed::upload_of(world, url).and_then(|id| world.find::<Upload>(id));
    let fetched = match own {
        _ if world.alterations.upload.is_some() => {
            let message = "The file could not be downloaded: the server did not answer.";
            Err(FetchError { status: None, message: message.to_owned() })
        }
        Some(own) => Ok(Fetched {
            content_type: own.content_type.as_deref().map(str::to_owned),
            content: world.content(own.id),
        }),
        None => call.fetcher.fetch(url),
    };
    let at = world.moment();
    let limit = world.about.plan.file_bytes();
    let checked = fetched.map_err(download_error).and_then(|file| {
        check_size(file.content.len() as u64, limit).map_err(|message| ImportError {
            kind: "validation_error".into(),
            code: "file_upload_invalid_size".into(),
            message: message.into(),
            status: None,
        })?;
        Ok(file)
    });
    let Some(upload) = world.change::<Upload>(id) else { return };
    upload.edited = at;
    match checked {
        Ok(file) => {
            upload.state = State::Uploaded;
            upload.import = Some(Import { at, error: None });
            if upload.content_type.is_none() {
                upload.content_type = file.content_type.map(Into::into);
            }
            upload.parts.insert(1, file.content.len() as u64);
            world.keep_bytes(id, 1, file.content);
        }
        Err(error) => {
            upload.state = State::Failed;
            upload.import = Some(Import { at, error: Some(error) });
        }
    }
}

fn download_error(error: FetchError) -> ImportError {
    ImportError {
        kind: "download_error".into(),
        code: "file_upload_download_failed".into(),
        message: error.message.into(),
        status: error.status,
    }
}

/// `POST /v1/file_uploads/{file_upload_id}/send`
pub(super) fn send(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("file_upload_id")?;
    call.only_query(&[])?;
    let fields = read_form(call)?;
    let mut file = None;
    let mut members = serde_json::Map::new();
    for field in fields {
        if field.name == "file" {
            file = Some(field);
        } else {
            let text = String::from_utf8_lossy(&field.content).into_owned();
            members.insert(field.name, text.into());
        }
    }
    let members = Value::Object(members);
    let body = At::body(&members);
    let part_at = body.key("part_number");
    let part = part_at.opt(|at| {
        let number = at.string()?.parse::<u32>().ok();
        number.filter(|number| *number > 0).ok_or_else(|| at.should_be("a positive integer"))
    })?;
    body.only(&["part_number"])?;
    let file = file.ok_or_else(|| body.key("file").missing())?;

    let upload = find(world, id)?;
    check_pending(world, upload, "sent to")?;
    let (number, last) = match (&upload.mode, part) {
        (Mode::ExternalUrl(_), _) => {
            let message = "File uploads of mode `external_url` take no bytes: they are imported.";
            return Err(Refusal::validation(message));
        }
        (Mode::SinglePart, _) => (1, true),
        (Mode::MultiPart(_), None) => return Err(part_at.missing().into()),
        (Mode::MultiPart(total), Some(number)) if number > *total => {
            return Err(part_at.should_be(&format!("≤ `{total}`")).into());
        }
        (Mode::MultiPart(total), Some(number)) => (number, number == *total),
    };
    let is_whole = upload.mode == Mode::SinglePart;
    let (filename, content_type) = identity(upload, &file, is_whole)?;
    let length = file.content.len() as u64;
    check_part(length, last)?;
    let others: u64 = upload.parts.iter().filter(|(at, _)| **at != number).map(|(_, it)| it).sum();
    check_size(others + length, world.about.plan.file_bytes()).map_err(Refusal::validation)?;

    let now = world.moment();
    if let Some(upload) = world.change::<Upload>(id) {
        upload.edited = now;
        upload.filename = filename.map(Into::into);
        upload.content_type = content_type.map(Into::into);
        upload.parts.insert(number, length);
        if is_whole {
            upload.state = State::Uploaded;
        }
    }
    // The bytes of the request also hold the boundaries of the form: only the file is kept.
    world.keep_bytes(id, number, Bytes::copy_from_slice(&file.content));
    fail_if_wanted(world, id);
    let answer = retrieved(world, call, id);
    if world.alterations.upload == Some(UploadMishap::PartLost) {
        world.lose_part(id, number);
    }
    answer
}

/// Ends an upload as failed, if that is what a fault wants.
fn fail_if_wanted(world: &mut World, id: Uuid) {
    if world.alterations.upload == Some(UploadMishap::Failed)
        && let Some(upload) = world.change::<Upload>(id)
    {
        upload.state = State::Failed;
    }
}

fn read_form(call: &Call<'_>) -> Result<Vec<Field>, Refusal> {
    let given = call.headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok());
    let Some(boundary) = given.and_then(form::boundary) else {
        let quoted = given.map_or_else(|| "undefined".to_owned(), |it| Value::from(it).to_string());
        return Err(Refusal::validation(format!(
            "Content-Type header failed validation: Content-Type header should be \
             `\"multipart/form-data\"` with a boundary, instead was `{quoted}`."
        )));
    };
    form::fields(call.raw, &boundary).ok_or_else(|| {
        Refusal::validation("body failed validation: body should be multipart form data.")
    })
}

fn find(world: &World, id: Uuid) -> Result<&Upload, Refusal> {
    world.find::<Upload>(id).ok_or_else(|| not_found(world, "file_upload", id))
}

fn check_pending(world: &World, upload: &Upload, done: &str) -> Result<(), Refusal> {
    match upload.status(world.now) {
        "pending" => Ok(()),
        status => Err(Refusal::validation(format!(
            "File upload {} cannot be {done}: its status should be `pending`, instead was \
             `{status}`.",
            upload.id
        ))),
    }
}

/// The name and type of an upload, once bytes came: as it was begun, else as the form says.
fn identity(
    upload: &Upload,
    file: &Field,
    is_whole: bool,
) -> Result<(Option<String>, Option<String>), Refusal> {
    let begun = upload.content_type.as_deref();
    let sent = file.content_type.as_deref();
    if let (Some(begun), Some(sent)) = (begun, sent)
        && begun != sent
        && is_whole
    {
        return Err(Refusal::validation(format!(
            "The content type of the file should match the `content_type` of the file upload: \
             expected {begun}, instead was {sent}."
        )));
    }
    let name = upload.filename.as_deref().or(file.filename.as_deref());
    let kind = media_type::inferred(name, begun.or(sent))?;
    if kind.is_none() {
        return Err(Refusal::validation(
            "The content type of the file is not known: give a `content_type`, or a file name \
             with an extension.",
        ));
    }
    let name = name.map(|name| media_type::named(name, kind.as_deref()));
    if name.as_ref().is_some_and(|name| name.len() > limits::FILE_NAME_BYTES) {
        let most = limits::FILE_NAME_BYTES;
        let message = format!("The file name is longer than {most} bytes.");
        return Err(Refusal::validation(message));
    }
    Ok((name, kind))
}

/// A part has 5 to 20 MiB; the last one, and a file in one part, may have less.
fn check_part(length: u64, last: bool) -> Result<(), Refusal> {
    check_size(length, limits::UPLOAD_PART_BYTES).map_err(Refusal::validation)?;
    if !last && length < limits::UPLOAD_PART_BYTES_MIN {
        return Err(Refusal::validation(
            "The size of each part of a multi-part file upload, except for the last one, must be \
             at least 5 MiB.",
        ));
    }
    Ok(())
}

/// `POST /v1/file_uploads/{file_upload_id}/complete`
pub(super) fn complete(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("file_upload_id")?;
    call.only_query(&[])?;
    call.body().only(&[])?;
    let upload = find(world, id)?;
    check_pending(world, upload, "completed")?;
    let Mode::MultiPart(total) = upload.mode else {
        let message = "Only file uploads of mode `multi_part` can be completed.";
        return Err(Refusal::validation(message));
    };
    let sent = upload.parts.len();
    if u64::from(total) != sent as u64 {
        return Err(Refusal::validation(format!(
            "File upload {id} cannot be completed: {total} parts are expected, and {sent} were \
             sent."
        )));
    }
    let now = world.moment();
    if let Some(upload) = world.change::<Upload>(id) {
        upload.edited = now;
        upload.state = State::Uploaded;
    }
    fail_if_wanted(world, id);
    retrieved(world, call, id)
}

/// `GET /v1/file_uploads/{file_upload_id}`
pub(super) fn retrieve(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    let id = call.id("file_upload_id")?;
    call.only_query(&[])?;
    find(world, id)?;
    retrieved(world, call, id)
}

fn retrieved(world: &World, call: &Call<'_>, id: Uuid) -> Result<Answer, Refusal> {
    let view = View::new(world, call.version);
    shown(world.find(id).map(|upload| view.upload(upload)))
}

/// `GET /v1/file_uploads`: newest first, expired ones too.
pub(super) fn list(world: &mut World, call: &Call<'_>) -> Result<Answer, Refusal> {
    call.only_query(&["status", "start_cursor", "page_size"])?;
    let status = call.word("status", &["pending", "uploaded", "expired", "failed"])?;
    let paging = call.paging()?;
    let mut uploads: Vec<&Upload> = world.all().collect();
    uploads.sort_by_key(|upload| std::cmp::Reverse(upload.rank));
    let wanted =
        uploads.into_iter().filter(|it| status.is_none_or(|is| it.status(world.now) == is));
    let (page, next) = page_of_ids(wanted.map(|upload| upload.id), &paging)?;
    let view = View::new(world, call.version);
    let found = page.iter().filter_map(|id| world.find::<Upload>(*id));
    let found = found.map(|upload| Value::Object(view.upload(upload))).collect();
    Ok(Answer::of(shown_list("file_upload", found, next)))
}
