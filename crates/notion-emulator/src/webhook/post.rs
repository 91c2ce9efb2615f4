//! How deliveries leave: as a plain HTTP request, or however whoever builds the local Notion wants.

use std::fmt;
use std::io;
use std::pin::{Pin, pin};
use std::time::Duration;

use bytes::Bytes;
use futures_util::future::{Either, select};
use http::header::{CONNECTION, CONTENT_TYPE, HOST, USER_AGENT};
use http::uri::{Authority, PathAndQuery};
use http::{Request, Uri};
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One request to the address of a webhook.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Delivery {
    /// The address of the subscription.
    pub url: String,
    /// What the header `X-Notion-Signature` says: `sha256=` and 64 hex digits.
    pub signature: String,
    /// The JSON, of which every byte is signed.
    pub body: Bytes,
}

/// The status of an answer, once it came.
pub type Posting<'a> = Pin<Box<dyn Future<Output = io::Result<u16>> + Send + 'a>>;

/// Brings deliveries to where they belong.
///
/// Without one of its own, a local Notion posts to `http://` addresses over the network, waits ten
/// seconds for the answer, and reads no more of it than the status.
pub trait Post: fmt::Debug + Send + Sync + 'static {
    /// Brings one delivery. Any status of 200 to 299 means that it was taken; everything else, and
    /// any error, that it is to be tried again.
    ///
    /// # Errors
    /// Those of not reaching the address. They are told nobody.
    fn post(&self, delivery: Delivery) -> Posting<'_>;

    /// Whether it can reach this address at all; one that it cannot is refused when the local Notion
    /// is built.
    fn reaches(&self, _url: &str) -> bool {
        true
    }
}

/// Posts to `http://` addresses.
#[derive(Debug)]
pub(crate) struct PlainHttp;

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(10);

impl Post for PlainHttp {
    fn post(&self, delivery: Delivery) -> Posting<'_> {
        Box::pin(async move {
            let late = |_| io::Error::from(io::ErrorKind::TimedOut);
            tokio::time::timeout(PATIENCE, send(&delivery)).await.map_err(late)?
        })
    }

    fn reaches(&self, url: &str) -> bool {
        address(url).is_some()
    }
}

/// Sends one request over a connection of its own, and reads of the answer only its status.
async fn send(delivery: &Delivery) -> io::Result<u16> {
    let uri = address(&delivery.url).ok_or(io::ErrorKind::InvalidInput)?;
    let host = uri.host().unwrap_or_default();
    // An IPv6 address stands in brackets, which are no part of it.
    let name = host.trim_start_matches('[').trim_end_matches(']');
    let stream = TcpStream::connect((name, uri.port_u16().unwrap_or(80))).await?;
    let (mut sender, connection) =
        http1::handshake(TokioIo::new(stream)).await.map_err(io::Error::other)?;
    let request = Request::post(uri.path_and_query().map_or("/", PathAndQuery::as_str))
        .header(HOST, uri.authority().map_or(host, Authority::as_str))
        .header(CONTENT_TYPE, "application/json")
        .header(USER_AGENT, "notion-api")
        .header(CONNECTION, "close")
        .header("x-notion-signature", &delivery.signature)
        .body(Full::new(delivery.body.clone()))
        .map_err(io::Error::other)?;
    // The connection moves only while somebody waits for it, and is dropped with the answer.
    let answer = match select(pin!(sender.send_request(request)), pin!(connection)).await {
        Either::Left((answer, _)) => answer,
        // A connection that ended has brought its answer, or the reason why there is none.
        Either::Right((_, answer)) => answer.await,
    };
    Ok(answer.map_err(io::Error::other)?.status().as_u16())
}

/// An address that needs no secret connection, and names nobody who would have to log in.
fn address(url: &str) -> Option<Uri> {
    let uri: Uri = url.parse().ok()?;
    let names_somebody = uri.authority().is_some_and(|it| it.as_str().contains('@'));
    // `?` without a path is rare enough to be refused.
    let has_path = uri.path_and_query().is_some_and(|it| it.as_str().starts_with('/'));
    (uri.scheme_str() == Some("http") && !names_somebody && has_path).then_some(uri)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_host_and_a_path() {
        for good in ["http://localhost:9/hook?a=b#c", "http://[::1]:9", "http://a"] {
            assert!(address(good).is_some(), "{good}");
        }
        for wrong in [
            "https://a.example",
            "http://",
            "http://a b",
            "http://a/ b",
            "a",
            "http://a?b",
            "http://u@a/",
        ] {
            assert_eq!(address(wrong), None, "{wrong}");
        }
    }
}
