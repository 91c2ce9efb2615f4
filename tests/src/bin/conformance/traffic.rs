//! Recordings: a folder of `.jsonl` files, one exchange of a request and its response a line.

use std::fs;
use std::path::{Path, PathBuf};

use serde::Deserialize;
use serde_json::value::RawValue;

/// A request and its response, as they were recorded.
#[derive(Debug)]
pub(crate) struct Exchange {
    /// The file and line of the recording.
    pub(crate) place: String,
    /// `GET`, `POST`, …
    pub(crate) method: String,
    /// The path with `/v1/` and without the query.
    pub(crate) path: String,
    /// The parameters of the query, decoded.
    pub(crate) query: Vec<(String, String)>,
    /// The header `Notion-Version`.
    pub(crate) version: Option<String>,
    /// The HTTP status.
    pub(crate) status: u16,
    /// The body of the request, if it is JSON.
    pub(crate) request: Option<Box<RawValue>>,
    /// The body of the response, if it is JSON.
    pub(crate) response: Option<Box<RawValue>>,
    /// The line itself.
    pub(crate) line: String,
}

impl Exchange {
    /// The file that it is from.
    pub(crate) fn recording(&self) -> &str {
        self.place.rsplit_once(':').map_or(self.place.as_str(), |(file, _)| file)
    }

    /// The path with its ids left out, to count by.
    pub(crate) fn endpoint(&self) -> String {
        let steps = self.path.split('/').map(|step| {
            let is_id = step.chars().filter(char::is_ascii_hexdigit).count() == 32;
            if is_id { "{id}" } else { step }
        });
        format!("{} {}", self.method, steps.collect::<Vec<_>>().join("/"))
    }
}

/// A line of a recording. What no subject needs is not read.
#[derive(Deserialize)]
struct Line {
    method: String,
    path: String,
    #[serde(default)]
    query: Vec<(String, String)>,
    version: Option<String>,
    status: u16,
    request: Box<RawValue>,
    response: Box<RawValue>,
}

/// Reads all recordings of a folder in the order of their names. Everything that is wrong with them
/// is told at once.
pub(crate) fn read(folder: &Path) -> Result<Vec<Exchange>, String> {
    let mut exchanges = Vec::new();
    let mut mistakes = Vec::new();
    for file in recordings(folder)? {
        let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).map_err(|error| format!("{name}: {error}"))?;
        if text.is_empty() {
            mistakes.push(format!("{name}: the recording is empty"));
        }
        for (index, line) in text.lines().enumerate() {
            let place = format!("{name}:{}", index + 1);
            match exchange(line, place.clone()) {
                Ok(exchange) => exchanges.push(exchange),
                Err(error) => mistakes.push(format!("{place}: this is no exchange: {error}")),
            }
        }
    }
    if mistakes.is_empty() { Ok(exchanges) } else { Err(mistakes.join("\n")) }
}

fn recordings(folder: &Path) -> Result<Vec<PathBuf>, String> {
    let problem = |error| format!("{}: {error}", folder.display());
    let mut files = fs::read_dir(folder)
        .and_then(|it| {
            it.map(|entry| entry.map(|entry| entry.path())).collect::<Result<Vec<_>, _>>()
        })
        .map_err(problem)?;
    files.retain(|file| file.extension().is_some_and(|it| it == "jsonl"));
    files.sort();
    if files.is_empty() {
        return Err(format!("{} holds no recording, no `.jsonl` file", folder.display()));
    }
    Ok(files)
}

/// Reads one line.
pub(crate) fn exchange(line: &str, place: String) -> Result<Exchange, serde_json::Error> {
    let Line { method, path, query, version, status, request, response } =
        serde_json::from_str(line)?;
    let (request, response, line) = (body(request), body(response), line.to_owned());
    Ok(Exchange { place, method, path, query, version, status, request, response, line })
}

/// The body if it is JSON. `null` is none; `{"$bytes": …}` and `{"$text": …}` stand for others.
fn body(raw: Box<RawValue>) -> Option<Box<RawValue>> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only whether it can be read is asked")]
    enum Foreign {
        #[serde(rename = "$bytes")]
        Bytes(u64),
        #[serde(rename = "$text")]
        Text(String),
    }
    let is_json = raw.get() != "null" && serde_json::from_str::<Foreign>(raw.get()).is_err();
    is_json.then_some(raw)
}
