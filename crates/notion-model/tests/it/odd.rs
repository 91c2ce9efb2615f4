//! What should never come, and does: it is kept as it is or refused with a reason, never bent.

use std::collections::HashSet;

use notion_model::{Block, List, Page};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::Index;
use serde_json::{Value, json};

use crate::samples::{self, paths};

proptest! {
    /// Several new things at once, at places that have nothing to do with each other.
    #[test]
    fn news_may_come_together(which: Index, places: [Index; 4]) {
        let samples = samples::all();
        let sample = which.get(samples);
        let mut value = sample.value.clone();
        for (place, news) in places.iter().zip(["tomorrow", "next_week", "next_year", "one_day"]) {
            let paths = paths(&value, Value::is_object);
            let path = place.get(&paths);
            let object = value.pointer_mut(path).unwrap();
            // The keys of `properties` are names, not fields.
            if !path.ends_with("/properties") {
                object[news] = json!({ "type": news, news: [{ "color": "ultraviolet" }, null, -1.5] });
            }
        }
        sample.check("with several new fields", &value);
    }

    /// A value of any kind at any place: a text for a number, `null` for an object, a list for a
    /// word.
    #[test]
    fn a_value_of_a_wrong_type_is_kept_or_refused(
        which: Index,
        places in proptest::collection::vec((any::<Index>(), anything()), 1..4),
    ) {
        let samples = samples::all();
        let sample = which.get(samples);
        let mut value = sample.value.clone();
        for (place, other) in places {
            let paths = paths(&value, |_| true);
            *value.pointer_mut(place.get(&paths).as_str()).unwrap() = other;
        }
        sample.check_or_refuse("with values of wrong types", &value);
    }

    /// Something of the same kind of JSON, but with another content: other numbers, other texts.
    #[test]
    fn other_contents_are_kept_or_refused(which: Index, place: Index, text: String, number: f64) {
        let samples = samples::all();
        let sample = which.get(samples);
        let mut value = sample.value.clone();
        let paths = paths(&value, |it| it.is_string() || it.is_number());
        if paths.is_empty() {
            return Ok(());
        }
        let it = value.pointer_mut(place.get(&paths).as_str()).unwrap();
        *it = if it.is_number() { json!(number) } else { json!(text) };
        sample.check_or_refuse("with other contents", &value);
    }

    /// Whatever one item of a list becomes, the list is read, and nothing of it is lost.
    #[test]
    fn an_item_of_any_kind_costs_the_list_nothing(which: Index, item: Index, other in anything()) {
        let samples = samples::all().iter().filter(|it| it.value["object"] == "list");
        let samples: Vec<_> = samples.collect();
        let sample = which.get(&samples);
        let mut value = sample.value.clone();
        let items = value["results"].as_array_mut().unwrap();
        items.insert(item.index(items.len() + 1), other);
        sample.check("with a strange item", &value);
    }
}

/// The same without chance: each place once with each of what tends to be taken for nothing.
///
/// Places that only differ in ids, texts and numbers are one place. The same objects stand in many
/// samples, and trying them all takes most of the time of the suite.
#[test]
fn what_looks_like_nothing_is_kept_or_refused() {
    let mut tried = HashSet::new();
    for sample in samples::all() {
        for path in paths(&sample.value, |_| true) {
            let (alone, path) = alone(&sample.value, &path);
            let kind = sample
                .request_path()
                .unwrap_or_else(|| sample.place.split('[').next().unwrap_or_default());
            let mut shape = format!("{kind} {path} ");
            write_shape("", &alone, &mut shape);
            if !tried.insert(shape) {
                continue;
            }
            for nothing in [Value::Null, json!(""), json!({})] {
                let mut value = alone.clone();
                *value.pointer_mut(&path).unwrap() = nothing;
                sample.check_or_refuse(&path, &value);
            }
        }
    }
}

/// The keys of a value, its kinds of JSON, and the words that say how it is read.
fn write_shape(key: &str, value: &Value, shape: &mut String) {
    match value {
        Value::Object(object) => {
            for (key, value) in object {
                shape.extend([key, ":"]);
                write_shape(key, value, shape);
            }
            shape.push('}');
        }
        Value::Array(items) => {
            for it in items {
                write_shape(key, it, shape);
            }
            shape.push(']');
        }
        Value::String(word) if key == "type" || key == "object" => shape.push_str(word),
        Value::String(text) => shape.push(if text.is_empty() { 'e' } else { 's' }),
        Value::Number(_) => shape.push('0'),
        Value::Bool(_) => shape.push('b'),
        Value::Null => shape.push('n'),
    }
}

/// A sample without the neighbours of a place in lists and among properties, which have no part in
/// how it is read and would be read again for every place. The place has another path in it.
fn alone(whole: &Value, path: &str) -> (Value, String) {
    let mut alone = whole.clone();
    let (mut at, mut way) = (&mut alone, String::new());
    let steps: Vec<_> = path.split('/').skip(1).collect();
    for (position, &step) in steps.iter().enumerate() {
        let mut step = step;
        match at {
            Value::Array(items) => {
                *items = vec![items.swap_remove(step.parse().expect("a position"))];
                step = "0";
            }
            Value::Object(properties) if position > 0 && steps[position - 1] == "properties" => {
                let name = step.replace("~1", "/").replace("~0", "~");
                properties.retain(|it, _| *it == name);
            }
            _ => {}
        }
        way.extend(["/", step]);
        at = at.pointer_mut(&format!("/{step}")).expect("the path leads somewhere");
    }
    (alone, way)
}

/// Values that have little to do with Notion.
fn anything() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        any::<String>().prop_map(Value::from),
        Just(json!([])),
        Just(json!({})),
        Just(json!([null, { "type": "x" }])),
        Just(json!({ "type": "paragraph" })),
        Just(json!({ "type": 7, "object": [] })),
        Just(json!({ "type": null, "object": null, "id": null })),
    ]
}

const PAGE: &str = "38c9ce7b-60a4-8114-b301-ddc78a46ec5d";

fn number(digits: &str) -> serde_json::Result<String> {
    let page = format!(
        r#"{{"object":"page","id":"{PAGE}","properties":{{"N":{{"id":"n","type":"number","number":{digits}}}}}}}"#
    );
    let page: Page = serde_json::from_str(&page)?;
    let written = serde_json::to_value(page)?;
    Ok(written["properties"]["N"]["number"].to_string())
}

/// Notion computes with 64-bit floats, and so its numbers are floats or integers of 64 bits.
#[test]
fn numbers_keep_what_notion_can_hold() {
    for digits in ["0", "-1", "1.0", "0.1", "9007199254740993", "18446744073709551615", "-0.0"] {
        assert_eq!(number(digits).unwrap(), digits);
    }
    // More digits than a float has are rounded, as Notion itself rounds them.
    let long = number("123456789012345678901234567890").unwrap();
    assert_eq!(long.parse(), Ok(123_456_789_012_345_678_901_234_567_890_f64));
    assert!(number("1e400").unwrap_err().to_string().starts_with("number out of range"));
}

/// A body that is nested without end is refused, not followed until the stack is full.
#[test]
fn endless_nesting_is_refused() {
    let deep = |open: &str, inner: &str, close: &str| {
        format!("{}{inner}{}", open.repeat(100_000), close.repeat(100_000))
    };
    for nested in [deep("[", "", "]"), deep(r#"{"a":"#, "1", "}")] {
        for sample in samples::all() {
            let error = sample.through(&nested).unwrap_err().to_string();
            assert!(
                error.starts_with("recursion limit exceeded") || error.starts_with("invalid type"),
                "{}: {error}",
                sample.place
            );
        }
        let page = format!(r#"{{"object":"page","id":"{PAGE}","tomorrow":{nested}}}"#);
        let error = serde_json::from_str::<Page>(&page).unwrap_err().to_string();
        assert!(error.starts_with("recursion limit exceeded"), "{error}");
        // In a list it costs only itself, and is still written back.
        let list = format!(
            r#"{{"object":"list","results":[{nested}],"next_cursor":null,"has_more":false}}"#
        );
        let list: List<Block> = serde_json::from_str(&list).unwrap();
        assert_eq!(list.items().count(), 0);
        assert!(serde_json::to_string(&list).unwrap().contains(&nested));
    }
}
