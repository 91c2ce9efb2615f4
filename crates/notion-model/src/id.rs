//! Ids: one type per kind of object, read from ids and from Notion's URLs.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, de};
use uuid::Uuid;

use crate::wire::Key;

mod find;
mod property;

pub use find::ParseIdError;
use find::{Place, find, whole};
pub use property::PropertyId;

/// Where URLs carry an id, in words.
macro_rules! place_doc {
    (Page) => {
        "the URL of a page. As in Notion's own SDK, that is the id at the end of the path's slug, \
        else the `p`, `page_id` or `database_id` of the query, else the first 32 hex digits"
    };
    (Container) => {
        "the URL of a database: the id in the path, else the `database_id` of the query, else the \
        first 32 hex digits. The page that is open beside a database is passed over"
    };
    (Block) => {
        "a link to a block, which ends in `#` and the id. The URL of a page names no block: turn \
        the page's id into the block's"
    };
    (View) => {
        "the URL of a database with a `v` in its query"
    };
    (Nowhere) => {
        "nothing else, because no URL carries one"
    };
}

macro_rules! id_type {
    ($(#[$meta:meta])* $name:ident, $kind:literal, $place:ident) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl<'de> Deserialize<'de> for $name {
            #[inline]
            fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                Key::deserialize(from)?.0.parse().map_err(de::Error::custom)
            }
        }

        impl $name {
            #[doc = concat!("Reads the id of a ", $kind, ": the bare id, or ", place_doc!($place), ".")]
            ///
            /// # Errors
            ///
            /// When there is no such id in `input`.
            pub fn parse(input: &str) -> Result<Self, ParseIdError> {
                find(input, Place::$place)
                    .map(Self)
                    .ok_or_else(|| ParseIdError::new($kind, Place::$place, input))
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

            #[inline]
            fn from_str(input: &str) -> Result<Self, ParseIdError> {
                whole(input)
                    .map(Self)
                    .ok_or_else(|| ParseIdError::new($kind, Place::Nowhere, input))
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
    "page",
    Page
);
id_type!(
    /// A block. Every page and every database is a block as well.
    BlockId,
    "block",
    Block
);
id_type!(
    /// A database: the container of data sources.
    DatabaseId,
    "database",
    Container
);
id_type!(
    /// A data source: a schema and its rows. Never the same as its database's id.
    DataSourceId,
    "data source",
    Container
);
id_type!(
    /// A person or a bot.
    UserId,
    "user",
    Nowhere
);
id_type!(
    /// A comment.
    CommentId,
    "comment",
    Nowhere
);
id_type!(
    /// A file upload.
    FileUploadId,
    "file upload",
    Nowhere
);
id_type!(
    /// A view of a database.
    ViewId,
    "view",
    View
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
