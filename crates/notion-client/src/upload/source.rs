//! Where the bytes of an upload come from.

use std::fmt;
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;
use std::time::SystemTime;

use bytes::{Buf as _, Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _};

/// How much is read at a time of what is only skipped.
const SKIPPED: u64 = 64 * 1024;

/// A file to be uploaded: its name, its size, and where its bytes come from.
pub struct UploadSource {
    name: String,
    content_type: Option<String>,
    size: u64,
    content: Content,
}

enum Content {
    Bytes(Bytes),
    /// And when it was changed last, where the system tells.
    Path(PathBuf, Option<SystemTime>),
    Reader(Reader),
}

/// What can be read once.
struct Reader {
    inner: Pin<Box<dyn AsyncRead + Send>>,
    /// Read so far.
    at: u64,
    /// The last of it: the beginning of a part, if reading it broke off.
    begun: BytesMut,
}

impl UploadSource {
    /// Bytes that are in memory.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let (name, size) = (name.into(), bytes.len() as u64);
        Self { name, content_type: None, size, content: Content::Bytes(bytes) }
    }

    /// A file on disk, under its own name. It is read part by part, and has to stay as it is now until
    /// it is uploaded.
    ///
    /// # Errors
    ///
    /// When it is not there, or is no file.
    pub async fn path(path: impl AsRef<Path>) -> io::Result<Self> {
        let path = path.as_ref();
        let about = tokio::fs::metadata(path).await?;
        if !about.is_file() {
            return Err(io::Error::new(io::ErrorKind::InvalidInput, "it is no file"));
        }
        let name = path.file_name().map_or_else(String::new, |it| it.to_string_lossy().into());
        let content = Content::Path(path.to_owned(), about.modified().ok());
        Ok(Self { name, content_type: None, size: about.len(), content })
    }

    /// Whatever can be read once, of which the size in bytes is known. No more than that is read.
    pub fn reader(
        name: impl Into<String>,
        size: u64,
        reader: impl AsyncRead + Send + 'static,
    ) -> Self {
        let reader = Reader { inner: Box::pin(reader), at: 0, begun: BytesMut::new() };
        let content = Content::Reader(reader);
        Self { name: name.into(), content_type: None, size, content }
    }

    /// The same under another name. Its extension says what it is.
    #[must_use]
    pub fn named(self, name: impl Into<String>) -> Self {
        Self { name: name.into(), ..self }
    }

    /// The same with a media type, which has to suit the extension of the name.
    #[must_use]
    pub fn of_type(self, content_type: impl Into<String>) -> Self {
        Self { content_type: Some(content_type.into()), ..self }
    }

    /// What it is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// How many bytes it has.
    pub const fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Whether bytes can be read that were read before.
    pub(super) const fn is_repeatable(&self) -> bool {
        matches!(self.content, Content::Bytes(_) | Content::Path(..))
    }

    /// Reads exactly so many bytes from there on.
    pub(super) async fn read(&mut self, start: u64, length: usize) -> io::Result<Bytes> {
        let end = start.saturating_add(length as u64);
        match &mut self.content {
            Content::Bytes(bytes) => {
                let place = usize::try_from(start).ok().zip(usize::try_from(end).ok());
                let whole = place.filter(|(_, end)| *end <= bytes.len());
                let (start, end) = whole.ok_or(io::ErrorKind::UnexpectedEof)?;
                Ok(bytes.slice(start..end))
            }
            Content::Path(path, _) => {
                let mut file = File::open(path).await?;
                file.seek(SeekFrom::Start(start)).await?;
                let mut bytes = BytesMut::zeroed(length);
                file.read_exact(&mut bytes).await?;
                Ok(bytes.freeze())
            }
            Content::Reader(reader) => reader.read(start, end, length).await,
        }
    }

    /// Whether it has not been changed since this was made, as far as can be told.
    pub(super) async fn is_as_it_was(&self) -> io::Result<bool> {
        let Content::Path(path, modified) = &self.content else { return Ok(true) };
        let about = tokio::fs::metadata(path).await?;
        Ok(about.len() == self.size && about.modified().ok() == *modified)
    }
}

impl Reader {
    /// The bytes from `start` to `end`, which are so many. After an error, or when the future was
    /// dropped, it goes on where it was: what came is kept.
    async fn read(&mut self, start: u64, end: u64, length: usize) -> io::Result<Bytes> {
        let first = self.at - self.begun.len() as u64;
        if start < first {
            return Err(io::Error::new(io::ErrorKind::Unsupported, "it can be read only once"));
        }
        if self.at > start {
            self.begun.advance(usize::try_from(start - first).unwrap_or(usize::MAX));
        }
        while self.at < end {
            if self.at <= start {
                self.begun.clear();
                self.begun.reserve(length);
            }
            // What is skipped comes in pieces that are forgotten.
            let most = if self.at < start { (start - self.at).min(SKIPPED) } else { end - self.at };
            let read = self.inner.as_mut().take(most).read_buf(&mut self.begun).await?;
            if read == 0 {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            self.at += read as u64;
        }
        Ok(self.begun.split_to(length).freeze())
    }
}

/// Says what it is, not what is in it.
impl fmt::Debug for UploadSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("UploadSource")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("size", &self.size)
            .finish_non_exhaustive()
    }
}
