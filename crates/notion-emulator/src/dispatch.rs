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
use http::header::{AUTHORIZATION, HOST};
use http::{HeaderMap, Request, StatusCode};
use http_body_util::{BodyExt as _, Limited};
use jiff::Timestamp;
use serde_json::{Map, Value};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::asked::{self, Asked};
use crate::bend;
use crate::budget::{Budget, Meter};
use crate::call::{Answer, Call};
use crate::clock::Clock;
use crate::fault::{Bends, Effect, Meanwhile, Script, Verdict, When};
use crate::fetch::Fetcher;
use crate::html;
use crate::ids::IdSource;
use crate::late::Late;
use crate::line::Line;
use crate::record::Recorder;
use crate::refusal::Refusal;
use crate::reply::Reply;
use crate::routes::{self, Route, RouteKind, Segments, Work};
use crate::semantics::{attachments, cells, templates};
use crate::signed;
use crate::store::{Store, StoreError};
use crate::version::Version;
use crate::webhook::{Outboxes, Post};
use crate::world::World;
use crate::world::capability::Capability;
use crate::world::grant::digest;
use crate::world::jobs::Job;

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
    /// The last reading of the clock.
    pub(crate) read: Timestamp,
    pub(crate) late: Late,
    /// What lists showed last, if that may come again.
    pub(crate) pages: bend::Pages,
    /// What is still to be told to subscribers.
    pub(crate) outboxes: Outboxes,
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
            if let Some(hold) = verdict.bends.hold {
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
    fn now(&self, core: &mut Core) -> Timestamp {
        core.read = self.clock.now();
        core.read
    }

    /// Everything up to the scripted faults.
    fn admit<'a>(
        &self,
        asked: &'a Asked,
        headers: &HeaderMap,
    ) -> (Uuid, Result<(Admitted<'a>, Verdict), Refusal>) {
        let mut core = self.lock();
        let request_id = core.request_ids.v4();
        core.counts.requests += 1;
        self.now(&mut core);
        (request_id, self.check(&mut core, asked, headers))
    }

    fn check<'a>(
        &self,
        core: &mut Core,
        asked: &'a Asked,
        headers: &HeaderMap,
    ) -> Result<(Admitted<'a>, Verdict), Refusal> {
        let (route, segments) =
            routes::find(&asked.method, &asked.path).ok_or_else(Refusal::invalid_url)?;
        let body = if route.kind == RouteKind::Form { Value::Null } else { parse_body(asked)? };
        let connection = match route.kind {
            RouteKind::OAuth => Uuid::nil(),
            _ => self.check_token(&core.world, headers)?,
        };
        let now = core.read;
        core.meter.take(&core.budget, connection, now).map_err(Refusal::rate_limited)?;
        let verdict = core.script.judge(&asked.method, &asked.path);
        core.counts.faults = core.script.struck();
        core.meter.take_foreign(connection, verdict.bends.foreign);
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
        for other in &verdict.bends.meanwhile {
            if let Err(refusal) = self.meanwhile(other, came) {
                return Reply::refusal(&refusal, request_id);
            }
        }
        if let Some(late) = verdict.bends.late {
            self.lock().late.push(self.clock.now(), late, asked, &came.base, came.headers);
        }
        match effect {
            Effect::Status(answer) if answer.when == When::Before => {
                let now = self.now(&mut self.lock());
                let reply = Reply::fault(answer, None, request_id, now);
                return self.bend(asked, &verdict.bends, reply);
            }
            Effect::Drop(When::Before) => return Reply::dropped(),
            _ => {}
        }
        let bent = bend::request(asked, &mut admitted.body, &verdict.bends);
        let done = self.work(&bent, came, admitted, &verdict.bends);
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
        let reply = self.bend(asked, &verdict.bends, reply);
        match effect {
            Effect::Truncate { bytes, breaks } => reply.truncated(*bytes, *breaks),
            _ => reply,
        }
    }

    /// What faults make of an answer.
    fn bend(&self, asked: &Asked, bends: &Bends, mut reply: Reply) -> Reply {
        reply.date_mishap = bends.date;
        reply.trickle = bends.trickle.unwrap_or_default();
        let mut core = self.lock();
        let repeats = core.script.repeats();
        let rewrites = bends.results.is_some() || bends.strange || !bends.rewrites.is_empty();
        if (repeats || rewrites)
            && let Ok(mut body) = serde_json::from_slice(&reply.body)
        {
            if repeats {
                bend::repeat(&mut core.pages, asked, bends.repeat, &mut body);
            }
            bend::answer(&mut body, bends);
            reply.body = body.to_string().into();
        }
        reply
    }

    /// Does what another client does while a request is on its way.
    fn meanwhile(&self, other: &Meanwhile, came: &Came<'_>) -> Result<(), Refusal> {
        let (path, body) = {
            let world = &self.lock().world;
            let body = bend::with_ids(&other.body.to_string(), world);
            (bend::with_ids(&other.path, world), body)
        };
        let (path, query) = path.split_once('?').unwrap_or((&path, ""));
        let body = if other.body.is_null() { Vec::new() } else { body.into_bytes() };
        let asked = Asked {
            method: other.method.clone(),
            path: path.to_owned(),
            query: asked::parameters(query),
            version: Some("2026-03-11".to_owned()),
            body: body.into(),
        };
        self.repeat(&asked, came).map_err(|refusal| {
            let Meanwhile { method, path, .. } = other;
            let message =
                format!("The fault's own {method} {path} was refused: {}", refusal.message);
            Refusal::internal(message)
        })
    }

    /// Carries out a request that nobody waits for.
    fn repeat(&self, asked: &Asked, came: &Came<'_>) -> Result<(), Refusal> {
        let (route, segments) =
            routes::find(&asked.method, &asked.path).ok_or_else(Refusal::invalid_url)?;
        let body = parse_body(asked)?;
        // It was allowed when it was asked for, or somebody else does it who may do all.
        let &Route { work, kind, .. } = route;
        let admitted = Admitted { work, kind, needs: None, segments, body };
        self.work(asked, came, admitted, &Bends::default()).map(drop)
    }

    fn work(
        &self,
        asked: &Asked,
        came: &Came<'_>,
        admitted: Admitted<'_>,
        bends: &Bends,
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
        if admitted.needs.is_some_and(|needed| !core.world.about.capabilities.allow(needed)) {
            return Err(Refusal::of_status(403));
        }
        core.world.now = self.now(core);
        core.world.base.clone_from(&came.base);
        core.world.bends.clone_from(bends);
        let ids = core.world.ids.clone();
        let mut answer = handler(&mut core.world, &call).inspect_err(|_| {
            // What is refused may have drawn ids already, which are the next ones' then.
            core.world.ids = ids;
            debug_assert!(!core.world.is_changed(), "a refused request changed the world");
        })?;
        if core.world.is_changed() {
            attachments::attach(&mut core.world, call.body);
            core.keep()?;
        }
        if let Some(needed) = admitted.needs {
            core.world.about.capabilities.limit(&mut answer.body, needed);
        }
        Ok(answer)
    }

    /// Does the work that is due by now, of requests that were answered before it was done.
    fn catch_up_late(&self) {
        {
            let core = self.lock();
            if core.late.is_empty() && !core.world.has_jobs() {
                return;
            }
        }
        loop {
            let due = self.lock().late.due(self.clock.now());
            let Some(due) = due else { break };
            let came = Came { base: due.base, headers: &due.headers };
            // Nobody is told what became of it.
            let _unheard = self.repeat(&due.asked, &came);
        }
        let mut core = self.lock();
        core.world.now = self.clock.now();
        while let Some(job) = core.world.due_job() {
            match job {
                Job::Mirror { page, key, other, dual } => {
                    cells::catch_up(&mut core.world, page, &key, other, &dual);
                }
                Job::Template { page, template, zone, most } => {
                    templates::apply(&mut core.world, page, template, &zone, most);
                }
            }
            if core.world.is_changed() {
                // What the disk does not take is taken back, and nobody is told.
                let _unheard = core.keep();
            }
        }
    }

    /// A file that was uploaded, at its signed address, or what a fault of the storage makes of it.
    async fn file(&self, parts: &http::request::Parts) -> Response {
        let line = parts.extensions.get::<ConnectInfo<Line>>().map(|info| info.0.clone());
        let (method, path) = (&parts.method, parts.uri.path());
        let verdict = {
            let mut core = self.lock();
            let verdict = core.script.judge(method.as_str(), path);
            core.counts.faults = core.script.struck();
            verdict
        };
        if !verdict.delay.is_zero() {
            tokio::time::sleep(verdict.delay).await;
        }
        let mut core = self.lock();
        core.world.now = self.now(&mut core);
        let query = parts.uri.query().unwrap_or_default();
        let file = || signed::serve(&core.world, method, path, query);
        let mut reply = match &verdict.effect {
            Effect::Status(answer) => signed::fault(answer),
            Effect::Drop(_) => Reply::dropped(),
            Effect::Truncate { bytes, breaks } => file().truncated(*bytes, *breaks),
            Effect::None => file(),
        };
        reply.date = core.read;
        reply.trickle = verdict.bends.trickle.unwrap_or_default();
        drop(core);
        reply.into_response(line.as_ref())
    }

    /// Dates, counts and records an answer.
    fn note(&self, asked: &Asked, reply: &mut Reply) {
        let mut core = self.lock();
        reply.date = core.read;
        let status = reply.status_seen();
        *core.counts.by_status.entry(status).or_default() += 1;
        let recorded = core
            .recorder
            .as_mut()
            .is_none_or(|it| it.record(asked, status, &reply.headers, &reply.body).is_ok());
        core.counts.unrecorded += u64::from(!recorded);
    }
}

impl Core {
    /// Replaces the rules of what goes wrong.
    pub(crate) fn set_script(&mut self, mut script: Script) {
        script.resolve(|path| bend::with_ids(path, &self.world));
        self.script = script;
        self.watch();
    }

    /// Has the world keep what those who lag behind, or are told of changes, have to know.
    pub(crate) fn watch(&mut self) {
        let lag = self.script.longest_lag();
        self.world.keep_past(lag);
        self.world.watch_changes(lag.is_some() || !self.outboxes.is_empty());
    }

    /// Puts what was changed on disk, or takes it back.
    pub(crate) fn keep(&mut self) -> Result<(), Refusal> {
        self.counts.writes += 1;
        match &mut self.store {
            None => drop(self.world.take_changes()),
            Some(store) => {
                if let Err(error) = store.save(&mut self.world) {
                    return Err(self.take_back(&error));
                }
            }
        }
        let past = self.world.take_past();
        self.world.note_for_index(&past);
        self.outboxes.take_in(&self.world, &past);
        Ok(())
    }

    /// Goes back to the world on disk, after a write that did not get there.
    fn take_back(&mut self, error: &StoreError) -> Refusal {
        let mut message = format!("The local Notion could not keep this write: {error}");
        match self.store.as_ref().map(|store| store.reread(self.world.now)) {
            Some(Ok(world)) => {
                self.world = world;
                self.watch();
            }
            Some(Err(error)) => {
                message = format!("{message}, nor read the world again: {error}");
            }
            None => {}
        }
        Refusal::internal(message)
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
