//! What was listed and may come again: by id, and only as long as it can.

use std::collections::HashMap;

use notion_model::{Guarded, List};
use uuid::Uuid;

/// The ids of items that were listed.
///
/// Where a list goes in an order in which it never goes back, ids are forgotten once the list is past
/// them: a scan of a million rows remembers those of the minutes of its last two pages. They are kept
/// that long because rows that are restored or edited meanwhile shift others to the next page.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// The rank of each; the highest there is where the list has no such order.
    ids: HashMap<Uuid, i64>,
    /// The rank of the first item of the last page.
    floor: i64,
}

impl Seen {
    /// Leaves only new items in `list`. Whether there were any.
    pub(super) fn new_of<T>(
        &mut self,
        list: &mut List<T>,
        id: impl Fn(&T) -> Option<Uuid>,
        rank: impl Fn(&T) -> Option<i64>,
    ) -> bool {
        let first = list.items().find_map(&rank);
        let mut is_any = false;
        list.results.retain(|item| {
            let is_new = match item {
                Guarded::Item(item) => id(item)
                    .is_none_or(|id| self.ids.insert(id, rank(item).unwrap_or(i64::MAX)).is_none()),
                Guarded::Odd(_) => true,
            };
            is_any |= is_new;
            is_new
        });
        if let Some(first) = first.filter(|it| *it != self.floor) {
            let floor = first.min(self.floor);
            self.ids.retain(|_, rank| *rank >= floor);
            self.floor = first;
        }
        is_any
    }

    pub(super) fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }
}
