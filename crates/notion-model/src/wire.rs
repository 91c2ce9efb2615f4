//! How objects of the wire are read and written without losing what this crate does not know.
//!
//! Three macros define every type that is read from Notion:
//!
//! - [`wire_object!`] a JSON object: its known fields, and a [`Wire`] for the rest;
//! - [`wire_union!`] what stands behind a `type`: one arm per known kind, and `Unknown`;
//! - [`open_enum!`] a word from a list that may grow: one arm per known word, and `Unknown`.
//!
//! All three read keys as they stream. serde's own `flatten` and `untagged` would copy every object
//! into a buffer first, which costs more than reading it.

use std::{borrow::Cow, fmt};

use serde::{
    Deserialize, Deserializer,
    de::{self, MapAccess, Visitor},
    ser::SerializeMap,
};
use serde_json::{Map, Value};

pub(crate) mod object;
mod union;
mod word;

pub(crate) use object::wire_object;
pub(crate) use union::wire_union;
pub use word::Word;
pub(crate) use word::open_enum;

/// What an object carried beyond the fields this crate names, and which of them it left out.
///
/// Kept so that an object that was read is written back as it came. A new object starts with
/// `Wire::default()`, which means: nothing unknown, and every field present as documented.
#[derive(Clone, Default)]
pub struct Wire(
    // One word where there is nothing to remember, which is nearly always: every object has one.
    Option<Box<Rest>>,
);

#[derive(Clone, Default)]
struct Rest {
    extra: Map<String, Value>,
    /// Bit *n*: the *n*-th field deviated from its usual presence, see `object.rs`.
    odd: u32,
}

impl Wire {
    /// The fields this crate does not know, in the order in which they came.
    pub fn unknown_fields(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.0.iter().flat_map(|it| &it.extra).map(|(key, value)| (key.as_str(), value))
    }

    /// Keeps a field that was read, if it came only once.
    #[cold]
    pub(crate) fn insert_new<E: de::Error>(&mut self, key: String, value: Value) -> Result<(), E> {
        if self.0.as_ref().is_some_and(|it| it.extra.contains_key(&key)) {
            return Err(twice(&key));
        }
        self.insert(key, value);
        Ok(())
    }

    #[cold]
    pub(crate) fn insert(&mut self, key: String, value: Value) {
        self.0.get_or_insert_default().extra.insert(key, value);
    }

    pub(crate) fn take(&mut self, key: &str) -> Option<Value> {
        // Not `swap_remove`: the order of the others is part of what was read.
        self.0.as_mut()?.extra.shift_remove(key)
    }

    #[cold]
    pub(crate) fn mark(&mut self, field: u32) {
        self.0.get_or_insert_default().odd |= 1 << field;
    }

    /// Whether there is nothing that the named fields do not say.
    pub(crate) fn is_silent(&self) -> bool {
        self.0.as_ref().is_none_or(|it| it.extra.is_empty())
    }

    pub(crate) fn is_marked(&self, field: u32) -> bool {
        self.0.as_ref().is_some_and(|it| it.odd & (1 << field) != 0)
    }

    pub(crate) fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
        self.unknown_fields().try_for_each(|(key, value)| map.serialize_entry(key, value))
    }
}

/// Two objects are equal if they say the same; whether a field was left out or spelled as its
/// default says nothing.
impl PartialEq for Wire {
    fn eq(&self, other: &Self) -> bool {
        self.unknown_fields().eq(other.unknown_fields())
    }
}

impl Eq for Wire {}

impl fmt::Debug for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Only the names: what stands there may be a secret, because nobody knows what it is.
        f.debug_set().entries(self.unknown_fields().map(|(key, _)| key)).finish()
    }
}

/// The complaint about a key that came before in the same object. Which of its values is meant is
/// nobody's to guess (RFC 8259, section 4), and keeping one would lose the other.
#[cold]
pub(crate) fn twice<E: de::Error>(key: &str) -> E {
    E::custom(format_args!("the key `{key}` stands twice in one object"))
}

/// Fails to compile for an object with more fields than there are marks.
pub(crate) const fn assert_marks(fields: &[&str]) {
    assert!(fields.len() <= u32::BITS as usize, "an object has more fields than marks");
}

/// The key of a field: its name without the `r#` of a raw identifier.
pub(crate) const fn key_of(field: &'static str) -> &'static str {
    match field.as_bytes() {
        [b'r', b'#', ..] => field.split_at(2).1,
        _ => field,
    }
}

/// Counts the fields of an object while it is read or written.
pub(crate) struct FieldIndex(std::cell::Cell<u32>);

impl FieldIndex {
    pub(crate) const fn starting_at(first: u32) -> Self {
        Self(std::cell::Cell::new(first))
    }

    pub(crate) fn next(&self) -> u32 {
        self.0.replace(self.0.get() + 1)
    }
}

pub(crate) fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// A kind of something that this crate does not know, kept whole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Unknown {
    /// The word in `type`.
    pub type_name: Box<str>,
    /// What stood under the key of that name, if there was one.
    pub payload: Option<Value>,
}

/// What a `type` selects. Implemented by [`wire_union!`].
pub(crate) trait Union: Sized {
    /// Reads the payload of `key`, if `key` names a kind that is known.
    fn read<'de, A: MapAccess<'de>>(key: &str, map: &mut A) -> Result<Option<Self>, A::Error>;
    /// The same from a payload that was set aside before its `type` was seen, if it was there.
    fn read_value(key: &str, payload: Option<Value>) -> Result<Self, serde_json::Error>;
    /// What it is where nothing says so, if that may be.
    fn without_type() -> Option<Self>;
    fn type_name(&self) -> &str;
    /// Whether its type is said at all.
    fn has_type(&self) -> bool;
    fn write<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error>;
}

/// Collects the `type` of an object and what stands under the key of that name, in either order.
pub(crate) struct Tagged<'de, U> {
    type_name: Option<Cow<'de, str>>,
    kind: Option<U>,
    /// Whether `kind` is what the type selected, and not only what came first.
    is_selected: bool,
}

impl<'de, U: Union> Tagged<'de, U> {
    pub(crate) const fn new() -> Self {
        Self { type_name: None, kind: None, is_selected: false }
    }

    /// Takes the next field, known to be none of the object's own.
    #[inline]
    pub(crate) fn field<A: MapAccess<'de>>(
        &mut self,
        key: Cow<'de, str>,
        map: &mut A,
        wire: &mut Wire,
    ) -> Result<(), A::Error> {
        if key == "type" {
            if self.type_name.is_some() {
                return Err(twice("type"));
            }
            self.type_name = Some(map.next_value::<Key<'de>>()?.0);
            self.is_selected = false;
            return Ok(());
        }
        let selected = match &self.type_name {
            Some(type_name) => *type_name == key,
            // A request may leave `type` out: then the first kind that is named is meant.
            None => self.kind.is_none(),
        };
        // The key of the kind may be taken already: then only the same key is a repetition.
        if self.kind.as_ref().is_some_and(|it| it.type_name() == key) {
            return Err(twice(&key));
        }
        if selected && let Some(kind) = U::read(&key, map)? {
            // What came before was taken for the payload, which the type does not select.
            if let Some(other) = self.kind.replace(kind) {
                set_aside(&other, wire).map_err(de::Error::custom)?;
            }
            self.is_selected = self.type_name.is_some();
        } else {
            wire.insert_new(key.into_owned(), map.next_value()?)?;
        }
        Ok(())
    }

    /// The kind, once all fields were seen.
    #[inline]
    pub(crate) fn finish<E: de::Error>(self, type_field: u32, wire: &mut Wire) -> Result<U, E> {
        match self.kind {
            Some(kind) if self.is_selected => Ok(kind),
            kind => finish_oddly(self.type_name, kind, type_field, wire),
        }
    }
}

/// The kind where the `type` is missing, comes after its payload, or is none that is known.
#[cold]
#[inline(never)]
fn finish_oddly<U: Union, E: de::Error>(
    type_name: Option<Cow<'_, str>>,
    kind: Option<U>,
    type_field: u32,
    wire: &mut Wire,
) -> Result<U, E> {
    match (type_name, kind) {
        (None, None) => {
            wire.mark(type_field);
            U::without_type().ok_or_else(|| E::missing_field("type"))
        }
        (None, Some(kind)) => {
            wire.mark(type_field);
            Ok(kind)
        }
        (Some(type_name), Some(kind)) if kind.type_name() == type_name => Ok(kind),
        (Some(type_name), other) => {
            // A key was taken for the payload that the type, read later, does not select.
            if let Some(other) = other {
                set_aside(&other, wire).map_err(E::custom)?;
            }
            U::read_value(&type_name, wire.take(&type_name)).map_err(E::custom)
        }
    }
}

/// Keeps what was taken for the payload as an unknown field.
#[cold]
fn set_aside<U: Union>(kind: &U, wire: &mut Wire) -> Result<(), serde_json::Error> {
    let mut map = Map::new();
    write_into(kind, &mut map)?;
    for (key, value) in map {
        wire.insert(key, value);
    }
    Ok(())
}

fn write_into<U: Union>(kind: &U, into: &mut Map<String, Value>) -> Result<(), serde_json::Error> {
    struct Just<'a, U>(&'a U);
    impl<U: Union> serde::Serialize for Just<'_, U> {
        fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
            let mut map = to.serialize_map(None)?;
            self.0.write(&mut map)?;
            map.end()
        }
    }
    if let Value::Object(written) = serde_json::to_value(Just(kind))? {
        into.extend(written);
    }
    Ok(())
}

/// A key, or any short text, borrowed from the input where that is possible.
pub(crate) struct Key<'de>(pub(crate) Cow<'de, str>);

impl<'de> Deserialize<'de> for Key<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct KeyVisitor;
        impl<'de> Visitor<'de> for KeyVisitor {
            type Value = Key<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }

            #[inline]
            fn visit_borrowed_str<E: de::Error>(self, key: &'de str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Borrowed(key)))
            }

            fn visit_str<E: de::Error>(self, key: &str) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key.to_owned())))
            }

            fn visit_string<E: de::Error>(self, key: String) -> Result<Key<'de>, E> {
                Ok(Key(Cow::Owned(key)))
            }
        }
        from.deserialize_str(KeyVisitor)
    }
}

#[cfg(test)]
mod tests;
