//! JSON as it is written: keys that come twice, their order, and the digits of numbers are kept.
//!
//! The judge has a reader of its own, because the one of the judged crates drops just these.

use std::iter::Peekable;
use std::str::CharIndices;

/// A JSON value.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Json {
    Null,
    Bool(bool),
    /// Its text.
    Number(String),
    /// Its content, escapes resolved.
    Text(String),
    Array(Vec<Self>),
    /// All entries in order, those with the same key too.
    Object(Vec<(String, Self)>),
}

/// How deep a value may be nested. Notion's own are a few dozen levels deep.
const DEPTH: usize = 256;

/// Reads one JSON value.
pub(crate) fn read(text: &str) -> Result<Json, String> {
    let mut reader = Reader { text, chars: text.char_indices().peekable() };
    let value = reader.value(0)?;
    reader.space();
    match reader.chars.next() {
        None => Ok(value),
        Some((at, it)) => Err(format!("`{it}` behind the value, at byte {at}")),
    }
}

struct Reader<'a> {
    text: &'a str,
    chars: Peekable<CharIndices<'a>>,
}

impl Reader<'_> {
    fn value(&mut self, depth: usize) -> Result<Json, String> {
        if depth > DEPTH {
            return Err(format!("nested deeper than {DEPTH} levels"));
        }
        self.space();
        match self.chars.peek().copied() {
            Some((_, '{')) => self.object(depth),
            Some((_, '[')) => self.array(depth),
            Some((_, '"')) => self.text().map(Json::Text),
            Some((at, _)) => self.word(at),
            None => Err("the text ends where a value is expected".to_owned()),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Json, String> {
        let mut entries = Vec::new();
        self.expect('{')?;
        if !self.eat('}') {
            loop {
                self.space();
                let key = self.text()?;
                self.expect(':')?;
                entries.push((key, self.value(depth + 1)?));
                if !self.eat(',') {
                    break;
                }
            }
            self.expect('}')?;
        }
        Ok(Json::Object(entries))
    }

    fn array(&mut self, depth: usize) -> Result<Json, String> {
        let mut items = Vec::new();
        self.expect('[')?;
        if !self.eat(']') {
            loop {
                items.push(self.value(depth + 1)?);
                if !self.eat(',') {
                    break;
                }
            }
            self.expect(']')?;
        }
        Ok(Json::Array(items))
    }

    fn text(&mut self) -> Result<String, String> {
        let start = self.chars.peek().map_or(self.text.len(), |it| it.0);
        self.expect('"')?;
        while let Some((at, it)) = self.chars.next() {
            match it {
                '"' => {
                    return serde_json::from_str(&self.text[start..=at])
                        .map_err(|error| format!("the text at byte {start}: {error}"));
                }
                '\\' => drop(self.chars.next()),
                _ => {}
            }
        }
        Err(format!("the text at byte {start} has no end"))
    }

    fn word(&mut self, start: usize) -> Result<Json, String> {
        let mut end = start;
        while let Some((at, it)) = self.chars.next_if(|(_, it)| !matches!(it, ',' | ']' | '}')) {
            end = at + it.len_utf8();
        }
        match self.text[start..end].trim_end() {
            "null" => Ok(Json::Null),
            "true" => Ok(Json::Bool(true)),
            "false" => Ok(Json::Bool(false)),
            // Rust's numbers are JSON's and a few more, of which none begins like this.
            number
                if number.starts_with(|it: char| it == '-' || it.is_ascii_digit())
                    && number.parse::<f64>().is_ok() =>
            {
                Ok(Json::Number(number.to_owned()))
            }
            other => Err(format!("`{other}` at byte {start} is no value")),
        }
    }

    fn space(&mut self) {
        while self.chars.next_if(|(_, it)| it.is_ascii_whitespace()).is_some() {}
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.space();
        self.chars.next_if(|(_, it)| *it == wanted).is_some()
    }

    fn expect(&mut self, wanted: char) -> Result<(), String> {
        if self.eat(wanted) {
            return Ok(());
        }
        Err(match self.chars.peek() {
            Some((at, found)) => format!("`{wanted}` expected at byte {at}, not `{found}`"),
            None => format!("the text ends where `{wanted}` is expected"),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Json, read};

    #[test]
    fn nothing_is_smoothed_over() {
        let read = read(r#" {"a": 1.0, "a": 1e5, "b": [null, "x\u00e9\"", {}]} "#).unwrap();
        insta::assert_snapshot!(
            format!("{read:?}"),
            @r#"Object([("a", Number("1.0")), ("a", Number("1e5")), ("b", Array([Null, Text("xé\""), Object([])]))])"#
        );
    }

    #[test]
    fn mistakes_have_a_place() {
        let check = |text: &str, expected: &str| assert_eq!(read(text).unwrap_err(), expected);
        check("", "the text ends where a value is expected");
        check(r#"{"a" 1}"#, "`:` expected at byte 5, not `1`");
        check("[1 2]", "`1 2` at byte 1 is no value");
        check(r#"{"a":"b"#, "the text at byte 5 has no end");
        check("{} {}", "`{` behind the value, at byte 3");
        check(&"[".repeat(100_000), "nested deeper than 256 levels");
    }

    #[test]
    fn the_same_number_with_other_digits_is_not_equal() {
        assert_ne!(read("1").unwrap(), read("1.0").unwrap());
        assert_eq!(read("1").unwrap(), Json::Number("1".to_owned()));
    }
}
