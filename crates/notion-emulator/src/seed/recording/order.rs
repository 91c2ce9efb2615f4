//! The order of things of which lists show some at a time.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

/// Which of two things comes first, as far as any list shows both of them or what is between them.
#[derive(Debug, Default)]
pub(super) struct Order {
    /// When each was seen first, which decides where no list does.
    seen: BTreeMap<Uuid, usize>,
    /// What came right after a thing in some list.
    next: BTreeMap<Uuid, BTreeSet<Uuid>>,
}

impl Order {
    /// Learns from a list.
    pub(super) fn note(&mut self, list: impl IntoIterator<Item = Uuid>) {
        let mut before: Option<Uuid> = None;
        for id in list {
            let count = self.seen.len();
            self.seen.entry(id).or_insert(count);
            if let Some(before) = before.filter(|before| *before != id) {
                self.next.entry(before).or_default().insert(id);
            }
            before = Some(id);
        }
    }

    /// The place of each thing. Where lists contradict each other, the first one is believed.
    pub(super) fn places(&self) -> BTreeMap<Uuid, usize> {
        let mut waits_for: BTreeMap<Uuid, usize> = BTreeMap::new();
        for id in self.next.values().flatten() {
            *waits_for.entry(*id).or_default() += 1;
        }
        let is_free = |id: &Uuid| !waits_for.contains_key(id);
        let mut free: BTreeSet<(usize, Uuid)> =
            self.seen.iter().filter(|(id, _)| is_free(id)).map(|(id, at)| (*at, *id)).collect();
        let mut places = BTreeMap::new();
        let mut left: BTreeSet<(usize, Uuid)> =
            self.seen.iter().map(|(id, at)| (*at, *id)).collect();
        while let Some(first) = free.pop_first().or_else(|| left.first().copied()) {
            left.remove(&first);
            free.remove(&first);
            let count = places.len();
            places.insert(first.1, count);
            for id in self.next.get(&first.1).into_iter().flatten() {
                let Some(waits) = waits_for.get_mut(id) else { continue };
                *waits -= 1;
                if *waits == 0 {
                    waits_for.remove(id);
                    if let Some(at) = self.seen.get(id).filter(|at| left.contains(&(**at, *id))) {
                        free.insert((*at, *id));
                    }
                }
            }
        }
        places
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The order of letters that lists of some of them tell.
    fn check(lists: &[&str], expected: &str) {
        let id = |letter: char| Uuid::from_u128(u128::from(u32::from(letter)));
        let mut order = Order::default();
        for list in lists {
            order.note(list.chars().map(id));
        }
        let places = order.places();
        let mut letters: Vec<char> = expected.chars().collect();
        letters.sort_by_key(|letter| places[&id(*letter)]);
        assert_eq!(letters.into_iter().collect::<String>(), expected);
        assert_eq!(places.len(), expected.len());
    }

    #[test]
    fn lists_of_some_tell_the_order_of_all() {
        check(&["ad", "cd", "abc"], "abcd");
        check(&["c", "abc"], "abc");
        check(&["xz", "xyz", "wz", "wx"], "wxyz");
    }

    #[test]
    fn a_contradiction_is_settled() {
        check(&["ab", "ba"], "ab");
        check(&["abc", "cad"], "abcd");
    }
}
