//! Where imported files come from: nowhere, unless whoever builds the local Notion says so.

use std::fmt;

use bytes::Bytes;

/// Gets files for uploads by URL.
///
/// The local Notion reaches no network of its own: without a fetcher only its own files can be
/// imported, and every other import fails as Notion's do. A fetcher is called while the world
/// stands still, so it should be quick, and must not ask the same local Notion for anything.
pub trait Fetcher: fmt::Debug + Send + Sync + 'static {
    /// Gets the file behind an address.
    ///
    /// # Errors
    /// [`FetchError`] says what the outcome of the import is to say.
    fn fetch(&self, url: &str) -> Result<Fetched, FetchError>;
}

/// A file that was fetched.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Fetched {
    /// Its media type, if the server told.
    pub content_type: Option<String>,
    /// The file itself.
    pub content: Bytes,
}

/// Why a file could not be fetched.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error("{message}")]
pub struct FetchError {
    /// What the server answered with, if it answered.
    pub status: Option<u16>,
    /// What went wrong, in words.
    pub message: String,
}

/// Reaches nothing.
#[derive(Debug)]
pub(crate) struct NoNetwork;

impl Fetcher for NoNetwork {
    fn fetch(&self, _: &str) -> Result<Fetched, FetchError> {
        let message = "The file could not be downloaded: the local Notion reaches no network.";
        Err(FetchError { status: None, message: message.to_owned() })
    }
}
