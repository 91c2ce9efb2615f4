//! Every fix is tried before it is offered: what a fix promises is seen to be true for this very text.

use super::{Code, Diagnostic, Diagnostics};

impl Diagnostics {
    /// Withdraws the fixes that do not do what they say.
    ///
    /// A fix is made where the mistake is, by somebody who does not see the rest of the text, and in a text
    /// full of mistakes the same words may mean something else after it. `again` finds what is wrong with
    /// another text. It is asked once for every fix, so at most [`MAX_DIAGNOSTICS`](super::MAX_DIAGNOSTICS)
    /// times, less often for a long text, and never for one without mistakes.
    pub(crate) fn tried(mut self, source: &str, again: impl Fn(&str) -> Self) -> Self {
        /// How many bytes are read again in all: enough for every fix of sixteen KiB.
        const AFFORDABLE: usize = super::MAX_DIAGNOSTICS * 16 * 1024;
        let mut read = 0;
        for index in 0..self.list.len() {
            let diagnostic = &self.list[index];
            let Some(fix) = &diagnostic.fix else { continue };
            // What cannot be tried is not offered.
            read += source.len();
            let holds =
                read <= AFFORDABLE && again(&fix.apply(source)).is_without(diagnostic, &self);
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
