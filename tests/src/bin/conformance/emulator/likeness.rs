//! Whether two answers say the same: but for ids, times, signed addresses and ids of requests.
//!
//! What the local Notion makes has ids of its own. Each is paired with the recorded one where it is
//! seen first, and from then on the one has to stand wherever the other did.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde_json::{Map, Value};
use uuid::Uuid;

/// How many differences of one answer are told. The first says most, the rest follows from it.
const TOLD: usize = 3;

/// What comes before the id of a property in a formula as it is kept.
const PROPERTY: &str = "block_property:";

/// Which of our ids stands for which recorded one.
#[derive(Debug, Default)]
pub(super) struct Likeness {
    ours: BTreeMap<Uuid, Uuid>,
    recorded: BTreeMap<Uuid, Uuid>,
    /// Ids of properties and cursors, as they are sent: recorded to ours.
    words: BTreeMap<String, String>,
    /// All ids of the recording. One of ours that is among them stands for itself.
    known: BTreeSet<Uuid>,
}

impl Likeness {
    /// The pairing of a recording, of which this is the text.
    pub(super) fn of(recording: &str) -> Self {
        let known = ids(recording).map(|(_, id)| id).collect();
        Self { known, ..Self::default() }
    }

    /// A text of a recorded request, in our ids.
    pub(super) fn translated(&self, text: &str) -> String {
        if let Some(word) = self.words.get(text) {
            return word.clone();
        }
        let text = replaced(text, |id, _| self.ours.get(&id).copied());
        let pieces = text.split(PROPERTY).enumerate().map(|(index, piece)| {
            match piece.split_once(':').filter(|_| index > 0) {
                None => piece.to_owned(),
                Some((word, rest)) => {
                    let word = self.words.get(word).map_or(word, String::as_str);
                    format!("{word}:{rest}")
                }
            }
        });
        pieces.collect::<Vec<_>>().join(PROPERTY)
    }

    /// A recorded body, in our ids.
    pub(super) fn body(&self, body: &Value) -> Value {
        match body {
            Value::String(text) => Value::String(self.translated(text)),
            Value::Array(items) => items.iter().map(|item| self.body(item)).collect(),
            Value::Object(members) => Value::Object(
                members.iter().map(|(key, it)| (self.translated(key), self.body(it))).collect(),
            ),
            other => other.clone(),
        }
    }

    /// What differs between a recorded answer and ours, each with its place.
    pub(super) fn differences(&mut self, recorded: &Value, ours: &Value) -> Vec<String> {
        let mut found = Vec::new();
        self.compare(&Place::default(), recorded, ours, &mut found);
        found.truncate(TOLD);
        found
    }

    fn compare(&mut self, place: &Place, recorded: &Value, ours: &Value, found: &mut Vec<String>) {
        match (recorded, ours) {
            (Value::Object(recorded), Value::Object(ours)) => {
                self.objects(place, recorded, ours, found);
            }
            (Value::Array(recorded), Value::Array(ours)) => {
                if recorded.len() != ours.len() {
                    let (recorded, ours) = (recorded.len(), ours.len());
                    found.push(format!("{place}: {recorded} elements, ours {ours}"));
                }
                for (index, (recorded, ours)) in recorded.iter().zip(ours).enumerate() {
                    self.compare(&place.at(&index.to_string()), recorded, ours, found);
                }
            }
            (Value::String(recorded), Value::String(ours)) => {
                if !self.texts(place, recorded, ours) {
                    found.push(format!("{place}: {recorded:?}, ours {ours:?}"));
                }
            }
            _ if recorded == ours => {}
            _ => found.push(format!("{place}: {}, ours {}", short(recorded), short(ours))),
        }
    }

    fn objects(
        &mut self,
        place: &Place,
        recorded: &Map<String, Value>,
        ours: &Map<String, Value>,
        found: &mut Vec<String>,
    ) {
        let is_item = recorded.get("object").is_some_and(|it| it == "property_item");
        for (key, value) in recorded {
            let place = place.at(key);
            match ours.get(key) {
                Some(other) if is_item && key == "id" => {
                    let (value, other) = (value.as_str(), other.as_str());
                    if !value.zip(other).is_some_and(|(a, b)| self.same_word(a, b)) {
                        found.push(format!("{place}: {value:?}, ours {other:?}"));
                    }
                }
                Some(other) => self.compare(&place, value, other, found),
                None => found.push(format!("{place}: {} is missing", short(value))),
            }
        }
        for (key, value) in ours.iter().filter(|(key, _)| !recorded.contains_key(*key)) {
            found.push(format!("{}: {} is too much", place.at(key), short(value)));
        }
    }

    fn texts(&mut self, place: &Place, recorded: &str, ours: &str) -> bool {
        match place.last() {
            "request_id" | "next_url" | "upload_url" => return true,
            "created_time" | "last_edited_time" | "expiry_time" | "expires_at"
            | "imported_time" => {
                return shape(recorded) == shape(ours);
            }
            "next_cursor" => {
                self.words.insert(recorded.to_owned(), ours.to_owned());
                return true;
            }
            "url" if place.above(1) == "file" => return ours.starts_with("http"),
            _ if place.is_property_id() => return self.same_word(recorded, ours),
            _ => {}
        }
        let pairs: Vec<_> = ids(recorded).zip(ids(ours)).map(|(a, b)| (a.1, b.1)).collect();
        let blank = |text: &str| {
            let text = replaced(text, |_, _| Some(Uuid::nil()));
            let behind = |piece: &str| piece.split_once(':').map(|(_, rest)| rest.to_owned());
            let pieces = text.split(PROPERTY).enumerate().map(|(index, piece)| {
                behind(piece).filter(|_| index > 0).unwrap_or_else(|| piece.to_owned())
            });
            pieces.collect::<Vec<_>>()
        };
        let same = recorded == ours || blank(recorded) == blank(ours);
        // All are paired, though the first may tell the difference already.
        let paired = pairs.into_iter().filter(|(a, b)| !self.pair(*a, *b)).count() == 0;
        same && paired && ids(recorded).count() == ids(ours).count()
    }

    fn pair(&mut self, recorded: Uuid, ours: Uuid) -> bool {
        if recorded != ours && self.known.contains(&ours) {
            return false;
        }
        let one = *self.ours.entry(recorded).or_insert(ours) == ours;
        one && *self.recorded.entry(ours).or_insert(recorded) == recorded
    }

    /// Whether two ids of properties stand for each other. Most are sent percent-encoded, those in
    /// rollups are not.
    fn same_word(&mut self, recorded: &str, ours: &str) -> bool {
        if recorded == ours {
            return true;
        }
        let is_made_up =
            |word: &str| !["title", "verification", "verification_owner"].contains(&word);
        // One that has its meaning in itself is never paired: what follows would be misread.
        if !is_made_up(recorded) || !is_made_up(ours) {
            return false;
        }
        let (recorded, ours) = (decoded(recorded), decoded(ours));
        for spelling in [encoded(&recorded), recorded.clone()] {
            self.words.entry(spelling).or_insert_with(|| encoded(&ours));
        }
        self.words.get(&recorded).is_some_and(|known| decoded(known) == ours)
    }
}

/// The id of a property as it is.
fn decoded(id: &str) -> String {
    notion_model::PropertyId::from(id).decoded()
}

/// The id of a property as it is mostly sent.
fn encoded(id: &str) -> String {
    let plain = |byte: &u8| byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(byte);
    let one = |byte: u8| {
        if plain(&byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    id.bytes().map(one).collect()
}

/// A place in a body: the keys that lead to it.
#[derive(Clone, Debug, Default)]
struct Place(Vec<String>);

impl Place {
    fn at(&self, key: &str) -> Self {
        let mut keys = self.0.clone();
        keys.push(key.to_owned());
        Self(keys)
    }

    fn last(&self) -> &str {
        self.above(0)
    }

    fn above(&self, steps: usize) -> &str {
        self.0.iter().rev().nth(steps).map_or("", String::as_str)
    }

    /// Whether the id of a property stands here.
    fn is_property_id(&self) -> bool {
        let other_sides =
            ["synced_property_id", "relation_property_id", "rollup_property_id", "property_id"];
        other_sides.contains(&self.last())
            || (self.last() == "property"
                && matches!(self.0.first(), Some(it) if it == "filter" || it == "sorts"))
            || (self.last() == "id"
                && (self.above(2) == "properties" || self.above(1) == "property_item"))
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|key| write!(f, "/{key}"))
    }
}

/// The spelling of a time: its digits do not matter.
fn shape(time: &str) -> String {
    time.chars().map(|it| if it.is_ascii_digit() { '0' } else { it }).collect()
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// The ids in a text, with dashes or without.
fn ids(text: &str) -> impl Iterator<Item = (Range<usize>, Uuid)> {
    let is_hex = |at: Option<&u8>| at.is_some_and(u8::is_ascii_hexdigit);
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        while at < bytes.len() {
            let start = at;
            at += 1;
            if !is_hex(bytes.get(start)) || (start > 0 && is_hex(bytes.get(start - 1))) {
                continue;
            }
            for length in [36, 32] {
                let found = text.get(start..start + length).and_then(|it| Uuid::try_parse(it).ok());
                if let Some(id) = found.filter(|_| !is_hex(bytes.get(start + length))) {
                    at = start + length;
                    return Some((start..at, id));
                }
            }
        }
        None
    })
}

/// A text with its ids replaced, each in the spelling it has.
fn replaced(text: &str, by: impl Fn(Uuid, &str) -> Option<Uuid>) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut done = 0;
    for (range, id) in ids(text) {
        let written = &text[range.clone()];
        let id = by(id, written).unwrap_or(id);
        whole.push_str(&text[done..range.start]);
        let id = if range.len() == 36 { id.to_string() } else { id.simple().to_string() };
        whole.push_str(&id);
        done = range.end;
    }
    whole.push_str(&text[done..]);
    whole
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    const A: &str = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";
    const B: &str = "393abc1e-edcd-8162-9cea-000cc5ac5ec7";

    #[test]
    fn an_id_is_paired_where_it_is_seen_first() {
        let mut likeness = Likeness::default();
        assert_eq!(likeness.differences(&json!({ "id": A }), &json!({ "id": B })), [""; 0]);
        assert_eq!(likeness.translated(&format!("/v1/pages/{A}")), format!("/v1/pages/{B}"));
        let simple = A.replace('-', "");
        assert_eq!(likeness.translated(&simple), B.replace('-', ""));
        let differences = likeness.differences(&json!({ "id": A }), &json!({ "id": A }));
        assert_eq!(differences.len(), 1, "{differences:?}");
    }

    #[test]
    fn what_the_recording_knows_stands_for_itself() {
        let mut likeness = Likeness::of(&format!("{A} {B}"));
        assert_eq!(likeness.differences(&json!([A, B]), &json!([B, A])).len(), 2);
    }

    #[test]
    fn ids_of_properties_are_paired_in_either_spelling() {
        let mut likeness = Likeness::default();
        let schema = |id: &str| json!({ "properties": { "A": { "id": id } } });
        assert_eq!(likeness.differences(&schema("QfvB"), &schema("%5E%60%5D%3D")), [""; 0]);
        let rollup = |id: &str| json!({ "relation_property_id": id });
        assert_eq!(likeness.differences(&rollup("QfvB"), &rollup("^`]=")), [""; 0]);
        assert_eq!(likeness.translated("QfvB"), "%5E%60%5D%3D");
        assert_eq!(likeness.differences(&rollup("QfvB"), &rollup("abcd")).len(), 1);
        assert_eq!(likeness.differences(&schema("title"), &schema("abcd")).len(), 1);
        assert_eq!(likeness.translated("title"), "title");
    }

    #[test]
    fn times_are_compared_by_their_spelling() {
        let time = |text: &str| json!({ "created_time": text });
        let mut likeness = Likeness::default();
        let one = time("2026-06-27T16:49:00.000Z");
        assert_eq!(likeness.differences(&one, &time("2026-11-02T09:30:00.000Z")), [""; 0]);
        assert_eq!(likeness.differences(&one, &time("2026-11-02T09:30:00.000+00:00")).len(), 1);
    }
}
