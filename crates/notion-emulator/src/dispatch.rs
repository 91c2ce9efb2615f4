//! From an HTTP request to an HTTP response: the order of checks, in one place.
//!
//! Route, JSON, token, budget, scripted faults, version, then the handler: path, query and body,
//! existence, meaning. What a handler changed is on disk before its answer is sent.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::response::Response;
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::asked::Asked;
use crate::call::{Answer, Call};
use crate::clock::Clock;
use crate::fault::{Alterations, Effect, Verdict, When, alter_answer, alter_request, repeat_items};
use crate::fetch::Fetcher;
use crate::html;
use crate::line::Line;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::routes::{self, Route, RouteKind, Segments, Work};
use crate::secret::Secret;
use crate::semantics::attachments;
use crate::signed;
use crate::state::State;
use crate::version::Version;
use crate::webhook::Post;
use crate::world::World;
use crate::world::capability::Capability;
use crate::world::grant::digest;

mod background;
mod files;

/// What all requests of one local Notion share.
#[derive(Debug)]
pub(crate) struct Shared {
    pub(crate) clock: Box<dyn Clock>,
    /// The tokens that are accepted; any is if there is none.
    pub(crate) tokens: Vec<Secret>,
    pub(crate) fetcher: Box<dyn Fetcher>,
    /// How webhooks are delivered.
    pub(crate) post: Box<dyn Post>,
    /// Rings when there may be something to deliver.
    pub(crate) news: Notify,
    pub(crate) state: Mutex<State>,
}

/// The largest body of a request, and the largest that is read at all: a part of a file.
const BODY_LIMIT: usize = notion_model::limits::BODY_BYTES;
const READ_LIMIT: usize = 64 * BODY_LIMIT;

impl Shared {
    pub(crate) fn lock(&self) -> std::sync::MutexGuard<'_, State> {
        // A handler that panicked left the world as it was before the write reached it.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Answers one request.
pub(crate) async fn answer(shared: Arc<Shared>, request: Request<Body>) -> Response {
    let (parts, body) = request.into_parts();
    if signed::is_meant(&parts.method, parts.uri.path()) {
        return shared.file(&parts).await;
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
    let asked = Asked::of(&parts.method, &parts.uri, &parts.headers, body);
    let came = Came { base: base_of(&parts), headers: &parts.headers };
    shared.catch_up_late();
    let (request_id, admitted) = shared.admit(&asked, &parts.headers);
    let mut reply = match admitted {
        Err(refusal) => Reply::refusal(&refusal, request_id),
        Ok((admitted, verdict)) => {
            if !verdict.delay.is_zero() {
                tokio::time::sleep(verdict.delay).await;
            }
            let reply = shared.carry_out(&asked, &came, admitted, &verdict, request_id);
            if let Some(hold) = verdict.alterations.hold {
                tokio::time::sleep(hold).await;
            }
            reply
        }
    };
    shared.note(&asked, &mut reply);
    shared.news.notify_waiters();
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
    /// What its connection has to be allowed.
    needs: Option<Capability>,
    segments: Segments<'a>,
    body: Value,
}

impl Shared {
    /// Reads the clock.
    fn now(&self, state: &mut State) -> Timestamp {
        state.read = self.clock.now();
        state.read
    }

    /// Everything up to the scripted faults.
    fn admit<'a>(
        &self,
        asked: &'a Asked,
        headers: &HeaderMap,
    ) -> (Uuid, Result<(Admitted<'a>, Verdict), Refusal>) {
        let mut state = self.lock();
        let request_id = state.request_ids.v4();
        state.counts.requests += 1;
        self.now(&mut state);
        (request_id, self.check(&mut state, asked, headers))
    }

    fn check<'a>(
        &self,
        state: &mut State,
        asked: &'a Asked,
        headers: &HeaderMap,
    ) -> Result<(Admitted<'a>, Verdict), Refusal> {
        let (route, segments) =
            routes::find(&asked.method, &asked.path).ok_or_else(Refusal::invalid_url)?;
        let body = if route.kind == RouteKind::Form { Value::Null } else { parse_body(asked)? };
        let connection = match route.kind {
            RouteKind::OAuth => Uuid::nil(),
            _ => self.check_token(&state.world, headers)?,
        };
        let now = state.read;
        state.meter.take(&state.budget, connection, now).map_err(Refusal::rate_limited)?;
        let verdict = state.script.judge(&asked.method, &asked.path);
        state.counts.faults = state.script.struck();
        state.meter.take_foreign(connection, verdict.alterations.foreign);
        let &Route { work, kind, needs, .. } = route;
        Ok((Admitted { work, kind, needs, segments, body }, verdict))
    }

    /// The connection that a token belongs to: each has a budget of its own.
    fn check_token(&self, world: &World, headers: &HeaderMap) -> Result<Uuid, Refusal> {
        let header = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let token = header.and_then(|header| {
            let (scheme, token) = header.split_once(' ')?;
            scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
        });
        let token = token.filter(|token| !token.is_empty()).ok_or_else(Refusal::no_token)?;
        if let Some(grant) = world.grant_of(token) {
            return if grant.is_good() {
                Ok(grant.connection)
            } else {
                Err(Refusal::wrong_token())
            };
        }
        if !self.tokens.is_empty() && self.tokens.iter().all(|wanted| wanted.0 != token) {
            return Err(Refusal::wrong_token());
        }
        Ok(digest(token))
    }

    /// Does the work of a request, or what a fault makes of it.
    fn carry_out(
        &self,
        asked: &Asked,
        came: &Came<'_>,
        mut admitted: Admitted<'_>,
        verdict: &Verdict,
        request_id: Uuid,
    ) -> Reply {
        let effect = &verdict.effect;
        for other in &verdict.alterations.meanwhile {
            if let Err(refusal) = self.meanwhile(other, came) {
                return Reply::refusal(&refusal, request_id);
            }
        }
        if let Some(late) = verdict.alterations.late {
            self.lock().late.push(self.clock.now(), late, asked, &came.base, came.headers);
        }
        match effect {
            Effect::Status(answer) if answer.when == When::Before => {
                let now = self.now(&mut self.lock());
                let reply = Reply::fault(answer, None, request_id, now);
                return self.bend(asked, &verdict.alterations, reply);
            }
            Effect::Drop(When::Before) => return Reply::dropped(),
            _ => {}
        }
        let bent = alter_request(asked, &mut admitted.body, &verdict.alterations);
        let done = self.work(&bent, came, admitted, &verdict.alterations);
        let answer = match done {
            Ok(answer) => answer,
            Err(refusal) => return Reply::refusal(&refusal, request_id),
        };
        let reply = match effect {
            Effect::Status(fault) => {
                let now = self.lock().read;
                Reply::fault(fault, answer.made.as_ref(), request_id, now)
            }
            Effect::Drop(_) => return Reply::dropped(),
            Effect::Truncate { .. } | Effect::None => Reply::answer(answer, request_id),
        };
        let reply = self.bend(asked, &verdict.alterations, reply);
        match effect {
            Effect::Truncate { bytes, breaks } => reply.truncated(*bytes, *breaks),
            _ => reply,
        }
    }

    /// What faults make of an answer.
    fn bend(&self, asked: &Asked, alterations: &Alterations, mut reply: Reply) -> Reply {
        reply.date_mishap = alterations.date;
        reply.trickle = alterations.trickle.unwrap_or_default();
        let mut state = self.lock();
        let repeats = state.script.repeats();
        let rewrites = alterations.results.is_some()
            || alterations.strange
            || !alterations.rewrites.is_empty();
        if (repeats || rewrites)
            && let Ok(mut body) = serde_json::from_slice(&reply.body)
        {
            if repeats {
                repeat_items(&mut state.pages, asked, alterations.repeat, &mut body);
            }
            alter_answer(&mut body, alterations);
            reply.body = body.to_string().into();
        }
        reply
    }

    fn work(
        &self,
        asked: &Asked,
        came: &Came<'_>,
        admitted: Admitted<'_>,
        alterations: &Alterations,
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
        let mut state = self.lock();
        let state = &mut *state;
        if admitted.needs.is_some_and(|needed| !state.world.about.capabilities.allow(needed)) {
            return Err(Refusal::of_status(403));
        }
        state.world.now = self.now(state);
        state.world.base.clone_from(&came.base);
        state.world.alterations.clone_from(alterations);
        let ids = state.world.ids.clone();
        let mut answer = handler(&mut state.world, &call).inspect_err(|_| {
            // What is refused may have drawn ids already, which are the next ones' then.
            state.world.ids = ids;
            debug_assert!(!state.world.is_changed(), "a refused request changed the world");
        })?;
        if state.world.is_changed() {
            attachments::attach(&mut state.world, call.body);
            state.keep()?;
        }
        if let Some(needed) = admitted.needs {
            state.world.about.capabilities.limit(&mut answer.body, needed);
        }
        Ok(answer)
    }

    /// Dates, counts and records an answer.
    fn note(&self, asked: &Asked, reply: &mut Reply) {
        let mut state = self.lock();
        reply.date = state.read;
        let status = reply.status_seen();
        *state.counts.by_status.entry(status).or_default() += 1;
        let recorded = state
            .recorder
            .as_mut()
            .is_none_or(|it| it.record(asked, status, &reply.headers, &reply.body).is_ok());
        state.counts.unrecorded += u64::from(!recorded);
    }
}

/// The body as JSON: an empty object if there is none, or if the method has no use for it.
fn parse_body(asked: &Asked) -> Result<Value, Refusal> {
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

fn plain(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    response
}
