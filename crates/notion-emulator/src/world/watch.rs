//! How objects were before a request changed them, for those who care about changes.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::record::{Block, DataSource, Database, Page};
use super::shelves::Shelved;
use super::{Key, Kind, World};

/// What was changed since the last [`World::take_past`], and how it was before.
#[derive(Debug, Default)]
pub(crate) struct Watch(Past);

/// Objects before they were changed.
pub(crate) type Past = BTreeMap<Key, Was>;

/// An object before it was changed.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Was {
    /// It was not there.
    Nothing,
    Page(Box<Page>),
    Block(Box<Block>),
    Database(Box<Database>),
    Source(Box<DataSource>),
    /// One that stands on a shelf, as it is kept.
    Record(Box<str>),
}

impl Was {
    pub(super) fn kept<T: Shelved>(object: &T) -> Self {
        Self::Record(serde_json::to_string(object).unwrap_or_default().into())
    }

    /// The object of a shelf.
    pub(crate) fn read<T: Shelved>(&self) -> Option<T> {
        match self {
            Self::Record(json) => serde_json::from_str(json).ok(),
            _ => None,
        }
    }
}

impl Watch {
    /// Keeps what an object was before the first change.
    pub(super) fn note(watch: &mut Option<Self>, kind: Kind, id: Uuid, was: impl FnOnce() -> Was) {
        if let Some(Self(past)) = watch {
            past.entry(Key { kind, id }).or_insert_with(was);
        }
    }
}

impl World {
    /// Begins or ends to keep what changes.
    pub(crate) fn watch_changes(&mut self, wanted: bool) {
        self.watch = wanted.then(Watch::default);
    }

    /// What was changed since the last call, and how it was before; nothing unless it is watched.
    pub(crate) fn take_past(&mut self) -> Past {
        self.watch.as_mut().map(|Watch(past)| std::mem::take(past)).unwrap_or_default()
    }
}
