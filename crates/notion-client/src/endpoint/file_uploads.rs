//! File uploads, step by step: begin, send, complete. What is uploaded is attached by its id, and is
//! gone after an hour if it is not.
//!
//! See Notion's guide, <https://developers.notion.com/docs/working-with-files-and-media>.

use http::Method;
use notion_model::request::{CreateFileUpload as Body, PartNumber, Validate as _, Violations};
use notion_model::{ApiError, FileUpload, FileUploadId, FileUploadStatus, List};
use uuid::Uuid;

use super::{Endpoint, ListEndpoint, Replay, paged};
use crate::error::RequestError;
use crate::form::{FileContent, Form};

/// Begins an upload: at once (at most 20 MiB), in up to 1,000 parts, or from an address on the web,
/// which Notion fetches after its answer. Free workspaces refuse parts, and take 5 MiB in all.
pub const fn create(upload: Body) -> CreateFileUpload {
    CreateFileUpload { body: upload }
}

/// Sends the bytes of an upload that is sent at once. Then it can be attached.
pub const fn send(upload: FileUploadId, content: FileContent) -> SendFileUpload {
    SendFileUpload { upload, part: None, content }
}

/// Sends one part of an upload: 5 to 20 MiB, the last may be smaller. Parts may be sent in any order
/// and at the same time; one that is sent again replaces what was sent.
pub const fn send_part(
    upload: FileUploadId,
    part: PartNumber,
    content: FileContent,
) -> SendFileUpload {
    SendFileUpload { upload, part: Some(part), content }
}

/// Puts the parts of an upload together, once all have been sent. Then it can be attached.
pub const fn complete(upload: FileUploadId) -> CompleteFileUpload {
    CompleteFileUpload { upload }
}

/// An upload by id: how far it is, and what came of an import.
pub const fn retrieve(upload: FileUploadId) -> RetrieveFileUpload {
    RetrieveFileUpload { upload }
}

/// All uploads of the connection, newest first, or those [of one status](ListFileUploads::only).
pub const fn list() -> ListFileUploads {
    ListFileUploads { status: None, cursor: None, size: None }
}

/// See [`create`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CreateFileUpload {
    body: Body,
}

impl Endpoint for CreateFileUpload {
    type Output = FileUpload;
    type Body = Body;
    const METHOD: Method = Method::POST;
    /// An upload that nobody attaches is gone after an hour.
    const REPLAY: Replay = Replay::Leak;

    fn path(&self) -> String {
        "file_uploads".to_owned()
    }

    fn body(&self) -> Option<&Body> {
        Some(&self.body)
    }

    fn check(&self) -> Result<(), Violations> {
        self.body.validate()
    }

    fn read_back(&self, resource: Option<&str>) -> Option<String> {
        resource.map(|id| format!("file_uploads/{id}"))
    }
}

/// See [`send`] and [`send_part`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct SendFileUpload {
    upload: FileUploadId,
    part: Option<PartNumber>,
    content: FileContent,
}

impl Endpoint for SendFileUpload {
    type Output = FileUpload;
    type Body = ();
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("file_uploads/{}/send", self.upload)
    }

    fn form(&self) -> Result<Option<Form>, RequestError> {
        let part = self.part.map(|part| ("part_number", part.to_string()));
        // The bytes are shared, not copied.
        Ok(Some(Form { fields: part.into_iter().collect(), file: self.content.clone() }))
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(format!("file_uploads/{}", self.upload))
    }

    fn is_done(&self, refusal: &ApiError) -> bool {
        self.part.is_none() && is_uploaded(refusal)
    }
}

/// See [`complete`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct CompleteFileUpload {
    upload: FileUploadId,
}

impl Endpoint for CompleteFileUpload {
    type Output = FileUpload;
    type Body = ();
    const METHOD: Method = Method::POST;
    const REPLAY: Replay = Replay::State;

    fn path(&self) -> String {
        format!("file_uploads/{}/complete", self.upload)
    }

    fn read_back(&self, _: Option<&str>) -> Option<String> {
        Some(format!("file_uploads/{}", self.upload))
    }

    fn is_done(&self, refusal: &ApiError) -> bool {
        is_uploaded(refusal)
    }
}

/// See [`retrieve`].
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct RetrieveFileUpload {
    upload: FileUploadId,
}

impl Endpoint for RetrieveFileUpload {
    type Output = FileUpload;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        format!("file_uploads/{}", self.upload)
    }
}

/// See [`list`].
#[derive(Clone, Debug, Eq, PartialEq)]
#[must_use = "an endpoint does nothing until a client sends it"]
pub struct ListFileUploads {
    status: Option<FileUploadStatus>,
    cursor: Option<String>,
    size: Option<u32>,
}

impl ListFileUploads {
    /// Only uploads of this status.
    pub fn only(mut self, status: FileUploadStatus) -> Self {
        self.status = Some(status);
        self
    }
}

impl Endpoint for ListFileUploads {
    type Output = List<FileUpload>;
    type Body = ();
    const METHOD: Method = Method::GET;
    const REPLAY: Replay = Replay::Read;

    fn path(&self) -> String {
        "file_uploads".to_owned()
    }

    fn query(&self) -> Vec<(&'static str, String)> {
        let status = self.status.iter().map(|status| ("status", status.as_str().to_owned()));
        status.chain(paged(self.cursor.as_ref(), self.size)).collect()
    }
}

impl ListEndpoint for ListFileUploads {
    type Item = FileUpload;

    fn turn_to(&mut self, cursor: Option<String>, size: u32) {
        self.cursor = cursor;
        self.size = Some(size);
    }

    fn id(item: &FileUpload) -> Option<Uuid> {
        Some(item.id.uuid())
    }
}

/// Whether Notion refuses because the upload is complete.
fn is_uploaded(refusal: &ApiError) -> bool {
    refusal.status == 400 && refusal.message.contains("`uploaded`")
}
