//! Names of the seed in the paths and bodies of rules, which stand for ids.

use std::collections::BTreeMap;

use uuid::Uuid;

/// A text in which names of the seed in braces, such as `{page:oil}`, are ids.
pub(crate) fn with_ids(text: &str, keys: &BTreeMap<String, Uuid>) -> String {
    let mut done = String::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from) = rest.split_at(at);
        done.push_str(before);
        let name = from[1..].split('}').next().unwrap_or_default();
        if let Some(id) = keys.get(name) {
            done.push_str(&id.to_string());
            rest = from.get(name.len() + 2..).unwrap_or_default();
        } else {
            done.push('{');
            rest = &from[1..];
        }
    }
    done.push_str(rest);
    done
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_that_are_known_are_replaced() {
        let keys = BTreeMap::from([("page:oil".to_owned(), Uuid::nil())]);
        let text = r#"{"a":"{page:oil}","b":{"c":"{page:tar}"}} {"#;
        let nil = Uuid::nil();
        let expected = format!(r#"{{"a":"{nil}","b":{{"c":"{{page:tar}}"}}}} {{"#);
        assert_eq!(with_ids(text, &keys), expected);
    }
}
