//! Objects that stand beside the tree of pages: each kind on a shelf of its own, by id.

use std::collections::BTreeMap;

use serde::Serialize;
use serde::de::DeserializeOwned;
use uuid::Uuid;

use super::comment::Comment;
use super::emoji::Emoji;
use super::grant::{Connection, Grant};
use super::task::Task;
use super::template::Template;
use super::upload::Upload;
use super::view::{View, ViewQuery};
use super::watch::{Was, Watch};
use super::{Key, Kind, World};

/// An object of a shelf.
pub(crate) trait Shelved: Serialize + DeserializeOwned + Sized {
    /// The kind of everything on its shelf.
    const KIND: Kind;

    fn id(&self) -> Uuid;
    fn shelf(shelves: &Shelves) -> &BTreeMap<Uuid, Self>;
    fn shelf_mut(shelves: &mut Shelves) -> &mut BTreeMap<Uuid, Self>;
}

impl World {
    /// The object of that id.
    pub(crate) fn find<T: Shelved>(&self, id: Uuid) -> Option<&T> {
        T::shelf(&self.shelves).get(&id)
    }

    /// Everything of a kind, by id.
    pub(crate) fn all<'w, T: Shelved + 'w>(&'w self) -> impl Iterator<Item = &'w T> {
        T::shelf(&self.shelves).values()
    }

    /// The object of that id, to be changed.
    pub(crate) fn change<T: Shelved>(&mut self, id: Uuid) -> Option<&mut T> {
        let object = T::shelf_mut(&mut self.shelves).get_mut(&id)?;
        if self.changed.insert(Key { kind: T::KIND, id }) {
            Watch::note(&mut self.watch, T::KIND, id, || Was::kept(object));
        }
        Some(object)
    }

    /// Takes an object off its shelf for good.
    pub(crate) fn remove<T: Shelved>(&mut self, id: Uuid) {
        let object = T::shelf_mut(&mut self.shelves).remove(&id);
        if self.changed.insert(Key { kind: T::KIND, id }) {
            let was = || object.as_ref().map_or(Was::Nothing, Was::kept);
            Watch::note(&mut self.watch, T::KIND, id, was);
        }
    }

    /// Puts a new object on its shelf.
    pub(crate) fn put<T: Shelved>(&mut self, object: T) {
        let id = object.id();
        self.begins(T::KIND, id);
        T::shelf_mut(&mut self.shelves).insert(id, object);
    }
}

/// One line for each shelf: the type, which is also the kind, and the name of the shelf.
macro_rules! shelves {
    ($($kind:ident: $shelf:ident),* $(,)?) => {
        /// The shelves of a world.
        #[derive(Debug, Default)]
        pub(crate) struct Shelves {
            $($shelf: BTreeMap<Uuid, $kind>,)*
        }

        $(impl Shelved for $kind {
            const KIND: Kind = Kind::$kind;

            fn id(&self) -> Uuid {
                self.id
            }

            fn shelf(shelves: &Shelves) -> &BTreeMap<Uuid, Self> {
                &shelves.$shelf
            }

            fn shelf_mut(shelves: &mut Shelves) -> &mut BTreeMap<Uuid, Self> {
                &mut shelves.$shelf
            }
        })*

        /// The kinds that stand on shelves.
        pub(super) const KINDS: &[Kind] = &[$(Kind::$kind),*];

        impl Shelves {
            /// Reads a record and puts it on its shelf; `false` if no shelf holds that kind.
            pub(super) fn take(&mut self, kind: Kind, json: &str) -> Result<bool, serde_json::Error> {
                match kind {
                    $(Kind::$kind => {
                        let object: $kind = serde_json::from_str(json)?;
                        self.$shelf.insert(object.id, object);
                    })*
                    _ => return Ok(false),
                }
                Ok(true)
            }

            /// The record of an object as it is kept.
            pub(super) fn record(&self, key: Key) -> Option<Result<String, serde_json::Error>> {
                match key.kind {
                    $(Kind::$kind => self.$shelf.get(&key.id).map(serde_json::to_string),)*
                    _ => None,
                }
            }

            /// Everything that stands on any shelf.
            pub(super) fn keys(&self) -> Vec<Key> {
                let mut keys = Vec::new();
                $(keys.extend(self.$shelf.keys().map(|id| Key { kind: Kind::$kind, id: *id }));)*
                keys
            }
        }
    };
}

shelves! {
    Upload: uploads,
    Comment: comments,
    Emoji: emojis,
    Connection: connections,
    Grant: grants,
    Task: tasks,
    View: views,
    ViewQuery: view_queries,
    Template: templates,
}
