//! Files, icons and covers.

use super::{Carried, Lost, Reason};
use crate::{
    File, FileKind, Icon, IconKind, Media,
    request::{self, FileSource},
};

impl Icon {
    /// The icon as it can be written. `None` for a picture in Notion, which must be uploaded again,
    /// and for kinds this crate does not know.
    pub fn to_request(&self) -> Carried<Option<request::Icon>> {
        let mut lost = Lost::default();
        let value = icon(Some(self), "icon", &mut lost);
        lost.with(value)
    }
}

impl File {
    /// The file as an entry of a files property. A file in Notion is kept with its address, which
    /// Notion only accepts in the property that had it before: it is listed as lost.
    pub fn to_request(&self) -> Carried<Option<request::File>> {
        let mut lost = Lost::default();
        let value = file(self, &mut lost);
        lost.with(value)
    }
}

pub(super) fn icon<'a>(
    icon: Option<&'a Icon>,
    what: &'static str,
    lost: &mut Lost<'a>,
) -> Option<request::Icon> {
    let icon = icon?;
    lost.at("icon", |lost| {
        lost.fields(&icon.wire);
        match &icon.kind {
            IconKind::Emoji(_) | IconKind::CustomEmoji(_) | IconKind::Icon(_) => {}
            IconKind::External(it) => lost.at("external", |lost| lost.fields(&it.wire)),
            IconKind::FileUpload(it) => lost.at("file_upload", |lost| lost.fields(&it.wire)),
            IconKind::File(_) => lost.add_at("file", what, Reason::Hosted),
            IconKind::Unknown(it) => {
                lost.add(format!("{what} of type {}", it.type_name), Reason::Unknown);
            }
        }
    });
    request::Icon::from_read(icon)
}

/// A cover. One that is a file in Notion must be uploaded again.
pub(super) fn cover<'a>(cover: Option<&'a File>, lost: &mut Lost<'a>) -> Option<request::File> {
    let cover = cover?;
    lost.at("cover", |lost| file(cover, lost))
        .filter(|it| !matches!(it.source, FileSource::Hosted(_)))
}

/// An entry of a files property.
pub(super) fn file<'a>(file: &'a File, lost: &mut Lost<'a>) -> Option<request::File> {
    lost.fields(&file.wire);
    let source = source(&file.kind, lost)?;
    Some(request::File { name: file.name.clone(), source })
}

/// What a block shows. Only files have a name.
pub(super) fn media<'a>(media: &'a Media, lost: &mut Lost<'a>) -> Option<request::Media> {
    lost.fields(&media.wire);
    let source = source(&media.kind, lost)?;
    let caption = lost.at("caption", |lost| super::text::runs(&media.caption, lost));
    Some(request::Media { source, caption, name: media.name.clone() })
}

fn source<'a>(kind: &'a FileKind, lost: &mut Lost<'a>) -> Option<FileSource> {
    match kind {
        FileKind::External(it) => lost.at("external", |lost| lost.fields(&it.wire)),
        FileKind::FileUpload(it) => lost.at("file_upload", |lost| lost.fields(&it.wire)),
        FileKind::File(_) => lost.add_at("file", "file", Reason::Hosted),
        FileKind::Unknown(it) => {
            lost.add(format!("file of type {}", it.type_name), Reason::Unknown);
        }
    }
    FileSource::from_read(kind)
}
