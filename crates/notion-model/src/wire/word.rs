//! `open_enum!`: a word from a list that may grow.

use std::fmt;

/// Defines an enum of words. A word that is not listed becomes `Unknown` and is written back.
macro_rules! open_enum {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$arm_meta:meta])* $arm:ident = $word:literal, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$arm_meta])* $arm, )*
            /// A word this crate does not know, kept as it is.
            Unknown($crate::wire::Word),
        }

        impl $name {
            /// The words this crate knows, in the order of Notion's documentation.
            pub const KNOWN: &[&str] = &[$( $word, )*];

            /// The word as Notion spells it.
            pub fn as_str(&self) -> &str {
                match self {
                    $( Self::$arm => $word, )*
                    Self::Unknown(word) => word.as_str(),
                }
            }
        }

        impl From<&str> for $name {
            #[inline]
            fn from(word: &str) -> Self {
                match word {
                    $( $word => Self::$arm, )*
                    _ => Self::Unknown(word.into()),
                }
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                to.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                $crate::wire::Key::deserialize(from).map(|word| Self::from(&*word.0))
            }
        }
    };
}

/// A word that this crate does not know.
///
/// It takes one machine word, so that the enums of known words, which are everywhere, stay small.
#[derive(Clone, Eq, Hash, PartialEq)]
pub struct Word(Box<Box<str>>);

impl Word {
    /// The word as it came.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Word {
    fn from(word: &str) -> Self {
        Self(Box::new(word.into()))
    }
}

impl std::ops::Deref for Word {
    type Target = str;

    fn deref(&self) -> &str {
        self.as_str()
    }
}

impl fmt::Debug for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(self.as_str(), f)
    }
}

pub(crate) use open_enum;
