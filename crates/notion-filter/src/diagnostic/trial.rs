//! Every fix is tried before it is offered: what a fix promises is seen to be true for this very text.

use super::{Code, Diagnostic, Diagnostics};
use crate::parse::MAX_BYTES;

impl Diagnostics {
    /// Withdraws the fixes that do not do what they say.
    ///
    /// A fix is made where the mistake is, by somebody who does not see the rest of the text, and in a text
    /// full of mistakes the same words may mean something else after it. `again` finds what is wrong with
    /// another text. It is asked once for every fix, so at most [`MAX_DIAGNOSTICS`](super::MAX_DIAGNOSTICS)
    /// times, less often for a long text, and never for one without mistakes.
    pub(crate) fn tried(mut self, source: &str, again: impl Fn(&str) -> Self) -> Self {
        /// How many bytes are read again in all, one text of the greatest length: a text full of mistakes is
        /// read many times slower than one without, and nobody should wait for fixes.
        const AFFORDABLE: usize = MAX_BYTES;
        let mut read = 0;
        for index in 0..self.list.len() {
            let diagnostic = &self.list[index];
            let Some(fix) = &diagnostic.fix else { continue };
            let fixed = fix.apply(source);
            // What cannot be tried is not offered.
            read += fixed.len();
            let holds = read <= AFFORDABLE && again(&fixed).is_without(diagnostic, &self);
            if !holds && let Some(diagnostic) = self.list.get_mut(index) {
                diagnostic.fix = None;
            }
        }
        self
    }

    /// Whether these are the diagnostics of `before` without this one, and the syntax is no worse. There may be
    /// others of the same kind elsewhere, and what could not be read before may now have mistakes of its own.
    fn is_without(&self, mended: &Diagnostic, before: &Self) -> bool {
        let count = |log: &Self, is: &dyn Fn(&Diagnostic) -> bool| {
            log.list.iter().filter(|it| is(it)).count()
        };
        let is_same = |it: &Diagnostic| it.code == mended.code && it.message == mended.message;
        if self.omitted > 0 || before.omitted > 0 {
            // Which ones were only counted is not known.
            let all = |log: &Self| log.list.len() + log.omitted;
            return all(self) < all(before);
        }
        let is_syntax = |it: &Diagnostic| it.code < Code::UnknownProperty;
        count(self, &is_same) < count(before, &is_same)
            && count(self, &is_syntax) <= count(before, &is_syntax)
    }
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use crate::diagnostic::{Code, Diagnostic, Diagnostics, Fix, MAX_DIAGNOSTICS};
    use crate::parse::MAX_BYTES;
    use crate::span::Span;

    /// How many fixes of a text of that length are tried, and how many are kept if all of them hold.
    fn tried(length: usize, fix: &str) -> (usize, usize) {
        let source = "x".repeat(length);
        let mut log = Diagnostics::default();
        for _ in 0..MAX_DIAGNOSTICS {
            let mistake = Diagnostic::new(Code::StrayCharacter, "", Span::at(0));
            log.push(mistake.fix(Fix::insert(Span::at(0), fix)));
        }
        let tries = Cell::new(0);
        let log = log.tried(&source, |_| {
            tries.set(tries.get() + 1);
            Diagnostics::default()
        });
        (tries.get(), log.list.iter().filter(|it| it.fix.is_some()).count())
    }

    #[test]
    fn the_longer_a_text_the_fewer_fixes_are_tried() {
        assert_eq!(tried(100, ""), (MAX_DIAGNOSTICS, MAX_DIAGNOSTICS));
        assert_eq!(tried(3 * 1024, ""), (MAX_DIAGNOSTICS, MAX_DIAGNOSTICS));
        assert_eq!(tried(16 * 1024, ""), (4, 4));
        assert_eq!(tried(MAX_BYTES, ""), (1, 1));
        // A fix may be longer than the text.
        assert_eq!(tried(100, &"y".repeat(MAX_BYTES / 2)), (1, 1));
    }
}
