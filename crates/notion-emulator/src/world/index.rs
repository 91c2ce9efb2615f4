//! What searches and queries know, which may be less than is there.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uuid::Uuid;

use super::record::{DataSource, Page, Parent};
use super::watch::{Past, Was};
use super::{Key, Kind, World};
use crate::clock::signed;

/// The changes that somebody may not know yet.
///
/// It is not kept on disk: whoever asks a world that was just opened knows all of it.
#[derive(Debug, Default)]
pub(crate) struct Index {
    /// Oldest first.
    past: VecDeque<Change>,
    /// What searches find although it is in the trash.
    lingering: BTreeSet<Uuid>,
    /// What searches do not find although it is there.
    overlooked: BTreeSet<Uuid>,
    /// The longest lag of anybody; nobody lags if there is none.
    longest: Option<SignedDuration>,
}

/// One change: when it was, and what was there before it.
#[derive(Debug)]
struct Change {
    since: Timestamp,
    id: Uuid,
    /// Whether searches found it.
    is_listed: bool,
    /// The page, if it is one and was there.
    page: Option<Box<Page>>,
}

/// What a request that lags behind takes for the present.
#[derive(Debug)]
pub(crate) struct Known<'w> {
    /// What was changed since, and the first of its changes.
    stale: BTreeMap<Uuid, &'w Change>,
    lingering: &'w BTreeSet<Uuid>,
    overlooked: &'w BTreeSet<Uuid>,
}

impl World {
    /// Keeps what is needed to lag behind by this time.
    pub(crate) fn keep_past(&mut self, longest: Option<Duration>) {
        self.index.longest = longest.map(signed);
        if longest.is_none() {
            self.index.past.clear();
        }
    }

    /// Lets searches find what is in the trash, for good, or until they have caught up.
    pub(crate) fn linger(&mut self, trashed: &[(Uuid, bool)]) {
        for (id, for_good) in trashed {
            if *for_good {
                self.index.lingering.insert(*id);
            } else {
                let page = self.pages.get(id).cloned();
                let page = page.map(|page| Box::new(Page { in_trash: false, ..page }));
                let past = Change { since: self.now, id: *id, is_listed: true, page };
                self.index.past.push_back(past);
            }
        }
    }

    /// Lets searches not find what is there, for good, or until they have caught up in this order.
    pub(crate) fn overlook(&mut self, hidden: &BTreeSet<Uuid>, caught_up: &[Uuid]) {
        let for_good = hidden.iter().filter(|id| !caught_up.contains(id));
        self.index.overlooked.extend(for_good);
        for id in caught_up {
            let page = self.pages.get(id).cloned().map(Box::new);
            let past = Change { since: self.now, id: *id, is_listed: false, page };
            self.index.past.push_back(past);
        }
    }

    /// Notes what a request changed, as far as searches and queries have to do with it.
    pub(crate) fn note_for_index(&mut self, changes: &Past) {
        if self.index.longest.is_none() {
            return;
        }
        self.forget_past();
        let since = self.now;
        for (key, was) in changes {
            match (key.kind, was) {
                (Kind::Page, Was::Page(page)) => {
                    let (is_listed, page) = (!page.in_trash, Some(page.clone()));
                    self.index.past.push_back(Change { since, id: key.id, is_listed, page });
                }
                (Kind::Page, _) => {
                    let past = Change { since, id: key.id, is_listed: false, page: None };
                    self.index.past.push_back(past);
                }
                (Kind::DataSource, was) => {
                    let before = match was {
                        Was::Source(source) => Some(&**source),
                        _ => None,
                    };
                    let is_listed = before.is_some_and(|it| self.was_searchable(it, changes));
                    let past = Change { since, id: key.id, is_listed, page: None };
                    self.index.past.push_back(past);
                }
                (Kind::Database, Was::Database(before)) => {
                    for id in before.sources.clone() {
                        // One that was changed itself is noted for that.
                        if changes.contains_key(&Key { kind: Kind::DataSource, id }) {
                            continue;
                        }
                        let listed = self.sources.get(&id).is_some_and(|it| !it.in_trash);
                        let is_listed = listed && !before.in_trash;
                        self.index.past.push_back(Change { since, id, is_listed, page: None });
                    }
                }
                _ => {}
            }
        }
    }

    /// Whether searches found a data source before these changes.
    fn was_searchable(&self, before: &DataSource, changes: &Past) -> bool {
        let database = match changes.get(&Key { kind: Kind::Database, id: before.database }) {
            Some(Was::Database(database)) => database.in_trash,
            Some(_) => return false,
            None => self.is_trashed(before.database),
        };
        !before.in_trash && !database
    }

    /// Lets everybody know the oldest change that somebody may not know; `false` if there is none.
    pub(crate) fn take_in_oldest(&mut self) -> bool {
        self.forget_past();
        self.index.past.pop_front().is_some()
    }

    /// Forgets what everybody knows by now.
    fn forget_past(&mut self) {
        let (now, longest) = (self.now, self.index.longest.unwrap_or_default());
        while self.index.past.front().is_some_and(|it| now.duration_since(it.since) >= longest) {
            self.index.past.pop_front();
        }
    }

    /// What the request that is being answered knows.
    pub(crate) fn known(&self) -> Known<'_> {
        let lag = self.alterations.lag.map(signed).unwrap_or_default();
        let mut stale = BTreeMap::new();
        for past in &self.index.past {
            if self.now.duration_since(past.since) < lag {
                stale.entry(past.id).or_insert(past);
            }
        }
        let Index { lingering, overlooked, .. } = &self.index;
        Known { stale, lingering, overlooked }
    }
}

impl<'w> Known<'w> {
    /// Whether searches find something; `is_there` says it of what was not changed lately.
    pub(crate) fn finds(&self, id: Uuid, is_there: bool) -> bool {
        let is_known = self.stale.get(&id).map_or(is_there, |past| past.is_listed);
        self.lingering.contains(&id) || (is_known && !self.overlooked.contains(&id))
    }

    /// A page as it is known, `None` if it is not known yet.
    pub(crate) fn page(&self, page: &'w Page) -> Option<&'w Page> {
        if self.stale.is_empty() {
            return Some(page);
        }
        self.stale.get(&page.id).map_or(Some(page), |past| past.page.as_deref())
    }

    /// Rows that are no longer in a data source, and are still known to be.
    pub(crate) fn strays(&self, world: &World, source: Uuid) -> Vec<&'w Page> {
        let parent = Parent::DataSource(source);
        let pages = self.stale.values().filter_map(|past| past.page.as_deref());
        pages.filter(|it| it.parent == parent && world.parent_of(it.id) != Some(parent)).collect()
    }
}
