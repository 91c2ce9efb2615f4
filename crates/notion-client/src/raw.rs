//! Calls without types, for what this crate does not know yet and for people who type JSON.

use http::{Method, StatusCode};
use serde_json::Value;

use crate::call::Call;
use crate::endpoint::Replay;
use crate::error::{Cause, Error, ErrorKind};

/// A call by method and path.
///
/// ```
/// use http::Method;
/// use notion_client::Raw;
///
/// let call = Raw::new(Method::GET, "/v1/users").query("page_size", "10");
/// # let _ = call;
/// ```
#[derive(Clone, Debug)]
#[must_use = "a call does nothing until a client sends it"]
pub struct Raw {
    method: Method,
    path: String,
    query: Vec<(String, String)>,
    body: Option<Value>,
    replay: Replay,
}

impl Raw {
    /// A call of `path`, with or without `/v1/` in front; a `?…` at its end is taken along as it is
    /// decoded.
    ///
    /// How it may be repeated is guessed from method and path: reads, queries and searches freely;
    /// updates and deletions, which describe a state; everything else only when it is certain that
    /// it was not done.
    pub fn new(method: Method, path: &str) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let path = path.trim_start_matches('/');
        let path = path.strip_prefix("v1/").unwrap_or(path).trim_end_matches('/').to_owned();
        let query = query
            .split('&')
            .filter(|pair| !pair.is_empty())
            .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
            .map(|(name, value)| (decode(name), decode(value)))
            .collect();
        let replay = guess(&method, &path);
        Self { method, path, query, body: None, replay }
    }

    /// Adds a parameter; the same name may come several times.
    pub fn query(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.query.push((name.into(), value.into()));
        self
    }

    /// What is sent.
    pub fn body(mut self, body: Value) -> Self {
        self.body = Some(body);
        self
    }

    /// Says how the call may be repeated, where the guess is wrong.
    pub const fn replay(mut self, replay: Replay) -> Self {
        self.replay = replay;
        self
    }

    pub(crate) fn call(&self) -> Result<Call, Error> {
        let query = self.query.iter().map(|(name, value)| (name.as_str(), value.as_str()));
        let body = self.body.as_ref().map(|body| body.to_string().into_bytes());
        Call::new(self.method.clone(), self.path.clone(), query, body, self.replay)
            .map_err(|error| Error::new(&self.method, &self.path, 0, ErrorKind::Request(error)))
    }
}

fn guess(method: &Method, path: &str) -> Replay {
    let last = path.rsplit('/').next().unwrap_or_default();
    match *method {
        Method::GET | Method::HEAD => Replay::Read,
        Method::POST if matches!(last, "query" | "search") => Replay::Read,
        // Children and text are added, not set.
        Method::PATCH if matches!(last, "children" | "markdown") => Replay::Once,
        Method::PATCH | Method::DELETE | Method::PUT => Replay::State,
        _ => Replay::Once,
    }
}

/// Takes the `%` escapes out of a parameter.
fn decode(text: &str) -> String {
    notion_model::PropertyId::from(text.replace('+', "%20").as_str()).decoded()
}

/// What Notion answered to a raw call, success or refusal.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct RawAnswer {
    /// The HTTP status.
    pub status: StatusCode,
    /// The JSON; `null` if Notion says that there is none (`204`).
    pub body: Value,
}

impl RawAnswer {
    pub(crate) const fn new(status: StatusCode, body: Value) -> Self {
        Self { status, body }
    }

    /// A refusal in Notion's words is an answer.
    pub(crate) fn from_error(error: Error) -> Result<Self, Error> {
        let (ErrorKind::Failed { .. }, Some(Cause::Api(refusal)), Some(status)) =
            (error.kind(), error.cause(), error.status())
        else {
            return Err(error);
        };
        match serde_json::to_value(refusal) {
            Ok(body) => Ok(Self { status, body }),
            Err(_) => Err(error),
        }
    }

    /// Whether Notion did what was asked.
    pub fn is_success(&self) -> bool {
        self.status.is_success()
    }

    /// Notion's name for the request.
    pub fn request_id(&self) -> Option<&str> {
        self.body.get("request_id")?.as_str()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn guesses_what_may_be_repeated() {
        for (method, path, replay) in [
            (Method::GET, "users/me", Replay::Read),
            (Method::POST, "/v1/data_sources/x/query", Replay::Read),
            (Method::POST, "search", Replay::Read),
            (Method::POST, "pages", Replay::Once),
            (Method::PATCH, "pages/x", Replay::State),
            (Method::PATCH, "blocks/x/children", Replay::Once),
            (Method::PATCH, "pages/x/markdown?a=b", Replay::Once),
            (Method::DELETE, "blocks/x", Replay::State),
        ] {
            assert_eq!(Raw::new(method, path).replay, replay, "{path}");
        }
    }

    #[test]
    fn paths_may_be_written_in_any_usual_way() {
        for path in ["users?a=b%20c&d", "/v1/users?a=b+c&d", "v1/users/?a=b%20c&d="] {
            let raw = Raw::new(Method::GET, path);
            assert_eq!(raw.path, "users");
            let expected = [("a", "b c"), ("d", "")];
            assert!(raw.query.iter().map(|(n, v)| (n.as_str(), v.as_str())).eq(expected), "{path}");
        }
    }
}
