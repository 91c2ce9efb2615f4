//! What is understood of a request is the whole request: our words ask for the same.

use notion_model::body::Body;
use serde_json::{Value, json};

use crate::{redundant, samples};

/// What our words of a body do not say, or say differently. `None`: it was not understood, and so
/// promises nothing.
fn misunderstood(path: &str, body: &Value) -> Option<Result<(), String>> {
    let ours = Body::read(path, body.clone()).in_our_words()?;
    let ours = redundant::without(ours.expect("what was read can be written"));
    let theirs = redundant::without(body.clone());
    Some(if ours == theirs { Ok(()) } else { Err(format!("came:  {theirs}\nours:  {ours}")) })
}

#[test]
fn our_words_ask_for_the_same() {
    for sample in samples::all() {
        let Some(path) = sample.request_path() else { continue };
        if let Some(Err(difference)) = misunderstood(path, &sample.value) {
            panic!("{}\n{difference}", sample.place);
        }
    }
}

/// Every single word of every sample: taken out, and replaced by another. A type that drops a field
/// or fills in what was not said is found here.
#[test]
fn our_words_follow_every_change() {
    let mut count = 0;
    let mut wrong = Vec::new();
    for sample in samples::all() {
        let Some(path) = sample.request_path() else { continue };
        for place in samples::paths(&sample.value, |it| !it.is_object() && !it.is_array()) {
            let mut changed = sample.value.clone();
            let it = changed.pointer_mut(&place).expect("the path is one");
            *it = match &*it {
                Value::Null => continue,
                Value::Bool(is) => json!(!is),
                Value::Number(number) => json!(number.as_f64().unwrap_or_default() + 1.5),
                Value::String(text) => json!(another(text)),
                other => json!([other]),
            };
            let gone = without(&sample.value, &place);
            // A type that names another key than the one beside it is a contradiction. Our types
            // go by the key, and what Notion makes of it is not known.
            let is_type = ["/type", "/object"].iter().any(|it| place.ends_with(it));
            let changed = (!is_type).then_some(changed);
            for (what, body) in [("changed", changed), ("taken out", gone)] {
                let Some(body) = body else { continue };
                if let Some(result) = misunderstood(path, &body) {
                    count += 1;
                    if let Err(difference) = result {
                        wrong.push(format!("{}: {place} {what}\n{difference}", sample.place));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count > 400, "the bodies were understood, but only {count} times");
}

/// A text of the same form, because what is no date or no id is not understood.
fn another(text: &str) -> String {
    if text.chars().all(|it| it.is_ascii_hexdigit() || "-:.TZ+".contains(it)) {
        text.replace('8', "7").replace('6', "5").replace("2025", "2031").replace("2026", "2032")
    } else {
        format!("{text} and more")
    }
}

/// The same body without what stands at a path, if that is the field of an object.
fn without(body: &Value, place: &str) -> Option<Value> {
    let (above, key) = place.rsplit_once('/')?;
    let mut body = body.clone();
    let key = key.replace("~1", "/").replace("~0", "~");
    body.pointer_mut(above)?.as_object_mut()?.shift_remove(&key)?;
    Some(body)
}
