//! Ids of properties: short texts, percent-encoded on most of the wire.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::short::Short;

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
                // Rust's parser would take a sign for a digit.
                .filter(|hex| hex.iter().all(u8::is_ascii_hexdigit))
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn property_ids_are_encoded_as_by_notion() {
        assert_eq!(PropertyId::encode("Ur]X").as_str(), "Ur%5DX");
        assert_eq!(PropertyId::from("Ur%5DX").decoded(), "Ur]X");
        assert_eq!(PropertyId::from("v_]<").decoded(), "v_]<");
        assert_eq!(PropertyId::from("100%").decoded(), "100%");
        assert_eq!(PropertyId::from("%+5").decoded(), "%+5");
    }

    proptest! {
        #[test]
        fn encoding_loses_nothing(raw in any::<String>()) {
            prop_assert_eq!(PropertyId::encode(&raw).decoded(), raw);
        }

        #[test]
        fn anything_can_be_decoded(wire in any::<String>()) {
            PropertyId::from(wire.as_str()).decoded();
        }
    }
}
