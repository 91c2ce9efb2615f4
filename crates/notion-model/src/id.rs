//! Ids: one type per kind of object, read from ids and from Notion's URLs.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

use crate::{short::Short, wire::Key};

macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident, $kind:literal) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Key::deserialize(from)?.0.parse().map_err(de::Error::custom)
            }
        }

        impl $name {
            /// Reads an id or the URL of an object, as Notion's own SDK does: the id at the end of
            /// the path's slug, else the `p`, `page_id` or `database_id` of the query, else the
            /// first 32 hex digits.
            ///
            /// # Errors
            ///
            /// When there is no id in `input`.
            pub fn parse(input: &str) -> Result<Self, ParseIdError> {
                find_id(input).map(Self).ok_or_else(|| ParseIdError::new($kind, input))
            }

            /// The id as a UUID.
            pub const fn uuid(self) -> Uuid {
                self.0
            }

            /// The id without dashes, as it stands in URLs.
            pub fn undashed(self) -> impl fmt::Display {
                self.0.simple()
            }
        }

        impl From<Uuid> for $name {
            fn from(uuid: Uuid) -> Self {
                Self(uuid)
            }
        }

        /// Reads an id with or without dashes, in any case. For URLs see `parse`.
        impl FromStr for $name {
            type Err = ParseIdError;

            fn from_str(input: &str) -> Result<Self, ParseIdError> {
                whole_id(input).map(Self).ok_or_else(|| ParseIdError::new($kind, input))
            }
        }

        /// Writes the id as Notion does: lower case, with dashes.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.hyphenated().fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, concat!(stringify!($name), "({})"), self.0.hyphenated())
            }
        }
    };
}

id_type!(
    /// A page, or a row of a data source, which is a page too.
    PageId,
    "page"
);
id_type!(
    /// A block. Every page and every database is a block as well.
    BlockId,
    "block"
);
id_type!(
    /// A database: the container of data sources.
    DatabaseId,
    "database"
);
id_type!(
    /// A data source: a schema and its rows. Never the same as its database's id.
    DataSourceId,
    "data source"
);
id_type!(
    /// A person or a bot.
    UserId,
    "user"
);
id_type!(
    /// A comment.
    CommentId,
    "comment"
);
id_type!(
    /// A file upload.
    FileUploadId,
    "file upload"
);
id_type!(
    /// A view of a database.
    ViewId,
    "view"
);

/// A page is the block of the same id.
impl From<PageId> for BlockId {
    fn from(page: PageId) -> Self {
        Self(page.0)
    }
}

/// A database is the `child_database` block of the same id.
impl From<DatabaseId> for BlockId {
    fn from(database: DatabaseId) -> Self {
        Self(database.0)
    }
}

/// The id of a property, as it stands on the wire: `title`, or a short text that is
/// percent-encoded in most places (`Ur%5DX`). Two ids are compared by [`PropertyId::decoded`].
#[derive(Clone, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
#[serde(transparent)]
pub struct PropertyId(Short);

impl PropertyId {
    /// The text as it stands on the wire.
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// The id itself, without percent-encoding.
    pub fn decoded(&self) -> String {
        let bytes = self.as_str().as_bytes();
        let mut decoded = Vec::with_capacity(bytes.len());
        let mut at = 0;
        while let Some(&byte) = bytes.get(at) {
            let escape = (byte == b'%')
                .then(|| bytes.get(at + 1..at + 3))
                .flatten()
                .and_then(|hex| std::str::from_utf8(hex).ok())
                .and_then(|hex| u8::from_str_radix(hex, 16).ok());
            if let Some(escaped) = escape {
                decoded.push(escaped);
                at += 3;
            } else {
                decoded.push(byte);
                at += 1;
            }
        }
        // An id that is no text once decoded is not one of Notion's: then it means itself.
        String::from_utf8(decoded).unwrap_or_else(|_| self.as_str().to_owned())
    }

    /// Encodes an id as Notion does (everything but letters, digits and ``-_.!~*'()``).
    pub fn encode(raw: &str) -> Self {
        let mut encoded = String::with_capacity(raw.len());
        for byte in raw.bytes() {
            if byte.is_ascii_alphanumeric() || b"-_.!~*'()".contains(&byte) {
                encoded.push(char::from(byte));
            } else {
                encoded.push('%');
                for digit in [byte >> 4, byte & 15] {
                    encoded.extend(
                        char::from_digit(digit.into(), 16).map(|it| it.to_ascii_uppercase()),
                    );
                }
            }
        }
        Self(Short::from(&*encoded))
    }
}

impl From<&str> for PropertyId {
    fn from(id: &str) -> Self {
        Self(id.into())
    }
}

impl fmt::Display for PropertyId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that holds no id.
#[derive(Clone, Debug, Eq, PartialEq, thiserror::Error)]
#[error(
    "`{input}` holds no {kind} id; write 32 hex digits, with or without dashes, or the object's URL"
)]
pub struct ParseIdError {
    kind: &'static str,
    input: Box<str>,
}

impl ParseIdError {
    fn new(kind: &'static str, input: &str) -> Self {
        // A pasted document is not worth repeating.
        Self { kind, input: input.chars().take(120).collect::<String>().into() }
    }
}

fn whole_id(input: &str) -> Option<Uuid> {
    if let Some(id) = notion_form(input.as_bytes()) {
        return Some(id);
    }
    let input = input.trim();
    matches!(input.len(), 32 | 36).then(|| Uuid::try_parse(input).ok()).flatten()
}

/// Reads an id in the one form in which Notion writes ids, 32 lower-case hex digits with dashes. A
/// row carries a dozen.
fn notion_form(input: &[u8]) -> Option<Uuid> {
    /// Where the two digits of each byte begin.
    const PAIRS: [usize; 16] = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34];
    let input: &[u8; 36] = input.try_into().ok()?;
    let mut is_id = [8, 13, 18, 23].iter().all(|&at| input[at] == b'-');
    let mut bytes = [0; 16];
    for (byte, at) in bytes.iter_mut().zip(PAIRS) {
        let (high, low) = (DIGITS[usize::from(input[at])], DIGITS[usize::from(input[at + 1])]);
        is_id &= (high | low) < 16;
        *byte = high << 4 | low;
    }
    is_id.then(|| Uuid::from_bytes(bytes))
}

/// The value of each lower-case hex digit, and 255 for all that is none.
const DIGITS: [u8; 256] = {
    let mut digits = [255; 256];
    let mut value = 0;
    while value < 16 {
        digits[b"0123456789abcdef"[value as usize] as usize] = value;
        value += 1;
    }
    digits
};

fn find_id(input: &str) -> Option<Uuid> {
    let input = input.trim();
    whole_id(input)
        .or_else(|| slug_id(input))
        .or_else(|| query_id(input))
        .or_else(|| hex_runs(input).next().map(|(_, id)| id))
}

/// The id that ends a path segment after a dash: `/Title-<32 hex>`.
fn slug_id(input: &str) -> Option<Uuid> {
    hex_runs(input).find_map(|(at, id)| {
        let before = input.get(..at)?;
        let after = input.get(at + 32..)?;
        let in_slug = before.ends_with('-')
            && before.rfind('/').is_some_and(|slash| !before[slash..].contains(['?', '#']));
        (in_slug && (after.is_empty() || after.starts_with(['/', '?', '#']))).then_some(id)
    })
}

/// The id in a query parameter that names a page or database.
fn query_id(input: &str) -> Option<Uuid> {
    hex_runs(input).find_map(|(at, id)| {
        let before = input.get(..at)?;
        ["p=", "page_id=", "database_id="]
            .iter()
            .any(|key| before.strip_suffix(key).is_some_and(|before| before.ends_with(['?', '&'])))
            .then_some(id)
    })
}

/// Every place where 32 hex digits begin, left to right.
fn hex_runs(input: &str) -> impl Iterator<Item = (usize, Uuid)> {
    let bytes = input.as_bytes();
    let mut run = 0;
    bytes.iter().enumerate().filter_map(move |(at, byte)| {
        run = if byte.is_ascii_hexdigit() { run + 1 } else { 0 };
        let start = (run >= 32).then(|| at - 31)?;
        Some((start, Uuid::try_parse(input.get(start..=at)?).ok()?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0123456789abcdef0123456789abcdef";
    const VIEW: &str = "ffffffffffffffffffffffffffffffff";

    #[track_caller]
    fn check(input: &str, expected: Option<&str>) {
        let found = PageId::parse(input).ok().map(|id| id.undashed().to_string());
        assert_eq!(found.as_deref(), expected);
    }

    #[test]
    fn ids_are_found_where_the_sdk_finds_them() {
        check(ID, Some(ID));
        check("01234567-89AB-CDEF-0123-456789abcdef", Some(ID));
        check(&format!("https://www.notion.so/acme/My-DB-{ID}?v={VIEW}&p={VIEW}"), Some(ID));
        check(&format!("https://www.notion.so/{VIEW}?v={VIEW}&p={ID}"), Some(ID));
        check(&format!("https://www.notion.so/{ID}?v={VIEW}"), Some(ID));
        check("https://www.notion.so/acme", None);
        check("", None);
        check("Ünïcödé and nothing else", None);
    }

    #[test]
    fn property_ids_are_encoded_as_by_notion() {
        assert_eq!(PropertyId::encode("Ur]X").as_str(), "Ur%5DX");
        assert_eq!(PropertyId::from("Ur%5DX").decoded(), "Ur]X");
        assert_eq!(PropertyId::from("v_]<").decoded(), "v_]<");
        assert_eq!(PropertyId::from("100%").decoded(), "100%");
    }
}
