//! Looking through many rows on all cores: a filter that few rows pass has to look at each of them.

use std::num::NonZero;
use std::thread;

/// So many rows are looked at before it is worth to begin threads: most queries find their page
/// among the newest rows.
const ALONE: usize = 8_192;

/// The first `most` finds among `rows`, which are kept oldest first, from the newest on.
///
/// `search` finds the first so many in a stretch, newest first.
pub(super) fn newest_first<'r, R: Sync, F: Send>(
    rows: &'r [R],
    most: usize,
    search: impl Fn(&'r [R], usize) -> Vec<F> + Sync,
) -> Vec<F> {
    let (older, newest) = rows.split_at(rows.len().saturating_sub(ALONE));
    let mut found = search(newest, most);
    if found.len() >= most || older.is_empty() {
        return found;
    }
    let cores = thread::available_parallelism().map_or(1, NonZero::get);
    let most = most - found.len();
    let stretches: Vec<&[R]> = older.rchunks(older.len().div_ceil(cores)).collect();
    let finds = thread::scope(|scope| {
        let search = &search;
        let (first, others) = stretches.split_first()?;
        let others: Vec<_> =
            others.iter().map(|stretch| scope.spawn(move || search(stretch, most))).collect();
        let mut finds = search(first, most);
        for other in others {
            // A thread that panics takes the query with it, as if there were none.
            finds.extend(other.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)));
        }
        Some(finds)
    });
    found.extend(finds.unwrap_or_default().into_iter().take(most));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// However many rows there are and wherever the page ends, the answer is that of one thread.
    #[test]
    fn finds_what_one_thread_finds() {
        for count in [0, 1, ALONE - 1, ALONE, ALONE + 1, 3 * ALONE + 7] {
            let rows: Vec<usize> = (0..count).collect();
            for every in [1, 2, 1_000, count.max(1)] {
                let search = |rows: &[usize], most: usize| -> Vec<usize> {
                    let newest = rows.iter().rev().copied();
                    newest.filter(|row| row % every == 0).take(most).collect()
                };
                for most in [1, 101, count + 1] {
                    let found = newest_first(&rows, most, search);
                    assert_eq!(found, search(&rows, most), "{count} rows, each {every}th, {most}");
                }
            }
        }
    }
}
