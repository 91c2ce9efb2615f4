//! Where the bytes of an upload come from.

use std::fmt;
use std::io::{self, SeekFrom};
use std::path::{Path, PathBuf};
use std::pin::Pin;

use bytes::{Bytes, BytesMut};
use tokio::fs::File;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncSeekExt as _};

/// A file to be uploaded: its name, its size, and where its bytes come from.
pub struct UploadSource {
    name: String,
    content_type: Option<String>,
    size: u64,
    content: Content,
}

enum Content {
    Bytes(Bytes),
    Path(PathBuf),
    /// Read so far.
    Reader(Pin<Box<dyn AsyncRead + Send>>, u64),
}

impl UploadSource {
    /// Bytes that are in memory.
    pub fn bytes(name: impl Into<String>, bytes: impl Into<Bytes>) -> Self {
        let bytes = bytes.into();
        let (name, size) = (name.into(), bytes.len() as u64);
        Self { name, content_type: None, size, content: Content::Bytes(bytes) }
    }

    /// A file on disk, under its own name. It is read part by part.
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
        let content = Content::Path(path.to_owned());
        Ok(Self { name, content_type: None, size: about.len(), content })
    }

    /// Whatever can be read once, of which the size in bytes is known.
    pub fn reader(
        name: impl Into<String>,
        size: u64,
        reader: impl AsyncRead + Send + 'static,
    ) -> Self {
        let content = Content::Reader(Box::pin(reader), 0);
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
        matches!(self.content, Content::Bytes(_) | Content::Path(_))
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
            Content::Path(path) => {
                let mut file = File::open(path).await?;
                file.seek(SeekFrom::Start(start)).await?;
                exactly(&mut file, length).await
            }
            Content::Reader(reader, at) => {
                let skipped = start.checked_sub(*at).ok_or_else(|| {
                    io::Error::new(io::ErrorKind::Unsupported, "it can be read only once")
                })?;
                let mut skipped = reader.as_mut().take(skipped);
                *at += tokio::io::copy(&mut skipped, &mut tokio::io::sink()).await?;
                let bytes = exactly(reader, length).await?;
                *at = end;
                Ok(bytes)
            }
        }
    }
}

async fn exactly(reader: &mut (impl AsyncRead + Unpin), length: usize) -> io::Result<Bytes> {
    let mut bytes = BytesMut::zeroed(length);
    reader.read_exact(&mut bytes).await?;
    Ok(bytes.freeze())
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
