//! Files, icons and covers, as they are read.

use crate::{
    Timestamp,
    wire::{wire_object, wire_union},
};

wire_union! {
    /// Where a file is.
    pub enum FileKind {
        /// Somewhere on the web.
        External(ExternalFile) = "external",
        /// In Notion, behind a signed URL that expires after an hour.
        File(HostedFile) = "file",
        /// An upload, as it stands in requests.
        FileUpload(UploadedFile) = "file_upload",
    }
}

wire_object! {
    /// A file on the web.
    pub struct ExternalFile {
        /// Its address.
        required url: String,
    }
}

wire_object! {
    /// A file in Notion.
    pub struct HostedFile {
        /// A signed address: it changes with every read and answers 403 once it expired.
        required url: String,
        /// When the address expires.
        optional expiry_time: Option<Timestamp>,
    }
}

wire_object! {
    /// An upload that is attached.
    pub struct UploadedFile {
        /// Its id.
        required id: crate::FileUploadId,
    }
}

wire_object! {
    /// A file: a cover, or an entry of a files property.
    pub struct File {
        /// What it is called. Covers have no name.
        optional name: Option<String>,
    }
    /// Where it is.
    tagged kind: FileKind {}
}

wire_object! {
    /// The icon of a page, a database or a callout.
    pub struct Icon {}
    /// Which kind of icon.
    tagged kind: IconKind {}
}

wire_union! {
    /// A kind of icon.
    pub enum IconKind {
        /// One emoji.
        Emoji(String) = "emoji",
        /// A picture on the web.
        External(ExternalFile) = "external",
        /// A picture in Notion.
        File(HostedFile) = "file",
        /// An upload, as it stands in requests.
        FileUpload(UploadedFile) = "file_upload",
        /// An emoji of the workspace.
        CustomEmoji(CustomEmoji) = "custom_emoji",
        /// One of Notion's own icons.
        Icon(NativeIcon) = "icon",
    }
}

impl Icon {
    /// An icon of the given kind.
    pub fn new(kind: IconKind) -> Self {
        Self { kind, wire: crate::Wire::default() }
    }
}

wire_object! {
    /// An emoji of the workspace.
    pub struct CustomEmoji {
        /// Its id.
        required id: Box<str>,
        /// What it is called, without colons.
        optional name: Option<String>,
        /// Its picture.
        optional url: Option<String>,
    }
}

wire_object! {
    /// One of Notion's own icons.
    pub struct NativeIcon {
        /// Its name: `snake`.
        required name: String,
        /// Its colour. The list is not that of texts: it has `lightgray`.
        optional color: Option<Box<str>>,
    }
}
