//! Where an object hangs.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{self, MapAccess, SeqAccess, Visitor},
    ser::SerializeMap as _,
};
use serde_json::{Map, Value};

use crate::{
    BlockId, DataSourceId, DatabaseId, PageId,
    wire::{Key, twice},
};

/// Where a page, a block, a database or a data source hangs.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Parent {
    /// Under a page.
    Page(PageId),
    /// In a data source: it is a row.
    DataSource {
        /// The data source.
        data_source: DataSourceId,
        /// The database that holds the data source.
        database: Option<DatabaseId>,
    },
    /// In a database: a data source, or a row read with an old version.
    Database(DatabaseId),
    /// Under a block.
    Block(BlockId),
    /// At the top of the workspace.
    Workspace,
    /// A kind this crate does not know, kept whole.
    Unknown(Box<Map<String, Value>>),
}

impl Serialize for Parent {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        if let Self::Unknown(whole) = self {
            return whole.serialize(to);
        }
        let mut map = to.serialize_map(None)?;
        match self {
            Self::Page(id) => {
                map.serialize_entry("type", "page_id")?;
                map.serialize_entry("page_id", id)?;
            }
            Self::DataSource { data_source, database } => {
                map.serialize_entry("type", "data_source_id")?;
                map.serialize_entry("data_source_id", data_source)?;
                if let Some(database) = database {
                    map.serialize_entry("database_id", database)?;
                }
            }
            Self::Database(id) => {
                map.serialize_entry("type", "database_id")?;
                map.serialize_entry("database_id", id)?;
            }
            Self::Block(id) => {
                map.serialize_entry("type", "block_id")?;
                map.serialize_entry("block_id", id)?;
            }
            Self::Workspace => {
                map.serialize_entry("type", "workspace")?;
                map.serialize_entry("workspace", &true)?;
            }
            Self::Unknown(_) => {}
        }
        map.end()
    }
}

impl<'de> Deserialize<'de> for Parent {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct ParentVisitor;
        impl<'de> Visitor<'de> for ParentVisitor {
            type Value = Parent;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object (Parent)")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Parent, A::Error> {
                let mut fields = Fields::default();
                while let Some(key) = map.next_key::<Key<'de>>()? {
                    if fields.has(&key.0) {
                        return Err(twice(&key.0));
                    }
                    fields.push(key.0, map.next_value()?);
                }
                match fields.parent() {
                    Some(parent) => parent.map_err(de::Error::custom),
                    None => Ok(Parent::Unknown(Box::new(fields.into_map()))),
                }
            }
        }
        from.deserialize_map(ParentVisitor)
    }
}

/// The fields of a parent. Every page has one: those that are known need no memory of their own.
#[derive(Default)]
struct Fields<'de> {
    first: [Option<(Cow<'de, str>, Content<'de>)>; 3],
    others: Map<String, Value>,
}

impl<'de> Fields<'de> {
    #[inline]
    fn push(&mut self, key: Cow<'de, str>, content: Content<'de>) {
        match self.first.iter_mut().find(|it| it.is_none()) {
            Some(free) => *free = Some((key, content)),
            None => {
                self.others.insert(key.into_owned(), content.into_value());
            }
        }
    }

    fn len(&self) -> usize {
        self.first.iter().flatten().count() + self.others.len()
    }

    fn get(&self, key: &str) -> Option<&Content<'de>> {
        let mut known = self.first.iter().flatten();
        known.find_map(|(it, content)| (it == key).then_some(content))
    }

    fn has(&self, key: &str) -> bool {
        self.get(key).is_some() || self.others.contains_key(key)
    }

    fn text(&self, key: &str) -> Option<&str> {
        match self.get(key)? {
            Content::Text(text) => Some(text),
            Content::Yes | Content::Other(_) => None,
        }
    }

    /// `None` for a parent of an unknown kind or with unknown fields.
    fn parent(&self) -> Option<Result<Parent, crate::ParseIdError>> {
        let known = |fields: usize| (self.len() == fields).then_some(());
        match self.text("type")? {
            "page_id" => {
                known(2)?;
                Some(self.text("page_id")?.parse().map(Parent::Page))
            }
            "data_source_id" => {
                let database = self.text("database_id");
                known(2 + usize::from(database.is_some()))?;
                let data_source = self.text("data_source_id")?.parse();
                let database = database.map(str::parse).transpose();
                Some(data_source.and_then(|data_source| {
                    Ok(Parent::DataSource { data_source, database: database? })
                }))
            }
            "database_id" => {
                known(2)?;
                Some(self.text("database_id")?.parse().map(Parent::Database))
            }
            "block_id" => {
                known(2)?;
                Some(self.text("block_id")?.parse().map(Parent::Block))
            }
            "workspace" => {
                known(2)?;
                matches!(self.get("workspace")?, Content::Yes).then_some(())?;
                Some(Ok(Parent::Workspace))
            }
            _ => None,
        }
    }

    fn into_map(self) -> Map<String, Value> {
        let first = self.first.into_iter().flatten();
        let first = first.map(|(key, content)| (key.into_owned(), content.into_value()));
        first.chain(self.others).collect()
    }
}

/// What stands in a field: a text, borrowed from the input where that is possible, or whatever it is.
enum Content<'de> {
    Text(Cow<'de, str>),
    /// `true`, as workspaces say it.
    Yes,
    Other(Box<Value>),
}

impl Content<'_> {
    fn into_value(self) -> Value {
        match self {
            Self::Text(text) => text.into_owned().into(),
            Self::Yes => Value::Bool(true),
            Self::Other(value) => *value,
        }
    }
}

impl<'de> Deserialize<'de> for Content<'de> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct ContentVisitor;
        impl<'de> Visitor<'de> for ContentVisitor {
            type Value = Content<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a value")
            }

            fn visit_borrowed_str<E: de::Error>(self, text: &'de str) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Borrowed(text)))
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Content<'de>, E> {
                Ok(Content::Text(Cow::Owned(text.to_owned())))
            }

            fn visit_bool<E: de::Error>(self, it: bool) -> Result<Content<'de>, E> {
                Ok(if it { Content::Yes } else { Content::Other(Box::new(it.into())) })
            }

            fn visit_unit<E: de::Error>(self) -> Result<Content<'de>, E> {
                Ok(Content::Other(Box::default()))
            }

            fn visit_i64<E: de::Error>(self, it: i64) -> Result<Content<'de>, E> {
                Ok(Content::Other(Box::new(it.into())))
            }

            fn visit_u64<E: de::Error>(self, it: u64) -> Result<Content<'de>, E> {
                Ok(Content::Other(Box::new(it.into())))
            }

            fn visit_f64<E: de::Error>(self, it: f64) -> Result<Content<'de>, E> {
                Ok(Content::Other(Box::new(it.into())))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<Content<'de>, A::Error> {
                Deserialize::deserialize(de::value::SeqAccessDeserializer::new(seq))
                    .map(Content::Other)
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Content<'de>, A::Error> {
                Deserialize::deserialize(de::value::MapAccessDeserializer::new(map))
                    .map(Content::Other)
            }
        }
        from.deserialize_any(ContentVisitor)
    }
}
