//! What carries a request to Notion and brings the answer back.

use std::error::Error as StdError;
use std::pin::Pin;

use bytes::Bytes;
use futures_core::Stream;
use futures_util::stream;
use http::{Request, Response};

use crate::failure::Failure;

#[cfg(feature = "reqwest")]
mod reqwest;
mod service;

#[cfg(feature = "reqwest")]
pub use self::reqwest::Reqwest;
pub use self::service::Service;

/// Carries one request to Notion and brings the answer back. Knows nothing of retries, budgets or
/// JSON.
///
/// A client times requests out by dropping the future; dropping it must not block.
pub trait Transport: Send + Sync + 'static {
    /// Sends the request and reads the whole answer, whatever its status. Redirects are not
    /// followed: Notion sends none.
    fn send(&self, request: Request<Bytes>) -> Sending<'_>;

    /// Sends the request and answers as soon as the answer begins; its body follows piece by piece.
    /// For files, which may be larger than the memory, and whose storage is not Notion.
    ///
    /// Unless it is said otherwise, the whole answer is read first.
    fn open(&self, request: Request<Bytes>) -> Opening<'_> {
        Box::pin(async move {
            let (parts, body) = self.send(request).await?.into_parts();
            let once: Pieces = Box::pin(stream::once(std::future::ready(Ok(body))));
            Ok(Response::from_parts(parts, once))
        })
    }
}

/// The answer to come.
pub type Sending<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Bytes>, TransportError>> + Send + 'a>>;

/// The beginning of an answer to come.
pub type Opening<'a> =
    Pin<Box<dyn Future<Output = Result<Response<Pieces>, TransportError>> + Send + 'a>>;

/// A body, piece by piece.
pub type Pieces = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// No answer arrived.
///
/// The cause is boxed, so that no HTTP library is part of the interface.
#[derive(Debug, thiserror::Error)]
#[error("{}", .fate.words())]
pub struct TransportError {
    fate: Fate,
    #[source]
    source: Box<dyn StdError + Send + Sync>,
}

/// How far a request came.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fate {
    NotSent,
    NotTrusted,
    Unclear,
}

impl Fate {
    const fn words(self) -> &'static str {
        match self {
            Self::NotSent => "no connection",
            Self::NotTrusted => "no connection that can be trusted",
            Self::Unclear => "the connection failed after the request was sent",
        }
    }
}

impl TransportError {
    /// The request certainly did not reach Notion: it may be sent again, whatever it does.
    pub fn not_sent(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { fate: Fate::NotSent, source: source.into() }
    }

    /// The request was not sent, because whoever is there cannot prove to be Notion. Trying again
    /// would change nothing.
    pub fn not_trusted(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { fate: Fate::NotTrusted, source: source.into() }
    }

    /// The request, or a part of it, may have reached Notion.
    pub fn unclear(source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        Self { fate: Fate::Unclear, source: source.into() }
    }

    /// Whether the request may have reached Notion.
    pub const fn may_have_arrived(&self) -> bool {
        matches!(self.fate, Fate::Unclear)
    }

    /// The class of the failure.
    pub const fn failure(&self) -> Failure {
        match self.fate {
            Fate::NotSent => Failure::NotSent,
            Fate::NotTrusted => Failure::Untrusted,
            Fate::Unclear => Failure::Lost,
        }
    }
}
