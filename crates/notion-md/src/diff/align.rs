//! Which old block becomes which new one.
//!
//! Notion can neither move a block nor give it another parent, so that two blocks can only be the
//! same if their parents are, and if their order among their siblings is. The best choice under
//! these rules is found exactly where lists are short, by comparing every old with every new
//! sibling; long lists are cut at blocks that are surely the same first. A counter of work bounds
//! the time: when it is used up, what is left is compared by type alone.

use std::collections::{HashMap, hash_map::Entry};

use super::{
    sequence::{Candidate, common, heaviest},
    tree::Tree,
};

/// What an untouched block is worth; more than all changed ones together.
const UNCHANGED: u64 = 1 << 40;

/// What a changed block is worth; more than that many of them look alike.
const CHANGED: u64 = 1 << 20;

/// Lists whose lengths have a product up to this are compared exactly.
const EXACT: usize = 40_000;

/// How deep the exact comparison looks ahead.
const DEPTH: usize = 24;

/// The number of differences up to which long lists are compared without landmarks.
const DIFFERENCES: usize = 128;

/// The partner of each old block and of each new block.
pub(super) struct Partners {
    pub(super) of_old: Vec<Option<usize>>,
    pub(super) of_new: Vec<Option<usize>>,
}

/// Finds the partners. The pages are each other's.
pub(super) fn align(old: &Tree, new: &Tree) -> Partners {
    let size = old.nodes.len() + new.nodes.len();
    let mut once: HashMap<u64, Option<usize>> = HashMap::with_capacity(old.nodes.len());
    for (index, node) in old.nodes.iter().enumerate().filter(|(_, it)| it.given.is_some()) {
        once.entry(node.whole).and_modify(|it| *it = None).or_insert(Some(index));
    }
    let mut matcher = Matcher {
        old,
        new,
        once,
        known: HashMap::new(),
        cells: 300_000 + 40 * size,
        rounds: 12 * size,
    };
    let mut partners =
        Partners { of_old: vec![None; old.nodes.len()], of_new: vec![None; new.nodes.len()] };
    let mut open = vec![(0, 0)];
    while let Some((one, other)) = open.pop() {
        (partners.of_old[one], partners.of_new[other]) = (Some(other), Some(one));
        if old.nodes[one].whole != new.nodes[other].whole {
            matcher.siblings(old.kids(one), new.kids(other), &mut open);
        }
    }
    partners
}

struct Matcher<'a> {
    old: &'a Tree,
    new: &'a Tree,
    /// The old blocks that there are only one of.
    once: HashMap<u64, Option<usize>>,
    /// What pairs with something in them are worth.
    known: HashMap<(usize, usize), u64>,
    /// How many pairs may still be compared.
    cells: usize,
    /// How many siblings may still be looked at in search of landmarks.
    rounds: usize,
}

impl Matcher<'_> {
    fn is_same(&self, old: usize, new: usize) -> bool {
        self.old.nodes[old].whole == self.new.nodes[new].whole
    }

    /// Whether an old block can become a new one, apart from what is in them.
    fn fits(&self, old: usize, new: usize) -> bool {
        let (old, new) = (&self.old.nodes[old], &self.new.nodes[new]);
        old.own == new.own || (old.class == new.class && !old.fixed)
    }

    /// What a pair that fits is worth by itself.
    fn own_worth(&self, old: usize, new: usize) -> u64 {
        let (old, new) = (&self.old.nodes[old], &self.new.nodes[new]);
        if old.own == new.own {
            return UNCHANGED;
        }
        let (both, any) = (old.words & new.words, old.words | new.words);
        CHANGED + u64::from(both.count_ones() * 16 / any.count_ones().max(1))
    }

    /// What a pair that fits is worth with everything in it.
    fn worth(&mut self, old: usize, new: usize, depth: usize) -> u64 {
        if self.is_same(old, new) {
            return UNCHANGED * self.old.nodes[old].weight as u64;
        }
        let own = self.own_worth(old, new);
        let (old_tree, new_tree) = (self.old, self.new);
        let (kids, others) = (old_tree.kids(old), new_tree.kids(new));
        if kids.is_empty() || others.is_empty() || depth == 0 {
            return own;
        }
        if let Some(worth) = self.known.get(&(old, new)) {
            return *worth;
        }
        let worth = own + self.best(kids, others, depth - 1);
        self.known.insert((old, new), worth);
        worth
    }

    /// What the best pairs of two lists of siblings are worth together.
    fn best(&mut self, old: &[usize], new: &[usize], depth: usize) -> u64 {
        let (front, back) = self.ends(old, new);
        let same = old[..front].iter().chain(&old[old.len() - back..]);
        let ends: usize = same.map(|it| self.old.nodes[*it].weight).sum();
        let ends = UNCHANGED * ends as u64;
        let (old, new) = (&old[front..old.len() - back], &new[front..new.len() - back]);
        let cells = old.len() * new.len();
        if cells == 0 || cells > EXACT || cells > self.cells {
            return ends;
        }
        self.cells -= cells;
        let mut below = vec![0; new.len() + 1];
        for one in old.iter().rev() {
            let mut corner = 0;
            for (column, other) in new.iter().enumerate().rev() {
                let mut best = below[column].max(below[column + 1]);
                if self.fits(*one, *other) {
                    best = best.max(corner + self.worth(*one, *other, depth));
                }
                corner = std::mem::replace(&mut below[column], best);
            }
        }
        ends + below[0]
    }

    /// How many siblings are the same from the front, and from the back.
    fn ends(&self, old: &[usize], new: &[usize]) -> (usize, usize) {
        let same = |(old, new): &(&usize, &usize)| self.is_same(**old, **new);
        let front = old.iter().zip(new).take_while(same).count();
        let rest = old[front..].iter().rev().zip(new[front..].iter().rev());
        (front, rest.take_while(same).count())
    }

    /// Finds the pairs of two lists of siblings.
    fn siblings(&mut self, old: &[usize], new: &[usize], pairs: &mut Vec<(usize, usize)>) {
        // A list of open parts instead of recursion: there may be as many as there are blocks.
        let mut open = vec![(old, new)];
        while let Some((old, new)) = open.pop() {
            let (front, back) = self.ends(old, new);
            let (from, to) = (old.len() - back, new.len() - back);
            pairs.extend(old[..front].iter().copied().zip(new[..front].iter().copied()));
            pairs.extend(old[from..].iter().copied().zip(new[to..].iter().copied()));
            let (old, new) = (&old[front..from], &new[front..to]);
            if old.is_empty() || new.is_empty() {
                continue;
            }
            let cells = old.len().saturating_mul(new.len());
            if cells <= EXACT && cells <= self.cells {
                self.exact(old, new, pairs);
                continue;
            }
            let looked_at = old.len() + new.len();
            let landmarks = match self.rounds.checked_sub(looked_at) {
                Some(rest) => {
                    self.rounds = rest;
                    self.landmarks(old, new)
                }
                None => Vec::new(),
            };
            if landmarks.is_empty() {
                self.by_type(old, new, pairs);
                continue;
            }
            let (mut row, mut column) = (0, 0);
            for (at, other) in landmarks {
                pairs.push((old[at], new[other]));
                open.push((&old[row..at], &new[column..other]));
                (row, column) = (at + 1, other + 1);
            }
            open.push((&old[row..], &new[column..]));
        }
    }

    /// Compares every old with every new sibling.
    fn exact(&mut self, old: &[usize], new: &[usize], pairs: &mut Vec<(usize, usize)>) {
        self.cells -= old.len() * new.len();
        let width = new.len() + 1;
        let mut best = vec![0; (old.len() + 1) * width];
        for (row, one) in old.iter().enumerate().rev() {
            for (column, other) in new.iter().enumerate().rev() {
                let at = row * width + column;
                best[at] = best[at + 1].max(best[at + width]);
                if self.fits(*one, *other) {
                    best[at] = best[at].max(best[at + width + 1] + self.worth(*one, *other, DEPTH));
                }
            }
        }
        let (mut row, mut column) = (0, 0);
        while row < old.len() && column < new.len() {
            let at = row * width + column;
            let (one, other) = (old[row], new[column]);
            let beyond = best[at + width + 1];
            if self.fits(one, other) && best[at] == beyond + self.worth(one, other, DEPTH) {
                pairs.push((one, other));
                (row, column) = (row + 1, column + 1);
            } else if best[at] == best[at + width] {
                row += 1;
            } else {
                column += 1;
            }
        }
    }

    /// Pairs that are surely the same, in order and without crossing.
    fn landmarks(&mut self, old: &[usize], new: &[usize]) -> Vec<(usize, usize)> {
        let mut candidates = Vec::new();
        let mut taken = (vec![false; old.len()], vec![false; new.len()]);
        let mut add = |this: &mut Self, at: usize, other: usize| {
            if !taken.0[at] && !taken.1[other] && this.fits(old[at], new[other]) {
                (taken.0[at], taken.1[other]) = (true, true);
                let worth = this.worth(old[at], new[other], DEPTH);
                candidates.push(Candidate { old: at, new: other, worth });
            }
        };
        let (mut by_whole, mut by_own) = (HashMap::new(), HashMap::new());
        for (at, index) in old.iter().enumerate() {
            let node = &self.old.nodes[*index];
            count(&mut by_whole, node.whole, at, Side::Old);
            count(&mut by_own, node.own, at, Side::Old);
        }
        for (at, index) in new.iter().enumerate() {
            let node = &self.new.nodes[*index];
            count(&mut by_whole, node.whole, at, Side::New);
            count(&mut by_own, node.own, at, Side::New);
        }
        let places: HashMap<usize, usize> =
            old.iter().enumerate().map(|(at, index)| (*index, at)).collect();
        for (other, index) in new.iter().enumerate() {
            if let Some(at) = only(&by_whole, self.new.nodes[*index].whole) {
                add(self, at, other);
            }
        }
        for (other, index) in new.iter().enumerate() {
            // A container whose own text changed is known by what is in it.
            let inside = self.new.kids(*index).iter().take(16).find_map(|kid| {
                let same = (*self.once.get(&self.new.nodes[*kid].whole)?)?;
                places.get(&self.old.nodes[same].parent).copied()
            });
            let at = only(&by_own, self.new.nodes[*index].own).or(inside);
            if let Some(at) = at {
                add(self, at, other);
            }
        }
        if !candidates.is_empty() {
            let chosen = heaviest(candidates, new.len());
            return chosen.into_iter().map(|it| (it.old, it.new)).collect();
        }
        let wholes = (
            old.iter().map(|it| self.old.nodes[*it].whole).collect::<Vec<_>>(),
            new.iter().map(|it| self.new.nodes[*it].whole).collect::<Vec<_>>(),
        );
        common(&wholes.0, &wholes.1, DIFFERENCES)
            .unwrap_or_else(|| self.by_rank(old, new, &wholes.0, &wholes.1))
    }

    /// The first of several equal blocks with the first, the second with the second, and so on.
    fn by_rank(
        &self,
        old: &[usize],
        new: &[usize],
        old_keys: &[u64],
        new_keys: &[u64],
    ) -> Vec<(usize, usize)> {
        let mut places: HashMap<u64, Vec<usize>> = HashMap::new();
        for (at, key) in old_keys.iter().enumerate().rev() {
            places.entry(*key).or_default().push(at);
        }
        let candidates = new_keys.iter().enumerate().filter_map(|(other, key)| {
            let at = places.get_mut(key)?.pop()?;
            let worth = self.old.nodes[old[at]].weight as u64;
            debug_assert!(self.is_same(old[at], new[other]), "equal keys mean equal blocks");
            Some(Candidate { old: at, new: other, worth })
        });
        let chosen = heaviest(candidates.collect(), new.len());
        chosen.into_iter().map(|it| (it.old, it.new)).collect()
    }

    /// Pairs blocks of one type, in order, whatever they say.
    fn by_type(&self, old: &[usize], new: &[usize], pairs: &mut Vec<(usize, usize)>) {
        let classes = (
            old.iter().map(|it| self.old.nodes[*it].class).collect::<Vec<_>>(),
            new.iter().map(|it| self.new.nodes[*it].class).collect::<Vec<_>>(),
        );
        if let Some(found) = common(&classes.0, &classes.1, DIFFERENCES) {
            let found = found.into_iter().map(|(at, other)| (old[at], new[other]));
            pairs.extend(found.filter(|(one, other)| self.fits(*one, *other)));
            return;
        }
        let mut row = 0;
        for other in new {
            let near = old[row..].iter().take(32).position(|one| self.fits(*one, *other));
            if let Some(steps) = near {
                pairs.push((old[row + steps], *other));
                row += steps + 1;
            }
        }
    }
}

#[derive(Clone, Copy)]
enum Side {
    Old,
    New,
}

/// Where a key occurs: once on each side, or otherwise.
#[derive(Clone, Copy, Default)]
struct Places {
    old: Option<usize>,
    new: usize,
    again: bool,
}

fn count(places: &mut HashMap<u64, Places>, key: u64, at: usize, side: Side) {
    match (places.entry(key), side) {
        (Entry::Vacant(entry), Side::Old) => {
            entry.insert(Places { old: Some(at), ..Places::default() });
        }
        (Entry::Occupied(mut entry), Side::Old) => entry.get_mut().again = true,
        (Entry::Occupied(mut entry), Side::New) => entry.get_mut().new += 1,
        // What is only new is nobody's partner.
        (Entry::Vacant(_), Side::New) => {}
    }
}

/// The one old place of a key that occurs once on each side.
fn only(places: &HashMap<u64, Places>, key: u64) -> Option<usize> {
    let found = places.get(&key)?;
    found.old.filter(|_| found.new == 1 && !found.again)
}
