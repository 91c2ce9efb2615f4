//! File uploads, as they are read.

use serde_json::{Map, Value};

use crate::{
    FileUploadId, Timestamp,
    wire::{open_enum, wire_object},
};

wire_object! {
    /// An upload: bytes on their way to being attached. It expires after an hour unless attached.
    pub struct FileUpload {
        /// Always `file_upload`.
        defaulted object: FileUploadObject,
        /// Its id. After the first attachment it may be attached any number of times.
        required id: FileUploadId,
        /// When it was made, floored to the minute.
        nullable created_time: Option<Timestamp>,
        /// Who made it: an id and a type, which is `person`, `bot` or `agent`.
        nullable created_by: Option<Map<String, Value>>,
        /// When it was last changed, floored to the minute.
        nullable last_edited_time: Option<Timestamp>,
        /// When it expires; `None` once it is attached.
        nullable expiry_time: Option<Timestamp>,
        /// Where the bytes go, while it is pending.
        optional upload_url: Option<String>,
        /// What finishes an upload in parts, once the first part arrived.
        optional complete_url: Option<String>,
        /// Whether it is in the trash.
        defaulted in_trash: bool,
        /// How far it is.
        required status: FileUploadStatus,
        /// What the file is called.
        nullable filename: Option<String>,
        /// Its media type.
        nullable content_type: Option<String>,
        /// The bytes received so far.
        nullable content_length: Option<u64>,
        /// How many parts there are and how many arrived.
        optional number_of_parts: Option<Parts>,
        /// What came of an import from the web.
        optional file_import_result: Option<ImportResult>,
        /// The same as `in_trash`, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Notion's id of the answer, if the upload is one.
        optional request_id: Option<Box<str>>,
    }
}

open_enum! {
    /// The `object` of an upload.
    #[derive(Default)]
    pub enum FileUploadObject {
        /// An upload.
        #[default]
        FileUpload = "file_upload",
    }
}

open_enum! {
    /// How far an upload is.
    pub enum FileUploadStatus {
        /// The bytes are not complete.
        Pending = "pending",
        /// It may be attached.
        Uploaded = "uploaded",
        /// It was not attached in time.
        Expired = "expired",
        /// The import failed.
        Failed = "failed",
    }
}

wire_object! {
    /// The parts of an upload.
    pub struct Parts {
        /// How many there are.
        required total: u32,
        /// How many arrived.
        required sent: u32,
    }
}

wire_object! {
    /// What came of an import from the web.
    pub struct ImportResult {
        /// Whether the file was fetched.
        required r#type: ImportOutcome,
        /// Nothing, if the file was fetched.
        optional success: Option<Map<String, Value>>,
        /// Why the file was not fetched.
        optional error: Option<ImportError>,
        /// When it was over.
        optional imported_time: Option<Timestamp>,
    }
}

open_enum! {
    /// How an import from the web ended.
    pub enum ImportOutcome {
        /// The file is there.
        Success = "success",
        /// It is not.
        Error = "error",
    }
}

wire_object! {
    /// Why a file was not fetched from the web.
    pub struct ImportError {
        /// `validation_error`, `internal_system_error`, `download_error` or `upload_error`.
        required r#type: Box<str>,
        /// Notion's word for it.
        optional code: Option<Box<str>>,
        /// Notion's words for it.
        optional message: Option<String>,
        /// What was wrong in the request, if it was the request.
        nullable parameter: Option<String>,
        /// What the other server answered with, if it answered.
        nullable status_code: Option<u16>,
    }
}
