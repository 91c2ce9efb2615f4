//! All pages of a world: side by side in the order in which they came, and found by id.
//!
//! A query looks at every row of a data source, so rows are kept as places in here: to look each of
//! them up by its id would take most of the time of the query.

use std::collections::BTreeMap;

use uuid::Uuid;

use super::record::Page;

/// Where a page is. Pages are never taken out, so this stays true.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Slot(u32);

#[derive(Debug, Default)]
pub(super) struct Pages {
    pages: Vec<Page>,
    slots: BTreeMap<Uuid, Slot>,
}

impl Pages {
    pub(super) fn slot(&self, id: Uuid) -> Option<Slot> {
        self.slots.get(&id).copied()
    }

    pub(super) fn at(&self, slot: Slot) -> Option<&Page> {
        self.pages.get(slot.0 as usize)
    }

    pub(super) fn get(&self, id: &Uuid) -> Option<&Page> {
        self.at(self.slot(*id)?)
    }

    pub(super) fn get_mut(&mut self, id: &Uuid) -> Option<&mut Page> {
        let slot = self.slot(*id)?;
        self.pages.get_mut(slot.0 as usize)
    }

    pub(super) fn contains_key(&self, id: &Uuid) -> bool {
        self.slots.contains_key(id)
    }

    /// Puts a page in, or in the place of the one with its id.
    pub(super) fn insert(&mut self, id: Uuid, page: Page) -> Option<Slot> {
        if let Some(known) = self.get_mut(&id) {
            *known = page;
            return self.slot(id);
        }
        let slot = Slot(u32::try_from(self.pages.len()).ok()?);
        self.pages.push(page);
        self.slots.insert(id, slot);
        Some(slot)
    }

    /// All pages by id.
    pub(super) fn values(&self) -> impl Iterator<Item = &Page> {
        self.slots.values().filter_map(|slot| self.at(*slot))
    }

    pub(super) fn keys(&self) -> impl Iterator<Item = &Uuid> {
        self.slots.keys()
    }
}
