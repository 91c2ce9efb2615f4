//! The tags of Notion's dialects: writing them, and reading their attributes one by one.

use crate::html::{self, Tag, Token};

/// A tag that is being written.
#[derive(Clone, Debug)]
pub(crate) struct TagText {
    name: &'static str,
    text: String,
}

impl TagText {
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, text: format!("<{name}") }
    }

    /// One of the crate's own tags, for what a dialect has no tag for.
    pub(crate) fn own(kind: &str) -> Self {
        Self::new("nmd").with("kind", kind)
    }

    pub(crate) fn set(&mut self, name: &str, value: &str) {
        self.text.push(' ');
        self.text.push_str(name);
        self.text.push_str("=\"");
        push_value(value, &mut self.text);
        self.text.push('"');
    }

    #[must_use]
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.set(name, value);
        self
    }

    /// Whether it has attributes.
    pub(crate) fn is_bare(&self) -> bool {
        self.text.len() == self.name.len() + 1
    }

    /// `<name …>`
    pub(crate) fn open(&self) -> String {
        format!("{}>", self.text)
    }

    /// `</name>`
    pub(crate) fn close(&self) -> String {
        format!("</{}>", self.name)
    }

    /// `<name …/>`
    pub(crate) fn closed(&self) -> String {
        format!("{}/>", self.text)
    }
}

/// Appends the value of an attribute so that nothing in it means anything, on one line.
pub(crate) fn push_value(value: &str, out: &mut String) {
    for char in value.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '"' => out.push_str("&quot;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // Running text must not see code or escapes in it.
            '`' | '\\' => push_number(char, out),
            char if char.is_control() => push_number(char, out),
            _ => out.push(char),
        }
    }
}

fn push_number(char: char, out: &mut String) {
    out.push_str("&#");
    out.push_str(&u32::from(char).to_string());
    out.push(';');
}

/// The attributes of a tag, and which of them were asked for.
#[derive(Debug)]
pub(crate) struct Attributes(Vec<(String, String, bool)>);

impl Attributes {
    pub(crate) fn of(tag: Tag<'_>) -> Self {
        Self(tag.attributes().map(|it| (it.0.to_owned(), decode(it.1), false)).collect())
    }

    /// Those of the tag that a text begins with.
    pub(crate) fn of_source(source: &str) -> Self {
        match html::token(source).0 {
            Token::Open(tag) => Self::of(tag),
            Token::Close(_) | Token::Comment | Token::Text(_) => Self(Vec::new()),
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The value of an attribute, which counts as understood from now on.
    pub(crate) fn get(&mut self, name: &str) -> Option<&str> {
        let found = self.0.iter_mut().find(|it| it.0.eq_ignore_ascii_case(name))?;
        found.2 = true;
        Some(&found.1)
    }

    /// Whether an attribute is there and not `false`.
    pub(crate) fn is_on(&mut self, name: &str) -> bool {
        self.get(name).is_some_and(|it| !it.eq_ignore_ascii_case("false"))
    }

    /// Takes note of attributes that say nothing that is lost.
    pub(crate) fn pass(&mut self, names: &[&str]) {
        for name in names {
            self.get(name);
        }
    }

    /// The names of those that nobody asked for.
    pub(crate) fn rest(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter(|it| !it.2).map(|it| it.0.as_str())
    }
}

/// Decodes a value. A NUL is one here: names in Notion may hold it, unlike text in HTML.
fn decode(value: &str) -> String {
    if value.contains("&#0;") {
        return value.split("&#0;").map(html::decode).collect::<Vec<_>>().join("\0");
    }
    html::decode(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let odd = "a \"b\" <c> & &amp; &#0; \0 `d` \\ \n\té😀";
        let tag = TagText::new("x").with("one", odd).with("two", "");
        let mut read = Attributes::of_source(&tag.open());
        assert_eq!(read.get("one"), Some(odd));
        assert_eq!(read.rest().count(), 1);
        assert_eq!(read.get("two"), Some(""));
        assert_eq!(TagText::own("a").closed(), "<nmd kind=\"a\"/>");
    }
}
