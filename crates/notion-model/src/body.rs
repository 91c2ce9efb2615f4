//! The bodies of requests as a server, a proxy or a recorder sees them: whole.
//!
//! What a request says is defined once, by the types in [`request`], which hold what
//! Notion accepts. Whoever reads what somebody else wrote meets more: fields that Notion ignores,
//! spellings that mean the same, and what it would refuse. [`Lenient`] reads all of that as the
//! request it is, as far as it is one, and writes it back unchanged.
//!
//! What is written back proves little, because where the words differ it is the text that was kept.
//! What was understood is told by [`Body::in_our_words`]: `cargo xtask conformance --traffic DIR`
//! compares that with what was written, and allows only redundancies that it names rule by rule.

use std::fmt;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use crate::{query::Query, request};

/// A value that somebody else wrote: read as a `T`, and written back as it came.
#[derive(Clone, Debug, PartialEq)]
pub enum Lenient<T> {
    /// The value, which says everything that was written, and is written in the same words. Only
    /// the order of keys may be another, except in `properties`, where it is what people see.
    Known(T),
    /// The value, and all that was written, because it was the same in other words (a default that
    /// is spelled out, an id without dashes, a field of answers), or more than this crate knows.
    Wider {
        /// The value.
        value: T,
        /// What was written.
        raw: Value,
    },
    /// What Notion would refuse, or what this crate does not know.
    Raw(Value),
}

impl<T> Lenient<T> {
    /// The value, if it is one.
    pub const fn known(&self) -> Option<&T> {
        match self {
            Self::Known(value) | Self::Wider { value, .. } => Some(value),
            Self::Raw(_) => None,
        }
    }
}

impl<T: Serialize> Serialize for Lenient<T> {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Known(value) => value.serialize(to),
            Self::Wider { raw, .. } | Self::Raw(raw) => raw.serialize(to),
        }
    }
}

impl<T: for<'any> Deserialize<'any> + Serialize> From<Value> for Lenient<T> {
    fn from(raw: Value) -> Self {
        let Ok(value) = T::deserialize(&raw) else { return Self::Raw(raw) };
        let same = serde_json::to_value(&value).is_ok_and(|ours| is_same(&ours, &raw));
        if same { Self::Known(value) } else { Self::Wider { value, raw } }
    }
}

/// Whether two values are equal, and the `properties` in them stand in the same order. As deep as
/// the value that was read, which its reader bounds.
fn is_same(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => {
            ours.len() == theirs.len()
                && ours.iter().all(|(key, it)| {
                    theirs.get(key).is_some_and(|other| {
                        is_same(it, other) && (key != "properties" || has_same_order(it, other))
                    })
                })
        }
        (Value::Array(ours), Value::Array(theirs)) => {
            ours.len() == theirs.len() && ours.iter().zip(theirs).all(|(a, b)| is_same(a, b))
        }
        _ => ours == theirs,
    }
}

fn has_same_order(ours: &Value, theirs: &Value) -> bool {
    match (ours, theirs) {
        (Value::Object(ours), Value::Object(theirs)) => ours.keys().eq(theirs.keys()),
        _ => true,
    }
}

impl<'de, T: for<'any> Deserialize<'any> + Serialize> Deserialize<'de> for Lenient<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        // Requests are small, and a buffer is the price of trying twice.
        Value::deserialize(from).map(Self::from)
    }
}

/// The body of a call of OAuth: kept, written back, and never shown, because it holds secrets. The
/// types to read it as are [`request::CreateToken`] and its neighbours.
#[derive(Clone, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Confidential(Value);

impl Confidential {
    /// What was written, secrets and all.
    pub const fn expose(&self) -> &Value {
        &self.0
    }
}

impl fmt::Debug for Confidential {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Confidential(…)")
    }
}

/// Defines [`Body`] from one line for each call: `Arm(Type) = path`.
macro_rules! bodies {
    ($( $(#[$meta:meta])* $arm:ident($type:ty) = $path:pat, )*) => {
        /// The body of a request, by what it asks for.
        #[derive(Clone, Debug, PartialEq, Serialize)]
        #[serde(untagged)]
        #[non_exhaustive]
        pub enum Body {
            $( $(#[$meta])* $arm(Box<Lenient<$type>>), )*
            /// A token asked for, about or ended.
            Oauth(Confidential),
            /// The body of a call that this crate does not type.
            Other(Value),
        }

        impl Body {
            /// Reads the body of a request by its path, below `/v1/`. Nothing is refused.
            pub fn read(path: &str, body: Value) -> Self {
                let steps: Vec<&str> = path.trim_matches('/').split('/').collect();
                match steps.as_slice() {
                    $( $path => Self::$arm(Box::new(body.into())), )*
                    ["oauth", ..] => Self::Oauth(Confidential(body)),
                    _ => Self::Other(body),
                }
            }

            /// The same request as this crate writes it, if it was read as what its call takes: all
            /// that was understood of it.
            ///
            /// # Errors
            /// Those of `serde_json`: today, a filter that is nested too deeply.
            pub fn in_our_words(&self) -> Option<serde_json::Result<Value>> {
                match self {
                    $( Self::$arm(it) => it.known().map(serde_json::to_value), )*
                    Self::Oauth(_) | Self::Other(_) => None,
                }
            }

            /// Checks it before it is sent on, if it was read as what its call takes, see
            /// [`Validate`](request::Validate).
            pub fn validate(&self) -> Option<Result<(), request::Violations>> {
                use request::Validate as _;
                match self {
                    $( Self::$arm(it) => it.known().map(|it| it.validate()), )*
                    Self::Oauth(_) | Self::Other(_) => None,
                }
            }

            /// Whether it was read as what its call takes. `false` for what Notion would refuse, or
            /// what this crate does not know.
            pub fn is_known(&self) -> bool {
                match self {
                    $( Self::$arm(it) => it.known().is_some(), )*
                    Self::Oauth(_) | Self::Other(_) => false,
                }
            }
        }
    };
}

bodies! {
    /// A page to be created.
    CreatePage(request::CreatePage) = ["pages"],
    /// A page to be changed.
    UpdatePage(request::UpdatePage) = ["pages", _],
    /// A page to be moved.
    MovePage(request::MovePage) = ["pages", _, "move"],
    /// The content of a page to be changed through Markdown.
    UpdatePageMarkdown(request::UpdatePageMarkdown) = ["pages", _, "markdown"],
    /// Blocks to be appended.
    AppendChildren(request::AppendChildren) = ["blocks", _, "children"],
    /// A block to be changed.
    UpdateBlock(request::UpdateBlock) = ["blocks", _],
    /// A database to be created.
    CreateDatabase(request::CreateDatabase) = ["databases"],
    /// A database to be changed.
    UpdateDatabase(request::UpdateDatabase) = ["databases", _],
    /// A data source to be created.
    CreateDataSource(request::CreateDataSource) = ["data_sources"],
    /// A data source to be changed.
    UpdateDataSource(request::UpdateDataSource) = ["data_sources", _],
    /// A query.
    Query(Query) = ["data_sources", _, "query"],
    /// A search.
    Search(request::Search) = ["search"],
    /// A comment to be made.
    CreateComment(request::CreateComment) = ["comments"],
    /// A comment to be changed.
    UpdateComment(request::UpdateComment) = ["comments", _],
    /// A view to be made.
    CreateView(request::CreateView) = ["views"],
    /// A view to be changed.
    UpdateView(request::UpdateView) = ["views", _],
    /// The rows of a view to be found.
    CreateViewQuery(request::CreateViewQuery) = ["views", _, "queries"],
    /// An upload to be begun.
    CreateFileUpload(request::CreateFileUpload) = ["file_uploads"],
}
