//! What search finds, which may lag behind what is there.

use std::collections::{BTreeSet, VecDeque};

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::{Kind, World};

/// The pages and data sources that search finds, as long as that is not simply all that are there.
///
/// It is not kept on disk: a world that is opened is indexed whole.
#[derive(Debug, Default)]
pub(crate) struct Index {
    listed: BTreeSet<Uuid>,
    /// What is not taken in yet, oldest first: since when something is listed, or is not.
    pending: VecDeque<(Timestamp, Uuid, bool)>,
    lag: SignedDuration,
}

impl World {
    /// Lets search fall behind by this time.
    pub(crate) fn lag_index(&mut self, lag: SignedDuration) {
        if self.index.is_none() {
            self.index = Some(Index { listed: self.searchable(), ..Index::default() });
        }
        if let Some(index) = &mut self.index {
            index.lag = lag;
        }
    }

    /// Lets search find what is in the trash, for good, or until it has caught up.
    pub(crate) fn linger(&mut self, trashed: &[(Uuid, bool)]) {
        let (listed, now) = (self.searchable(), self.now);
        let index = self.index.get_or_insert_with(|| Index { listed, ..Index::default() });
        for (id, for_good) in trashed {
            index.listed.insert(*id);
            if !for_good {
                index.pending.push_back((now, *id, false));
            }
        }
    }

    /// Everything that is there to be found.
    fn searchable(&self) -> BTreeSet<Uuid> {
        let pages = self.pages.keys().copied();
        pages.chain(self.sources.keys().copied()).filter(|id| self.is_searchable(*id)).collect()
    }

    fn is_searchable(&self, id: Uuid) -> bool {
        match self.sources.get(&id) {
            Some(source) => !source.in_trash && !self.is_trashed(source.database),
            None => self.pages.contains_key(&id) && !self.is_trashed(id),
        }
    }

    /// Notes what was changed and will have to be found, or not to be found any more.
    pub(crate) fn note_for_index(&mut self) {
        let Some(mut index) = self.index.take() else { return };
        let sources = |database: &Uuid| {
            self.databases.get(database).map_or(&[][..], |it| it.sources.as_slice())
        };
        for key in &self.changed {
            let changed = match key.kind {
                Kind::Page | Kind::DataSource => std::slice::from_ref(&key.id),
                Kind::Database => sources(&key.id),
                _ => &[],
            };
            for id in changed {
                let is_there = self.is_searchable(*id);
                let latest = index.pending.iter().rev().find(|(_, pending, _)| pending == id);
                let known = latest.map_or(index.listed.contains(id), |(_, _, listed)| *listed);
                if known != is_there {
                    index.pending.push_back((self.now, *id, is_there));
                }
            }
        }
        self.index = Some(index);
    }

    /// Takes the oldest change in, whatever its age; `false` if none is left.
    pub(crate) fn take_in_oldest(&mut self) -> bool {
        self.index.as_mut().is_some_and(|index| match index.pending.pop_front() {
            Some((_, id, listed)) => {
                index.set(id, listed);
                true
            }
            None => false,
        })
    }

    /// What search finds now, `None` if that is all there is.
    pub(crate) fn indexed(&mut self) -> Option<&BTreeSet<Uuid>> {
        let now = self.now;
        let index = self.index.as_mut()?;
        while let Some((since, id, listed)) = index.pending.front().copied()
            && now.duration_since(since) >= index.lag
        {
            index.set(id, listed);
            index.pending.pop_front();
        }
        Some(&index.listed)
    }
}

impl Index {
    fn set(&mut self, id: Uuid, listed: bool) {
        if listed {
            self.listed.insert(id);
        } else {
            self.listed.remove(&id);
        }
    }
}
