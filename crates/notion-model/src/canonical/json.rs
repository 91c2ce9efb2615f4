//! The canonical form of numbers and of JSON that has no better one.

use std::collections::BTreeMap;

use serde_json::{Number, Value};

use super::date;
use crate::Verification;

/// The shortest decimal form of the 64-bit float that Notion stores: whole numbers beyond 2⁵³ lose
/// their last digits there.
pub(super) fn number(number: &Number) -> String {
    match number.as_f64() {
        // Negative zero is zero.
        Some(0.0) => "0".to_owned(),
        Some(it) => it.to_string(),
        None => number.to_string(),
    }
}

/// JSON with sorted keys and canonical numbers. A field that is `null` is as good as none: Notion
/// fills in what a request leaves out.
pub(super) fn json(value: &Value) -> String {
    tidy(value).to_string()
}

/// As deep as the JSON that was read, which is bounded.
fn tidy(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let fields: BTreeMap<_, _> = fields
                .iter()
                .filter(|(_, value)| !value.is_null())
                .map(|(key, value)| (key.clone(), tidy(value)))
                .collect();
            fields.into_iter().collect()
        }
        Value::Array(items) => items.iter().map(tidy).collect(),
        Value::Number(it) => serde_json::from_str(&number(it)).unwrap_or_else(|_| value.clone()),
        Value::Null | Value::Bool(_) | Value::String(_) => value.clone(),
    }
}

/// A verification that has expired is one whose time is over. Who verified is not part of the
/// value: it is whoever wrote it.
pub(super) fn verification(verification: Option<&Verification>) -> String {
    let state = match verification.map(|it| &*it.state) {
        None => "unverified",
        Some("expired") => "verified",
        Some(state) => state,
    };
    let date = verification.and_then(|it| it.date.as_ref()).map(date::range);
    json(&serde_json::json!({ "state": state, "date": date }))
}
