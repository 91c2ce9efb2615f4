//! The network: the only file that knows reqwest.

use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};

use super::{Sending, Transport, TransportError};

/// HTTPS over reqwest and rustls, with ring as its cryptography.
///
/// Connecting may take 5 seconds and a request 75. Notion gives up on a request after 60 seconds and
/// then says what became of it, so a shorter limit would throw that answer away.
#[derive(Clone, Debug)]
pub struct Reqwest {
    client: reqwest::Client,
}

impl Reqwest {
    /// A transport with the time limits above. Proxies are taken from the environment, as reqwest
    /// does.
    ///
    /// # Errors
    ///
    /// When the system's certificates cannot be loaded.
    pub fn new() -> Result<Self, TransportError> {
        Self::with_timeout(Duration::from_secs(75))
    }

    /// A transport with another limit for a whole request. Below 60 seconds, writes that Notion
    /// finished late become unclear.
    ///
    /// # Errors
    ///
    /// When the system's certificates cannot be loaded.
    pub fn with_timeout(total: Duration) -> Result<Self, TransportError> {
        let client = builder(total).build().map_err(TransportError::not_sent)?;
        Ok(Self { client })
    }
}

fn builder(total: Duration) -> reqwest::ClientBuilder {
    // reqwest panics without a provider. Somebody else may have installed one before us; any will
    // do, so the refusal to install a second is no error.
    let _already_installed = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(Duration::from_secs(5))
        .timeout(total)
        // Shorter than the minute after which load balancers drop idle connections: a write on a
        // dying connection would be unclear.
        .pool_idle_timeout(Duration::from_secs(55))
        .redirect(reqwest::redirect::Policy::none())
}

impl Transport for Reqwest {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        Box::pin(async move {
            let request = reqwest::Request::try_from(request).map_err(TransportError::not_sent)?;
            let answer = self.client.execute(request).await.map_err(judge)?;
            let mut response =
                Response::builder().status(answer.status()).version(answer.version());
            if let Some(headers) = response.headers_mut() {
                headers.clone_from(answer.headers());
            }
            let body = answer.bytes().await.map_err(TransportError::unclear)?;
            response.body(body).map_err(TransportError::unclear)
        })
    }
}

/// Only a failure to connect proves that nothing was sent.
fn judge(error: reqwest::Error) -> TransportError {
    if error.is_connect() || error.is_builder() {
        TransportError::not_sent(error)
    } else {
        TransportError::unclear(error)
    }
}

#[cfg(test)]
mod tests;
