//! Files and icons, as they are written.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de, ser::SerializeMap as _};

use super::rich_text::Single;
use crate::{CustomEmoji, FileKind, FileUploadId, IconKind, NativeIcon, Wire};

/// Where a file is that is to be attached.
#[derive(Clone, Debug, PartialEq)]
pub enum FileSource {
    /// On the web, at most 2000 UTF-16 units.
    External(String),
    /// Uploaded to Notion within the last hour.
    Upload(FileUploadId),
    /// In Notion already. Only accepted where the same property had it before.
    Hosted(crate::HostedFile),
}

impl FileSource {
    pub(super) fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        match self {
            Self::External(url) => {
                map.serialize_entry("type", "external")?;
                map.serialize_entry("external", &Single("url", url))
            }
            Self::Upload(id) => {
                map.serialize_entry("type", "file_upload")?;
                map.serialize_entry("file_upload", &Single("id", id))
            }
            Self::Hosted(file) => {
                map.serialize_entry("type", "file")?;
                map.serialize_entry("file", file)
            }
        }
    }

    /// `None` for a kind that is unknown.
    pub(crate) fn from_read(kind: &FileKind) -> Option<Self> {
        Some(match kind {
            FileKind::External(it) => Self::External(it.url.clone()),
            FileKind::FileUpload(it) => Self::Upload(it.id),
            FileKind::File(it) => Self::Hosted(it.clone()),
            FileKind::Unknown(_) => return None,
        })
    }
}

/// A file that is written: a cover, or an entry of a files property.
#[derive(Clone, Debug, PartialEq)]
pub struct File {
    /// What it is called. Required for external files in a property.
    pub name: Option<String>,
    /// Where it is.
    pub source: FileSource,
}

impl Serialize for File {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(None)?;
        if let Some(name) = &self.name {
            map.serialize_entry("name", name)?;
        }
        self.source.write(&mut map)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for File {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let file = crate::File::deserialize(from)?;
        let source = FileSource::from_read(&file.kind)
            .ok_or_else(|| de::Error::custom("a file is `external` or a `file_upload`"))?;
        Ok(Self { name: file.name, source })
    }
}

/// An icon that is written.
#[derive(Clone, Debug, PartialEq)]
pub enum Icon {
    /// One emoji.
    Emoji(String),
    /// A picture on the web.
    External(String),
    /// An emoji of the workspace.
    CustomEmoji(CustomEmoji),
    /// One of Notion's own icons.
    Native(NativeIcon),
    /// Uploaded to Notion within the last hour.
    Upload(FileUploadId),
}

impl Icon {
    /// One emoji.
    pub fn emoji(emoji: impl Into<String>) -> Self {
        Self::Emoji(emoji.into())
    }

    /// `None` for a picture in Notion, which must be uploaded again, and for unknown kinds.
    pub(crate) fn from_read(icon: &crate::Icon) -> Option<Self> {
        Some(match &icon.kind {
            IconKind::Emoji(emoji) => Self::Emoji(emoji.clone()),
            IconKind::External(it) => Self::External(it.url.clone()),
            IconKind::CustomEmoji(it) => Self::CustomEmoji(it.clone()),
            IconKind::Icon(it) => Self::Native(it.clone()),
            IconKind::FileUpload(it) => Self::Upload(it.id),
            IconKind::File(_) | IconKind::Unknown(_) => return None,
        })
    }
}

impl Serialize for Icon {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let kind = match self {
            Self::Emoji(emoji) => IconKind::Emoji(emoji.clone()),
            Self::External(url) => {
                IconKind::External(crate::ExternalFile { url: url.clone(), wire: Wire::default() })
            }
            Self::CustomEmoji(it) => IconKind::CustomEmoji(it.clone()),
            Self::Native(it) => IconKind::Icon(it.clone()),
            Self::Upload(id) => {
                IconKind::FileUpload(crate::UploadedFile { id: *id, wire: Wire::default() })
            }
        };
        crate::Icon::new(kind).serialize(to)
    }
}

impl<'de> Deserialize<'de> for Icon {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let icon = crate::Icon::deserialize(from)?;
        Self::from_read(&icon).ok_or_else(|| {
            let type_name = icon.kind.type_name();
            de::Error::custom(format_args!("an icon of type `{type_name}` cannot be written"))
        })
    }
}
