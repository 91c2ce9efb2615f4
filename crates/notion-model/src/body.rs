//! The bodies of requests as a server, a proxy or a recorder sees them: whole.
//!
//! The types in [`request`](crate::request) are for writing: they hold what Notion accepts and
//! write it in its shortest form. The types here are for reading what somebody else wrote: they
//! keep whatever it was, what Notion would ignore or refuse included, and write it back unchanged.

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::{
    BlockKind, File, Icon, Parent, Properties, PropertySchema, PropertyValue, RichText,
    query::Query, wire::wire_object,
};

/// A value that is read as a `T` if that loses nothing, and kept as it is if not.
#[derive(Clone, Debug, PartialEq)]
pub enum Lenient<T> {
    /// The value.
    Known(T),
    /// Something else: a shorthand, a partial value, an id without dashes, or what Notion would
    /// refuse.
    Raw(Value),
}

impl<T> Lenient<T> {
    /// The value, if it is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) => Some(value),
            Self::Raw(_) => None,
        }
    }
}

impl<T: Serialize> Serialize for Lenient<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(to),
            Self::Raw(value) => value.serialize(to),
        }
    }
}

impl<'de, T: for<'any> Deserialize<'any> + Serialize> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // Requests are small, and a buffer is the price of trying twice.
        let value = Value::deserialize(from)?;
        let known = T::deserialize(&value)
            .ok()
            .filter(|known| serde_json::to_value(known).is_ok_and(|written| written == value));
        Ok(known.map_or_else(|| Self::Raw(value), Self::Known))
    }
}

/// The properties of a page. A title may be a bare list of runs.
pub type PropertyValues = Properties<Lenient<PropertyValue>>;

/// The properties of a data source. An update may send `null`, or only a new name.
pub type PropertySchemas = Properties<Lenient<PropertySchema>>;

wire_object! {
    /// `POST /v1/pages` and `PATCH /v1/pages/{id}`.
    pub struct Page {
        /// Where it is to hang.
        optional parent: Option<Lenient<Parent>>,
        /// Its properties by name or id.
        optional properties: Option<PropertyValues>,
        /// Its icon.
        optional icon: Option<Lenient<Icon>>,
        /// The picture at its top.
        optional cover: Option<Lenient<File>>,
        /// Its content.
        optional children: Option<Vec<Lenient<Block>>>,
        /// Moves it to the trash or back.
        optional in_trash: Option<bool>,
        /// The same, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Keeps people from changing it in the app.
        optional is_locked: Option<bool>,
    }
}

wire_object! {
    /// A block to be created. Its children stand in the payload's `wire`.
    pub struct Block {
        /// `block`, if it is there.
        optional object: Option<Box<str>>,
    }
    /// What it is and holds.
    tagged kind: BlockKind {}
}

wire_object! {
    /// `PATCH /v1/blocks/{id}/children`.
    pub struct Children {
        /// The blocks.
        required children: Vec<Lenient<Block>>,
        /// Where they go.
        optional position: Option<Map<String, Value>>,
        /// The sibling they go behind, up to version 2025-09-03.
        optional after: Option<Box<str>>,
    }
}

wire_object! {
    /// `PATCH /v1/blocks/{id}`: the payload that changes stands in `wire`, under its type.
    pub struct BlockUpdate {
        /// The type of the block, if it is spelled out.
        optional r#type: Option<Box<str>>,
        /// Moves it to the trash or back.
        optional in_trash: Option<bool>,
        /// The same, up to version 2025-09-03.
        optional archived: Option<bool>,
    }
}

wire_object! {
    /// `POST /v1/databases` and `PATCH /v1/databases/{id}`.
    pub struct Database {
        /// Where it is to hang.
        optional parent: Option<Lenient<Parent>>,
        /// Its title.
        optional title: Option<Vec<Lenient<RichText>>>,
        /// What it is for.
        optional description: Option<Vec<Lenient<RichText>>>,
        /// Whether it is shown inside its page.
        optional is_inline: Option<bool>,
        /// Its first data source.
        optional initial_data_source: Option<DataSource>,
        /// The properties, up to version 2022-06-28. Ignored since.
        optional properties: Option<PropertySchemas>,
        /// Its icon.
        optional icon: Option<Lenient<Icon>>,
        /// The picture at its top.
        optional cover: Option<Lenient<File>>,
        /// Moves it to the trash or back.
        optional in_trash: Option<bool>,
        /// The same, up to version 2025-09-03.
        optional archived: Option<bool>,
        /// Keeps people from changing it in the app.
        optional is_locked: Option<bool>,
    }
}

wire_object! {
    /// `POST /v1/data_sources` and `PATCH /v1/data_sources/{id}`.
    pub struct DataSource {
        /// The database it is to be in.
        optional parent: Option<Lenient<Parent>>,
        /// Its properties by name or id.
        optional properties: Option<PropertySchemas>,
        /// Its title.
        optional title: Option<Vec<Lenient<RichText>>>,
        /// Its icon.
        optional icon: Option<Lenient<Icon>>,
        /// Moves it to the trash or back.
        optional in_trash: Option<bool>,
        /// The same, up to version 2025-09-03.
        optional archived: Option<bool>,
    }
}

wire_object! {
    /// `POST /v1/pages/{id}/move`.
    pub struct Move {
        /// Where it is to hang.
        required parent: Lenient<Parent>,
    }
}

wire_object! {
    /// `POST /v1/search`.
    pub struct Search {
        /// Words of the title.
        optional query: Option<Lenient<String>>,
        /// Only pages, or only data sources.
        optional filter: Option<Lenient<Map<String, Value>>>,
        /// In which order.
        optional sort: Option<Lenient<Map<String, Value>>>,
        /// Where to go on.
        optional start_cursor: Option<String>,
        /// How many at most.
        optional page_size: Option<Lenient<u32>>,
    }
}

wire_object! {
    /// `POST /v1/comments` and `PATCH /v1/comments/{id}`.
    pub struct Comment {
        /// The page or block it is about.
        optional parent: Option<Lenient<Parent>>,
        /// The discussion it answers.
        optional discussion_id: Option<Box<str>>,
        /// What it says.
        optional rich_text: Option<Vec<Lenient<RichText>>>,
        /// What it says, as Markdown.
        optional markdown: Option<String>,
        /// The uploads attached to it.
        optional attachments: Option<Vec<Value>>,
        /// As whom it is made.
        optional display_name: Option<Map<String, Value>>,
    }
}

wire_object! {
    /// `POST /v1/views` and `PATCH /v1/views/{id}`.
    pub struct View {
        /// The database that gets a new tab.
        optional database_id: Option<Box<str>>,
        /// The data source it shows.
        optional data_source_id: Option<Box<str>>,
        /// Its name.
        optional name: Option<String>,
        /// Its type.
        optional r#type: Option<Box<str>>,
        /// Its filter.
        optional filter: Option<Value>,
        /// Its sorts.
        optional sorts: Option<Vec<Value>>,
        /// Its quick filters.
        optional quick_filters: Option<Map<String, Value>>,
        /// How it looks.
        optional configuration: Option<Map<String, Value>>,
    }
}

wire_object! {
    /// `POST /v1/file_uploads`.
    pub struct FileUpload {
        /// `single_part`, `multi_part` or `external_url`.
        optional mode: Option<Box<str>>,
        /// What the file is called.
        optional filename: Option<String>,
        /// Its media type.
        optional content_type: Option<String>,
        /// How many parts there will be.
        optional number_of_parts: Option<u32>,
        /// Where it is to be imported from.
        optional external_url: Option<String>,
    }
}

/// The body of a request, by what it asks for.
///
/// The variants differ in size, but a body is read once and not kept in large numbers.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[non_exhaustive]
pub enum Body {
    /// A page to be created or changed.
    Page(Box<Page>),
    /// Blocks to be appended.
    Children(Box<Children>),
    /// A block to be changed.
    BlockUpdate(Box<BlockUpdate>),
    /// A database to be created or changed.
    Database(Box<Database>),
    /// A data source to be created or changed.
    DataSource(Box<DataSource>),
    /// A page to be moved.
    Move(Box<Move>),
    /// A query. One that Notion would refuse is kept as it is.
    Query(Box<Lenient<Query>>),
    /// A search.
    Search(Box<Search>),
    /// A comment to be made or changed.
    Comment(Box<Comment>),
    /// A view to be made or changed.
    View(Box<View>),
    /// An upload to be begun.
    FileUpload(Box<FileUpload>),
    /// The body of a call that this crate does not type.
    Other(Value),
}

impl Body {
    /// Reads the body of a request by its path, below `/v1/`.
    ///
    /// # Errors
    ///
    /// When the body is not even shaped like one of that call: a list instead of an object, a
    /// number instead of a text.
    pub fn read(path: &str, body: Value) -> Result<Self, serde_json::Error> {
        fn boxed<T: for<'de> Deserialize<'de>>(body: Value) -> Result<Box<T>, serde_json::Error> {
            T::deserialize(body).map(Box::new)
        }
        let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
        Ok(match steps.as_slice() {
            ["pages"] | ["pages", _] => Self::Page(boxed(body)?),
            ["pages", _, "move"] => Self::Move(boxed(body)?),
            ["blocks", _, "children"] => Self::Children(boxed(body)?),
            ["blocks", _] => Self::BlockUpdate(boxed(body)?),
            ["databases"] | ["databases", _] => Self::Database(boxed(body)?),
            ["data_sources"] | ["data_sources", _] => Self::DataSource(boxed(body)?),
            ["data_sources", _, "query"] => Self::Query(boxed(body)?),
            ["search"] => Self::Search(boxed(body)?),
            ["comments"] | ["comments", _] => Self::Comment(boxed(body)?),
            ["views"] | ["views", _] => Self::View(boxed(body)?),
            ["file_uploads"] => Self::FileUpload(boxed(body)?),
            _ => Self::Other(body),
        })
    }
}
