//! A span says which characters of a filter something is about.

use std::ops::Range;

/// A range of bytes in the source of a filter; both ends lie on character boundaries.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Span {
    /// Offset of the first byte.
    pub start: u32,
    /// Offset after the last byte; equal to `start` for a place between two characters.
    pub end: u32,
}

impl Span {
    /// The bytes from `start` up to, and not including, `end`.
    pub const fn new(start: u32, end: u32) -> Self {
        Self { start, end }
    }

    /// The place before the byte at `offset`.
    pub const fn at(offset: u32) -> Self {
        Self { start: offset, end: offset }
    }

    /// Whether no character is covered.
    pub const fn is_empty(self) -> bool {
        self.start >= self.end
    }

    /// The smallest span that covers both.
    #[must_use]
    pub fn to(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// The place just before this span.
    #[must_use]
    pub const fn before(self) -> Self {
        Self::at(self.start)
    }

    /// The place just after this span.
    #[must_use]
    pub const fn after(self) -> Self {
        Self::at(self.end)
    }

    /// The text this span covers; empty if the span belongs to another source.
    pub fn slice(self, source: &str) -> &str {
        source.get(Range::from(self)).unwrap_or_default()
    }
}

impl From<Span> for Range<usize> {
    fn from(span: Span) -> Self {
        span.start as usize..span.end as usize
    }
}

/// Turns a byte offset of a source into the type spans are made of.
///
/// Sources are limited to 64 KiB before anything looks at them, so the conversion is exact.
pub(crate) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
