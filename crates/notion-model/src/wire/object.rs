//! `wire_object!`: a JSON object with known fields, which keeps the others.

/// Defines an object of the wire. Each field says how it is usually present:
///
/// - `required`: always there; reading fails without it.
/// - `nullable`: an `Option` that is there as `null` when empty.
/// - `optional`: an `Option` that is left out when empty.
/// - `patched`: a `Patch`, where being left out and `null` mean different things.
/// - `defaulted`: there unless the sender left it out, which means its default.
///
/// A deviation from the usual presence is remembered in the object's `Wire` and written back. A
/// `tagged` part is a `type` and what stands under the key of that name, see `wire_union!`.
macro_rules! wire_object {
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$field_meta:meta])* $mode:ident $field:ident : $type:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$field_meta])* pub $field: $type, )*
            /// What else the object carried.
            pub wire: $crate::wire::Wire,
        }

        const _: () = $crate::wire::assert_marks(&[$( stringify!($field) ),*]);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;
                impl<'de> serde::de::Visitor<'de> for ObjectVisitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("an object (", stringify!($name), ")"))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$name, A::Error> {
                        let mut wire = $crate::wire::Wire::default();
                        $( let mut $field: Option<$type> = None; )*
                        while let Some(key) = map.next_key::<$crate::wire::Key<'de>>()? {
                            let key = key.0;
                            $( if key == const { $crate::wire::key_of(stringify!($field)) } {
                                if $field.is_some() {
                                    return Err($crate::wire::twice(&key));
                                }
                                $field = Some(map.next_value()?);
                                continue;
                            } )*
                            wire.insert_new(key.into_owned(), map.next_value()?)?;
                        }
                        let index = $crate::wire::FieldIndex::starting_at(0);
 let _ = &index;
                        $( let $field = $crate::wire::object::finish!(
                            $mode, $field, const { $crate::wire::key_of(stringify!($field)) }, index, wire, A
                        ); )*
                                                Ok($name { $( $field, )* wire })
                    }
                }
                from.deserialize_map(ObjectVisitor)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                let mut map = to.serialize_map(None)?;
                let index = $crate::wire::FieldIndex::starting_at(0);
 let _ = &index;
                $( if $crate::wire::object::is_written!($mode, self.$field, index, self.wire) {
                    map.serialize_entry(const { $crate::wire::key_of(stringify!($field)) }, &self.$field)?;
                } )*
                                self.wire.write(&mut map)?;
                map.end()
            }
        }
    };
    (
        $(#[$meta:meta])*
        pub struct $name:ident {
            $( $(#[$before_meta:meta])* $before_mode:ident $before:ident : $before_type:ty, )*
        }
        $(#[$kind_meta:meta])* tagged $kind:ident : $kind_type:ty {
            $( $(#[$after_meta:meta])* $after_mode:ident $after:ident : $after_type:ty, )*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            $( $(#[$before_meta])* pub $before: $before_type, )*
            $(#[$kind_meta])*
            pub $kind: $kind_type,
            $( $(#[$after_meta])* pub $after: $after_type, )*
            /// What else the object carried.
            pub wire: $crate::wire::Wire,
        }

        const _: () = $crate::wire::assert_marks(&["type", $( stringify!($before), )* $( stringify!($after), )*]);

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
                struct ObjectVisitor;
                impl<'de> serde::de::Visitor<'de> for ObjectVisitor {
                    type Value = $name;

                    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                        f.write_str(concat!("an object (", stringify!($name), ")"))
                    }

                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<$name, A::Error> {
                        let mut wire = $crate::wire::Wire::default();
                        let mut tagged = $crate::wire::Tagged::<'de, $kind_type>::new();
                        $( let mut $before: Option<$before_type> = None; )*
                        $( let mut $after: Option<$after_type> = None; )*
                        while let Some(key) = map.next_key::<$crate::wire::Key<'de>>()? {
                            let key = key.0;
                            $( if key == const { $crate::wire::key_of(stringify!($before)) } {
                                if $before.is_some() {
                                    return Err($crate::wire::twice(&key));
                                }
                                $before = Some(map.next_value()?);
                                continue;
                            } )*
                            $( if key == const { $crate::wire::key_of(stringify!($after)) } {
                                if $after.is_some() {
                                    return Err($crate::wire::twice(&key));
                                }
                                $after = Some(map.next_value()?);
                                continue;
                            } )*
                            tagged.field(key, &mut map, &mut wire)?;
                        }
                        // Bit 0 belongs to `type`.
                        let index = $crate::wire::FieldIndex::starting_at(1);
 let _ = &index;
                        $( let $before = $crate::wire::object::finish!(
                            $before_mode, $before, const { $crate::wire::key_of(stringify!($before)) }, index, wire, A
                        ); )*
                        $( let $after = $crate::wire::object::finish!(
                            $after_mode, $after, const { $crate::wire::key_of(stringify!($after)) }, index, wire, A
                        ); )*
                                                let $kind = tagged.finish(0, &mut wire)?;
                        Ok($name { $( $before, )* $kind, $( $after, )* wire })
                    }
                }
                from.deserialize_map(ObjectVisitor)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
                use serde::ser::SerializeMap as _;
                use $crate::wire::Union as _;
                let mut map = to.serialize_map(None)?;
                let index = $crate::wire::FieldIndex::starting_at(1);
 let _ = &index;
                $( if $crate::wire::object::is_written!(
                    $before_mode, self.$before, index, self.wire
                ) {
                    map.serialize_entry(const { $crate::wire::key_of(stringify!($before)) }, &self.$before)?;
                } )*
                if !self.wire.is_marked(0) && self.$kind.has_type() {
                    map.serialize_entry("type", self.$kind.type_name())?;
                }
                self.$kind.write(&mut map)?;
                $( if $crate::wire::object::is_written!(
                    $after_mode, self.$after, index, self.wire
                ) {
                    map.serialize_entry(const { $crate::wire::key_of(stringify!($after)) }, &self.$after)?;
                } )*
                                self.wire.write(&mut map)?;
                map.end()
            }
        }
    };
}

/// The value of a field once the object was read, and the mark of an unusual presence.
macro_rules! finish {
    (required, $field:ident, $key:expr, $index:ident, $wire:ident, $access:ident) => {{
        $index.next();
        match $field {
            Some(it) => it,
            None => return Err(<$access::Error as serde::de::Error>::missing_field($key)),
        }
    }};
    (nullable, $field:ident, $key:expr, $index:ident, $wire:ident, $access:ident) => {{
        let position = $index.next();
        match $field {
            Some(it) => it,
            None => {
                $wire.mark(position);
                None
            }
        }
    }};
    (optional, $field:ident, $key:expr, $index:ident, $wire:ident, $access:ident) => {{
        let position = $index.next();
        match $field {
            Some(None) => {
                $wire.mark(position);
                None
            }
            Some(it) => it,
            None => None,
        }
    }};
    (patched, $field:ident, $key:expr, $index:ident, $wire:ident, $access:ident) => {{
        $index.next();
        $field.unwrap_or_default()
    }};
    (defaulted, $field:ident, $key:expr, $index:ident, $wire:ident, $access:ident) => {{
        let position = $index.next();
        match $field {
            Some(it) => it,
            None => {
                $wire.mark(position);
                Default::default()
            }
        }
    }};
}

/// Whether a field is written, given its value and its mark.
macro_rules! is_written {
    (required, $field:expr, $index:ident, $wire:expr) => {{
        $index.next();
        true
    }};
    (nullable, $field:expr, $index:ident, $wire:expr) => {{
        let marked = $wire.is_marked($index.next());
        $field.is_some() || !marked
    }};
    (optional, $field:expr, $index:ident, $wire:expr) => {{
        let marked = $wire.is_marked($index.next());
        $field.is_some() || marked
    }};
    (patched, $field:expr, $index:ident, $wire:expr) => {{
        $index.next();
        !$field.is_keep()
    }};
    (defaulted, $field:expr, $index:ident, $wire:expr) => {{
        let marked = $wire.is_marked($index.next());
        !marked || !$crate::wire::is_default(&$field)
    }};
}

pub(crate) use {finish, is_written, wire_object};
