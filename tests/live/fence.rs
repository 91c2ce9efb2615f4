//! A fence around the page that statements may work below: what would write anywhere else is not
//! sent.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bytes::Bytes;
use http::{Method, Request, Response};
use notion_client::transport::{Sending, Transport, TransportError};
use serde_json::Value;
use uuid::Uuid;

/// A transport that lets every read pass, and of the writes those that concern what was made
/// through it. The first of these makes a page below the scratch page; nothing else may be done
/// there.
#[derive(Clone)]
pub(crate) struct Fence {
    inner: Arc<dyn Transport>,
    scratch: Uuid,
    ours: Arc<Mutex<HashSet<Uuid>>>,
}

/// Why a request was not sent.
#[derive(Debug, thiserror::Error)]
#[error("`{method} {path}` is not sent: it writes to what this run did not make")]
pub(crate) struct Outside {
    method: Method,
    path: String,
}

/// The members of a body that name what it touches.
const NAMES: [&str; 4] = ["page_id", "block_id", "database_id", "data_source_id"];

impl Fence {
    /// Lets nothing be made but below the scratch page.
    pub(crate) fn new(inner: impl Transport, scratch: Uuid) -> Self {
        Self { inner: Arc::new(inner), scratch, ours: Arc::default() }
    }

    /// Takes in what was made without an answer that said so.
    pub(crate) fn adopt(&self, id: Uuid) {
        self.ours().insert(id);
    }

    fn ours(&self) -> MutexGuard<'_, HashSet<Uuid>> {
        self.ours.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether what the answer shows was made through us; `None` if the request must not be sent.
    fn judge(&self, request: &Request<Bytes>) -> Option<bool> {
        let path = request.uri().path().trim_start_matches("/v1/");
        let parts: Vec<&str> = path.split('/').collect();
        let ours = self.ours();
        let id = parts.get(1).and_then(|id| Uuid::try_parse(id).ok());
        let is_ours = |id: &Uuid| ours.contains(id);
        let is_read = matches!(
            (request.method(), &parts[..]),
            (&Method::GET, _) | (&Method::POST, ["search"] | ["data_sources", _, "query"])
        );
        if is_read {
            return Some(id.as_ref().is_some_and(is_ours));
        }
        let body = if request.body().is_empty() {
            Value::Null
        } else {
            serde_json::from_slice(request.body()).ok()?
        };
        let mut named = Vec::new();
        collect(&body, &mut named);
        let is_first = ours.is_empty() && parts == ["pages"] && named == [Some(self.scratch)];
        let stays = named.iter().all(|id| id.as_ref().is_some_and(is_ours));
        let allowed = match (request.method(), &parts[..]) {
            (&Method::POST, ["pages" | "databases" | "data_sources"]) => {
                is_first || (stays && !named.is_empty())
            }
            (&Method::POST, ["pages", _, "move"])
            | (&Method::PATCH, ["pages" | "blocks", _, "markdown" | "children"])
            | (
                &Method::PATCH | &Method::DELETE,
                ["pages" | "blocks" | "databases" | "data_sources", _],
            ) => stays && id.as_ref().is_some_and(is_ours),
            _ => false,
        };
        allowed.then_some(true)
    }

    /// Remembers what an answer shows: it was made by us, or stands in what was.
    fn learn(&self, answer: &[u8]) {
        let Ok(answer) = serde_json::from_slice::<Value>(answer) else { return };
        let listed =
            ["results", "data_sources"].into_iter().filter_map(|key| answer[key].as_array());
        let shown = listed.flatten().chain([&answer]);
        // A user or a page that is only mentioned is no object of a list of content.
        let content = shown.filter(|it| {
            it["object"] != "user" && it["object"] != "comment" && it["object"] != "error"
        });
        let ids = content.filter_map(|it| Uuid::try_parse(it["id"].as_str()?).ok());
        self.ours().extend(ids);
    }
}

/// All ids that a body names; `None` for a name that is none.
fn collect(body: &Value, named: &mut Vec<Option<Uuid>>) {
    match body {
        Value::Array(items) => items.iter().for_each(|item| collect(item, named)),
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(text) if NAMES.contains(&key.as_str()) => {
                        named.push(Uuid::try_parse(text).ok());
                    }
                    value => collect(value, named),
                }
            }
        }
        _ => {}
    }
}

impl Transport for Fence {
    fn send(&self, request: Request<Bytes>) -> Sending<'_> {
        let Some(is_ours) = self.judge(&request) else {
            let (method, path) = (request.method().clone(), request.uri().path().to_owned());
            let refusal = TransportError::not_sent(Outside { method, path });
            return Box::pin(std::future::ready(Err(refusal)));
        };
        Box::pin(async move {
            let answer: Response<Bytes> = self.inner.send(request).await?;
            if is_ours && answer.status().is_success() {
                self.learn(answer.body());
            }
            Ok(answer)
        })
    }
}

impl fmt::Debug for Fence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Fence").field("scratch", &self.scratch).finish_non_exhaustive()
    }
}
