//! Recordings read and made small: bodies that the types cannot tell apart are judged once.
//!
//! Ids, times and prose are only strings to the types, every number is a number, and a list is as good as each of its items.
//! A suite that sends a hundred thousand rows is judged by some thousand lines.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::{Map, Value, json};

use super::super::clients::RECORDED;
use super::exceptions::Exceptions;
use crate::Failure;

/// The files that the tool reads.
pub(super) const REQUESTS: &str = "requests.jsonl";
pub(super) const RESPONSES: &str = "responses.jsonl";

/// The suites whose requests are written by hand, to see them refused as often as not.
const BY_HAND: [&str; 2] = ["notion-emulator--", RECORDED];

/// Fields whose text is anything.
const PROSE: &[&str] =
    &["content", "plain_text", "href", "expression", "next_cursor", "public_url", "url", "email"];

/// The colours, which are as good as each other. Each has a background.
const COLORS: &[&str] =
    &["gray", "brown", "orange", "yellow", "green", "blue", "purple", "pink", "red"];

/// Annotations that are there or not.
const MARKS: &[&str] = &["bold", "italic", "strikethrough", "underline", "code"];

/// All bodies of a folder of recordings.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    pub(super) requests: Bodies,
    pub(super) responses: Bodies,
    /// Requests that tests wrote by hand to see them refused. They are not judged.
    pub(super) wrong_by_hand: usize,
    /// Requests that are judged but for fields that have no type.
    pub(super) in_part: usize,
}

/// Bodies of one kind: the distinct ones, in the order of their lines, and whose they were.
#[derive(Debug, Default)]
pub(super) struct Bodies {
    /// How many there were.
    pub(super) all: usize,
    lines: Vec<Line>,
    known: BTreeMap<String, usize>,
}

/// One line for the tool.
#[derive(Debug)]
struct Line {
    text: String,
    /// The bodies that it stands for, by number.
    bodies: BTreeSet<usize>,
    /// The file and line of the first.
    first: String,
}

impl Gathered {
    /// Reads every recording of a folder.
    pub(super) fn read(folder: &Path, exceptions: &Exceptions) -> Result<Self, Failure> {
        let words = |path: &Path, error| format!("{}: {error}", path.display());
        let entries = fs::read_dir(folder).map_err(|error| words(folder, error))?;
        let mut files: Vec<PathBuf> = entries
            .filter_map(|entry| Some(entry.ok()?.path()))
            .filter(|path| path.extension().is_some_and(|it| it == "jsonl"))
            .collect();
        files.sort();
        let mut gathered = Self::default();
        for file in files {
            let text = fs::read_to_string(&file).map_err(|error| words(&file, error))?;
            let name = file.file_stem().unwrap_or_default().to_string_lossy();
            for (number, line) in text.lines().enumerate() {
                let origin = format!("{name}:{}", number + 1);
                let exchange: Value =
                    serde_json::from_str(line).map_err(|error| format!("{origin}: {error}"))?;
                gathered.add(exchange, &origin, exceptions);
            }
        }
        Ok(gathered)
    }

    fn add(&mut self, mut exchange: Value, origin: &str, exceptions: &Exceptions) {
        let status = exchange["status"].as_u64().unwrap_or_default();
        let call = json!({
            "method": exchange["method"],
            "path": without_ids(exchange["path"].as_str().unwrap_or_default()),
        });
        let mut request = exchange["request"].take();
        if is_json(&request) {
            if status == 400 && BY_HAND.iter().any(|it| origin.starts_with(it)) {
                self.wrong_by_hand += 1;
            } else {
                // A request that was throttled, lost or refused by a scripted fault was built all
                // the same.
                let path = exchange["path"].as_str().unwrap_or_default();
                self.in_part += usize::from(exceptions.strip(path, &mut request));
                let request = plain(request, &mut |_| {});
                self.requests.add(&call, "request", parts(request), origin);
            }
        }
        let response = exchange["response"].take();
        if is_json(&response) && (200..300).contains(&status) {
            let response = plain(response, &mut |object| exceptions.apply(object));
            // What is accepted is answered with a task, which has a type of its own.
            let task = json!({ "method": "GET", "path": "/v1/async_tasks/task" });
            let call = if status == 202 { task } else { call };
            self.responses.add(&call, "response", items(response), origin);
        }
    }

    /// Whether nothing was recorded.
    pub(super) fn is_empty(&self) -> bool {
        self.requests.all == 0
    }

    /// Writes what the tool reads.
    pub(super) fn write(&self, folder: &Path) -> Result<(), Failure> {
        for (name, bodies) in [(REQUESTS, &self.requests), (RESPONSES, &self.responses)] {
            let text: String = bodies.lines.iter().map(|line| line.text.clone() + "\n").collect();
            fs::write(folder.join(name), text).map_err(|error| format!("{name}: {error}"))?;
        }
        Ok(())
    }
}

impl Bodies {
    /// Adds one body, which may be of several parts.
    fn add(&mut self, call: &Value, kind: &str, parts: Vec<Value>, origin: &str) {
        for part in parts {
            let mut exchange = call.clone();
            exchange["status"] = json!(200);
            exchange[kind] = part;
            let text = exchange.to_string();
            let next = self.lines.len();
            let at = *self.known.entry(text.clone()).or_insert(next);
            if at == next {
                let first = origin.to_owned();
                self.lines.push(Line { text, bodies: BTreeSet::new(), first });
            }
            if let Some(line) = self.lines.get_mut(at) {
                line.bodies.insert(self.all);
            }
        }
        self.all += 1;
    }

    /// How many lines stand for all of them.
    pub(super) fn distinct(&self) -> usize {
        self.lines.len()
    }

    /// The file and line of the first body that line `at` stands for, and how many it stands for.
    pub(super) fn origin(&self, at: usize) -> (&str, usize) {
        self.lines.get(at).map_or(("?", 0), |line| (&line.first, line.bodies.len()))
    }

    /// How many bodies these lines stand for.
    pub(super) fn count(&self, lines: impl Iterator<Item = usize>) -> usize {
        let bodies = lines.filter_map(|at| Some(&self.lines.get(at)?.bodies)).flatten();
        bodies.collect::<BTreeSet<_>>().len()
    }
}

/// Whether a body is there and is JSON: the recordings write `{"$text"}` and `{"$bytes"}` for others.
fn is_json(body: &Value) -> bool {
    body.is_object() && body.get("$text").is_none() && body.get("$bytes").is_none()
}

/// A list as lists of one item each; anything else as it is.
fn items(body: Value) -> Vec<Value> {
    let Value::Object(mut fields) = body else { return vec![body] };
    match fields.get_mut("results").map(Value::take) {
        Some(Value::Array(results)) if results.len() > 1 => results
            .into_iter()
            .map(|item| {
                let mut list = fields.clone();
                list.insert("results".to_owned(), Value::Array(vec![item]));
                Value::Object(list)
            })
            .collect(),
        Some(results) => {
            fields.insert("results".to_owned(), results);
            vec![Value::Object(fields)]
        }
        None => vec![Value::Object(fields)],
    }
}

/// Bodies with one item in one list each, which hold together every item of every list of this one:
/// a page of a thousand blocks is a few dozen of them, and most are those of other pages.
fn parts(body: Value) -> Vec<Value> {
    match body {
        Value::Array(values) if !values.is_empty() => {
            let mut parts: Vec<_> =
                values.into_iter().flat_map(parts).map(|it| Value::Array(vec![it])).collect();
            let mut known = BTreeSet::new();
            parts.retain(|it| known.insert(it.to_string()));
            parts
        }
        Value::Object(fields) => {
            let empty: Map<_, _> =
                fields.iter().map(|(name, it)| (name.clone(), emptied(it))).collect();
            let mut all = Vec::new();
            for (name, value) in fields {
                for part in parts(value) {
                    if empty.get(&name) != Some(&part) {
                        let mut whole = empty.clone();
                        whole.insert(name.clone(), part);
                        all.push(Value::Object(whole));
                    }
                }
            }
            if all.is_empty() { vec![Value::Object(empty)] } else { all }
        }
        other => vec![other],
    }
}

/// A value with nothing in its lists.
fn emptied(value: &Value) -> Value {
    match value {
        Value::Array(_) => json!([]),
        Value::Object(fields) => {
            fields.iter().map(|(name, it)| (name.clone(), emptied(it))).collect()
        }
        other => other.clone(),
    }
}

/// A body without what the types do not look at. Objects are changed by `change`, too.
fn plain(body: Value, change: &mut impl FnMut(&mut Map<String, Value>)) -> Value {
    match body {
        Value::Object(mut fields) => {
            change(&mut fields);
            let fields = fields.into_iter().map(|(name, value)| match value {
                Value::String(_) if PROSE.contains(&name.as_str()) => (name, json!("text")),
                Value::String(color) if name == "color" && COLORS.contains(&color.as_str()) => {
                    (name, json!("red"))
                }
                Value::String(color) if name == "color" && is_background(&color) => {
                    (name, json!("red_background"))
                }
                Value::Bool(_) if MARKS.contains(&name.as_str()) => (name, json!(true)),
                value => {
                    let value = plain(value, change);
                    (name, value)
                }
            });
            Value::Object(fields.collect())
        }
        Value::Array(values) => {
            Value::Array(values.into_iter().map(|value| plain(value, change)).collect())
        }
        Value::String(text) if is_time(&text) => json!("2026-11-02"),
        Value::Number(_) => json!(1),
        Value::String(text) => Value::String(without_ids(&text)),
        other => other,
    }
}

fn is_background(color: &str) -> bool {
    color.strip_suffix("_background").is_some_and(|it| COLORS.contains(&it))
}

fn is_time(text: &str) -> bool {
    let date = text.get(..10).unwrap_or_default();
    let is_right =
        |(at, it): (usize, u8)| if matches!(at, 4 | 7) { it == b'-' } else { it.is_ascii_digit() };
    date.len() == 10 && date.bytes().enumerate().all(is_right)
}

/// The text with one id in the place of every dashed or undashed id.
fn without_ids(text: &str) -> String {
    const ONE: &str = "00000000-0000-4000-8000-000000000000";
    let is_id = |part: &str| {
        let dashes = part.bytes().filter(|it| *it == b'-').count();
        let is_right = matches!((part.len(), dashes), (36, 4) | (32, 0));
        is_right && part.bytes().all(|it| it == b'-' || it.is_ascii_hexdigit())
    };
    let parts: Vec<&str> =
        text.split('/').map(|part| if is_id(part) { ONE } else { part }).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two exchanges, `path status request response` with everything in JSON.
    fn gathered(exchanges: &[Value]) -> Gathered {
        let exceptions =
            r#"{"answers":[{"beside":"relation","field":"has_more","recording":"x"}]}"#;
        let exceptions = Exceptions::parse(exceptions).unwrap();
        let mut gathered = Gathered::default();
        for (at, exchange) in exchanges.iter().enumerate() {
            gathered.add(exchange.clone(), &format!("notion-ops--test:{at}"), &exceptions);
        }
        gathered
    }

    fn exchange(status: u16, request: Value, response: Value) -> Value {
        json!({
            "method": "POST", "path": "/v1/pages/11111111-0000-4000-8000-000000000001",
            "status": status, "request": request, "response": response,
        })
    }

    #[test]
    fn bodies_that_differ_in_ids_and_prose_are_one() {
        let body = |id: &str, text: &str| json!({ "page_id": id, "content": text });
        let gathered = gathered(&[
            exchange(200, body("11111111-0000-4000-8000-000000000001", "a"), Value::Null),
            exchange(429, body("11111111000040008000000000000002", "b"), Value::Null),
            exchange(200, json!({ "page_id": null }), Value::Null),
        ]);
        assert_eq!((gathered.requests.all, gathered.requests.distinct()), (3, 2));
        assert_eq!(gathered.requests.origin(0), ("notion-ops--test:0", 2));
        assert_eq!(gathered.requests.count([0, 1].into_iter()), 3);
    }

    #[test]
    fn a_list_is_judged_item_by_item() {
        let list = |items: &[&str]| json!({ "object": "list", "results": items });
        let gathered = gathered(&[
            exchange(200, Value::Null, list(&["a", "b", "a"])),
            exchange(200, Value::Null, list(&["b"])),
        ]);
        assert_eq!((gathered.responses.all, gathered.responses.distinct()), (2, 2));
        assert_eq!(gathered.responses.count([1].into_iter()), 2);
    }

    #[test]
    fn a_request_is_judged_item_by_item() {
        let body =
            json!({ "a": [{ "b": [1, 2, 1], "c": [] }, { "c": [[true], [false]] }], "d": 3 });
        let parts: Vec<_> = parts(body).iter().map(Value::to_string).collect();
        assert_eq!(
            parts,
            [
                r#"{"a":[{"b":[1],"c":[]}],"d":3}"#,
                r#"{"a":[{"b":[2],"c":[]}],"d":3}"#,
                r#"{"a":[{"c":[[true]]}],"d":3}"#,
                r#"{"a":[{"c":[[false]]}],"d":3}"#,
            ]
        );
    }

    #[test]
    fn only_what_was_written_to_be_refused_is_not_judged() {
        let error = json!({ "object": "error", "message": "no" });
        let exchange = exchange(400, json!({ "x": 1 }), error);
        let mut gathered = gathered(std::slice::from_ref(&exchange));
        assert_eq!((gathered.requests.all, gathered.responses.all), (1, 0));
        let exceptions = Exceptions::parse("{}").unwrap();
        gathered.add(exchange, "notion-emulator--test:0", &exceptions);
        assert_eq!((gathered.requests.all, gathered.wrong_by_hand), (1, 1));
    }

    #[test]
    fn what_is_accepted_is_judged_as_a_task() {
        let task = json!({ "object": "async_task" });
        let gathered = gathered(&[exchange(202, Value::Null, task)]);
        let line = &gathered.responses.lines[0].text;
        assert!(line.contains(r#""path":"/v1/async_tasks/task""#), "{line}");
    }

    #[test]
    fn an_exception_adds_what_is_gone() {
        let exceptions =
            r#"{"gone":[{"object":"file_upload","field":"archived","recording":"x"}]}"#;
        let exceptions = Exceptions::parse(exceptions).unwrap();
        let mut upload = json!({ "object": "file_upload" });
        exceptions.apply(upload.as_object_mut().unwrap());
        assert_eq!(upload["archived"], false);
        let mut page = json!({ "object": "page" });
        exceptions.apply(page.as_object_mut().unwrap());
        assert_eq!(page.get("archived"), None);
    }

    #[test]
    fn an_exception_hides_its_field_only() {
        let value = json!({ "relation": [], "has_more": false, "odd": 1 });
        let gathered = gathered(&[exchange(200, Value::Null, value)]);
        let line = &gathered.responses.lines[0].text;
        assert!(line.contains("odd") && !line.contains("has_more"), "{line}");
    }
}
