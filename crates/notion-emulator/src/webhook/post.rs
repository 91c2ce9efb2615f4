//! How deliveries leave: as a plain HTTP request, or however whoever builds the local Notion wants.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
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
        parts(url).is_some()
    }
}

async fn send(delivery: &Delivery) -> io::Result<u16> {
    let invalid = || io::Error::from(io::ErrorKind::InvalidInput);
    let (host, path) = parts(&delivery.url).ok_or_else(invalid)?;
    let address = if host.rsplit_once(':').is_some_and(|(_, port)| port.parse::<u16>().is_ok()) {
        host.to_owned()
    } else {
        format!("{host}:80")
    };
    let mut stream = TcpStream::connect(address).await?;
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: {host}\r\ncontent-type: application/json\r\ncontent-length: \
         {}\r\nx-notion-signature: {}\r\nuser-agent: notion-api\r\nconnection: close\r\n\r\n",
        delivery.body.len(),
        delivery.signature
    );
    stream.write_all(head.as_bytes()).await?;
    stream.write_all(&delivery.body).await?;
    let mut line = Vec::new();
    // A status line has no more than this.
    let mut answer = BufReader::new(tokio::io::AsyncReadExt::take(stream, 1024));
    answer.read_until(b'\n', &mut line).await?;
    let line = String::from_utf8_lossy(&line).into_owned();
    let status = line.strip_prefix("HTTP/1.").and_then(|rest| rest.split(' ').nth(1));
    let odd = || io::Error::from(io::ErrorKind::InvalidData);
    status.and_then(|status| status.trim().parse().ok()).ok_or_else(odd)
}

/// Host with port, and path with query, of an address without a secret connection.
fn parts(url: &str) -> Option<(&str, &str)> {
    let rest = url.strip_prefix("http://")?;
    let rest = rest.split('#').next().unwrap_or(rest);
    let at = rest.find(['/', '?']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(at);
    let is_plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_graphic());
    let path = if path.is_empty() { "/" } else { path };
    // `?` without a path is rare enough to be refused.
    (!host.is_empty() && is_plain(host) && is_plain(path) && path.starts_with('/'))
        .then_some((host, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_have_a_host_and_a_path() {
        assert_eq!(parts("http://localhost:9/hook?a=b#c"), Some(("localhost:9", "/hook?a=b")));
        assert_eq!(parts("http://[::1]:9"), Some(("[::1]:9", "/")));
        for wrong in
            ["https://a.example", "http://", "http://a b", "http://a/ b", "a", "http://a?b"]
        {
            assert_eq!(parts(wrong), None, "{wrong}");
        }
    }
}
