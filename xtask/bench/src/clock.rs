//! Measuring in turns: a machine that is busy for a moment slows everybody alike.

use std::hint::black_box;
use std::time::{Duration, Instant};

/// Somebody who is measured: does the whole work once and says how long it took.
pub(crate) type Contender<'a> = Box<dyn FnMut() -> Duration + 'a>;

/// How often each contender has its turn.
const ROUNDS: usize = 60;

/// Lets all contenders have their turn, round after round, and returns the best time of each.
///
/// The best and not the mean: noise only ever adds.
pub(crate) fn best(mut contenders: Vec<Contender<'_>>) -> Vec<Duration> {
    let mut best = vec![Duration::MAX; contenders.len()];
    for round in 0..ROUNDS {
        // Nobody always comes after the same one.
        for turn in 0..contenders.len() {
            let who = (turn + round) % contenders.len();
            best[who] = best[who].min(contenders[who]());
        }
    }
    best
}

/// Decodes every text and lets it go again, as a program does that reads rows one by one.
pub(crate) fn decoding<'a, T>(
    texts: &'a [String],
    decode: impl Fn(&str) -> Option<T> + 'a,
) -> Contender<'a> {
    Box::new(move || {
        let start = Instant::now();
        for text in texts {
            drop(black_box(decode(black_box(text))));
        }
        start.elapsed()
    })
}
