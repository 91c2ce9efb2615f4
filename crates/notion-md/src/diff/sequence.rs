//! Common subsequences of long lists, found in time that is bounded.

/// The pairs of a longest common subsequence, if the lists differ in at most `most` items.
///
/// Goes along the diagonals as Myers does: time and memory grow with the number of differences,
/// not with the product of the lengths.
pub(super) fn common(old: &[u64], new: &[u64], most: usize) -> Option<Vec<(usize, usize)>> {
    let (rows, columns) = (old.len(), new.len());
    if rows.abs_diff(columns) > most {
        return None;
    }
    // The diagonal `at` holds the pairs of `x` and `x + middle - at`.
    let mut reach = vec![0; 2 * most + 3];
    let middle = most + 1;
    let goal = middle + rows - columns;
    let mut before: Vec<Vec<usize>> = Vec::new();
    for steps in 0..=most {
        before.push(reach.clone());
        for at in (middle - steps..=middle + steps).step_by(2) {
            let down = steps > 0
                && (at == middle - steps
                    || (at != middle + steps && reach[at - 1] < reach[at + 1]));
            let mut x = match (steps, down) {
                (0, _) => 0,
                (_, true) => reach[at + 1],
                (_, false) => reach[at - 1] + 1,
            };
            let mut y = x + middle - at;
            while x < rows && y < columns && old[x] == new[y] {
                (x, y) = (x + 1, y + 1);
            }
            reach[at] = x;
            if at == goal && x >= rows {
                return Some(walk_back(&before, rows, columns, steps, middle));
            }
        }
    }
    None
}

fn walk_back(
    before: &[Vec<usize>],
    mut x: usize,
    mut y: usize,
    steps: usize,
    middle: usize,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    for step in (1..=steps).rev() {
        let reach = &before[step];
        let at = middle + x - y;
        let down = at == middle - step || (at != middle + step && reach[at - 1] < reach[at + 1]);
        let (from, start) = if down { (at + 1, reach[at + 1]) } else { (at - 1, reach[at - 1]) };
        let above = start + middle - from;
        let (after_x, after_y) = if down { (start, above + 1) } else { (start + 1, above) };
        while x > after_x && y > after_y {
            (x, y) = (x - 1, y - 1);
            pairs.push((x, y));
        }
        (x, y) = (start, above);
    }
    while x > 0 && y > 0 {
        (x, y) = (x - 1, y - 1);
        pairs.push((x, y));
    }
    pairs.reverse();
    pairs
}

/// A pair that may be kept, and how much that is worth.
#[derive(Clone, Copy, Debug)]
pub(super) struct Candidate {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) worth: u64,
}

/// The candidates of greatest worth that do not cross, in time `n log n`.
///
/// No two candidates may share an item.
pub(super) fn heaviest(mut candidates: Vec<Candidate>, columns: usize) -> Vec<Candidate> {
    candidates.sort_unstable_by_key(|it| it.old);
    // Of all chains that end before a column, the best: its worth and its last candidate.
    let mut best: Vec<(u64, Option<usize>)> = vec![(0, None); columns + 1];
    let mut previous: Vec<Option<usize>> = vec![None; candidates.len()];
    for (index, candidate) in candidates.iter().enumerate() {
        let mut chain = (0, None);
        let mut at = candidate.new;
        while at > 0 {
            chain = if best[at].0 > chain.0 { best[at] } else { chain };
            at &= at - 1;
        }
        previous[index] = chain.1;
        let worth = chain.0 + candidate.worth;
        let mut at = candidate.new + 1;
        while at <= columns {
            if best[at].0 < worth {
                best[at] = (worth, Some(index));
            }
            at += at & at.wrapping_neg();
        }
    }
    let mut chain = (0, None);
    let mut at = columns;
    while at > 0 {
        chain = if best[at].0 > chain.0 { best[at] } else { chain };
        at &= at - 1;
    }
    let mut chosen = Vec::new();
    let mut next = chain.1;
    while let Some(index) = next {
        chosen.push(candidates[index]);
        next = previous[index];
    }
    chosen.reverse();
    chosen
}
