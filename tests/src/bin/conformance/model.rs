//! `notion-model`: every body is read by its type and written back unchanged.
//!
//! A request that others wrote in other words than ours is written back from what was kept beside
//! its type, which could not fail. So what its type says must also be the same request, see
//! [`redundant`]. And what Notion accepted must pass our own checks, see [`Foresight`].

use std::collections::BTreeMap;

use serde_json::Value;

use crate::foresight::Foresight;
use crate::reader::{self, Passed, Understood};
use crate::traffic::Exchange;
use crate::{Verdict, difference, json, redundant};

/// Judges every JSON body of every exchange.
pub(crate) fn judge(exchanges: &[Exchange]) -> Verdict {
    let mut tally = Tally::default();
    for exchange in exchanges {
        tally.request(exchange);
        for (side, body, read) in [
            ("request", &exchange.request, reader::request as Read),
            ("response", &exchange.response, reader::response),
        ] {
            if let Some(body) = body {
                tally.body(exchange, side, body.get(), read);
            }
        }
    }
    tally.verdict()
}

type Read = fn(&Exchange, &str) -> serde_json::Result<Passed>;

/// How the bodies of requests were read.
#[derive(Debug, Default, PartialEq)]
struct Requests {
    /// Our types write them as they came.
    in_our_words: usize,
    /// Our types write the same request in other words.
    in_other_words: usize,
    /// Not read by the type of their call.
    untyped: usize,
}

#[derive(Default)]
struct Tally {
    bodies: usize,
    unchanged: usize,
    requests: Requests,
    foresight: Foresight,
    failures: Vec<String>,
    /// What was read, but not by a type that knows it, and how often.
    untyped: BTreeMap<String, usize>,
}

impl Tally {
    /// What our checks say of a request before it is sent. One that is not read is told elsewhere.
    fn request(&mut self, exchange: &Exchange) {
        let Some(text) = &exchange.request else { return };
        let Ok(body) = reader::body(exchange, text.get()) else { return };
        let refused = self.foresight.judge(exchange, &body);
        self.complain(exchange, "request", &refused);
    }

    fn complain(&mut self, exchange: &Exchange, side: &str, complaints: &[String]) {
        if !complaints.is_empty() {
            let Exchange { place, method, path, .. } = exchange;
            let complaints = complaints.join("\n    ");
            self.failures.push(format!("{place}: {side} of {method} {path}\n    {complaints}"));
        }
    }

    fn body(&mut self, exchange: &Exchange, side: &str, text: &str, read: Read) {
        self.bodies += 1;
        let complaints = match read(exchange, text) {
            Err(error) => vec![format!("not read: {error}")],
            Ok(passed) => {
                for arm in untyped_arms(&passed.debug) {
                    let place = format!("{side} of {}: {arm}", exchange.endpoint());
                    *self.untyped.entry(place).or_default() += 1;
                }
                let mut complaints = changes(text, &passed.written);
                match passed.understood {
                    Understood::Answer => {}
                    Understood::Nothing => self.requests.untyped += 1,
                    Understood::Request(ours) if changes(text, &ours.to_string()).is_empty() => {
                        self.requests.in_our_words += 1;
                    }
                    Understood::Request(ours) => {
                        self.requests.in_other_words += 1;
                        complaints.extend(other_request(text, ours));
                    }
                }
                complaints
            }
        };
        if complaints.is_empty() {
            self.unchanged += 1;
        }
        self.complain(exchange, side, &complaints);
    }

    fn verdict(mut self) -> Verdict {
        if self.bodies == 0 {
            self.failures.push("the recordings hold no JSON body".to_owned());
        }
        let Self { bodies, unchanged, requests, foresight, failures, untyped } = self;
        let mut notes = if untyped.is_empty() {
            vec!["every part of what was read was read by a type that knows it".to_owned()]
        } else {
            let lines = untyped.into_iter().map(|(place, count)| format!("{count} × {place}"));
            let head = "parts of them were kept as they came, which proves less:".to_owned();
            std::iter::once(head).chain(lines).collect()
        };
        notes.insert(0, foresight.note());
        let Requests { in_our_words, in_other_words, untyped } = requests;
        let summary = format!(
            "model: {unchanged} of {bodies} bodies read and written back unchanged (of the requests \
             {in_our_words} as we write them, {in_other_words} in other words and the same in ours, \
             {untyped} untyped)"
        );
        Verdict { summary, notes, failures }
    }
}

fn changes(came: &str, written: &str) -> Vec<String> {
    match (json::read(came), json::read(written)) {
        (Ok(came), Ok(written)) => difference::differences(&came, &written),
        (Err(error), _) => vec![format!("what came is no JSON: {error}")],
        (_, Err(error)) => vec![format!("what was written is no JSON: {error}")],
    }
}

/// In what our words ask for something else than what came.
fn other_request(came: &str, ours: Value) -> Vec<String> {
    let came = match serde_json::from_str(came) {
        Ok(came) => redundant::without(came).to_string(),
        Err(error) => return vec![format!("what came is no JSON: {error}")],
    };
    let differences = changes(&came, &redundant::without(ours).to_string());
    differences.into_iter().map(|it| format!("in our words: {it}")).collect()
}

/// What a `Debug` text shows of arms that keep something without knowing it. They write back
/// unchanged whatever they hold, which proves nothing.
fn untyped_arms(debug: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut rest = debug;
    while let Some(at) = rest.find(|it: char| it == '"' || it.is_ascii_uppercase()) {
        rest = &rest[at..];
        if let Some(inside) = rest.strip_prefix('"') {
            rest = behind_text(inside);
            continue;
        }
        found.extend(untyped_arm(rest));
        let end = rest.find(|it: char| !it.is_ascii_alphanumeric() && it != '_');
        rest = &rest[end.unwrap_or(rest.len())..];
    }
    found
}

/// What the arm at the beginning of a `Debug` text keeps, if it keeps it without knowing it.
fn untyped_arm(debug: &str) -> Option<String> {
    let word = |text: &str| text.split('"').next().unwrap_or_default().to_owned();
    if let Some(name) = debug.strip_prefix("Unknown(Unknown { type_name: \"") {
        Some(format!("the unknown kind `{}`", word(name)))
    } else if let Some(name) = debug.strip_prefix("Unknown(\"") {
        Some(format!("the unknown word `{}`", word(name)))
    } else if debug.starts_with("Odd(") {
        Some("an item that could not be read".to_owned())
    } else if ["Raw(", "Other(", "Unknown("].iter().any(|arm| debug.starts_with(arm)) {
        // The first key says which part it is.
        let key = debug.split(['{', '[']).find_map(|it| it.strip_prefix('"')).map(word);
        Some(key.map_or("raw JSON".to_owned(), |key| format!("raw JSON with `{key}`")))
    } else {
        None
    }
}

/// What follows the text in quotes whose inside begins here.
fn behind_text(inside: &str) -> &str {
    let mut escaped = false;
    for (at, it) in inside.char_indices() {
        match it {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return &inside[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::untyped_arms;

    #[test]
    fn arms_that_know_nothing_are_found() {
        let check = |debug: &str, expected: &[&str]| assert_eq!(untyped_arms(debug), expected);
        check(r#"Page { kind: Known("Raw(x) \" Unknown(") }"#, &[]);
        check(r#"Some(Raw(Object {"name": String("Due")}))"#, &["raw JSON with `name`"]);
        check(
            r#"[Unknown(Unknown { type_name: "hologram", payload: None }), Unknown("violet")]"#,
            &["the unknown kind `hologram`", "the unknown word `violet`"],
        );
        check(r#"results: [Odd(Odd { raw: RawValue(1) })]"#, &["an item that could not be read"]);
        check("Wider { value: Unknown(\"x\"), raw: {} }", &["the unknown word `x`"]);
        check("Body(Other(Object {}))", &["raw JSON"]);
    }
}
