//! Plays a recording again, in a local Notion that holds what the recording presupposes.

use std::collections::BTreeMap;
use std::time::Duration;

use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use jiff::{SignedDuration, Timestamp};
use notion_emulator::{Emulator, Fault, ManualClock, Seed};
use serde_json::Value;
use tower_service::Service as _;

use super::likeness::Likeness;
use super::outside::{self, Web};
use crate::traffic::Exchange;

/// The token that the local Notion knows.
const TOKEN: &str = "ntn_conformance";

/// How long a task may take.
const MOST_SECONDS: usize = 5;

/// What became of each exchange of a recording: what differs, nothing if it was reproduced.
pub(super) fn replay(recording: &[&Exchange]) -> Result<Vec<Vec<String>>, String> {
    let text = recording.iter().map(|it| it.line.as_str()).collect::<Vec<_>>().join("\n");
    let seed = Seed::parse(&text).map_err(|error| error.to_string())?;
    let clock = ManualClock::new(start(recording));
    let emulator = Emulator::builder().clock(clock.clone()).seed(1).token(TOKEN).world(seed);
    // Notion's search catches up when it pleases; so does ours, see `search`.
    let lag = Fault::on("POST", "/v1/search").lag(Duration::MAX);
    let emulator = emulator.faults(vec![lag]).fetcher(Web::of(recording));
    let emulator = emulator.build().map_err(|error| error.to_string())?;
    let runtime = tokio::runtime::Builder::new_current_thread().build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    let likeness = Likeness::of(&text);
    let mut replay = Replay { emulator, clock, likeness, sent: BTreeMap::new() };
    runtime.block_on(async {
        let mut outcomes = Vec::with_capacity(recording.len());
        for exchange in recording {
            outcomes.push(replay.exchange(exchange).await?);
        }
        Ok(outcomes)
    })
}

struct Replay {
    emulator: Emulator,
    clock: ManualClock,
    likeness: Likeness,
    /// How many bytes of uploads were sent, by path.
    sent: BTreeMap<String, u64>,
}

impl Replay {
    async fn exchange(&mut self, exchange: &Exchange) -> Result<Vec<String>, String> {
        let recorded = exchange.response.as_ref().map(|it| serde_json::from_str(it.get()));
        let recorded: Value =
            recorded.transpose().map_err(|it| it.to_string())?.unwrap_or_default();
        self.clock.advance(SignedDuration::from_millis(1));
        let shown = latest(&recorded).unwrap_or(Timestamp::MIN);
        self.clock.set(shown.max(notion_emulator::Clock::now(&self.clock)));
        let (mut status, mut ours) = self.send(exchange, &recorded).await?;
        if exchange.path == "/v1/search" {
            (status, ours) = self.search(exchange, &recorded, (status, ours)).await?;
        }
        if exchange.path.starts_with("/v1/async_tasks/") {
            // Nobody knows when the task was asked for: so long that it was as far as it said.
            for _ in 0..MOST_SECONDS {
                if ours["status"] != recorded["status"] {
                    self.clock.advance(SignedDuration::from_secs(1));
                    (status, ours) = self.send(exchange, &recorded).await?;
                }
            }
        }
        if let Some(length) = recorded["content_length"].as_u64() {
            self.sent.insert(exchange.path.clone(), length);
        }
        let mut differences = Vec::new();
        if status != exchange.status {
            let message = ours["message"].as_str().unwrap_or_default();
            differences.push(format!("status {}, ours {status}: {message}", exchange.status));
        }
        differences.extend(self.likeness.differences(&recorded, &ours));
        if status != exchange.status {
            differences.truncate(1);
        }
        Ok(differences)
    }

    /// Lets the search catch up until it finds what was found, if it ever does.
    async fn search(
        &self,
        exchange: &Exchange,
        recorded: &Value,
        first: (u16, Value),
    ) -> Result<(u16, Value), String> {
        let found = |answer: &Value| -> Vec<String> {
            let results = answer["results"].as_array().into_iter().flatten();
            results.filter_map(|it| it["id"].as_str()).map(str::to_owned).collect()
        };
        let wanted: Vec<_> =
            found(recorded).iter().map(|it| self.likeness.translated(it)).collect();
        let mut answer = first;
        while found(&answer.1) != wanted && self.emulator.catch_up() {
            answer = self.send(exchange, recorded).await?;
        }
        Ok(answer)
    }

    async fn send(&self, exchange: &Exchange, answer: &Value) -> Result<(u16, Value), String> {
        let request = self.request(exchange, answer)?;
        let mut router = self.emulator.router();
        let response = router.call(request).await.map_err(|it| it.to_string())?;
        let status = response.status().as_u16();
        let body = response.into_body().collect().await.map_err(|it| it.to_string())?.to_bytes();
        Ok((status, serde_json::from_slice(&body).unwrap_or_default()))
    }

    fn request(&self, exchange: &Exchange, answer: &Value) -> Result<Request<Body>, String> {
        let segments = exchange.path.split('/').map(|it| self.likeness.translated(it));
        let mut uri = segments.collect::<Vec<_>>().join("/");
        let query = exchange.query.iter().map(|(key, value)| {
            format!("{}={}", encoded(key), encoded(&self.likeness.translated(value)))
        });
        let query = query.collect::<Vec<_>>().join("&");
        if !query.is_empty() {
            uri = format!("{uri}?{query}");
        }
        let mut request = Request::builder().method(exchange.method.as_str()).uri(uri);
        if let Some(version) = &exchange.version {
            request = request.header("notion-version", version);
        }
        let refused = exchange.response.as_ref().filter(|_| exchange.status == 401);
        let is_malformed = refused.is_some_and(|it| it.get().contains("must use the format"));
        if !is_malformed {
            let token = if refused.is_some() { "ntn_another" } else { TOKEN };
            request = request.header("authorization", format!("Bearer {token}"));
        }
        let (body, kind) = self.body(exchange, answer)?;
        if let Some(kind) = kind {
            request = request.header("content-type", kind);
        }
        request.body(body).map_err(|error| error.to_string())
    }

    /// The body in our ids, and its type.
    fn body(&self, exchange: &Exchange, answer: &Value) -> Result<(Body, Option<String>), String> {
        if let Some(body) = &exchange.request {
            let body: Value = serde_json::from_str(body.get()).map_err(|it| it.to_string())?;
            let body = self.likeness.body(&body).to_string();
            return Ok((Body::from(body), Some("application/json".to_owned())));
        }
        if exchange.path.starts_with("/v1/file_uploads/") && exchange.path.ends_with("/send") {
            let before = self.sent.get(&exchange.path).copied().unwrap_or(0);
            let (form, kind) = outside::form(exchange, answer, before);
            return Ok((Body::from(form), Some(kind)));
        }
        let line: Value = serde_json::from_str(&exchange.line).map_err(|it| it.to_string())?;
        match line["request"]["$text"].as_str() {
            Some(text) => Ok((Body::from(text.to_owned()), None)),
            None => Ok((Body::empty(), None)),
        }
    }
}

/// A time at which the recording may have begun.
fn start(recording: &[&Exchange]) -> Timestamp {
    let answers = recording.iter().filter_map(|exchange| exchange.response.as_ref());
    let answers = answers.filter_map(|it| serde_json::from_str::<Value>(it.get()).ok());
    let mut shown = answers.filter_map(|answer| latest(&answer));
    shown.next().unwrap_or(Timestamp::UNIX_EPOCH)
}

/// The latest time at which something in an answer was made or edited: it was not sent before.
fn latest(answer: &Value) -> Option<Timestamp> {
    match answer {
        Value::Array(items) => items.iter().filter_map(latest).max(),
        Value::Object(members) => {
            let own = ["created_time", "last_edited_time"];
            let own = own.iter().filter_map(|key| members.get(*key)?.as_str()?.parse().ok());
            own.chain(members.values().filter_map(latest)).max()
        }
        _ => None,
    }
}

/// A part of a query, percent-encoded.
fn encoded(text: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.~".contains(byte);
    let encoded = |byte: u8| {
        if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    text.bytes().map(encoded).collect()
}
