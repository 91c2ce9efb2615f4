//! Names for plans, runs and ops, derived from what they are about and never drawn by lot.

use std::fmt;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::hex;

macro_rules! text_id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(
            Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// The id as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(text)
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text_id! {
    /// A plan, and the run that applies it: `tasks-to-board-20261102T090000-3f9a1c`.
    RunId
}

text_id! {
    /// An op: the same work on the same thing has the same id in every plan.
    OpId
}

impl RunId {
    /// The id of a plan made `at` this time with these contents.
    pub(crate) fn derive(namespace: &str, at: Timestamp, contents: &str) -> Self {
        let digest = hex::sha256(format!("{namespace}\0{at}\0{contents}").as_bytes());
        Self(format!("{namespace}-{}-{}", at.strftime("%Y%m%dT%H%M%S"), &digest[..6]))
    }
}

impl OpId {
    /// The id of the op that does `action` to `subject`.
    pub(crate) fn derive(parts: &[&str]) -> Self {
        Self(format!("op_{}", &hex::sha256(parts.join("\0").as_bytes())[..20]))
    }
}
