//! What goes back to a client: answers, refusals, and what faults make of them.

use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{
    CONTENT_LENGTH, CONTENT_TYPE, DATE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE,
};
use http::{HeaderMap, StatusCode};
use jiff::fmt::rfc2822::DateTimePrinter;
use jiff::{SignedDuration, Timestamp};
use serde_json::{Value, json};
use uuid::Uuid;

use crate::call::{Answer, Made};
use crate::clock::later;
use crate::fault::{self, DateMishap, RetryAfter};
use crate::limping::Limping;
use crate::line::Line;
use crate::refusal::Refusal;

/// An answer before it is sent.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
    pub(crate) headers: HeaderMap,
    /// When it was answered, by the clock of the world.
    pub(crate) date: Timestamp,
    /// What its `Date` says instead.
    pub(crate) date_mishap: Option<DateMishap>,
    /// How long the body takes to arrive.
    pub(crate) trickle: Duration,
    ending: Ending,
}

/// How an answer ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Ending {
    Whole,
    /// Before all of it has arrived.
    Breaks,
    /// Before it began.
    Dropped,
}

impl Reply {
    /// An answer with no headers yet.
    pub(crate) fn new(status: u16, body: Bytes) -> Self {
        Self {
            status,
            body,
            headers: HeaderMap::new(),
            date: Timestamp::UNIX_EPOCH,
            date_mishap: None,
            trickle: Duration::ZERO,
            ending: Ending::Whole,
        }
    }

    fn json(status: u16, body: &Value, request_id: Uuid) -> Self {
        let mut headers = HeaderMap::new();
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(CONTENT_TYPE, json);
        if let Ok(id) = HeaderValue::from_str(&request_id.to_string()) {
            headers.insert("x-notion-request-id", id);
        }
        Self { headers, ..Self::new(status, body.to_string().into()) }
    }

    pub(crate) fn answer(answer: Answer, request_id: Uuid) -> Self {
        let mut body = answer.body;
        if answer.has_request_id {
            body.insert("request_id".into(), json!(request_id));
        }
        Self::json(answer.status, &Value::Object(body), request_id)
    }

    pub(crate) fn refusal(refusal: &Refusal, request_id: Uuid) -> Self {
        let mut reply = Self::json(refusal.status, &refusal.body(request_id), request_id);
        if refusal.is_oauth && refusal.status == 401 {
            let how = HeaderValue::from_static("Basic realm=\"OAuth\"");
            reply.headers.insert(WWW_AUTHENTICATE, how);
        }
        reply.retry_after(refusal.retry_after.map(RetryAfter::Seconds), Timestamp::UNIX_EPOCH);
        reply
    }

    fn retry_after(&mut self, wait: Option<RetryAfter>, now: Timestamp) {
        let value = wait.and_then(|wait| match wait {
            RetryAfter::Seconds(seconds) => Some(HeaderValue::from(seconds)),
            RetryAfter::Date(seconds) => {
                let wait = SignedDuration::from_secs(i64::try_from(seconds).unwrap_or(i64::MAX));
                http_date(later(now, wait))
            }
        });
        if let Some(value) = value {
            self.headers.insert(RETRY_AFTER, value);
        }
    }

    /// No answer: the connection ends.
    pub(crate) fn dropped() -> Self {
        Self { ending: Ending::Dropped, ..Self::new(200, Bytes::new()) }
    }

    /// Only the first bytes of it: as if they were all, or so that the connection ends there.
    pub(crate) fn truncated(mut self, bytes: usize, breaks: bool) -> Self {
        if breaks {
            self.ending = Ending::Breaks;
            // What was announced is what does not come.
            let length = HeaderValue::from(self.body.len());
            self.headers.entry(CONTENT_LENGTH).or_insert(length);
        } else {
            self.headers.remove(CONTENT_LENGTH);
        }
        self.body.truncate(bytes);
        self
    }

    /// The status as a client sees it: 0 if there is no answer.
    pub(crate) fn status_seen(&self) -> u16 {
        if self.ending == Ending::Dropped { 0 } else { self.status }
    }

    /// The answer of a scripted fault.
    pub(crate) fn fault(
        answer: &fault::Answer,
        made: Option<&Made>,
        request_id: Uuid,
        now: Timestamp,
    ) -> Self {
        if answer.html {
            return Self::edge(answer, now);
        }
        let mut refusal = Refusal::of_status(answer.status);
        if answer.committed {
            say_committed(&mut refusal, made);
        }
        if let Some(message) = &answer.message {
            refusal.message.clone_from(message);
        }
        if let Some(reason) = &answer.reason {
            refusal.with("rate_limit_reason", json!(reason));
        }
        if let Some(RetryAfter::Seconds(seconds)) = answer.retry_after {
            refusal.with("retry_after", json!(seconds.to_string()));
        }
        let mut reply = Self::refusal(&refusal, request_id);
        reply.retry_after(answer.retry_after, now);
        reply
    }

    /// The page of the edge in front of Notion, which knows nothing of requests and their ids.
    fn edge(answer: &fault::Answer, now: Timestamp) -> Self {
        let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::BAD_GATEWAY);
        let reason = answer.message.as_deref().or(status.canonical_reason()).unwrap_or("Error");
        let title = format!("{} {reason}", answer.status);
        let body = format!(
            "<html>\r\n<head><title>{title}</title></head>\r\n<body>\r\n<center><h1>{title}</h1>\
             </center>\r\n<hr><center>cloudflare</center>\r\n</body>\r\n</html>\r\n"
        );
        let mut headers = HeaderMap::new();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/html"));
        headers.insert("cf-ray", HeaderValue::from_static("8f0000000000local"));
        let mut reply = Self { headers, ..Self::new(answer.status, body.into()) };
        reply.retry_after(answer.retry_after, now);
        reply
    }

    fn date(&self) -> Option<HeaderValue> {
        match self.date_mishap {
            None => http_date(self.date),
            Some(DateMishap::Missing) => None,
            Some(DateMishap::Skewed(by)) => http_date(self.date.saturating_add(by).ok()?),
        }
    }

    pub(crate) fn into_response(mut self, line: Option<&Line>) -> Response {
        if self.ending == Ending::Dropped {
            // On a port not a single byte arrives, in process the body fails.
            if let Some(line) = line {
                line.cut();
            }
            let nothing = Limping::new(Bytes::new(), Duration::ZERO, true);
            return Response::new(Body::new(nothing));
        }
        if let Some(date) = self.date() {
            self.headers.insert(DATE, date);
        } else if line.is_some() {
            // Else the server puts its own in.
            self.headers.insert(DATE, HeaderValue::from_static(""));
        }
        let breaks = self.ending == Ending::Breaks;
        let mut response = Response::new(if breaks || !self.trickle.is_zero() {
            Body::new(Limping::new(self.body, self.trickle, breaks))
        } else {
            Body::from(self.body)
        });
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = self.headers;
        response
    }
}

/// `Mon, 02 Nov 2026 09:30:42 GMT`
pub(crate) fn http_date(at: Timestamp) -> Option<HeaderValue> {
    let date = DateTimePrinter::new().timestamp_to_rfc9110_string(&at).ok()?;
    HeaderValue::from_str(&date).ok()
}

/// What Notion says when it kept a write and could not build the answer in time.
fn say_committed(refusal: &mut Refusal, made: Option<&Made>) {
    "The change was saved, but the response could not be built in time. Read the object again \
     instead of repeating the write."
        .clone_into(&mut refusal.message);
    refusal.with("from", json!("publicApi.local"));
    refusal.with("elapsed_ms", json!("55012"));
    refusal.with("deadline_ms", json!("55000"));
    let guidance =
        ["Read the object again to confirm the saved change.", "Do not repeat the write."];
    refusal.with("retry_guidance", json!(guidance));
    if let Some(made) = made {
        refusal.with("committed_resource_id", json!(made.resource));
        if !made.children.is_empty() {
            refusal.with("committed_child_ids", json!(made.children));
        }
    }
}
