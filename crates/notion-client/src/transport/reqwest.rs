//! The network: the only file that knows reqwest.

use std::error::Error as StdError;
use std::io;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use futures_util::stream;
use http::{Request, Response};

use super::{Opening, Pieces, Sending, Transport, TransportError};

/// How long a file may take. Whoever opens it notices long before when nothing comes.
const FILE: Duration = Duration::from_hours(6);

/// The largest answer that is read into memory, in bytes. Notion's have some hundred KiB.
const LARGEST: usize = 64 << 20;

/// HTTPS over reqwest and rustls, with ring as its cryptography.
///
/// Connecting may take 5 seconds. How long an answer may take is for the client to say, which knows
/// how much is sent: see [`ClientBuilder::timeout`](crate::ClientBuilder::timeout). An answer of more
/// than 64 MiB is given up; files are read piece by piece and may have any size.
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: reqwest::Client,
    largest: usize,
}

impl Reqwest {
    /// A transport with the time limit above. Proxies are taken from the environment, as reqwest
    /// does.
    ///
    /// # Errors
    ///
    /// When the system's certificates cannot be loaded.
    pub fn new() -> Result<Self, TransportError> {
        let client = builder().build().map_err(TransportError::not_sent)?;
        Ok(Self { client, largest: LARGEST })
    }

    /// Gives up answers of more than so many bytes. What such an answer says of a write is not known
    /// then.
    #[must_use]
    pub fn largest_answer(self, bytes: usize) -> Self {
        Self { largest: bytes, ..self }
    }
}

fn builder() -> reqwest::ClientBuilder {
    // reqwest panics without a provider. Somebody else may have installed one before us; any will
    // do, so the refusal to install a second is no error.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(5))
        // Shorter than the minute after which load balancers drop idle connections: a write on a
        // dying connection would be unclear.
        .pool_idle_timeout(Duration::from_secs(55))
        .redirect(reqwest::redirect::Policy::none())
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(judge)?;
            let answer = self.client.execute(request).await.map_err(judge)?;
            let response = head(&answer);
            let body = whole(answer, self.largest).await?;
            response.body(body).map_err(TransportError::unclear)
        })
    }

    fn open(&self, request: Request<Bytes>) -> Opening<'_> {
        Box::pin(async move {
            let mut request = reqwest::Request::try_from(request).map_err(judge)?;
            *request.timeout_mut() = Some(FILE);
            let answer = self.client.execute(request).await.map_err(judge)?;
            let response = head(&answer);
            let pieces = stream::try_unfold(answer, |mut answer| async move {
                let piece = answer.chunk().await.map_err(broken)?;
                Ok(piece.map(|piece| (piece, answer)))
            });
            let pieces: Pieces = Box::pin(pieces);
            response.body(pieces).map_err(TransportError::unclear)
        })
    }
}

/// All of a body, if that is not too much.
async fn whole(mut answer: reqwest::Response, largest: usize) -> Result<Bytes, TransportError> {
    let mut body = BytesMut::new();
    while let Some(piece) = answer.chunk().await.map_err(broken)? {
        if piece.len() > largest - body.len() {
            let words = format!("the answer has more than {largest} bytes");
            return Err(TransportError::unclear(words));
        }
        body.extend_from_slice(&piece);
    }
    Ok(body.freeze())
}

/// Status and headers.
fn head(answer: &reqwest::Response) -> http::response::Builder {
    let mut response = Response::builder().status(answer.status()).version(answer.version());
    if let Some(headers) = response.headers_mut() {
        headers.clone_from(answer.headers());
    }
    response
}

/// Only a failure to connect proves that nothing was sent.
fn judge(error: reqwest::Error) -> TransportError {
    let error = error.without_url();
    if error.is_connect() && is_about_trust(&error) {
        TransportError::not_trusted(error)
    } else if error.is_connect() || error.is_builder() {
        TransportError::not_sent(error)
    } else {
        TransportError::unclear(error)
    }
}

/// The answer began, and does not end. The address is not told: that of a file is all that it takes to
/// read the file.
fn broken(error: reqwest::Error) -> TransportError {
    TransportError::unclear(error.without_url())
}

/// Whether a handshake came to an end, and not well: what a certificate lacks it lacks the next time.
fn is_about_trust(error: &(dyn StdError + 'static)) -> bool {
    let mut cause = Some(error);
    while let Some(error) = cause {
        if error.is::<rustls::Error>() {
            return true;
        }
        // Errors of input and output pass over what they wrap when they are asked for a source.
        let wrapped = error.downcast_ref::<io::Error>().and_then(io::Error::get_ref);
        cause = wrapped.map(|it| it as _).or_else(|| error.source());
    }
    false
}

#[cfg(test)]
mod tests;
