//! For tests: a Notion that is a closure.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{Request, Response};
use http_body_util::{BodyExt as _, Full};
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::transport::Service;
use crate::{Client, ClientBuilder, Token};

/// What a mock was asked.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// `POST /v1/pages?a=b`.
    pub(crate) call: String,
    pub(crate) body: Value,
    /// Since the mock was made.
    pub(crate) at: Duration,
    pub(crate) headers: http::HeaderMap,
}

/// What a mock answers, and after how long. `None`: the connection breaks.
pub(crate) struct Reply {
    pub(crate) after: Duration,
    pub(crate) answer: Option<Response<String>>,
}

type Handler = dyn FnMut(&Asked) -> Reply + Send;

/// A tower service that notes what it is asked.
#[derive(Clone)]
pub(crate) struct Mock {
    handler: Arc<Mutex<Handler>>,
    asked: Arc<Mutex<Vec<Asked>>>,
    started: Instant,
}

impl Mock {
    pub(crate) fn new(handler: impl FnMut(&Asked) -> Reply + Send + 'static) -> Self {
        Self {
            handler: Arc::new(Mutex::new(handler)),
            asked: Arc::default(),
            started: Instant::now(),
        }
    }

    /// Answers one after the other; after the last, an empty success.
    pub(crate) fn script(replies: impl IntoIterator<Item = Reply>) -> Self {
        let mut replies = replies.into_iter().collect::<Vec<_>>().into_iter();
        Self::new(move |_| replies.next().unwrap_or_else(|| ok(json!({}))))
    }

    pub(crate) fn asked(&self) -> Vec<Asked> {
        self.asked.lock().unwrap().clone()
    }

    /// The calls and when they came, one a line, for snapshots.
    pub(crate) fn log(&self) -> String {
        let line = |it: &Asked| format!("{:>7.2} {}\n", it.at.as_secs_f64(), it.call);
        self.asked().iter().map(line).collect()
    }

    pub(crate) fn builder(&self) -> ClientBuilder {
        notion_tests::watch();
        let token = Token::new(notion_tests::TOKEN).unwrap();
        Client::builder(Service::new(self.clone())).token(token).seed(7)
    }

    pub(crate) fn client(&self) -> Client {
        self.builder().build()
    }
}

impl tower_service::Service<Request<Full<Bytes>>> for Mock {
    type Response = Response<Full<Bytes>>;
    type Error = Box<dyn std::error::Error + Send + Sync>;
    type Future = Pin<Box<dyn Future<Output = Result<Self::Response, Self::Error>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Full<Bytes>>) -> Self::Future {
        let mock = self.clone();
        Box::pin(async move {
            let (parts, body) = request.into_parts();
            let body = body.collect().await.unwrap_or_else(|it: Infallible| match it {}).to_bytes();
            let asked = Asked {
                call: format!("{} {}", parts.method, parts.uri.path_and_query().unwrap()),
                body: serde_json::from_slice(&body).unwrap_or(Value::Null),
                at: mock.started.elapsed(),
                headers: parts.headers,
            };
            let reply = (mock.handler.lock().unwrap())(&asked);
            mock.asked.lock().unwrap().push(asked);
            tokio::time::sleep(reply.after).await;
            let answer = reply.answer.ok_or("connection reset by peer")?;
            Ok(answer.map(|body| Full::new(Bytes::from(body))))
        })
    }
}

/// A clock on the wall that follows Tokio's.
pub(crate) fn now() -> impl Fn() -> jiff::Timestamp + Send + Sync + 'static {
    let began = Instant::now();
    move || jiff::Timestamp::from_second(1_793_000_000).unwrap() + began.elapsed()
}

/// A status with JSON.
pub(crate) fn reply(status: u16, body: Value) -> Reply {
    text(status, "application/json; charset=utf-8", &body.to_string())
}

/// `200` with JSON.
pub(crate) fn ok(body: Value) -> Reply {
    reply(200, body)
}

/// A status with any text.
pub(crate) fn text(status: u16, content_type: &str, body: &str) -> Reply {
    let answer = Response::builder()
        .status(status)
        .header("content-type", content_type)
        .body(body.to_owned())
        .unwrap();
    Reply { after: Duration::ZERO, answer: Some(answer) }
}

/// An error object of Notion's.
pub(crate) fn refusal(status: u16, code: &str, message: &str) -> Reply {
    reply(
        status,
        json!({
            "object": "error", "status": status, "code": code, "message": message,
            "request_id": "0a0a0a0a-0000-4000-8000-000000000000",
        }),
    )
}

/// `429` of a budget, with `Retry-After`.
pub(crate) fn throttled(reason: &str, seconds: u64) -> Reply {
    reply(
        429,
        json!({
            "object": "error", "status": 429, "code": "rate_limited",
            "message": "You have been rate limited. Please try again in a few minutes.",
            "additional_data": {"rate_limit_reason": reason, "retry_after": seconds.to_string()},
        }),
    )
    .header("retry-after", &seconds.to_string())
}

/// The connection breaks after the request was taken.
pub(crate) fn reset() -> Reply {
    Reply { after: Duration::ZERO, answer: None }
}

impl Reply {
    pub(crate) fn header(mut self, name: &'static str, value: &str) -> Self {
        if let Some(answer) = &mut self.answer {
            answer.headers_mut().insert(name, value.parse().unwrap());
        }
        self
    }

    /// Answers so many seconds after the request came.
    pub(crate) fn after(mut self, seconds: f64) -> Self {
        self.after = Duration::from_secs_f64(seconds);
        self
    }
}

/// A page as Notion sends it, as short as possible.
pub(crate) fn page(number: u32) -> Value {
    json!({
        "object": "page", "id": id(number), "created_time": "2026-11-02T09:00:00.000Z",
        "properties": {},
    })
}

/// An id made of a number.
pub(crate) fn id(number: u32) -> String {
    format!("00000000-0000-4000-8000-{number:012}")
}

/// A page of a list.
pub(crate) fn list(results: Vec<Value>, next: Option<&str>) -> Value {
    json!({
        "object": "list", "results": results, "next_cursor": next, "has_more": next.is_some(),
        "type": "block", "block": {},
    })
}
