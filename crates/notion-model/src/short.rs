//! A text that is usually short: the names and ids of properties, several in every row.

use std::{fmt, hash};

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::wire::Key;

/// A text that needs no memory of its own up to 22 bytes.
#[derive(Clone)]
pub(crate) enum Short {
    Inline(u8, [u8; 22]),
    Long(Box<str>),
}

impl Short {
    pub(crate) fn as_str(&self) -> &str {
        match self {
            // It was a text when it came in.
            Self::Inline(length, bytes) => {
                std::str::from_utf8(&bytes[..usize::from(*length)]).unwrap_or_default()
            }
            Self::Long(text) => text,
        }
    }

    pub(crate) fn into_boxed(self) -> Box<str> {
        match self {
            Self::Inline(..) => self.as_str().into(),
            Self::Long(text) => text,
        }
    }
}

impl From<&str> for Short {
    #[inline]
    fn from(text: &str) -> Self {
        let mut bytes = [0; 22];
        match (bytes.get_mut(..text.len()), u8::try_from(text.len())) {
            (Some(place), Ok(length)) => {
                place.copy_from_slice(text.as_bytes());
                Self::Inline(length, bytes)
            }
            _ => Self::Long(text.into()),
        }
    }
}

impl Default for Short {
    fn default() -> Self {
        Self::from("")
    }
}

impl PartialEq for Short {
    fn eq(&self, other: &Self) -> bool {
        self.as_str() == other.as_str()
    }
}

impl Eq for Short {}

impl PartialOrd for Short {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Short {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.as_str().cmp(other.as_str())
    }
}

impl hash::Hash for Short {
    fn hash<H: hash::Hasher>(&self, to: &mut H) {
        self.as_str().hash(to);
    }
}

impl fmt::Debug for Short {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.as_str().fmt(f)
    }
}

impl Serialize for Short {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Short {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        Key::deserialize(from).map(|text| Self::from(&*text.0))
    }
}

#[cfg(test)]
mod tests {
    use super::Short;

    #[test]
    fn every_length_survives() {
        for length in [0, 1, 21, 22, 23, 255, 256, 300] {
            let text = "ä".repeat(length / 2) + &"x".repeat(length % 2);
            let short = Short::from(&*text);
            assert_eq!(short.as_str(), text);
            assert_eq!(short.into_boxed(), text.into());
        }
        assert_eq!(size_of::<Short>(), 24);
    }
}
