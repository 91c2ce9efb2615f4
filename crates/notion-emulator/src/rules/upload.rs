//! Reading the beginning of an upload.

use notion_model::limits;

use super::media_type;
use crate::check::{At, Checked};
use crate::form;
use crate::refusal::Refusal;
use crate::world::Plan;
use crate::world::upload::Mode;

/// An upload as a request begins it.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct NewUpload {
    pub(crate) mode: Mode,
    pub(crate) filename: Option<String>,
    pub(crate) content_type: Option<String>,
}

/// The body of `POST /v1/file_uploads`.
pub(crate) fn new_upload(body: &At<'_, '_>) -> Checked<NewUpload> {
    body.object()?;
    let modes = ["single_part", "multi_part", "external_url"];
    let mode = body.key("mode").opt(|at| at.word(&modes))?.unwrap_or("single_part");
    let filename_at = body.key("filename");
    let filename = filename_at.opt(|at| {
        let name = at.string()?;
        at.length_at_least(name.len(), 1)?;
        at.length_at_most(name.len(), limits::FILE_NAME_BYTES)?;
        Ok(name.to_owned())
    })?;
    let content_type = body.key("content_type").opt(At::string)?.map(form::media_type);
    let parts_at = body.key("number_of_parts");
    let url_at = body.key("external_url");
    let mode = match mode {
        "single_part" => Mode::SinglePart,
        "multi_part" if filename.is_none() => return Err(filename_at.missing()),
        "multi_part" => {
            let parts = parts_at.at_least(1)?;
            let most = limits::UPLOAD_PARTS as u64;
            let parts = u32::try_from(parts).ok().filter(|parts| u64::from(*parts) <= most);
            Mode::MultiPart(parts.ok_or_else(|| parts_at.should_be(&format!("≤ `{most}`")))?)
        }
        _ => Mode::ExternalUrl(url_at.filled_text(limits::URL)?.into()),
    };
    body.only(&["mode", "filename", "content_type", "number_of_parts", "external_url"])?;
    if !matches!(mode, Mode::MultiPart(_)) && parts_at.is_present() {
        return Err(parts_at.not_present());
    }
    if !matches!(mode, Mode::ExternalUrl(_)) && url_at.is_present() {
        return Err(url_at.not_present());
    }
    Ok(NewUpload { mode, filename, content_type })
}

/// Whether the workspace takes such an upload, whose type and full name follow.
pub(crate) fn settle(new: &mut NewUpload, plan: Plan, base: &str) -> Result<(), Refusal> {
    if matches!(new.mode, Mode::MultiPart(_)) && plan == Plan::Free {
        return Err(Refusal::validation(
            "Multi-part file uploads are not supported in this workspace. Upgrade the workspace \
             to a paid plan to upload files in several parts.",
        ));
    }
    if let Mode::ExternalUrl(url) = &new.mode {
        let is_own = url.strip_prefix(base).is_some_and(|rest| rest.starts_with('/'));
        if !is_own && !url.starts_with("https://") {
            return Err(Refusal::validation(
                "Provided `external_url` must be an HTTPS URL of a file that is publicly \
                 accessible.",
            ));
        }
        new.filename = new.filename.take().or_else(|| last_segment(url));
    }
    let kind = media_type::inferred(new.filename.as_deref(), new.content_type.as_deref())?;
    new.filename = new.filename.as_deref().map(|it| media_type::named(it, kind.as_deref()));
    if !matches!(new.mode, Mode::SinglePart) && kind.is_none() {
        return Err(Refusal::validation(
            "Provided `filename` must include an extension, or have one inferred from the \
             `content_type` parameter.",
        ));
    }
    new.content_type = kind;
    Ok(())
}

/// The name of the file that an address leads to.
fn last_segment(url: &str) -> Option<String> {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let (_, path) = path.split_once("://")?;
    let (_, path) = path.split_once('/')?;
    let last = path.rsplit('/').next().filter(|last| !last.is_empty())?;
    Some(last.to_owned())
}

/// Whether so many bytes may be the whole of a file here.
pub(crate) fn check_size(bytes: u64, limit: u64) -> Result<(), String> {
    if bytes <= limit {
        return Ok(());
    }
    let limit = match limit {
        gib if gib >= 1 << 30 => format!("{} GiB", gib >> 30),
        mib => format!("{} MiB", mib >> 20),
    };
    Err(format!(
        "The file size is not within the allowed limit of {limit}. Please try again with a new \
         file upload."
    ))
}
