//! Reading icons and covers, which are kept as they are read back.

use notion_model::{Patch, limits};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::check::{At, Checked, Problem};
use crate::ids;

/// An icon. `None` where the service silently keeps nothing: an emoji it does not know.
pub(crate) fn icon(at: &At<'_, '_>) -> Checked<Option<Value>> {
    let forms = ["emoji", "external", "custom_emoji", "icon", "file_upload"];
    match form(at, &forms)? {
        "emoji" => {
            let emoji = at.key("emoji").filled_text(100)?;
            Ok(Some(json!({ "type": "emoji", "emoji": emoji })))
        }
        "external" => {
            let url = external_url(&at.key("external"))?;
            let native = native_icon(url);
            Ok(Some(
                native.unwrap_or_else(|| json!({ "type": "external", "external": { "url": url } })),
            ))
        }
        "custom_emoji" => {
            let emoji = at.key("custom_emoji");
            let id = emoji.key("id").uuid()?;
            let name = emoji.key("name").opt(At::string)?;
            let url = emoji.key("url").opt(At::string)?;
            emoji.only(&["id", "name", "url"])?;
            let emoji = match name.zip(url) {
                Some((name, url)) => json!({ "id": id, "name": name, "url": url }),
                // Shown if the workspace has it, and not at all otherwise.
                None => json!({ "id": id }),
            };
            Ok(Some(json!({ "type": "custom_emoji", "custom_emoji": emoji })))
        }
        "icon" => {
            let icon = at.key("icon");
            let name = icon.key("name").filled_text(100)?;
            let color = icon.key("color").opt(|at| at.word(limits::ICON_COLORS))?.unwrap_or("gray");
            icon.only(&["name", "color"])?;
            Ok(Some(json!({ "type": "icon", "icon": { "name": name, "color": color } })))
        }
        _ => {
            let id = file_upload(&at.key("file_upload"))?;
            Ok(Some(json!({ "type": "file_upload", "file_upload": { "id": id } })))
        }
    }
}

/// `{"id"}` of an upload.
pub(crate) fn file_upload(at: &At<'_, '_>) -> Checked<Uuid> {
    let id = at.key("id").uuid()?;
    at.only(&["id"])?;
    Ok(id)
}

/// A change of an icon. One that the service does not know clears it.
pub(crate) fn icon_patch(at: &At<'_, '_>) -> Checked<Patch<Box<Value>>> {
    Ok(match at.patch(icon)? {
        Patch::Keep => Patch::Keep,
        Patch::Clear | Patch::Set(None) => Patch::Clear,
        Patch::Set(Some(icon)) => Patch::Set(Box::new(icon)),
    })
}

/// A change of a cover.
pub(crate) fn cover_patch(at: &At<'_, '_>) -> Checked<Patch<Box<Value>>> {
    at.patch(|at| cover(at).map(Box::new))
}

/// A cover: a file that lives elsewhere, or an upload.
pub(crate) fn cover(at: &At<'_, '_>) -> Checked<Value> {
    if form(at, &["external", "file_upload"])? == "external" {
        let url = external_url(&at.key("external"))?;
        return Ok(json!({ "type": "external", "external": { "url": url } }));
    }
    let id = file_upload(&at.key("file_upload"))?;
    Ok(json!({ "type": "file_upload", "file_upload": { "id": id } }))
}

/// `{"url"}` of a file that lives elsewhere.
pub(crate) fn external_url<'v>(at: &At<'v, '_>) -> Checked<&'v str> {
    let url = at.key("url").filled_text(limits::URL)?;
    at.only(&["url"])?;
    Ok(url)
}

/// Which of the forms of a union stands here, by its `type` or by its key.
fn form(at: &At<'_, '_>, forms: &[&'static str]) -> Checked<&'static str> {
    let members = at.object()?;
    let kind = at.key("type").opt(|at| at.word(forms))?;
    let form = kind.or_else(|| forms.iter().copied().find(|form| members.contains_key(*form)));
    let Some(form) = form else {
        let problems = forms.iter().map(|form| at.key(form).missing());
        return Err(Problem::any(problems).unwrap_or_else(|| at.missing()));
    };
    at.only(&["type", form])?;
    Ok(form)
}

/// `https://www.notion.so/icons/snake_purple.svg` is an icon of Notion's own, and read back so.
fn native_icon(url: &str) -> Option<Value> {
    let file = url.strip_prefix("https://www.notion.so/icons/")?;
    let (name, color) = file.strip_suffix(".svg")?.rsplit_once('_')?;
    let color = limits::ICON_COLORS.iter().find(|known| **known == color)?;
    Some(json!({ "type": "icon", "icon": { "name": name, "color": color } }))
}

/// Whether an address can be kept as a link: it has a scheme, or is a path within Notion.
pub(crate) fn is_link(url: &str) -> bool {
    if url.starts_with('/') || ids::parse(url).is_some() {
        return true;
    }
    let Some((scheme, rest)) = url.split_once(':') else { return false };
    let mut letters = scheme.chars();
    let named = letters.next().is_some_and(|first| first.is_ascii_alphabetic())
        && letters.all(|it| it.is_ascii_alphanumeric() || "+-.".contains(it));
    let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    let rest_is_fine =
        if web { !rest.trim_start_matches('/').is_empty() } else { !rest.is_empty() };
    named && rest_is_fine
}
