//! `wire_union!`: what stands behind a `type`, with an arm for kinds that did not exist yet.

/// Defines a union of the wire: `Kind(Payload) = "word"`. The payload stands under the key of the
/// same word. A kind that is not listed becomes `Unknown` and keeps its payload. An arm behind the
/// braces is for objects that have no type at all; without it they are refused.
macro_rules! wire_union {
    (
        $(#[$meta:meta])*
        pub enum $name:ident {
            $( $(#[$arm_meta:meta])* $arm:ident($type:ty) = $word:literal, )*
        }
        $( $(#[$bare_meta:meta])* else $bare:ident )?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum $name {
            $( $(#[$arm_meta])* $arm($type), )*
            /// A kind this crate does not know, kept whole.
            Unknown(Box<$crate::wire::Unknown>),
            $( $(#[$bare_meta])* $bare, )?
        }

        impl $name {
            /// The words this crate knows, in the order of Notion's documentation.
            pub const KNOWN: &[&str] = &[$( $word, )*];

            /// The word in `type`.
            pub fn type_name(&self) -> &str {
                match self {
                    $( Self::$arm(_) => $word, )*
                    Self::Unknown(it) => &it.type_name,
                    $( Self::$bare => "", )?
                }
            }
        }

        impl $crate::wire::Union for $name {
            #[inline]
            fn read<'de, A: serde::de::MapAccess<'de>>(
                key: &str,
                map: &mut A,
            ) -> Result<Option<Self>, A::Error> {
                Ok(Some(match key {
                    $( $word => Self::$arm(map.next_value()?), )*
                    _ => return Ok(None),
                }))
            }

            fn read_value(
                key: &str,
                payload: Option<serde_json::Value>,
            ) -> Result<Self, serde_json::Error> {
                use serde::de::Error as _;
                let missing = || {
                    serde_json::Error::custom(format_args!("`{key}` is missing beside its `type`"))
                };
                Ok(match key {
                    $( $word => {
                        Self::$arm(serde_json::from_value(payload.ok_or_else(missing)?)?)
                    } )*
                    _ => {
                        let type_name = key.into();
                        Self::Unknown(Box::new($crate::wire::Unknown { type_name, payload }))
                    }
                })
            }

            fn without_type() -> Option<Self> {
                [$( Self::$bare )?].into_iter().next()
            }

            fn type_name(&self) -> &str {
                self.type_name()
            }

            fn has_type(&self) -> bool {
                match self {
                    $( Self::$bare => false, )?
                    _ => true,
                }
            }

            fn write<M: serde::ser::SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                match self {
                    $( Self::$arm(it) => map.serialize_entry($word, it), )*
                    Self::Unknown(it) => match &it.payload {
                        Some(payload) => map.serialize_entry(&*it.type_name, payload),
                        None => Ok(()),
                    },
                    $( Self::$bare => Ok(()), )?
                }
            }
        }
    };
}

pub(crate) use wire_union;
