//! Uploads as one step: checked first, in one part or in several, and resumed where they broke off.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream::FuturesUnordered;
use notion_model::limits::{
    FILE_BYTES_FREE, FILE_NAME_BYTES, UPLOAD_PART_BYTES, UPLOAD_PART_BYTES_MIN, UPLOAD_PARTS,
};
use notion_model::request::{CreateFileUpload, PartNumber};
use notion_model::{FileUpload, FileUploadId, FileUploadStatus, media_type};
use serde::{Deserialize, Serialize};

use crate::Client;
use crate::endpoint::{file_uploads, users};
use crate::error::Error;
use crate::failure::Failure;
use crate::form::{FileContent, FileError};

mod import;
mod source;

pub use import::Import;
pub use source::UploadSource;

/// Parts that are sent at the same time, and so are in memory: each twice, once as a form.
const AT_ONCE: usize = 3;
/// A part is so large, unless a file would have too many: small enough to be repeated cheaply.
const PART: u64 = 2 * UPLOAD_PART_BYTES_MIN;

/// How often an upload is begun again, or all its parts are sent again.
const AGAIN: u32 = 2;

const _: () = assert!(PART <= UPLOAD_PART_BYTES);

/// Why a file could not be uploaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum UploadError {
    /// The file is larger than the workspace takes. Nothing was sent.
    #[error("the file has {size} bytes, and the workspace takes at most {most}")]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The largest that is accepted.
        most: u64,
    },
    /// Neither name nor type say what the file is. Nothing was sent.
    #[error("what kind of file `{name}` is cannot be told; give it an extension or a media type")]
    Kind {
        /// What it is called.
        name: String,
    },
    /// Notion takes no such files. Nothing was sent.
    #[error("`{name}` would be refused")]
    Refused {
        /// What it is called.
        name: String,
        /// Why.
        #[source]
        reason: media_type::Refused,
    },
    /// The name or the form of the type is wrong. Nothing was sent.
    #[error(transparent)]
    File(#[from] FileError),
    /// The file could not be read. Once it can, the upload can be resumed.
    #[error("the file cannot be read")]
    Read(#[from] io::Error),
    /// The file is not the one that the upload was begun with.
    #[error("the file is not the one that was begun with: it has {size} bytes in place of {begun}")]
    Changed {
        /// How many bytes it has now.
        size: u64,
        /// How many it had.
        begun: u64,
    },
    /// The file on disk is not as it was when the upload was made. What was sent of it is of no use.
    #[error("the file was changed meanwhile; upload it again")]
    Modified,
    /// The progress to go on from is of no upload: it was damaged, or written by hand. Nothing was
    /// sent.
    #[error("the progress is not one of an upload; upload the file again")]
    Progress,
    /// A call failed. The upload can be resumed.
    #[error(transparent)]
    Client(#[from] Error),
    /// The upload was not finished in time, which is an hour. Begin again.
    #[error("the upload {id} has expired; upload the file again")]
    Expired {
        /// The upload.
        id: FileUploadId,
    },
    /// Notion could not take the file, or fetch it.
    #[error("Notion could not take the file: {reason}")]
    Failed {
        /// The upload.
        id: FileUploadId,
        /// Notion's words.
        reason: String,
    },
    /// Notion is not done with the file, such as fetching it. Ask for the upload later.
    #[error("Notion is not done with the file; ask for the upload {id} later")]
    Unfinished {
        /// The upload.
        id: FileUploadId,
    },
}

/// How far an upload in parts is: what has to be kept to resume it in another process.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct UploadProgress {
    /// The upload. It can be resumed for an hour.
    pub id: FileUploadId,
    /// The size of the file in bytes.
    pub size: u64,
    /// The size of every part but the last, in bytes.
    pub part_bytes: u64,
    /// The parts that Notion has, counted from 1.
    pub sent: BTreeSet<usize>,
}

impl UploadProgress {
    fn parts(&self) -> usize {
        usize::try_from(self.size.div_ceil(self.part_bytes.max(1))).unwrap_or(usize::MAX)
    }

    /// Whether it can be that of an upload.
    fn is_sound(&self) -> bool {
        let parts = self.parts();
        let least = if parts == 1 { 1 } else { UPLOAD_PART_BYTES_MIN };
        (least..=UPLOAD_PART_BYTES).contains(&self.part_bytes)
            && PartNumber::new(parts).is_some()
            && self.sent.iter().all(|part| (1..=parts).contains(part))
    }

    /// Where a part begins, and how long it is.
    fn place(&self, part: PartNumber) -> (u64, usize) {
        let start = (part.get() as u64 - 1) * self.part_bytes;
        let length = self.part_bytes.min(self.size.saturating_sub(start));
        (start, usize::try_from(length).unwrap_or(usize::MAX))
    }
}

/// A file on its way to Notion. See [`Client::upload`].
#[derive(Debug)]
#[must_use = "nothing is uploaded until `send`"]
pub struct Upload {
    client: Client,
    source: UploadSource,
    progress: Option<UploadProgress>,
    /// Parts that were read and not confirmed: what comes from a reader cannot be read twice.
    unconfirmed: BTreeMap<PartNumber, Bytes>,
}

impl Client {
    /// Uploads a file: at once up to 20 MiB, else in parts, three at a time.
    ///
    /// [`Upload::send`] does it. What comes back can be attached within an hour; after that it lives as
    /// long as what it is attached to.
    pub fn upload(&self, source: UploadSource) -> Upload {
        let (client, unconfirmed) = (self.clone(), BTreeMap::new());
        Upload { client, source, progress: None, unconfirmed }
    }

    /// Goes on with an upload in parts that broke off, perhaps in another process. The file has to be
    /// the same; parts that Notion has are not sent again.
    pub fn resume_upload(&self, source: UploadSource, progress: UploadProgress) -> Upload {
        Upload { progress: Some(progress), ..self.upload(source) }
    }

    /// How large files may be in the workspace, in bytes; `None` if Notion does not tell. Asked once.
    ///
    /// # Errors
    ///
    /// When the bot cannot be read.
    pub async fn largest_file(&self) -> Result<Option<u64>, Error> {
        if let Some(known) = self.known_largest_file().get() {
            return Ok(*known);
        }
        let me = self.send(users::me()).await?;
        let limits = me.bot.as_ref().and_then(|it| it.get("workspace_limits"));
        let most = limits.and_then(|it| it.get("max_file_upload_size_in_bytes")?.as_u64());
        Ok(*self.known_largest_file().get_or_init(|| most))
    }
}

impl Upload {
    /// How far it is, if it is sent in parts and has been begun.
    pub const fn progress(&self) -> Option<&UploadProgress> {
        self.progress.as_ref()
    }

    /// Sends the file. After an error it can be called again, and goes on where it was; so it does if
    /// the future was dropped.
    ///
    /// Size, name and type are looked at first: what Notion would refuse is not begun. For a file of
    /// more than 5 MiB, the limit of the workspace is asked for, once per client. An upload that has
    /// expired or failed meanwhile is begun again, and parts that Notion lost are sent again, if the file
    /// can be read again.
    ///
    /// # Errors
    ///
    /// [`UploadError`] says whether anything was sent.
    pub async fn send(&mut self) -> Result<FileUpload, UploadError> {
        let kind = self.check().await?;
        let mut fresh = 0;
        loop {
            let error = match self.attempt(&kind).await {
                Ok(upload) => return Ok(upload),
                Err(error) => error,
            };
            let again = match self.stand(&error).await? {
                // What failed may be asked for again, with all that Notion has of it.
                None => return Err(error),
                Some(Stand::Lost) => {
                    // Which part is missing is not told; one that is sent again replaces the other.
                    if let Some(progress) = &mut self.progress {
                        progress.sent.clear();
                    }
                    error
                }
                Some(Stand::Over(error)) => {
                    self.progress = None;
                    error
                }
                Some(Stand::Done(upload)) => {
                    self.progress = None;
                    return Ok(*upload);
                }
            };
            fresh += 1;
            if !self.source.is_repeatable() || fresh > AGAIN {
                return Err(again);
            }
            self.unconfirmed.clear();
        }
    }

    /// The media type, if Notion takes the file.
    async fn check(&self) -> Result<String, UploadError> {
        let (name, size) = (self.source.name(), self.source.size());
        let most = FILE_NAME_BYTES;
        if !(1..=most).contains(&name.len()) {
            return Err(FileError::Name { size: name.len(), most }.into());
        }
        let refused = |reason| UploadError::Refused { name: name.to_owned(), reason };
        let kind = media_type::infer(Some(name), self.source.content_type()).map_err(refused)?;
        let kind = kind.ok_or_else(|| UploadError::Kind { name: name.to_owned() })?;
        if let Some(progress) = &self.progress {
            if progress.size != size {
                return Err(UploadError::Changed { size, begun: progress.size });
            }
            if !progress.is_sound() {
                return Err(UploadError::Progress);
            }
        }
        let in_parts = UPLOAD_PART_BYTES * UPLOAD_PARTS as u64;
        let most = match size {
            // Every workspace takes it.
            0..=FILE_BYTES_FREE => in_parts,
            _ => self.client.largest_file().await?.unwrap_or(in_parts).min(in_parts),
        };
        if size > most {
            return Err(UploadError::TooLarge { size, most });
        }
        Ok(kind)
    }

    async fn attempt(&mut self, kind: &str) -> Result<FileUpload, UploadError> {
        let size = self.source.size();
        if size <= UPLOAD_PART_BYTES && self.progress.is_none() {
            return self.at_once(kind).await;
        }
        let progress = match &self.progress {
            Some(progress) => progress.clone(),
            None => self.begin(kind).await?,
        };
        // Kept here while parts are sent: whoever drops the future can go on all the same.
        self.progress = Some(progress.clone());
        self.send_parts(&progress, kind).await?;
        let upload = self.client.send(file_uploads::complete(progress.id)).await?;
        self.progress = None;
        good(upload)
    }

    /// An upload in parts, of which none is sent.
    async fn begin(&self, kind: &str) -> Result<UploadProgress, UploadError> {
        let (name, size) = (self.source.name(), self.source.size());
        let part_bytes = PART.max(size.div_ceil(UPLOAD_PARTS as u64));
        let id = FileUploadId::from(uuid::Uuid::nil());
        let mut progress = UploadProgress { id, size, part_bytes, sent: BTreeSet::new() };
        let upload = CreateFileUpload::multi_part(name, progress.parts());
        let upload = upload.with_content_type(kind);
        progress.id = self.client.send(file_uploads::create(upload)).await?.id;
        Ok(progress)
    }

    async fn at_once(&mut self, kind: &str) -> Result<FileUpload, UploadError> {
        let size = usize::try_from(self.source.size()).unwrap_or(usize::MAX);
        let bytes = self.read(PartNumber::FIRST, 0, size).await?;
        let name = self.source.name().to_owned();
        let upload = CreateFileUpload::single_part().named(&name).with_content_type(kind);
        let begun = self.client.send(file_uploads::create(upload)).await?;
        let content = FileContent::new(bytes).named(name).of_type(kind);
        let upload = self.client.send(file_uploads::send(begun.id, content)).await?;
        let upload = good(upload)?;
        self.unconfirmed.clear();
        Ok(upload)
    }

    /// The bytes of a part, which are kept until it has arrived.
    async fn read(
        &mut self,
        part: PartNumber,
        start: u64,
        length: usize,
    ) -> Result<Bytes, UploadError> {
        if let Some(bytes) = self.unconfirmed.get(&part) {
            return Ok(bytes.clone());
        }
        let bytes = self.source.read(start, length).await;
        // Looked at afterwards, so that nothing of another state has been read either.
        if !self.source.is_as_it_was().await? {
            return Err(UploadError::Modified);
        }
        let bytes = bytes?;
        self.unconfirmed.insert(part, bytes.clone());
        Ok(bytes)
    }

    /// Sends the parts that Notion does not have. A part that is sent again replaces what was sent, so
    /// the client repeats it like any change of a state.
    async fn send_parts(
        &mut self,
        progress: &UploadProgress,
        kind: &str,
    ) -> Result<(), UploadError> {
        let last = PartNumber::new(progress.parts()).unwrap_or(PartNumber::LAST);
        let missing: Vec<PartNumber> =
            last.up_to().filter(|it| !progress.sent.contains(&it.get())).collect();
        let mut missing = missing.into_iter();
        let mut on_the_way = FuturesUnordered::new();
        let mut failed = None;
        loop {
            while failed.is_none() && on_the_way.len() < AT_ONCE {
                let Some(part) = missing.next() else { break };
                let (start, length) = progress.place(part);
                let bytes = match self.read(part, start, length).await {
                    Ok(bytes) => bytes,
                    Err(error) => {
                        failed = Some(error);
                        break;
                    }
                };
                let content = FileContent::new(bytes).of_type(kind);
                let (client, id) = (self.client.clone(), progress.id);
                on_the_way.push(async move {
                    (part, client.send(file_uploads::send_part(id, part, content)).await)
                });
            }
            match on_the_way.next().await {
                None => return failed.map_or(Ok(()), Err),
                Some((part, Ok(_))) => {
                    if let Some(progress) = &mut self.progress {
                        progress.sent.insert(part.get());
                    }
                    self.unconfirmed.remove(&part);
                }
                // What is on its way is let arrive: it need not be sent again.
                Some((_, Err(error))) => failed = failed.or(Some(error.into())),
            }
        }
    }

    /// What an error means for the upload, if it was not the call alone that failed.
    async fn stand(&self, error: &UploadError) -> Result<Option<Stand>, UploadError> {
        let (progress, error) = match (error, &self.progress) {
            (UploadError::Failed { id, reason }, _) => {
                let again = UploadError::Failed { id: *id, reason: reason.clone() };
                return Ok(Some(Stand::Over(again)));
            }
            (UploadError::Client(error), Some(progress)) => (progress, error),
            _ => return Ok(None),
        };
        if !matches!(error.failure(), Some(Failure::Invalid | Failure::NotFound)) {
            return Ok(None);
        }
        let id = progress.id;
        let upload = self.client.get_opt(file_uploads::retrieve(id)).await?;
        let expired = Stand::Over(UploadError::Expired { id });
        let Some(upload) = upload else { return Ok(Some(expired)) };
        Ok(match (&upload.status, upload.number_of_parts.as_ref()) {
            (FileUploadStatus::Expired, _) => Some(expired),
            (FileUploadStatus::Failed, _) => {
                let reason = "it has failed".to_owned();
                Some(Stand::Over(UploadError::Failed { id, reason }))
            }
            // Whoever began it has not heard of the end.
            (FileUploadStatus::Uploaded, _) => Some(Stand::Done(Box::new(upload))),
            // It was not complete, although every part was taken.
            (_, Some(parts))
                if progress.sent.len() == progress.parts() && parts.sent < parts.total =>
            {
                Some(Stand::Lost)
            }
            _ => None,
        })
    }
}

/// What became of an upload.
enum Stand {
    /// It has to be begun again.
    Over(UploadError),
    /// Notion lost a part.
    Lost,
    /// It was complete already.
    Done(Box<FileUpload>),
}

/// An upload that can be attached.
fn good(upload: FileUpload) -> Result<FileUpload, UploadError> {
    let id = upload.id;
    match upload.status {
        FileUploadStatus::Failed => {
            Err(UploadError::Failed { id, reason: import::reason(&upload) })
        }
        FileUploadStatus::Expired => Err(UploadError::Expired { id }),
        FileUploadStatus::Pending => Err(UploadError::Unfinished { id }),
        _ => Ok(upload),
    }
}

#[cfg(test)]
mod tests;
