//! Downloads: files from the storage behind Notion, whose addresses are good for an hour.

use std::fmt;
use std::io;
use std::time::Duration;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Uri, header};
use notion_model::{BlockId, BlockKind, FileKind, IconKind, PageId, PropertyValueKind};
use tokio::io::{AsyncWrite, AsyncWriteExt as _};
use tokio::time::{sleep, timeout};

use crate::Client;
use crate::endpoint::{blocks, pages};
use crate::error::Error;
use crate::transport::{Pieces, TransportError};

/// Downloads of one client that run at the same time. They cost nothing of Notion's budget.
pub(crate) const AT_ONCE: usize = 4;
/// How long the storage may send nothing.
const SILENCE: Duration = Duration::from_secs(30);
/// How often an address that is refused is replaced by a new one in a row.
const REFRESHES: u32 = 2;
/// How often the storage may say that the file is somewhere else.
const REDIRECTS: u32 = 5;

/// Why a file could not be downloaded.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum DownloadError {
    /// It is no address of the web.
    #[error("`{0}` is no address that a file can be downloaded from")]
    Address(String),
    /// The storage refused the address: most probably its hour is over.
    #[error(
        "the address of the file is refused ({status}), as it is when its hour is over; say where the file is"
    )]
    Refused {
        /// The status.
        status: StatusCode,
    },
    /// There is no file where the address was read.
    #[error("there is no file any more where it was")]
    Gone,
    /// The file was replaced by another one while it was downloaded.
    #[error("the file was replaced while it was downloaded; download it again")]
    Changed,
    /// The storage answered something else.
    #[error("the storage answered {status}")]
    Storage {
        /// The status.
        status: StatusCode,
    },
    /// The storage ended too early, again and again.
    #[error("the download ended after {received} of {expected} bytes")]
    Short {
        /// How many bytes arrived.
        received: u64,
        /// How many there are.
        expected: u64,
    },
    /// No answer, or not all of it.
    #[error(transparent)]
    Transport(#[from] TransportError),
    /// The storage sent nothing for half a minute, again and again.
    #[error("the storage sent nothing for {} seconds", SILENCE.as_secs())]
    Silent,
    /// What arrived could not be written.
    #[error("what was downloaded cannot be written")]
    Write(#[from] io::Error),
    /// The object that the file is in could not be read.
    #[error(transparent)]
    Client(#[from] Error),
}

/// Where a file is in Notion: there its address can be read again.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum FilePlace {
    /// In a block: a picture, video, recording, PDF or file, or the icon of a callout.
    Block(BlockId),
    /// In a property of a page, by its name and the file's place in it, from 0.
    Property(PageId, String, usize),
    /// The icon of a page.
    Icon(PageId),
    /// The cover of a page.
    Cover(PageId),
}

/// What was downloaded.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Downloaded {
    /// How many bytes were written.
    pub bytes: u64,
    /// The media type, as the storage tells it.
    pub content_type: Option<String>,
}

/// A file to be downloaded. See [`Client::download`].
#[derive(Clone)]
#[must_use = "nothing is downloaded until `to`"]
pub struct Download {
    client: Client,
    address: String,
    place: Option<FilePlace>,
    size: Option<u64>,
}

/// Not the address: whoever has it can read the file.
impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download").field("place", &self.place).finish_non_exhaustive()
    }
}

impl Client {
    /// Downloads the file behind an address, which stands in a block, a property, an icon or a cover.
    ///
    /// Four files at a time; the others wait. Nothing that could identify the client is sent, the token
    /// least of all; up to five redirects are followed, from `https` to `https` only. The address of a file in
    /// Notion is good for an hour: [`Download::of`] says where a new one can be read.
    pub fn download(&self, address: impl Into<String>) -> Download {
        Download { client: self.clone(), address: address.into(), place: None, size: None }
    }

    /// The address of a file as it is now: `None` if there is none at that place. Costs one request.
    ///
    /// # Errors
    ///
    /// When the block or page cannot be read.
    pub async fn file_address(&self, place: &FilePlace) -> Result<Option<String>, Error> {
        Ok(match place {
            FilePlace::Block(block) => match self.send(blocks::retrieve(*block)).await?.kind {
                BlockKind::Image(it)
                | BlockKind::Video(it)
                | BlockKind::Audio(it)
                | BlockKind::Pdf(it)
                | BlockKind::File(it) => address(it.kind),
                BlockKind::Callout(it) => it.icon.and_then(|it| icon_address(it.kind)),
                _ => None,
            },
            FilePlace::Property(page, name, place) => {
                let page = self.send(pages::retrieve(*page)).await?;
                match page.property(name) {
                    Some(PropertyValueKind::Files(files)) => {
                        files.get(*place).and_then(|it| address(it.kind.clone()))
                    }
                    _ => None,
                }
            }
            FilePlace::Icon(page) => {
                self.send(pages::retrieve(*page)).await?.icon.and_then(|it| icon_address(it.kind))
            }
            FilePlace::Cover(page) => {
                self.send(pages::retrieve(*page)).await?.cover.and_then(|it| address(it.kind))
            }
        })
    }
}

fn address(file: FileKind) -> Option<String> {
    match file {
        FileKind::External(it) => Some(it.url),
        FileKind::File(it) => Some(it.url),
        _ => None,
    }
}

fn icon_address(icon: IconKind) -> Option<String> {
    match icon {
        IconKind::External(it) => Some(it.url),
        IconKind::File(it) => Some(it.url),
        _ => None,
    }
}

impl Download {
    /// Where the file is: there a new address is read when the storage refuses this one.
    pub fn of(mut self, place: FilePlace) -> Self {
        self.place = Some(place);
        self
    }

    /// How many bytes the file has, where that is known, as it is of an upload of one's own: the storage
    /// has been seen to send less and call it all.
    pub const fn of_size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }

    /// Writes the file as it comes, in bounded memory.
    ///
    /// What breaks off is gone on with where it broke off, as often as a call is repeated; progress
    /// makes the count begin anew. The size has to be that which the storage said, or the caller.
    ///
    /// # Errors
    ///
    /// [`DownloadError`]. What was written then is the beginning of the file.
    pub async fn to<W: AsyncWrite + Unpin>(
        mut self,
        writer: &mut W,
    ) -> Result<Downloaded, DownloadError> {
        let client = self.client.clone();
        // The semaphore is never closed.
        let _place = client.downloads().acquire().await.ok();
        let mut course = Course { expected: self.size, ..Course::default() };
        let (mut attempts, mut refreshes) = (0, 0);
        loop {
            let before = course.received;
            let error = match course.go_on(&client, &self.address, writer).await {
                Ok(()) => break,
                Err(error) => error,
            };
            if course.received > before {
                (attempts, refreshes) = (0, 0);
            }
            match (&error, &self.place) {
                (DownloadError::Refused { .. }, Some(place)) if refreshes < REFRESHES => {
                    refreshes += 1;
                    let address = client.file_address(place).await?;
                    self.address = address.ok_or(DownloadError::Gone)?;
                }
                _ if is_passing(&error) && attempts + 1 < client.attempts() => {
                    attempts += 1;
                    sleep(Duration::from_secs(1 << attempts.min(5)) / 2).await;
                }
                _ => return Err(error),
            }
        }
        writer.flush().await?;
        Ok(Downloaded { bytes: course.received, content_type: course.content_type })
    }
}

/// Whether it may go better the next time.
fn is_passing(error: &DownloadError) -> bool {
    match error {
        DownloadError::Short { .. } | DownloadError::Transport(_) | DownloadError::Silent => true,
        // A file that was just uploaded is not ready yet (202).
        DownloadError::Storage { status } => {
            status.is_server_error()
                || [
                    StatusCode::ACCEPTED,
                    StatusCode::REQUEST_TIMEOUT,
                    StatusCode::TOO_MANY_REQUESTS,
                ]
                .contains(status)
        }
        _ => false,
    }
}

/// A file on its way, through all attempts.
#[derive(Debug, Default)]
struct Course {
    received: u64,
    /// The size of the file, as the caller knows it.
    expected: Option<u64>,
    /// The size of the file, once the storage has said it.
    size: Option<u64>,
    /// The storage's name for this state of the file.
    etag: Option<HeaderValue>,
    content_type: Option<String>,
}

impl Course {
    /// One attempt: asks for what is missing and writes it.
    async fn go_on<W: AsyncWrite + Unpin>(
        &mut self,
        client: &Client,
        address: &str,
        writer: &mut W,
    ) -> Result<(), DownloadError> {
        let (parts, mut pieces) = self.open(client, address).await?.into_parts();
        let mut skipped = match parts.status {
            StatusCode::OK => self.received,
            StatusCode::PARTIAL_CONTENT if range(&parts.headers) == Some(self.received) => 0,
            StatusCode::PARTIAL_CONTENT | StatusCode::RANGE_NOT_SATISFIABLE => {
                return Err(DownloadError::Changed);
            }
            status @ (StatusCode::FORBIDDEN
            | StatusCode::UNAUTHORIZED
            | StatusCode::NOT_FOUND
            | StatusCode::GONE) => return Err(DownloadError::Refused { status }),
            status => return Err(DownloadError::Storage { status }),
        };
        self.recognise(&parts.headers, parts.status)?;
        while let Some(piece) = self.next(&mut pieces).await? {
            let mut piece = piece;
            let known = usize::try_from(skipped).unwrap_or(usize::MAX).min(piece.len());
            skipped -= known as u64;
            let piece = piece.split_off(known);
            writer.write_all(&piece).await?;
            self.received += piece.len() as u64;
        }
        let received = self.received;
        match (self.expected, self.size) {
            (Some(expected), _) if received > expected => Err(DownloadError::Changed),
            (Some(expected), _) | (None, Some(expected)) if received != expected => {
                Err(DownloadError::Short { received, expected })
            }
            // Less than has come before.
            (None, None) if skipped > 0 => Err(DownloadError::Changed),
            _ => Ok(()),
        }
    }

    /// The beginning of an answer, from wherever the storage sends us.
    async fn open(
        &self,
        client: &Client,
        address: &str,
    ) -> Result<Response<Pieces>, DownloadError> {
        let mut request = self.request(address)?;
        for _ in 0..REDIRECTS {
            let from = request.uri().clone();
            let answer = answered(client, request).await?;
            let Some(address) = elsewhere(&from, &answer) else { return Ok(answer) };
            request = self.request(&address)?;
        }
        answered(client, request).await
    }

    async fn next(&self, pieces: &mut Pieces) -> Result<Option<Bytes>, DownloadError> {
        let piece = timeout(SILENCE, pieces.next()).await.map_err(|_| DownloadError::Silent)?;
        Ok(piece.transpose()?)
    }

    /// A request of nobody: what stands in the address is all that the storage needs.
    fn request(&self, address: &str) -> Result<Request<Bytes>, DownloadError> {
        let wrong = || DownloadError::Address(address.chars().take(60).collect());
        let uri: Uri = address.parse().map_err(|_| wrong())?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) || uri.host().is_none() {
            return Err(wrong());
        }
        let mut request = Request::new(Bytes::new());
        *request.method_mut() = Method::GET;
        *request.uri_mut() = uri;
        if self.received > 0 {
            let range = HeaderValue::from_str(&format!("bytes={}-", self.received));
            request.headers_mut().insert(header::RANGE, range.map_err(|_| wrong())?);
            if let Some(etag) = &self.etag {
                // Of another file, all of it is sent, and recognised by its name.
                request.headers_mut().insert(header::IF_RANGE, etag.clone());
            }
        }
        Ok(request)
    }

    /// Whether it is still the same file, as far as the storage tells.
    fn recognise(&mut self, headers: &HeaderMap, status: StatusCode) -> Result<(), DownloadError> {
        let etag = headers.get(header::ETAG).cloned();
        let size = match status {
            // The caller knows better.
            _ if self.expected.is_some() => None,
            StatusCode::PARTIAL_CONTENT => of_range(headers).and_then(|(_, size)| size),
            _ => number(headers, header::CONTENT_LENGTH),
        };
        let differs = |was: bool, is: bool, same: bool| was && is && !same;
        if differs(self.etag.is_some(), etag.is_some(), self.etag == etag)
            || differs(self.size.is_some(), size.is_some(), self.size == size)
        {
            return Err(DownloadError::Changed);
        }
        self.etag = self.etag.take().or(etag);
        self.size = self.size.or(size);
        let content_type = headers.get(header::CONTENT_TYPE).and_then(|it| it.to_str().ok());
        self.content_type = self.content_type.take().or_else(|| content_type.map(str::to_owned));
        Ok(())
    }
}

async fn answered(
    client: &Client,
    request: Request<Bytes>,
) -> Result<Response<Pieces>, DownloadError> {
    let opening = timeout(SILENCE, client.transport().open(request)).await;
    Ok(opening.map_err(|_| DownloadError::Silent)??)
}

/// Where an answer says that the file is: never on an open line if it was asked for on a safe one.
fn elsewhere(from: &Uri, answer: &Response<Pieces>) -> Option<String> {
    if !matches!(answer.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = answer.headers().get(header::LOCATION)?.to_str().ok()?;
    let (scheme, host) = (from.scheme_str()?, from.authority()?);
    if to.starts_with("//") {
        return Some(format!("{scheme}:{to}"));
    }
    if to.starts_with('/') {
        return Some(format!("{scheme}://{host}{to}"));
    }
    let is_safe = to.starts_with("https://") || (scheme == "http" && to.starts_with("http://"));
    is_safe.then(|| to.to_owned())
}

fn number(headers: &HeaderMap, name: header::HeaderName) -> Option<u64> {
    headers.get(name)?.to_str().ok()?.parse().ok()
}

/// Where a part of a file begins.
fn range(headers: &HeaderMap) -> Option<u64> {
    of_range(headers).map(|(start, _)| start)
}

/// `bytes 5-9/10`: where the part begins, and how large the whole is, if that is told.
fn of_range(headers: &HeaderMap) -> Option<(u64, Option<u64>)> {
    let range = headers.get(header::CONTENT_RANGE)?.to_str().ok()?.strip_prefix("bytes ")?;
    let (part, whole) = range.split_once('/')?;
    let (start, _) = part.split_once('-')?;
    Some((start.trim().parse().ok()?, whole.trim().parse().ok()))
}

#[cfg(test)]
mod tests;
