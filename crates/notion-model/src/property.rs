//! Properties: the columns of a data source, and their values in a page.

use std::fmt;

use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{MapAccess, Visitor},
    ser::SerializeMap as _,
};

use crate::short::Short;

mod schema;
mod value;

pub use schema::{
    DualProperty, Formula, NumberSchema, OptionSchema, Options, PropertySchema, PropertySchemaKind,
    Relation, RelationKind, Rollup, SelectOption, Status, StatusGroup, UniqueId,
};
pub use value::{
    FormulaValue, FormulaValueKind, PageRef, Place, PropertyValue, PropertyValueKind, RollupValue,
    RollupValueKind, UniqueIdValue, Verification,
};

/// The properties of a page or a data source by name, in the order of the wire.
///
/// That order is by decoded id, shorter ids first; it is neither alphabetical nor that of the app.
#[derive(Clone, Debug, PartialEq)]
pub struct Properties<T>(Vec<(Short, T)>);

impl<T> Properties<T> {
    /// The property of that name.
    pub fn get(&self, name: &str) -> Option<&T> {
        self.0.iter().find(|(it, _)| it.as_str() == name).map(|(_, value)| value)
    }

    /// The property of that name, to be changed.
    pub fn get_mut(&mut self, name: &str) -> Option<&mut T> {
        self.0.iter_mut().find(|(it, _)| it.as_str() == name).map(|(_, value)| value)
    }

    /// Sets a property; a new one goes to the end.
    pub fn insert(&mut self, name: impl Into<Box<str>>, value: T) {
        let name = name.into();
        match self.get_mut(&name) {
            Some(it) => *it = value,
            None => self.0.push((Short::from(&*name), value)),
        }
    }

    /// All properties, in order.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (&str, &T)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<T> Default for Properties<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<N: Into<Box<str>>, T> FromIterator<(N, T)> for Properties<T> {
    fn from_iter<I: IntoIterator<Item = (N, T)>>(properties: I) -> Self {
        Self(
            properties
                .into_iter()
                .map(|(name, value)| (Short::from(&*name.into()), value))
                .collect(),
        )
    }
}

impl<T> IntoIterator for Properties<T> {
    type Item = (Box<str>, T);
    type IntoIter = std::vec::IntoIter<(Box<str>, T)>;

    fn into_iter(self) -> Self::IntoIter {
        let named = self.0.into_iter().map(|(name, value)| (name.into_boxed(), value));
        named.collect::<Vec<_>>().into_iter()
    }
}

impl<T: Serialize> Serialize for Properties<T> {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let mut map = to.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name.as_str(), value)?;
        }
        map.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Properties<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct PropertiesVisitor<T>(std::marker::PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for PropertiesVisitor<T> {
            type Value = Properties<T>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("properties by name")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Properties<T>, A::Error> {
                let mut properties = Vec::with_capacity(map.size_hint().unwrap_or(0));
                while let Some(name) = map.next_key()? {
                    properties.push((name, map.next_value()?));
                }
                // Pages that are no rows have one property, and there are many of them.
                properties.shrink_to_fit();
                Ok(Properties(properties))
            }
        }
        from.deserialize_map(PropertiesVisitor(std::marker::PhantomData))
    }
}
