//! A local Notion with a stopped clock, and short ways to ask it things.

use axum::body::Body;
use http::{HeaderMap, Request};
use http_body_util::BodyExt as _;
use notion_emulator::{Builder, Emulator, ManualClock, Seed};
use serde_json::{Value, json};
use tower_service::Service as _;

/// The time at which every test begins.
pub(crate) const NOW: &str = "2026-11-02T09:30:42.123Z";

/// The newer version, which tests speak unless they say otherwise.
pub(crate) const VERSION: &str = "2026-03-11";

/// An answer, read to its end.
#[derive(Debug)]
pub(crate) struct Reply {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Value,
}

/// A client in the same process.
#[derive(Debug)]
pub(crate) struct Notion {
    pub(crate) emulator: Emulator,
    pub(crate) clock: ManualClock,
    pub(crate) version: &'static str,
}

pub(crate) fn builder() -> (Builder, ManualClock) {
    let (builder, clock) = silent();
    match notion_tests::recording("notion-emulator") {
        Some(file) => (builder.record(file), clock),
        None => (builder, clock),
    }
}

/// One that never records.
pub(crate) fn silent() -> (Builder, ManualClock) {
    let clock = ManualClock::new(NOW.parse().unwrap());
    (Emulator::builder().clock(clock.clone()).seed(1), clock)
}

impl Notion {
    /// For bodies that no client would build. What is recorded is judged by the official types.
    pub(crate) fn unrecorded() -> Self {
        let (builder, clock) = silent();
        Self { emulator: builder.build().unwrap(), clock, version: VERSION }
    }

    /// A world with one person and one page.
    pub(crate) fn new() -> Self {
        let (builder, clock) = builder();
        Self { emulator: builder.build().unwrap(), clock, version: VERSION }
    }

    pub(crate) fn seeded(seed: Value) -> Self {
        let (builder, clock) = builder();
        let emulator = builder.world(Seed::from_value(seed).unwrap()).build().unwrap();
        Self { emulator, clock, version: VERSION }
    }

    pub(crate) fn home(&self) -> String {
        self.emulator.page("home").unwrap().to_string()
    }

    pub(crate) fn request(&self, method: &str, path: &str, body: Option<&Value>) -> Request<Body> {
        let request = Request::builder()
            .method(method)
            .uri(format!("/v1/{path}"))
            .header("authorization", "Bearer secret_test")
            .header("notion-version", self.version);
        let body = body.map_or_else(Body::empty, |body| Body::from(body.to_string()));
        request.body(body).unwrap()
    }

    pub(crate) async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.emulator.router().call(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        let body = serde_json::from_slice(&bytes)
            .unwrap_or_else(|_| json!(String::from_utf8_lossy(&bytes)));
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, path: &str) -> Reply {
        self.send(self.request("GET", path, None)).await
    }

    pub(crate) async fn post(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("POST", path, Some(&body))).await
    }

    pub(crate) async fn patch(&self, path: &str, body: Value) -> Reply {
        self.send(self.request("PATCH", path, Some(&body))).await
    }

    pub(crate) async fn delete(&self, path: &str) -> Reply {
        self.send(self.request("DELETE", path, None)).await
    }

    /// A page under the home page, by its title; its id.
    pub(crate) async fn page(&self, title: &str) -> String {
        let body = json!({
            "parent": { "page_id": self.home() },
            "properties": { "title": { "title": [run(title)] } },
        });
        self.post("pages", body).await.ok().id()
    }

    /// A database under the home page; the id of its data source.
    pub(crate) async fn table(&self, properties: Value) -> String {
        let body = json!({
            "parent": { "type": "page_id", "page_id": self.home() },
            "title": [run("Table")],
            "initial_data_source": { "properties": properties },
        });
        let database = self.post("databases", body).await.ok();
        database.body["data_sources"][0]["id"].as_str().unwrap().to_owned()
    }

    /// A row; its id.
    pub(crate) async fn row(&self, source: &str, properties: Value) -> String {
        let body = json!({ "parent": { "data_source_id": source }, "properties": properties });
        self.post("pages", body).await.ok().id()
    }

    /// The titles of the rows that a query finds.
    pub(crate) async fn titles(&self, source: &str, query: Value) -> Vec<String> {
        let found = self.post(&format!("data_sources/{source}/query"), query).await.ok();
        found.results().iter().map(title).collect()
    }
}

impl Reply {
    /// The answer, which has to be a 200.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{}", self.body);
        self
    }

    #[track_caller]
    pub(crate) fn id(&self) -> String {
        self.body["id"].as_str().unwrap().to_owned()
    }

    #[track_caller]
    pub(crate) fn results(&self) -> &[Value] {
        self.body["results"].as_array().unwrap()
    }

    /// `status code: message` of a refusal.
    #[track_caller]
    pub(crate) fn refusal(&self) -> String {
        assert_eq!(self.body["object"], "error", "{}", self.body);
        assert_eq!(self.body["status"], self.status);
        let (code, message) = (&self.body["code"], &self.body["message"]);
        format!("{} {}: {}", self.status, code.as_str().unwrap(), message.as_str().unwrap())
    }

    /// The body, indented, with everything that is drawn from the seed replaced by its kind.
    pub(crate) fn shown(&self) -> String {
        let text = serde_json::to_string_pretty(&self.body).unwrap();
        let mut shown = String::new();
        let mut rest = text.as_str();
        while let Some(at) = rest.find('"') {
            let (before, quoted) = rest.split_at(at + 1);
            shown.push_str(before);
            let end = quoted.find('"').unwrap();
            let (word, after) = quoted.split_at(end);
            shown.push_str(&masked(word));
            shown.push('"');
            rest = &after[1..];
        }
        shown.push_str(rest);
        shown
    }
}

/// The word without the ids in it: dashed ones, and the plain one at the end of an address.
fn masked(word: &str) -> String {
    let is_id = |text: &str| text.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit());
    if word.len() == 36 && is_id(word) {
        return "<id>".to_owned();
    }
    match word.len().checked_sub(32).and_then(|at| word.split_at_checked(at)) {
        Some((head, tail)) if word.starts_with("https://") && is_id(tail) => {
            format!("{head}<id>")
        }
        _ => word.to_owned(),
    }
}

/// One plain run of rich text, as a request writes it.
pub(crate) fn run(text: &str) -> Value {
    json!({ "text": { "content": text } })
}

/// A paragraph, as a request writes it.
pub(crate) fn paragraph(text: &str) -> Value {
    json!({ "paragraph": { "rich_text": [run(text)] } })
}

/// The title of a page, whatever its property is called.
pub(crate) fn title(page: &Value) -> String {
    let properties = page["properties"].as_object().unwrap();
    let title = properties.values().find(|it| it["type"] == "title").unwrap();
    plain(&title["title"])
}

/// The words of a rich text.
pub(crate) fn plain(runs: &Value) -> String {
    runs.as_array().unwrap().iter().map(|run| run["plain_text"].as_str().unwrap()).collect()
}

/// The words of blocks.
pub(crate) fn texts(blocks: &[Value]) -> Vec<String> {
    blocks.iter().map(|block| plain(&block[block["type"].as_str().unwrap()]["rich_text"])).collect()
}
