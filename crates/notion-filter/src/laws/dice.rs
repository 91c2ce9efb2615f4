//! Choices for the generators: a list of numbers that shrinks towards the first of everything.
//!
//! A generator that reads its choices from such a list costs a fraction of a tree of strategies, and still
//! shrinks: smaller numbers are earlier choices, and a list that ends makes the first choice ever after.

use proptest::prelude::*;

/// Choices that have still to be made.
pub(super) struct Dice<'a>(std::slice::Iter<'a, u16>);

impl<'a> Dice<'a> {
    pub(super) fn new(faces: &'a [u16]) -> Self {
        Self(faces.iter())
    }

    /// A number below `sides`.
    pub(super) fn roll(&mut self, sides: usize) -> usize {
        self.0.next().map_or(0, |face| (usize::from(*face) * sides) >> 16)
    }

    pub(super) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.roll(from.len())]
    }

    /// True once in so many times, and never when the choices have ended.
    pub(super) fn once_in(&mut self, times: usize) -> bool {
        self.roll(times) + 1 == times && times > 1
    }
}

/// What can be made with up to so many choices.
pub(super) fn made<T: std::fmt::Debug>(
    choices: usize,
    make: impl Fn(&mut Dice<'_>) -> T,
) -> impl Strategy<Value = T> {
    prop::collection::vec(any::<u16>(), 0..choices).prop_map(move |it| make(&mut Dice::new(&it)))
}
