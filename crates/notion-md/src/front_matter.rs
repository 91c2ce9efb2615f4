//! The lines of `key: value` between two `---` at the head of a text.

use std::fmt;

mod read;
#[cfg(test)]
mod tests;

/// What stands at the head of a text, in its order.
///
/// The everyday part of YAML is read: scalars, plain or quoted, lists in brackets or with dashes,
/// maps of scalars, and texts over several lines (`|` and `>`). Anchors, tags, and what is nested
/// more deeply are not; such an entry is left out, with a remark.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// The keys and their values.
    pub entries: Vec<(String, Value)>,
}

/// The value of a key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// Nothing, `~` or `null`.
    Null,
    /// One value.
    Scalar(Scalar),
    /// Several values.
    List(Vec<Scalar>),
    /// Values by name.
    Map(Vec<(String, Scalar)>),
}

/// One value, as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scalar {
    /// The text, without quotes.
    pub text: String,
    /// Whether it stood in quotes and so is text, whatever it looks like.
    pub is_quoted: bool,
}

impl FrontMatter {
    /// The value of a key, in any case.
    pub fn get(&self, key: &str) -> Option<&Value> {
        self.entries.iter().find(|it| it.0.eq_ignore_ascii_case(key)).map(|it| &it.1)
    }

    /// The text of a key that has one value.
    pub fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Value::Scalar(scalar) => Some(&scalar.text),
            Value::Null | Value::List(_) | Value::Map(_) => None,
        }
    }
}

impl Scalar {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self { text: text.into(), is_quoted: true }
    }

    /// What the value says, if it says yes or no.
    pub fn as_bool(&self) -> Option<bool> {
        match self.text.as_str() {
            "true" | "True" | "TRUE" if !self.is_quoted => Some(true),
            "false" | "False" | "FALSE" if !self.is_quoted => Some(false),
            _ => None,
        }
    }

    /// The number, if it is one.
    pub fn as_number(&self) -> Option<f64> {
        let is_number = self.text.starts_with(|it: char| it.is_ascii_digit() || "+-.".contains(it));
        self.text.parse().ok().filter(|it: &f64| is_number && !self.is_quoted && it.is_finite())
    }
}

/// Writes the lines, without the two `---`.
impl fmt::Display for FrontMatter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (key, value) in &self.entries {
            write!(f, "{}:", Quoted(key, false))?;
            match value {
                Value::Null => {}
                Value::Scalar(scalar) => write!(f, " {scalar}")?,
                Value::List(items) => {
                    f.write_str(" [")?;
                    for (index, item) in items.iter().enumerate() {
                        let comma = if index == 0 { "" } else { ", " };
                        write!(f, "{comma}{item}")?;
                    }
                    f.write_str("]")?;
                }
                Value::Map(entries) => {
                    f.write_str(" {")?;
                    for (index, (key, value)) in entries.iter().enumerate() {
                        let comma = if index == 0 { "" } else { ", " };
                        write!(f, "{comma}{}: {value}", Quoted(key, false))?;
                    }
                    f.write_str("}")?;
                }
            }
            f.write_str("\n")?;
        }
        Ok(())
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", Quoted(&self.text, self.is_quoted))
    }
}

/// A text in quotes where it needs them; `true` for a text that may look like something else.
struct Quoted<'a>(&'a str, bool);

impl fmt::Display for Quoted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = self.0;
        let looks_like_more = matches!(
            text.to_ascii_lowercase().as_str(),
            "" | "~" | "null" | "true" | "false" | "yes" | "no" | "on" | "off"
        ) || text
            .starts_with(|it: char| it.is_ascii_digit() || "+-.".contains(it));
        let begins_like_more = text == "-"
            || text.starts_with("- ")
            || text.starts_with(|it: char| {
                it == ' ' || (it.is_ascii_punctuation() && !"+-./(".contains(it))
            });
        let is_plain = !begins_like_more
            && !text.is_empty()
            && !text.ends_with([' ', ':'])
            && !text.contains(": ")
            && !text.contains(" #")
            && !text.contains(|it: char| it.is_control() || "[]{},\"'`".contains(it));
        if is_plain && !(self.1 && looks_like_more) {
            return f.write_str(text);
        }
        f.write_str("\"")?;
        for char in text.chars() {
            match char {
                '"' | '\\' => write!(f, "\\{char}")?,
                '\n' => f.write_str("\\n")?,
                '\t' => f.write_str("\\t")?,
                it if it.is_control() => write!(f, "\\u{:04x}", u32::from(it))?,
                it => write!(f, "{it}")?,
            }
        }
        f.write_str("\"")
    }
}
