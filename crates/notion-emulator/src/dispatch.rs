//! From an HTTP request to an HTTP response: the order of checks, in one place.
//!
//! Route, JSON, token, budget, scripted faults, version, then the handler: path, query and body,
//! existence, meaning. What a handler changed is on disk before its answer is sent.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use bytes::Bytes;
use http::header::{AUTHORIZATION, CONTENT_TYPE, HOST, RETRY_AFTER, WWW_AUTHENTICATE};
use http::{HeaderMap, HeaderValue, Request, StatusCode};
use http_body_util::{BodyExt as _, Full, Limited};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::budget::{Budget, Meter};
use crate::call::{Answer, Call, Made};
use crate::clock::Clock;
use crate::fault::{self, Effect, Script, Verdict, When};
use crate::fetch::Fetcher;
use crate::html;
use crate::ids::IdSource;
use crate::late::{self, Late};
use crate::line::Line;
use crate::query_string;
use crate::record::{Recorded, Recorder};
use crate::refusal::Refusal;
use crate::routes::{self, RouteKind, Segments, Work};
use crate::semantics::attachments;
use crate::signed;
use crate::store::Store;
use crate::version::Version;
use crate::world::World;

/// What all requests of one local Notion share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Box<dyn Clock>,
    /// The only token that is accepted; any is if there is none.
    pub(crate) token: Option<Secret>,
    pub(crate) fetcher: Box<dyn Fetcher>,
    pub(crate) core: Mutex<Core>,
}

/// A token, which is never shown.
pub(crate) struct Secret(pub(crate) String);

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// What one request at a time may use.
#[derive(Debug)]
pub(crate) struct Core {
    pub(crate) world: World,
    pub(crate) store: Option<Store>,
    pub(crate) budget: Budget,
    pub(crate) meter: Meter,
    pub(crate) script: Script,
    pub(crate) late: Late,
    pub(crate) recorder: Option<Recorder>,
    /// Draws the ids of requests. Apart from those of objects, so that reading changes nothing.
    pub(crate) request_ids: IdSource,
    pub(crate) counts: Counts,
}

/// What a local Notion was asked so far.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Counts {
    /// Requests, refused ones included.
    pub requests: u64,
    /// Answers by status; a dropped answer counts as 0.
    pub by_status: BTreeMap<u16, u64>,
    /// Requests that changed the world.
    pub writes: u64,
    /// How often a rule of the fault script struck.
    pub faults: u64,
    /// Exchanges that could not be written to the recording.
    pub unrecorded: u64,
}

/// What goes back to the client.
struct Reply {
    status: u16,
    body: Bytes,
    headers: HeaderMap,
    /// The connection ends instead.
    dropped: bool,
}

/// The largest body of a request, and the largest that is read at all: a part of a file.
const BODY_LIMIT: usize = notion_model::limits::BODY_BYTES;
const READ_LIMIT: usize = 64 * BODY_LIMIT;

impl Shared {
    pub(crate) fn lock(&self) -> std::sync::MutexGuard<'_, Core> {
        // A handler that panicked left the world as it was before the write reached it.
        self.core.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers one request.
pub(crate) async fn answer(shared: Arc<Shared>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    if signed::is_meant(&parts.method, parts.uri.path()) {
        return shared.file(&parts);
    }
    if html::is_meant(&parts.method, parts.uri.path()) {
        return html::page(&shared.lock().world, parts.uri.path());
    }
    let line = parts.extensions.get::<ConnectInfo<Line>>().map(|info| info.0.clone());
    let body = match Limited::new(body, READ_LIMIT).collect().await {
        Ok(body) => body.to_bytes(),
        // Either the client went away, or it sends more than anybody should.
        Err(_) => return plain(StatusCode::PAYLOAD_TOO_LARGE, "Payload Too Large"),
    };
    let version = parts.headers.get("notion-version").and_then(|it| it.to_str().ok());
    let asked = Recorded {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: query_string::parse(parts.uri.query().unwrap_or_default()),
        version: version.map(str::to_owned),
        body,
    };
    let came = Came { base: base_of(&parts), headers: &parts.headers };
    shared.catch_up_late();
    let (request_id, admitted) = shared.admit(&asked, &parts.headers);
    let reply = match admitted {
        Err(refusal) => Reply::refusal(&refusal, request_id),
        Ok((admitted, verdict)) => {
            if !verdict.delay.is_zero() {
                tokio::time::sleep(verdict.delay).await;
            }
            shared.carry_out(&asked, &came, admitted, &verdict, request_id)
        }
    };
    shared.note(&asked, &reply);
    reply.into_response(line.as_ref())
}

/// How a request came, beside what it asks for.
struct Came<'a> {
    /// Where the client reaches this Notion.
    base: String,
    headers: &'a HeaderMap,
}

/// Where a client reaches this Notion, as its request says: on a port by the name of the host.
fn base_of(parts: &http::request::Parts) -> String {
    let host = parts.headers.get(HOST).and_then(|it| it.to_str().ok());
    let host = host.or_else(|| parts.uri.authority().map(http::uri::Authority::as_str));
    match (parts.uri.scheme_str(), host) {
        (_, None) | (None, Some("api.notion.com")) => "https://api.notion.com".to_owned(),
        (Some(scheme), Some(host)) => format!("{scheme}://{host}"),
        (None, Some(host)) => format!("http://{host}"),
    }
}

/// A request that may be carried out.
struct Admitted<'a> {
    work: Work,
    kind: RouteKind,
    segments: Segments<'a>,
    body: Value,
}

impl Shared {
    /// Everything up to the scripted faults.
    fn admit<'a>(
        &self,
        asked: &'a Recorded,
        headers: &HeaderMap,
    ) -> (Uuid, Result<(Admitted<'a>, Verdict), Refusal>) {
        let mut core = self.lock();
        let request_id = core.request_ids.v4();
        core.counts.requests += 1;
        (request_id, self.check(&mut core, asked, headers))
    }

    fn check<'a>(
        &self,
        core: &mut Core,
        asked: &'a Recorded,
        headers: &HeaderMap,
    ) -> Result<(Admitted<'a>, Verdict), Refusal> {
        let (route, segments) =
            routes::find(&asked.method, &asked.path).ok_or_else(Refusal::invalid_url)?;
        let body = if route.kind == RouteKind::Form { Value::Null } else { parse_body(asked)? };
        if route.kind != RouteKind::OAuth {
            self.check_token(&core.world, headers)?;
        }
        let now = self.clock.now();
        core.meter.take(&core.budget, now).map_err(Refusal::rate_limited)?;
        let verdict = core.script.judge(&asked.method, &asked.path);
        core.counts.faults = core.script.struck();
        core.meter.take_foreign(verdict.bends.foreign);
        Ok((Admitted { work: route.work, kind: route.kind, segments, body }, verdict))
    }

    fn check_token(&self, world: &World, headers: &HeaderMap) -> Result<(), Refusal> {
        let header = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let token = header.and_then(|header| {
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        let token = token.filter(|token| !token.is_empty()).ok_or_else(Refusal::no_token)?;
        match (world.knows_token(token), &self.token) {
            (Some(false), _) => Err(Refusal::wrong_token()),
            (None, Some(wanted)) if wanted.0 != token => Err(Refusal::wrong_token()),
            _ => Ok(()),
        }
    }

    /// Does the work of a request, or what a fault makes of it.
    fn carry_out(
        &self,
        asked: &Recorded,
        came: &Came<'_>,
        mut admitted: Admitted<'_>,
        verdict: &Verdict,
        request_id: Uuid,
    ) -> Reply {
        let effect = &verdict.effect;
        if let Some(late) = verdict.bends.late {
            self.lock().late.push(self.clock.now(), late, asked, &came.base, came.headers);
        }
        match effect {
            Effect::Status(answer) if answer.when == When::Before => {
                return Reply::fault(answer, None, request_id);
            }
            Effect::Drop(When::Before) => return Reply::dropped(),
            _ => {}
        }
        let bent = late::bend(asked, &mut admitted.body, &verdict.bends);
        let done = self.work(&bent, came, admitted);
        let answer = match done {
            Ok(answer) => answer,
            Err(refusal) => return Reply::refusal(&refusal, request_id),
        };
        match effect {
            Effect::Status(fault) => Reply::fault(fault, answer.made.as_ref(), request_id),
            Effect::Drop(_) => Reply::dropped(),
            Effect::Truncate(bytes) => {
                let mut reply = Reply::answer(answer, request_id);
                reply.body.truncate(*bytes);
                reply
            }
            Effect::None => Reply::answer(answer, request_id),
        }
    }

    fn work(
        &self,
        asked: &Recorded,
        came: &Came<'_>,
        admitted: Admitted<'_>,
    ) -> Result<Answer, Refusal> {
        let version = match admitted.kind {
            // The calls of OAuth are older than versions.
            RouteKind::OAuth => Version::V2026_03_11,
            _ => Version::of_header(asked.version.as_deref())?,
        };
        let handler = match admitted.work {
            Work::Do(handler) => handler,
            Work::NotYet(what) => return Err(Refusal::not_yet(what)),
        };
        let call = Call {
            version,
            path: admitted.segments,
            query: &asked.query,
            body: &admitted.body,
            raw: &asked.body,
            headers: came.headers,
            fetcher: &*self.fetcher,
        };
        let mut core = self.lock();
        let core = &mut *core;
        core.world.now = self.clock.now();
        core.world.base.clone_from(&came.base);
        let ids = core.world.ids.clone();
        let answer = handler(&mut core.world, &call).inspect_err(|_| {
            // What is refused may have drawn ids already, which are the next ones' then.
            core.world.ids = ids;
            debug_assert!(!core.world.is_changed(), "a refused request changed the world");
        })?;
        if core.world.is_changed() {
            attachments::attach(&mut core.world, call.body);
            core.world.note_for_index();
            core.keep()?;
        }
        Ok(answer)
    }

    /// Does the work that is due by now, of requests that were answered before it was done.
    fn catch_up_late(&self) {
        loop {
            let due = self.lock().late.due(self.clock.now());
            let Some(due) = due else { return };
            let came = Came { base: due.base, headers: &due.headers };
            let (Some((route, segments)), Ok(body)) =
                (routes::find(&due.asked.method, &due.asked.path), parse_body(&due.asked))
            else {
                continue;
            };
            let admitted = Admitted { work: route.work, kind: route.kind, segments, body };
            // Nobody is told what became of it.
            let _unheard = self.work(&due.asked, &came, admitted);
        }
    }

    /// A file that was uploaded, at its signed address.
    fn file(&self, parts: &http::request::Parts) -> Response {
        let mut core = self.lock();
        core.world.now = self.clock.now();
        let query = parts.uri.query().unwrap_or_default();
        signed::serve(&core.world, &parts.method, parts.uri.path(), query)
    }

    fn note(&self, asked: &Recorded, reply: &Reply) {
        let mut core = self.lock();
        let status = if reply.dropped { 0 } else { reply.status };
        *core.counts.by_status.entry(status).or_default() += 1;
        let recorded = core
            .recorder
            .as_mut()
            .is_none_or(|it| it.record(asked, status, &reply.headers, &reply.body).is_ok());
        core.counts.unrecorded += u64::from(!recorded);
    }
}

impl Core {
    /// Puts what was changed on disk, or takes it back.
    pub(crate) fn keep(&mut self) -> Result<(), Refusal> {
        self.counts.writes += 1;
        let Some(store) = &mut self.store else {
            self.world.take_changes();
            return Ok(());
        };
        if let Err(error) = store.save(&mut self.world) {
            let mut message = format!("The local Notion could not keep this write: {error}");
            match store.reread(self.world.now) {
                Ok(world) => self.world = world,
                Err(error) => message = format!("{message}, nor read the world again: {error}"),
            }
            return Err(Refusal::internal(message));
        }
        Ok(())
    }
}

/// The body as JSON: an empty object if there is none, or if the method has no use for it.
fn parse_body(asked: &Recorded) -> Result<Value, Refusal> {
    let has_body = matches!(asked.method.as_str(), "POST" | "PATCH" | "PUT");
    if !has_body || asked.body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let body = serde_json::from_slice(&asked.body).map_err(|_| Refusal::invalid_json())?;
    if asked.body.len() > BODY_LIMIT {
        let length = asked.body.len();
        return Err(Refusal::validation(format!(
            "body failed validation: body.length should be ≤ `{BODY_LIMIT}`, instead was `{length}`."
        )));
    }
    Ok(body)
}

impl Reply {
    fn json(status: u16, body: &Value, request_id: Uuid) -> Self {
        let mut headers = HeaderMap::new();
        let json = HeaderValue::from_static("application/json; charset=utf-8");
        headers.insert(CONTENT_TYPE, json);
        if let Ok(id) = HeaderValue::from_str(&request_id.to_string()) {
            headers.insert("x-notion-request-id", id);
        }
        Self { status, body: body.to_string().into(), headers, dropped: false }
    }

    fn answer(answer: Answer, request_id: Uuid) -> Self {
        let mut body = answer.body;
        if answer.has_request_id {
            body.insert("request_id".into(), json!(request_id));
        }
        Self::json(answer.status, &Value::Object(body), request_id)
    }

    fn refusal(refusal: &Refusal, request_id: Uuid) -> Self {
        let mut reply = Self::json(refusal.status, &refusal.body(request_id), request_id);
        if refusal.is_oauth && refusal.status == 401 {
            let how = HeaderValue::from_static("Basic realm=\"OAuth\"");
            reply.headers.insert(WWW_AUTHENTICATE, how);
        }
        reply.retry_after(refusal.retry_after);
        reply
    }

    fn retry_after(&mut self, seconds: Option<u64>) {
        if let Some(seconds) = seconds {
            self.headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
    }

    fn dropped() -> Self {
        Self { status: 200, body: Bytes::new(), headers: HeaderMap::new(), dropped: true }
    }

    /// The answer of a scripted fault.
    fn fault(answer: &fault::Answer, made: Option<&Made>, request_id: Uuid) -> Self {
        if answer.html {
            return Self::edge(answer);
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
        if let Some(seconds) = answer.retry_after {
            refusal.with("retry_after", json!(seconds.to_string()));
            refusal.retry_after = Some(seconds);
        }
        Self::refusal(&refusal, request_id)
    }

    /// The page of the edge in front of Notion, which knows nothing of requests and their ids.
    fn edge(answer: &fault::Answer) -> Self {
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
        let mut reply = Self { status: answer.status, body: body.into(), headers, dropped: false };
        reply.retry_after(answer.retry_after);
        reply
    }

    fn into_response(self, line: Option<&Line>) -> Response {
        if self.dropped {
            return broken(line);
        }
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() =
            StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        *response.headers_mut() = self.headers;
        response
    }
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

/// A response that never arrives: on a port the connection ends, in process the body fails.
fn broken(line: Option<&Line>) -> Response {
    if let Some(line) = line {
        line.cut();
    }
    let nothing_fits = Limited::new(Full::new(Bytes::from_static(b"?")), 0);
    Response::new(Body::new(nothing_fits))
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}
