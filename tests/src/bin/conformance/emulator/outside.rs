//! What a recording presupposes of the world outside of Notion: files that were sent, or fetched.
//!
//! Recorders cut long bodies, and keep no more than the length of those that are no text. What was in
//! a file does not matter: it is filled up to the length that the answer tells.

use std::collections::BTreeMap;

use notion_emulator::{FetchError, Fetched, Fetcher};
use serde_json::Value;

use crate::traffic::Exchange;

/// What stands between the fields of our forms.
const BOUNDARY: &str = "conformance-0f2d6c";

/// A form that was sent, with its type.
pub(super) fn form(exchange: &Exchange, answer: &Value, sent_before: u64) -> (Vec<u8>, String) {
    let line: Value = serde_json::from_str(&exchange.line).unwrap_or_default();
    let text = line["request"]["$text"].as_str().unwrap_or_default();
    let quoted = |name: &str| {
        let (_, rest) = text.split_once(&format!("{name}=\""))?;
        rest.split_once('"').map(|(value, _)| value.to_owned())
    };
    let told = |key: &str| answer[key].as_str().map(str::to_owned);
    let name = quoted("filename").or_else(|| told("filename")).unwrap_or_else(|| "file".into());
    let kind = text.lines().find_map(|line| line.strip_prefix("Content-Type: "));
    let kind = kind.map(|kind| kind.trim().to_owned()).or_else(|| told("content_type"));
    let number = field(text, "part_number").map(str::to_owned);
    let number =
        number.or_else(|| answer["number_of_parts"]["sent"].as_u64().map(|it| it.to_string()));
    let mut content = field(text, "file").unwrap_or_default().as_bytes().to_vec();
    let length = answer["content_length"].as_u64().map(|length| length.saturating_sub(sent_before));
    if let Some(length) = length.and_then(|length| usize::try_from(length).ok()) {
        content.resize(length, b' ');
    }
    let mut form = Vec::new();
    let mut add = |head: &str, content: &[u8]| {
        form.extend_from_slice(format!("--{BOUNDARY}\r\n{head}\r\n\r\n").as_bytes());
        form.extend_from_slice(content);
        form.extend_from_slice(b"\r\n");
    };
    if let Some(number) = number {
        add("Content-Disposition: form-data; name=\"part_number\"", number.as_bytes());
    }
    let mut head = format!("Content-Disposition: form-data; name=\"file\"; filename=\"{name}\"");
    if let Some(kind) = kind {
        head = format!("{head}\r\nContent-Type: {kind}");
    }
    add(&head, &content);
    form.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    (form, format!("multipart/form-data; boundary={BOUNDARY}"))
}

/// What a field of a form holds, up to the next boundary or where the recorder cut it.
fn field<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let boundary = text.lines().next()?;
    let (_, rest) = text.split_once(&format!("name=\"{name}\""))?;
    let (_, rest) = rest.split_once("\r\n\r\n")?;
    // The last boundary may be cut.
    let start = boundary.get(..boundary.len().min(16)).unwrap_or(boundary);
    Some(rest.split_once(&format!("\r\n{start}")).map_or(rest, |(content, _)| content))
}

/// The files that were fetched for uploads by URL, by address.
#[derive(Debug, Default)]
pub(super) struct Web(BTreeMap<String, Result<Fetched, FetchError>>);

impl Web {
    pub(super) fn of(recording: &[&Exchange]) -> Self {
        let read = |body: &Option<Box<serde_json::value::RawValue>>| -> Value {
            let body = body.as_ref().and_then(|it| serde_json::from_str(it.get()).ok());
            body.unwrap_or_default()
        };
        let answers: Vec<Value> = recording.iter().map(|it| read(&it.response)).collect();
        let mut files = BTreeMap::new();
        for (exchange, answer) in recording.iter().zip(&answers) {
            let request = read(&exchange.request);
            let Some(url) = request["external_url"].as_str() else { continue };
            let later = answers.iter().filter(|it| it["id"] == answer["id"]);
            let Some(end) = later.clone().find(|it| it["file_import_result"].is_object()) else {
                continue;
            };
            let error = &end["file_import_result"]["error"];
            let fetched = if error.is_object() {
                let status = error["status_code"].as_u64().and_then(|it| u16::try_from(it).ok());
                let message = error["message"].as_str().unwrap_or_default().to_owned();
                Err(FetchError { status, message })
            } else {
                let length = end["content_length"].as_u64().and_then(|it| usize::try_from(it).ok());
                let content = vec![b' '; length.unwrap_or(1)].into();
                Ok(Fetched { content_type: end["content_type"].as_str().map(Into::into), content })
            };
            files.insert(url.to_owned(), fetched);
        }
        Self(files)
    }
}

impl Fetcher for Web {
    fn fetch(&self, url: &str) -> Result<Fetched, FetchError> {
        let message = "no file was fetched in the recording".to_owned();
        self.0.get(url).cloned().unwrap_or(Err(FetchError { status: Some(404), message }))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::form;

    #[test]
    fn what_a_recorder_cut_is_filled_up() {
        let request = "--0123456789abcdef\r\nContent-Disposition: form-data; name=\"file\"; \
                       filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nabc";
        let line = json!({
            "method": "POST", "path": "/v1/file_uploads/x/send", "version": null, "status": 200,
            "request": { "$text": request }, "response": {},
        });
        let exchange = crate::traffic::exchange(&line.to_string(), "a:1".into()).unwrap();
        let (form, kind) = form(&exchange, &json!({ "content_length": 5 }), 0);
        let form = String::from_utf8(form).unwrap();
        assert!(kind.starts_with("multipart/form-data; boundary="));
        assert!(form.contains("filename=\"a.txt\"\r\nContent-Type: text/plain\r\n\r\nabc  \r\n--"));
    }
}
