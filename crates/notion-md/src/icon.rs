//! Icons and files as attributes of tags, both ways.

use notion_model::{
    FileUploadId, HostedFile,
    request::{FileSource, Icon},
};

use crate::tag::{Attributes, TagText};

/// Sets the icon; says what is lost if only the dialect's own words may be used.
pub(crate) fn set_icon(tag: &mut TagText, icon: &Icon, own: bool) -> Option<&'static str> {
    let plain = match icon {
        Icon::Emoji(it) | Icon::External(it) => it.clone(),
        Icon::CustomEmoji(it) => format!(":{}:", it.name.as_deref().unwrap_or(&it.id)),
        Icon::Native(it) => format!(":{}:", it.name),
        Icon::Upload(_) => String::new(),
    };
    if plain_icon(&plain).as_ref() == Some(icon) {
        tag.set("icon", &plain);
        return None;
    }
    if own {
        let json = serde_json::to_string(icon).unwrap_or_default();
        tag.set("nmd-icon", &json);
        return None;
    }
    // What would be read as an icon of another kind says less than nothing.
    if !plain.is_empty() && plain_icon(&plain).is_none() {
        tag.set("icon", &plain);
    }
    Some("what an icon is")
}

/// The icon of a tag; `Err` with the text that is none.
pub(crate) fn icon(attributes: &mut Attributes) -> Result<Option<Icon>, String> {
    let plain = attributes.get("icon").map(str::to_owned);
    if let Some(json) = attributes.get("nmd-icon") {
        return serde_json::from_str(json).map(Some).map_err(|_| json.to_owned());
    }
    let Some(plain) = plain else { return Ok(None) };
    plain_icon(&plain).map(Some).ok_or(plain)
}

/// An emoji or an address. Words, such as the `:name:` of an emoji of the workspace, are neither.
fn plain_icon(text: &str) -> Option<Icon> {
    if text.starts_with("http://") || text.starts_with("https://") {
        return Some(Icon::External(text.to_owned()));
    }
    // Some letters are emojis, too: ℹ️, Ⓜ️, 🅰️.
    let is_letter =
        |it: char| it.is_alphabetic() && !matches!(it, 'ℹ' | 'Ⓜ' | '\u{1f130}'..='\u{1f189}');
    let is_emoji = !text.is_empty()
        && text.chars().count() <= 32
        && !text
            .chars()
            .any(|it| it.is_control() || it.is_whitespace() || is_letter(it) || it == ':');
    is_emoji.then(|| Icon::emoji(text))
}

/// Sets where a file is; says what is lost if only the dialect's own words may be used.
pub(crate) fn set_source(
    tag: &mut TagText,
    source: &FileSource,
    own: bool,
) -> Option<&'static str> {
    match source {
        FileSource::External(url) => {
            let is_plain =
                matches!(plain_source(url), Some(FileSource::External(it)) if it == *url);
            tag.set("source", url);
            if is_plain {
                return None;
            }
            if own {
                tag.set("nmd-source", "external");
                return None;
            }
            Some("an address that is none")
        }
        FileSource::Upload(id) => {
            tag.set("source", &format!("{UPLOAD}{id}"));
            (!own).then_some("an uploaded file")
        }
        FileSource::Hosted(file) => {
            tag.set("source", &file.url);
            if own {
                tag.set("nmd-source", "file");
                if let Some(at) = &file.expiry_time {
                    tag.set("nmd-expiry", &at.to_string());
                }
            }
            (!own).then_some("a file in Notion, whose address expires within the hour")
        }
    }
}

const UPLOAD: &str = "file-upload://";

/// Where the file of a tag is; `Err` with the text that is no address.
pub(crate) fn source(attributes: &mut Attributes) -> Result<Option<FileSource>, String> {
    let expiry = attributes.get("nmd-expiry").and_then(|it| it.parse().ok());
    let kind = attributes.get("nmd-source").map(str::to_owned);
    let url =
        ["source", "src", "url"].into_iter().find_map(|it| attributes.get(it).map(str::to_owned));
    let Some(url) = url else { return Ok(None) };
    match kind.as_deref() {
        Some("external") => Ok(Some(FileSource::External(url))),
        Some("file") => Ok(Some(FileSource::Hosted(HostedFile {
            url,
            expiry_time: expiry,
            wire: <_>::default(),
        }))),
        _ => plain_source(&url).map(Some).ok_or(url),
    }
}

/// Whether an address says by itself where a file on the web is.
pub(crate) fn is_plain_source(url: &str) -> bool {
    matches!(plain_source(url), Some(FileSource::External(it)) if it == url)
}

fn plain_source(url: &str) -> Option<FileSource> {
    if let Some(id) = url.strip_prefix(UPLOAD) {
        return id.parse::<FileUploadId>().ok().map(FileSource::Upload);
    }
    let is_web = url.starts_with("http://") || url.starts_with("https://");
    crate::read::judge(url).filter(|_| is_web).map(FileSource::External)
}
