//! Requests that make no sense: refused in Notion's words, never a crash, never a 500, never half a change.
//!
//! Every endpoint of the table is asked what is right, and then that with its body, path, query,
//! headers, method or form spoilt. The seed is fixed; `NOTION_FUZZ_REQUESTS` asks for more.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::AssertUnwindSafe;

use axum::body::Body;
use bytes::Bytes;
use fastrand::Rng;
use http::{HeaderMap, Request, Response};
use http_body_util::BodyExt as _;
use serde_json::{Map, Value, json};
use tower_service::Service as _;

use crate::clock::ManualClock;
use crate::emulator::Emulator;
use crate::routes::{ROUTES, RouteKind, Work};
use crate::seed::Seed;
use crate::store::Store;
use crate::{html, signed};

mod spoil;

/// How many requests a run sends for each version, unless the environment asks for more.
const REQUESTS: usize = 5_000;
/// How many of them one world takes.
const PER_WORLD: usize = 500;
/// One request in so many is checked by looking at the whole world before and after it. For the
/// others the world's own notes of what changed have to do.
const LOOKED_AT: usize = 16;
/// Failures that are shown.
const SHOWN: usize = 25;

/// Every refusal that is documented, by its status and code.
const REFUSALS: &[(u16, &str)] = &[
    (400, "validation_error"),
    (400, "invalid_json"),
    (400, "invalid_request_url"),
    (400, "invalid_request"),
    (400, "missing_version"),
    (401, "unauthorized"),
    (403, "restricted_resource"),
    (404, "object_not_found"),
];
const OAUTH_REFUSALS: &[(u16, &str)] = &[
    (400, "invalid_request"),
    (400, "invalid_grant"),
    (400, "unsupported_grant_type"),
    (401, "invalid_client"),
];

#[test]
fn nonsense_is_refused_in_2025_09_03() {
    law("2025-09-03", 1_000_000);
}

#[test]
fn nonsense_is_refused_in_2026_03_11() {
    law("2026-03-11", 2_000_000);
}

#[test]
fn every_route_with_a_body_has_one_to_be_spoilt() {
    let bodies = bodies();
    let lacking: Vec<String> = ROUTES
        .iter()
        .filter(|route| route.method != "GET" && route.method != "DELETE")
        .filter(|route| route.kind != RouteKind::Form)
        .map(|route| format!("{} {}", route.method, route.path))
        .filter(|name| !bodies.contains_key(name))
        .collect();
    assert_eq!(lacking, Vec::<String>::new());
}

fn law(version: &'static str, first_seed: u64) {
    #[expect(
        clippy::disallowed_methods,
        reason = "how long to try is for who runs the test to say"
    )]
    let asked = std::env::var("NOTION_FUZZ_REQUESTS").ok();
    let mut left = asked.and_then(|it| it.parse().ok()).unwrap_or(REQUESTS);
    let mut seed = first_seed;
    let mut findings = Findings::default();
    while left > 0 {
        let mut rig = Rig::new(seed, version);
        rig.furnish();
        for _ in 0..left.min(PER_WORLD) {
            left -= 1;
            if !rig.step(&mut findings) {
                // What a crash left behind tells nothing more.
                break;
            }
        }
        findings.note("", "keeping the world", rig.kept());
        seed += 1;
    }
    let shown: Vec<&String> = findings.failures.values().take(SHOWN).collect();
    let count = findings.failures.len();
    assert!(shown.is_empty(), "{count} kinds of failures, such as {shown:#?}");
    let unreached: Vec<&str> = ROUTES
        .iter()
        .filter(|route| matches!(route.work, Work::Do(_)))
        .map(|route| route.path)
        .filter(|path| !findings.reached.contains(path))
        .collect();
    assert_eq!(unreached, Vec::<&str>::new(), "no request to them was answered");
}

/// What went wrong, one of each kind, and which endpoints ever gave a good answer.
#[derive(Default)]
struct Findings {
    failures: BTreeMap<String, String>,
    reached: BTreeSet<&'static str>,
}

impl Findings {
    fn note(&mut self, place: &str, what: &str, result: Result<(), String>) {
        if let Err(problem) = result {
            let kind = format!("{place} {}", problem.chars().take(60).collect::<String>());
            self.failures.entry(kind).or_insert_with(|| format!("{problem}: {what}"));
        }
    }
}

fn bodies() -> BTreeMap<String, Vec<Value>> {
    serde_json::from_str(include_str!("fuzz/requests.json")).unwrap()
}

/// One request on its way.
#[derive(Clone, Debug)]
struct Asked {
    method: String,
    target: String,
    headers: Vec<(String, Vec<u8>)>,
    body: Vec<u8>,
}

impl Asked {
    /// `None` for what HTTP itself does not let through.
    fn request(&self) -> Option<Request<Body>> {
        let mut request = Request::builder().method(self.method.as_str()).uri(&self.target);
        for (name, value) in &self.headers {
            request = request.header(name, value.as_slice());
        }
        request.body(Body::from(self.body.clone())).ok()
    }

    fn shown(&self) -> String {
        let version = self.headers.iter().find(|(name, _)| name == "notion-version");
        let version = version.map(|(_, it)| String::from_utf8_lossy(it)).unwrap_or_default();
        let body: String = String::from_utf8_lossy(&self.body).chars().take(1500).collect();
        format!("{} {}\n{version} {body}", self.method, self.target)
    }
}

/// A world, and what may be asked of it.
struct Rig {
    emulator: Emulator,
    runtime: tokio::runtime::Runtime,
    version: &'static str,
    random: Rng,
    bodies: BTreeMap<String, Vec<Value>>,
    /// Ids and other words for the variable parts of requests.
    words: BTreeMap<&'static str, Vec<String>>,
}

impl Rig {
    fn new(seed: u64, version: &'static str) -> Self {
        let clock = ManualClock::new("2026-11-02T09:30:42.123Z".parse().unwrap());
        let world = Seed::parse(include_str!("fuzz/world.json")).unwrap();
        let emulator = Emulator::builder().clock(clock).seed(seed).world(world).build().unwrap();
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap();
        let mut words: BTreeMap<&'static str, Vec<String>> = BTreeMap::new();
        for (key, id) in &emulator.shared.lock().world.about.keys {
            let kind = match key.split(':').next() {
                Some("page") => "page_id",
                Some("database") => "database_id",
                Some("data_source") => "data_source_id",
                Some("user") => "user_id",
                _ => continue,
            };
            words.entry(kind).or_default().push(id.to_string());
        }
        let random = Rng::with_seed(seed);
        Self { emulator, runtime, version, random, bodies: bodies(), words }
    }

    /// Makes one of everything that a seed cannot hold, and learns the ids.
    fn furnish(&mut self) {
        let home = self.emulator.page("home").unwrap();
        self.learn("block_id", "GET", &format!("/v1/blocks/{home}/children"), None);
        self.learn("comment_id", "GET", &format!("/v1/comments?block_id={home}"), None);
        let source = self.words["data_source_id"][1].clone();
        let schema = self.ask("GET", &format!("/v1/data_sources/{source}"), None);
        let properties = schema["properties"].as_object().cloned().unwrap_or_default();
        let ids = properties.values().filter_map(|it| it["id"].as_str()).map(str::to_owned);
        self.words.insert("property_id", ids.collect());
        let view = json!({ "data_source_id": source, "database_id": self.words["database_id"][1],
            "name": "V", "type": "table" });
        self.learn("view_id", "POST", "/v1/views", Some(&view));
        let queries = format!("/v1/views/{}/queries", self.words["view_id"][0]);
        self.learn("query_id", "POST", &queries, Some(&json!({})));
        let several = json!({ "mode": "multi_part", "filename": "a.txt",
            "content_type": "text/plain", "number_of_parts": 1 });
        self.learn("file_upload_id", "POST", "/v1/file_uploads", Some(&several));
        let id = self.words["file_upload_id"][0].clone();
        let mut part = self.bare("POST", &format!("/v1/file_uploads/{id}/send"));
        spoil::form(&mut part, Some("1"));
        self.answer(&part).unwrap().unwrap();
        self.learn("file_upload_id", "POST", "/v1/file_uploads", Some(&json!({})));
        let task = json!({ "parent": { "page_id": home.to_string() }, "markdown": "x", "allow_async": true });
        self.learn("task_id", "POST", "/v1/pages", Some(&task));
    }

    /// Keeps the ids in an answer.
    fn learn(&mut self, word: &'static str, method: &str, target: &str, body: Option<&Value>) {
        let answer = self.ask(method, target, body);
        let items = answer["results"].as_array().filter(|_| word != "query_id").cloned();
        for item in items.unwrap_or_else(|| vec![answer]) {
            if let Some(id) = item["discussion_id"].as_str() {
                self.words.entry("discussion_id").or_default().push(id.to_owned());
            }
            if let Some(id) = item["id"].as_str() {
                self.words.entry(word).or_default().push(id.to_owned());
            }
        }
    }

    fn bare(&self, method: &str, target: &str) -> Asked {
        let headers = [("authorization", "Bearer secret"), ("notion-version", self.version)];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.as_bytes().to_vec()));
        let (method, target) = (method.to_owned(), target.to_owned());
        Asked { method, target, headers: headers.to_vec(), body: Vec::new() }
    }

    fn ask(&self, method: &str, target: &str, body: Option<&Value>) -> Value {
        let mut asked = self.bare(method, target);
        asked.body = body.map(|it| it.to_string().into_bytes()).unwrap_or_default();
        let response = self.answer(&asked).unwrap().unwrap();
        assert!(response.status().is_success(), "{} {:?}", asked.shown(), response.body());
        serde_json::from_slice(response.body()).unwrap()
    }

    /// The answer; what the thread said when it crashed.
    fn answer(&self, asked: &Asked) -> Result<Option<Response<Bytes>>, String> {
        let Some(request) = asked.request() else { return Ok(None) };
        let mut router = self.emulator.router();
        let answered = std::panic::catch_unwind(AssertUnwindSafe(|| {
            self.runtime.block_on(async {
                let response = router.call(request).await.unwrap();
                let (parts, body) = response.into_parts();
                let body = body.collect().await.unwrap().to_bytes();
                Response::from_parts(parts, body)
            })
        }));
        answered.map(Some).map_err(|panic| {
            let text = panic.downcast_ref::<String>().cloned();
            let text = text.or_else(|| panic.downcast_ref::<&str>().map(|it| (*it).to_owned()));
            format!("a crash ({})", text.unwrap_or_default())
        })
    }

    /// Asks something; `false` after a crash.
    fn step(&mut self, findings: &mut Findings) -> bool {
        let route = &ROUTES[self.random.usize(..ROUTES.len())];
        let asked = self.make(route.method, route.path, route.kind);
        let place = format!("{} {}", route.method, route.path);
        let looks = self.random.usize(..LOOKED_AT) == 0;
        let before = looks.then(|| self.world());
        let writes = self.emulator.counts().writes;
        let response = match self.answer(&asked) {
            Ok(Some(response)) => response,
            Ok(None) => return true,
            Err(crash) => {
                findings.note(&place, &asked.shown(), Err(crash));
                return false;
            }
        };
        let status = response.status().as_u16();
        findings.note(&place, &asked.shown(), judge(&asked, &response));
        if status >= 400 || asked.method == "GET" {
            let is_same = self.emulator.counts().writes == writes
                && before.is_none_or(|before| before == self.world());
            let same = if is_same { Ok(()) } else { Err(format!("a {status} changed the world")) };
            findings.note(&place, &asked.shown(), same);
        } else {
            self.remember(&response);
        }
        if status < 300 {
            findings.reached.insert(route.path);
        }
        true
    }

    /// New objects are asked about too, as long as there are not too many.
    fn remember(&mut self, response: &Response<Bytes>) {
        let Ok(body) = serde_json::from_slice::<Value>(response.body()) else { return };
        let word = match body["object"].as_str() {
            Some("page") => "page_id",
            Some("block") => "block_id",
            Some("database") => "database_id",
            Some("data_source") => "data_source_id",
            Some("comment") => "comment_id",
            Some("file_upload") => "file_upload_id",
            Some("view") => "view_id",
            Some("async_task") => "task_id",
            _ => return,
        };
        let words = self.words.entry(word).or_default();
        if let Some(id) = body["id"].as_str().filter(|_| words.len() < 20) {
            words.push(id.to_owned());
        }
    }

    /// Everything a world holds, as text.
    fn world(&self) -> String {
        let mut core = self.emulator.shared.lock();
        core.world.base.clear();
        format!("{:?}", core.world)
    }

    /// What got into the world can be kept, and is the same when it is opened again.
    fn kept(&self) -> Result<(), String> {
        let dir = tempfile::tempdir().unwrap();
        let mut core = self.emulator.shared.lock();
        let now = core.world.now;
        let world = &mut core.world;
        drop(Store::create(dir.path(), world).map_err(|error| format!("{error:?}"))?);
        let opened = Store::open(dir.path(), now).map_err(|error| format!("{error:?}"))?;
        let (_, opened) = opened.ok_or("nothing was kept")?;
        for key in world.all_keys() {
            let text = |it: Option<Result<String, serde_json::Error>>| it.map(|it| it.unwrap());
            let (old, new) = (text(world.record(key)), text(opened.record(key)));
            if old != new {
                return Err(format!("{key:?} was {old:?} and is {new:?}"));
            }
        }
        if world.all_keys() == opened.all_keys() { Ok(()) } else { Err("other objects".into()) }
    }

    fn word(&mut self, name: &str) -> String {
        let words = self.words.get(name);
        // An id of the wrong kind now and then.
        let words = words.filter(|_| self.random.usize(..12) > 0);
        let words =
            words.or_else(|| self.words.values().nth(self.random.usize(..self.words.len())));
        words.and_then(|it| self.random.choice(it)).cloned().unwrap_or_default()
    }

    /// Puts ids in the place of `{name}`.
    fn filled(&mut self, text: &str) -> String {
        let mut filled = String::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, behind)) = after.split_once('}') else { break };
            filled.push_str(before);
            filled.push_str(&self.word(name));
            rest = behind;
        }
        filled + rest
    }

    fn fill(&mut self, value: &Value) -> Value {
        match value {
            Value::String(text) if text.contains('{') => Value::String(self.filled(text)),
            Value::Array(items) => items.iter().map(|it| self.fill(it)).collect(),
            Value::Object(members) => {
                let members = members.iter().map(|(key, it)| (key.clone(), self.fill(it)));
                Value::Object(members.collect::<Map<_, _>>())
            }
            other => other.clone(),
        }
    }

    /// A request for that endpoint: right as it is, or spoilt in one way or several.
    fn make(&mut self, method: &str, path: &str, kind: RouteKind) -> Asked {
        let target = self.filled(path);
        let mut asked = self.bare(method, &target);
        if kind == RouteKind::OAuth {
            "Basic aWQ6c2VjcmV0".as_bytes().clone_into(&mut asked.headers[0].1);
        }
        if target == "/v1/comments" || target == "/v1/views" && method == "GET" {
            let word = if target == "/v1/views" { "database_id" } else { "block_id" };
            asked.target = format!("{target}?{word}={}", self.word(word));
        }
        let mut ways = [0, 1, 1, 1, 2, 3][self.random.usize(..6)];
        let name = format!("{method} {path}");
        if kind == RouteKind::Form {
            spoil::form(&mut asked, [None, Some("1")][self.random.usize(..2)]);
        } else if let Some(bodies) = self.bodies.get(&name) {
            let body = bodies[self.random.usize(..bodies.len())].clone();
            let mut body = self.fill(&body);
            if ways > 0 && self.random.usize(..5) > 0 {
                ways -= 1;
                let others = self.random.usize(..self.bodies.len());
                let other = self.bodies.values().nth(others).and_then(|it| it.first()).cloned();
                let other = self.fill(&other.unwrap_or_default());
                for _ in 0..self.random.usize(1..4) {
                    spoil::value(&mut body, &other, &mut self.random);
                }
            }
            asked.body = body.to_string().into_bytes();
        }
        for _ in 0..ways {
            spoil::request(&mut asked, &mut self.random);
        }
        asked
    }
}

/// Whether an answer is one that the documentation knows.
fn judge(asked: &Asked, response: &Response<Bytes>) -> Result<(), String> {
    let status = response.status().as_u16();
    let request = asked.request().ok_or("no request")?;
    let path = request.uri().path();
    let is_page = html::is_meant(request.method(), path);
    if is_page || signed::is_meant(request.method(), path) {
        let is_known = matches!(status, 200 | 403 | 404);
        return if is_known { Ok(()) } else { Err(format!("a {status} for a page")) };
    }
    // HTTP gives HEAD no bodies, and there is no endpoint with that method.
    if asked.method == "HEAD" && status == 400 && response.body().is_empty() {
        return Ok(());
    }
    let body: Value = serde_json::from_slice(response.body())
        .map_err(|error| format!("a {status} that is no JSON ({error})"))?;
    let is_object = body.is_object() && is_json(response.headers());
    if matches!(status, 200 | 202) {
        return if is_object { Ok(()) } else { Err(format!("a {status} without an object")) };
    }
    let is_oauth = body.get("object").is_none() && path.starts_with("/v1/oauth/");
    let (known, key) = if is_oauth { (OAUTH_REFUSALS, "error") } else { (REFUSALS, "code") };
    let code = body[key].as_str().unwrap_or_default();
    let is_said = is_oauth
        || body["object"] == "error"
            && body["status"] == status
            && body["message"].as_str().is_some_and(|it| !it.is_empty());
    let id = response.headers().get("x-notion-request-id").and_then(|it| it.to_str().ok());
    let is_named = body["request_id"].as_str().is_some_and(|it| Some(it) == id);
    if known.contains(&(status, code)) && is_said && is_named && is_object {
        return Ok(());
    }
    Err(format!("an undocumented {status} {body}"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get("content-type").and_then(|it| it.to_str().ok());
    kind.is_some_and(|it| it.starts_with("application/json"))
}
