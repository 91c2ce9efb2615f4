//! Keeps exchanges with Notion, a local one or the real one, as JSON lines.

use std::fs::{File, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header};
use serde_json::{Map, Value, json};

use crate::asked::Asked;

/// Appends one line for each exchange:
/// `{"method","path","query":[[k,v]…],"version","request","status","headers","response"}`.
///
/// Of the headers only three are kept, none of them a secret: the token is never recorded.
#[derive(Debug)]
pub struct Recorder {
    file: File,
}

impl Recorder {
    /// Opens the file, and makes it if it is not there.
    ///
    /// # Errors
    /// Those of opening a file for writing.
    pub fn append_to(path: &Path) -> io::Result<Self> {
        Ok(Self { file: OpenOptions::new().create(true).append(true).open(path)? })
    }

    /// Appends what a client sent and what came back; without an answer the status is 0.
    ///
    /// # Errors
    /// Those of writing to a file.
    pub fn exchange(
        &mut self,
        request: &Request<Bytes>,
        answer: Option<&Response<Bytes>>,
    ) -> io::Result<()> {
        let (method, uri, headers) = (request.method(), request.uri(), request.headers());
        let asked = Asked::of(method, uri, headers, request.body().clone());
        match answer {
            Some(it) => self.record(&asked, it.status().as_u16(), it.headers(), it.body()),
            None => self.record(&asked, 0, &HeaderMap::new(), &[]),
        }
    }

    /// Appends one exchange in one write, so that lines of one file never mix.
    pub(crate) fn record(
        &mut self,
        request: &Asked,
        status: u16,
        headers: &HeaderMap,
        response: &[u8],
    ) -> io::Result<()> {
        let mut line = serde_json::to_vec(&json!({
            "method": request.method,
            "path": request.path,
            "query": request.query,
            "version": request.version,
            "request": silent(&request.path, body(&request.body)),
            "status": status,
            "headers": kept(headers),
            "response": silent(&request.path, body(response)),
        }))?;
        line.push(b'\n');
        self.file.write_all(&line)
    }
}

fn kept(headers: &HeaderMap) -> Map<String, Value> {
    [header::CONTENT_TYPE.as_str(), "x-notion-request-id", header::RETRY_AFTER.as_str()]
        .into_iter()
        .filter_map(|name| Some((name.to_owned(), json!(headers.get(name)?.to_str().ok()?))))
        .collect()
}

/// What is said of a body: of OAuth's calls, nothing that opens anything.
fn silent(path: &str, mut body: Value) -> Value {
    if path.starts_with("/v1/oauth/") {
        let secrets = ["access_token", "refresh_token", "token", "code"];
        for (key, value) in body.as_object_mut().into_iter().flatten() {
            if secrets.contains(&key.as_str()) && value.is_string() {
                *value = json!("(not recorded)");
            }
        }
    }
    body
}

/// A body as JSON, as `{"$text":…}` if it is text, or as `{"$bytes":N}`.
fn body(bytes: &[u8]) -> Value {
    if bytes.is_empty() {
        return Value::Null;
    }
    serde_json::from_slice(bytes).unwrap_or_else(|_| match std::str::from_utf8(bytes) {
        Ok(text) => json!({ "$text": text }),
        Err(_) => json!({ "$bytes": bytes.len() }),
    })
}
