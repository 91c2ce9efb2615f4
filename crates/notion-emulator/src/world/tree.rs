//! What hangs where: siblings and their order, moves, the trash and what is below it.

use uuid::Uuid;

use super::record::Parent;
use super::{Slot, World};

/// The distance between the ranks of new siblings: room for insertions between them.
pub(crate) const RANK_STEP: u64 = 1 << 32;

impl World {
    /// Hangs a page, database or block somewhere else, at the end.
    pub(crate) fn move_to(&mut self, id: Uuid, parent: Parent) {
        let old = self.parent_of(id).unwrap_or(Parent::Workspace);
        if let Parent::DataSource(source) = old {
            let slot = self.pages.slot(id);
            if let Some(rows) = self.rows.get_mut(&source) {
                rows.retain(|row| Some(*row) != slot);
            }
        } else if let Some(siblings) = self.children.get_mut(&old.id()) {
            siblings.retain(|sibling| *sibling != id);
        }
        let rank = self.rank_at_end(parent);
        if let Some(page) = self.page_mut(id) {
            (page.parent, page.rank) = (parent, rank);
        }
        if let Some(database) = self.database_mut(id) {
            (database.parent, database.rank) = (parent, rank);
        }
        if let Some(block) = self.block_mut(id) {
            (block.parent, block.rank) = (parent, rank);
        }
        self.link(id, parent);
    }

    /// Hangs what is below itself at the top of the workspace: moves never get there, but a
    /// recording may say anything.
    pub(crate) fn untangle(&mut self) {
        let ids: Vec<Uuid> = self.children.values().flatten().copied().collect();
        let rows = self.rows.keys().flat_map(|source| self.row_ids(*source));
        let ids: Vec<Uuid> = ids.into_iter().chain(rows).collect();
        for id in ids {
            if self.is_below_itself(id) {
                self.move_to(id, Parent::Workspace);
            }
        }
    }

    fn is_below_itself(&self, id: Uuid) -> bool {
        let mut seen = std::collections::BTreeSet::new();
        let mut at = id;
        while seen.insert(at) {
            at = match self.parent_of(at) {
                Some(Parent::Page(above) | Parent::Block(above)) => above,
                Some(Parent::DataSource(source)) => match self.source(source) {
                    Some(source) => source.database,
                    None => return false,
                },
                Some(Parent::Workspace) | None => return false,
            };
        }
        at == id
    }

    /// Enters an object into the list of its siblings, by rank.
    pub(super) fn link(&mut self, id: Uuid, parent: Parent) {
        if let Parent::DataSource(source) = parent {
            let Some(slot) = self.pages.slot(id) else { return };
            let order = |world: &Self, row: Slot| {
                world.pages.at(row).map(|page| (page.stamp.created, page.rank))
            };
            let own = order(self, slot);
            self.last_row = self.last_row.max(self.rank_of(id));
            let rows = self.rows.get(&source).map_or(&[][..], Vec::as_slice);
            // Rows come in the order of their creation, so the search mostly ends at once.
            let place = match rows.last() {
                Some(last) if order(self, *last) > own => {
                    rows.partition_point(|row| order(self, *row) <= own)
                }
                _ => rows.len(),
            };
            self.rows.entry(source).or_default().insert(place, slot);
            return;
        }
        let own = self.rank_of(id);
        let siblings = self.children.get(&parent.id()).map_or(&[][..], Vec::as_slice);
        let place = match siblings.last() {
            Some(last) if self.rank_of(*last) > own => {
                siblings.partition_point(|sibling| self.rank_of(*sibling) <= own)
            }
            _ => siblings.len(),
        };
        self.children.entry(parent.id()).or_default().insert(place, id);
    }

    fn rank_of(&self, id: Uuid) -> u64 {
        if let Some(block) = self.blocks.get(&id) {
            block.rank
        } else if let Some(page) = self.pages.get(&id) {
            page.rank
        } else {
            self.databases.get(&id).map_or(0, |database| database.rank)
        }
    }

    fn set_rank(&mut self, id: Uuid, rank: u64) {
        if let Some(block) = self.block_mut(id) {
            block.rank = rank;
        }
        if let Some(page) = self.page_mut(id) {
            page.rank = rank;
        }
        if let Some(database) = self.database_mut(id) {
            database.rank = rank;
        }
    }

    /// Where a page, block or database hangs.
    pub(crate) fn parent_of(&self, id: Uuid) -> Option<Parent> {
        if let Some(block) = self.blocks.get(&id) {
            Some(block.parent)
        } else if let Some(page) = self.pages.get(&id) {
            Some(page.parent)
        } else {
            self.databases.get(&id).map(|database| database.parent)
        }
    }

    /// Everything below a page, a block or the workspace, trash included.
    pub(crate) fn all_children(&self, id: Uuid) -> &[Uuid] {
        self.children.get(&id).map_or(&[], Vec::as_slice)
    }

    /// What a list of children shows: everything that is not in the trash.
    pub(crate) fn live_children(&self, id: Uuid) -> impl Iterator<Item = Uuid> {
        self.all_children(id).iter().copied().filter(|child| !self.is_trashed(*child))
    }

    /// The rows of a data source, oldest first, trash included.
    pub(crate) fn rows(&self, source: Uuid) -> &[Slot] {
        self.rows.get(&source).map_or(&[], Vec::as_slice)
    }

    /// The ids of the rows of a data source, oldest first, trash included.
    pub(crate) fn row_ids(&self, source: Uuid) -> Vec<Uuid> {
        self.rows(source).iter().filter_map(|row| Some(self.pages.at(*row)?.id)).collect()
    }

    /// Whether the object itself was put into the trash.
    pub(crate) fn is_trashed(&self, id: Uuid) -> bool {
        if let Some(block) = self.blocks.get(&id) {
            block.in_trash
        } else if let Some(page) = self.pages.get(&id) {
            page.in_trash
        } else {
            self.databases.get(&id).is_some_and(|database| database.in_trash)
        }
    }

    /// Puts a page, block or database into the trash, or takes it out.
    pub(crate) fn set_trash(&mut self, id: Uuid, in_trash: bool) {
        if let Some(block) = self.block_mut(id) {
            block.in_trash = in_trash;
        }
        if let Some(page) = self.page_mut(id) {
            page.in_trash = in_trash;
        }
        if let Some(database) = self.database_mut(id) {
            database.in_trash = in_trash;
        }
    }

    /// Whether anything above the object is in the trash.
    pub(crate) fn is_below_trash(&self, id: Uuid) -> bool {
        let mut parent = self.parent_of(id);
        while let Some(above) = parent {
            let next = match above {
                Parent::Workspace => return false,
                Parent::DataSource(source) => match self.sources.get(&source) {
                    Some(source) if !source.in_trash => source.database,
                    _ => return true,
                },
                Parent::Page(id) | Parent::Block(id) => id,
            };
            if self.is_trashed(next) {
                return true;
            }
            parent = self.parent_of(next);
        }
        false
    }

    /// Whether `id` is `above`, or hangs anywhere below it.
    pub(crate) fn is_within(&self, id: Uuid, above: Uuid) -> bool {
        let mut at = Some(id);
        while let Some(id) = at {
            if id == above {
                return true;
            }
            at = match self.parent_of(id) {
                Some(Parent::Page(id) | Parent::Block(id)) => Some(id),
                Some(Parent::DataSource(source)) => {
                    self.sources.get(&source).map(|source| source.database)
                }
                Some(Parent::Workspace) | None => None,
            };
        }
        false
    }

    /// Whether `id` hangs anywhere below a row of that data source.
    pub(crate) fn is_below_source(&self, id: Uuid, source: Uuid) -> bool {
        let mut at = self.parent_of(id);
        while let Some(parent) = at {
            let above = match parent {
                Parent::Workspace => return false,
                Parent::DataSource(found) if found == source => return true,
                Parent::DataSource(found) => match self.source(found) {
                    Some(found) => found.database,
                    None => return false,
                },
                Parent::Page(id) | Parent::Block(id) => id,
            };
            at = self.parent_of(above);
        }
        false
    }

    /// The rank of a new last child of `parent`.
    pub(crate) fn rank_at_end(&self, parent: Parent) -> u64 {
        if let Parent::DataSource(_) = parent {
            return self.last_row + 1;
        }
        let siblings = self.all_children(parent.id());
        siblings.last().map_or(RANK_STEP, |last| self.rank_of(*last).saturating_add(RANK_STEP))
    }

    /// `count` ranks for new children of `parent` after its child `after`, or before all children.
    pub(crate) fn ranks_after(
        &mut self,
        parent: Uuid,
        after: Option<Uuid>,
        count: usize,
    ) -> Vec<u64> {
        let count = count as u64;
        for _ in 0..2 {
            let siblings = self.all_children(parent);
            let next = match after {
                Some(after) => siblings.iter().position(|it| *it == after).map_or(0, |at| at + 1),
                None => 0,
            };
            let low = after.map_or(0, |after| self.rank_of(after));
            let step = match siblings.get(next) {
                None => RANK_STEP,
                Some(next) => (self.rank_of(*next) - low) / (count + 1),
            };
            if step > 0 {
                return (1..=count).map(|n| low.saturating_add(n * step)).collect();
            }
            // No room is left here: spread all siblings out again.
            let siblings = siblings.to_vec();
            for (index, sibling) in siblings.into_iter().enumerate() {
                self.set_rank(sibling, (index as u64 + 1).saturating_mul(RANK_STEP));
            }
        }
        vec![0; usize::try_from(count).unwrap_or(0)]
    }
}
