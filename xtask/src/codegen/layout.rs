//! Lays JSON out for people: what fits on a line stays on it.

use serde_json::Value;

/// Longer values are broken into one entry a line.
const WIDTH: usize = 150;

/// Writes a value with two spaces of indentation and a final line end.
pub(super) fn print(value: &Value) -> String {
    let mut text = String::new();
    put(&mut text, value, 0);
    text.push('\n');
    text
}

fn put(text: &mut String, value: &Value, indent: usize) {
    let flat = value.to_string();
    let entries: Vec<(Option<&str>, &Value)> = match value {
        Value::Array(items) if !fits(&flat, indent) => items.iter().map(|it| (None, it)).collect(),
        Value::Object(fields) if !fits(&flat, indent) => {
            fields.iter().map(|(name, it)| (Some(name.as_str()), it)).collect()
        }
        _ => return text.push_str(&flat),
    };
    let (open, close) = if value.is_array() { ('[', ']') } else { ('{', '}') };
    let count = entries.len();
    text.push(open);
    for (position, (name, entry)) in entries.into_iter().enumerate() {
        start_line(text, indent + 2);
        let mut inner = indent + 2;
        if let Some(name) = name {
            let name = Value::from(name).to_string();
            inner += name.len() + 2;
            text.push_str(&name);
            text.push_str(": ");
        }
        if fits(&entry.to_string(), inner) {
            text.push_str(&entry.to_string());
        } else {
            put(text, entry, indent + 2);
        }
        if position + 1 < count {
            text.push(',');
        }
    }
    start_line(text, indent);
    text.push(close);
}

fn fits(flat: &str, indent: usize) -> bool {
    indent + flat.len() <= WIDTH
}

fn start_line(text: &mut String, indent: usize) {
    text.push('\n');
    text.extend(std::iter::repeat_n(' ', indent));
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    #[test]
    fn layout_keeps_the_value() {
        let long = "x".repeat(140);
        let value = json!({ "short": [1, 2], "long": { "a": long, "b": [long, { "c": null }] } });
        let text = super::print(&value);
        assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), value);
        assert!(text.contains("\n  \"short\": [1,2],\n"), "{text}");
    }
}
